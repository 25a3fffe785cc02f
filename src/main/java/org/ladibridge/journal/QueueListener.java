package org.ladibridge.journal;

/** Who hands out the records of a queue. */
interface QueueListener {
    /** Everything up to this place in the queue is in the store; what follows is announced. */
    default void opened(long lastSeq) {
    }

    /** A record was stored. Called in the order of the queue. */
    void stored(QueuedRecord record);

    /** What stood in one line stands in another from now on, in its old order. Called as {@link #stored} is. */
    default void moved(String line, String into) {
    }

    /** Records have come into a line, or left it; it is to be read again. Called as {@link #stored} is. */
    default void changed(String line) {
    }

    /**
     * It is not known what of the last writes was stored: a commit failed, and may have succeeded all the same. Whatever was stored up to
     * this place in the queue is in the store by now, and no word of it was said.
     */
    default void doubted(long lastSeq) {
    }

    /** Whether it can go on. */
    default boolean isAlive() {
        return true;
    }
}
