package org.ladibridge.journal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.ladibridge.customer.Reason;
import org.ladibridge.customer.StoredText;
import org.ladibridge.customer.Warning;

/**
 * A record to be appended. The body of an exchange that reaches the {@code journal:} producer is one of these or a list of them.
 *
 * @param position which record of its exchange this came from, from 0
 * @param part which customer of that record, from 0
 * @param source name of the source
 * @param eventId the source's id of this event; null when it has none, then the content stands for it
 * @param repetition by what it is recognised as a repetition
 * @param customerKey records with one key are delivered one after the other; null only for a rejected or ignored record
 * @param aliases other keys under which the same customer may be known, the strongest first
 * @param priority who goes first
 * @param raw what the source sent
 * @param payload what is to be delivered; null for a rejected record, and, like the key, for an ignored one
 * @param changedAt when the source says that it changed the record; null when it does not say
 * @param rejected why the record is stored as rejected; null for a good one
 * @param detail addition to {@code rejected}; may be null
 * @param warnings what was left out
 */
public record NewRecord(int position, int part, String source, String eventId, Repetition repetition, String customerKey,
        List<String> aliases, Priority priority, byte[] raw, byte[] payload, Instant changedAt, Reason rejected, String detail,
        List<Warning> warnings) {
    static final int LONGEST_DETAIL = 2_000;

    public NewRecord {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(raw, "raw");
        warnings = List.copyOf(warnings);
        if (eventId != null && !eventId.equals(StoredText.key(eventId))) {
            String why = eventId.length() > StoredText.LONGEST_KEY
                    ? "longer than " + StoredText.LONGEST_KEY + " characters"
                    : "with a character that cannot be stored";
            warnings = Stream.concat(warnings.stream(), Stream.of(new Warning(Warning.Code.ID_SHORTENED, null, why))).toList();
            eventId = StoredText.key(eventId);
        }
        customerKey = StoredText.key(customerKey);
        detail = StoredText.excerpt(detail, LONGEST_DETAIL);
        if (eventId == null && repetition.goesByEvent()) {
            throw new IllegalArgumentException("a record that is known by its event needs an event id");
        }
        aliases = aliases.stream().map(StoredText::key).toList();
        if (rejected == null && (customerKey == null) != (payload == null)) {
            throw new IllegalArgumentException("a record that is to be delivered needs a customer key and a payload");
        }
    }

    /** A record with an event id. */
    public NewRecord(int position, String source, String eventId, String customerKey, String alias, Priority priority,
            byte[] raw, byte[] payload, Instant changedAt, Reason rejected, String detail, List<Warning> warnings) {
        this(position, 0, source, eventId, Repetition.OF_EVENT, customerKey, alias == null ? List.of() : List.of(alias),
                priority,
                raw, payload, changedAt, rejected, detail, warnings);
    }

    State initialState() {
        return rejected != null ? State.REJECTED : payload == null ? State.IGNORED : State.QUEUED;
    }
}
