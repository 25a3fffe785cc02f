package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.journal.JournalFixture.live;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;

/** What a store does whose answers get lost, that refuses one record, or that another program holds. */
@ParameterizedClass
@EnumSource
class UnsureStoreTest {
    @TempDir
    Path folder;
    @Parameter
    TestStore kind;
    private final FaultyStore store = new FaultyStore();
    private JournalFixture fixture;

    @BeforeEach
    void open() {
        fixture = kind.open(folder, Clock.systemUTC(), store::over);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private List<QueuedRecord> queued() throws Exception {
        return fixture.journal.records(JournalReader.CUSTOMERS).page(Priority.LIVE, "test", 0, Long.MAX_VALUE, 100);
    }

    private static Stream<Outcome> outcomes() {
        return Stream.of(
                new Outcome.Delivered(new Outcome.Identity("64f0", null, null), "digest", FieldOrigins.NONE, List.of()),
                new Outcome.Unchanged(FieldOrigins.NONE), new Outcome.Superseded(Reason.STALE),
                new Outcome.Dead(Reason.LADIFLOW_REFUSED, "HTTP 400"), new Outcome.Rejected(Reason.NO_EMAIL_OR_PHONE, null),
                new Outcome.RetryAt(Instant.parse("2026-01-01T00:00:00Z"), Reason.LADIFLOW_DOWN, "HTTP 503"));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void anOutcomeThatIsStoredAlthoughItsCommitFailedIsCountedOnce(Outcome outcome) throws Exception {
        fixture.append(live("e1", "an@example.vn"), live("e2", "an@example.vn"));
        List<QueuedRecord> records = queued();
        List<QueuedRecord> taken = outcome instanceof Outcome.Delivered || outcome instanceof Outcome.RetryAt
                ? records
                : records.subList(0, 1);
        store.loseAnswers(1);
        QueuedRecord after = fixture.journal.complete(taken, outcome,
                List.of(new Attempt(Instant.EPOCH, "customer/update", null, 200, 5, "{}"))).join();
        assertEquals(outcome instanceof Outcome.RetryAt ? 1 : 0, after.attempts());
        assertEquals(2, fixture.count("received"));
        assertEquals(2, Stream.of(State.values()).mapToLong(state -> fixture.count(state.label())).sum());
        for (State state : State.values()) {
            assertTrue(fixture.count(state.label()) >= 0, state.label());
        }
        assertEquals(1, records.stream().mapToInt(record -> fixture.reader.attempts(record.id()).size()).sum());
    }

    @Test
    void whatIsStoredAlthoughItsCommitFailedIsHandedOut() throws Exception {
        BlockingQueue<List<QueuedRecord>> offered = new LinkedBlockingQueue<>();
        Dispatcher dispatcher = dispatcher(offered);
        store.loseAnswers(1);
        assertThrows(CompletionException.class, () -> fixture.append(live("e1", "an@example.vn")));
        assertEquals("email:an@example.vn", offered.poll(10, TimeUnit.SECONDS).get(0).customerKey());
        assertEquals(1, fixture.append(live("e1", "an@example.vn")).duplicate(), "its sender, who was refused, sends it again");
        assertTrue(offered.isEmpty(), "it is with the consumer");
        dispatcher.close();
    }

    @Test
    void whatIsWithTheConsumerMeanwhileIsNotHandedOutTwice() throws Exception {
        BlockingQueue<List<QueuedRecord>> offered = new LinkedBlockingQueue<>();
        Dispatcher dispatcher = dispatcher(offered);
        fixture.append(phone("e1"), live("e2", "an@example.vn"));
        List<QueuedRecord> ofPhone = offered.poll(10, TimeUnit.SECONDS);
        List<QueuedRecord> ofEmail = offered.poll(10, TimeUnit.SECONDS);
        // Nobody is told that the two lines are one customer's from now on.
        store.loseAnswers(1);
        assertThrows(CompletionException.class, () -> fixture.append(new NewRecord(0, "test", "e3", "email:an@example.vn",
                "phone:0912345678", Priority.LIVE, bytes("e3"), bytes("e3"), null, null, null, List.of())));
        fixture.append(live("e4", "binh@example.vn"));
        fixture.journal.complete(ofPhone, Outcome.Delivered.PLAIN, List.of()).join();
        dispatcher.delivered(ofPhone, ofPhone.get(0));
        assertEquals(null, offered.poll(300, TimeUnit.MILLISECONDS));
        fixture.journal.complete(ofEmail, Outcome.Delivered.PLAIN, List.of()).join();
        dispatcher.delivered(ofEmail, ofEmail.get(0));
        List<String> next = Stream.of(offered.poll(10, TimeUnit.SECONDS), offered.poll(10, TimeUnit.SECONDS))
                .map(records -> records.get(0).customerKey()).sorted().toList();
        assertEquals(List.of("email:an@example.vn", "email:binh@example.vn"), next);
        dispatcher.close();
    }

    private Dispatcher dispatcher(BlockingQueue<List<QueuedRecord>> offered) {
        Dispatcher dispatcher = new Dispatcher("customers", fixture.journal.records("customers"), new SwitchGate(true),
                Clock.systemUTC(), 3, 1, offered::add);
        fixture.journal.listen("customers", dispatcher);
        dispatcher.start();
        // What the listener's place in the queue is, is written.
        fixture.journal.audit(JournalFixture.BY_LAN).join();
        return dispatcher;
    }

    private static NewRecord phone(String eventId) {
        return new NewRecord(0, "test", eventId, "phone:0912345678", null, Priority.LIVE, bytes(eventId), bytes(eventId), null,
                null, null, List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void aStoreThatRefusesOneRecordCanBeWritten() throws Exception {
        try (Connection connection = fixture.dataSource().getConnection(); Statement statement = connection.createStatement()) {
            kind.refuse(statement, "insert", "bad");
            CompletionException refused = assertThrows(CompletionException.class,
                    () -> fixture.append(live("bad", "an@example.vn")));
            assertTrue(refused.getCause().getMessage().startsWith("this cannot be stored: "), refused.getMessage());
            assertTrue(fixture.journal.trouble().isEmpty());
            fixture.append(live("good", "an@example.vn"));
            kind.refuse(statement, "update", "good");
            CompletableFuture<QueuedRecord> outcome = fixture.journal.complete(queued(), Outcome.Delivered.PLAIN, List.of());
            assertThrows(CompletionException.class, outcome::join, "it would be refused for ever");
            assertTrue(fixture.journal.trouble().isEmpty());
        }
        assertEquals(1, fixture.count("queued"));
    }
}
