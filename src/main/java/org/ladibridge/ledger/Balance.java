package org.ladibridge.ledger;

import org.ladibridge.journal.State;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * The counts of one source, or of all. {@code received} is counted on its own, so the equation can fail.
 *
 * @param inFlight stored and still to be delivered
 */
public record Balance(long received, long delivered, long unchanged, long superseded, long duplicate, long ignored,
        long rejected, long dead,
        long inFlight) {
    public static final Balance ZERO = new Balance(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Whether every received record is accounted for. */
    @JsonIgnore
    public boolean isBalanced() {
        return received == delivered + unchanged + superseded + duplicate + ignored + rejected + dead + inFlight;
    }

    /** Records that came to their end and were no repetition. */
    long finished() {
        return delivered + unchanged + superseded + ignored + rejected + dead;
    }

    Balance plus(String state, long n) {
        return switch (state) {
            case "received" ->
                new Balance(received + n, delivered, unchanged, superseded, duplicate, ignored, rejected, dead, inFlight);
            case "duplicate" ->
                new Balance(received, delivered, unchanged, superseded, duplicate + n, ignored, rejected, dead, inFlight);
            default -> plus(State.of(state), n);
        };
    }

    private Balance plus(State state, long n) {
        return switch (state) {
            case DELIVERED ->
                new Balance(received, delivered + n, unchanged, superseded, duplicate, ignored, rejected, dead, inFlight);
            case UNCHANGED ->
                new Balance(received, delivered, unchanged + n, superseded, duplicate, ignored, rejected, dead, inFlight);
            case SUPERSEDED ->
                new Balance(received, delivered, unchanged, superseded + n, duplicate, ignored, rejected, dead, inFlight);
            case IGNORED ->
                new Balance(received, delivered, unchanged, superseded, duplicate, ignored + n, rejected, dead, inFlight);
            case REJECTED ->
                new Balance(received, delivered, unchanged, superseded, duplicate, ignored, rejected + n, dead, inFlight);
            case DEAD ->
                new Balance(received, delivered, unchanged, superseded, duplicate, ignored, rejected, dead + n, inFlight);
            case QUEUED, WAITING ->
                new Balance(received, delivered, unchanged, superseded, duplicate, ignored, rejected, dead, inFlight + n);
        };
    }
}
