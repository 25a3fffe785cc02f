package org.ladibridge.journal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;

/**
 * A record to be appended. The body of an exchange that reaches the {@code journal:} producer is one of these or a list of them.
 *
 * @param position which record of its exchange this came from, from 0
 * @param source name of the source
 * @param eventId the source's id of this event; with {@code raw} it makes a repeated event a duplicate
 * @param customerKey records with one key are delivered one after the other; null only for a rejected record
 * @param alias another key under which the same customer may be known; null when there is none
 * @param priority who goes first
 * @param raw what the source sent
 * @param payload what is to be delivered; null for a rejected record
 * @param changedAt when the source says that it changed the record; null when it does not say
 * @param rejected why the record is stored as rejected; null for a good one
 * @param detail addition to {@code rejected}; may be null
 * @param warnings what was left out
 */
public record NewRecord(int position, String source, String eventId, String customerKey, String alias, Priority priority,
        byte[] raw,
        byte[] payload,
        Instant changedAt, Reason rejected, String detail, List<Warning> warnings) {
    public NewRecord {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(raw, "raw");
        warnings = List.copyOf(warnings);
        if (rejected == null && (customerKey == null || payload == null)) {
            throw new IllegalArgumentException("a record that is to be delivered needs a customer key and a payload");
        }
    }

    State initialState() {
        return rejected == null ? State.QUEUED : State.REJECTED;
    }
}
