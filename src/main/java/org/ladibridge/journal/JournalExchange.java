package org.ladibridge.journal;

/** Exchange properties by which routes speak to the {@code journal:} component. */
public final class JournalExchange {
    /** Producer: {@link Checkpoint} to be stored in one transaction with the records. */
    public static final String CHECKPOINT = "bridge.checkpoint";
    /** Producer: the {@link AppendResult}, once the records are stored; the body is the route author's. */
    public static final String APPENDED = "journal.appended";
    /** Producer and consumer: the W3C trace context under which the records came in; only while traces are exported. */
    public static final String TRACEPARENT = "journal.traceparent";
    /** Consumer: list of {@link QueuedRecord}, the oldest ones of one customer, as many as the endpoint's {@code together} allows. */
    public static final String RECORDS = "journal.records";
    /**
     * Consumer: the {@link QueuedRecord} of the exchange, at first the oldest of {@link #RECORDS}. A route that delivers several of
     * them as one sets the youngest that it takes: the outcome is for all up to that one.
     */
    public static final String RECORD = "journal.record";
    /** Consumer: {@link Outcome}, set by the route; without it, success is {@link Outcome.Delivered#PLAIN}. */
    public static final String OUTCOME = "journal.outcome";
    /**
     * Consumer: number of writes that were sent and whose answer is not known, 0 without it. What the customer's payload is at its
     * receiver is in doubt then, whatever the outcome.
     */
    public static final String IN_DOUBT = "journal.inDoubt";
    /** Consumer: list of {@link Attempt}, added to by the route. */
    public static final String ATTEMPTS = "journal.attempts";

    private JournalExchange() {
    }
}
