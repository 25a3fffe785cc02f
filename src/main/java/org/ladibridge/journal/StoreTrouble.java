package org.ladibridge.journal;

/**
 * Why the store cannot be written.
 *
 * @param message in English: what happened, and what can be done
 */
public record StoreTrouble(Kind kind, String message) {

    /** What has to happen. */
    public enum Kind {
        /** The disk or the database's server refuses or hangs: it goes on by itself. */
        DISK,
        /** Another program holds the store's lock: it has to end. */
        HELD,
        /** The folder or a file of the store was removed, replaced or unmounted, or another bridge has it: put it back, or start again. */
        GONE,
        /** The store's file is not what was written, or its server no place for it: the message says what has to be done. */
        DAMAGED
    }

    static StoreTrouble of(Exception cause) {
        Kind kind = cause instanceof StoreFault fault
                ? fault.kind()
                : WriteFault.of(cause) == WriteFault.AGAIN ? Kind.HELD : Kind.DISK;
        return new StoreTrouble(kind, cause.getMessage());
    }
}
