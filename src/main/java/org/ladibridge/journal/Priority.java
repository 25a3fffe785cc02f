package org.ladibridge.journal;

/** Which records go first when there is more to deliver than LadiFlow takes; the order per customer stands above it. */
public enum Priority {
    /** Somebody just did something. */
    LIVE,
    /** History: files and first runs of polls. */
    BACKFILL
}
