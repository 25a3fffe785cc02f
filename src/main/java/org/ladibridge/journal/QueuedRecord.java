package org.ladibridge.journal;

import java.time.Instant;

/**
 * A record on its way to its consumer.
 *
 * @param id what it is called in the ledger and the API
 * @param seq its place in the queue; a replayed record gets a new one
 * @param queue name of the queue
 * @param source name of the source
 * @param customerKey whose record it is
 * @param line records of one line are delivered in their order
 * @param priority who goes first
 * @param payload what is to be delivered
 * @param changedAt when the source says that it changed the record; null when it does not say
 * @param patched when a person set which fields in a replay, as {@link org.ladibridge.customer.FieldOrigins} writes it; null for none
 * @param arrival how young it is among all records: its id, or its place in the queue when its source said it once more
 * @param wanted whether a person sends it again: then it goes out even when LadiFlow is known to hold the same
 * @param attempts how often it was tried before
 * @param due when it may be tried; null = now
 * @param receivedAt when it was stored
 * @param traceparent the W3C trace context under which it came in; null when it came with none
 */
public record QueuedRecord(long id, long seq, String queue, String source, String customerKey, String line, Priority priority,
        byte[] payload, Instant changedAt, String patched, long arrival, boolean wanted, int attempts, Instant due,
        Instant receivedAt, String traceparent) {

    QueuedRecord retriedAt(Instant when) {
        return new QueuedRecord(id, seq, queue, source, customerKey, line, priority, payload, changedAt, patched, arrival,
                wanted,
                attempts + 1, when, receivedAt, traceparent);
    }
}
