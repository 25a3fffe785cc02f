package org.ladibridge.intake.poll;

import org.ladibridge.intake.Times;

/**
 * Page numbers or row offsets. Both shift while rows change, so a list that is ordered by time of change is asked again from the
 * last time seen after each full page, and counted only inside one timestamp. An unordered list is counted to its end before the
 * watermark moves; a page that is not in order makes an ordered list an unordered one.
 */
record Counted(boolean ordered, Times times) implements Paging {

    @Override
    public Turn after(Position asked, PollPage page) {
        Cursor cursor = page.read(asked.cursor(), ordered);
        if (!page.full() || page.items().isEmpty()) {
            return Turn.last(cursor);
        }
        Long newest = page.newest();
        boolean movedOn = ordered && cursor.until() == null && newest != null && newest > asked.since()
                && !times.same(newest, asked.since());
        return new Turn(cursor, movedOn
                ? Position.from(cursor, newest)
                : asked.after(cursor, page.items().size(), null));
    }
}
