package org.ladibridge.sandbox;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

/** Counts the calls, of each path and of the running second. */
@ApplicationScoped
class Calls {
    private final Clock clock;
    private final Map<String, Long> byPath = new TreeMap<>();
    private long second;
    private int inSecond;

    Calls(Clock clock) {
        this.clock = clock;
    }

    synchronized void count(String path) {
        byPath.merge(path, 1L, Long::sum);
        long now = clock.instant().getEpochSecond();
        inSecond = now == second ? inSecond + 1 : 1;
        second = now;
    }

    /** The last one that was counted included. */
    synchronized int inThisSecond() {
        return inSecond;
    }

    synchronized Map<String, Long> all() {
        return new TreeMap<>(byPath);
    }

    synchronized void clear() {
        byPath.clear();
    }
}
