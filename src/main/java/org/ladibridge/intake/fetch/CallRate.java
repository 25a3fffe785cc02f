package org.ladibridge.intake.fetch;

import java.util.concurrent.locks.LockSupport;

import org.ladibridge.Ticker;

/** A rate limiter: evenly spaced calls per second. */
final class CallRate {
    private static final long SECOND = 1_000_000_000L;

    private final Ticker ticker;
    private final long gap;
    private long next;
    private boolean called;

    CallRate(int perSecond, Ticker ticker) {
        this.ticker = ticker;
        this.gap = SECOND / Math.max(1, perSecond);
    }

    /** Returns when it is the caller's turn. */
    void await() {
        long at;
        synchronized (this) {
            long now = ticker.nanos();
            at = called && next - now > 0 ? next : now;
            next = at + gap;
            called = true;
        }
        long left = at - ticker.nanos();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = at - ticker.nanos();
        }
    }
}
