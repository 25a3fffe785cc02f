package org.ladibridge.intake;

import org.ladibridge.journal.JournalExchange;

/** Exchange properties by which a source kamelet speaks to {@code kamelet:ladiflow-sink}. */
public final class IntakeProperties {
    /** {@link Boolean}: the records are history, live webhooks go first. */
    public static final String BACKFILL = "bridge.backfill";
    /** {@link org.ladibridge.journal.Repetition}: by what records with an id are known to be repetitions; by their event without it. */
    public static final String REPETITION = "bridge.repetition";
    /** {@link org.ladibridge.journal.Checkpoint}: stored in one transaction with the records. */
    public static final String CHECKPOINT = JournalExchange.CHECKPOINT;
    /** Text: the sink's {@code eventId} parameter, evaluated. */
    public static final String EVENT_ID = "bridge.eventId";

    private IntakeProperties() {
    }
}
