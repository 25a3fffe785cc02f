package org.ladibridge.intake.poll;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How far a source has been read, as it is stored with the records of a page: everything changed before {@code since}, and,
 * inside one timestamp or one window, everything up to an id.
 *
 * @param since epoch milliseconds, by the server's clock; rows of this time may have been read; 0 = the beginning
 * @param at the timestamp that is being read by id; null outside one
 * @param lastId the last id read of that timestamp or window; null before the first
 * @param until what {@code since} becomes when all pages of an unordered reading are stored: the server's time at its first
 *        answer, epoch milliseconds; null outside one
 * @param backfill the first run has not ended yet
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record Cursor(long since, Long at, String lastId, Long until, boolean backfill) {

    static Cursor from(long since) {
        return new Cursor(since, null, null, null, true);
    }

    Cursor movedTo(long newSince) {
        return new Cursor(Math.max(since, newSince), null, null, until, backfill);
    }

    Cursor inside(long timestamp, String id) {
        return new Cursor(since, timestamp, id, until, backfill);
    }

    Cursor upTo(String id) {
        return new Cursor(since, at, id, until, backfill);
    }

    /** An unordered reading began when the server's clock showed this; null = the server does not say. */
    Cursor reading(Long serverTime) {
        return until != null ? this : new Cursor(since, at, lastId, serverTime, backfill);
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
                until == null ? null : Math.min(until, time),
                backfill);
    }

    /** Until when everything counts as read, or will when the reading at hand has ended; epoch milliseconds. */
    long latest() {
        return until == null ? since : Math.max(since, until);
    }

    /** The last page is stored. */
    Cursor caughtUp() {
        return new Cursor(latest(), null, null, null, false);
    }
}
