package org.ladibridge.customer;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where the values that LadiFlow accepted of a customer came from, field by field. It decides which of two values is the younger one:
 * by the time that their sources tell, where both tell one, else by their arrival here. Immutable.
 *
 * @param newest of fields that are one value
 * @param entries of lists each entry of which is a value of its own, by field and entry
 */
public record FieldOrigins(Map<CustomerField, Origin> newest, Map<String, Origin> entries) {
    /** Nothing was accepted yet. */
    public static final FieldOrigins NONE = new FieldOrigins(Map.of());
    /** Of one customer; then the oldest are forgotten. */
    private static final int MOST_ENTRIES = 300;

    /**
     * Where a value came from.
     *
     * @param changedAt the latest time that a source has told for the field; null when none told any
     * @param arrival place of arrival of the record with the value: its number, or its place in the queue when it was said again later
     * @param isTimed whether the time is the value's own, and not that of an older value which another source told
     */
    public record Origin(Instant changedAt, long arrival, boolean isTimed) {

        /** @param changedAt of the value itself; null when its source does not tell */
        public Origin(Instant changedAt, long arrival) {
            this(changedAt, arrival, changedAt != null);
        }

        /** Whether this is younger than the other. */
        boolean isAfter(Origin other) {
            if (changedAt == null || other.changedAt == null || changedAt.equals(other.changedAt)) {
                return arrival > other.arrival;
            }
            boolean isLater = changedAt.isAfter(other.changedAt);
            if (isTimed && other.isTimed) {
                return isLater;
            }
            // Ages are transitive only where both times are known; otherwise the order of arrival decides.
            return isTimed
                    ? isLater && arrival > other.arrival
                    : other.isTimed ? isLater || arrival > other.arrival : arrival > other.arrival;
        }

        /** This value over the other one: a source that tells no time does not make an older time of another source newer. */
        private Origin over(Origin other) {
            return other == null || changedAt != null || other.changedAt == null
                    ? this
                    : new Origin(other.changedAt, arrival, false);
        }
    }

    public FieldOrigins {
        newest = newest.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(newest));
        entries = entries.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    public FieldOrigins(Map<CustomerField, Origin> newest) {
        this(newest, Map.of());
    }

    /** Whether a younger value of the field was accepted. */
    public boolean isNewer(CustomerField field, Origin value) {
        return isNewer(newest.get(field), value);
    }

    /** Whether a younger value of the entry was accepted. */
    boolean isNewer(CustomerField list, String entry, Origin value) {
        return isNewer(entries.get(key(list, entry)), value);
    }

    /** Whether a younger value of any entry was accepted. */
    boolean anyIsNewer(CustomerField list, Origin value) {
        String prefix = key(list, "");
        return entries.entrySet().stream().anyMatch(one -> one.getKey().startsWith(prefix) && isNewer(one.getValue(), value));
    }

    private static boolean isNewer(Origin accepted, Origin value) {
        return accepted != null && accepted.isAfter(value);
    }

    private static String key(CustomerField list, String entry) {
        return list.wireName() + "/" + entry;
    }

    /** These with the value of one more field, which is not older than the one before. */
    public FieldOrigins with(CustomerField field, Origin value) {
        Map<CustomerField, Origin> origins = new EnumMap<>(CustomerField.class);
        origins.putAll(newest);
        origins.put(field, value.over(newest.get(field)));
        return new FieldOrigins(origins, entries);
    }

    /** These with the value of one more entry, which is not older than the one before. */
    FieldOrigins with(CustomerField list, String entry, Origin value) {
        return with(key(list, entry), value);
    }

    private FieldOrigins with(String entry, Origin value) {
        Map<String, Origin> origins = new HashMap<>(entries);
        origins.put(entry, value.over(entries.get(entry)));
        if (origins.size() > MOST_ENTRIES) {
            origins.entrySet().stream().min(Comparator.comparingLong(one -> one.getValue().arrival()))
                    .ifPresent(oldest -> origins.remove(oldest.getKey()));
        }
        return new FieldOrigins(newest, origins);
    }

    /** Those of both, of each field the younger one. */
    public FieldOrigins and(FieldOrigins others) {
        FieldOrigins all = this;
        for (Map.Entry<CustomerField, Origin> other : others.newest.entrySet()) {
            if (!isNewer(other.getKey(), other.getValue())) {
                all = all.with(other.getKey(), other.getValue());
            }
        }
        for (Map.Entry<String, Origin> other : others.entries.entrySet()) {
            if (!isNewer(entries.get(other.getKey()), other.getValue())) {
                all = all.with(other.getKey(), other.getValue());
            }
        }
        return all;
    }

    /**
     * Keys as LadiFlow spells the fields, with the entry behind a slash; values {@code [arrival]} or
     * {@code [arrival, epoch milliseconds]}, the latter with a {@code false} behind them when the time is another value's.
     */
    public JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        newest.forEach((field, origin) -> write(json.putArray(field.wireName()), origin));
        entries.forEach((entry, origin) -> write(json.putArray(entry), origin));
        return json;
    }

    private static void write(ArrayNode value, Origin origin) {
        value.add(origin.arrival());
        if (origin.changedAt() != null) {
            value.add(origin.changedAt().toEpochMilli());
            if (!origin.isTimed()) {
                value.add(false);
            }
        }
    }

    /** Reads what {@link #toJson} wrote, and the mere times of former versions; fields that no longer exist are dropped. */
    public static FieldOrigins fromJson(JsonNode json) {
        Map<CustomerField, Origin> origins = new EnumMap<>(CustomerField.class);
        Map<String, Origin> entries = new HashMap<>();
        json.properties().forEach(entry -> {
            if (entry.getKey().indexOf('/') > 0) {
                entries.put(entry.getKey(), origin(entry.getValue()));
            } else {
                CustomerField.byWireName(entry.getKey()).ifPresent(field -> origins.put(field, origin(entry.getValue())));
            }
        });
        return new FieldOrigins(origins, entries);
    }

    private static Origin origin(JsonNode value) {
        JsonNode millis = value.isArray() ? value.path(1) : value;
        boolean isTold = millis.isNumber();
        return new Origin(isTold ? Instant.ofEpochMilli(millis.asLong()) : null, value.path(0).asLong(),
                isTold && value.path(2).asBoolean(true));
    }
}
