package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.journal.JournalFixture.live;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.journal.GroupCommitWriter.OnFailure;
import org.sqlite.SQLiteDataSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import javax.sql.DataSource;

/** What is SQLite's own. */

class SqliteStoreTest {
    @TempDir
    Path folder;

    private JournalFixture open() {
        return new JournalFixture(folder, Clock.systemUTC());
    }

    private static QueuedRecord first(JournalFixture fixture) throws Exception {
        return fixture.journal.records(JournalReader.CUSTOMERS).page(Priority.LIVE, "test", 0, Long.MAX_VALUE, 10).get(0);
    }

    @Test
    void anOutcomeIsStoredOnceAlthoughTheConnectionItFailedOnCannotBeClosed() throws Exception {
        try (JournalFixture fixture = open()) {
            GroupCommitWriter writer = new GroupCommitWriter(
                    TestStore.SQLITE.database(folder, thatCannotBeClosed(fixture.dataSource())), new ObjectMapper(),
                    Duration.ofMinutes(1));
            writer.start();
            AtomicInteger tried = new AtomicInteger();
            writer.submit(tx -> {
                if (tried.incrementAndGet() <= 2) {
                    throw new SQLException("disk I/O error");
                }
                return null;
            }, OnFailure.RETRY).join();
            writer.submit(tx -> null, OnFailure.RETRY).join();
            writer.close();
            assertEquals(3, tried.get());
        }
    }

    private static DataSource thatCannotBeClosed(DataSource sound) {
        return proxy(DataSource.class, sound, (method, result) -> proxy(Connection.class, result, (call, value) -> {
            if (call.equals("close")) {
                throw new SQLException("the connection is broken");
            }
            return value;
        }));
    }

    private interface After {
        Object change(String method, Object result) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Object sound, After after) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (self, method, arguments) -> after.change(method.getName(), method.invoke(sound, arguments))));
    }

    @Test
    void aBackupTakenWhileTheStoreIsInUseIsAStoreToGoOnFrom() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (JournalFixture fixture = open()) {
            fixture.append(live("e1", "an@example.vn"), live("e2", "binh@example.vn"));
            fixture.journal.complete(List.of(first(fixture)), Outcome.Delivered.PLAIN, List.of()).join();
            fixture.journal.backup(other.resolve("bridge.db"));
            fixture.append(live("e3", "an@example.vn"));
            assertThrows(JournalUnavailableException.class, () -> fixture.journal.backup(other.resolve("bridge.db")));
        }
        try (JournalFixture copy = new JournalFixture(other, Clock.systemUTC())) {
            assertEquals(1, copy.count("delivered"));
            assertEquals(1, copy.count("queued"));
            assertEquals("email:binh@example.vn", first(copy).customerKey());
            assertEquals(1, copy.append(live("e1", "an@example.vn")).duplicate(), "what was received stays received");
        }
    }

    @Test
    void aStoreOfTheFirstSchemaIsTakenOverWithAllItsData() throws Exception {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve("bridge.db"));
        Flyway.configure().dataSource(source).locations("classpath:db/migration/sqlite").target("1").load().migrate();
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                        insert into event (id, seq, queue, source, event_id, digest, customer_key, priority, state, attempts, received_at,
                                           due_at, finished_at) values
                          (1, 1, 'customers', 'test', 'e1', 1, 'email:an@example.vn', 0, 'delivered', 1, 1000, null, 2000),
                          (2, 5, 'customers', 'test', 'e2', 2, 'email:an@example.vn', 0, 'queued', 0, 1000, null, null),
                          (3, 3, 'customers', 'test', 'e3', 3, 'email:an@example.vn', 0, 'waiting', 1, 1000, 3000, null),
                          (4, 4, 'customers', 'test', 'e4', 4, null, 0, 'rejected', 0, 1000, null, 1000)""");
            statement.execute("insert into payload select id, cast('{}' as blob), cast('{}' as blob) from event");
            statement.execute(
                    "insert into ledger values ('customers', 'test', 'received', 4), ('customers', 'test', 'queued', 1), "
                            + "('customers', 'test', 'waiting', 1), ('customers', 'test', 'delivered', 1), ('customers', 'test', 'rejected', 1)");
            statement.execute("insert into accepted_customer values ('email:an@example.vn', '64f0', 'digest', 2000)");
            statement.execute("insert into checkpoint values ('poll', 'cursor', 1)");
        }
        try (JournalFixture fixture = open()) {
            assertEquals("cursor", fixture.journal.checkpoint("poll").orElseThrow());
            assertEquals(new HeldCustomer("email:an@example.vn", "64f0", "an@example.vn", null, "digest", FieldOrigins.NONE,
                    Instant.ofEpochMilli(2000), null, null), fixture.journal.holdings().of("email:an@example.vn"));
            assertEquals(4, fixture.count("received"));
            List<Long> line = fixture.journal.records("customers").ofLine("email:an@example.vn", Long.MAX_VALUE, 10).stream()
                    .map(QueuedRecord::id).toList();
            assertEquals(List.of(3L, 2L), line, "in the order of their places");
            fixture.append(live("e5", "an@example.vn"));
            assertEquals(6,
                    fixture.journal.records("customers").ofLine("email:an@example.vn", Long.MAX_VALUE, 10).get(2).seq());
        }
    }

    @Test
    void theLogShrinksAgainAfterALongLook() throws Exception {
        Path log = folder.resolve("bridge.db-wal");
        byte[] large = new byte[1_000_000];
        try (JournalFixture fixture = open();
                Connection looking = fixture.dataSource().getConnection();
                Statement statement = looking.createStatement()) {
            statement.execute("begin");
            statement.executeQuery("select count(*) from event").close();
            for (int i = 0; i < 40; i++) {
                fixture.append(new NewRecord(0, "test", "e" + i, "email:an@example.vn", null, Priority.LIVE, large, large, null,
                        null, null, List.of()));
            }
            assertTrue(Files.size(log) > 67_108_864, "what somebody looks at stays as it is");
            statement.execute("rollback");
            Awaitility.await().until(() -> {
                fixture.append(new NewRecord(0, "test", "f" + System.nanoTime(), "email:an@example.vn", null,
                        Priority.LIVE, large, large, null, null, null, List.of()));
                return Files.size(log) <= 67_108_864;
            });
        }
    }

    @Test
    void whileAnotherProgramWritesSendersAreToldAndOutcomesWait() throws Exception {
        open().close();
        try (GroupCommitWriter writer = new GroupCommitWriter(TestStore.SQLITE.database(folder, JournalFixture.atOnce(folder)),
                new ObjectMapper(), Duration.ofMinutes(1));
                Connection other = JournalFixture.atOnce(folder).getConnection();
                Statement statement = other.createStatement()) {
            writer.start();
            statement.execute("begin immediate");
            CompletableFuture<String> sent = writer.submit(tx -> "sent", OnFailure.FAIL);
            CompletionException refused = assertThrows(CompletionException.class, sent::join);
            assertTrue(refused.getCause().getMessage().contains("locked"), refused.getMessage());
            CompletableFuture<String> outcome = writer.submit(tx -> "outcome", OnFailure.RETRY);
            Awaitility.await().until(() -> writer.trouble() != null);
            assertFalse(outcome.isDone());
            statement.execute("rollback");
            assertEquals("outcome", outcome.get(10, TimeUnit.SECONDS));
            assertEquals(null, writer.trouble());
        }
    }
}
