package org.ladibridge.intake.poll;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/** One page of an answer, read by the source's JSON pointers. */
record PollPage(List<Item> items) {

    /**
     * @param id the source's id; null for an item that cannot be read
     * @param updated epoch milliseconds; null when the source gives none
     * @param updatedText the same as the source writes it
     */
    record Item(JsonNode body, String id, Long updated, String updatedText) {
        /** What is the same when this state of the row is met again. */
        String eventId() {
            return id + "@" + updatedText;
        }
    }

    /** Empty when the answer has no list there: it is not what was asked for. */
    static Optional<PollPage> read(JsonNode answer, JsonPointer items, JsonPointer id, JsonPointer updated) {
        JsonNode list = answer.at(items);
        if (!list.isArray()) {
            return Optional.empty();
        }
        List<Item> page = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            String itemId = item.at(id).isValueNode() ? item.at(id).asText() : null;
            page.add(new Item(item, itemId == null || itemId.isBlank() ? null : itemId, millis(item.at(updated)),
                    item.at(updated).asText()));
        }
        return Optional.of(new PollPage(page));
    }

    private static Long millis(JsonNode time) {
        try {
            if (time.isNumber() || time.isTextual() && time.textValue().matches("\\d{1,16}")) {
                return time.asLong();
            }
            return time.isTextual() ? OffsetDateTime.parse(time.textValue()).toInstant().toEpochMilli() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The newest change in the page; null when no item has a time. */
    Long newest() {
        return items.stream().map(Item::updated).filter(java.util.Objects::nonNull).max(Long::compare).orElse(null);
    }

    /** Whether all items changed in the same instant. */
    boolean hasOneTimestamp() {
        return items.stream().allMatch(item -> item.updated() != null && item.updated().equals(items.get(0).updated()));
    }

    /** The largest id, compared as a number. */
    String largestId() {
        return items.stream().map(Item::id).filter(java.util.Objects::nonNull).map(BigDecimal::new).max(BigDecimal::compareTo)
                .map(BigDecimal::toPlainString).orElse("0");
    }
}
