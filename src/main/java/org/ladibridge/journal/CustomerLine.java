package org.ladibridge.journal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The records of one line that a dispatcher holds in memory, oldest first. Used by the dispatcher's thread only. */
final class CustomerLine {
    final String name;
    /** Without those that are with the consumer. */
    final Deque<QueuedRecord> records = new ArrayDeque<>();
    /** Younger records of this line are in the store and not here. */
    boolean moreInStore;
    /** Another line has joined this one: nothing is kept in memory until all is read again. */
    boolean reload;
    /** How many offers are with the consumer: one, or two where lines were joined meanwhile. */
    int delivering;
    /** So many of its next records cannot be delivered together. */
    int oneByOne;
    /** It is not to wait for its record's due time. */
    boolean hurried;
    /** When it failed last, counted in failures of all lines; 0 = not since the start. */
    long lastFailure;
    /** Where the line waits for its turn; null when it does not. */
    Inflow ready;
    /** Nothing of this line is delivered before; null = at once. */
    Instant waitsUntil;

    CustomerLine(String name) {
        this.name = name;
    }

    /** Removes the oldest records, at most so many as may be delivered together. */
    List<QueuedRecord> take(int together) {
        int most = oneByOne > 0 ? 1 : together;
        List<QueuedRecord> taken = new ArrayList<>();
        while (taken.size() < most && !records.isEmpty()) {
            taken.add(records.poll());
        }
        return taken;
    }

    /** Whether its oldest record failed before and waited. */
    boolean hasFailed() {
        return records.peek().due() != null;
    }

    void putBack(List<QueuedRecord> taken) {
        for (int i = taken.size() - 1; i >= 0; i--) {
            records.addFirst(taken.get(i));
        }
    }

    /** For whose sake the line is served: its oldest live record, whose older ones go first all the same, else its oldest. */
    QueuedRecord foremost() {
        for (QueuedRecord record : records) {
            if (record.priority() == Priority.LIVE) {
                return record;
            }
        }
        return records.peek();
    }
}
