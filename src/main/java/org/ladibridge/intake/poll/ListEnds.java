package org.ladibridge.intake.poll;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * How the last page of an unknown list is known, how large a page may be, and what the list is sorted by.
 *
 * @param answer the last one, with the rows of the first
 * @param limit that the first request asked for
 * @param small how many rows were asked for to see pages
 * @param obeysLimit whether that many came
 */
record ListEnds(ListAnswer answer, int limit, int small, boolean obeysLimit) {

    /**
     * @param pageRows that were read
     * @param unsure takes what was not seen
     */
    ListSettings of(ListSettings settings, String paging, List<PollPage.Item> pageRows, List<String> unsure) {
        ListSettings made = settings;
        boolean counts = List.of("page", "offset", "id", "time").contains(paging);
        int rows = answer.rows().size();
        boolean more = rows >= 2 && small < rows || !obeysLimit;
        Optional<JsonPointer> flag = answer.more().filter(place -> answer.tree().at(place).asBoolean());
        if (counts) {
            boolean seen = obeysLimit && rows == limit;
            // By time, a page with fewer rows than were asked for is the last: no more may be asked for than were seen to come.
            int size = !obeysLimit || paging.equals("time") ? rows : Math.max(limit, rows);
            made = made.with("limit", size == 100 ? null : String.valueOf(size));
            if (paging.equals("time") && !seen) {
                unsure.add("no more than " + size + " rows came on a page, so no more are asked for (limit): how many does the"
                        + " API give at most?");
            } else if (flag.isPresent() && !paging.equals("time")) {
                made = made.with("lastPage", flag.get().toString());
            } else if (seen) {
                made = made.with("lastPage", null);
            } else {
                unsure.add("whether a page may have " + size + " rows was not seen (" + rows
                        + " came): how many does the API give at most? Until then a run ends at an empty page (lastPage: empty), which is"
                        + " right with any size");
            }
        } else {
            made = made.with("limit", limit == 100 || !more ? null : String.valueOf(limit));
        }
        boolean ascends = ascends(pageRows);
        if (paging.equals("page") || paging.equals("offset")) {
            made = made.with("order", ascends && !settings.get("updated").isEmpty() ? null : "none");
            unsure.add(ascends
                    ? "the rows came ascending by time of change: let the request ask for that order, so that it stays"
                    : "the rows are not ascending by time of change: if the API can sort by something that does not change (the id),"
                            + " ask for it, so that rows do not move between pages");
        }
        return made;
    }

    private static boolean ascends(List<PollPage.Item> rows) {
        List<Long> times = rows.stream().map(PollPage.Item::updated).toList();
        return !times.contains(null) && times.stream().distinct().count() > 2
                && times.equals(times.stream().sorted().toList());
    }
}
