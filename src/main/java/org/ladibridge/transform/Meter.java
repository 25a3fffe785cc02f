package org.ladibridge.transform;

import java.time.Duration;

/** What a mapping may cost for one record. Belongs to one thread; nobody else can end a jq program. */
final class Meter {
    /** Far beyond what a customer needs; ends a list without end before the memory does, also when many are made at once. */
    private static final int MOST_STEPS = 250_000;
    private static final int STEPS_BETWEEN_LOOKS = 64;

    private final Duration limit;
    private long deadline;
    private int steps;

    Meter(Duration limit) {
        this.limit = limit;
    }

    /** The next record begins. */
    void start() {
        deadline = System.nanoTime() + limit.toNanos();
        steps = 0;
    }

    /** @throws MappingException when this was one too many, or the time is over */
    void step() {
        if (++steps > MOST_STEPS) {
            throw new MappingException("mapping.jq was given up: it makes more than " + MOST_STEPS + " steps for this record");
        }
        if (steps % STEPS_BETWEEN_LOOKS == 0) {
            nanosLeft();
        }
    }

    /** @throws MappingException when there are none */
    long nanosLeft() {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new MappingException("mapping.jq was given up: it takes longer than " + limit.toMillis()
                    + " ms for this record (BRIDGE_MAPPING_TIMEOUT)");
        }
        return left;
    }
}
