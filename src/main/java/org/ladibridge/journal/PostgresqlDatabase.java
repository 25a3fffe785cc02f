package org.ladibridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.apache.camel.util.ObjectHelper;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.ladibridge.journal.StoreTrouble.Kind;

import javax.sql.DataSource;

/**
 * A database of a PostgreSQL server, version 14 or newer.
 * <p>
 * One process has it at a time: the writer's connection holds an advisory lock, of which the server lets go with the connection. Between
 * two connections another bridge may have had the lock, and then what this one remembers of the queues would be wrong. So the table
 * {@code owner} says which start of a bridge had it last.
 */
final class PostgresqlDatabase implements Database {
    private static final Logger LOG = Logger.getLogger(PostgresqlDatabase.class);
    /** «LADI», the first half of the lock's name; the other is the schema, so that a database may hold several stores. */
    private static final int LOCK = 0x4c414449;
    private static final String TRY_LOCK = "select pg_try_advisory_lock(" + LOCK + ", hashtext(current_schema()))";
    private static final String UNLOCK = "select pg_advisory_unlock(" + LOCK + ", hashtext(current_schema()))";
    private static final String NO_PASSWORD = "08004";
    private static final String NO_RIGHT = "42501";
    private static final int OLDEST_VERSION = 140_000;
    /** A bridge that is stopped lets go within this time. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 200;
    private static final Pattern SECRET = Pattern.compile("(?i)([?&](?:password|user)=)[^&]*");

    private final DataFolder folder;
    private final Duration patience;
    private final DataSource dataSource;
    private final Flyway flyway;
    private final String url;
    private final String run = UUID.randomUUID().toString();
    /** Holds the lock until the writer's first connection does; null from then on. */
    private Connection opening;
    /** The server's process behind the writer's last connection; 0 before the first. */
    private int session;
    private volatile StoreFault taken;

    /**
     * @param url as it is set, {@code jdbc:postgresql://host/database}
     * @param folder of the drop folders
     */
    PostgresqlDatabase(DataSource dataSource, Flyway flyway, String url, Path folder) {
        this(dataSource, flyway, url, folder, PATIENCE);
    }

    /** @param patience how long another one may take to let go of the store */
    PostgresqlDatabase(DataSource dataSource, Flyway flyway, String url, Path folder, Duration patience) {
        this.folder = new DataFolder(folder);
        this.patience = patience;
        this.dataSource = dataSource;
        this.flyway = flyway;
        this.url = SECRET.matcher(url).replaceAll("$1…");
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void open() throws SQLException {
        folder.take();
        try {
            opening = dataSource.getConnection();
            examine(opening);
            makeSchema(opening);
            if (!lock(opening)) {
                throw unfit(Kind.HELD,
                        "another LadiBridge uses it; give each its own database or schema (BRIDGE_STORE=…?currentSchema=…)");
            }
            flyway.migrate();
            own(opening);
        } catch (SQLException e) {
            opened();
            throw (SQLException) explain(e);
        } catch (FlywayException e) {
            opened();
            SQLException cause = ObjectHelper.getException(SQLException.class, e);
            if (cause == null || cause.getSQLState() == null || meaning(cause.getSQLState()) == null) {
                throw e;
            }
            throw (SQLException) explain(cause);
        }
    }

    /** The writer has the lock from now on, or nobody. */
    private void opened() {
        if (opening != null) {
            writesNoMore(opening);
            try {
                opening.close();
            } catch (SQLException e) {
                LOG.debug("The connection was lost before", e);
            }
            opening = null;
        }
    }

    /** @throws StoreFault when what it calls committed could get lost, or texts would be cut */
    private void examine(Connection connection) throws SQLException {
        if (Integer.parseInt(text(connection, "show server_version_num")) < OLDEST_VERSION) {
            throw unfit("it is PostgreSQL " + text(connection, "show server_version")
                    + ", and the oldest that is known to do is 14");
        }
        if (!text(connection, "show server_encoding").equals("UTF8")) {
            throw unfit("its encoding is " + text(connection, "show server_encoding")
                    + ", in which Vietnamese cannot be written: create database … encoding 'UTF8' template template0");
        }
        if (text(connection, "select pg_is_in_recovery()").equals("t")) {
            throw unfit(
                    "the server is a standby, which cannot be written: name the primary, or both with targetServerType=primary");
        }
        if (text(connection, "show fsync").equals("off")) {
            throw unfit(
                    "the server is set to fsync = off, so what it calls stored is gone when its machine stops: set fsync = on");
        }
        if (text(connection, "show full_page_writes").equals("off")) {
            LOG.warn("The PostgreSQL server is set to full_page_writes = off: a crash of its machine can damage the store");
        }
    }

    /** One that {@code currentSchema} names and that is not there yet. */
    private static void makeSchema(Connection connection) throws SQLException {
        if (text(connection, "select current_schema()") == null) {
            String schema = text(connection, "show search_path").split(",")[0].strip();
            try (Statement statement = connection.createStatement()) {
                statement.execute("create schema if not exists " + schema);
            }
        }
    }

    private StoreFault unfit(String why) {
        return unfit(Kind.DAMAGED, why);
    }

    private StoreFault unfit(Kind kind, String why) {
        return new StoreFault(kind, "the store " + name() + " cannot be used: " + why);
    }

    private boolean lock(Connection connection) throws SQLException {
        long end = System.nanoTime() + patience.toNanos();
        while (!text(connection, TRY_LOCK).equals("t")) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private void own(Connection connection) throws SQLException {
        try (PreparedStatement own = connection.prepareStatement(
                "insert into owner (one, run) values (1, ?) on conflict (one) do update set run = excluded.run")) {
            own.setString(1, run);
            own.executeUpdate();
        }
    }

    @Override
    public void close() throws IOException {
        opened();
        folder.leave();
    }

    @Override
    public String name() {
        return "in BRIDGE_STORE «" + url + "»";
    }

    @Override
    public void writesThrough(Connection connection) throws SQLException {
        if (text(connection, "show synchronous_commit").equals("off")) {
            text(connection, "select set_config('synchronous_commit', 'on', false)");
        }
        opened();
        endFormer(connection);
        if (!lock(connection) || !run.equals(text(connection, "select run from owner"))) {
            taken = new StoreFault(Kind.GONE, "another LadiBridge has taken the store " + name()
                    + " since the connection to it was lost: stop that one and start this one again, or leave this one stopped");
            throw taken;
        }
        session = Integer.parseInt(text(connection, "select pg_backend_pid()"));
    }

    @Override
    public void writesNoMore(Connection connection) {
        try {
            text(connection, UNLOCK);
        } catch (SQLException e) {
            LOG.debug("The connection is lost, and the lock with it", e);
        }
    }

    /** The server may not have noticed yet that the connection before is lost, or the pool may have kept it: its lock would stay. */
    private void endFormer(Connection connection) throws SQLException {
        text(connection,
                "select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory' and classid = " + LOCK
                        + " and pid = " + session + " and pid <> pg_backend_pid()");
    }

    @Override
    public String begin() {
        return "begin";
    }

    /** A commit whose wait for a standby was given up is one that a failover loses, and is told as no more than a warning. */
    @Override
    public void committed(Statement commit) throws SQLException {
        SQLWarning warning = commit.getWarnings();
        if (warning != null) {
            commit.clearWarnings();
            if ("01000".equals(warning.getSQLState())) {
                throw new SQLException("the server has it, but no standby does: " + warning.getMessage(), "08007");
            }
        }
    }

    @Override
    public void check() throws StoreFault {
        if (taken != null) {
            throw taken;
        }
    }

    @Override
    public Exception explain(Exception failure) {
        if (failure instanceof StoreFault || !(failure instanceof SQLException sql) || sql.getSQLState() == null) {
            return failure;
        }
        // Of a batch the driver tells the statement with its values, which are a customer's; the server's own words come next.
        SQLException told = sql instanceof BatchUpdateException && sql.getNextException() != null
                ? sql.getNextException()
                : sql;
        String meaning = meaning(told.getSQLState());
        return meaning == null
                ? told
                : new SQLException("%s (%s)".formatted(meaning, told.getMessage()), told.getSQLState(), told.getErrorCode(),
                        told);
    }

    private String meaning(String state) {
        if (state.equals(NO_PASSWORD)) {
            return "the database server of the store " + name()
                    + " wants to know who asks: set BRIDGE_STORE_USER and BRIDGE_STORE_PASSWORD";
        }
        if (state.equals(NO_RIGHT)) {
            return "BRIDGE_STORE_USER may not make tables in the store " + name()
                    + ": grant usage, create on its schema to that user";
        }
        return switch (state.substring(0, 2)) {
            case "08" -> "the database server of the store " + name() + " cannot be reached";
            case "57" -> "the database server of the store " + name() + " is being stopped or started";
            case "53" -> "the database server of the store " + name()
                    + " has no room left, on its disk, in its memory or for a connection";
            case "28" -> "the database server of the store " + name() + " refuses BRIDGE_STORE_USER or BRIDGE_STORE_PASSWORD";
            case "3D" -> "the database server has no such database as the store " + name() + ": create it";
            case "25" -> "the database server of the store " + name() + " can only be read";
            default -> null;
        };
    }

    @Override
    public String remedy() {
        return "look whether the server of BRIDGE_STORE runs and has room on its disk";
    }

    @Override
    public String by(String index) {
        return "";
    }

    @Override
    public void backup(Path file) {
        throw new UnsupportedOperationException(
                "the store is a PostgreSQL database: back it up with its own means, such as pg_dump");
    }

    /** Whose fault it is that something was not written. */
    static WriteFault classify(SQLException e) {
        return switch (e.getSQLState().substring(0, Math.min(2, e.getSQLState().length()))) {
            // Broken values, breaches of a rule, and what no statement should be.
            case "21", "22", "23", "26", "2F", "42", "44", "54" -> WriteFault.MEMBER;
            // Deadlocks and locks that were not to be had.
            case "40", "55" -> WriteFault.AGAIN;
            default -> WriteFault.STORE;
        };
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
