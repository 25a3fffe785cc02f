package org.ladibridge.journal;

import java.time.Duration;

/** Decides whether a queue's consumer is given records at the moment. Asked by one thread, changed by others. */
public interface DispatchGate {
    /** Whether one more record may go out while so many are on their way. */
    boolean permits(int inFlight);

    /** When to ask again after a no; a change announced through {@link #onChange} is noticed at once. */
    Duration askAgainAfter();

    /** Calls the listener whenever the answer may have changed. */
    void onChange(Runnable listener);

    /** Always open. */
    DispatchGate OPEN = new DispatchGate() {
        @Override
        public boolean permits(int inFlight) {
            return true;
        }

        @Override
        public Duration askAgainAfter() {
            return Duration.ofMinutes(1);
        }

        @Override
        public void onChange(Runnable listener) {
            // never changes
        }
    };
}
