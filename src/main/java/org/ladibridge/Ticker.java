package org.ladibridge;

import java.time.Duration;

/**
 * Time that only passes: for whatever waits in memory. A wall clock may be put back, and what waits by it waits that much longer; it
 * is for what is stored or shown.
 */
@FunctionalInterface
public interface Ticker {
    /** The machine's own. */
    Ticker SYSTEM = System::nanoTime;

    /** A moment in nanoseconds, which means something only beside another one of the same ticker. */
    long nanos();

    /** The moment that comes after so long. */
    default long in(Duration wait) {
        return nanos() + wait.toNanos();
    }

    /** Whether the moment has come. */
    default boolean hasCome(long moment) {
        return nanos() - moment >= 0;
    }

    /** How long it is until then; negative when it is past. */
    default Duration until(long moment) {
        return Duration.ofNanos(moment - nanos());
    }
}
