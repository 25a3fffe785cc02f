package org.ladibridge.delivery;

import java.time.Duration;
import java.util.Arrays;

import org.ladibridge.journal.Backoff;

/**
 * The response time-out of a call before its slot is given to another record. The full time-out is for customers who
 * have needed it: a customer's first call gets a few seconds, or several times what the slowest answer took lately. Not for several
 * threads.
 */
final class Patience {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration AT_FIRST = Duration.ofSeconds(5);
    /** As long as others who fail wait for the same places. */
    private static final Duration IN_NEED = Duration.ofSeconds(1);
    private static final int TIMES_THE_SLOWEST = 4;
    private static final int REMEMBERED = 32;

    private final Duration most;
    private final long[] millis = new long[REMEMBERED];
    private int answers;

    Patience(Duration most) {
        this.most = most;
    }

    /** LadiFlow gave a proper answer. */
    void answered(Duration time) {
        millis[answers++ % REMEMBERED] = time.toMillis();
    }

    /**
     * @param tries how often the record, or LadiFlow while it is down, was tried before: each time twice as long
     * @param isShort whether others need the place
     */
    Duration of(int tries, boolean isShort) {
        long slowest = TIMES_THE_SLOWEST * Arrays.stream(millis).max().orElse(0);
        long least = isShort && answers > 0 ? IN_NEED.toMillis() : AT_FIRST.toMillis();
        long grown = tries == 0 ? 0 : new Backoff(FIRST, most, 0).after(tries).toMillis();
        return Duration.ofMillis(Math.min(most.toMillis(), Math.max(Math.max(slowest, least), grown)));
    }
}
