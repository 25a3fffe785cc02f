package org.ladibridge.intake.poll;

/**
 * Ascending by id inside the window that begins at {@code since}. A row that was passed may change while a later row shows a
 * newer time, so the next window begins no later than the server's time of the first answer.
 */
record KeysetById() implements Paging {
    static final String UNSORTED = "the server repeats a page, or does not sort by id: ids must ascend and be above {lastId}";

    @Override
    public Turn after(Position asked, PollPage page, long time) {
        Cursor cursor = asked.cursor();
        if (page.items().isEmpty()) {
            return Turn.last(cursor);
        }
        Cursor read = cursor.reading(page, time);
        if (!page.full()) {
            return Turn.last(read);
        }
        String largest = page.largestId();
        if (largest == null) {
            return Turn.doubtful(asked, "no item of a page has an id, by which the next page is asked for");
        }
        return page.isBehind(cursor.lastId()) && !largest.equals(cursor.lastId())
                ? Turn.to(asked.with(read.upTo(largest)))
                : Turn.doubtful(asked, UNSORTED);
    }
}
