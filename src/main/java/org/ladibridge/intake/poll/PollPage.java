package org.ladibridge.intake.poll;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One page of an answer.
 *
 * @param full there may be more after it
 * @param next the server's own cursor, or the address of the next page; null when it names none
 * @param serverTime epoch milliseconds by the server's clock; null when it does not say
 */
record PollPage(List<Item> items, boolean full, String next, Long serverTime) {

    /**
     * @param id the source's id; null for an item that cannot be read
     * @param updated epoch milliseconds; null when the source gives none
     * @param changedAt the same; null also when it is less precise than a second
     * @param eventId what is the same when this state of the row is met again
     * @param digest of the content: two changes within the source's precision differ here
     */
    record Item(JsonNode body, String id, Long updated, Instant changedAt, String eventId, String digest) {
    }

    /** The newest change in the page; null when no item has a time. */
    Long newest() {
        return items.stream().map(Item::updated).filter(Objects::nonNull).max(Long::compare).orElse(null);
    }

    /** Whether all items changed in the same instant. */
    boolean hasOneTimestamp() {
        return items.stream().allMatch(item -> item.updated() != null && item.updated().equals(items.get(0).updated()));
    }

    private boolean isAscending() {
        List<Long> times = items.stream().map(Item::updated).filter(Objects::nonNull).toList();
        return times.equals(times.stream().sorted().toList());
    }

    /**
     * What may be stored with this page, read with others that follow: an ordered reading has everything up to the newest time, an
     * unordered one begins and moves at its end.
     */
    Cursor read(Cursor cursor, boolean ordered) {
        if (items.isEmpty()) {
            return cursor;
        }
        if (!ordered || cursor.until() != null || !isAscending()) {
            return cursor.reading(serverTime);
        }
        Long newest = newest();
        return newest == null ? cursor : cursor.movedTo(newest);
    }

    /** The largest id, compared as a number; the last one where they are no numbers. */
    String largestId() {
        List<String> ids = items.stream().map(Item::id).filter(Objects::nonNull).toList();
        if (ids.isEmpty()) {
            return "0";
        }
        return ids.stream().allMatch(id -> id.matches("\\d{1,40}"))
                ? ids.stream().map(BigDecimal::new).max(BigDecimal::compareTo).orElseThrow().toPlainString()
                : ids.get(ids.size() - 1);
    }
}
