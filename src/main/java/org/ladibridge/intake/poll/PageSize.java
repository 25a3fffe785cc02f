package org.ladibridge.intake.poll;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How many rows a page of the server holds at most. A source may ask for more than the server gives, and a page that is short of the
 * source's limit is then not the last one. So a page that is as long as any before it, and has a number of rows that a server's own
 * limit would have, is followed by one more question; a page that is shorter than another one was is the last.
 */
final class PageSize {
    private final int limit;
    private int largest;
    /** What the server gives at most, as far as is known; 0 = what it is asked for. */
    private int cap;
    /** The rows of the page before, by their event ids, when it was shorter than was asked for. */
    private Set<String> shortPage = Set.of();

    /** @param limit what is asked for, in rows */
    PageSize(int limit) {
        this.limit = limit;
    }

    /** Whether there may be more behind a page with so many rows, when a page that is not full is the last. */
    boolean isFull(int rows) {
        return rows >= limit || rows > 0 && rows >= largest && isUsual(rows);
    }

    private static boolean isUsual(int rows) {
        return rows % 10 == 0 || rows % 25 == 0;
    }

    /** A run begins: its first page does not follow any other. */
    void begin() {
        shortPage = Set.of();
    }

    /** A page was read. */
    void read(PollPage page) {
        List<String> ids = page.items().stream().map(PollPage.Item::eventId).filter(Objects::nonNull).toList();
        int rows = page.items().size();
        // One row may have been added meanwhile.
        if (!shortPage.isEmpty() && shortPage.size() >= largest
                && ids.stream().filter(id -> !shortPage.contains(id)).count() > 1) {
            cap = Math.max(cap, shortPage.size());
        }
        if (rows > cap) {
            cap = 0;
        }
        largest = Math.max(largest, rows);
        shortPage = rows < limit ? Set.copyOf(ids) : Set.of();
    }

    /** The rows of a page that is full. */
    int rows() {
        return Math.max(1, cap > 0 ? cap : limit);
    }

    /** What the source's owner should know of it. */
    Optional<String> remark() {
        return cap > 0
                ? Optional.of("the server gives " + cap + " rows a page, although " + limit
                        + " are asked for: set limit to what it gives at most")
                : Optional.empty();
    }
}
