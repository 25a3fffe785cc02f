package org.ladibridge.intake;

import java.time.Duration;

import org.ladibridge.Ticker;
import org.ladibridge.journal.DispatchGate;
import org.ladibridge.journal.ProbeGate;

/**
 * Holds the records of one queue back while the other side, be it a source that is asked or a receiver that is told, takes no calls at
 * all: no connection, told to slow down, or the token is refused. Then lets one through as a probe, and the others after its success.
 */
public final class SourceGate implements DispatchGate {
    private final ProbeGate gate;
    private Runnable listener = () -> {
    };

    public SourceGate(Ticker ticker) {
        this.gate = new ProbeGate(ticker);
    }

    @Override
    public synchronized boolean permits(int inFlight) {
        return gate.permits(inFlight);
    }

    @Override
    public synchronized Duration askAgainAfter() {
        return gate.askAgainAfter();
    }

    /** A queue has one consumer, which asks anew after each pause. */
    @Override
    public synchronized void onChange(Runnable newListener) {
        listener = newListener;
    }

    /** However long it is closed: one may try now. */
    public synchronized void probeNow() {
        gate.probeNow();
    }

    /** Consecutive failures of the source as a whole. */
    public synchronized int failures() {
        return gate.failures();
    }

    /** The other side answered, whatever it said about the record. */
    public void open() {
        Runnable toCall;
        synchronized (this) {
            if (gate.isOpen()) {
                return;
            }
            gate.open();
            toCall = listener;
        }
        toCall.run();
    }

    /**
     * Nothing is handed out for the given time, or longer when it was told so before.
     *
     * @return how often this happened in a row, from 1
     */
    public synchronized int close(Duration pause) {
        Duration left = gate.untilProbe();
        gate.close(pause);
        gate.stayClosed(left);
        return gate.failures();
    }
}
