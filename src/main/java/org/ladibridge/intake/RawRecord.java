package org.ladibridge.intake;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One record as its source wrote it, before any mapping. The body of an exchange that reaches {@code kamelet:ladiflow-sink} is
 * one of these, a list of them (stored all or none), or plain JSON.
 *
 * @param body the record as JSON (CSV: an object of column to text); when it is unreadable, whatever could be kept of it as text
 * @param eventId what is the same when the source sends the same thing again; null = the route's {@code eventId} parameter
 *        decides, else the content
 * @param unreadable why the record could not be read, in English, without personal data; null for a readable one
 */
public record RawRecord(JsonNode body, String eventId, String unreadable) {
    public static RawRecord of(JsonNode body) {
        return new RawRecord(body, null, null);
    }

    public static RawRecord of(JsonNode body, String eventId) {
        return new RawRecord(body, eventId, null);
    }

    public static RawRecord unreadable(JsonNode text, String eventId, String why) {
        return new RawRecord(text, eventId, why);
    }
}
