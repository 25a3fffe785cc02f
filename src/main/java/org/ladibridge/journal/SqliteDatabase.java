package org.ladibridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import org.flywaydb.core.Flyway;

import javax.sql.DataSource;

/** One file in the data folder, {@code bridge.db}; a lock on the file {@code bridge.lock} beside it keeps other bridges out. */
final class SqliteDatabase implements Database {
    /**
     * Takes the lock for writing at once, and waits for it. A transaction that begins by reading and writes later would be refused
     * without waiting when another process has written in between.
     */
    static final String BEGIN = "begin immediate";

    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int INTERRUPT = 9;
    private static final int CORRUPT = 11;
    private static final int SCHEMA = 17;
    private static final int TOO_BIG = 18;
    private static final int CONSTRAINT = 19;
    private static final int MISMATCH = 20;
    private static final int RANGE = 25;
    private static final int NOT_A_DATABASE = 26;

    private final DataSource dataSource;
    private final Flyway flyway;
    private final DataFolder folder;
    private final StoreFiles files;

    SqliteDatabase(DataSource dataSource, Flyway flyway, Path folder) {
        this.dataSource = dataSource;
        this.flyway = flyway;
        this.folder = new DataFolder(folder);
        this.files = new StoreFiles(folder);
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void open() throws SQLException {
        folder.take();
        try {
            files.beforeOpening();
            new TakeOver(dataSource, folder.path()).migrate(flyway);
            files.opened(dataSource, folder.lockFile());
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    @Override
    public void close() throws IOException {
        folder.leave();
    }

    @Override
    public String name() {
        return "in BRIDGE_DATA «" + folder.path().toAbsolutePath() + "»";
    }

    @Override
    public void writesThrough(Connection connection) {
        files.reopened();
    }

    @Override
    public void writesNoMore(Connection connection) {
        // It holds nothing.
    }

    @Override
    public String begin() {
        return BEGIN;
    }

    @Override
    public void committed(Statement commit) {
        // What SQLite committed is on the disk.
    }

    @Override
    public void check() throws StoreFault {
        files.check();
    }

    @Override
    public Exception explain(Exception failure) {
        return files.explain(failure);
    }

    @Override
    public String remedy() {
        return "check the disk space and the permissions of BRIDGE_DATA";
    }

    @Override
    public String by(String index) {
        return " indexed by " + index;
    }

    @Override
    public void backup(Path file) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement copy = connection.prepareStatement("vacuum into ?")) {
            copy.setString(1, file.toString());
            copy.execute();
        } catch (SQLException e) {
            throw new JournalUnavailableException("the store cannot be copied to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whose fault it is that something was not written. */
    static WriteFault classify(SQLException e) {
        return switch (primary(e)) {
            case BUSY, LOCKED, INTERRUPT, SCHEMA -> WriteFault.AGAIN;
            case TOO_BIG, CONSTRAINT, MISMATCH, RANGE -> WriteFault.MEMBER;
            default -> WriteFault.STORE;
        };
    }

    /** Whether SQLite found that the file is not what it wrote. */
    static boolean isDamage(SQLException e) {
        return primary(e) == CORRUPT || primary(e) == NOT_A_DATABASE;
    }

    /** The extended codes have the primary one in their lowest byte. */
    private static int primary(SQLException e) {
        return e.getErrorCode() & 0xff;
    }
}
