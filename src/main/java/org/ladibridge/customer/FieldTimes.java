package org.ladibridge.customer;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * When a customer's fields were changed where they come from: for each field the newest change that LadiFlow accepted. Fields of
 * sources that tell no time are not in it. Immutable.
 */
public record FieldTimes(Map<CustomerField, Instant> newest) {
    /** Nothing is known. */
    public static final FieldTimes NONE = new FieldTimes(Map.of());

    public FieldTimes {
        newest = newest.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(newest));
    }

    /** Whether a newer value of the field was accepted than one of that time. */
    public boolean isNewer(CustomerField field, Instant changedAt) {
        Instant time = newest.get(field);
        return time != null && time.isAfter(changedAt);
    }

    /** These times with that of the fields, none of which is older. */
    public FieldTimes with(Collection<CustomerField> fields, Instant changedAt) {
        Map<CustomerField, Instant> times = new EnumMap<>(CustomerField.class);
        times.putAll(newest);
        fields.forEach(field -> times.put(field, changedAt));
        return new FieldTimes(times);
    }

    /** Keys as LadiFlow spells the fields, values in epoch milliseconds. */
    public JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        newest.forEach((field, time) -> json.put(field.wireName(), time.toEpochMilli()));
        return json;
    }

    /** Reads what {@link #toJson} wrote; fields that no longer exist are dropped. */
    public static FieldTimes fromJson(JsonNode json) {
        Map<CustomerField, Instant> times = new EnumMap<>(CustomerField.class);
        json.properties().forEach(entry -> CustomerField.byWireName(entry.getKey())
                .ifPresent(field -> times.put(field, Instant.ofEpochMilli(entry.getValue().asLong()))));
        return new FieldTimes(times);
    }
}
