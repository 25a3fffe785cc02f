package org.ladibridge.journal;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.ladibridge.customer.StoredText;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import io.quarkus.runtime.configuration.ConfigurationException;
import javax.sql.DataSource;

/**
 * Copies a whole store from one database into an empty one, its ledger included. Neither may be in use. What was copied from is marked,
 * so that no bridge delivers from both; so is a copy that did not come to its end.
 */
public final class StoreMove {
    /** A checkpoint under this name says that the store is no store to begin with. */
    static final String MARK = "journal:moved";
    private static final int BATCH = 1_000;
    private static final int COMMIT_EVERY = 20_000;
    /** In this order; the mark of an unfinished copy stands in the first. */
    private static final List<String> TABLES = List.of("checkpoint", "event", "payload", "attempt", "replay", "trace", "ledger",
            "held_customer", "customer_alias", "said", "column_assignment", "used_mapping", "not_taken", "audit");
    /** Identifiers, which are the same in every table. */
    private static final List<String> KEYS = List.of("event_id", "customer_key", "line", "alias");

    private final Consumer<String> progress;

    /** @param progress is told in sentences how far it is */
    public StoreMove(Consumer<String> progress) {
        this.progress = progress;
    }

    /**
     * What was copied.
     *
     * @param rows of each table
     * @param to the store that holds them now
     */
    public record Moved(Map<String, Long> rows, String to) {
    }

    /**
     * Why a bridge must not begin with this store, and what to do.
     *
     * @param mark the checkpoint {@link #MARK}
     */
    static String refusal(String name, String mark) {
        return mark.isEmpty()
                ? "a move into the store " + name
                        + " did not come to its end: run move-store again, or begin with an empty store"
                : "the store " + name + " was moved " + mark
                        + ": start the bridge with that one; to go on with this one all the same,"
                        + " run «move-store --unmark» on it, and what is queued in both is delivered twice";
    }

    /**
     * A store that is named as a command names it.
     *
     * @param name a data folder, or {@code jdbc:postgresql:…}
     * @param user for PostgreSQL; may be null
     * @param password for PostgreSQL; may be null
     * @param scratch a folder that is locked instead of a data folder when the store is PostgreSQL's
     */
    public static Database database(String name, String user, String password, Path scratch) {
        if (name.startsWith("jdbc:postgresql:")) {
            PGSimpleDataSource server = new PGSimpleDataSource();
            server.setUrl(name);
            if (user != null) {
                server.setUser(user);
                server.setPassword(password);
            }
            server.setApplicationName("ladibridge move-store");
            server.setLogServerErrorDetail(false);
            return new PostgresqlDatabase(server, flyway(server, "postgresql"), name, scratch);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        SQLiteDataSource file = new SQLiteDataSource(config);
        file.setUrl("jdbc:sqlite:" + Path.of(name).resolve("bridge.db"));
        return new SqliteDatabase(file, flyway(file, "sqlite"), Path.of(name));
    }

    private static Flyway flyway(DataSource dataSource, String dialect) {
        return Flyway.configure().dataSource(dataSource).locations("classpath:db/migration/" + dialect).group(true).load();
    }

    /** Whether a data folder holds a store. */
    public static boolean isStore(String name) {
        return name.startsWith("jdbc:") || Files.exists(Path.of(name).resolve("bridge.db"));
    }

    /**
     * @throws ConfigurationException when one of the two is in use, cannot be opened, is marked, or the target is not empty
     * @throws JournalUnavailableException when reading or writing fails; the target is marked then, and this may be called again
     */
    public Moved move(Database from, Database to) {
        try {
            return moved(from, to);
        } catch (SQLException | FlywayException e) {
            throw new JournalUnavailableException(e.getMessage(), e);
        }
    }

    private Moved moved(Database from, Database to) throws SQLException {
        from.open();
        to.open();
        try (Connection source = from.dataSource().getConnection(); Connection target = to.dataSource().getConnection()) {
            String moved = mark(source);
            if (moved != null) {
                throw new ConfigurationException(refusal(from.name(), moved));
            }
            source.setAutoCommit(false);
            target.setAutoCommit(false);
            prepare(target, to.name());
            Map<String, Long> rows = new TreeMap<>();
            for (String table : TABLES) {
                rows.put(table, copy(table, source, target));
            }
            compare(source, target);
            source.rollback();
            mark(source, "to the store " + to.name());
            source.commit();
            unmark(target);
            target.commit();
            return new Moved(rows, to.name());
        }
    }

    /** Forgets that a store was moved. */
    public void unmark(Database store) {
        try {
            store.open();
            try (Connection connection = store.dataSource().getConnection()) {
                unmark(connection);
            }
        } catch (SQLException | FlywayException e) {
            throw new JournalUnavailableException(e.getMessage(), e);
        }
    }

    private static void unmark(Connection connection) throws SQLException {
        execute(connection, "delete from checkpoint where source = '" + MARK + "'");
    }

    private void prepare(Connection target, String name) throws SQLException {
        String begun = mark(target);
        if (begun == null) {
            for (String table : TABLES) {
                if (count(target, table) > 0) {
                    throw new ConfigurationException(
                            "the store " + name + " is not empty (" + count(target, table) + " rows in «" + table
                                    + "»), and nothing was copied: name an empty database, schema or data folder");
                }
            }
        } else if (!begun.isEmpty()) {
            throw new ConfigurationException(refusal(name, begun));
        } else {
            progress.accept("A move into this store was interrupted before; it begins again");
            for (String table : TABLES) {
                execute(target, "delete from " + table);
            }
        }
        mark(target, "");
        target.commit();
    }

    private static String mark(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select value from checkpoint where source = '" + MARK + "'")) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static void mark(Connection connection, String value) throws SQLException {
        try (PreparedStatement insert = connection
                .prepareStatement("insert into checkpoint (source, value, updated_at) values (?, ?, 0)")) {
            insert.setString(1, MARK);
            insert.setString(2, value);
            insert.executeUpdate();
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        return number(connection, "select count(*) from " + table);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** A column, and how many characters it takes; 0 for one that is no text. */
    private record Column(String name, int longest) {
        Object fitting(Object value) {
            if (!(value instanceof String text)) {
                return value;
            }
            return KEYS.contains(name)
                    ? StoredText.key(text)
                    : StoredText.excerpt(text, longest == 0 ? Integer.MAX_VALUE : longest);
        }
    }

    /** The columns of the target, whose texts have a length; SQLite takes longer ones than it was told. */
    private static List<Column> columns(Connection target, String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet row = target.getMetaData().getColumns(null, target.getSchema(), table, null)) {
            while (row.next()) {
                boolean isText = row.getString("TYPE_NAME").toLowerCase(java.util.Locale.ROOT).contains("char");
                columns.add(new Column(row.getString("COLUMN_NAME"), isText ? row.getInt("COLUMN_SIZE") : 0));
            }
        }
        return columns;
    }

    private long copy(String table, Connection source, Connection target) throws SQLException {
        List<Column> columns = columns(target, table);
        String names = String.join(", ", columns.stream().map(Column::name).toList());
        int identity = columns.stream().map(Column::name).toList().indexOf("identity");
        long all = count(source, table);
        long copied = 0;
        try (Statement select = source.createStatement();
                PreparedStatement insert = target.prepareStatement("insert into " + table + " (" + names + ") values ("
                        + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")")) {
            select.setFetchSize(BATCH);
            try (ResultSet row = select.executeQuery("select " + names + " from " + table)) {
                while (row.next()) {
                    for (int i = 0; i < columns.size(); i++) {
                        insert.setObject(i + 1, columns.get(i).fitting(row.getObject(i + 1)));
                    }
                    if (identity >= 0) {
                        insert.setLong(identity + 1,
                                Digests.identity(row.getString("source"), StoredText.key(row.getString("event_id"))));
                    }
                    insert.addBatch();
                    copied++;
                    if (copied % BATCH == 0) {
                        insert.executeBatch();
                    }
                    if (copied % COMMIT_EVERY == 0) {
                        target.commit();
                        progress.accept("%s: %,d of %,d rows".formatted(table, copied, all));
                    }
                }
                insert.executeBatch();
            }
        }
        target.commit();
        return copied;
    }

    /** @throws SQLException when the two differ in a count */
    private static void compare(Connection source, Connection target) throws SQLException {
        for (String table : TABLES) {
            long marks = table.equals("checkpoint") ? 1 : 0;
            long before = count(source, table);
            long after = count(target, table) - marks;
            if (before != after) {
                throw new SQLException("«" + table + "» has " + before + " rows, and " + after + " arrived");
            }
        }
        String ledger = "select coalesce(sum(n), 0) from ledger";
        if (number(source, ledger) != number(target, ledger)) {
            throw new SQLException("the ledgers differ");
        }
    }
}
