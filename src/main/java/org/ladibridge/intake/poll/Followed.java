package org.ladibridge.intake.poll;

/** The server says where the next page is: by a cursor or a link; a list without pages never does. */
record Followed(boolean ordered) implements Paging {

    @Override
    public Turn after(Position asked, PollPage page) {
        Cursor cursor = page.read(asked.cursor(), ordered);
        return page.next() == null || !page.full()
                ? Turn.last(cursor)
                : new Turn(cursor, asked.after(cursor, page.items().size(), page.next()));
    }
}
