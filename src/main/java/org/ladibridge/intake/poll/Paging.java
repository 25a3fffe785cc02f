package org.ladibridge.intake.poll;

import org.ladibridge.intake.Times;

/** How a source is read page by page. */
interface Paging {

    /**
     * What follows from a page.
     *
     * @param asked what the page was asked with
     */
    Turn after(Position asked, PollPage page);

    /**
     * @param stored is written together with the records of the page
     * @param next what to ask then; null when this was the last page
     */
    record Turn(Cursor stored, Position next) {
        static Turn last(Cursor stored) {
            return new Turn(stored.caughtUp(), null);
        }

        /** As it is, but {@link Cursor#noLaterThan}; the run itself goes on to the last row, whatever its date. */
        Turn noLaterThan(long time, Cursor before) {
            Cursor limited = stored.noLaterThan(time, before);
            return new Turn(limited, next == null ? null : next.with(limited));
        }
    }

    /** @throws IllegalArgumentException when there is no such paging */
    static Paging of(PollSettings settings, Times times) {
        boolean ordered = settings.ordered();
        return switch (settings.paging()) {
            case "time" -> new KeysetByTime(times);
            case "id" -> new KeysetById();
            case "page", "offset" -> new Counted(ordered, times);
            case "none", "cursor", "link", "link-header" -> new Followed(ordered);
            default -> throw new IllegalArgumentException(
                    "paging takes one of time, id, page, offset, cursor, link, link-header and none, not «" + settings.paging()
                            + "»");
        };
    }
}
