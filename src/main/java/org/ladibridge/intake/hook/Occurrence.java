package org.ladibridge.intake.hook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.ladibridge.intake.Times;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * By what a delivery is known again when it is repeated, and when what it says became true: as {@code kamelet:ladiflow-sink} is told.
 *
 * @param parameters of that kamelet; empty when nothing was recognised
 * @param header that {@code eventId} takes the id from; null when it takes none
 */
record Occurrence(Map<String, String> parameters, String header) {
    private static final Pattern ID_HEADER = Pattern
            .compile("(?i)(.*[-_])?(event|delivery|message|webhook|notification|idempotency|request|msg)[-_]?(id|key|uuid)");
    /** Which proxies and tracing put there. */
    private static final Pattern NOT_THE_SENDERS = Pattern
            .compile("(?i)x-request-id|x-amzn-.*|x-cloud-.*|cf-.*|.*trace.*|.*correlation.*");
    private static final Pattern EVENT_ID = Pattern.compile("event_?id|delivery_?id|message_?id|webhook_?id|notification_?id");
    /** Of the record itself, the first that is there. */
    private static final List<Pattern> CHANGED = List.of(
            Pattern.compile("(last_?)?(updated|modified|changed)(_?(at|on|time|date))?"),
            Pattern.compile("(last_?)?(update|modify|modification|change)_?(time|date|at)|date_?(modified|updated)(_gmt)?"),
            Pattern.compile("(occurred|triggered|submitted|event|sent)_?(at|on|time|timestamp)"), Pattern.compile("timestamp"));
    private static final List<String> ENVELOPES = List.of("data", "payload", "record", "object", "customer", "contact", "lead",
            "form_response", "submission", "body", "resource");
    private static final Times TIMES = new Times("iso", "UTC");

    /** @param record of the delivery, as the mapping gets it */
    static Occurrence of(HookRequest delivery, JsonNode record) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Optional<String> header = delivery.headers().names().stream()
                .filter(name -> ID_HEADER.matcher(name).matches() && !NOT_THE_SENDERS.matcher(name).matches()
                        && name.matches("[A-Za-z0-9-]+"))
                .sorted().findFirst();
        header.ifPresent(name -> parameters.put("eventId", "${header." + name + "}"));
        List<String> places = places(record);
        if (header.isEmpty()) {
            places.stream().filter(place -> EVENT_ID.matcher(last(place)).matches() && record.at(place).isValueNode()
                    && !record.at(place).asText().isBlank()).findFirst().ifPresent(place -> parameters.put("eventIdAt", place));
        }
        for (Pattern names : CHANGED) {
            Optional<String> changed = places.stream()
                    .filter(place -> names.matcher(last(place)).matches() && TIMES.moment(record.at(place)) != null)
                    .findFirst();
            if (changed.isPresent()) {
                parameters.put("changedAt", changed.get());
                break;
            }
        }
        return new Occurrence(parameters, header.orElse(null));
    }

    private static String last(String place) {
        return place.substring(place.lastIndexOf('/') + 1).replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(java.util.Locale.ROOT);
    }

    /** At the top, and in what wraps the customer. */
    private static List<String> places(JsonNode record) {
        List<String> places = new ArrayList<>();
        record.fieldNames().forEachRemaining(name -> add(places, "", name));
        for (String envelope : ENVELOPES) {
            if (record.path(envelope).isObject()) {
                record.path(envelope).fieldNames().forEachRemaining(name -> add(places, "/" + envelope, name));
            }
        }
        return places;
    }

    private static void add(List<String> places, String before, String name) {
        if (name.matches("[A-Za-z0-9_-]+")) {
            places.add(before + "/" + name);
        }
    }
}
