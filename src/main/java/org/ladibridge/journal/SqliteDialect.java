package org.ladibridge.journal;

import java.sql.SQLException;

/** What is peculiar to SQLite. */
final class SqliteDialect {
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

    private SqliteDialect() {
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
