package org.ladibridge.intake.poll;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.ladibridge.intake.Times;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One page of an answer.
 *
 * @param full there may be more after it, as far as the list itself tells
 * @param next the server's own cursor, or the address of the next page; null when it names none
 * @param serverTime epoch milliseconds by the server's clock; null when it does not say
 * @param remark what the source's owner should know of it; null for nothing
 */
record PollPage(List<Item> items, boolean full, String next, Long serverTime, String remark) {
    private static final int MARKS = 5;

    PollPage(List<Item> items, boolean full, String next, Long serverTime) {
        this(items, full, next, serverTime, null);
    }

    /**
     * @param id the source's id; null for an item that cannot be read
     * @param updated epoch milliseconds; null when the source gives none
     * @param changedAt the same; null also when it is less precise than a second
     * @param eventId what is the same when this state of the row is met again
     * @param digest of the content: two changes within the source's precision differ here
     */
    record Item(JsonNode body, String id, Long updated, Instant changedAt, String eventId, String digest) {
    }

    /**
     * An answer without a body, as some servers say that there is nothing, or nothing new.
     *
     * @param dateHeader null when there is none
     */
    static PollPage empty(String dateHeader) {
        return new PollPage(List.of(), false, null, Times.readDate(dateHeader));
    }

    /** The newest change in the page; null when no item has a time. */
    Long newest() {
        return newestUpTo(Long.MAX_VALUE);
    }

    /** The same, of those that did not change after the given time. */
    Long newestUpTo(long time) {
        return items.stream().map(Item::updated).filter(updated -> updated != null && updated <= time).max(Long::compare)
                .orElse(null);
    }

    /** The oldest change; null when no item has a time. */
    Long oldest() {
        return items.stream().map(Item::updated).filter(Objects::nonNull).min(Long::compare).orElse(null);
    }

    /** Whether all items changed in the same instant. */
    boolean hasOneTimestamp() {
        return items.stream().allMatch(item -> item.updated() != null && item.updated().equals(items.get(0).updated()));
    }

    /** Whether those that changed before the given time come in the order of their change. */
    boolean isAscending(long before) {
        List<Long> times = items.stream().map(Item::updated).filter(updated -> updated != null && updated < before).toList();
        return times.equals(times.stream().sorted().toList());
    }

    /** Whether all items from this place on tell when they changed, and are in that order. */
    boolean ascendsFrom(int place) {
        List<Item> rest = items.subList(Math.min(place, items.size()), items.size());
        List<Long> times = rest.stream().map(Item::updated).filter(Objects::nonNull).toList();
        return times.size() == rest.size() && times.equals(times.stream().sorted().toList());
    }

    /** How many rows changed before the given time. */
    long olderThan(long time) {
        return items.stream().map(Item::updated).filter(updated -> updated != null && updated < time).count();
    }

    /** How many rows tell when they changed. */
    long timed() {
        return items.stream().map(Item::updated).filter(Objects::nonNull).count();
    }

    /** The first rows. */
    List<String> heads() {
        return items.stream().map(Item::eventId).filter(Objects::nonNull).limit(MARKS).toList();
    }

    /** The last rows, by which they are known when they are met again: with the time of their change, where they tell it. */
    List<String> marks() {
        List<String> all = items.stream().map(Item::eventId).filter(Objects::nonNull).toList();
        return all.subList(Math.max(0, all.size() - MARKS), all.size());
    }

    /** The place of the last row that is one of these, from 0; -1 when none is. */
    int lastOf(List<String> marks) {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (marks.contains(items.get(i).eventId())) {
                return i;
            }
        }
        return -1;
    }

    /** The largest id, compared as a number; the last one where they are no numbers; null when none has an id. */
    String largestId() {
        List<String> ids = ids();
        if (ids.isEmpty()) {
            return null;
        }
        return areNumbers(ids)
                ? ids.stream().map(BigDecimal::new).max(BigDecimal::compareTo).orElseThrow().toPlainString()
                : ids.get(ids.size() - 1);
    }

    /** Whether the ids, where they are numbers, ascend, and begin above the given one. */
    boolean isBehind(String lastId) {
        List<String> ids = ids();
        if (!areNumbers(ids)) {
            return true;
        }
        BigDecimal last = lastId == null || !areNumbers(List.of(lastId)) ? null : new BigDecimal(lastId);
        for (String id : ids) {
            BigDecimal number = new BigDecimal(id);
            if (last != null && number.compareTo(last) <= 0) {
                return false;
            }
            last = number;
        }
        return true;
    }

    private List<String> ids() {
        return items.stream().map(Item::id).filter(Objects::nonNull).toList();
    }

    private static boolean areNumbers(List<String> ids) {
        return ids.stream().allMatch(id -> id.matches("\\d{1,40}"));
    }
}
