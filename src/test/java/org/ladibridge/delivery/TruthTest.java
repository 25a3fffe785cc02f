package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ladibridge.ManualClock;
import org.ladibridge.delivery.TruthWorld.Fate;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.Repetition;
import org.ladibridge.journal.State;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The last word wins: sequences that once left another value in LadiFlow, by what LadiFlow holds at the end. */
class TruthTest {
    private static final String X = "{'email':'an@example.vn','company':'X'}";
    private static final String Y = "{'email':'an@example.vn','company':'Y'}";
    private static final String PHONE_X = "{'phone':'0912345678','company':'X'}";
    private static final String BOTH_Y = "{'email':'an@example.vn','phone':'0912345678','company':'Y'}";

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

    private String company() {
        return only().path("company").asText();
    }

    private ObjectNode only() {
        List<ObjectNode> found = world.ladiflow.withEmail(List.of("an@example.vn", "an.nguyen@example.vn",
                "0912345678.ladiflow@ladimail.com"));
        assertEquals(1, found.size(), found.toString());
        return found.get(0);
    }

    private List<String> states() {
        return world.events().stream().map(Event::state).toList();
    }

    private void form(String... payloads) {
        for (String payload : payloads) {
            world.form(payload);
            world.quiet();
        }
    }

    @Test
    void whatAFormSaysChangesAndSaysAgainIsNews() {
        form(X, Y, X);
        assertEquals("X", company());
        int calls = world.calls;
        assertEquals(1, world.form(X).duplicate(), "only the last is repeated");
        world.quiet();
        assertEquals(calls, world.calls);
    }

    @Test
    void aRowOfAPollThatIsChangedBackIsNewsAlsoOverAStart() {
        for (String payload : List.of(X, Y, X)) {
            assertEquals(0, world.say("crm", "7", Repetition.OF_POLLED_ROW, payload, null).duplicate());
            world.quiet();
            world.kill();
            assertEquals(1, world.say("crm", "7", Repetition.OF_POLLED_ROW, payload, null).duplicate());
        }
        assertEquals("X", company());
    }

    @Test
    void whatAnotherFileSaidMeanwhileIsNoRepetitionOfTheFirst() {
        for (String row : List.of("f1:1", "f2:1", "f1~2:1")) {
            world.say("list", row, Repetition.OF_FILE_ROW, row.startsWith("f1") ? X : Y, null);
            assertEquals(1, world.say("list", row, Repetition.OF_FILE_ROW, row.startsWith("f1") ? X : Y, null).duplicate(),
                    "read again after a kill");
            world.quiet();
        }
        assertEquals("X", company());
    }

    @Test
    void equalRowsOfOneFileAreOneAndItsRowsAreKnownAfterAKill() {
        List<String> rows = List.of(X, X, Y, X);
        for (int run = 0; run < 2; run++) {
            int duplicates = 0;
            for (int i = 0; i < rows.size(); i++) {
                duplicates += world.say("list", "f1:" + i, Repetition.OF_FILE_ROW, rows.get(i), null).duplicate();
            }
            assertEquals(run == 0 ? 1 : 4, duplicates);
        }
        world.quiet();
        assertEquals("X", company());
    }

    @ParameterizedTest
    @EnumSource(names = {"APPLIED_AND_LOST", "LOST", "ERROR"})
    void whatLadiFlowHoldsIsUnknownFromTheMomentAWriteIsSent(Fate fate) {
        form(X);
        world.form(Y);
        String line = world.free().get(0);
        world.call(line, () -> fate);
        world.complete(line);
        form(X);
        assertEquals("X", company());
    }

    @Test
    void whatLadiFlowHoldsIsUnknownAfterAKillOfWhomeverHadRecordsQueued() {
        form(X);
        world.form(Y);
        world.call(world.free().get(0), () -> Fate.FINE);
        world.kill();
        assertEquals("Y", company());
        form(X);
        assertEquals("X", company());
    }

    @Test
    void aRefusedWriteAfterOneWithoutAnAnswerLeavesTheDoubt() {
        form(X);
        world.form(Y);
        String line = world.free().get(0);
        world.call(line, () -> Fate.APPLIED_AND_LOST);
        world.complete(line);
        world.call(line, () -> Fate.REFUSED);
        world.complete(line);
        form(X);
        assertEquals("X", company());
    }

    @Test
    void aCustomerIsOneUnderEachOfHisKeys() {
        form(PHONE_X, BOTH_Y, PHONE_X);
        assertEquals("X", company());
    }

    @Test
    void anOlderChangeIsOlderUnderEachKey() {
        shop("1", "{'phone':'0912345678','company':'old'}", 10);
        shop("2", "{'email':'an@example.vn','phone':'0912345678','company':'NEWEST'}", 12);
        shop("3", "{'phone':'0912345678','company':'OLDER'}", 11);
        assertEquals("NEWEST", company());
        String id = only().path("_id").asText();
        shop("4", "{'_id':'" + id + "','email':'an@example.vn','company':'4'}", 14);
        shop("5", "{'_id':'" + id + "','email':'an.nguyen@example.vn','company':'5'}", 16);
        shop("6", "{'_id':'" + id + "','email':'an@example.vn','company':'6'}", 15);
        assertEquals("5", company());
    }

    @Test
    void theIdsOfAnotherAccountAreOtherCustomers() {
        shop("1", "{'email':'an@example.vn','external_customer_id':'7','company':'X'}", 10);
        world.store.journal.forgetIds("sho");
        shop("2", "{'email':'an.nguyen@example.vn','external_customer_id':'7','company':'Y'}", 11);
        assertEquals("Y", company(), "an id that is known is the same customer, whatever another source forgot");
        world.store.journal.forgetIds("shop");
        shop("3", "{'email':'binh@example.vn','external_customer_id':'7','company':'Z'}", 12);
        assertEquals(2, world.ladiflow.withEmail(List.of("an.nguyen@example.vn", "binh@example.vn")).size());
    }

    private void shop(String event, String payload, int hour) {
        world.say("shop", event, Repetition.OF_EVENT, payload,
                Instant.parse("2026-05-01T00:00:00Z").plus(Duration.ofHours(hour)));
        world.quiet();
    }

    @Test
    void aRepetitionOfWhatIsDeadIsItsReplay() {
        for (Repetition repetition : List.of(Repetition.OF_EVENT, Repetition.OF_CUSTOMER)) {
            String event = repetition == Repetition.OF_EVENT ? "e1" : null;
            String payload = X.replace("X", "X" + repetition);
            world.say("shop", event, repetition, payload, null);
            String line = world.free().get(0);
            world.call(line, () -> Fate.REFUSED);
            world.complete(line);
            var result = world.say("shop", event, repetition, payload, null);
            assertEquals(1, result.replayed());
            assertEquals(1, result.earlier().get(State.DEAD));
            world.quiet();
            assertEquals("X" + repetition, company());
        }
    }

    @Test
    void aPollSendsWhatWasRefusedAgainAfterAWhile() {
        world.say("crm", "7", Repetition.OF_POLLED_ROW, X, null);
        String line = world.free().get(0);
        world.call(line, () -> Fate.REFUSED);
        world.complete(line);
        assertEquals(0, world.say("crm", "7", Repetition.OF_POLLED_ROW, X, null).replayed());
        clock.advance(Duration.ofMinutes(61));
        assertEquals(1, world.say("crm", "7", Repetition.OF_POLLED_ROW, X, null).replayed());
        world.quiet();
        assertEquals("X", company());
    }

    @Test
    void whatAPersonReplaysIsSent() {
        form(X);
        only().put("company", "by hand");
        assertTrue(world.replay(world.events().get(0).id()));
        world.quiet();
        assertEquals("X", company());
    }

    @Test
    void whatLadiFlowDidNotTakeIsToldAtTheRecordThatSaidIt() {
        world.say("crm", "1", Repetition.OF_EVENT,
                "{'email':'an@example.vn','custom_fields':[{'name':'tier','value':'GOLD'}]}", null);
        world.say("crm", "2", Repetition.OF_EVENT, "{'email':'an@example.vn','city':'Huế'}", null);
        String line = world.free().get(0);
        world.call(line, () -> Fate.WITHOUT_CUSTOM_FIELDS);
        world.complete(line);
        assertEquals(List.of("superseded", "delivered"), states(), "one call for both");
        assertTrue(world.replay(world.events().get(1).id()));
        world.quiet();
        assertTrue(world.events().get(0).warnings().contains("DROPPED_BY_LADIFLOW"),
                "the second one was replayed without the list");
    }

    @Test
    void whatLadiFlowDidNotTakeInFullIsSentAgain() {
        String payload = "{'email':'an@example.vn','custom_fields':[{'name':'tier','value':'GOLD'}]}";
        world.form(payload);
        String line = world.free().get(0);
        world.call(line, () -> Fate.WITHOUT_CUSTOM_FIELDS);
        world.complete(line);
        assertTrue(world.events().get(0).warnings().contains("DROPPED_BY_LADIFLOW"));
        world.say("crm", "1", Repetition.OF_EVENT, payload, null);
        line = world.free().get(0);
        world.call(line, () -> Fate.WITHOUT_CUSTOM_FIELDS);
        world.complete(line);
        assertEquals(List.of("delivered", "delivered"), states(), "the warning stands with the second one, too");
        assertTrue(world.replay(world.events().get(1).id()));
        world.quiet();
        assertEquals("GOLD", only().path("custom_fields").path(0).path("value").asText());
    }

    @Test
    void aReplayLeavesOutWhatYoungerRecordsBrought() {
        world.say("shop", "1", Repetition.OF_EVENT, "{'email':'an@example.vn','company':'OLD','city':'Huế'}", null);
        String line = world.free().get(0);
        world.call(line, () -> Fate.REFUSED);
        world.complete(line);
        world.say("shop", "2", Repetition.OF_EVENT, "{'email':'an@example.vn','company':'NEW'}", null);
        world.quiet();
        assertTrue(world.replay(world.events().get(0).id()));
        world.quiet();
        assertEquals("NEW", company());
        assertEquals("Huế", only().path("city").asText());
    }

    @Test
    void aReplayLeavesOutWhatASourceWithoutTimesBroughtLater() {
        shop("1", X, 5);
        refused("2", X.replace("X", "refused"), 10);
        form(Y);
        assertTrue(world.replay(world.events().get(1).id()));
        world.quiet();
        assertEquals("Y", company());
        shop("3", X.replace("X", "older than X"), 4);
        assertEquals("Y", company());
        shop("4", X, 6);
        assertEquals("X", company());
    }

    private void refused(String event, String payload, int hour) {
        world.say("shop", event, Repetition.OF_EVENT, payload,
                Instant.parse("2026-05-01T00:00:00Z").plus(Duration.ofHours(hour)));
        refuse();
    }

    private void refuse() {
        String line = world.free().get(0);
        world.call(line, () -> Fate.REFUSED);
        world.complete(line);
    }

    @Test
    void aRecordWithLadiFlowsIdWaitsForTheOtherLineOfThisCustomer() {
        String id = world.ladiflow.create("an@example.vn", "0912345678").path("_id").asText();
        world.say("crm", "1", Repetition.OF_EVENT, "{'_id':'" + id + "','email':'an@example.vn','company':'OLDER'}", null);
        world.form(PHONE_X);
        String phone = world.free().stream().filter(line -> line.startsWith("phone:")).findFirst().orElseThrow();
        world.call(phone, () -> Fate.FINE);
        world.quiet();
        assertEquals("X", company());
        form(Y);
        world.say("crm", "2", Repetition.OF_EVENT,
                "{'_id':'" + id + "','email':'an.nguyen@example.vn','company':'NEWEST'}", null);
        world.quiet();
        assertEquals("NEWEST", company());
    }

    @Test
    void aPhoneNumberThatBelongsToSomebodyElseByNowIsNotBelieved() {
        form(PHONE_X);
        only().put("phone", "0987654321").put("email", "an@example.vn");
        ObjectNode other = world.ladiflow.create("binh@example.vn", "0912345678");
        clock.advance(Duration.ofDays(100));
        form("{'phone':'0912345678','company':'of Bình'}");
        assertEquals("of Bình", other.path("company").asText());
        assertEquals("X", company());
    }

    @Test
    void whatIsSaidOfAPhoneNumberIsNotSaidOfTheAddressItWasKnownWith() {
        form(BOTH_Y);
        only().put("phone", "0987654321");
        ObjectNode other = world.ladiflow.create("binh@example.vn", "0912345678");
        clock.advance(Duration.ofDays(100));
        world.form("{'phone':'0912345678','city':'Huế'}");
        world.form("{'email':'an@example.vn','company':'Z'}");
        world.quiet();
        assertEquals("Huế", other.path("city").asText());
        assertEquals("", only().path("city").asText());
        assertEquals("Z", company());
    }

    @Test
    void nothingIsWrittenToSomebodyWhomNobodyAskedFor() {
        form(X);
        clock.advance(Duration.ofHours(2));
        world.form(Y);
        String line = world.free().get(0);
        world.call(line, () -> Fate.SOMEBODY_ELSE);
        world.complete(line);
        world.quiet();
        assertEquals("Y", company());
        assertEquals("", world.ladiflow.withEmail(List.of("stranger@example.vn")).get(0).path("company").asText());
    }

    @Test
    void aCallThatIsRepeatedAndRefusedLeavesTheFirstInDoubt() {
        form(X);
        world.form(Y);
        String line = world.free().get(0);
        world.call(line, () -> Fate.APPLIED_AND_LOST_AND_REFUSED);
        world.complete(line);
        assertEquals("Y", company());
        form(X);
        assertEquals("X", company());
    }

    @Test
    void whatAPersonSetIsSentAgainWithItsRecord() {
        form(X);
        long id = world.events().get(0).id();
        assertTrue(world.patch(id, "company", "by Lan"));
        form(X.replace("company", "city"));
        only().put("company", "edited");
        assertTrue(world.replay(id));
        world.quiet();
        assertEquals("by Lan", company());
    }

    @Test
    void aPersonsWordIsYoungerThanWhatCameBeforeIt() {
        form(X, Y);
        assertTrue(world.patch(world.events().get(0).id(), "company", "by Lan"));
        world.quiet();
        assertEquals("by Lan", company());
    }

    @Test
    void whatASourceRepeatsIsNotAsYoungAsWhatAPersonHadSetThere() {
        world.say("shop", "1", Repetition.OF_EVENT, X, null);
        refuse();
        form(Y);
        assertTrue(world.patch(world.events().get(0).id(), "company", "by Lan"));
        refuse();
        assertEquals(1, world.say("shop", "1", Repetition.OF_EVENT, X, null).replayed());
        world.quiet();
        assertEquals("Y", company());
    }

    @Test
    void anEventIsAsYoungAsItWasWhenItIsRepeatedAndWhatIsSaidWithoutAnIdAsItIsNow() {
        for (Repetition repetition : List.of(Repetition.OF_EVENT, Repetition.OF_CUSTOMER)) {
            String event = repetition == Repetition.OF_EVENT ? "1" : null;
            world.say("web", event, repetition, X, null);
            refuse();
            world.say("crm", "1" + repetition, Repetition.OF_EVENT, Y, null);
            world.quiet();
            assertEquals(1, world.say("web", event, repetition, X, null).replayed());
            world.quiet();
            assertEquals(event == null ? "X" : "Y", company());
        }
    }

    @Test
    void whatWasRejectedIsTheLastThatWasSaidWhenItIsSaidAgain() {
        world.sayInVain("form", null, Repetition.OF_CUSTOMER, X, null);
        form(Y);
        assertEquals(1, world.form(X).replayed());
        world.quiet();
        assertEquals("X", company());
        assertEquals(1, world.form(X).duplicate());
        assertEquals(0, world.form(Y).duplicate());
        world.quiet();
        assertEquals("Y", company());
    }

    @Test
    void whatLadiFlowHoldsAlreadyIsAsYoungAsWhoSaidItLast() {
        form(X);
        world.say("shop", "1", Repetition.OF_EVENT, Y, null);
        refuse();
        world.say("crm", "1", Repetition.OF_EVENT, X, null);
        world.quiet();
        assertEquals("unchanged", states().get(2));
        assertTrue(world.replay(world.events().get(1).id()));
        world.quiet();
        assertEquals("X", company());
    }

    @Test
    void whatWasSaidOfANumberIsKnownOfTheAddressItBelongsTo() {
        shop("1", PHONE_X, 10);
        form(PHONE_X.replace("company", "city"));
        shop("2", "{'email':'an@example.vn','phone':'0912345678','job_title':'CEO'}", 11);
        shop("3", Y, 9);
        assertEquals("X", company());
        assertEquals(1, world.form(PHONE_X.replace("company", "city")).duplicate());
    }

    @Test
    void whatWasUnderwayWhenTwoLinesBecameOneForgetsNothingOfTheOther() {
        shop("1", "{'email':'an@example.vn','city':'NEW'}", 12);
        world.form(PHONE_X);
        String line = world.free().get(0);
        world.call(line, () -> Fate.FINE);
        world.form(BOTH_Y);
        world.complete(line);
        world.quiet();
        shop("2", "{'email':'an@example.vn','city':'OLD'}", 11);
        assertEquals("NEW", world.ladiflow.withEmail(List.of("an@example.vn")).get(0).path("city").asText());
    }

    @Test
    void aSourcesIdFollowsTheNumberToTheAddress() {
        shop("1", "{'phone':'0912345678','external_customer_id':'7','company':'X'}", 1);
        shop("2", BOTH_Y, 2);
        shop("3", "{'email':'an.nguyen@example.vn','external_customer_id':'7','company':'Z'}", 3);
        assertEquals("Z", company());
    }

    @Test
    void whoHasLadiFlowsIdIsThisOneWhateverHisAddress() {
        String id = world.ladiflow.create("an@example.vn", "0912345678").path("_id").asText();
        form(PHONE_X);
        shop("1", "{'_id':'" + id + "','email':'an.nguyen@example.vn','company':'Z'}", 1);
        assertEquals("Z", company());
        assertEquals("an.nguyen@example.vn", only().path("email").asText());
    }

    @Test
    void whatWasSaidLastOfOneIsTheYoungestOfTwoThatBecameOne() {
        world.ladiflow.create("an@example.vn", "0912345678");
        form(PHONE_X, Y, PHONE_X);
        assertEquals("X", company());
    }

    @Test
    void aSharedPhoneNumberMakesNobodyTheSame() {
        form(BOTH_Y, "{'email':'binh@example.vn','phone':'0912345678','company':'B'}", BOTH_Y.replace("Y", "Z"));
        assertEquals("Z", company());
        assertEquals("B", world.ladiflow.withEmail(List.of("binh@example.vn")).get(0).path("company").asText());
    }

    @Test
    void whoHasANewEmailIsTheSameToTheSourceThatKnowsHim() {
        for (String email : List.of("an@example.vn", "an.nguyen@example.vn")) {
            world.say("shop", email, Repetition.OF_EVENT,
                    "{'email':'" + email + "','external_customer_id':'42','company':'" + email + "'}", null);
            world.quiet();
            clock.advance(Duration.ofDays(1));
        }
        assertEquals("an.nguyen@example.vn", only().path("email").asText());
        assertTrue(world.replay(world.events().get(1).id()));
        world.quiet();
        assertEquals("an.nguyen@example.vn", company());
    }

    @Test
    void twoLinesThatGoToOneCustomerOfLadiFlowBecomeOne() {
        world.ladiflow.create("an@example.vn", "0912345678");
        world.form(PHONE_X);
        world.form(Y);
        for (String line : world.free()) {
            world.call(line, () -> Fate.FINE);
        }
        world.quiet();
        assertEquals("Y", company());
        form(PHONE_X, Y, PHONE_X);
        assertEquals("X", company());
    }

    @Test
    void aRejectedRecordThatIsSaidAgainIsSentWhenItCanBeMapped() {
        for (Repetition repetition : List.of(Repetition.OF_EVENT, Repetition.OF_CUSTOMER)) {
            String event = repetition == Repetition.OF_EVENT ? "e1" : null;
            String payload = X.replace("X", "X" + repetition);
            world.sayInVain("shop", event, repetition, payload, null);
            assertEquals(1, world.sayInVain("shop", event, repetition, payload, null).earlier().get(State.REJECTED));
            var result = world.say("shop", event, repetition, payload, null);
            assertEquals(1, result.replayed());
            world.quiet();
            assertEquals("X" + repetition, company());
        }
        assertEquals(List.of("delivered", "delivered"), states());
    }
}
