package org.ladibridge.journal;

import java.util.List;

import org.apache.camel.Exchange;

/** What routes and the {@code journal:} component tell each other with an exchange, as properties of it. */
public final class JournalExchange {
    /** The {@link AppendResult}: the only property that a route's author may meet, in a message that says that a step removed it. */
    public static final String APPENDED = "ladibridge.appended";
    private static final String CHECKPOINT = "ladibridge.checkpoint";
    private static final String TRACEPARENT = "ladibridge.traceparent";
    private static final String RECORDS = "ladibridge.records";
    private static final String RECORD = "ladibridge.record";
    private static final String OUTCOME = "ladibridge.outcome";
    private static final String IN_DOUBT = "ladibridge.inDoubt";
    private static final String ATTEMPTS = "ladibridge.attempts";

    private final Exchange exchange;

    private JournalExchange(Exchange exchange) {
        this.exchange = exchange;
    }

    public static JournalExchange of(Exchange exchange) {
        return new JournalExchange(exchange);
    }

    // --- To a producer ------------------------------------------------------------------------------------------------

    /** What is stored in one transaction with the records; null for nothing. */
    Checkpoint checkpoint() {
        return exchange.getProperty(CHECKPOINT, Checkpoint.class);
    }

    /** To be stored in one transaction with the records. */
    public void checkpoint(Checkpoint checkpoint) {
        exchange.setProperty(CHECKPOINT, checkpoint);
    }

    /** What became of the records, once they are stored; the body is the route author's. Null before, or when a step removed it. */
    public AppendResult appended() {
        return exchange.getProperty(APPENDED, AppendResult.class);
    }

    /** The records are stored. */
    public void appended(AppendResult result) {
        exchange.setProperty(APPENDED, result);
    }

    /** The W3C trace context under which the records came in; null unless traces are exported. */
    public String traceparent() {
        return exchange.getProperty(TRACEPARENT, String.class);
    }

    public void traceparent(String traceparent) {
        exchange.setProperty(TRACEPARENT, traceparent);
    }

    // --- From a consumer ----------------------------------------------------------------------------------------------

    /** Gives these to the route, the oldest ones of one customer. */
    public void offer(List<QueuedRecord> records, List<Attempt> attempts) {
        exchange.setProperty(RECORDS, records);
        exchange.setProperty(RECORD, records.get(0));
        exchange.setProperty(ATTEMPTS, attempts);
    }

    /** The oldest ones of one customer, as many as the endpoint's {@code together} allows. */
    @SuppressWarnings("unchecked")
    public List<QueuedRecord> offered() {
        return exchange.getProperty(RECORDS, List.class);
    }

    public QueuedRecord oldest() {
        return offered().get(0);
    }

    /** The youngest of the offered ones that the route delivers, at first the oldest. */
    public QueuedRecord record() {
        return exchange.getProperty(RECORD, QueuedRecord.class);
    }

    /** The route delivers all up to this one as one: the outcome is for all of them. */
    public void deliverUpTo(QueuedRecord youngest) {
        exchange.setProperty(RECORD, youngest);
    }

    /** Those that the outcome is for. */
    List<QueuedRecord> taken() {
        return offered().subList(0, offered().indexOf(record()) + 1);
    }

    /** What the route decided; null for nothing, then success is {@link Outcome.Delivered#PLAIN}. */
    public Outcome outcome() {
        return exchange.getProperty(OUTCOME, Outcome.class);
    }

    /** @param outcome null for none yet */
    public void outcome(Outcome outcome) {
        exchange.setProperty(OUTCOME, outcome);
    }

    /**
     * Number of writes that were sent and whose answer is not known. What the customer's payload is at its receiver is in doubt then,
     * whatever the outcome.
     */
    public int inDoubt() {
        return exchange.getProperty(IN_DOUBT, 0, Integer.class);
    }

    public void inDoubt(int writes) {
        exchange.setProperty(IN_DOUBT, writes);
    }

    /** Added to by the route. */
    @SuppressWarnings("unchecked")
    public List<Attempt> attempts() {
        return exchange.getProperty(ATTEMPTS, List.class);
    }
}
