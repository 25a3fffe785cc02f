package org.ladibridge.journal;

import java.time.Duration;

import org.ladibridge.Ticker;

/**
 * Open, or closed until a time at which one record may try whether all goes well again. Not for several threads: what closes and
 * opens it, and who waits, is its owner's.
 */
public final class ProbeGate {
    private static final Duration WHILE_OPEN = Duration.ofSeconds(1);
    /** The probe is on its way. */
    private static final Duration WHILE_PROBED = Duration.ofMillis(20);

    private final Ticker ticker;
    private int failures;
    private long closedAt;
    private long closedUntil;

    public ProbeGate(Ticker ticker) {
        this.ticker = ticker;
    }

    public boolean isOpen() {
        return failures == 0;
    }

    /** How often it was closed in a row. */
    public int failures() {
        return failures;
    }

    /** Whether one more goes out: while it is closed only a probe, and only alone. */
    public boolean permits(int inFlight) {
        return isOpen() || inFlight == 0 && untilProbe().isZero();
    }

    /** Never negative; zero while it is open. */
    public Duration untilProbe() {
        Duration left = isOpen() ? Duration.ZERO : ticker.until(closedUntil);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Since it was closed last. */
    public Duration closedFor() {
        return isOpen() ? Duration.ZERO : Duration.ofNanos(ticker.nanos() - closedAt);
    }

    public Duration askAgainAfter() {
        if (isOpen()) {
            return WHILE_OPEN;
        }
        return untilProbe().isZero() ? WHILE_PROBED : untilProbe();
    }

    /** Nothing but a probe after the given time. */
    public void close(Duration pause) {
        failures++;
        closedAt = ticker.nanos();
        closedUntil = ticker.in(pause);
    }

    /** As long as it is closed: not before the given time. */
    public void stayClosed(Duration pause) {
        if (untilProbe().compareTo(pause) < 0) {
            closedUntil = ticker.in(pause);
        }
    }

    /** The probe may go at once. */
    public void probeNow() {
        closedUntil = ticker.nanos();
    }

    public void open() {
        failures = 0;
    }
}
