package org.ladibridge.intake.poll;

import org.ladibridge.intake.Times;

/** How a source is read page by page. */
interface Paging {

    /**
     * What follows from a page.
     *
     * @param asked what the page was asked with
     * @param time of the answer, epoch milliseconds: the server's, or ours where it does not say
     */
    Turn after(Position asked, PollPage page, long time);

    /** Where a run begins whose source stands there. */
    default Cursor begin(Cursor stored) {
        return stored;
    }

    /**
     * The server refuses to give this page.
     *
     * @return what to ask instead; null when there is nothing
     */
    default Position refused(Position asked) {
        return null;
    }

    /**
     * @param stored is written together with the records of the page
     * @param next what to ask then; null when this was the last page
     * @param doubt why the page cannot be what was asked for; null when it can
     * @param remark what the source's owner has to know, although the reading goes on; null for nothing
     */
    record Turn(Cursor stored, Position next, String doubt, String remark) {
        static Turn to(Position next) {
            return new Turn(next.cursor(), next, null, null);
        }

        static Turn last(Cursor stored) {
            return new Turn(stored.caughtUp(), null, null, null);
        }

        /** Nothing follows from the page: the same is asked again. */
        static Turn doubtful(Position asked, String doubt) {
            return new Turn(asked.cursor(), asked, doubt, null);
        }

        Turn remarking(String newRemark) {
            return new Turn(stored, next, doubt, newRemark);
        }

        /** As it is, but {@link Cursor#noLaterThan}; the run itself goes on to the last row, whatever its date. */
        Turn noLaterThan(long time, Cursor before) {
            Cursor limited = stored.noLaterThan(time, before);
            return new Turn(limited, next == null ? null : next.with(limited), doubt, remark);
        }
    }

    static Paging of(PollSettings settings, Times times, PageSize pageSize) {
        boolean ordered = settings.ordered();
        return switch (settings.paging()) {
            case TIME -> new KeysetByTime(times);
            case ID -> new KeysetById();
            case PAGE -> Counted.pages(ordered, times);
            case OFFSET -> Counted.rows(ordered, pageSize, times);
            case NONE, CURSOR, LINK, LINK_HEADER -> new Followed();
        };
    }
}
