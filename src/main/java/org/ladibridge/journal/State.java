package org.ladibridge.journal;

import java.util.Locale;

/** Where a record stands. */
public enum State {
    /** Stored, not yet delivered; also while it is being delivered, so that a crash makes it queued again by itself. */
    QUEUED,
    /** To be delivered again at a later time. */
    WAITING,
    /** LadiFlow accepted it. */
    DELIVERED,
    /** Equal to what LadiFlow accepted last for this customer; not sent. */
    UNCHANGED,
    /** Merged into a younger record of the same customer. */
    SUPERSEDED,
    /** Its source's mapping makes no customer of it, on purpose; never sent. */
    IGNORED,
    /** Cannot become a customer; never sent. */
    REJECTED,
    /** LadiFlow refused it. */
    DEAD;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name used in the store, the API and metrics. */
    public String label() {
        return label;
    }

    /** Whether the record still has to be delivered. */
    public boolean inFlight() {
        return this == QUEUED || this == WAITING;
    }

    /** @throws IllegalArgumentException for a name that is no state */
    public static State of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
