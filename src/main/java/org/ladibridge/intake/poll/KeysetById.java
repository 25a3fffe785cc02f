package org.ladibridge.intake.poll;

/**
 * Ascending by id inside the window that begins at {@code since}. A row that was passed may change while a later row shows a
 * newer time, so the next window begins at the server's time of the first answer, not at the newest time seen.
 */
record KeysetById() implements Paging {

    @Override
    public Turn after(Position asked, PollPage page) {
        Cursor cursor = asked.cursor();
        if (page.items().isEmpty()) {
            return Turn.last(cursor);
        }
        Cursor read = cursor.reading(page.serverTime()).upTo(page.largestId());
        return page.full() ? new Turn(read, asked.after(read, page.items().size(), null)) : Turn.last(read);
    }
}
