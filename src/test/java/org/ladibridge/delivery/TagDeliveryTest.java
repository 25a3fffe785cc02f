package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.TagsOnUpdate;
import org.ladibridge.delivery.LadiFlowConfig.Tags;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.delivery.TruthWorld.Fate;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Untaken;
import org.ladibridge.journal.NotTaken;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tags and custom fields by what LadiFlow holds at the end, and by the calls that it took. */
@Execution(ExecutionMode.CONCURRENT)
class TagDeliveryTest {
    private static final String LIST = "customer/list-tag";
    private static final String CREATE = "customer/create-tag";
    private static final String SHOW = "customer/show";
    private static final String UPDATE = "customer/update";

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-06-01T00:00:00Z"));
    private TruthWorld world;

    @BeforeEach
    void open() {
        world = new TruthWorld(folder, clock);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private void use(java.util.function.Consumer<TestConfig> settings) {
        world.settings = settings;
        world.use(Write.RESOLVE);
    }

    private static String tagged(String tags) {
        return "{'email':'an@example.vn','tags':[" + tags + "],'import_by_tag_name':true}";
    }

    private static String removing(String tags) {
        return "{'email':'an@example.vn','tags_remove_by_name':[" + tags + "]}";
    }

    private void form(String... payloads) {
        for (String payload : payloads) {
            world.form(payload);
            world.quiet();
        }
    }

    private ObjectNode an() {
        return world.ladiflow.withEmail(List.of("an@example.vn")).get(0);
    }

    private Set<String> tags() {
        return world.ladiflow.tagsOf(an());
    }

    private int calls(String path) {
        return world.callsTo.getOrDefault(path, 0);
    }

    private Event last() {
        List<Event> events = world.events();
        return events.get(events.size() - 1);
    }

    private Map<NotTaken, Untaken> untaken() {
        return world.store.reader.notTaken().stream().collect(Collectors.toMap(Untaken::what, one -> one));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLoadOfKnownCustomersTakesOneShowEachAndOneListOfTheTags(boolean ladiFlowAdds) {
        world.ladiflow.addsTags = ladiFlowAdds;
        List.of("VIP", "Spa", "Yoga").forEach(world.ladiflow::tag);
        List<String> emails = IntStream.range(0, 300).mapToObj(i -> "c" + i + "@example.vn").toList();
        emails.forEach(email -> world.form("{'email':'" + email + "'}"));
        world.quiet();
        emails.forEach(email -> world.ladiflow.giveTag(world.ladiflow.withEmail(List.of(email)).get(0), "by hand"));
        world.callsTo.clear();
        emails.forEach(email -> world.form("{'email':'" + email + "','tags':['vip','SPA',' Yoga'],'import_by_tag_name':true}"));
        world.quiet();
        assertEquals(Map.of(LIST, 1, SHOW, 300, UPDATE, 300), world.callsTo);
        emails.forEach(email -> assertEquals(Set.of("VIP", "Spa", "Yoga", "by hand"),
                world.ladiflow.tagsOf(world.ladiflow.withEmail(List.of(email)).get(0))));
    }

    @Test
    void whoHasToBeLookedUpAnywayCostsNoFurtherCall() {
        world.ladiflow.tag("VIP");
        world.ladiflow.create("an@example.vn", "0912345678");
        world.ladiflow.giveTag(an(), "by hand");
        form(tagged("'VIP'"), "{'email':'binh@example.vn','tags':['VIP'],'import_by_tag_name':true}");
        assertEquals(Map.of(LIST, 1, SHOW, 2, UPDATE, 1, "customer/create-or-update", 1), world.callsTo);
        assertEquals(Set.of("VIP", "by hand"), tags());
    }

    @Test
    void payloadsWithoutTagsCostNothing() {
        form("{'email':'an@example.vn','company':'X'}");
        world.callsTo.clear();
        form("{'email':'an@example.vn','company':'Y'}");
        assertEquals(Map.of(UPDATE, 1), world.callsTo);
    }

    @Test
    void whatLadiFlowHasJustToldIsNotAskedForAgain() {
        List.of("A", "B", "C").forEach(world.ladiflow::tag);
        form(tagged("'A'"));
        world.callsTo.clear();
        form(tagged("'B'"));
        assertEquals(Map.of(UPDATE, 1), world.callsTo, "told a moment ago");
        clock.advance(Duration.ofSeconds(11));
        form(tagged("'C'"));
        assertEquals(Map.of(UPDATE, 2, SHOW, 1), world.callsTo);
        assertEquals(Set.of("A", "B", "C"), tags());
    }

    @Test
    void aTagThatACustomerLostInLadiFlowIsSetAgainAndOneThatHeHasIsNotSent() {
        List.of("VIP", "Spa").forEach(world.ladiflow::tag);
        form(tagged("'VIP','Spa'"));
        world.ladiflow.takeTag(an(), "VIP");
        clock.advance(Duration.ofSeconds(2));
        form(tagged("'VIP'"));
        assertEquals(Set.of("VIP", "Spa"), tags());
        world.callsTo.clear();
        clock.advance(Duration.ofSeconds(2));
        form(tagged("'Spa'"));
        assertEquals("unchanged", last().state());
        assertEquals(Map.of(SHOW, 1), world.callsTo, "asked, and not written");
    }

    @Test
    void whoSaysThatTagsWereCreatedDoesNotWaitForAMinute() {
        world.ladiflow.tag("VIP");
        form(tagged("'VIP','Spa'"));
        world.ladiflow.tag("Spa");
        world.directory.listAgain();
        form(tagged("'Spa'"));
        assertEquals(Set.of("VIP", "Spa"), tags());
    }

    @Test
    void namesAreOneWithoutCapitalsBlanksAndWhateverTheirAccentsAreMadeOf() {
        world.ladiflow.tag("Khách Mới");
        world.ladiflow.tag("khách mới");
        form(tagged("' khách mới '"));
        assertEquals(Set.of("Khách Mới"), tags());
        form(tagged("'khách mới'"));
        assertEquals(Set.of("Khách Mới", "khách mới"), tags(), "spelt like that is meant like that");
        assertEquals(1, calls(LIST));
    }

    @Test
    void aNameThatLadiFlowDoesNotHaveIsAWarningThatNamesItAndIsLookedForAgainOnceAMinute() {
        world.ladiflow.tag("VIP");
        form(tagged("'VIP','Spa'"));
        assertEquals(Set.of("VIP"), tags());
        assertTrue(last().warnings().contains("UNKNOWN_TAGS") && last().warnings().contains("«Spa»"), last().warnings());
        for (int i = 0; i < 20; i++) {
            form("{'email':'c" + i + "@example.vn','tags':['Spa'],'import_by_tag_name':true}");
        }
        assertEquals(1, calls(LIST));
        assertEquals(21, untaken().get(new NotTaken(NotTaken.Kind.TAG, "Spa")).records());
        clock.advance(Duration.ofSeconds(61));
        world.ladiflow.tag("Spa");
        form(tagged("'Spa'"));
        assertEquals(2, calls(LIST));
        assertEquals(Set.of("VIP", "Spa"), tags());
        assertEquals(clock.instant(), untaken().get(new NotTaken(NotTaken.Kind.TAG, "Spa")).takenAt());
    }

    @Test
    void aMissingTagIsCreatedOnceWhereThatIsWanted() {
        use(config -> config.tags = Tags.CREATE);
        form(tagged("'VIP','Spa'"), "{'email':'binh@example.vn','tags':['spa'],'import_by_tag_name':true}");
        assertEquals(2, calls(CREATE));
        assertEquals(1, calls(LIST));
        assertEquals(Set.of("VIP", "Spa"), tags());
        assertEquals(Map.of(), untaken());
    }

    @Test
    void whoCreatesATagAtTheSameTimeIsFoundByListingAgain() {
        use(config -> config.tags = Tags.CREATE);
        form("{'email':'an@example.vn','tags':['A'],'import_by_tag_name':true}");
        world.ladiflow.tag("Spa");
        form(tagged("'Spa'"));
        assertEquals(Set.of("A", "Spa"), tags());
        assertEquals(2, calls(CREATE));
        assertEquals(2, calls(LIST));
    }

    @Test
    void noMoreThanAHundredTagsAreCreatedInAnHour() {
        use(config -> config.tags = Tags.CREATE);
        for (int i = 0; i < 110; i++) {
            form("{'email':'an@example.vn','tags':['order " + i + "'],'import_by_tag_name':true}");
        }
        assertEquals(100, calls(CREATE));
        assertTrue(last().warnings().contains("UNKNOWN_TAGS"));
    }

    @Test
    void tagsAreTakenAwayAndTheOthersStay() {
        List.of("A", "B").forEach(world.ladiflow::tag);
        form(tagged("'A','B'"));
        world.ladiflow.giveTag(an(), "by hand");
        clock.advance(Duration.ofMinutes(1));
        form(removing("'a','unknown'"));
        assertEquals(Set.of("B", "by hand"), tags());
        assertEquals(null, last().warnings());
        world.ladiflow.addsTags = true;
        form(removing("'B'"));
        assertTrue(last().warnings().contains("TAGS_NOT_REMOVED") && last().warnings().contains("«B»"), last().warnings());
    }

    @Test
    void waitingUpdatesOfOneCustomerGoOutAsOneUnion() {
        List.of("A", "B", "C").forEach(world.ladiflow::tag);
        form("{'email':'an@example.vn'}");
        world.callsTo.clear();
        world.form(tagged("'A','B'"));
        world.form(removing("'A'"));
        world.form(tagged("'C'"));
        world.quiet();
        assertEquals(Map.of(LIST, 1, SHOW, 1, UPDATE, 1), world.callsTo);
        assertEquals(Set.of("B", "C"), tags());
    }

    @Test
    void whatACustomerHasAlreadyIsNotSentAgain() {
        List.of("A", "B").forEach(world.ladiflow::tag);
        form(tagged("'A'"), tagged("'B'"));
        int calls = world.calls;
        form(tagged("'A'"));
        assertEquals("unchanged", last().state());
        assertEquals(calls, world.calls);
        form(removing("'A'"), tagged("'A'"));
        assertEquals("delivered", last().state());
        assertEquals(Set.of("A", "B"), tags());
    }

    @Test
    void whereTheListIsMeantItTakesThePlaceOfTheOthers() {
        use(config -> config.tagsOnUpdate = TagsOnUpdate.REPLACE);
        List.of("A", "B").forEach(world.ladiflow::tag);
        form("{'email':'an@example.vn'}");
        world.ladiflow.giveTag(an(), "by hand");
        world.callsTo.clear();
        form(tagged("'A'"));
        assertEquals(Map.of(LIST, 1, UPDATE, 1), world.callsTo);
        assertEquals(Set.of("A"), tags());
        form(tagged("'B'"));
        assertEquals(Set.of("B"), tags());
        form(removing("'B'"));
        assertEquals(Set.of(), tags());
    }

    @Test
    void whenLadiFlowDoesNotShowTagsNoneIsLost() {
        world.ladiflow.tag("A");
        form("{'email':'an@example.vn'}");
        world.ladiflow.giveTag(an(), "by hand");
        world.ladiflow.showsTags = false;
        form(tagged("'A'"));
        assertEquals(Set.of("by hand"), tags());
        assertTrue(last().warnings().contains("TAGS_NOT_SENT"), last().warnings());
    }

    @Test
    void aTagThatWasDeletedInLadiFlowIsNoticed() {
        world.ladiflow.tag("A");
        form(tagged("'A'"));
        world.ladiflow.forgetTag("A");
        clock.advance(Duration.ofMinutes(2));
        form("{'email':'binh@example.vn','tags':['A'],'import_by_tag_name':true}");
        assertTrue(last().warnings().contains("DROPPED_BY_LADIFLOW") && last().warnings().contains("«A»"), last().warnings());
        clock.advance(Duration.ofMinutes(2));
        form("{'email':'chi@example.vn','tags':['A'],'import_by_tag_name':true}");
        assertEquals(2, calls(LIST));
    }

    @Test
    void anOutageOfTheListIsNoOutageOfTheRecord() {
        world.ladiflow.tag("A");
        world.form(tagged("'A'"));
        String line = world.free().get(0);
        world.call(line, () -> Fate.LOST);
        world.complete(line);
        assertEquals("waiting", last().state());
        world.quiet();
        assertEquals(Set.of("A"), tags());
    }

    @Test
    void aDroppedCustomFieldIsRememberedByNameUntilLadiFlowTakesItAndItsRecordsAreFound() {
        for (int i = 0; i < 3; i++) {
            world.form("{'email':'c" + i + "@example.vn','custom_fields':[{'name':'tier','value':'" + i + "'}]}");
            String line = world.free().get(0);
            world.call(line, () -> Fate.WITHOUT_CUSTOM_FIELDS);
            world.complete(line);
        }
        NotTaken tier = new NotTaken(NotTaken.Kind.CUSTOM_FIELD, "tier");
        assertEquals(3, untaken().get(tier).records());
        world.kill();
        assertEquals(Set.of(tier), world.store.journal.notTaken());
        form("{'email':'c9@example.vn','custom_fields':[{'name':'tier','value':'9'}]}");
        assertEquals(Set.of(), world.store.journal.notTaken());
        Untaken taken = untaken().get(tier);
        assertEquals(clock.instant(), taken.takenAt());
        List<Long> ids = world.store.reader.withUntaken(taken, null, 0, 10);
        assertEquals(3, ids.size());
        world.replay(ids);
        world.store.journal.sentAgain(tier, 3);
        world.quiet();
        assertEquals(Map.of(), untaken());
        assertEquals("2", world.ladiflow.withEmail(List.of("c2@example.vn")).get(0).path("custom_fields").path(0).path("value")
                .asText());
    }

    @Test
    void oneListsTheTagsAndTheOthersWaitForHim() throws Exception {
        TagDirectory directory = new TagDirectory(clock);
        Object first = new Object();
        directory.begin(first);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> {
            directory.begin(second());
            return directory.isCurrent(List.of("A"));
        });
        directory.listed(List.of(new Tag("1", "A")), null);
        directory.end(first);
        assertTrue(second.get(60, TimeUnit.SECONDS), "finds what the first one listed");
    }

    private static Object second() {
        return new Object();
    }
}
