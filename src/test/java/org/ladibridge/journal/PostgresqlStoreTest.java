package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.journal.JournalFixture.live;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.journal.StoreTrouble.Kind;

import io.quarkus.runtime.configuration.ConfigurationException;

/** What is PostgreSQL's own. */
class PostgresqlStoreTest {
    @TempDir
    Path folder;

    private JournalFixture open() {
        return TestStore.POSTGRESQL.open(folder, Clock.systemUTC());
    }

    private static void cut(JournalFixture fixture) throws Exception {
        try (Connection connection = fixture.dataSource().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory' and l.granted"
                    + " and l.pid <> pg_backend_pid() and l.objid::bigint = (hashtext(current_schema())::bigint & 4294967295)");
        }
    }

    @Test
    void aConnectionThatIsCutBetweenTwoWritesFailsNobody() throws Exception {
        try (JournalFixture fixture = open()) {
            for (int i = 0; i < 5; i++) {
                fixture.append(live("e" + i, "an@example.vn"));
                cut(fixture);
            }
            fixture.append(live("last", "an@example.vn"));
            assertEquals(6, fixture.count("received"));
            assertTrue(fixture.journal.trouble().isEmpty());
        }
    }

    /** Both believed to have the store; the one whose connection was away has not, and what it remembers is wrong. */
    @Test
    void aBridgeFromWhichTheStoreWasTakenWritesNothingAnyMore() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (JournalFixture former = open()) {
            former.append(live("e1", "an@example.vn"));
            cut(former);
            // Another process: the same store, and a data folder of its own.
            Database same = new PostgresqlDatabase(former.dataSource(),
                    TestStore.flyway(former.dataSource(), "postgresql"), "jdbc:postgresql://same", other,
                    java.time.Duration.ofSeconds(1));
            try (JournalFixture present = new JournalFixture(other, Clock.systemUTC(), same, null)) {
                present.append(live("e2", "an@example.vn"));
                CompletionException refused = assertThrows(CompletionException.class,
                        () -> former.append(live("e3", "an@example.vn")));
                assertTrue(refused.getMessage().contains("another LadiBridge has taken the store"), refused.getMessage());
                assertEquals(Kind.GONE, former.journal.storeTrouble().orElseThrow().kind());
                present.append(live("e4", "an@example.vn"));
                assertEquals(3, present.count("received"));
            }
            assertThrows(CompletionException.class, () -> former.append(live("e5", "an@example.vn")), "for ever");
        }
    }

    @Test
    void whatTheServerRefusesIsToldWithoutAValueOfACustomer() throws Exception {
        try (JournalFixture fixture = open()) {
            try (Connection connection = fixture.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("alter table event add constraint nobody check (customer_key <> 'email:an@example.vn')");
            }
            CompletionException refused = assertThrows(CompletionException.class,
                    () -> fixture.append(live("e1", "an@example.vn")));
            assertTrue(refused.getMessage().contains("violates check constraint"), refused.getMessage());
            assertFalse(refused.getMessage().contains("an@example.vn"), refused.getMessage());
            assertTrue(fixture.journal.trouble().isEmpty(), "the store is well");
        }
    }

    @Test
    void whoMayNotMakeTablesIsToldSoInOneSentence() throws Exception {
        TestStore.POSTGRESQL.open(folder, Clock.systemUTC()).close();
        Path other = Files.createDirectory(folder.resolve("other"));
        try (KeptConnections administrator = (KeptConnections) TestStore.POSTGRESQL.dataSource(other);
                Connection connection = administrator.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop role if exists guest");
            statement.execute("create role guest login password 'x'");
            statement.execute("create schema if not exists guests");
            statement.execute("grant usage on schema guests to guest");
            String url = connection.getMetaData().getURL().replaceAll("user=[^&]*", "user=guest").replaceAll(
                    "currentSchema=[^&]*",
                    "currentSchema=guests");
            KeptConnections guest = new KeptConnections(url);
            Database database = new PostgresqlDatabase(guest, TestStore.flyway(guest, "postgresql"), url, other);
            ConfigurationException refused = assertThrows(ConfigurationException.class,
                    () -> new JournalFixture(other, Clock.systemUTC(), database, guest));
            assertTrue(refused.getMessage().contains("may not make tables"), refused.getMessage());
            assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
        }
    }

    /** The name, type and order of what is read by its place, and what may be missing. */
    @Test
    void bothDatabasesHaveTheSameTablesAndColumns() throws Exception {
        try (JournalFixture postgresql = open();
                JournalFixture sqlite = TestStore.SQLITE.open(Files.createDirectory(folder.resolve("sqlite")),
                        Clock.systemUTC())) {
            TreeMap<String, List<String>> expected = columns(sqlite);
            TreeMap<String, List<String>> found = columns(postgresql);
            assertEquals(List.of("one", "run"), found.remove("owner"));
            assertEquals(expected, found);
        }
    }

    private static TreeMap<String, List<String>> columns(JournalFixture store) throws Exception {
        TreeMap<String, List<String>> columns = new TreeMap<>();
        try (Connection connection = store.dataSource().getConnection();
                ResultSet row = connection.getMetaData().getColumns(null, connection.getSchema(), "%", "%")) {
            while (row.next()) {
                String table = row.getString("TABLE_NAME");
                if (!table.contains("flyway") && !table.startsWith("sqlite") && !table.contains("event_")) {
                    columns.computeIfAbsent(table, name -> new ArrayList<>()).add(row.getString("COLUMN_NAME"));
                }
            }
        }
        columns.values().forEach(names -> names.sort(null));
        return columns;
    }
}
