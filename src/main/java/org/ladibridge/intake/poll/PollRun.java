package org.ladibridge.intake.poll;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.ladibridge.intake.Times;

/**
 * One run of a poll, without its calls and its store: what is asked next, what is stored with a page, when a page cannot be what was
 * asked for, and when the run ends. Every run ends: with the last page, with a doubt that asking again did not dispel, or with the
 * most pages.
 */
final class PollRun {
    private static final int MOST_EMPTY = 1_000;

    /**
     * What holds for every run of a source.
     *
     * @param overlap how far a run looks back behind the watermark, milliseconds
     * @param from where the first run begins, epoch milliseconds
     * @param slack by how much clocks of servers differ, milliseconds
     */
    record Limits(long overlap, long from, long slack, int maxPages) {
    }

    /**
     * What follows from a page.
     *
     * @param stored goes to the store together with the rows of the page; null when the page is not to be stored
     * @param more whether the run goes on
     * @param trouble why the run ends before the last page; null when it does not
     * @param remark what the owner has to know all the same; null for nothing
     */
    record Step(Cursor stored, boolean more, String trouble, String remark) {
    }

    private final Limits limits;
    private final Paging paging;
    private final Times times;
    /** The server's cursors that were asked for. */
    private final Set<String> followed = new HashSet<>();
    private Position position;
    private Position next;
    private List<String> lastPage = List.of();
    private boolean doubted;
    private boolean evaded;
    private boolean cut;
    private int pages;
    private int emptyPages;
    private long rows;
    private long tooOld;

    PollRun(Cursor start, Paging paging, Times times, Limits limits) {
        this.limits = limits;
        this.paging = paging;
        this.times = times;
        this.position = Position.start(paging.begin(start), limits.overlap());
    }

    /** What is to be asked now. */
    Position ask() {
        return position;
    }

    int pages() {
        return pages;
    }

    /** Whether it ended at {@code maxPages}. */
    boolean isCut() {
        return cut;
    }

    /** @param now our clock, for a server that does not tell its own */
    Step answer(PollPage page, long now) {
        pages++;
        long time = page.serverTime() == null ? now : page.serverTime();
        Cursor before = position.cursor();
        if (before.since() > limits.from() && before.latest() > time + limits.slack()) {
            position = Position.start(Cursor.from(limits.from()).of(before.place()), limits.overlap());
            // Since when it stands there is not known: what changed meanwhile was never read.
            return new Step(null, true, null, "the source counted as read until " + Instant.ofEpochMilli(before.latest())
                    + ", which has not come yet by its own clock; it is read from the beginning, and what is stored already is"
                    + " stored once");
        }
        Position asked = position.startedAt(time);
        Paging.Turn turn = doubtful(asked, page, paging.after(asked, page, time)).noLaterThan(time, before);
        rows += page.timed();
        tooOld += asked.since() == 0 ? 0 : page.olderThan(times.floor(asked.since()) - 1_000);
        String remark = turn.remark() == null ? page.remark() : turn.remark();
        if (turn.doubt() != null) {
            boolean again = !doubted;
            doubted = true;
            next = asked;
            return again
                    ? new Step(before, true, null, remark)
                    : new Step(before.anew(), false, turn.doubt(), remark);
        }
        doubted = false;
        if (asked.next() != null) {
            followed.add(asked.next());
        }
        next = turn.next();
        lastPage = page.marks();
        if (next == null && isSinceIgnored()) {
            remark = "the server ignores {since}: " + tooOld + " of " + rows
                    + " rows are older than it was asked for; every run"
                    + " reads the whole list. Correct the parameter of the query that takes it";
        }
        if (next != null && pages >= limits.maxPages()) {
            next = null;
            cut = true;
            return new Step(turn.stored(), false, null,
                    "there are more pages than maxPages (" + limits.maxPages() + ") allows; the next run goes on from here");
        }
        return new Step(turn.stored(), next != null, null, remark);
    }

    private boolean isSinceIgnored() {
        return tooOld >= 2 && 2 * tooOld > rows;
    }

    private Paging.Turn doubtful(Position asked, PollPage page, Paging.Turn turn) {
        emptyPages = page.items().isEmpty() ? emptyPages + 1 : 0;
        if (turn.next() == null || turn.doubt() != null || !(paging instanceof Followed)) {
            return turn;
        }
        String follows = turn.next().next();
        boolean circle = follows != null && !follows.equals(asked.next()) && followed.contains(follows);
        boolean same = !page.items().isEmpty() && page.marks().equals(lastPage) && !lastPage.isEmpty();
        if (circle || same) {
            return Paging.Turn.doubtful(asked, "the server repeats a page: "
                    + (circle ? "what it names as the next one leads in a circle" : "its next one holds the same rows"));
        }
        return emptyPages < MOST_EMPTY
                ? turn
                : Paging.Turn.doubtful(asked, "the server names a next page " + MOST_EMPTY + " times, and none holds a row");
    }

    /**
     * The server refuses to answer this question, and would again.
     *
     * @return false when nothing else is to be asked in its place
     */
    boolean evade() {
        Position other = paging.refused(position);
        if (other == null || evaded && other.skip() == 0 && other.since() <= position.since()) {
            return false;
        }
        evaded |= other.since() <= position.since();
        position = other;
        return true;
    }

    /** The page is on disk. */
    void stored() {
        position = next;
    }
}
