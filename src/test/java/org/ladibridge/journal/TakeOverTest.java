package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.sql.DataSource;

/** Stores of versions before 10 are rewritten; nothing of them is missing, whatever happens meanwhile. */
class TakeOverTest {
    private static final int RECORDS = 600;
    private static final List<String> TABLES = List.of("event", "payload", "attempt", "held_customer", "customer_alias",
            "said");

    @TempDir
    Path folder;
    private DataSource store;

    @BeforeEach
    void store() {
        store = TestStore.SQLITE.dataSource(folder);
    }

    private static Flyway to(DataSource store, String version) {
        return Flyway.configure().dataSource(store).locations("classpath:db/migration/sqlite").target(version).load();
    }

    private static Flyway newest(DataSource store) {
        return TestStore.flyway(store, "sqlite");
    }

    /** A store of version 9 in which every table has something. */
    private void fill() throws SQLException {
        to(store, "9").migrate();
        try (Connection connection = store.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("begin");
            String numbers = "with recursive n(i) as (values(1) union all select i + 1 from n where i < " + RECORDS + ") ";
            statement.execute(
                    numbers + """
                        insert into event (id, seq, queue, source, event_id, digest, customer_key, priority, state, reason, detail, warnings,
                            attempts, received_at, due_at, finished_at, changed_at, line, patched, arrival, wanted)
                        select i * 3, i * 3 + i % 2, 'customers', 'shop', 'đơn ' || i, i, 'email:' || i || '@example.vn', i % 2,
                            case i % 4 when 0 then 'queued' when 1 then 'delivered' when 2 then 'dead' else 'waiting' end,
                            case i % 4 when 2 then 'LADIFLOW_REFUSED' end, 'detail ' || i, '[' || i || ']', i % 3, i, i + 1, i + 2, i + 3,
                            'email:' || i || '@example.vn', '{}', i + 4, 1 from n""");
            statement.execute(
                    numbers + "insert into payload select i * 3, cast(i as blob), cast('m' || i as blob), null from n");
            statement.execute(numbers + """
                insert into attempt (event_id, n, at, call, sent, status, millis, answer)
                select i / 2 * 3, i % 2 + 1, i, 'customer/update', 's' || i, 200, 5, 'a' || i from n""");
            statement.execute(
                    numbers + """
                        insert into held_customer (line, ladiflow_id, payload_digest, confirmed_at, origins, email, phone, run, tags, tags_told_at)
                        select 'email:' || i || '@example.vn', 'l' || i, 'd' || i, i, '{}', i || '@example.vn', '09' || i, i, '[]', i from n""");
            statement.execute(
                    numbers + "insert into customer_alias select 'phone:' || i, 'email:' || i || '@example.vn' from n");
            statement
                    .execute(numbers + "insert into said select 'email:' || i || '@example.vn', 's' || i % 7, i, i * 3 from n");
            statement.execute("insert into trace values (3, '00-1')");
            statement.execute("insert into ledger values ('customers', 'shop', 'received', " + RECORDS + ")");
            statement.execute("insert into replay (event_id, n, at, actor, state) values (3, 1, 5, 'lan', 'dead')");
            statement.execute("insert into audit values (1, 5, 'lan', 'event.replay', 'event/3', null)");
            statement.execute("commit");
        }
    }

    /** Each table's rows by their columns' names, without what came later. */
    private List<String> rows(DataSource from) throws SQLException {
        List<String> rows = new ArrayList<>();
        List<String> all = new ArrayList<>(TABLES);
        all.addAll(List.of("trace", "ledger", "replay", "audit"));
        try (Connection connection = from.getConnection(); Statement statement = connection.createStatement()) {
            for (String table : all) {
                List<String> columns = new ArrayList<>();
                try (ResultSet row = statement.executeQuery("select name from pragma_table_info('" + table
                        + "') where name <> 'identity' order by name")) {
                    while (row.next()) {
                        columns.add("coalesce(" + row.getString(1) + ", '-')");
                    }
                }
                List<String> ofTable = new ArrayList<>();
                try (ResultSet row = statement
                        .executeQuery("select " + String.join(" || '|' || ", columns) + " from " + table)) {
                    while (row.next()) {
                        ofTable.add(table + " " + row.getString(1));
                    }
                }
                rows.addAll(ofTable.stream().sorted().toList());
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100, 20_000})
    void everyRowIsTakenOver(int piece) throws Exception {
        fill();
        List<String> before = rows(store);
        new TakeOver(store, folder, piece).migrate(newest(store));
        assertEquals(before, rows(store));
        assertEquals("đơn 7", found("shop", "đơn 7"));
    }

    private String found(String source, String eventId) throws SQLException {
        try (Connection connection = store.getConnection();
                var query = connection.prepareStatement("select event_id from event where identity = ?")) {
            query.setLong(1, Digests.identity(source, eventId));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    @Test
    void itGoesOnWhereItWasInterrupted() throws Exception {
        fill();
        List<String> before = rows(store);
        FaultyStore interrupted = new FaultyStore();
        AtomicInteger pieces = new AtomicInteger();
        int starts = 0;
        boolean ended = false;
        while (!ended) {
            starts++;
            pieces.set(0);
            interrupted.full(sql -> sql != null && sql.startsWith("insert into") && sql.contains("_10 ")
                    && pieces.incrementAndGet() > 8);
            try {
                DataSource over = interrupted.over(store);
                new TakeOver(over, folder, 100).migrate(newest(store));
                ended = true;
            } catch (SQLException e) {
                assertEquals("database or disk is full", e.getMessage());
            }
        }
        assertEquals(before, rows(store));
        assertTrue(starts > 4, "36 pieces, and a few of each start");
    }

    @Test
    void whatTheEarlierVersionChangesInBetweenIsNotLost() throws Exception {
        fill();
        FaultyStore interrupted = new FaultyStore();
        interrupted.full(sql -> sql != null && sql.startsWith("insert into said_10"));
        assertThrows(SQLException.class, () -> new TakeOver(interrupted.over(store), folder, 100).migrate(newest(store)));
        try (Connection connection = store.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("update event set state = 'delivered', attempts = 7 where id = 12");
            statement.execute("delete from customer_alias where alias = 'phone:5'");
            statement.execute(
                    "insert into event (id, seq, queue, source, event_id, digest, priority, state, attempts, received_at)"
                            + " values (100000, 100000, 'customers', 'shop', 'new', 1, 0, 'queued', 0, 1)");
        }
        List<String> before = rows(store);
        new TakeOver(store, folder, 100).migrate(newest(store));
        assertEquals(before, rows(store));
    }

    @Test
    void rowsThatAreMissingStopItBeforeTheOldOnesAreGone() throws Exception {
        fill();
        to(store, "10").migrate();
        List<String> before = rows(store);
        assertThrows(org.flywaydb.core.api.FlywayException.class, () -> newest(store).migrate());
        assertEquals(before, rows(store));
    }

    @Test
    void aStoreWithoutRecordsIsMigratedAtOnce() throws Exception {
        to(store, "9").migrate();
        try (JournalFixture fixture = new JournalFixture(folder, Clock.systemUTC())) {
            fixture.append(JournalFixture.live("e1", "an@example.vn"));
            assertEquals(1, fixture.count("received"));
        }
    }
}
