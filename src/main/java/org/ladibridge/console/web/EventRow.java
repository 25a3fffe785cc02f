package org.ladibridge.console.web;

import java.time.Instant;

import org.ladibridge.customer.Mask;
import org.ladibridge.journal.JournalReader.Event;

import io.quarkus.qute.TemplateData;

/**
 * A record in a list.
 *
 * @param customer the customer's key, masked; null for a rejected record
 */
@TemplateData
public record EventRow(long id, String source, String eventId, String customer, String state, String reason, String detail,
        boolean hasWarnings, int attempts, Instant receivedAt, Instant dueAt, Instant finishedAt) {
    static EventRow of(Event event, boolean masked) {
        return new EventRow(event.id(), event.source(), event.eventId(),
                masked ? Mask.key(event.customerKey()) : event.customerKey(), event.state(), event.reason(), event.detail(),
                event.warnings() != null, event.attempts(), event.receivedAt(), event.dueAt(), event.finishedAt());
    }
}
