package org.ladibridge.journal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The records of one customer that a dispatcher holds in memory, oldest first. Used by the dispatcher's thread only. */
final class CustomerLine {
    final String customerKey;
    final Deque<QueuedRecord> records = new ArrayDeque<>();
    /** Younger records of this customer are in the store and not here. */
    boolean moreInStore;
    boolean delivering;
    /** So many of its next records cannot be delivered together. */
    int oneByOne;
    /** In which ready queue the line stands; null when in none. */
    Priority ready;
    /** Nothing of this customer is delivered before; null = at once. */
    Instant waitsUntil;

    CustomerLine(String customerKey) {
        this.customerKey = customerKey;
    }

    /** The oldest records, at most so many as may be delivered together. */
    List<QueuedRecord> next(int together) {
        return records.stream().limit(oneByOne > 0 ? 1 : together).toList();
    }

    /** A customer with anything live in line is served with the live ones: its older records go first all the same. */
    Priority priority() {
        for (QueuedRecord record : records) {
            if (record.priority() == Priority.LIVE) {
                return Priority.LIVE;
            }
        }
        return Priority.BACKFILL;
    }
}
