package org.ladibridge.intake;

import org.apache.camel.Exchange;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.Repetition;

/** What a source tells {@code kamelet:ladiflow-sink} and {@code kamelet:journal-sink} with an exchange, as properties of it. */
public final class IntakeExchange {
    /** Set by the kamelet itself, whose copies in the folders of users have this name in them. */
    static final String EVENT_ID = "bridge.eventId";
    private static final String BACKFILL = "ladibridge.backfill";
    private static final String REPETITION = "ladibridge.repetition";

    private final Exchange exchange;

    private IntakeExchange(Exchange exchange) {
        this.exchange = exchange;
    }

    public static IntakeExchange of(Exchange exchange) {
        return new IntakeExchange(exchange);
    }

    /**
     * @param backfill whether the records are history: live webhooks go first
     * @param repetition by what records with an id are known to be repetitions
     */
    public void tell(boolean backfill, Repetition repetition) {
        exchange.setProperty(BACKFILL, backfill);
        exchange.setProperty(REPETITION, repetition);
    }

    public Priority priority() {
        return exchange.getProperty(BACKFILL, false, Boolean.class) ? Priority.BACKFILL : Priority.LIVE;
    }

    /** By the event, where the source does not say. */
    Repetition repetition() {
        return exchange.getProperty(REPETITION, Repetition.OF_EVENT, Repetition.class);
    }

    /** The sink's {@code eventId} parameter, evaluated; null when it has none. */
    String eventId() {
        return exchange.getProperty(EVENT_ID, String.class);
    }
}
