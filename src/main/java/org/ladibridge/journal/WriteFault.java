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

    static WriteFault of(Exception e) {
        if (e instanceof StoreFault) {
            return STORE;
        }
        return e instanceof SQLException sql ? SqliteDialect.classify(sql) : MEMBER;
    }
}
