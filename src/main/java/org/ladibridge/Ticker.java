package org.ladibridge;

import java.time.Duration;

/**
 * A monotonic clock, for everything that waits in memory. A wall clock may be put back, and a wait by it would last longer; it
 * is for what is stored or shown.
 */
@FunctionalInterface
public interface Ticker {
    /** The machine's own. */
    Ticker SYSTEM = System::nanoTime;

    /** The current time in nanoseconds; only differences between two times of the same ticker have a meaning. */
    long nanos();

    /** The time after the given duration. */
    default long in(Duration wait) {
        return nanos() + wait.toNanos();
    }

    /** Whether the moment has come. */
    default boolean hasCome(long moment) {
        return nanos() - moment >= 0;
    }

    /** The remaining duration; negative when the time has passed. */
    default Duration until(long moment) {
        return Duration.ofNanos(moment - nanos());
    }
}
