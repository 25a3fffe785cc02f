package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.journal.JournalFixture.live;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.customer.Reason;

import io.quarkus.runtime.configuration.ConfigurationException;

/** From SQLite to PostgreSQL and back. */
class StoreMoveTest {
    @TempDir
    Path folder;
    private Path sqlite;
    private Path postgresql;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void folders() throws Exception {
        sqlite = Files.createDirectory(folder.resolve("sqlite"));
        postgresql = Files.createDirectory(folder.resolve("postgresql"));
    }

    private StoreMove.Moved move(TestStore from, Path fromFolder, TestStore to, Path toFolder) throws Exception {
        return move(from.database(fromFolder, from.dataSource(fromFolder)), to.database(toFolder, to.dataSource(toFolder)));
    }

    private StoreMove.Moved move(Database from, Database to) throws Exception {
        try {
            return new StoreMove(told::add).move(from, to);
        } finally {
            from.close();
            to.close();
            for (Database each : List.of(from, to)) {
                if (each.dataSource() instanceof AutoCloseable pool) {
                    pool.close();
                }
            }
        }
    }

    /** Something of every kind. */
    private void fill() throws Exception {
        try (JournalFixture fixture = TestStore.SQLITE.open(sqlite, Clock.systemUTC())) {
            fixture.delivered("e1", "email:an@example.vn", "phone:0912345678", "{\"email\":\"an@example.vn\"}");
            long dead = fixture.dead("e2", "binh@example.vn", "{\"email\":\"binh@example.vn\"}");
            fixture.rejected("e3", Reason.NO_EMAIL_OR_PHONE, "{}");
            assertTrue(fixture.journal.replay(dead, null, Priority.LIVE, JournalFixture.BY_LAN, false).join());
            fixture.refuseNext();
            fixture.journal
                    .append(JournalReader.CUSTOMERS, List.of(live("đơn 4", "chi@example.vn"), live("e5", "chi@example.vn")),
                            new Checkpoint("poll", "{\"since\":1}"))
                    .join();
        }
    }

    @Test
    void aStoreGoesToPostgresqlAndBackWithAllItHolds() throws Exception {
        fill();
        StoreMove.Moved moved = move(TestStore.SQLITE, sqlite, TestStore.POSTGRESQL, postgresql);
        assertEquals(5L, moved.rows().get("event"), moved.toString());
        try (JournalFixture there = TestStore.POSTGRESQL.open(postgresql, Clock.systemUTC())) {
            goesOn(there);
        }
        Path back = Files.createDirectory(folder.resolve("back"));
        move(TestStore.POSTGRESQL, postgresql, TestStore.SQLITE, back);
        try (JournalFixture again = TestStore.SQLITE.open(back, Clock.systemUTC())) {
            assertEquals(7, again.count("received"), "the repetition included");
            assertEquals(List.of("{\"event\":\"đơn 4\"}", "{\"event\":\"e5\"}", "{\"event\":\"e6\"}"),
                    again.ofLine("email:chi@example.vn", 10).stream()
                            .map(record -> new String(record.payload(), java.nio.charset.StandardCharsets.UTF_8)).toList());
        }
    }

    private static void goesOn(JournalFixture store) throws Exception {
        assertEquals(5, store.count("received"));
        assertEquals(1, store.count("dead"));
        assertEquals("{\"since\":1}", store.journal.checkpoint("poll").orElseThrow());
        assertEquals("5f0000000000000000000001", store.journal.holdings().of("phone:0912345678").ladiflowId());
        assertEquals(1, store.append(live("đơn 4", "chi@example.vn")).duplicate(), "its identity is known");
        store.append(live("e6", "chi@example.vn"));
        assertEquals(3, store.ofLine("email:chi@example.vn", 10).size());
        long dead = store.reader.eventsOf("test", "e2").get(0).id();
        assertEquals(2, store.reader.attempts(dead).size());
        assertEquals(1, store.reader.replays(dead).size());
    }

    @Test
    void whatWasMovedIsNotBegunWithByMistake() throws Exception {
        fill();
        move(TestStore.SQLITE, sqlite, TestStore.POSTGRESQL, postgresql);
        var refused = assertThrows(ConfigurationException.class, () -> TestStore.SQLITE.open(sqlite, Clock.systemUTC()));
        assertTrue(refused.getMessage().contains("was moved to the store in BRIDGE_STORE"), refused.getMessage());
    }

    @Test
    void aTargetThatHoldsSomethingIsLeftAlone() throws Exception {
        fill();
        try (JournalFixture there = TestStore.POSTGRESQL.open(postgresql, Clock.systemUTC())) {
            there.append(live("own", "own@example.vn"));
        }
        var refused = assertThrows(ConfigurationException.class,
                () -> move(TestStore.SQLITE, sqlite, TestStore.POSTGRESQL, postgresql));
        assertTrue(refused.getMessage().contains("is not empty"), refused.getMessage());
        TestStore.SQLITE.open(sqlite, Clock.systemUTC()).close();
    }

    @Test
    void aMoveThatWasInterruptedIsNoStoreAndMayBeginAgain() throws Exception {
        fill();
        FaultyStore faulty = new FaultyStore();
        faulty.full(sql -> sql != null && sql.startsWith("insert into said"));
        Database target = TestStore.POSTGRESQL.database(postgresql, faulty.over(TestStore.POSTGRESQL.dataSource(postgresql)));
        fillSaid();
        assertThrows(JournalUnavailableException.class,
                () -> move(TestStore.SQLITE.database(sqlite, TestStore.SQLITE.dataSource(sqlite)), target));
        var refused = assertThrows(ConfigurationException.class,
                () -> TestStore.POSTGRESQL.open(postgresql, Clock.systemUTC()));
        assertTrue(refused.getMessage().contains("did not come to its end"), refused.getMessage());
        assertEquals(5L, move(TestStore.SQLITE, sqlite, TestStore.POSTGRESQL, postgresql).rows().get("event"));
        assertTrue(told.contains("A move into this store was interrupted before; it begins again"), told.toString());
    }

    private void fillSaid() throws Exception {
        try (Connection connection = TestStore.SQLITE.dataSource(sqlite).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into said values ('email:an@example.vn', 'test', 1, 1)");
        }
    }

    /** SQLite took them in versions that did not cut them. */
    @Test
    void textsThatPostgresqlDoesNotTakeAreMadeToFit() throws Exception {
        fill();
        String longest = "x".repeat(600);
        try (Connection connection = TestStore.SQLITE.dataSource(sqlite).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update event set event_id = '" + longest + "', detail = 'a' || char(0) || 'b' where event_id = 'e3'");
        }
        move(TestStore.SQLITE, sqlite, TestStore.POSTGRESQL, postgresql);
        try (JournalFixture there = TestStore.POSTGRESQL.open(postgresql, Clock.systemUTC())) {
            JournalReader.Event event = there.reader.eventsOf("test", longest).get(0);
            assertEquals("a\uFFFDb", event.detail());
        }
    }
}
