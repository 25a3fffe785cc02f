package org.ladibridge.intake.poll;

import org.ladibridge.intake.Times;

/**
 * Ascending by (time of change, id): each full page is followed by a question for everything since the last time seen, because
 * offsets shift while rows change. A timestamp that fills a page is read by id.
 */
record KeysetByTime(Times times) implements Paging {

    @Override
    public Turn after(Position asked, PollPage page) {
        Cursor cursor = asked.cursor();
        if (cursor.at() != null) {
            if (page.full()) {
                return turn(cursor.inside(cursor.at(), page.largestId()), asked.since());
            }
            long next = times.after(cursor.at());
            return turn(cursor.movedTo(next), next);
        }
        Long newest = page.newest();
        Cursor read = newest == null ? cursor : cursor.movedTo(newest);
        if (!page.full()) {
            return Turn.last(read);
        }
        boolean stuck = newest != null && (page.hasOneTimestamp() || times.same(newest, asked.since()));
        return stuck ? turn(cursor.inside(newest, "0"), newest) : turn(read, newest == null ? asked.since() : newest);
    }

    private static Turn turn(Cursor stored, long since) {
        return new Turn(stored, Position.from(stored, since));
    }
}
