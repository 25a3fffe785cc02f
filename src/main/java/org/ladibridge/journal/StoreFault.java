package org.ladibridge.journal;

import java.sql.SQLException;

/**
 * The store's files are not what they have to be. No full disk, which mends itself: somebody has to do something.
 */
final class StoreFault extends SQLException {
    private static final long serialVersionUID = 1L;

    private final transient StoreTrouble.Kind kind;

    StoreFault(StoreTrouble.Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    StoreTrouble.Kind kind() {
        return kind;
    }

    /** @return whether SQLite found, here or as a cause, that the file is not what it wrote */
    static boolean isDamage(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && SqliteDatabase.isDamage(sql)) {
                return true;
            }
        }
        return false;
    }
}
