package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.journal.JournalFixture.live;
import static org.ladibridge.journal.JournalFixture.rejected;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.StoredText;
import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.configuration.ConfigurationException;

@ParameterizedClass
@EnumSource
class JournalTest {
    @TempDir
    Path folder;
    @Parameter
    TestStore kind;

    private JournalFixture open() {
        return kind.open(folder, Clock.systemUTC());
    }

    private static QueuedRecord first(JournalFixture fixture) throws Exception {
        return fixture.journal.records(JournalReader.CUSTOMERS).page(Priority.LIVE, "test", 0, Long.MAX_VALUE, 10).get(0);
    }

    @Test
    void aJournalWhoseConsumerDiedIsNotAlive() throws Exception {
        try (JournalFixture fixture = open()) {
            assertTrue(fixture.journal.isAlive());
            fixture.journal.listen(JournalReader.CUSTOMERS, new QueueListener() {
                @Override
                public void stored(QueuedRecord record) {
                    // Nothing is stored here.
                }

                @Override
                public boolean isAlive() {
                    return false;
                }
            });

            assertFalse(fixture.journal.isAlive());
        }
    }

    @Test
    void anAppendedRecordIsThereAfterARestart() throws Exception {
        try (JournalFixture fixture = open()) {
            assertEquals(new AppendResult(1, 0, 0, List.of()), fixture.append(live("e1", "an@example.vn")));
        }
        try (JournalFixture fixture = open()) {
            assertEquals("email:an@example.vn", first(fixture).customerKey());
            assertEquals(1, fixture.count("queued"));
        }
    }

    @Test
    void theOldestRecordInFlightIsKnownOfEachQueue() throws Exception {
        Instant start = Instant.parse("2026-01-20T03:04:05Z");
        ManualClock clock = new ManualClock(start);
        try (JournalFixture fixture = kind.open(folder, clock)) {
            fixture.journal.append("contacts", List.of(JournalFixture.record("r1", "an@example.vn", Priority.BACKFILL)), null)
                    .join();
            clock.advance(Duration.ofSeconds(5));
            fixture.append(live("e1", "an@example.vn"));
            clock.advance(Duration.ofSeconds(5));
            fixture.append(live("e2", "binh@example.vn"));
            assertEquals(Map.of("contacts", start, JournalReader.CUSTOMERS, start.plusSeconds(5)),
                    fixture.reader.oldestInFlight());
        }
    }

    @Test
    void aRepeatedEventIsADuplicate() throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.append(live("e1", "an@example.vn"));
            assertEquals(1, fixture.append(live("e1", "an@example.vn")).duplicate());
            assertEquals(2, fixture.count("received"));
            assertEquals(1, fixture.count("duplicate"));
            assertEquals(1, fixture.count("queued"));
        }
    }

    @Test
    void theSameEventIdWithAnotherBodyIsANewRecord() throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.append(live("e1", "an@example.vn"));
            NewRecord edited = new NewRecord(0, "test", "e1", "email:an@example.vn", null, Priority.LIVE, "edited".getBytes(),
                    "edited".getBytes(), null, null, null, List.of());
            assertEquals(0, fixture.append(edited).duplicate());
            assertEquals(2, fixture.count("queued"));
        }
    }

    @Test
    void anIdThatNoDatabaseKeepsAsItIsIsShortenedWithARemark() throws Exception {
        String long1 = "x".repeat(100_000) + "1";
        String long2 = "x".repeat(100_000) + "2";
        try (JournalFixture fixture = open()) {
            fixture.append(live(long1, "an@example.vn"), live(long2, "an@example.vn"), live("a\u0000b", "an@example.vn"));
            assertEquals(3, fixture.count("queued"));
            assertEquals(3, fixture.append(live(long1, "an@example.vn"), live(long2, "an@example.vn"),
                    live("a\u0000b", "an@example.vn")).duplicate());
            JournalReader.Event event = fixture.reader.eventsOf("test", long2).get(0);
            assertEquals(StoredText.key(long2), event.eventId());
            assertEquals(List.of(new Warning(Warning.Code.ID_SHORTENED, null, "longer than 500 characters")),
                    warnings(event.warnings()));
            assertEquals(Warning.Code.ID_SHORTENED,
                    warnings(fixture.reader.eventsOf("test", "a\u0000b").get(0).warnings()).get(0).code());
        }
    }

    @Test
    void whatAnAnswerOrAKeyHoldsIsKeptAsTextThatEveryDatabaseTakes() throws Exception {
        String key = CustomerKey.external("test", "y".repeat(100_000)).value();
        try (JournalFixture fixture = open()) {
            fixture.append(new NewRecord(0, "test", "e1", key, null, Priority.LIVE, bytes("{}"), bytes("{}"), null, null, null,
                    List.of()));
            QueuedRecord record = first(fixture);
            assertEquals(key, record.customerKey());
            String text = "\u0000" + "z".repeat(1_998) + "🙂";
            fixture.journal.complete(List.of(record), new Outcome.Dead(Reason.LADIFLOW_REFUSED, text),
                    List.of(new Attempt(Instant.EPOCH, "customer/update", null, 400, 5, text))).join();
            String kept = "\ufffd" + "z".repeat(1_998);
            assertEquals(kept, fixture.reader.event(record.id()).orElseThrow().detail());
            assertEquals(kept, fixture.reader.attempts(record.id()).get(0).answer());
        }
    }

    @Test
    void aRecordThatTellsTwiceOfOneCustomerIsNoRepetitionOfItself() throws Exception {
        try (JournalFixture fixture = open()) {
            for (int run = 0; run < 2; run++) {
                assertEquals(run * 2, fixture.append(ofForm(0), ofForm(1)).duplicate());
            }
            assertEquals(2, fixture.count("queued"));
        }
    }

    private static NewRecord ofForm(int part) {
        return new NewRecord(0, part, "form", null, Repetition.OF_CUSTOMER, "phone:0912345678", List.of(), Priority.LIVE,
                bytes("two in one"), bytes("part " + part), null, null, null, List.of());
    }

    /** Of one contact: the second change of a second announces the same as the first. */
    private static NewRecord reference() {
        return new NewRecord(0, 0, "contacts", "42/digest", Repetition.OF_WAITING, "contacts/42", List.of(), Priority.LIVE,
                bytes("{\"id\":42}"), bytes("{\"id\":42}"), null, null, null, List.of());
    }

    private static AppendResult announce(JournalFixture fixture) {
        return fixture.journal.append("contacts", List.of(reference()), null).join();
    }

    private static List<QueuedRecord> references(JournalFixture fixture) throws Exception {
        return fixture.journal.records("contacts").page(Priority.LIVE, "contacts", 0, Long.MAX_VALUE, 10);
    }

    @Test
    void aReferenceIsARepetitionOnlyWhileTheFirstOneStillWaits() throws Exception {
        try (JournalFixture fixture = open()) {
            assertEquals(0, announce(fixture).duplicate());
            assertEquals(1, announce(fixture).duplicate(), "nobody has asked yet: one answer will tell both");

            List<QueuedRecord> asked = references(fixture);
            fixture.journal.handedOut(asked);
            assertEquals(0, announce(fixture).duplicate(), "what is being fetched may have been read before this change");
            assertEquals(1, announce(fixture).duplicate(), "the second one waits now");
            assertEquals(2, references(fixture).size());

            fixture.journal.complete(asked, Outcome.Delivered.PLAIN, List.of()).join();
            fixture.journal.returned(asked);
            List<QueuedRecord> second = references(fixture);
            assertEquals(1, second.size());
            fixture.journal.complete(second, Outcome.Delivered.PLAIN, List.of()).join();
            assertEquals(0, announce(fixture).duplicate(), "the record was fetched, and has changed since");
        }
    }

    @Test
    void aReferenceThatWaitsForItsSourceIsNotKeptTwice() throws Exception {
        try (JournalFixture fixture = open()) {
            announce(fixture);
            List<QueuedRecord> asked = references(fixture);
            fixture.journal.handedOut(asked);
            fixture.journal.complete(asked,
                    new Outcome.RetryAt(Instant.now().plusSeconds(60), Reason.SOURCE_DOWN, "HTTP 503"), List.of()).join();
            fixture.journal.returned(asked);
            assertEquals(1, announce(fixture).duplicate(), "it will be asked anew");
        }
    }

    @Test
    void aRejectedRecordIsKeptAndReported() throws Exception {
        try (JournalFixture fixture = open()) {
            AppendResult result = fixture.append(live("e1", "an@example.vn"), rejected("e2"));
            assertEquals(1, result.rejected());
            assertEquals(Reason.NO_EMAIL_OR_PHONE, result.rejections().get(0).reason());
            assertEquals(1, fixture.count("rejected"));
            NewRecord ignored = new NewRecord(0, "test", "e9", null, null, Priority.LIVE, new byte[]{'{', '}'}, null, null,
                    null,
                    null, List.of());
            assertEquals(1, fixture.append(ignored).ignored());
            assertEquals(1, fixture.count("ignored"));
            assertEquals(1, fixture.append(ignored).duplicate(), "it was stored before");
            AppendResult again = fixture.append(rejected("e2"));
            assertEquals(0, again.rejected(), "it was stored before");
            assertEquals(1, again.rejections().size(), "the second run of a file reports it all the same");
        }
    }

    @Test
    void theCheckpointIsStoredWithItsRecords() throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.journal
                    .append(JournalReader.CUSTOMERS, List.of(live("e1", "an@example.vn")),
                            new Checkpoint("poll", "{\"since\":1}"))
                    .join();
        }
        try (JournalFixture fixture = open()) {
            assertEquals("{\"since\":1}", fixture.journal.checkpoint("poll").orElseThrow());
            assertTrue(fixture.journal.checkpoint("other").isEmpty());
        }
    }

    @Test
    void everyOutcomeMovesTheLedgerWithTheRow() throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.append(live("e1", "a@example.vn"));
            QueuedRecord record = first(fixture);
            QueuedRecord waiting = fixture.journal.complete(List.of(record),
                    new Outcome.RetryAt(Clock.systemUTC().instant(), Reason.LADIFLOW_DOWN, "HTTP 503"), List.of()).join();
            assertEquals(1, fixture.count("waiting"));
            assertEquals(0, fixture.count("queued"));
            fixture.journal.complete(List.of(waiting),
                    new Outcome.Delivered(new Outcome.Identity("64f0", null, null), "digest", FieldOrigins.NONE, List.of()),
                    List.of(new Attempt(Clock.systemUTC().instant(), "customer/update", "{\"_id\":\"64f0\"}", 200, 5, "{}")))
                    .join();
            assertEquals(0, fixture.count("waiting"));
            assertEquals(1, fixture.count("delivered"));
            assertEquals("64f0", fixture.journal.holdings().of("email:a@example.vn").ladiflowId());
            assertEquals(200, fixture.reader.attempts(record.id()).get(0).status());
            assertEquals(2, fixture.reader.event(record.id()).orElseThrow().attempts());
        }
    }

    @Test
    void aDeadRecordCanBeReplayedAndAnInFlightOneCannot() throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.append(live("e1", "a@example.vn"));
            QueuedRecord record = first(fixture);
            assertFalse(fixture.journal.replay(record.id(), null, Priority.LIVE, JournalFixture.BY_LAN, true).join());
            fixture.journal.complete(List.of(record), new Outcome.Dead(Reason.LADIFLOW_REFUSED, "HTTP 400"), List.of()).join();
            assertTrue(fixture.journal.replay(record.id(), null, Priority.LIVE, JournalFixture.BY_LAN, true).join());
            assertEquals(0, fixture.count("dead"));
            assertEquals(1, fixture.count("queued"));
            assertTrue(first(fixture).seq() > record.seq(), "it goes to the end of the queue");
        }
    }

    @Test
    void aReplayWithAnotherPayloadLosesNeitherTheFirstOneNorWhatWasSent() throws Exception {
        try (JournalFixture fixture = open()) {
            long id = fixture.dead("e1", "a@example.vn", "first");
            for (String payload : List.of("second", "third")) {
                assertTrue(fixture.journal.replay(id, replacement(payload), Priority.LIVE, JournalFixture.BY_LAN, true).join());
                fixture.refuseNext();
            }

            JournalReader.Contents contents = fixture.reader.contents(id).orElseThrow();
            assertEquals("first", new String(contents.raw(), StandardCharsets.UTF_8));
            assertEquals("first", new String(contents.original(), StandardCharsets.UTF_8));
            assertEquals("third", new String(contents.mapped(), StandardCharsets.UTF_8));
            assertEquals(Arrays.asList("first", "second", null),
                    fixture.reader.attempts(id).stream().map(Attempt::sent).toList(),
                    "null is what stands there now");
        }
    }

    @Test
    void aReplayWithTheSamePayloadKeepsNoSecondCopy() throws Exception {
        try (JournalFixture fixture = open()) {
            long id = fixture.dead("e1", "a@example.vn", "first");
            fixture.journal.replay(id, replacement("first"), Priority.LIVE, JournalFixture.BY_LAN, true).join();
            assertNull(fixture.reader.contents(id).orElseThrow().original());
        }
    }

    @Test
    void whoReplayedIsStoredWithTheReplayOrNotAtAll() throws Exception {
        try (JournalFixture fixture = open()) {
            long id = fixture.dead("e1", "a@example.vn", "first");
            AuditEntry entry = new AuditEntry("lan (10.0.0.1)", "event.replay", "event/" + id, "{\"mapping\":\"original\"}");
            assertTrue(fixture.journal.replay(id, null, Priority.LIVE, entry, false).join());
            assertFalse(fixture.journal.replay(id, null, Priority.LIVE, entry, false).join(), "it is on its way");
            fixture.journal.audit(new AuditEntry("10.0.0.2", "delivery.pause", "delivery", null)).join();

            List<JournalReader.Audited> audit = fixture.reader.audit(null, 10);
            assertEquals(List.of("10.0.0.2", "lan (10.0.0.1)"), audit.stream().map(JournalReader.Audited::actor).toList());
            assertEquals("{\"mapping\":\"original\"}", audit.get(1).detail());
            assertEquals(List.of(audit.get(1)), fixture.reader.audit(audit.get(0).id(), 10));
        }
    }

    @Test
    void howARecordEndedBeforeItWasSentAgainStaysWithIt() throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.append(rejected("e1"));
            long id = fixture.reader.lastId();
            Instant ended = fixture.reader.event(id).orElseThrow().finishedAt();
            AuditEntry entry = new AuditEntry("lan (10.0.0.1)", "event.replay", "event/" + id, "{\"patched\":[\"email\"]}");
            assertFalse(fixture.journal.replay(id, null, Priority.LIVE, entry, true).join(), "there is nothing to send");
            assertEquals(List.of(), fixture.reader.replays(id));
            assertTrue(fixture.journal.replay(id, replacement("mended"), Priority.LIVE, entry, true).join());
            fixture.refuseNext();

            JournalReader.Replayed replayed = fixture.reader.replays(id).get(0);
            assertEquals("lan (10.0.0.1) {\"patched\":[\"email\"]}", replayed.actor() + " " + replayed.content());
            assertEquals("rejected NO_EMAIL_OR_PHONE", replayed.state() + " " + replayed.reason());
            assertEquals(ended, replayed.finishedAt());
            assertEquals("dead", fixture.reader.event(id).orElseThrow().state());
            assertEquals(List.of(), fixture.reader.audit(null, 1), "the audit has the group");
        }
    }

    @Test
    void ofARejectedRecordTheFirstPayloadIsWhatCouldBeMapped() throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.append(rejected("e1"));
            long id = fixture.reader.lastId();
            Replacement mended = new Replacement(bytes("mended"), "email:a@example.vn", null, bytes("rest"), List.of(),
                    Set.of(), false);
            assertTrue(fixture.journal.replay(id, mended, Priority.LIVE, JournalFixture.BY_LAN, true).join());
            assertEquals("rest", new String(fixture.reader.contents(id).orElseThrow().original(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void theWarningsAreThoseOfThePayloadAndOfItsDelivery() throws Exception {
        try (JournalFixture fixture = open()) {
            Warning left = new Warning(Warning.Code.BAD_DATE, "dob", null);
            Warning parked = new Warning(Warning.Code.PARKED_BY_LADIFLOW, "full_name", null);
            fixture.append(new NewRecord(0, "test", "e1", "email:a@example.vn", null, Priority.LIVE, bytes("{}"), bytes("{}"),
                    null, null, null, List.of(left)));
            Outcome.Delivered delivered = new Outcome.Delivered(new Outcome.Identity("5f0000000000000000000001", null, null),
                    "digest", FieldOrigins.NONE,
                    List.of(parked));
            fixture.journal.complete(List.of(first(fixture)), delivered, List.of()).join();
            long id = fixture.reader.lastId();
            assertEquals(List.of(left, parked), warnings(fixture.reader.event(id).orElseThrow().warnings()));

            fixture.journal.replay(id, replacement("mended"), Priority.LIVE, JournalFixture.BY_LAN, true).join();
            assertNull(fixture.reader.event(id).orElseThrow().warnings());
            assertEquals(List.of(left, parked), warnings(fixture.reader.replays(id).get(0).warnings()));
            fixture.journal.complete(List.of(first(fixture)), delivered, List.of()).join();
            assertEquals(List.of(parked), warnings(fixture.reader.event(id).orElseThrow().warnings()));
        }
    }

    private static List<Warning> warnings(String json) throws Exception {
        return List.of(new ObjectMapper().readValue(json, Warning[].class));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWasDoneLongAgoIsForgotten() throws Exception {
        ManualClock clock = new ManualClock(Instant.parse("2026-06-01T00:00:00Z"));
        try (JournalFixture fixture = kind.open(folder, clock)) {
            fixture.journal.audit(new AuditEntry("10.0.0.1", "delivery.pause", "delivery", null)).join();
            clock.advance(Duration.ofDays(1));
            fixture.journal.audit(new AuditEntry("10.0.0.1", "delivery.resume", "delivery", null)).join();
            fixture.journal.purgeAudit(clock.instant());
            assertEquals(List.of("delivery.resume"),
                    fixture.reader.audit(null, 10).stream().map(JournalReader.Audited::action).toList());
        }
    }

    private static Replacement replacement(String payload) {
        return new Replacement(payload.getBytes(StandardCharsets.UTF_8), "email:a@example.vn", null, null, List.of(), Set.of(),
                false);
    }

    @Test
    void finishedRecordsAreForgottenButTheirCountsAndDeadLettersStay() throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.append(live("e1", "a@example.vn"), live("e2", "b@example.vn"), rejected("e3"));
            List<QueuedRecord> records = fixture.journal.records(JournalReader.CUSTOMERS).page(Priority.LIVE, "test", 0,
                    Long.MAX_VALUE,
                    10);
            fixture.journal.complete(List.of(records.get(0)), Outcome.Delivered.PLAIN, List.of()).join();
            fixture.journal.complete(List.of(records.get(1)), new Outcome.Dead(Reason.LADIFLOW_REFUSED, null), List.of())
                    .join();
            fixture.journal.purge(Clock.systemUTC().instant().plusSeconds(1));
            assertTrue(fixture.reader.event(records.get(0).id()).isEmpty());
            assertTrue(fixture.reader.event(records.get(1).id()).isPresent(), "dead letters wait for a person");
            assertEquals(1, fixture.count("delivered"));
            assertEquals(3, fixture.count("received"));
        }
    }

    @Test
    void anUnwritableStoreRefusesAppendsKeepsOutcomesAndRecoversByItself() throws Exception {
        FaultyStore store = new FaultyStore();
        try (JournalFixture fixture = kind.open(folder, Clock.systemUTC(), store::over)) {
            fixture.append(live("e1", "a@example.vn"));
            QueuedRecord record = first(fixture);
            store.full(sql -> sql != null && sql.contains("into event"));
            var refused = assertThrows(CompletionException.class, () -> fixture.append(live("e2", "b@example.vn")));
            assertTrue(refused.getCause() instanceof JournalUnavailableException, refused.toString());
            assertTrue(fixture.journal.trouble().isPresent());
            store.full(sql -> sql != null && sql.contains("update event"));
            var outcome = fixture.journal.complete(List.of(record), Outcome.Delivered.PLAIN, List.of());
            Awaitility.await().pollDelay(Duration.ofMillis(700)).until(() -> !outcome.isDone());
            store.full(sql -> false);
            outcome.join();
            assertEquals(1, fixture.count("delivered"));
            fixture.append(live("e2", "b@example.vn"));
            assertTrue(fixture.journal.trouble().isEmpty());
        }
    }

    @Test
    void aRollBackThatTheDatabaseMakesByItselfCountsNothingTwice() throws Exception {
        FaultyStore store = new FaultyStore();
        store.rollsBack();
        try (JournalFixture fixture = kind.open(folder, Clock.systemUTC(), store::over)) {
            for (int i = 0; i < 20; i++) {
                fixture.append(live("e" + i, "c" + i + "@example.vn"));
            }
            List<QueuedRecord> records = fixture.journal.records(JournalReader.CUSTOMERS).page(Priority.LIVE, "test", 0,
                    Long.MAX_VALUE,
                    20);
            AtomicInteger written = new AtomicInteger();
            store.full(sql -> sql != null && sql.contains("update event") && written.incrementAndGet() % 3 != 0);
            var outcomes = records.stream()
                    .map(record -> fixture.journal.complete(List.of(record), Outcome.Delivered.PLAIN, List.of())).toList();
            Awaitility.await().until(() -> fixture.journal.trouble().isPresent());
            store.full(sql -> false);
            outcomes.forEach(CompletableFuture::join);
            assertEquals(20, fixture.count("delivered"));
            assertEquals(0, fixture.count("queued"));
        }
    }

    @Test
    void aBadWriteDoesNotFailItsNeighbours() throws Exception {
        try (JournalFixture fixture = open();
                Connection connection = fixture.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            kind.refuse(statement, "insert", "bad");
            var good = fixture.journal.append(JournalReader.CUSTOMERS, List.of(live("good", "a@example.vn")), null);
            var bad = fixture.journal.append(JournalReader.CUSTOMERS,
                    List.of(live("x", "a@example.vn"), live("bad", "b@example.vn")), null);
            var good2 = fixture.journal.append(JournalReader.CUSTOMERS, List.of(live("good2", "a@example.vn")), null);
            good.join();
            good2.join();
            assertThrows(CompletionException.class, bad::join);
            assertEquals(2, fixture.count("received"), "nothing of a failed append is stored or counted");
        }
    }

    @Test
    void storedRecordsAreAnnouncedInTheOrderOfTheQueueWhoeverAppendsThem() throws Exception {
        int writers = 8;
        int each = 1_000;
        try (JournalFixture fixture = open()) {
            List<Long> announced = Collections.synchronizedList(new ArrayList<>());
            fixture.journal.listen(JournalReader.CUSTOMERS, record -> announced.add(record.seq()));
            List<CompletableFuture<Void>> running = IntStream.range(0, writers)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < each; i++) {
                            fixture.append(live(writer + "-" + i, "an@example.vn"));
                        }
                    }, task -> new Thread(task).start())).toList();
            running.forEach(CompletableFuture::join);
            assertEquals(writers * each, announced.size());
            assertTrue(announced.equals(announced.stream().sorted().toList()),
                    "a record that is announced late has been passed by the dispatcher's scan and would stay in the store");
        }
    }

    @Test
    void twoBridgesOnOneDataFolderAreRefused() throws Exception {
        try (JournalFixture first = open()) {
            var refused = assertThrows(ConfigurationException.class, this::open);
            assertTrue(refused.getMessage().contains("another LadiBridge"), refused.getMessage());
        }
    }
}
