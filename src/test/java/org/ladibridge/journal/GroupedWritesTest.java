package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;

/** What is written together ends as it would one after the other, with a few statements instead of many. */
class GroupedWritesTest {
    private static final int ROUNDS = 8;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> TABLES = List.of("event", "payload", "attempt", "ledger", "held_customer",
            "customer_alias",
            "said", "replay", "not_taken", "trace", "checkpoint");

    @TempDir
    Path folder;

    /** A store, and what its listener was told. */
    private static final class Side implements AutoCloseable {
        final ManualClock clock = new ManualClock(START);
        final FaultyStore store = new FaultyStore();
        final JournalFixture fixture;
        final List<String> told = new ArrayList<>();

        Side(Path folder) throws IOException {
            this(folder, TestStore.SQLITE);
        }

        Side(Path folder, TestStore kind) throws IOException {
            fixture = kind == TestStore.SQLITE
                    ? JournalFixture.fast(Files.createDirectories(folder), clock, store::over)
                    : kind.open(Files.createDirectories(folder), clock, store::over);
            fixture.journal.listen(JournalReader.CUSTOMERS, new QueueListener() {
                @Override
                public void stored(QueuedRecord record) {
                    told.add("stored " + record.id() + " " + record.seq() + " " + record.line());
                }

                @Override
                public void moved(String line, String into) {
                    told.add("moved " + line + " " + into);
                }

                @Override
                public void changed(String line) {
                    told.add("changed " + line);
                }
            });
        }

        /** Each table's rows, sorted. */
        Map<String, List<String>> rows() throws SQLException {
            Map<String, List<String>> rows = new TreeMap<>();
            try (Connection connection = fixture.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    List<String> ofTable = new ArrayList<>();
                    try (ResultSet row = statement
                            .executeQuery("select * from " + table + (table.equals("ledger") ? " where n <> 0" : ""))) {
                        int columns = row.getMetaData().getColumnCount();
                        while (row.next()) {
                            StringBuilder text = new StringBuilder();
                            for (int i = 1; i <= columns; i++) {
                                String name = row.getMetaData().getColumnName(i);
                                Object value = row.getObject(i);
                                // Tells one start of the bridge from another.
                                text.append(name.equals("run")
                                        ? ""
                                        : value instanceof byte[] bytes
                                                ? new String(bytes, StandardCharsets.UTF_8)
                                                : String.valueOf(value))
                                        .append(" | ");
                            }
                            ofTable.add(text.toString());
                        }
                    }
                    rows.put(table, ofTable.stream().sorted().toList());
                }
            }
            return rows;
        }

        @Override
        public void close() throws Exception {
            fixture.close();
        }
    }

    /** On SQLite they are made one by one, so that both databases have to end alike, too. */
    @ParameterizedTest
    @CsvSource({"1, SQLITE", "2, SQLITE", "3, SQLITE", "4, SQLITE", "5, SQLITE", "6, SQLITE", "7, SQLITE", "8, SQLITE",
            "9, SQLITE",
            "10, SQLITE", "11, POSTGRESQL", "12, POSTGRESQL", "13, POSTGRESQL", "14, POSTGRESQL"})
    void aGroupEndsAsItsMembersWouldOneByOne(long seed, TestStore kind) throws Exception {
        try (Side together = new Side(folder.resolve("together"), kind); Side alone = new Side(folder.resolve("alone"))) {
            for (int round = 0; round < ROUNDS; round++) {
                together.store.hold();
                List<CompletableFuture<?>> grouped = new ArrayList<>();
                List<Supplier<CompletableFuture<?>>> ofTogether = writes(together, new SplittableRandom(seed * 100 + round));
                List<Supplier<CompletableFuture<?>>> ofAlone = writes(alone, new SplittableRandom(seed * 100 + round));
                ofTogether.forEach(write -> grouped.add(write.get()));
                together.store.goOn();
                List<Object> results = grouped.stream().map(CompletableFuture::join).map(GroupedWritesTest::told).toList();
                List<Object> expected = ofAlone.stream().map(write -> write.get().join()).map(GroupedWritesTest::told).toList();
                assertEquals(expected, results);
                Map<String, List<String>> wanted = alone.rows();
                together.rows().forEach((table, rows) -> assertEquals(wanted.get(table), rows, table));
                assertEquals(alone.told, together.told);
                together.clock.advance(Duration.ofMinutes(40));
                alone.clock.advance(Duration.ofMinutes(40));
            }
        }
    }

    private static Object told(Object result) {
        return result instanceof QueuedRecord record ? record.id() + " " + record.attempts() + " " + record.due() : result;
    }

    /** The same for both sides, as long as both are alike. */
    private static List<Supplier<CompletableFuture<?>>> writes(Side side, SplittableRandom random) throws SQLException {
        List<Supplier<CompletableFuture<?>>> writes = new ArrayList<>();
        Journal journal = side.fixture.journal;
        List<QueuedRecord> inFlight = new ArrayList<>();
        for (String line : side.fixture.linesInFlight()) {
            inFlight.addAll(side.fixture.ofLine(line, 1 + random.nextInt(2)));
        }
        List<Long> ended = side.fixture.reader
                .events(new JournalReader.Search(null, null, null, List.of(), null, null, 1_000)).stream()
                .filter(event -> State.of(event.state()) == State.DEAD || State.of(event.state()) == State.DELIVERED)
                .map(JournalReader.Event::id).toList();
        for (int i = 0; i < 25; i++) {
            int what = random.nextInt(10);
            if (what < 5 || inFlight.isEmpty()) {
                List<NewRecord> records = IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(n -> record(n, random)).toList();
                Checkpoint checkpoint = random.nextInt(4) == 0 ? new Checkpoint("poll", "c" + i) : null;
                writes.add(() -> journal.append(JournalReader.CUSTOMERS, records, checkpoint, i(records)));
            } else if (what < 9) {
                QueuedRecord record = inFlight.remove(random.nextInt(inFlight.size()));
                List<QueuedRecord> taken = new ArrayList<>(List.of(record));
                inFlight.removeIf(
                        other -> other.line().equals(record.line()) && other.seq() > record.seq() && taken.add(other));
                Outcome outcome = outcome(side, random);
                boolean inDoubt = random.nextInt(5) == 0;
                writes.add(() -> journal.complete(taken, outcome,
                        List.of(new Attempt(START, "customer/update", null, 200, 5, "answer")), inDoubt));
            } else if (!ended.isEmpty()) {
                long id = ended.get(random.nextInt(ended.size()));
                writes.add(() -> journal.replay(id, null, Priority.LIVE, JournalFixture.BY_LAN, false));
            }
        }
        return writes;
    }

    private static String i(List<NewRecord> records) {
        return records.size() == 1 ? "00-trace-01" : null;
    }

    private static NewRecord record(int position, RandomGenerator random) {
        int person = random.nextInt(6);
        List<String> keys = new ArrayList<>(
                List.of("email:" + person, "external:test/" + person, "phone:" + random.nextInt(6)));
        String key = keys.remove(random.nextInt(3));
        List<String> aliases = keys.subList(0, random.nextInt(3));
        byte[] raw = ("{\"v\":" + random.nextInt(4) + "}").getBytes(StandardCharsets.UTF_8);
        String source = "s" + random.nextInt(2);
        Repetition repetition = Repetition.values()[random.nextInt(Repetition.values().length - 1)];
        String eventId = repetition == Repetition.OF_CUSTOMER ? null : "e" + random.nextInt(12);
        if (random.nextInt(6) == 0) {
            return new NewRecord(position, 0, source, eventId, repetition, null, List.of(), Priority.LIVE, raw, null, null,
                    random.nextBoolean() ? Reason.NO_EMAIL_OR_PHONE : null, null, List.of());
        }
        return new NewRecord(position, 0, source, eventId, repetition, key, aliases, Priority.LIVE, raw, raw, null, null, null,
                random.nextBoolean() ? List.of() : List.of(new Warning(Warning.Code.BAD_PHONE, "phone", null)));
    }

    private static Outcome outcome(Side side, RandomGenerator random) {
        Instant due = side.clock.instant().plusSeconds(60);
        return switch (random.nextInt(8)) {
            case 0 -> new Outcome.Unchanged(FieldOrigins.NONE);
            case 1 -> new Outcome.Dead(Reason.LADIFLOW_REFUSED, "HTTP 400");
            case 2 -> new Outcome.RetryAt(due, Reason.LADIFLOW_DOWN, "HTTP 503");
            case 3 -> new Outcome.SameCustomer("email:" + random.nextInt(6));
            case 4 -> Outcome.Delivered.PLAIN;
            default ->
                new Outcome.Delivered(new Outcome.Identity("id" + random.nextInt(4), null, null), "digest", FieldOrigins.NONE,
                        random.nextBoolean()
                                ? List.of()
                                : List.of(new Warning(Warning.Code.PARKED_BY_LADIFLOW, "v", null)));
        };
    }

    @Test
    void aGroupOfManyRecordsIsAHandfulOfStatements() throws Exception {
        try (Side side = new Side(folder)) {
            List<NewRecord> records = IntStream.range(0, 200).mapToObj(i -> {
                byte[] raw = ("{\"id\":" + i + "}").getBytes(StandardCharsets.UTF_8);
                return new NewRecord(0, 0, "test", "e" + i, Repetition.OF_EVENT, "email:" + i,
                        List.of("external:test/" + i, "phone:" + i), Priority.LIVE, raw, raw, null, null, null, List.of());
            }).toList();
            int before = side.store.statements();
            side.fixture.journal.append(JournalReader.CUSTOMERS, records, null).join();
            assertTrue(side.store.statements() - before <= 16, side.store.statements() - before + " statements");

            List<QueuedRecord> queued = side.fixture.journal.records(JournalReader.CUSTOMERS).page(Priority.LIVE, "test", 0,
                    Long.MAX_VALUE, 200);
            side.store.hold();
            before = side.store.statements();
            List<CompletableFuture<QueuedRecord>> outcomes = queued.stream()
                    .map(record -> side.fixture.journal.complete(List.of(record),
                            new Outcome.Delivered(new Outcome.Identity("id" + record.id(), null, null), "digest",
                                    FieldOrigins.NONE, List.of()),
                            List.of(new Attempt(START, "customer/update", null, 200, 5, "{}"))))
                    .toList();
            side.store.goOn();
            outcomes.forEach(CompletableFuture::join);
            // The first of them may have been taken by itself.
            assertTrue(side.store.statements() - before <= 20, side.store.statements() - before + " statements");
            assertEquals(200, side.fixture.count("delivered"));
        }
    }
}
