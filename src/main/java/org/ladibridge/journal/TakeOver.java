package org.ladibridge.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;
import org.sqlite.Function;

import io.quarkus.runtime.configuration.ConfigurationException;
import javax.sql.DataSource;

/**
 * Brings the records of an SQLite store of versions 1 to 9 into the tables of version 10, before version 11 puts these in the place of the
 * old ones. In pieces of which each is a transaction, so that it goes on where it was interrupted.
 */
final class TakeOver {
    private static final Logger LOG = Logger.getLogger(TakeOver.class);
    private static final String NEW_TABLES = "10";
    private static final int PIECE = 20_000;
    private static final long SAY_EVERY_NANOS = 5_000_000_000L;
    private static final String IDENTITY = "identity(source, event_id)";

    /** @param key by which its rows are copied in order */
    private record Table(String name, List<String> key, String columns) {
        String copied() {
            return columns.replace(IDENTITY, "identity");
        }
    }

    private static final List<Table> TABLES = List.of(
            new Table("event", List.of("id"),
                    "id, seq, queue, source, event_id, " + IDENTITY
                            + ", digest, customer_key, line, priority, state, reason, attempts,"
                            + " received_at, changed_at, due_at, finished_at, arrival, wanted, patched, detail, warnings"),
            new Table("payload", List.of("event_id"), "event_id, raw, mapped, original"),
            new Table("attempt", List.of("event_id", "n"), "event_id, n, at, call, sent, status, millis, answer"),
            new Table("held_customer", List.of("line"),
                    "line, ladiflow_id, payload_digest, confirmed_at, origins, email, phone, run, tags, tags_told_at"),
            new Table("customer_alias", List.of("alias"), "alias, customer_key"),
            new Table("said", List.of("line", "source"), "line, source, digest, event_id"));

    private final DataSource dataSource;
    private final Path folder;
    private final int piece;

    TakeOver(DataSource dataSource, Path folder) {
        this(dataSource, folder, PIECE);
    }

    /** @param piece how many rows are copied by one transaction */
    TakeOver(DataSource dataSource, Path folder, int piece) {
        this.dataSource = dataSource;
        this.folder = folder;
        this.piece = piece;
    }

    /** @throws ConfigurationException when there is no room for a second copy of the records */
    void migrate(Flyway flyway) throws SQLException, IOException {
        if (isNeeded()) {
            ask(folder);
            Flyway.configure().configuration(flyway.getConfiguration()).target(NEW_TABLES).load().migrate();
            copy();
        }
        flyway.migrate();
    }

    /** Whether there are records in the tables of an earlier version. */
    private boolean isNeeded() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return exists(connection, "event") && !columns(connection, "event").contains("identity")
                    && (!isEmpty(connection, "event") || !isEmpty(connection, held(connection)));
        }
    }

    private static String held(Connection connection) throws SQLException {
        return exists(connection, "held_customer") ? "held_customer" : "accepted_customer";
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("select 1 from sqlite_schema where type = 'table' and name = '" + table + "'")) {
            return row.next();
        }
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select name from pragma_table_info('" + table + "')")) {
            while (row.next()) {
                columns.add(row.getString(1));
            }
        }
        return columns;
    }

    private static boolean isEmpty(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select 1 from " + table + " limit 1")) {
            return !row.next();
        }
    }

    /** Both copies stand in the file for a while; afterwards the room is used for what comes. */
    private static void ask(Path folder) throws IOException {
        long size = Files.size(folder.resolve("bridge.db"));
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < size) {
            throw new ConfigurationException(
                    ("BRIDGE_DATA: the store in «%s» is of an earlier version and is rewritten once, for which %s are"
                            + " needed beside it, and %s are free: make room and start again. Nothing was changed").formatted(
                                    folder.toAbsolutePath(), megabytes(size), megabytes(free)));
        }
    }

    private static String megabytes(long bytes) {
        return "%,d MB".formatted(bytes / 1_000_000 + 1);
    }

    private void copy() throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            Function.create(PreparedQuery.driversOwn(connection).unwrap(org.sqlite.SQLiteConnection.class), "identity",
                    new Identity());
            watch(connection, statement);
            Progress progress = new Progress(count(statement));
            LOG.infof(
                    "The store is of an earlier version: its %,d rows are rewritten once. Senders and files are not taken meanwhile;"
                            + " it may be stopped at any time and goes on at the next start",
                    progress.all);
            for (Table table : TABLES) {
                copy(connection, statement, table, progress);
            }
            LOG.info("All rows are rewritten; the indexes of the store are made");
        }
    }

    /**
     * A bridge of the earlier version may run between an interruption and the next start: what it changes is no longer as it was copied,
     * and all begins anew.
     */
    private static void watch(Connection connection, Statement statement) throws SQLException {
        boolean isBegun = exists(connection, "taken_over");
        boolean isChanged = isBegun && !isEmpty(connection, "taken_over");
        if (isBegun && !isChanged) {
            return;
        }
        statement.execute("begin immediate");
        statement.execute("create table if not exists taken_over (changed varchar(20) not null)");
        statement.execute("delete from taken_over");
        for (Table table : TABLES) {
            statement.execute("delete from " + table.name() + "_10");
            for (String change : List.of("insert", "update", "delete")) {
                statement.execute(
                        ("create trigger if not exists %1$s_%2$s_10 after %2$s on %1$s when not exists (select 1 from taken_over)"
                                + " begin insert into taken_over values ('%1$s'); end").formatted(table.name(), change));
            }
        }
        statement.execute("commit");
    }

    private static long count(Statement statement) throws SQLException {
        long all = 0;
        for (Table table : TABLES) {
            try (ResultSet row = statement.executeQuery("select count(*) from " + table.name())) {
                row.next();
                all += row.getLong(1);
            }
        }
        return all;
    }

    private void copy(Connection connection, Statement statement, Table table, Progress progress) throws SQLException {
        String key = String.join(", ", table.key());
        String from = " from " + table.name();
        List<Object> last = last(statement,
                "select " + key + from + "_10 order by " + key.replace(",", " desc,") + " desc limit 1",
                table.key().size());
        if (last != null) {
            progress.skip(statement, table.name());
        }
        while (true) {
            String rows = last == null
                    ? from
                    : from + " where (" + key + ") > (" + String.join(", ", Collections.nCopies(last.size(), "?")) + ")";
            try (PreparedStatement insert = connection.prepareStatement("insert into " + table.name() + "_10 (" + table.copied()
                    + ") select " + table.columns() + rows + " order by " + key + " limit " + piece)) {
                for (int i = 0; last != null && i < last.size(); i++) {
                    insert.setObject(i + 1, last.get(i));
                }
                int copied = insert.executeUpdate();
                if (copied == 0) {
                    return;
                }
                progress.add(copied);
            }
            last = last(statement, "select " + key + from + "_10 order by " + key.replace(",", " desc,") + " desc limit 1",
                    table.key().size());
        }
    }

    private static List<Object> last(Statement statement, String sql, int columns) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                return null;
            }
            List<Object> values = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                values.add(row.getObject(i));
            }
            return values;
        }
    }

    /** The same digest as {@link Digests#identity}. */
    private static final class Identity extends Function {
        @Override
        protected void xFunc() throws SQLException {
            result(Digests.identity(value_text(0), value_text(1)));
        }
    }

    private static final class Progress {
        final long all;
        private final long begun = System.nanoTime();
        private long done;
        private long doneBefore;
        private long said = begun;

        Progress(long all) {
            this.all = all;
        }

        void skip(Statement statement, String table) throws SQLException {
            try (ResultSet row = statement.executeQuery("select count(*) from " + table + "_10")) {
                row.next();
                done += row.getLong(1);
                doneBefore += row.getLong(1);
            }
        }

        void add(long rows) {
            done += rows;
            long now = System.nanoTime();
            if (now - said > SAY_EVERY_NANOS) {
                said = now;
                double seconds = (now - begun) / 1e9;
                LOG.infof("%,d of %,d rows of the store are rewritten, about %,d s left", done, all,
                        Math.round(seconds / (done - doneBefore) * (all - done)));
            }
        }
    }
}
