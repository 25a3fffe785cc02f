package org.ladibridge.intake.poll;

import java.util.List;

import org.ladibridge.intake.Times;
import org.ladibridge.intake.poll.Position.Ahead;

/**
 * Page numbers or row offsets. Rows move between pages while others are changed or deleted, and one that moves to a page that was
 * read already would be missed. Rows that stay as they are keep their order among each other, so a page is believed when it joins the
 * page before: offsets ask for the last rows of that one once more; for page numbers the page before is asked for again, and has to
 * end with the row that it ended with, or to hold that row and, behind it, one of the new page. Where they do not join, the reading
 * goes back. Whatever the list is sorted by, it is read to its end before the watermark moves.
 *
 * @param ordered whether the list comes ascending by time of change, so that a server that refuses to count on can be asked from
 *        the last time seen
 * @param pageSize how far it is from one page to the next; null for page numbers
 * @param overlapping whether a question can contain the last row of the page before
 */
record Counted(boolean ordered, PageSize pageSize, boolean overlapping, Times times) implements Paging {
    private static final int MOST_MOVED = 20;
    private static final int MOST_SAME = 2;
    /** As many rows may be taken away before a page while the next one is asked for. */
    private static final int MOST_SHARED = 10;
    /** So many pages around its place the reading looks for it. */
    private static final int MOST_PAGES_AWAY = 10;
    private static final String MOVING = "rows of the list move faster than it is read, and one may have been left out: page by id or"
            + " by time, or have the list sorted by something that does not change";
    private static final String REPEATED = "the server repeats a page: it answers another page or offset with the same rows";

    static Counted pages(boolean ordered, Times times) {
        return new Counted(ordered, null, false, times);
    }

    static Counted rows(boolean ordered, PageSize pageSize, Times times) {
        return new Counted(ordered, pageSize, pageSize.rows() > 1, times);
    }

    private int step() {
        return pageSize == null ? 1 : pageSize.rows();
    }

    @Override
    public Turn after(Position asked, PollPage page, long time) {
        Cursor cursor = asked.cursor().reading(page, time);
        List<String> marks = cursor.marks() == null ? List.of() : cursor.marks();
        if (asked.ahead() != null) {
            return before(asked, cursor, marks, page);
        }
        if (marks.isEmpty()) {
            return forward(asked, cursor, page, -1);
        }
        return isOverlapping(cursor) ? overlapping(asked, cursor, marks, page) : behind(asked, cursor, marks, page);
    }

    private boolean isOverlapping(Cursor cursor) {
        return overlapping && cursor.whole() == null;
    }

    /**
     * The page joins what was read before.
     *
     * @param known the place of the last row in it that was read before, from 0; -1 for none
     */
    private Turn forward(Position asked, Cursor cursor, PollPage page, int known) {
        if (!page.full() || page.items().isEmpty()) {
            return Turn.last(cursor);
        }
        List<String> marks = page.marks();
        int rows = page.items().size();
        int ahead = isOverlapping(cursor) ? rows - (marks.isEmpty() ? 0 : shared(page)) : step();
        boolean sorted = page.ascendsFrom(Math.max(0, known)) && (known <= 0 && asked.skip() == 0
                || known >= 0 && !Boolean.FALSE.equals(cursor.sorted()));
        return Turn.to(asked.skipping(cursor.counted(asked.skip() + ahead, marks).sorted(sorted), asked.skip() + ahead));
    }

    /** How many rows of the page the next one is to begin with. */
    private int shared(PollPage page) {
        int rows = page.items().size();
        return rows < step() ? 1 : Math.max(1, Math.min(MOST_SHARED, rows / 2));
    }

    /** A page that is to begin with the last rows of the one before. */
    private Turn overlapping(Position asked, Cursor cursor, List<String> marks, PollPage page) {
        int known = page.lastOf(marks);
        int last = page.items().size() - 1;
        if (known < 0 && asked.skip() > 0 && asked.moved() < MOST_MOVED) {
            boolean begins = asked.skip() == cursor.skip();
            return Turn.to(asked.back(cursor, lookedForNext(asked, page), null, begins ? moved(asked) + 1 : moved(asked)));
        }
        if (known == 0 && last == 0) {
            return Turn.last(cursor);
        }
        // The very page before: a cache gave it, or the server rounds offsets to whole pages.
        if (known > 0 && page.marks().equals(marks) && asked.moved() <= 0 && page.full()) {
            if (asked.moved() == 0) {
                return Turn.to(asked.back(cursor, asked.skip(), null, onceMore(0)));
            }
            long skip = (asked.skip() + step() - 1) / step() * step();
            return Turn.to(asked.back(cursor.counted(skip, marks).inWholePages(), skip, null, 1));
        }
        Turn turn = forward(asked, cursor, page, known);
        return known < 0 && asked.skip() > 0 ? turn.remarking(MOVING) : turn;
    }

    /** A whole page; what it is behind of is looked at next. */
    private Turn behind(Position asked, Cursor cursor, List<String> marks, PollPage page) {
        boolean same = page.marks().equals(marks);
        int moved = moved(asked);
        if (same && moved >= MOST_SAME) {
            return Turn.doubtful(asked, REPEATED);
        }
        if (same && asked.moved() == 0) {
            return Turn.to(asked.back(cursor, asked.skip(), null, onceMore(0)));
        }
        int known = page.lastOf(marks);
        if (known >= 0 || asked.skip() < step()) {
            Turn turn = forward(asked, cursor, page, known);
            return turn.next() != null && same
                    ? Turn.to(asked.back(turn.stored(), turn.next().skip(), null, moved + 1))
                    : turn;
        }
        return Turn.to(asked.back(cursor, asked.skip() - step(), Ahead.of(page), asked.moved()));
    }

    /** The page before one that is to be believed. */
    private Turn before(Position asked, Cursor cursor, List<String> marks, PollPage page) {
        Ahead ahead = asked.ahead();
        int moved = moved(asked);
        PollPage.Item last = page.items().isEmpty() ? null : page.items().get(page.items().size() - 1);
        boolean stands = last != null && marks.get(marks.size() - 1).equals(last.eventId());
        int known = page.lastOf(marks);
        // Nothing behind it: what is in it now is the rest.
        boolean joins = stands || known >= 0 && (ahead.heads().isEmpty() || page.lastOf(ahead.heads()) > known);
        boolean believed = ahead.marks() != null && (joins || moved >= MOST_MOVED);
        if (believed) {
            long skip = asked.skip() + 2L * step();
            boolean sorted = stands && !Boolean.FALSE.equals(cursor.sorted()) && ahead.ascending() && last.updated() != null
                    && ahead.oldest() != null && last.updated() <= ahead.oldest();
            Turn turn = ahead.more()
                    ? Turn.to(asked.skipping(cursor.counted(skip, ahead.marks()).sorted(sorted), skip))
                    : Turn.last(cursor);
            return joins ? turn : turn.remarking(MOVING);
        }
        if (asked.skip() == 0 || known >= 0) {
            Turn turn = forward(asked, cursor, page, known);
            return turn.next() == null
                    ? turn
                    : Turn.to(asked.back(turn.stored(), turn.next().skip(), null, moved + 1));
        }
        if (ahead.marks() == null) {
            return Turn.to(asked.back(cursor, lookedForNext(asked, page), Ahead.NONE, moved));
        }
        // A cache gave another page, or rows were added and its last ones stand in the page behind it now: both once more.
        return asked.moved() >= 0
                ? Turn.to(asked.back(cursor, asked.skip() + step(), null, onceMore(moved)))
                : Turn.to(asked.back(cursor, asked.skip() + 2L * step(), Ahead.NONE, moved + 1));
    }

    /**
     * The place is lost, for many rows were added or went: it is looked for page by page, behind where it was and then before that. From
     * some pages on it is as far as to read from the beginning.
     */
    private long lookedForNext(Position asked, PollPage page) {
        long place = asked.cursor().skip();
        long away = (asked.skip() - place) / step();
        if (away >= 0) {
            return away < MOST_PAGES_AWAY && page.full()
                    ? asked.skip() + step()
                    : Math.max(0, place - (overlapping ? 1L : 2L) * step());
        }
        return away > -MOST_PAGES_AWAY ? Math.max(0, asked.skip() - step()) : 0;
    }

    /** How often rows had moved, while the same is asked for once more because what was answered may not be true any more. */
    private static int onceMore(int moved) {
        return -moved - 1;
    }

    private static int moved(Position asked) {
        return asked.moved() < 0 ? onceMore(asked.moved()) : asked.moved();
    }

    /**
     * Many servers refuse to count beyond some thousand rows. Where every page so far was in order, over its borders, too, the list is
     * asked from the newest time on.
     */
    @Override
    public Position refused(Position asked) {
        Cursor cursor = asked.cursor();
        if (!ordered || asked.skip() == 0) {
            return null;
        }
        if (!Boolean.TRUE.equals(cursor.sorted()) || cursor.newest() == null || cursor.newest() <= asked.since()
                || times.same(cursor.newest(), asked.since())) {
            // Rows may have moved while it was read; what is read at once shows what it is sorted by.
            return asked.from(cursor.anew(), asked.since());
        }
        // What changed after the run had begun may stand before rows that were not there yet.
        long sure = cursor.until() == null ? cursor.newest() : Math.min(cursor.newest(), cursor.until());
        return asked.from(cursor.counted(null, null).movedTo(sure), cursor.newest());
    }
}
