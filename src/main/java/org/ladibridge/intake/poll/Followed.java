package org.ladibridge.intake.poll;

/**
 * The server says where the next page is: by a cursor or a link; a list without pages never does. The end is a page that names no
 * next one, whatever else it holds, and only there the watermark moves. Where the server was is stored with each page, so that a run
 * that is cut off goes on there.
 */
record Followed() implements Paging {
    private static final int MOST_EMPTY = 3;

    @Override
    public Turn after(Position asked, PollPage page, long time) {
        Cursor cursor = asked.cursor().reading(page, time);
        boolean isLast = page.next() == null || !page.full();
        if (isLast && asked.resumed() && page.items().isEmpty()) {
            // A cursor that is not known any more often looks like the end of the list.
            return Turn.to(asked.from(cursor.anew(), asked.since()));
        }
        if (isLast) {
            return Turn.last(cursor);
        }
        if (page.next().equals(asked.next())) {
            if (page.items().isEmpty()) {
                // Some name themselves for ever at the end, others while they are looking for more.
                return asked.moved() < MOST_EMPTY ? Turn.to(asked.onceMore(cursor)) : Turn.last(cursor);
            }
            return Turn.doubtful(asked, "the server repeats a page: what it names as the next one leads to itself");
        }
        return Turn.to(asked.following(cursor.following(page.next()), page.next()));
    }

    /** Cursors expire: the reading begins again. */
    @Override
    public Position refused(Position asked) {
        return asked.next() == null ? null : asked.from(asked.cursor().anew(), asked.since());
    }
}
