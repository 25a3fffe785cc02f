package org.ladibridge.intake.poll;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How far a source has been read: everything changed before {@code since}, or, inside one timestamp that fills more than a page,
 * everything up to an id.
 *
 * @param since epoch milliseconds, by the server's clock; rows of this time may have been read
 * @param at the timestamp that is being read by id; null outside one
 * @param lastId the last id read of it, a number
 * @param backfill the first run has not ended yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Cursor(long since, Long at, String lastId, boolean backfill) {

    Cursor movedTo(long newSince) {
        return new Cursor(Math.max(since, newSince), null, null, backfill);
    }

    Cursor inside(long timestamp, String id) {
        return new Cursor(since, timestamp, id, backfill);
    }

    Cursor caughtUp() {
        return new Cursor(since, at, lastId, false);
    }
}
