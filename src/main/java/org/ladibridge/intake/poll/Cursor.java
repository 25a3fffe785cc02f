package org.ladibridge.intake.poll;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How far a source has been read, as it is stored with the records of a page: everything changed before {@code since}, and where
 * a reading that has not ended yet goes on.
 *
 * @param since epoch milliseconds, by the server's clock; rows of this time may have been read; 0 = the beginning
 * @param at the timestamp that is being read by id; null outside one
 * @param lastId the last id read of that timestamp or window; null before the first
 * @param until no row that is met in this reading is known to be as it was after this time: the server's time at its first
 *        answer, epoch milliseconds; null outside one
 * @param backfill the first run has not ended yet
 * @param newest the newest change met in this reading, as far as it is not in the future; null before the first
 * @param skip how many rows, or pages, come before what is asked next; null outside a list that is counted
 * @param marks the last rows of the page before that
 * @param whole whether a list of offsets has to be asked in whole pages, because the server rounds them; null when not
 * @param next the server's own cursor or link to what is asked next
 * @param sorted whether all pages so far were ascending by time of change, over their borders, too
 * @param living whether rows moved in a list that is read in whole pages; null when none did
 * @param place whose list it is: a digest of address and account; null in what older versions stored
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record Cursor(long since, Long at, String lastId, Long until, boolean backfill, Long newest, Long skip, List<String> marks,
        Boolean whole, String next, Boolean sorted, Living living, String place) {

    /** What is known of a list that is read in whole pages. */
    enum Living {
        /** Rows moved between its pages. */
        MOVED,
        /** It is read for the second time because of that. */
        AGAIN
    }

    static Cursor from(long since) {
        return new Cursor(since, null, null, null, true, null, null, null, null, null, null, null, null);
    }

    Cursor of(String newPlace) {
        return new Cursor(since, at, lastId, until, backfill, newest, skip, marks, whole, next, sorted, living, newPlace);
    }

    Cursor movedTo(long newSince) {
        return new Cursor(Math.max(since, newSince), null, null, until, backfill, newest, skip, marks, whole, next, sorted,
                living, place);
    }

    Cursor inside(long timestamp, String id) {
        return new Cursor(since, timestamp, id, until, backfill, newest, skip, marks, whole, next, sorted, living, place);
    }

    /** @param time null for none */
    Cursor bounded(Long time) {
        return new Cursor(since, at, lastId, time, backfill, newest, skip, marks, whole, next, sorted, living, place);
    }

    Cursor upTo(String id) {
        return new Cursor(since, at, id, until, backfill, newest, skip, marks, whole, next, sorted, living, place);
    }

    Cursor counted(Long newSkip, List<String> newMarks) {
        return new Cursor(since, at, lastId, until, backfill, newest, newSkip, newMarks, whole, next, sorted, living, place);
    }

    Cursor inWholePages() {
        return new Cursor(since, at, lastId, until, backfill, newest, skip, marks, true, next, sorted, living, place);
    }

    Cursor following(String newNext) {
        return new Cursor(since, at, lastId, until, backfill, newest, skip, marks, whole, newNext, sorted, living, place);
    }

    Cursor sorted(boolean isSorted) {
        return new Cursor(since, at, lastId, until, backfill, newest, skip, marks, whole, next, isSorted, living, place);
    }

    Cursor living(Living newLiving) {
        return new Cursor(since, at, lastId, until, backfill, newest, skip, marks, whole, next, sorted, newLiving, place);
    }

    /**
     * A page of a reading whose end alone moves the watermark.
     *
     * @param time of the answer, epoch milliseconds
     */
    Cursor reading(PollPage page, long time) {
        if (page.items().isEmpty()) {
            return this;
        }
        Long pages = page.newestUpTo(time);
        // Without a server's time: no row of the first answer is younger than that answer.
        Long bound = until != null ? until : page.serverTime() != null ? page.serverTime() : pages;
        Long top = newest == null ? pages : pages == null ? newest : Long.valueOf(Math.max(newest, pages));
        return new Cursor(since, at, lastId, bound, backfill, top, skip, marks, whole, next, sorted, living, place);
    }

    /** The same watermark; the reading at hand begins anew. */
    Cursor anew() {
        return new Cursor(since, null, null, null, backfill, null, null, null, null, null, null, null, place);
    }

    /**
     * One row that is dated 2062 must not end the reading of all others: what is stored never passes the time of the answer that it
     * was read from.
     *
     * @param time of the answer, epoch milliseconds
     * @param before what was stored so far, behind which it does not fall
     */
    Cursor noLaterThan(long time, Cursor before) {
        return new Cursor(Math.min(since, Math.max(time, before.since)), at, lastId,
                until == null ? null : Math.min(until, time), backfill, newest, skip, marks, whole, next, sorted, living,
                place);
    }

    /** Until when everything counts as read, or will when the reading at hand has ended; epoch milliseconds. */
    long latest() {
        return until == null ? since : Math.max(since, until);
    }

    /**
     * The last page is stored. The watermark is never beyond the newest time seen: a server's clock may be ahead of its database's,
     * and what is not visible yet is older than now.
     */
    Cursor caughtUp() {
        long upTo = until == null ? since : newest == null ? until : Math.min(until, newest);
        return new Cursor(Math.max(since, upTo), null, null, null, false, null, null, null, null, null, null, null, place);
    }
}
