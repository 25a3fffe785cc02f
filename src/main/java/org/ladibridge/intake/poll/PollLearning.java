package org.ladibridge.intake.poll;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.api.ApiCaller;
import org.ladibridge.intake.poll.ListCalls.Answered;
import org.ladibridge.intake.poll.ListCalls.Refused;
import org.ladibridge.intake.poll.ListCalls.Run;
import org.ladibridge.intake.poll.ListRequest.Role;
import org.ladibridge.intake.poll.PagingWays.Way;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Finds out how the list of an unknown API is polled: asks once, looks where the list, the id, the time of change and the next page are,
 * and then reads two pages by each way of paging that could be meant, until one gives different rows and leaves none out.
 */
public final class PollLearning {
    /** That have to be different; one more is read where there is one, for what leads to itself shows only then. */
    private static final int PAGES = 2;
    private static final int MOST_CALLS_OF_A_TRIAL = 8;
    private static final List<String> LIMITS = List.of("limit", "per_page", "page_size", "pageSize");

    private final ListCalls calls;
    private final Path work;
    private final List<String> proved = new ArrayList<>();
    private final List<String> unsure = new ArrayList<>();
    private Asked what;
    private ListAnswer answer;
    private Answered shown;
    private int small;
    private boolean obeysLimit;

    /**
     * @param work an empty folder for the bodies of requests, which stay there
     * @param pause lets time pass between two calls
     */
    public PollLearning(ApiCaller caller, Clock clock, Path work, Consumer<Duration> pause) {
        this.calls = new ListCalls(caller, clock, pause);
        this.work = work;
    }

    /**
     * What a person knows of an API.
     *
     * @param url of the list, with its parameters as the API's documentation shows them
     * @param body of the request, JSON; null for a GET
     * @param within of the question for the rows of one moment, a query or, with a body, a body; null when nobody knows
     * @param headers further ones, "Name: value; Name: value"
     * @param access parameters of {@code kamelet:poll-source} that prove who asks, with the secrets themselves
     * @param zone of times without one; null when nobody knows
     */
    public record Asked(String name, String url, String body, String within, String headers, Map<String, String> access,
            String zone) {
        @Override
        public String toString() {
            return "Asked[" + name + "]";
        }
    }

    /**
     * What was found out.
     *
     * @param parameters of {@code kamelet:poll-source}, without those that prove who asks; {@code body} and {@code bodyWithin} are
     *        texts
     * @param rows of the pages that were read
     * @param id where a row has its id
     * @param proved sentences: what was seen
     * @param unsure sentences: what was not seen, and what to look for in the API's documentation
     * @param calls how often the API was asked
     */
    public record Learned(Map<String, String> parameters, List<JsonNode> rows, JsonPointer id, List<String> proved,
            List<String> unsure, int calls) {
    }

    /** A way that was tried. */
    private record Tried(Way way, Run run) {
    }

    /** @throws IllegalArgumentException when nothing can be learned; says why and what to do, without a secret */
    public Learned learn(Asked what) {
        try {
            return learned(what);
        } catch (Refused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Learned learned(Asked asked) throws Refused {
        what = asked;
        Parameters.address("--poll", what.url().replaceFirst("[?].*", ""));
        ListRequest request = ListRequest.of(what.url(), what.body());
        shown = calls.first(settings(request).settings(), 0);
        answer = ListAnswer.of(shown.tree(), request.sinceField());
        int limit = Integer.parseInt(request.examples().getOrDefault(Role.LIMIT, "100"));
        if (answer.id() == null) {
            throw new IllegalArgumentException("no value is there and different in each of the " + answer.rows().size()
                    + " rows at «" + answer.items()
                    + "», so that nothing tells one row from another; has the API another list with ids?");
        }
        proved.add(answer.rows().size() + " rows at " + (answer.items().matches() ? "the top" : "items: " + answer.items())
                + ", told apart by id: " + answer.id());
        String zone = zone();
        request = lookAtLimit(request, limit);
        Tried tried = tried(request, zone);
        ListSettings settings = new SinceTrial(calls, tried.run().rows(), small).chosen(settings(tried.way(), zone),
                tried.way().request(),
                answer, proved, unsure);
        settings = new ListEnds(answer.of(shown.tree()), limit, small, obeysLimit).of(settings, tried.way().paging(),
                tried.run().rows(),
                unsure);
        Map<String, String> parameters = settings.parameters();
        what.access().keySet().forEach(parameters::remove);
        parameters.remove("name");
        parameters.values().removeIf(String::isEmpty);
        parameters.computeIfPresent("body", (key, file) -> read(file));
        parameters.computeIfPresent("bodyWithin", (key, file) -> read(file));
        List<JsonNode> rows = new ArrayList<>(answer.rows());
        tried.run().rows().forEach(row -> rows.add(row.body()));
        return new Learned(parameters, rows, answer.id(), List.copyOf(proved), List.copyOf(unsure), calls.calls());
    }

    // --- What the first answers show -------------------------------------------------------------------------------------

    private ListSettings settings(ListRequest request) {
        ListSettings settings = ListSettings.of(Map.of("name", what.name(), "url", request.url(), "paging", "none"))
                .with("query", request.queryText(), "headers", what.headers(), "zone", what.zone(), "firstPage",
                        "0".equals(request.examples().get(Role.PAGE)) ? "0" : null)
                .with("limit", request.examples().get(Role.LIMIT), "sinceFormat",
                        TimeFormats.likely(request.examples().get(Role.SINCE), null).iterator().next());
        for (Map.Entry<String, String> access : what.access().entrySet()) {
            settings = settings.with(access.getKey(), access.getValue());
        }
        if (answer != null) {
            settings = settings.with("items", answer.items().toString(), "id", answer.id().toString(), "updated",
                    text(answer.updated() == null ? answer.created() : answer.updated()), "created",
                    answer.updated() == null ? null : text(answer.created()));
        }
        return request.body() == null ? settings : settings.with("body", write("request.json", request.body()));
    }

    private static String text(JsonPointer pointer) {
        return pointer == null ? null : pointer.toString();
    }

    private String write(String name, String text) {
        try {
            return Files.writeString(work.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of times that carry none. */
    private String zone() {
        String example = answer.exampleOfTime();
        if (example == null) {
            unsure.add(
                    "no row tells when it changed, so a changed row is only noticed by its content, and every run has to read the"
                            + " whole list: does the API have a list, or a field, with the time of change?");
            return what.zone();
        }
        if (answer.updated() == null) {
            unsure.add("rows tell when they were made (" + answer.created()
                    + "), not when they changed: is there a field for that, perhaps one that has to be asked for?");
        }
        long without = answer.updated() == null
                ? 0
                : answer.rows().stream().filter(row -> TimeFormats.read(row.at(answer.updated())) == null).count();
        if (without > 0) {
            unsure.add(without + " of " + answer.rows().size() + " rows have no time of change"
                    + (answer.created() == null ? "" : ", so that " + answer.created() + " counts for them")
                    + ": does the API leave such rows out when it is asked since a time?");
        }
        String format = TimeFormats.of(example);
        if (what.zone() != null || format == null || !TimeFormats.isNaive(format)) {
            return what.zone();
        }
        Long now = org.ladibridge.intake.Times.readDate(shown.date());
        long newest = answer.rows().stream().map(row -> TimeFormats.read(row.at(answer.updated() == null
                ? answer.created()
                : answer.updated()))).filter(time -> time != null).max(Long::compare).orElse(0L);
        if (now != null && newest > now + Duration.ofMinutes(5).toMillis()) {
            unsure.add("times carry no zone; the newest would lie in the future in UTC, so they are read as Vietnam's"
                    + " (zone: Asia/Ho_Chi_Minh)");
            return "Asia/Ho_Chi_Minh";
        }
        unsure.add("times such as «" + example.replaceAll("\\d", "0")
                + "» carry no zone and are read as UTC: which zone does the API"
                + " mean? (--zone Asia/Ho_Chi_Minh)");
        return null;
    }

    /** Asks for fewer rows: whether it obeys, and so that what names a next page shows. */
    private ListRequest lookAtLimit(ListRequest request, int limit) {
        int rows = answer.rows().size();
        small = Math.max(1, Math.min(rows, limit) / 2);
        if (rows < 2) {
            unsure.add("the list has one row, so that paging shows nothing: learn again when there are more");
            return request;
        }
        List<ListRequest> asking = new ArrayList<>();
        if (request.has(Role.LIMIT)) {
            asking.add(request);
        } else {
            LIMITS.forEach(name -> asking.add(request.with(name, Role.LIMIT)));
        }
        for (ListRequest each : asking) {
            try {
                Answered fewer = calls.first(settings(each).with("limit", String.valueOf(small)).settings(), 0);
                if (fewer.tree().at(answer.items()).size() == small) {
                    obeysLimit = true;
                    shown = fewer;
                    if (!request.has(Role.LIMIT)) {
                        unsure.add("«" + (each.parameter(Role.LIMIT) == null ? "limit" : each.parameter(Role.LIMIT))
                                + "» was found to be the size of a page by trying: look whether the API documents it");
                    }
                    return each;
                }
            } catch (Refused e) {
                // It does not take this one.
                continue;
            }
        }
        small = rows;
        unsure.add((request.has(Role.LIMIT)
                ? "the size of a page that is asked for is not obeyed"
                : "no parameter for the size of a page"
                        + " was found")
                + ": a page has " + rows + " rows");
        return request;
    }

    // --- Paging ----------------------------------------------------------------------------------------------------------

    private Tried tried(ListRequest request, String zone) throws Refused {
        List<String> against = new ArrayList<>();
        Optional<String> within = what.within() == null ? TimeKeyset.within(request, answer) : Optional.of(what.within());
        List<Way> ways = new PagingWays(answer.of(shown.tree()), shown.link(), small).of(request,
                within.map(text -> request.body() == null
                        ? text
                        : write("request-within.json", text)));
        Tried whole = null;
        for (Way way : ways) {
            ListSettings settings = settings(way, zone).with("limit", String.valueOf(small));
            try {
                Run run = calls.run(settings.settings(), PAGES + 1, MOST_CALLS_OF_A_TRIAL);
                String fault = run.trouble() != null ? run.trouble() : fault(way, settings, run);
                if (fault == null) {
                    proved.add(way.described() + ": pages gave " + run.pages().stream().map(page -> String.valueOf(page.size()))
                            .collect(Collectors.joining(" and ")) + " different rows"
                            + (run.repeated() > 0
                                    ? " (" + run.repeated() + " asked for again on purpose, to see that nothing moved)"
                                    : ""));
                    return new Tried(way, run);
                }
                against.add(way.described() + ": " + fault);
                whole = whole == null && run.ended() && run.pages().size() == 1 && way.paging().equals("none")
                        ? new Tried(way, run)
                        : whole;
            } catch (Refused e) {
                against.add(way.described() + ": " + e.getMessage());
            }
        }
        String tries = against.isEmpty() ? "" : " (" + String.join("; ", against) + ")";
        if (obeysLimit || answer.rows().size() >= 20 && whole == null) {
            throw new IllegalArgumentException("there are more rows than a page gives, and no way to the next page was found"
                    + tries
                    + ": put the parameter that the API documents into the address, with an example or as {page}, {offset}, {cursor} or {lastId}");
        }
        unsure.add("the list of " + answer.rows().size() + " rows came at once, and nothing names a next page" + tries
                + ": if the API has pages, put its parameter into the address as {page}, {offset} or {cursor} and learn again;"
                + " otherwise rows beyond a page that you do not see today would never be read");
        Way none = ways.get(ways.size() - 1);
        return whole == null ? new Tried(none, calls.run(settings(none, zone).settings(), 1, 1)) : whole;
    }

    private ListSettings settings(Way way, String zone) {
        ListSettings settings = settings(way.request()).with("zone", zone);
        for (Map.Entry<String, String> parameter : way.parameters().entrySet()) {
            settings = settings.with(parameter.getKey(), parameter.getValue());
        }
        return settings;
    }

    /** Why two pages are not what a list gives; null when they are. */
    private String fault(Way way, ListSettings settings, Run run) {
        if (run.pages().size() < PAGES) {
            return run.ended() ? "there was one page only" : "the second page has no other rows";
        }
        List<String> read = run.pages().subList(0, PAGES).stream().flatMap(List::stream).map(PollPage.Item::id).toList();
        try {
            List<String> wide = calls.page(settings.with("limit", String.valueOf(read.size())).settings(), 0).stream()
                    .map(PollPage.Item::id).toList();
            int both = Math.min(wide.size(), read.size());
            if (both <= run.pages().get(0).size()) {
                unsure.add("a page has no more than " + both
                        + " rows, so that it was not seen whether one is left out between two pages");
            } else if (!wide.subList(0, both).equals(read.subList(0, both))) {
                return "two pages hold other rows, or in another order, than one page of their size";
            }
        } catch (Refused e) {
            unsure.add("a page of " + read.size()
                    + " rows is refused, so that it was not seen whether one is left out between two pages");
        }
        return null;
    }
}
