package org.ladibridge.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.FieldOrigins.Origin;
import org.ladibridge.customer.Warning;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Audited;
import org.ladibridge.journal.JournalReader.TroubleFilter;
import org.ladibridge.journal.NewRecord;
import org.ladibridge.journal.NotTaken;
import org.ladibridge.journal.Outcome.Delivered;
import org.ladibridge.journal.Outcome.Identity;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.QueuedRecord;
import org.ladibridge.ledger.DeadLetters.Outcome;
import org.ladibridge.ledger.DeadLetters.Request;
import org.ladibridge.ledger.Replay.Content;
import org.ladibridge.ledger.Replay.Difference;
import org.ladibridge.ledger.Replay.Mapping;
import org.ladibridge.transform.CustomerTransformer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

class DeadLettersTest {
    private static final TroubleFilter ALL = new TroubleFilter("test", null, null, null, null, null);

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-06-01T00:00:00Z"));
    private final ObjectMapper json = new ObjectMapper();
    private JournalFixture store;
    private Replay replay;
    private DeadLetters deadLetters;

    @BeforeEach
    void open() {
        store = new JournalFixture(folder, clock);
        replay = new Replay(store.journal, store.reader,
                new TransformComponent(null, null, json, clock, JournalFixture.config(folder)),
                new PatchNormaliser(new CustomerTransformer(clock)), json, clock);
        deadLetters = new DeadLetters(store.journal, store.reader, replay, clock, json);
    }

    @AfterEach
    void close() throws Exception {
        deadLetters.close();
        store.close();
    }

    /** Each a second after the one before. */
    private long dead(String customer) {
        long id = store.dead("of " + customer, customer, "{\"email\":\"" + customer + "\",\"first_name\":\"An\"}");
        clock.advance(Duration.ofSeconds(1));
        return id;
    }

    private Content patch(String patch) throws Exception {
        return new Content(Mapping.ORIGINAL, (ObjectNode) json.readTree(patch.replace('\'', '"')));
    }

    private Outcome replay(TroubleFilter which) {
        return deadLetters.replay(new Request(which, new Content(Mapping.ORIGINAL, null), false, 0), "lan");
    }

    private List<String> audit() {
        return store.reader.audit(null, 10).stream().map(Audited::action).toList();
    }

    @Test
    void aGroupGoesBackOldestFirstAndBehindWhatIsLive() {
        List<Long> ids = List.of(dead("a@example.vn"), dead("b@example.vn"), dead("a2@example.vn"));
        Outcome outcome = replay(ALL);
        assertEquals("done", outcome.state());
        assertEquals(3, outcome.queued());
        assertEquals(ids, store.queued(Priority.BACKFILL));
    }

    @Test
    void aGroupIsChosenByCustomerTimeAndIds() {
        Instant start = clock.instant();
        long a = dead("a@example.vn");
        long b = dead("b@example.vn");
        long c = dead("c@example.vn");
        assertEquals(1, replay(new TroubleFilter(null, null, "email:c@example.vn", null, null, null)).queued());
        assertEquals(1, replay(new TroubleFilter(null, null, null, start.plusSeconds(1), start.plusSeconds(2), null)).queued());
        assertEquals(1, replay(new TroubleFilter(null, null, null, null, null, List.of(a, b))).queued(), "b is on its way");
        assertEquals(List.of(c, b, a), store.queued(Priority.BACKFILL));
    }

    /** The record is delivered, but for its custom field. */
    private long withoutField(String customer, String name) {
        byte[] payload = ("{\"email\":\"" + customer + "\",\"custom_fields\":[{\"name\":\"" + name + "\",\"value\":\"x\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        store.append(
                new NewRecord(0, "test", "of " + customer, "email:" + customer, null, Priority.LIVE, payload, payload, null,
                        null, null, List.of()));
        QueuedRecord record = store.ofLine("email:" + customer, 1).get(0);
        store.complete(List.of(record),
                new Delivered(new Identity("5f00000000000000000000" + record.id(), null, null), null, null,
                        FieldOrigins.NONE,
                        List.of(new Warning(Warning.Code.DROPPED_BY_LADIFLOW, "custom_fields", "«" + name + "» not stored")),
                        Set.of(new NotTaken(NotTaken.Kind.CUSTOM_FIELD, name)), Set.of()),
                false);
        return record.id();
    }

    @Test
    void whatLadiFlowDidNotStoreIsOneLineAndItsRecordsGoAgainTogether() {
        long a = withoutField("a@example.vn", "tier");
        withoutField("b@example.vn", "tier_2");
        long c = withoutField("c@example.vn", "tier");
        Untaken untaken = new Untaken(store.reader, clock);
        assertEquals(List.of(
                "LadiFlow does not know the custom field tier (2 deliveries since 2026-06-01): create it in LadiFlow, "
                        + "then ./ladibridge replay --not-taken tier",
                "LadiFlow does not know the custom field tier_2 (1 delivery since 2026-06-01): create it in LadiFlow, then "
                        + "./ladibridge replay --not-taken tier_2"),
                untaken.lines().stream().map(Untaken.Line::sentence).toList());
        List<JournalReader.Untaken> tier = store.reader.notTaken().stream().filter(one -> one.what().name().equals("tier"))
                .toList();
        Outcome dry = deadLetters.replay(Request.ofUntaken(tier, null, true, 0), "lan");
        assertEquals(2, dry.queued());
        assertEquals(2, untaken.lines().size());
        Outcome outcome = deadLetters.replay(Request.ofUntaken(tier, null, false, 0), "lan");
        assertEquals("done", outcome.state());
        assertEquals(2, outcome.matched());
        assertEquals(List.of(a, c), store.queued(Priority.BACKFILL));
        store.journal.audit(new AuditEntry("lan", "wait", "for the writer", null)).join();
        assertEquals(List.of("tier_2"), untaken.lines().stream().map(Untaken.Line::name).toList());
    }

    @Test
    void aDryRunShowsWhatYoungerRecordsHaveBroughtSince() throws Exception {
        dead("a@example.vn");
        byte[] younger = "{\"email\":\"a@example.vn\",\"first_name\":\"An Nguyễn\"}".getBytes(StandardCharsets.UTF_8);
        store.append(
                new NewRecord(0, "test", "younger", "email:a@example.vn", null, Priority.LIVE, younger, younger, null, null,
                        null, List.of()));
        QueuedRecord record = store.ofLine("email:a@example.vn", 1).get(0);
        store.complete(List.of(record), new Delivered(new Identity("5f0000000000000000000001", null, null), "digest",
                FieldOrigins.NONE.with(CustomerField.FIRST_NAME, new Origin(null, record.arrival())), List.of()), false);

        Replay.Plan plan = deadLetters.replay(new Request(ALL, patch("{'city':'Huế'}"), true, 0), "lan").changes().get(0);
        assertEquals(List.of("first_name"), plan.leftOut());
        assertEquals(List.of(new Difference("city", null, json.valueToTree("Huế"))), plan.diff());
        plan = deadLetters.replay(new Request(ALL, patch("{'first_name':'Ân'}"), true, 0), "lan").changes().get(0);
        assertEquals(List.of(), plan.leftOut(), "what a person sets now is the youngest");
    }

    @Test
    void aDryRunShowsTheDifferenceByFieldAndChangesNothing() throws Exception {
        dead("a@example.vn");
        Outcome outcome = deadLetters.replay(
                new Request(ALL, patch("{'first_name':null,'city':'Huế'}"), true, 0), "lan");
        assertEquals(List.of(new Difference("first_name", json.valueToTree("An"), null),
                new Difference("city", null, json.valueToTree("Huế"))), outcome.changes().get(0).diff());
        assertEquals(1, store.count("dead"));
        assertEquals(List.of(), audit());
    }

    @Test
    void theOriginalCanBeReplayedAfterAPatch() throws Exception {
        long id = dead("a@example.vn");
        assertTrue(replay.replay(id, patch("{'first_name':'Bình'}"), "lan").join().queued());
        store.refuseNext();
        assertEquals("An", replay.plan(id, new Content(Mapping.ORIGINAL, null)).after().path("first_name").asText());
        assertEquals("Bình", replay.plan(id, new Content(Mapping.ORIGINAL, null)).before().path("first_name").asText());
    }

    @Test
    void aSecondPatchGoesOverTheFirstUnlessTheOriginalIsWanted() throws Exception {
        long id = dead("a@example.vn");
        replay.replay(id, patch("{'first_name':'Bình'}"), "lan").join();
        store.refuseNext();
        ObjectNode city = (ObjectNode) json.readTree("{\"city\":\"Huế\"}");
        assertEquals("{\"email\":\"a@example.vn\",\"first_name\":\"Bình\",\"city\":\"Huế\"}",
                replay.plan(id, new Content(Mapping.LATEST, city)).after().toString());
        assertEquals("An", replay.plan(id, new Content(Mapping.ORIGINAL, city)).after().path("first_name").asText());
    }

    @Test
    void aRecordOfAGroupTellsWhoSentItAgain() {
        long id = dead("a@example.vn");
        replay(ALL);
        assertEquals("lan {\"mapping\":\"original\"} dead", store.reader.replays(id).stream()
                .map(replayed -> replayed.actor() + " " + replayed.content() + " " + replayed.state()).findFirst()
                .orElseThrow());
    }

    @Test
    void theAuditNamesPatchedFieldsAndNoValues() throws Exception {
        long id = dead("a@example.vn");
        replay.replay(id, patch("{'first_name':'Bình','gender':null}"), "lan (10.0.0.1)").join();
        Audited entry = store.reader.audit(null, 1).get(0);
        assertEquals("lan (10.0.0.1) event.replay event/" + id, entry.actor() + " " + entry.action() + " " + entry.subject());
        assertEquals("{\"mapping\":\"original\",\"patched\":[\"first_name\",\"gender\"]}", entry.detail());
    }

    @Test
    void theAuditOfAGroupTellsTheFilterAndTheCountsButNotTheCustomer() {
        dead("a@example.vn");
        replay(new TroubleFilter(null, "LADIFLOW_REFUSED", "email:a@example.vn", null, null, null));
        Awaitility.await().until(() -> audit().equals(List.of("dead-letters.replayed", "dead-letters.replay")));
        Audited end = store.reader.audit(null, 1).get(0);
        assertEquals("{\"reason\":\"LADIFLOW_REFUSED\",\"customer\":\"by email\",\"mapping\":\"original\",\"state\":\"done\","
                + "\"matched\":1,\"queued\":1,\"refused\":0}", end.detail());
    }

    @Test
    void aReplayWithARateGoesOnByItselfAndCanBeStopped() {
        for (int i = 0; i < 30; i++) {
            dead("c" + i + "@example.vn");
        }
        Request slowly = new Request(ALL, new Content(Mapping.ORIGINAL, null), false, 1);
        assertEquals("running", deadLetters.replay(slowly, "lan").state());
        assertThrows(IllegalStateException.class, () -> deadLetters.replay(slowly, "lan"), "one at a time");
        Awaitility.await().until(() -> deadLetters.progress().orElseThrow().queued() >= 1);

        Outcome stopped = deadLetters.stop("lan").orElseThrow();
        assertEquals("stopped", stopped.state());
        assertTrue(stopped.queued() < 30, stopped.toString());
        assertEquals(30 - stopped.queued(), store.count("dead"), "what it has not reached stays");
        Awaitility.await().until(() -> audit()
                .equals(List.of("dead-letters.replayed", "dead-letters.stop", "dead-letters.replay")));
    }

    @Test
    void aRateSpacesRecordsEvenly() {
        Request request = new Request(ALL, new Content(Mapping.ORIGINAL, null), false, 2);
        assertEquals(0, request.pause(0, 0));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(1_500), request.pause(4, TimeUnit.MILLISECONDS.toNanos(500)));
        assertEquals(0, request.pause(4, TimeUnit.SECONDS.toNanos(3)), "who is late does not wait");
    }

    @Test
    void whatAPatchSaysIsWrittenAsLadiFlowTakesIt() throws Exception {
        Replay.Plan plan = replay.plan(dead("a@example.vn"),
                patch("{'phone':'+84 912 000 111','email':' B@Example.VN ','dob':'5/9/1992','company':'Sen'}"));
        assertEquals(json.readTree("""
            {"email":"b@example.vn","phone":"0912000111","first_name":"An","dob":"1992-09-05","company":"Sen"}"""),
                plan.after());
    }

    @Test
    void aPatchWithAValueThatIsNotUnderstoodIsRefused() throws Exception {
        Replay.Result result = replay.replay(dead("a@example.vn"), patch("{'phone':'abc'}"), "lan").join();
        assertFalse(result.queued());
        assertTrue(result.problem().startsWith("the patched payload is not valid: «phone»: BAD_PHONE"), result.problem());
        assertEquals(List.of(), audit());
    }

    @Test
    void aRecordThatCannotBeReplayedSaysWhyInBothLanguages() throws Exception {
        long id = dead("a@example.vn");
        Replay.Result result = replay.replay(id, patch("{'email':null}"), "lan").join();
        assertFalse(result.queued());
        assertTrue(result.problem().startsWith("the patched payload is not valid"), result.problem());
        assertTrue(result.problemVi().startsWith("nội dung sau khi sửa không hợp lệ"), result.problemVi());
        assertEquals(List.of(), audit());
    }
}
