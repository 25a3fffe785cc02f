package org.ladibridge.journal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that double with every failure, spread a little so that what failed together does not come back together.
 *
 * @param first before the first repetition
 * @param longest what a pause grows to, before it is spread
 * @param jitter the share of a pause by which it may be longer; 0 = none
 */
public record Backoff(Duration first, Duration longest, double jitter) {
    private static final int MOST_DOUBLINGS = 30;

    /** @param failures before, from 0 */
    public Duration after(int failures) {
        long millis = first.toMillis() << Math.max(0, Math.min(failures, MOST_DOUBLINGS));
        return millis >= 0 && millis < longest.toMillis() ? Duration.ofMillis(millis) : longest;
    }

    /** The same, spread. */
    public Duration after(int failures, RandomGenerator random) {
        Duration pause = after(failures);
        return pause.plusMillis(random.nextLong((long) (pause.toMillis() * jitter) + 1));
    }
}
