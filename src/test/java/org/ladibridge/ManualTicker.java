package org.ladibridge;

import java.time.Duration;

/** Time that passes when the test says so. */
public final class ManualTicker implements Ticker {
    /** Close to the end of what a long can count: moments may only be subtracted. */
    private volatile long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    public void advance(Duration by) {
        now += by.toNanos();
    }

    @Override
    public long nanos() {
        return now;
    }
}
