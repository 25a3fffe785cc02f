package org.ladibridge.intake.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.ladibridge.intake.Times;

/** When the watermark moves, and where a reading goes on. */
class PagingTest {
    private static final long SERVER_TIME = 50_000;
    private static final Position START = Position.start(Cursor.from(0), 0);
    private final Times seconds = new Times("seconds", "UTC");

    private static PollPage page(boolean full, String next, long... times) {
        List<PollPage.Item> items = new ArrayList<>();
        for (long time : times) {
            String id = String.valueOf(items.size() + 1);
            items.add(new PollPage.Item(null, id, time < 0 ? null : time, null, id + "@" + time, id + "@" + time));
        }
        return new PollPage(items, full, next, SERVER_TIME);
    }

    @Test
    void anOrderedListIsAskedAgainFromTheLastTimeSeen() {
        Paging.Turn turn = new Counted(true, seconds).after(START, page(true, null, 1_000, 3_000));
        assertEquals(3_000, turn.stored().since());
        assertEquals(3_000, turn.next().since());
        assertEquals(0, turn.next().offset());
    }

    @Test
    void insideOneSecondAnOrderedListIsCounted() {
        Position asked = Position.from(Cursor.from(3_000), 3_000);
        Paging.Turn turn = new Counted(true, seconds).after(asked, page(true, null, 3_000, 3_900));
        assertEquals(2, turn.next().offset());
        assertEquals(1, turn.next().page());
        assertEquals(3_000, turn.next().since());
    }

    @Test
    void aPageInTheOverlapDoesNotSkipTheRestOfIt() {
        Position asked = Position.start(Cursor.from(100_000), 60_000);
        Paging.Turn turn = new Counted(true, seconds).after(asked, page(true, null, 40_000, 50_000));
        assertEquals(100_000, turn.stored().since());
        assertEquals(50_000, turn.next().since());
    }

    @Test
    void anUnorderedListMovesTheWatermarkAtItsEndToTheServersTime() {
        Counted paging = new Counted(false, seconds);
        Paging.Turn first = paging.after(START, page(true, null, 9_000, 1_000));
        assertEquals(0, first.stored().since());
        Paging.Turn last = paging.after(first.next(), page(false, null, 99_000));
        assertEquals(SERVER_TIME, last.stored().since());
        assertNull(last.next());
    }

    @Test
    void aPageOutOfOrderMakesAnOrderedReadingAnUnorderedOne() {
        Counted paging = new Counted(true, seconds);
        Paging.Turn turn = paging.after(START, page(true, null, 9_000, 1_000));
        assertEquals(0, turn.stored().since());
        assertEquals(2, turn.next().offset());
        assertEquals(0, paging.after(turn.next(), page(true, null, 10_000, 11_000)).stored().since());
    }

    @Test
    void theBoundStaysWhileTheServersCursorIsFollowed() {
        Paging.Turn turn = new Followed(true).after(START, page(true, "c2", 1_000, 3_000));
        assertEquals(3_000, turn.stored().since());
        assertEquals(0, turn.next().since());
        assertEquals("c2", turn.next().next());
        assertNull(new Followed(true).after(turn.next(), page(true, null, 4_000)).next());
    }

    @Test
    void aReadingByIdGoesOnBehindTheLastIdEvenAfterARestart() {
        Paging.Turn turn = new KeysetById().after(START, page(true, null, 99_000, 1_000));
        assertEquals("2", turn.stored().lastId());
        assertEquals(0, turn.stored().since());
        assertEquals("2", Position.start(turn.stored(), 60_000).cursor().lastId());
        Paging.Turn last = new KeysetById().after(turn.next(), page(false, null));
        assertEquals(SERVER_TIME, last.stored().since());
        assertNull(last.stored().lastId());
    }

    @Test
    void anEmptyAnswerLeavesTheWatermarkWhereItIs() {
        Position asked = Position.start(Cursor.from(100_000), 60_000);
        for (Paging paging : List.of(new KeysetByTime(seconds), new KeysetById(), new Counted(false, seconds),
                new Followed(false))) {
            assertEquals(100_000, paging.after(asked, page(false, null)).stored().since(), paging.toString());
        }
    }

    @Test
    void itemsWithoutATimeDoNotMoveTheWatermark() {
        Paging.Turn turn = new Counted(true, seconds).after(START, page(true, null, -1, -1));
        assertEquals(0, turn.stored().since());
        assertNotNull(turn.next());
    }

    @Test
    void aTimestampThatFillsAPageIsReadById() {
        KeysetByTime paging = new KeysetByTime(seconds);
        Paging.Turn inside = paging.after(START, page(true, null, 3_000, 3_000));
        assertEquals(3_000L, inside.stored().at());
        assertEquals("0", inside.stored().lastId());
        Paging.Turn left = paging.after(inside.next(), page(false, null, 3_000));
        assertNull(left.stored().at());
        assertEquals(4_000, left.next().since());
    }
}
