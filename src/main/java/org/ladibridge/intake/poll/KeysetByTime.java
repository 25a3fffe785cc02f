package org.ladibridge.intake.poll;

import org.ladibridge.intake.Times;

/**
 * Ascending by (time of change, id): each full page is followed by a question for everything since the last time seen, because
 * offsets shift while rows change. A timestamp that fills a page is read by id. Rows that change while the run goes on stand at the
 * end of the list, but may show their new time before they stand there; where others are left, no question begins at such a time.
 * However far a run reads, the watermark stays behind the time at which it looked back, for what was not visible then is older.
 */
record KeysetByTime(Times times) implements Paging {

    @Override
    public Turn after(Position asked, PollPage page, long time) {
        Cursor cursor = asked.cursor();
        Position bounded = cursor.until() == null ? asked.with(cursor.bounded(time)) : asked;
        return cursor.at() == null ? outside(bounded, page, time) : inside(bounded, page);
    }

    /** A run that goes on inside a timestamp does not look back. */
    @Override
    public Cursor begin(Cursor stored) {
        return stored.at() == null ? stored.bounded(null) : stored;
    }

    private static Cursor moved(Cursor cursor, long to) {
        return cursor.movedTo(Math.min(to, cursor.until()));
    }

    private Turn outside(Position asked, PollPage page, long time) {
        Cursor cursor = asked.cursor();
        long started = asked.started();
        if (!page.isAscending(started)) {
            return Turn.doubtful(asked, "the list does not ascend by time of change (updated), as paging: time needs it");
        }
        if (!page.full()) {
            Long read = page.newestUpTo(time);
            return last(read == null ? cursor : moved(cursor, read));
        }
        Long newest = page.newest();
        if (newest == null) {
            return Turn.doubtful(asked,
                    "no item of a full page has a time at updated, from which on the next page is asked for");
        }
        if (2 * page.olderThan(times.floor(asked.since())) > page.timed()) {
            return Turn.doubtful(asked, "the server repeats a page: it gives rows that are older than {since}");
        }
        Long settled = page.newestUpTo(started - 1);
        long anchor = settled != null && settled >= times.floor(asked.since()) ? settled : newest;
        Cursor read = moved(cursor, anchor);
        return page.hasOneTimestamp() || times.same(anchor, asked.since())
                ? Turn.to(asked.from(cursor.inside(anchor, "0"), anchor))
                : Turn.to(asked.from(read, anchor));
    }

    private static Turn last(Cursor cursor) {
        // Nothing beyond what was read: the bound is no time that was seen.
        return Turn.last(cursor.bounded(null));
    }

    private Turn inside(Position asked, PollPage page) {
        Cursor cursor = asked.cursor();
        long at = cursor.at();
        if (!page.full()) {
            return Turn.to(asked.from(moved(cursor, at), times.after(at)));
        }
        String largest = page.largestId();
        boolean isOther = page.items().stream().allMatch(item -> item.updated() != null && !times.same(item.updated(), at));
        if (largest == null || isOther || largest.equals(cursor.lastId()) || !page.isBehind(cursor.lastId())) {
            return Turn.doubtful(asked, "the server repeats a page: asked for the rows of one time, it does not give those with"
                    + " ids above {lastId}, ascending");
        }
        return Turn.to(asked.with(cursor.inside(at, largest)));
    }
}
