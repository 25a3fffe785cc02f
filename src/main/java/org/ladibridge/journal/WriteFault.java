package org.ladibridge.journal;

import java.sql.SQLException;

/** Whose fault it is that something was not written. */
enum WriteFault {
    /** The store cannot be written: its disk is full, its file damaged, its server gone. */
    STORE,
    /** Somebody else was writing; the same write may succeed the next time. */
    AGAIN,
    /** What was to be written is refused whenever it comes; the store is well. */
    MEMBER;

    /** Whether the server was stopped or the way to it was cut; SQLite has neither. */
    static boolean isConnectionLost(Exception e) {
        return e instanceof SQLException sql && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P0"));
    }

    static WriteFault of(Exception e) {
        if (e instanceof StoreFault) {
            return STORE;
        }
        if (!(e instanceof SQLException sql)) {
            return MEMBER;
        }
        // SQLite has no SQLSTATE.
        return sql.getSQLState() == null ? SqliteDatabase.classify(sql) : PostgresqlDatabase.classify(sql);
    }
}
