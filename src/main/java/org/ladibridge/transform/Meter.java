package org.ladibridge.transform;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a mapping may cost for one record. Belongs to one thread; nobody else can end a jq program. What counts is the time that the
 * thread has worked: on a busy machine it waits for long, and that is not the record's fault.
 */
final class Meter {
    /** Far beyond what a customer needs; ends a list without end before the memory does, also when many are made at once. */
    private static final int MOST_STEPS = 250_000;
    private static final int STEPS_BETWEEN_LOOKS = 64;

    private final Duration limit;
    private final LongSupplier clock;
    private final LongSupplier worked;
    private long workedBefore;
    /** By the clock: before it, the thread cannot have worked for so long. */
    private long deadline;
    private int steps;

    Meter(Duration limit) {
        this(limit, System::nanoTime, Meter::workedByThisThread);
    }

    /**
     * @param clock nanoseconds
     * @param worked nanoseconds that this thread has worked; less than 0 when nobody knows
     */
    Meter(Duration limit, LongSupplier clock, LongSupplier worked) {
        this.limit = limit;
        this.clock = clock;
        this.worked = worked;
    }

    private static long workedByThisThread() {
        try {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        } catch (UnsupportedOperationException e) {
            return -1;
        }
    }

    /** The next record begins. */
    void start() {
        workedBefore = worked.getAsLong();
        deadline = clock.getAsLong() + limit.toNanos();
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

    /**
     * @return for how long the program may go on at least
     * @throws MappingException when the time is over
     */
    long nanosLeft() {
        long left = deadline - clock.getAsLong();
        if (left <= 0 && workedBefore >= 0) {
            left = limit.toNanos() - (worked.getAsLong() - workedBefore);
            deadline = clock.getAsLong() + left;
        }
        if (left <= 0) {
            throw new MappingException("mapping.jq was given up: it takes longer than " + limit.toMillis()
                    + " ms for this record (BRIDGE_MAPPING_TIMEOUT)");
        }
        return left;
    }
}
