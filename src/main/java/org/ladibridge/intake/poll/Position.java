package org.ladibridge.intake.poll;

import java.util.List;

/**
 * What one request asks for.
 *
 * @param cursor what is stored so far
 * @param since the lower bound that is asked for, epoch milliseconds
 * @param skip how many rows, or pages, come before what is asked for
 * @param next the server's own cursor, or the link to the next page; null on the first page
 * @param started when this run began, by the server's clock, epoch milliseconds; null before its first answer
 * @param ahead the page behind the one that is asked for, which is to be believed when this one has not moved; null when this is a
 *        new page
 * @param moved how often in a row the rows had moved between two pages
 * @param resumed whether an earlier run was given this cursor
 */
record Position(Cursor cursor, long since, long skip, String next, Long started, Ahead ahead, int moved, boolean resumed) {

    /**
     * A page that was read before it is known that nothing moved from it to the page before.
     *
     * @param heads its first rows
     * @param marks its last rows; null when only the place is looked for
     * @param more whether others follow
     * @param ascending whether it is in the order of its rows' changes
     * @param oldest the oldest change in it; null when none tells
     */
    record Ahead(List<String> heads, List<String> marks, boolean more, boolean ascending, Long oldest) {
        static final Ahead NONE = new Ahead(List.of(), null, true, false, null);

        static Ahead of(PollPage page) {
            return new Ahead(page.heads(), page.marks(), page.full() && !page.items().isEmpty(), page.ascendsFrom(0),
                    page.oldest());
        }
    }

    /** Where a run begins: a little before what is stored, for rows that appear late. */
    static Position start(Cursor cursor, long overlapMillis) {
        return new Position(cursor, Math.max(0, cursor.since() - overlapMillis), cursor.skip() == null ? 0 : cursor.skip(),
                cursor.next(), null, null, 0, cursor.next() != null);
    }

    /** Another bound. */
    Position from(Cursor stored, long newSince) {
        return new Position(stored, newSince, 0, null, started, null, 0, false);
    }

    /** The same question, with something else stored. */
    Position with(Cursor stored) {
        return new Position(stored, since, skip, next, started, ahead, moved, resumed);
    }

    Position startedAt(long time) {
        return started == null ? new Position(cursor, since, skip, next, time, ahead, moved, resumed) : this;
    }

    /** The next page of a list that is counted. */
    Position skipping(Cursor stored, long rows) {
        return new Position(stored, since, rows, null, started, null, 0, false);
    }

    /** A page that was read before. */
    Position back(Cursor stored, long rows, Ahead newAhead, int newMoved) {
        return new Position(stored, since, rows, null, started, newAhead, newMoved, false);
    }

    /** The same question. */
    Position onceMore(Cursor stored) {
        return new Position(stored, since, skip, next, started, ahead, moved + 1, resumed);
    }

    /** The page that the server named. */
    Position following(Cursor stored, String newNext) {
        return new Position(stored, since, skip, newNext, started, null, 0, false);
    }

    /** Whether the same was asked; the cursor may have moved. */
    boolean isSameList(Position other) {
        return since == other.since && java.util.Objects.equals(cursor.at(), other.cursor.at());
    }
}
