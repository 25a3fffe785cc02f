package org.ladibridge;

/** Time that only goes forward: what is waited for in memory hangs on it, because a clock may be put back. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since some moment; only differences mean anything. */
    long nanos();
}
