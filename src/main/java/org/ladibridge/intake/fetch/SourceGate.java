package org.ladibridge.intake.fetch;

import java.time.Duration;

import org.ladibridge.Ticker;
import org.ladibridge.journal.DispatchGate;

/**
 * Holds the references of one queue back while their source cannot be asked at all: no connection, told to slow down, or the
 * token is refused. Then lets one through as a probe, and the others after its success.
 */
final class SourceGate implements DispatchGate {
    private final Ticker ticker;
    private Runnable listener = () -> {
    };
    private int failures;
    /** By the ticker; null while the gate is open. */
    private Long closedUntil;

    SourceGate(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public synchronized boolean permits(int inFlight) {
        return closedUntil == null || inFlight == 0 && ticker.hasCome(closedUntil);
    }

    @Override
    public synchronized Duration askAgainAfter() {
        if (closedUntil == null) {
            return Duration.ofSeconds(1);
        }
        Duration left = ticker.until(closedUntil);
        return left.isNegative() || left.isZero() ? Duration.ofMillis(20) : left;
    }

    /** A queue has one consumer, which asks anew after each pause of its source. */
    @Override
    public synchronized void onChange(Runnable newListener) {
        listener = newListener;
    }

    /** How often nobody could be asked, in a row. */
    synchronized int failures() {
        return failures;
    }

    /** The source answered, whatever it said about the record. */
    void open() {
        Runnable toCall;
        synchronized (this) {
            failures = 0;
            if (closedUntil == null) {
                return;
            }
            closedUntil = null;
            toCall = listener;
        }
        toCall.run();
    }

    /**
     * Nothing is handed out for the given time, or longer when it was told so before.
     *
     * @return how often this happened in a row, from 1
     */
    synchronized int close(Duration pause) {
        if (closedUntil == null || ticker.until(closedUntil).compareTo(pause) < 0) {
            closedUntil = ticker.in(pause);
        }
        return ++failures;
    }
}
