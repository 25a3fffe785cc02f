package org.ladibridge.intake.poll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.ladibridge.intake.poll.ListCalls.Refused;
import org.ladibridge.intake.poll.ListRequest.Role;

/** Whether a list that is asked for what changed since a time gives that, and no more. */
final class SinceTrial {
    private static final long SECOND = 1_000;

    private final ListCalls calls;
    private final List<Long> times;
    private final int limit;

    /** @param rows that the list gave without a time */
    SinceTrial(ListCalls calls, List<PollPage.Item> rows, int limit) {
        this.calls = calls;
        this.times = rows.stream().map(PollPage.Item::updated).filter(Objects::nonNull).sorted().toList();
        this.limit = limit;
    }

    /** Whether two rows changed at times that a question can tell apart. */
    boolean isPossible() {
        return !times.isEmpty();
    }

    /** What a parameter may be called that takes it, by what the rows call the time of change. */
    static List<String> names(String field) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        String stem = field.replaceAll("(?i)_?(at|on|date|time)$", "");
        boolean camel = !field.contains("_") && !field.equals(field.toLowerCase(Locale.ROOT));
        if (!stem.isEmpty()) {
            names.add(camel ? stem + "Since" : stem + "_since");
            names.add(camel ? stem + "After" : stem + "_after");
        }
        names.addAll(List.of("updated_since", "modified_since", "since", "updated_at_min"));
        return new ArrayList<>(names);
    }

    /** Whether rows that are known to be younger are missing, where the page shows that. */
    private boolean leavesOut(List<PollPage.Item> rows, long since) {
        List<Long> given = rows.stream().map(PollPage.Item::updated).filter(Objects::nonNull).toList();
        boolean shows = rows.size() < Math.max(2, limit) || given.equals(given.stream().sorted().toList());
        return shows && !given.isEmpty()
                && times.stream().anyMatch(time -> time > since + SECOND && time < java.util.Collections.min(given));
    }

    /** @param unsure takes what is worth knowing, when it narrows */
    boolean narrows(ListSettings settings, List<String> unsure) {
        try {
            PollSettings tried = settings.with("limit", String.valueOf(Math.max(2, limit))).settings();
            long oldest = times.get(0);
            long middle = times.get(times.size() / 2);
            long since = middle - oldest < SECOND ? times.get(times.size() - 1) : middle;
            List<PollPage.Item> rows = calls.page(tried, since);
            boolean seconds = tried.times().same(since, since / SECOND * SECOND);
            long bound = tried.times().floor(since) - (seconds ? SECOND : 0);
            boolean none = rows.stream().map(PollPage.Item::updated).filter(Objects::nonNull).anyMatch(time -> time < bound);
            if (none || rows.isEmpty()) {
                return false;
            }
            if (leavesOut(rows, since)) {
                String sentence = "asked since the time of a row, the API leaves out rows that changed after it: it reads that time in another"
                        + " zone, or as something else; which one (--zone)?";
                if (!unsure.contains(sentence)) {
                    unsure.add(sentence);
                }
                return false;
            }
            if (tried.times().floor(since) - oldest < SECOND) {
                // The question cannot tell them apart: then nothing may come of a later time.
                return calls.page(tried, times.get(times.size() - 1) + Duration.ofDays(2).toMillis()).isEmpty();
            }
            if (rows.stream()
                    .noneMatch(row -> row.updated() != null && tried.times().floor(row.updated()) == tried.times().floor(since))
                    && rows.get(0).updated() != null) {
                unsure.add(
                        "a row of just the time that is asked for did not come: the API may mean «later than»; the overlap covers that");
            }
            return true;
        } catch (Refused | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The settings with the format in which the time is taken, and with what takes it when that was found by trying; as they are when
     * nothing was.
     *
     * @param proved takes what was seen
     * @param unsure takes what was not
     */
    ListSettings chosen(ListSettings settings, ListRequest request, ListAnswer answer, List<String> proved,
            List<String> unsure) {
        if (!isPossible()) {
            if (request.has(Role.SINCE)) {
                unsure.add("it could not be seen whether the time narrows the list: no two rows changed at different times");
            }
            return settings;
        }
        if (request.has(Role.SINCE)) {
            for (String format : TimeFormats.likely(request.examples().get(Role.SINCE), answer.exampleOfTime())) {
                if (isOfZone(format, settings) && narrows(settings.with("sinceFormat", format), unsure)) {
                    proved.add(
                            "the time narrows the list: asked since the time of one of the rows, none that is older came, written as "
                                    + "sinceFormat: " + format);
                    return settings.with("sinceFormat", format);
                }
            }
            unsure.add(
                    "the time that the request takes narrows nothing, in whatever way it was written, so every run reads the whole"
                            + " list: what is the parameter called, what field is it about, and how is a time written there?");
            return settings;
        }
        if (request.body() == null) {
            for (String name : SinceTrial
                    .names(ListAnswer.last(answer.updated() == null ? answer.created() : answer.updated()))) {
                ListSettings more = settings.with("query", request.with(name, Role.SINCE).queryText());
                for (String format : TimeFormats.likely(null, answer.exampleOfTime()).stream().limit(1).toList()) {
                    if (narrows(more.with("sinceFormat", format), unsure)) {
                        unsure.add("«" + name + "» was found to narrow the list by trying: look whether the API documents it");
                        return more.with("sinceFormat", format);
                    }
                }
            }
        }
        unsure.add(
                "the request takes no time, so every run reads the whole list: if the API has a parameter for what changed since a"
                        + " time, put it into the address with an example, such as updated_since=2026-01-31T00:00:00Z, and learn again");
        return settings;
    }

    /** A pattern that ends in a mere letter Z would write the zone's own hour. */
    private static boolean isOfZone(String format, ListSettings settings) {
        return !format.endsWith("'Z'") || settings.get("zone").matches("|UTC");
    }
}
