package org.ladibridge.intake.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.intake.SourceSentences;
import org.ladibridge.intake.Times;

/** What became of polls at real servers, line by line of the list of cases. */
class PollRunTest {
    private static final long SERVER_TIME = 1_768_900_000_000L;
    private static final long DAY = 1_768_800_000_000L;
    private static final int LIMIT = 100;

    private final Times times = new Times("millis", "UTC");
    private final List<PollPage.Item> list = new ArrayList<>();
    private final TreeSet<Long> read = new TreeSet<>();
    private Cursor stored = Cursor.from(0);
    private String trouble;
    private String remark;
    private int asked;
    private final TreeSet<String> told = new TreeSet<>();

    @AfterEach
    void everythingThatWasToldHasAVietnameseSentence() {
        told.forEach(sentence -> assertTrue(SourceSentences.vietnamese(sentence).isPresent(), sentence));
    }

    private void row(long id, long updated) {
        list.add(new PollPage.Item(null, String.valueOf(id), updated, null, id + "@" + updated, id + "@" + updated));
    }

    private List<PollPage.Item> since(Position position) {
        return list.stream().filter(item -> item.updated() >= position.since()).toList();
    }

    private static PollPage page(List<PollPage.Item> items, boolean full, String next) {
        return new PollPage(items, full, next, SERVER_TIME);
    }

    private Function<Position, PollPage> counting(int step, boolean shortEnds) {
        return position -> {
            List<PollPage.Item> items = since(position).stream().skip(position.skip() * step).limit(LIMIT).toList();
            return page(items, shortEnds ? items.size() >= LIMIT : !items.isEmpty(), null);
        };
    }

    /** @return whether it ended */
    private boolean run(Paging paging, Function<Position, PollPage> server, int most) {
        PollRun run = new PollRun(stored, paging, times, new PollRun.Limits(60_000, 0, 60_000, 100_000));
        trouble = null;
        for (int i = 0; i < most; i++) {
            asked++;
            PollPage page = server.apply(run.ask());
            if (page == null) {
                return false;
            }
            PollRun.Step step = run.answer(page, SERVER_TIME);
            page.items().forEach(item -> read.add(Long.valueOf(item.id())));
            stored = step.stored();
            remark = step.remark();
            Stream.of(step.trouble(), step.remark()).filter(Objects::nonNull).forEach(told::add);
            if (!step.more()) {
                trouble = step.trouble();
                return true;
            }
            run.stored();
        }
        return false;
    }

    private Paging counted(String paging, boolean ordered) {
        return paging.equals("page") ? Counted.pages(ordered, times) : Counted.rows(ordered, new PageSize(LIMIT), times);
    }

    private void assertAllRead(int rows) {
        assertEquals(null, trouble);
        assertEquals(rows, read.size());
    }

    @ParameterizedTest
    @CsvSource({"page, 150", "page, 250", "page, 300", "offset, 150", "offset, 250", "offset, 300"})
    void p1MoreRowsOfOneTimeThanAPageHoldsAreReadAndWhatComesLaterToo(String paging, int together) {
        for (int i = 0; i < 350; i++) {
            row(i, i < together ? DAY : DAY + i * 1_000);
        }
        int step = paging.equals("page") ? LIMIT : 1;
        assertTrue(run(counted(paging, true), counting(step, true), 50));
        assertAllRead(350);
        assertEquals(DAY + 349_000, stored.since());
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "offset"})
    void p1ARunThatIsCutOffInsideATimeGoesOn(String paging) {
        for (int i = 0; i < 300; i++) {
            row(i, DAY);
        }
        int step = paging.equals("page") ? LIMIT : 1;
        for (int i = 0; i < 10 && !run(counted(paging, true), counting(step, true), 3); i++) {
            assertEquals(0, stored.since());
        }
        assertAllRead(300);
    }

    @ParameterizedTest
    @CsvSource({"page, 99", "page, 50", "page, 0", "offset, 99", "offset, 50", "offset, 0"})
    void p2AListByIdWhoseFirstPageLooksAscendingIsReadToItsEnd(String paging, int edited) {
        for (int i = 0; i < 350; i++) {
            row(i, i == edited ? DAY + 999_000_000 : DAY + i * 1_000);
        }
        int step = paging.equals("page") ? LIMIT : 1;
        assertTrue(run(counted(paging, true), counting(step, true), 50));
        assertAllRead(350);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "offset"})
    void p2AListThatDescendsWithOneTimeAPageIsReadToItsEnd(String paging) {
        for (int i = 0; i < 350; i++) {
            row(i, DAY - i / LIMIT * 1_000_000L);
        }
        int step = paging.equals("page") ? LIMIT : 1;
        assertTrue(run(counted(paging, true), counting(step, true), 50));
        assertAllRead(350);
        assertEquals(DAY, stored.since());
    }

    @Test
    void p3AnEmptyPageThatNamesANextOneIsNotTheLast() {
        for (int i = 0; i < 350; i++) {
            row(i, DAY + i);
        }
        List<String> pages = List.of("0-100", "0-0", "100-200", "200-200", "200-350");
        assertTrue(run(new Followed(), position -> {
            int n = position.next() == null ? 0 : Integer.parseInt(position.next());
            String[] range = pages.get(n).split("-");
            return page(list.subList(Integer.parseInt(range[0]), Integer.parseInt(range[1])), true,
                    n + 1 < pages.size() ? String.valueOf(n + 1) : null);
        }, 50));
        assertAllRead(350);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "offset"})
    void p9AListOfOneRowEndsAlthoughOnlyAnEmptyPageIsTheLast(String paging) {
        row(1, DAY);
        int step = paging.equals("page") ? LIMIT : 1;
        assertTrue(run(counted(paging, true), counting(step, false), 10));
        assertAllRead(1);
        assertEquals(false, stored.backfill());
        assertTrue(asked <= 3, "asked " + asked + " times");
    }

    @Test
    void p10APageOfOneTimeIsReadThroughAtEveryRun() {
        for (int i = 1; i <= LIMIT; i++) {
            row(i, DAY);
        }
        for (int i = 0; i < 4; i++) {
            assertTrue(run(new KeysetByTime(times), position -> {
                Cursor cursor = position.cursor();
                List<PollPage.Item> items = (cursor.at() == null
                        ? since(position).stream()
                        : list.stream().filter(item -> item.updated().equals(cursor.at())
                                && Long.parseLong(item.id()) > Long.parseLong(cursor.lastId())))
                        .limit(LIMIT).toList();
                return page(items, items.size() >= LIMIT, null);
            }, 10));
            assertAllRead(LIMIT);
            assertEquals(DAY, stored.since());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "offset", "id", "cursor"})
    void p7TheWatermarkIsNeverBeyondTheNewestTimeSeen(String paging) {
        for (int i = 1; i <= 30; i++) {
            row(i, DAY + i);
        }
        Paging how = switch (paging) {
            case "id" -> new KeysetById();
            case "cursor" -> new Followed();
            default -> counted(paging, false);
        };
        assertTrue(run(how, position -> page(since(position).stream().skip(position.skip()).toList(), false, null), 5));
        assertEquals(DAY + 30, stored.since());
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "offset", "cursor", "id"})
    void p17AListThatFailsOnOnePageOfEachRunIsReadInTheEnd(String paging) {
        for (int i = 1; i <= 5_000; i++) {
            row(i, DAY + i);
        }
        Paging how = switch (paging) {
            case "id" -> new KeysetById();
            case "cursor" -> new Followed();
            default -> counted(paging, true);
        };
        int runs = 0;
        boolean ended = false;
        while (!ended && runs++ < 30) {
            int[] calls = {0};
            ended = run(how, position -> {
                if (++calls[0] > 20) {
                    return null;
                }
                return switch (paging) {
                    case "page" -> counting(LIMIT, true).apply(position);
                    case "offset" -> counting(1, true).apply(position);
                    case "id" -> {
                        long last = position.cursor().lastId() == null ? 0 : Long.parseLong(position.cursor().lastId());
                        List<PollPage.Item> items = list.subList((int) last, (int) Math.min(5_000, last + LIMIT));
                        yield page(items, items.size() >= LIMIT, null);
                    }
                    default -> {
                        int from = position.next() == null ? 0 : Integer.parseInt(position.next());
                        yield page(list.subList(from, from + LIMIT), true,
                                from + LIMIT < 5_000 ? String.valueOf(from + LIMIT) : null);
                    }
                };
            }, 1_000);
        }
        assertTrue(ended, "after " + runs + " runs");
        assertAllRead(5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "offset", "time", "id", "cursor"})
    void aServerThatGivesTheSamePageWhateverItIsAskedEndsTheRunAndIsTold(String paging) {
        for (int i = 1; i <= LIMIT; i++) {
            row(i, DAY + i * 1_000);
        }
        Paging how = switch (paging) {
            case "id" -> new KeysetById();
            case "cursor" -> new Followed();
            case "time" -> new KeysetByTime(times);
            default -> counted(paging, true);
        };
        int[] calls = {0};
        assertTrue(run(how, position -> page(list, true, "next" + ++calls[0]), 20));
        assertTrue(trouble.contains("repeats a page"), trouble);
        assertEquals(paging.equals("time") ? DAY + LIMIT * 1_000 : 0, stored.since(), "only a list by time is read so far");
        assertTrue(asked <= (paging.equals("time") ? 3 : 7), "asked " + asked + " times");
    }

    @Test
    void p3AnEmptyPageThatNamesItselfIsAskedForAgainAndIsTheEndWhenItGoesOnSo() {
        for (int i = 0; i < 30; i++) {
            row(i, DAY + i);
        }
        assertTrue(run(new Followed(), position -> asked <= 3
                ? page(List.of(), true, "a")
                : position.next().equals("a") ? page(list, true, "b") : page(List.of(), true, "b"), 50));
        assertAllRead(30);
        assertTrue(asked < 12, "asked " + asked + " times");
    }

    @Test
    void cursorsThatLeadInACircleEndTheRun() {
        row(1, DAY);
        row(2, DAY);
        row(3, DAY);
        assertTrue(run(new Followed(), position -> {
            int n = position.next() == null ? 0 : Integer.parseInt(position.next());
            return page(list.subList(n, n + 1), true, String.valueOf(n == 2 ? 1 : n + 1));
        }, 20));
        assertTrue(trouble.contains("leads in a circle"), trouble);
    }

    @Test
    void aListThatIsNotSortedByTimeIsToldWherePagingByTimeNeedsIt() {
        for (int i = 0; i < LIMIT; i++) {
            row(i, DAY - i * 1_000);
        }
        assertTrue(run(new KeysetByTime(times), position -> page(list, true, null), 20));
        assertTrue(trouble.contains("does not ascend by time of change"), trouble);
    }

    @Test
    void aListThatIsNotSortedByIdIsToldWherePagingByIdNeedsIt() {
        for (int i = LIMIT; i > 0; i--) {
            row(i, DAY);
        }
        assertTrue(run(new KeysetById(), position -> page(list, true, null), 20));
        assertTrue(trouble.contains("does not sort by id"), trouble);
    }

    @Test
    void anExpiredCursorThatLooksLikeTheEndBeginsTheReadingAnew() {
        for (int i = 0; i < 30; i++) {
            row(i, DAY + i);
        }
        stored = stored.following("expired");
        assertTrue(run(new Followed(), position -> position.next() == null
                ? page(list, true, null)
                : page(List.of(), true, null), 5));
        assertAllRead(30);
    }

    @Test
    void anEmptyAnswerLeavesTheWatermarkWhereItIs() {
        stored = Cursor.from(DAY);
        for (Paging paging : List.of(new KeysetByTime(times), new KeysetById(), counted("page", true), new Followed())) {
            assertTrue(run(paging, position -> page(List.of(), false, null), 3));
            assertEquals(DAY, stored.since(), paging.toString());
        }
        assertEquals(null, remark);
    }
}
