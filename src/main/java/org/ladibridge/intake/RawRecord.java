package org.ladibridge.intake;

import java.time.Instant;

import org.ladibridge.customer.Reason;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One record as its source wrote it, before any mapping. The body of an exchange that reaches {@code kamelet:ladiflow-sink} is
 * one of these, a list of them (stored all or none), or plain JSON.
 *
 * @param body the record as JSON (CSV: an object of column to text); when it is unreadable, whatever could be kept of it as text
 * @param eventId what is the same when the source sends the same thing again; null = the route's {@code eventId} parameter
 *        decides, else the content
 * @param changedAt when the source changed it; null = what stands at the route's {@code changedAt} parameter, if anything
 * @param unreadable why the record cannot become a customer, in English, without personal data; null for a good one
 * @param rejected the reason that goes with it; null for a good one
 */
public record RawRecord(JsonNode body, String eventId, Instant changedAt, String unreadable, Reason rejected) {
    public static RawRecord of(JsonNode body) {
        return new RawRecord(body, null, null, null, null);
    }

    public static RawRecord of(JsonNode body, String eventId) {
        return new RawRecord(body, eventId, null, null, null);
    }

    public static RawRecord of(JsonNode body, String eventId, Instant changedAt) {
        return new RawRecord(body, eventId, changedAt, null, null);
    }

    public static RawRecord unreadable(JsonNode text, String eventId, String why) {
        return rejected(text, eventId, Reason.UNREADABLE, why);
    }

    /** A record that is kept and counted, and goes no further. */
    public static RawRecord rejected(JsonNode body, String eventId, Reason reason, String why) {
        return new RawRecord(body, eventId, null, why, reason);
    }
}
