package org.ladibridge.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * What one source adds to a queue with one priority: how far the store has been read, and which lines wait for the source's turn.
 * Used by the dispatcher's thread only.
 */
final class Inflow {
    final Priority priority;
    final Set<Long> inMemory = new HashSet<>();
    final Deque<CustomerLine> ready = new ArrayDeque<>();
    long lastSeq;
    /** The store holds records that were not read yet. */
    boolean behind;

    Inflow(Priority priority) {
        this.priority = priority;
    }
}
