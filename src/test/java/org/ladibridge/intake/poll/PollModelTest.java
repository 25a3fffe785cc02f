package org.ladibridge.intake.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.Nightly;
import org.ladibridge.intake.Times;
import org.ladibridge.intake.poll.ModelCrm.Row;
import org.ladibridge.intake.poll.ModelCrm.Sort;

/**
 * Polls of a CRM that goes on living while it is read, in thousands of histories: whatever happens, every run ends, the watermark
 * never passes a row that was not received, and when it is quiet the newest state of every row has been received. A history that
 * fails names its seed and what happened in it; {@code -Dpoll.histories} asks for more of them.
 */
class PollModelTest {
    private static final long OVERLAP = 20_000;
    private static final int HISTORIES = Integer.getInteger("poll.histories", Nightly.or(300, 40));
    private static final long SEED = Long.getLong("poll.seed", 1);

    /** One history; its steps are told when it fails. */
    private static final class History {
        final Random random;
        final ModelCrm crm;
        final Times times;
        final Paging paging;
        final List<String> told = new ArrayList<>();
        final Set<String> received = new HashSet<>();
        final Map<Long, Integer> newest = new HashMap<>();
        int faultsLeft;
        int stepsLeft;
        int sinceMoved;
        Cursor stored = Cursor.from(0);
        PollPage before;
        String trouble;

        History(long seed, String paging, Sort sort, int steps) {
            random = new Random(seed);
            stepsLeft = steps;
            times = new Times(random.nextBoolean() ? "millis" : "seconds", "UTC");
            // A server that gives fewer rows than it is asked for.
            boolean capped = random.nextInt(8) == 0;
            int limit = capped ? 10 : 1 + random.nextInt(5);
            int asked = capped ? 15 : limit;
            if (paging.equals("time")) {
                limit += capped ? 0 : 1;
                asked++;
            }
            crm = new ModelCrm(random, paging, sort, limit, times);
            crm.latest = random.nextBoolean() ? 0 : OVERLAP / 2;
            crm.clockAhead = random.nextInt(3) == 0 ? random.nextLong(OVERLAP / 2) : 0;
            crm.tellsTime = random.nextInt(5) > 0;
            crm.roundsOffsets = !capped && random.nextInt(4) == 0;
            crm.pageSize = new PageSize(asked);
            crm.shortPagesEnd = random.nextBoolean();
            crm.ignoresSince = !paging.equals("time") && random.nextInt(6) == 0;
            crm.cursorsExpire = random.nextBoolean();
            crm.ceiling = sort == Sort.TIME && paging.equals("offset") && !crm.ignoresSince && random.nextInt(3) == 0
                    ? 4 * limit + 3
                    : 0;
            faultsLeft = random.nextInt(8);
            this.paging = switch (paging) {
                case "time" -> new KeysetByTime(times);
                case "id" -> new KeysetById();
                case "page" -> Counted.pages(sort == Sort.TIME || random.nextBoolean(), times);
                case "offset" ->
                    Counted.rows(sort == Sort.TIME || crm.ceiling == 0 && random.nextBoolean(), crm.pageSize, times);
                default -> new Followed();
            };
            // Below a ceiling nothing shares a time with more rows than the server counts to.
            crm.add(random.nextInt(6 * limit), crm.ceiling == 0 && random.nextBoolean());
            crm.add(random.nextInt(6 * limit), crm.ceiling == 0 && random.nextBoolean());
        }

        void live(boolean mayWriteMuch) {
            crm.pass(random.nextInt(400));
            // Page numbers cannot tell a row that moves to and fro between three requests.
            if (stepsLeft <= 0 || crm.paging.equals("page") && ++sinceMoved % 3 != 0) {
                return;
            }
            stepsLeft--;
            switch (random.nextInt(9)) {
                case 0 -> {
                    told.add("change");
                    crm.change(1 + random.nextInt(3));
                }
                case 1 -> {
                    told.add("delete");
                    crm.delete();
                }
                case 2 -> {
                    told.add("add");
                    crm.add(1 + random.nextInt(3), crm.ceiling == 0);
                }
                case 3 -> {
                    if (mayWriteMuch && crm.ceiling == 0) {
                        told.add("change many at once");
                        crm.change(crm.limit * 3);
                    }
                }
                default -> crm.pass(random.nextInt(3_000));
            }
        }

        /** @return whether the run came to its end */
        boolean run(boolean quiet) {
            PollRun run = new PollRun(stored, paging, times, new PollRun.Limits(OVERLAP, 0, 60_000, 100_000));
            told.add("run from " + stored);
            before = null;
            crm.pageSize.begin();
            for (int calls = 0;; calls++) {
                assertTrue(calls < 3_000, "the run does not end");
                Position asked = run.ask();
                PollPage page = crm.answer(asked);
                if (page == null) {
                    told.add("refused " + asked);
                    if (run.evade()) {
                        continue;
                    }
                    trouble = "refused";
                    return true;
                }
                if (!quiet && faultsLeft > 0 && random.nextInt(8) == 0) {
                    faultsLeft--;
                    switch (random.nextInt(3)) {
                        case 0 -> {
                            told.add("killed before the page is stored");
                            return false;
                        }
                        case 1 -> {
                            if (before != null && before.items().size() > 0) {
                                told.add("the page before once more");
                                page = before;
                            }
                        }
                        default -> {
                            told.add("killed after the page is stored");
                            crm.pageSize.read(page);
                            PollRun.Step step = run.answer(page, crm.now);
                            store(page, step);
                            return false;
                        }
                    }
                }
                before = page;
                crm.pageSize.read(page);
                PollRun.Step step = run.answer(page, crm.now);
                told.add(asked + " -> " + page.items().stream().map(PollPage.Item::eventId).toList() + " next " + page.next()
                        + " full " + page.full() + " " + step.trouble());
                if (quiet && step.remark() != null) {
                    assertTrue(crm.ignoresSince && step.remark().contains("{since}"), step.remark());
                }
                store(page, step);
                if (!step.more()) {
                    trouble = step.trouble();
                    return true;
                }
                run.stored();
                if (!quiet) {
                    live(calls < 200);
                } else {
                    crm.pass(100);
                }
            }
        }

        private void store(PollPage page, PollRun.Step step) {
            if (step.stored() == null) {
                return;
            }
            page.items().forEach(item -> received.add(item.digest()));
            stored = step.stored();
            for (Row row : crm.rows.values()) {
                assertTrue(row.updated() >= stored.since() - OVERLAP || has(row),
                        () -> "the watermark passed an unread row: " + row);
            }
        }

        private boolean has(Row row) {
            return received.contains(row.id() + "#" + row.version());
        }

        void check() {
            for (int i = 0; i < 3 || stepsLeft > 0; i++) {
                run(false);
                crm.pass(random.nextInt(30_000));
                live(true);
                if (random.nextInt(4) == 0) {
                    crm.expireCursors();
                }
            }
            crm.settle();
            for (int i = 0; i < 3; i++) {
                told.add("quiet");
                assertTrue(run(true), "it is quiet");
                assertEquals(null, trouble, "nothing is wrong with the server");
                crm.pass(1_000);
            }
            List<Row> missing = crm.rows.values().stream().filter(row -> !has(row)).toList();
            assertEquals(List.of(), missing, "unread although it is quiet");
            assertEquals(false, stored.backfill());
        }
    }

    @ParameterizedTest
    @CsvSource({"time, TIME", "id, ID", "page, TIME", "page, ID", "page, TIME_DESCENDING", "page, OTHER", "offset, TIME",
            "offset, ID", "offset, TIME_DESCENDING", "offset, OTHER", "cursor, TIME", "cursor, ID", "link, OTHER"})
    void nothingIsMissed(String paging, Sort sort) {
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            // The shortest history that fails is the one that is told.
            for (int steps : new int[]{0, 2, 5, 30}) {
                History history = new History(seed, paging, sort, steps);
                try {
                    history.check();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("seed " + seed + ", " + steps + " steps, limit " + history.crm.limit + ", latest "
                            + history.crm.latest + ", ahead " + history.crm.clockAhead + ": " + e.getMessage() + "\n"
                            + String.join("\n", history.told), e);
                }
            }
        }
    }

    /** While each page is asked for some rows change, and so leave the places that they had; a cache gives a page twice now and
     * then, and some questions take so long that many rows are added before they are answered. */
    @ParameterizedTest
    @CsvSource({"page, TIME", "page, ID", "page, OTHER", "offset, TIME", "offset, ID", "offset, OTHER"})
    void aLongListThatLivesIsReadInAFewTimesItsPages(String paging, Sort sort) {
        int rows = 5_000;
        int limit = 50;
        Times times = new Times("millis", "UTC");
        ModelCrm crm = new ModelCrm(new Random(SEED), paging, sort, limit, times);
        crm.pageSize = new PageSize(limit);
        crm.shortPagesEnd = true;
        crm.add(rows, false);
        Paging counted = paging.equals("page")
                ? Counted.pages(sort == Sort.TIME, times)
                : Counted.rows(sort == Sort.TIME, crm.pageSize, times);
        PollRun run = new PollRun(Cursor.from(0), counted, times, new PollRun.Limits(OVERLAP, 0, 60_000, 1_500));
        Set<String> remarks = new HashSet<>();
        List<String> told = new ArrayList<>();
        PollPage before = null;
        boolean more = true;
        int calls = 0;
        while (more) {
            calls++;
            if (calls % 47 == 0) {
                crm.add(150, false);
            }
            PollPage page = calls % 37 == 20 ? before : crm.answer(run.ask());
            before = page;
            Position asked = run.ask();
            PollRun.Step step = run.answer(page, crm.now);
            told.add(asked.skip() + " moved " + asked.moved() + (asked.ahead() == null ? "" : " before") + " -> "
                    + page.items().stream().map(PollPage.Item::id).toList());
            if (step.remark() != null && remarks.add(step.remark())) {
                System.out.println(String.join("\n", told.subList(Math.max(0, told.size() - 60), told.size())));
            }
            run.stored();
            more = step.more();
            crm.change(2);
            crm.pass(100);
        }
        assertEquals(Set.of(), remarks);
        // Where rows move page numbers are read twice, each page together with the one before.
        assertTrue(calls < (paging.equals("page") ? 12 : 6) * rows / limit, calls + " calls for " + rows / limit + " pages");
    }

    /** Rows go and come between any two questions, so that borders of pages stand although others passed them. */
    @Test
    void whatStoodStillInAListOfPagesIsReadThoughOthersGoAndCome() {
        Set<Long> lost = new TreeSet<>();
        int calls = 0;
        for (int seed = 1; seed <= 40; seed++) {
            Times times = new Times("millis", "UTC");
            ModelCrm crm = new ModelCrm(new Random(seed), "page", Sort.OTHER, 50, times);
            crm.pageSize = new PageSize(50);
            crm.shortPagesEnd = true;
            crm.add(1_500, false);
            crm.pass(1_000);
            long began = crm.now;
            PollRun run = new PollRun(Cursor.from(0), Counted.pages(false, times), times,
                    new PollRun.Limits(OVERLAP, 0, 60_000, 1_000));
            Set<Long> received = new HashSet<>();
            boolean more = true;
            while (more) {
                calls++;
                PollPage page = crm.answer(run.ask());
                page.items().forEach(item -> received.add(Long.parseLong(item.id())));
                more = run.answer(page, crm.now).more();
                run.stored();
                if (crm.random.nextBoolean()) {
                    crm.delete();
                } else {
                    crm.add(1, true);
                }
                crm.pass(100);
            }
            crm.rows.values().stream().filter(row -> row.updated() < began && !received.contains(row.id()))
                    .forEach(row -> lost.add(row.id()));
        }
        assertEquals(Set.of(), lost);
        assertTrue(calls < 40 * 2 * 3 * 30, calls + " calls");
    }
}
