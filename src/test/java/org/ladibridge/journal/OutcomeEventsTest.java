package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.journal.JournalFixture.live;
import static org.ladibridge.journal.JournalFixture.rejected;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.BridgeConfig.Outcomes;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What is told of a record that has ended: once, in the transaction that ends it. */
class OutcomeEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Outcome DELIVERED = new Outcome.Delivered(
            new Outcome.Identity("64f0a1b2c3d4e5f60718293a", null, null), "digest", FieldOrigins.NONE, List.of());

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-20T03:04:05Z"));
    private final FaultyStore store = new FaultyStore();
    private JournalFixture fixture;

    @BeforeEach
    void open() {
        fixture = JournalFixture.telling(Outcomes.ON, folder, clock, store::over);
    }

    @AfterEach
    void everyRecordThatEndedIsToldOnce() throws Exception {
        long ended = fixture.reader.counts().stream().filter(count -> !count.source().equals(JournalReader.OUTCOMES))
                .filter(count -> List.of("delivered", "unchanged", "superseded", "ignored", "rejected", "dead")
                        .contains(count.state()))
                .mapToLong(JournalReader.Count::n).sum();
        long replayed = fixture.reader.events(new JournalReader.Search(null, null, null, List.of(), null, null, 1_000)).stream()
                .mapToLong(event -> fixture.reader.replays(event.id()).size()).sum();
        assertEquals(ended + replayed, received());
        fixture.close();
    }

    private long received() {
        return fixture.reader.counts().stream()
                .filter(count -> count.source().equals(JournalReader.OUTCOMES) && count.state().equals("received"))
                .mapToLong(JournalReader.Count::n).sum();
    }

    private List<QueuedRecord> queued(String queue, String source) throws Exception {
        return fixture.journal.records(queue).page(Priority.LIVE, source, 0, Long.MAX_VALUE, 100);
    }

    private List<QueuedRecord> customers() throws Exception {
        return queued(JournalReader.CUSTOMERS, "test");
    }

    private List<JsonNode> told() throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (QueuedRecord event : queued(JournalReader.OUTCOMES, JournalReader.OUTCOMES)) {
            events.add(JSON.readTree(event.payload()));
        }
        return events;
    }

    private List<String> states() throws Exception {
        return told().stream().map(event -> event.at("/data/state").asText()).toList();
    }

    private void complete(List<QueuedRecord> records, Outcome outcome) {
        fixture.journal.complete(records, outcome, List.of()).join();
    }

    private static NewRecord record(String eventId, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return new NewRecord(0, "test", eventId, "email:an@example.vn", null, Priority.LIVE, bytes, bytes,
                Instant.parse("2026-01-19T00:00:00Z"), null, null, List.of(new Warning(Warning.Code.BAD_DATE, "dob", "text")));
    }

    @Test
    void anEventSaysWhoseRecordEndedHowAndWhatLadiFlowCallsTheCustomer() throws Exception {
        fixture.append(record("e1", "{\"email\":\"an@example.vn\",\"external_customer_id\":\"CRM-42\"}"));
        QueuedRecord record = customers().get(0);
        clock.advance(Duration.ofSeconds(5));
        complete(List.of(record), new Outcome.Delivered(new Outcome.Identity("64f0a1b2c3d4e5f60718293a", null, null), "digest",
                FieldOrigins.NONE, List.of(new Warning(Warning.Code.DROPPED_BY_LADIFLOW, "tags", "vip"))));
        assertEquals(JSON.readTree("""
            {"id":"outcome_1_1","type":"record.delivered","timestamp":"2026-01-20T03:04:10Z","data":{
             "record":1,"queue":"customers","source":"test","eventId":"e1","customer":"email:an@example.vn",
             "externalCustomerId":"CRM-42","ladiflowId":"64f0a1b2c3d4e5f60718293a","state":"delivered",
             "warnings":[{"code":"BAD_DATE","field":"dob","detail":"text"},
                         {"code":"DROPPED_BY_LADIFLOW","field":"tags","detail":"vip"}],
             "attempts":1,"receivedAt":"2026-01-20T03:04:05Z","changedAt":"2026-01-19T00:00:00Z",
             "finishedAt":"2026-01-20T03:04:10Z"}}"""), told().get(0));
    }

    @Test
    void whatWasRefusedIsToldWithItsReasonInBothLanguages() throws Exception {
        fixture.append(live("e1", "an@example.vn"));
        complete(customers(), new Outcome.Dead(Reason.LADIFLOW_REFUSED, "HTTP 400"));
        JsonNode data = told().get(0).path("data");
        assertEquals("LADIFLOW_REFUSED", data.path("reason").asText());
        assertEquals(Reason.LADIFLOW_REFUSED.en(), data.path("reasonEn").asText());
        assertEquals(Reason.LADIFLOW_REFUSED.vi(), data.path("reasonVi").asText());
        assertEquals("HTTP 400", data.path("detail").asText());
        assertFalse(data.has("ladiflowId"), "nobody knows it");
        assertFalse(data.has("warnings"), "there are none");
    }

    @Test
    void whatEndsWhenItComesInIsToldToo() throws Exception {
        fixture.append(rejected("e1"), new NewRecord(1, "test", "e2", null, null, Priority.LIVE, new byte[]{'1'}, null, null,
                null, null, List.of()));
        assertEquals(List.of("rejected", "ignored"), states());
        assertFalse(told().get(0).path("data").has("customer"));
    }

    @Test
    void recordsThatWentOutAsOneAreToldOneByOneInTheirOrder() throws Exception {
        fixture.append(live("e1", "an@example.vn"), live("e2", "an@example.vn"));
        complete(customers(), DELIVERED);
        assertEquals(List.of("superseded", "delivered"), states());
        List<QueuedRecord> events = queued(JournalReader.OUTCOMES, JournalReader.OUTCOMES);
        assertEquals(events.get(0).line(), events.get(1).line(), "of one customer, so one after the other");
        assertEquals("64f0a1b2c3d4e5f60718293a", told().get(0).at("/data/ladiflowId").asText());
    }

    @Test
    void whatOnlyWaitsIsNotTold() throws Exception {
        fixture.append(live("e1", "an@example.vn"));
        complete(customers(), new Outcome.RetryAt(clock.instant(), Reason.LADIFLOW_DOWN, "HTTP 503"));
        assertEquals(List.of(), told());
    }

    @Test
    void aRepetitionIsNoRecordAndIsNotTold() throws Exception {
        fixture.append(live("e1", "an@example.vn"));
        complete(customers(), DELIVERED);
        fixture.append(live("e1", "an@example.vn"));
        assertEquals(List.of("delivered"), states());
    }

    @Test
    void aReplayedRecordIsToldAgainUnderAnotherId() throws Exception {
        long id = fixture.dead("e1", "an@example.vn", "{\"email\":\"an@example.vn\"}");
        fixture.journal.replay(id, null, Priority.LIVE, JournalFixture.BY_LAN, false).join();
        complete(customers(), DELIVERED);
        assertEquals(List.of("dead", "delivered"), states());
        assertEquals(2, told().stream().map(event -> event.path("id").asText()).distinct().count());
    }

    /** Both in one transaction: when it is written, the record is on its way again. */
    @Test
    void aRecordThatEndsAndIsSentAgainInOneTransactionIsToldBothTimes() throws Exception {
        fixture.append(live("e1", "an@example.vn"));
        QueuedRecord record = customers().get(0);
        store.hold();
        CompletableFuture<Boolean> before = fixture.journal.audit(JournalFixture.BY_LAN).thenApply(done -> true);
        CompletableFuture<QueuedRecord> dead = fixture.journal.complete(List.of(record),
                new Outcome.Dead(Reason.LADIFLOW_REFUSED, "HTTP 400"), List.of());
        CompletableFuture<Boolean> replay = fixture.journal.replay(record.id(), null, Priority.LIVE,
                JournalFixture.BY_LAN, false);
        store.goOn();
        CompletableFuture.allOf(before, dead, replay).join();
        assertEquals(List.of("dead"), states());
        complete(customers(), DELIVERED);
        assertEquals(List.of("dead", "delivered"), states());
    }

    @Test
    void theEndOfAnEventIsNotToldItself() throws Exception {
        fixture.append(rejected("e1"));
        complete(queued(JournalReader.OUTCOMES, JournalReader.OUTCOMES), new Outcome.Dead(Reason.RECEIVER_REFUSED, "HTTP 400"));
        assertEquals(1, received());
        assertEquals(1, fixture.reader.counts().stream()
                .filter(count -> count.source().equals(JournalReader.OUTCOMES) && count.state().equals("dead"))
                .mapToLong(JournalReader.Count::n).sum());
    }

    @Test
    void whenTheStoreTakesNoEventTheRecordHasNotEnded() throws Exception {
        fixture.append(live("e1", "an@example.vn"));
        store.full(sql -> sql.startsWith("insert into payload"));
        CompletableFuture<QueuedRecord> end = fixture.journal.complete(customers(), DELIVERED, List.of());
        while (fixture.journal.trouble().isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals(1, customers().size());
        assertEquals(0, fixture.count("delivered"));
        store.full(sql -> false);
        end.join();
        assertEquals(List.of("delivered"), states());
    }

    @Test
    void anEventIsStoredOnceWhoseCommitSucceededAndLookedAsIfItHadNot() throws Exception {
        fixture.append(live("e1", "an@example.vn"));
        store.loseAnswers(1);
        complete(customers(), DELIVERED);
        assertEquals(List.of("delivered"), states());
    }

    @Test
    void theOneWhoHandsThemOutIsToldInTheirOrder() throws Exception {
        List<Long> heard = new ArrayList<>();
        CompletableFuture<Void> opened = new CompletableFuture<>();
        fixture.journal.listen(JournalReader.OUTCOMES, new QueueListener() {
            @Override
            public void opened(long lastSeq) {
                opened.complete(null);
            }

            @Override
            public void stored(QueuedRecord record) {
                heard.add(record.id());
            }
        });
        opened.join();
        assertTrue(fixture.journal.tellsOutcomes());
        fixture.append(rejected("e1"), rejected("e2"));
        fixture.append(rejected("e3"));
        fixture.journal.audit(JournalFixture.BY_LAN).join();
        assertEquals(queued(JournalReader.OUTCOMES, JournalReader.OUTCOMES).stream().map(QueuedRecord::id).toList(), heard);
    }

    @Test
    void thePayloadIsToldOnlyToWhoAsksForIt() throws Exception {
        fixture.append(record("e1", "{\"email\":\"an@example.vn\",\"phone\":\"0912345678\"}"));
        complete(customers(), DELIVERED);
        assertFalse(told().get(0).path("data").has("payload"));
        fixture.close();
        fixture = JournalFixture.telling(Outcomes.WITH_PAYLOAD, folder, clock, store::over);
        fixture.append(record("e2", "{\"email\":\"an@example.vn\",\"phone\":\"0912345679\"}"));
        complete(customers(), DELIVERED);
        assertEquals("0912345679", told().get(1).at("/data/payload/phone").asText());
    }

    @Test
    void whatNobodyTakesEndsAfterAWhileAndIsPurged() throws Exception {
        fixture.append(rejected("e1"));
        clock.advance(Duration.ofDays(31));
        fixture.append(rejected("e2"));
        assertEquals(1, fixture.journal.endOutcomes(clock.instant().minus(Duration.ofDays(30))));
        assertEquals(1, told().size(), "the younger one waits");
        assertEquals(List.of(Reason.NO_RECEIVER.name()), fixture.reader
                .events(new JournalReader.Search(JournalReader.OUTCOMES, State.IGNORED, null, List.of(), null, null, 10))
                .stream()
                .map(JournalReader.Event::reason).toList());
        assertEquals(0, fixture.journal.endOutcomes(clock.instant().minus(Duration.ofDays(30))));
    }

    @Test
    void nothingIsToldUnlessItIsWanted() throws Exception {
        fixture.close();
        fixture = new JournalFixture(folder, clock);
        fixture.append(rejected("e0"));
        assertEquals(0, received());
        fixture.close();
        fixture = JournalFixture.telling(Outcomes.ON, folder.resolve("other"), clock, store::over);
    }
}
