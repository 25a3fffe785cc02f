package org.ladibridge.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.ladibridge.BridgeConfig;
import org.ladibridge.BridgeConfig.Outcomes;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;
import org.sqlite.SQLiteDataSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.configuration.MemorySize;
import javax.sql.DataSource;

/** A real journal on a real SQLite file, without the container. */
public final class JournalFixture implements AutoCloseable {
    /** Somebody who sends a record again. */
    public static final AuditEntry BY_LAN = new AuditEntry("lan", "event.replay", "event", null);

    public final Journal journal;
    public final JournalReader reader;
    private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();
    private final Path folder;
    private final Clock clock;
    private final Database database;
    private final DataSource pool;

    public JournalFixture(Path folder, Clock clock) {
        this(folder, clock, UnaryOperator.identity());
    }

    /** @param over what stands between the journal and its store */
    JournalFixture(Path folder, Clock clock, UnaryOperator<DataSource> over) {
        this(folder, clock, TestStore.SQLITE, TestStore.SQLITE.dataSource(folder), over);
    }

    private JournalFixture(Path folder, Clock clock, TestStore store, DataSource pool, UnaryOperator<DataSource> over) {
        this(folder, clock, store.database(folder, over.apply(pool)), pool);
    }

    /** The same store, as somebody sees it who does not wait for others. */
    static DataSource atOnce(Path folder) {
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl(TestStore.url(folder, "FULL").replace("busy_timeout=10000", "busy_timeout=0"));
        return sqlite;
    }

    /** @param pool of the connections, closed at the end where it can be */
    JournalFixture(Path folder, Clock clock, Database database, DataSource pool) {
        this(folder, clock, database, pool, config(folder));
    }

    private JournalFixture(Path folder, Clock clock, Database database, DataSource pool, BridgeConfig config) {
        this.folder = folder;
        this.clock = clock;
        this.database = database;
        this.pool = pool;
        journal = new Journal(database, config, clock, JSON);
        journal.open();
        reader = new JournalReader(database);
    }

    /** One that tells how records ended. */
    static JournalFixture telling(Outcomes outcomes, Path folder, Clock clock, UnaryOperator<DataSource> over) {
        DataSource pool = TestStore.SQLITE.dataSource(folder);
        return new JournalFixture(folder, clock, TestStore.SQLITE.database(folder, over.apply(pool)), pool,
                config(folder, outcomes));
    }

    /**
     * One that survives a kill of the process and not one of the machine, and is opened in no time: for tests that store or start very
     * much. A new one is a copy of an empty one, and one that is there is of this version.
     */
    public static JournalFixture fast(Path folder, Clock clock) {
        return fast(folder, clock, UnaryOperator.identity());
    }

    static JournalFixture fast(Path folder, Clock clock, UnaryOperator<DataSource> over) {
        try {
            if (Files.notExists(folder.resolve("bridge.db"))) {
                Files.write(folder.resolve("bridge.db"), Empty.STORE);
            }
            KeptConnections pool = new KeptConnections(TestStore.url(folder, "OFF"));
            return new JournalFixture(folder, clock, new SqliteDatabase(over.apply(pool), Migrated.FLYWAY, folder), pool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process is killed and started again; its connections are spared, which take longest. */
    public JournalFixture killed() throws IOException {
        journal.close();
        return new JournalFixture(folder, clock, database instanceof SqliteDatabase
                ? new SqliteDatabase(database.dataSource(), Migrated.FLYWAY, folder)
                : TestStore.POSTGRESQL.database(folder, database.dataSource()), pool);
    }

    /** Nothing is left to do. */
    private static final class Migrated extends Flyway {
        static final Flyway FLYWAY = new Migrated();

        private Migrated() {
            super(Flyway.configure());
        }

        @Override
        public MigrateResult migrate() {
            return null;
        }
    }

    /** The file of a store in which nothing was stored yet. */
    private static final class Empty {
        static final byte[] STORE = store();

        private static byte[] store() {
            try {
                Path folder = Files.createTempDirectory("empty");
                TestStore.flyway(TestStore.SQLITE.dataSource(folder), "sqlite").migrate();
                byte[] store = Files.readAllBytes(folder.resolve("bridge.db"));
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
                return store;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The lines in which something waits. */
    public List<String> linesInFlight() {
        List<String> lines = new ArrayList<>();
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select distinct line from event where queue = '" + JournalReader.CUSTOMERS
                                + "' and state in ('queued', 'waiting') order by line")) {
            while (row.next()) {
                lines.add(row.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return lines;
    }

    /** The oldest records that wait in a line. */
    public List<QueuedRecord> ofLine(String line, int most) {
        try {
            return journal.records(JournalReader.CUSTOMERS).ofLine(line, Long.MAX_VALUE, most);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a consumer has decided. */
    public QueuedRecord complete(List<QueuedRecord> records, Outcome outcome, boolean inDoubt) {
        return journal.complete(records, outcome, List.of(), inDoubt).join();
    }

    DataSource dataSource() {
        return database.dataSource();
    }

    Database database() {
        return database;
    }

    public AppendResult append(NewRecord... records) {
        return journal.append(JournalReader.CUSTOMERS, List.of(records), null).join();
    }

    public long count(String state) {
        return reader.counts().stream().filter(count -> count.state().equals(state)).mapToLong(JournalReader.Count::n).sum();
    }

    /** How often all records were tried. */
    int attempts() {
        return reader.events(new JournalReader.Search(null, null, null, List.of(), null, null, 1_000)).stream()
                .mapToInt(JournalReader.Event::attempts).sum();
    }

    /** A record that LadiFlow refused; the answer is its id. */
    public long dead(String eventId, String customer, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        append(new NewRecord(0, "test", eventId, "email:" + customer, null, Priority.LIVE, bytes, bytes, null, null, null,
                List.of()));
        return refuseNext();
    }

    /** A record that cannot become a customer; the answer is its id. */
    public long rejected(String eventId, Reason reason, String raw) {
        append(new NewRecord(0, "test", eventId, null, null, Priority.LIVE, raw.getBytes(StandardCharsets.UTF_8), null, null,
                reason, null, List.of()));
        return reader.eventsOf("test", eventId).get(0).id();
    }

    /** A record that LadiFlow accepted; the answer is its id. */
    public long delivered(String eventId, String key, String alias, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        append(new NewRecord(0, "test", eventId, key, alias, Priority.LIVE, bytes, bytes, null, null, null, List.of()));
        QueuedRecord record = records(Priority.LIVE).get(0);
        journal.complete(List.of(record),
                new Outcome.Delivered(new Outcome.Identity("5f0000000000000000000001", null, null), "digest", FieldOrigins.NONE,
                        List.of()),
                List.of(new Attempt(Instant.EPOCH, "customer/update", null, 200, 5, "{}"))).join();
        return record.id();
    }

    /** LadiFlow refuses the next live record; the answer is its id. */
    public long refuseNext() {
        QueuedRecord record = records(Priority.LIVE).get(0);
        journal.complete(List.of(record), new Outcome.Dead(Reason.LADIFLOW_REFUSED, "HTTP 400"),
                List.of(new Attempt(Instant.EPOCH, "customer/update", null, 400, 5, "{}"))).join();
        return record.id();
    }

    /** What waits, in the order of the queue. */
    public List<Long> queued(Priority priority) {
        return records(priority).stream().map(QueuedRecord::id).toList();
    }

    private List<QueuedRecord> records(Priority priority) {
        try {
            return journal.records(JournalReader.CUSTOMERS).page(priority, "test", 0, Long.MAX_VALUE, 1_000);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static NewRecord record(String eventId, String customer, Priority priority) {
        byte[] raw = ("{\"event\":\"" + eventId + "\"}").getBytes(StandardCharsets.UTF_8);
        return new NewRecord(0, "test", eventId, "email:" + customer, null, priority, raw, raw, null, null, null, List.of());
    }

    static NewRecord live(String eventId, String customer) {
        return record(eventId, customer, Priority.LIVE);
    }

    static NewRecord rejected(String eventId) {
        return new NewRecord(0, "test", eventId, null, null, Priority.LIVE, eventId.getBytes(StandardCharsets.UTF_8), null,
                null,
                Reason.NO_EMAIL_OR_PHONE, null, List.of());
    }

    @Override
    public void close() throws Exception {
        journal.close();
        if (pool instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    public static BridgeConfig config(Path folder) {
        return config(folder, Outcomes.OFF);
    }

    private static BridgeConfig config(Path folder, Outcomes outcomes) {
        return new BridgeConfig() {
            @Override
            public Path data() {
                return folder;
            }

            @Override
            public Optional<String> store() {
                return Optional.empty();
            }

            @Override
            public Optional<String> storeUser() {
                return Optional.empty();
            }

            @Override
            public Optional<String> storePassword() {
                return Optional.empty();
            }

            @Override
            public Path routes() {
                return Path.of("routes");
            }

            @Override
            public boolean sandbox() {
                return false;
            }

            @Override
            public String sandboxUrl() {
                return "http://localhost:1";
            }

            @Override
            public Optional<String> adminToken() {
                return Optional.empty();
            }

            @Override
            public Duration retention() {
                return Duration.ofDays(30);
            }

            @Override
            public Optional<String> publicUrl() {
                return Optional.empty();
            }

            @Override
            public int maxRecords() {
                return 10_000;
            }

            @Override
            public MemorySize maxBody() {
                return new MemorySize(java.math.BigInteger.valueOf(1_000_000));
            }

            @Override
            public MemorySize answerMax() {
                return new MemorySize(java.math.BigInteger.valueOf(8_000_000));
            }

            @Override
            public Duration bodyTimeout() {
                return Duration.ofSeconds(30);
            }

            @Override
            public int stopTimeout() {
                return 30;
            }

            @Override
            public MappingGuard mappingGuard() {
                return MappingGuard.WARN;
            }

            @Override
            public Duration mappingTimeout() {
                return Duration.ofSeconds(30);
            }

            @Override
            public Outcomes outcomes() {
                return outcomes;
            }

            @Override
            public Optional<URI> traces() {
                return Optional.empty();
            }

            @Override
            public boolean logJson() {
                return false;
            }

            @Override
            public boolean demo() {
                return false;
            }
        };
    }
}
