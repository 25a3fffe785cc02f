package org.ladibridge.journal;

/**
 * Why the store cannot be written.
 *
 * @param message in English: what happened, and what can be done
 */
public record StoreTrouble(Kind kind, String message) {

    /** What has to happen. */
    public enum Kind {
        /** The disk refuses or hangs: it goes on by itself. */
        DISK,
        /** Another program holds the lock of the store's file: it has to end. */
        HELD,
        /** The folder or a file of the store was removed, replaced or unmounted: put it back, or start again. */
        GONE,
        /** The store's file is not what was written: a backup has to be restored, or the file moved aside. */
        DAMAGED
    }

    static StoreTrouble of(Exception cause) {
        Kind kind = cause instanceof StoreFault fault
                ? fault.kind()
                : WriteFault.of(cause) == WriteFault.AGAIN ? Kind.HELD : Kind.DISK;
        return new StoreTrouble(kind, cause.getMessage());
    }
}
