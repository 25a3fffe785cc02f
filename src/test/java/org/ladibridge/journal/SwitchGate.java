package org.ladibridge.journal;

import java.time.Duration;

/** A gate that a test opens and closes. */
final class SwitchGate implements DispatchGate {
    private volatile boolean open;
    private volatile Runnable listener = () -> {
    };

    SwitchGate(boolean open) {
        this.open = open;
    }

    void open(boolean on) {
        open = on;
        listener.run();
    }

    @Override
    public boolean permits(int inFlight) {
        return open;
    }

    @Override
    public Duration askAgainAfter() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void onChange(Runnable listener) {
        this.listener = listener;
    }
}
