package org.ladibridge.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides whether a queue's consumer is given records at the moment, and whose. Asked by one thread, changed by others; a line is
 * that of {@link QueuedRecord#line()}.
 */
public interface DispatchGate {
    /** Which of the lines that are ready goes out next. */
    enum Pick {
        /** The one whose turn it is. */
        NEXT,
        /** Any: who is in trouble may stand side by side, and others behind them. */
        ANY,
        /** The one that most likely shows whether anything goes through at all: which never failed, else has failed the least. */
        PROBE
    }

    /** Whether one more record goes out while so many are on their way. Asked when there is one, so a yes is made use of. */
    boolean permits(int inFlight);

    /** @param newcomer whether a record came in for a line that never failed, since the last one went out */
    default boolean permits(int inFlight, boolean newcomer) {
        return permits(inFlight);
    }

    /** Whether records of this priority stay where they are for now, whatever is permitted. */
    default boolean holdsBack(Priority priority) {
        return false;
    }

    /** When to ask again after a no; a change announced through {@link #onChange} is noticed at once. */
    Duration askAgainAfter();

    /** Calls the listener whenever the answer may have changed. */
    void onChange(Runnable listener);

    /** How the record for which there was a yes is chosen. */
    default Pick pick() {
        return Pick.NEXT;
    }

    /** Whether the line's records failed while those of others went through; then others go first. */
    default boolean isFailing(String line) {
        return false;
    }

    /** The reason with which a record of such a line waits in the store; null when there is none. */
    default String failingReason() {
        return null;
    }

    /**
     * A record that waits with this reason was found in the store at the start.
     *
     * @param attempts how often it was tried
     * @param since when it came in, or was replayed last
     */
    default void restored(String line, int attempts, Instant since) {
        // A gate without such a reason has nothing to remember.
    }

    /** Lines that are not to wait any longer, each told once. */
    default List<String> hurried() {
        return List.of();
    }

    /** Whether a person has set the line's oldest record aside: nothing is sent of it, so it goes out whatever the gate permits. */
    default boolean isSetAside(String line, long record) {
        return false;
    }

    /** Nothing of the line is in flight any more. */
    default void gone(String line) {
        // A gate that knows no lines has nothing to forget.
    }

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
