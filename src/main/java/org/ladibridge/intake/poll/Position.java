package org.ladibridge.intake.poll;

/**
 * What one request asks for.
 *
 * @param cursor what is stored so far
 * @param since the lower bound that is asked for, epoch milliseconds
 * @param page how many pages were read from this bound
 * @param offset how many rows were read from this bound
 * @param next the server's own cursor, or the link to the next page; null on the first page
 */
record Position(Cursor cursor, long since, int page, long offset, String next) {

    /** Where a run begins: a little before what is stored, for rows that appear late. */
    static Position start(Cursor cursor, long overlapMillis) {
        return from(cursor, Math.max(0, cursor.since() - overlapMillis));
    }

    static Position from(Cursor cursor, long since) {
        return new Position(cursor, since, 0, 0, null);
    }

    /** The same question, with something else stored. */
    Position with(Cursor stored) {
        return new Position(stored, since, page, offset, next);
    }

    Position after(Cursor stored, int rows, String next) {
        return new Position(stored, since, page + 1, offset + rows, next);
    }
}
