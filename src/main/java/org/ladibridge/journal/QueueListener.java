package org.ladibridge.journal;

/** Who hands out the records of a queue. */
interface QueueListener {
    /** A record was stored. Called in the order of the queue. */
    void stored(QueuedRecord record);

    /** Whether it can go on. */
    default boolean isAlive() {
        return true;
    }
}
