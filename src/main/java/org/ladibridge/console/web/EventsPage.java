package org.ladibridge.console.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.ladibridge.customer.Mask;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.journal.State;
import org.ladibridge.ledger.ContentSearch;
import org.ladibridge.ledger.Customers;
import org.ladibridge.transform.SourceHints;

import io.quarkus.qute.TemplateData;

/**
 * {@code /console/events}: the search. What somebody types of a customer is looked up once and goes on as the number of one of the
 * customer's records and of those that carry it, so that no address and no log of a proxy holds it.
 */
@Path("/console/events")
public class EventsPage {
    private static final int SHOWN = 50;
    /** The number of records that a search without an index reads before it offers to go on. */
    private static final long LOOKED_AT = 50_000;

    private final JournalReader journal;
    private final Customers customers;
    private final ContentSearch contents;
    private final Uis uis;
    private final Html html;

    EventsPage(JournalReader journal, Customers customers, ContentSearch contents, Uis uis, Html html) {
        this.journal = journal;
        this.customers = customers;
        this.contents = contents;
        this.uis = uis;
        this.html = html;
    }

    /** What the address asks for. */
    public static class Query {
        @QueryParam("source")
        String source;
        @QueryParam("state")
        String state;
        @QueryParam("reason")
        String reason;
        @QueryParam("since")
        String since;
        @QueryParam("until")
        String until;
        @QueryParam("of")
        Long of;
        @QueryParam("carrying")
        String carrying;
        @QueryParam("before")
        Long before;
    }

    /** What the form asks for. */
    public static class Form {
        @FormParam("csrf")
        String csrf;
        @FormParam("customer")
        String customer;
        @FormParam("source")
        String source;
        @FormParam("state")
        String state;
        @FormParam("reason")
        String reason;
        @FormParam("since")
        String since;
        @FormParam("until")
        String until;
        @FormParam("of")
        String of;
    }

    /**
     * The filters as they stand.
     *
     * @param of the number of a record of the one customer who is wanted; null for all
     * @param carrying the records that carry what was typed; null when nothing was
     * @param customer that customer, masked
     */
    @TemplateData
    public record Filters(String source, String state, String reason, Instant since, Instant until, Long of,
            List<Long> carrying, String customer) {
        public boolean isEmpty() {
            return source == null && state == null && reason == null && since == null && until == null && of == null
                    && carrying == null;
        }

        /** Whether something was typed that is no customer's, so that only the records that carry it are of interest. */
        public boolean isOnlyCarrying() {
            return carrying != null && of == null;
        }

        public String query() {
            return query(null);
        }

        String query(Long before) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("of", of);
            values.put("carrying", carrying == null ? null : numbers(carrying));
            values.put("source", source);
            values.put("state", state);
            values.put("reason", reason);
            values.put("since", since);
            values.put("until", until);
            values.put("before", before);
            return values.entrySet().stream().filter(value -> value.getValue() != null)
                    .map(value -> value.getKey() + "=" + URLEncoder.encode(value.getValue().toString(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
        }
    }

    /**
     * What was found.
     *
     * @param carrying the records that carry what was typed
     * @param older the address of the next page; null when there is none
     * @param lookedBackTo when the oldest record was received that was looked at, if there may be older ones; else null
     */
    @TemplateData
    public record Found(List<EventRow> carrying, List<EventRow> events, String older, Instant lookedBackTo, boolean isFirst) {
        public int undeliveredLookedInto() {
            return ContentSearch.UNDELIVERED;
        }

        public int recentLookedInto() {
            return ContentSearch.RECENT;
        }
    }

    /** What can be chosen. */
    @TemplateData
    public record Choices(List<String> sources, List<String> states, List<String> reasons) {
    }

    @GET
    public Response page(@BeanParam Query query) {
        Ui ui = uis.of("events");
        Optional<Event> one = query.of == null ? Optional.empty() : journal.event(query.of);
        List<String> keys = one.map(customers::keysOf).orElse(List.of());
        Filters filters = new Filters(blankToNull(query.source), oneOf(query.state, states()), oneOf(query.reason, reasons()),
                instant(query.since), instant(query.until), keys.isEmpty() ? null : query.of, numbers(query.carrying),
                keys.isEmpty() ? null : Mask.key(keys.get(0)));
        List<EventRow> carrying = filters.carrying() == null
                ? List.of()
                : filters.carrying().stream().map(journal::event).flatMap(Optional::stream)
                        .map(event -> EventRow.of(event, true)).toList();
        return html.page(Pages.events(ui, filters,
                filters.isOnlyCarrying()
                        ? new Found(carrying, List.of(), null, null, true)
                        : found(filters, keys, carrying, query.before),
                choices()));
    }

    @POST
    @Path("find")
    public Response find(@BeanParam Form form) {
        uis.requireToken(form.csrf);
        String text = blankToNull(form.customer);
        Filters filters = new Filters(blankToNull(form.source), oneOf(form.state, states()), oneOf(form.reason, reasons()),
                instant(form.since), instant(form.until),
                form.of == null || !form.of.matches("\\d{1,18}") ? null : Long.valueOf(form.of), null, null);
        if (text != null) {
            Event found = customers.meant(text).orElse(null);
            List<String> keys = found == null ? List.of() : customers.keysMeant(text);
            boolean isCustomer = found != null && found.customerKey() != null && keys.contains(found.customerKey());
            if (found != null && !isCustomer) {
                return Html.goTo("/console/events/" + found.id());
            }
            List<Long> carrying = contents.find(text, search(filters, List.of(), null)).stream()
                    .filter(event -> event.customerKey() == null || !keys.contains(event.customerKey())).map(Event::id)
                    .toList();
            filters = new Filters(filters.source(), filters.state(), filters.reason(), filters.since(), filters.until(),
                    isCustomer ? found.id() : null, isCustomer && carrying.isEmpty() ? null : carrying, null);
        }
        String query = filters.query(null);
        return Html.goTo("/console/events" + (query.isEmpty() ? "" : "?" + query));
    }

    private Search search(Filters filters, List<String> keys, Long before) {
        Long from = filters.since() == null ? null : journal.firstIdSince(filters.since());
        Long end = before;
        if (filters.until() != null) {
            long until = journal.firstIdSince(filters.until());
            end = end == null ? until : Long.valueOf(Math.min(end, until));
        }
        return new Search(filters.source(), filters.state() == null ? null : State.of(filters.state()), filters.reason(), keys,
                from, end, SHOWN + 1);
    }

    private Found found(Filters filters, List<String> keys, List<EventRow> carrying, Long before) {
        Search search = search(filters, keys, before);
        Long floor = null;
        if (!search.isIndexed()) {
            floor = (search.before() == null ? journal.lastId() + 1 : search.before()) - LOOKED_AT;
            floor = floor <= 1 || search.from() != null && search.from() >= floor ? null : floor;
            search = new Search(search.source(), search.state(), search.reason(), keys, floor == null ? search.from() : floor,
                    search.before(), search.limit());
        }
        List<Event> events = journal.events(search);
        List<EventRow> rows = events.stream().limit(SHOWN).map(event -> EventRow.of(event, true)).toList();
        if (events.size() > SHOWN) {
            return new Found(carrying, rows, "/console/events?" + filters.query(rows.get(SHOWN - 1).id()), null,
                    before == null);
        }
        if (floor == null) {
            return new Found(carrying, rows, null, null, before == null);
        }
        return new Found(carrying, rows, "/console/events?" + filters.query(floor),
                receivedAt(floor), before == null);
    }

    /** About; repetitions take numbers, too, and leave no record. */
    private Instant receivedAt(long id) {
        List<Event> near = journal.events(new Search(null, null, null, List.of(), id, id + SHOWN, SHOWN));
        return near.isEmpty() ? null : near.get(near.size() - 1).receivedAt();
    }

    private Choices choices() {
        TreeSet<String> sources = new TreeSet<>();
        journal.counts().forEach(count -> sources.add(count.source()));
        return new Choices(List.copyOf(sources), states(), reasons());
    }

    private static List<String> states() {
        return Arrays.stream(State.values()).map(State::label).toList();
    }

    private static List<String> reasons() {
        return Arrays.stream(Reason.values()).map(Reason::name).toList();
    }

    private static String oneOf(String text, List<String> known) {
        return text != null && known.contains(text) ? text : null;
    }

    /** A time of the form, which is Vietnam's, or one of an address of ours. */
    private static Instant instant(String text) {
        try {
            return text == null || text.isBlank()
                    ? null
                    : text.endsWith("Z")
                            ? Instant.parse(text)
                            : LocalDateTime.parse(text).atZone(SourceHints.VIETNAM).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String numbers(List<Long> numbers) {
        return numbers.isEmpty() ? "none" : numbers.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    private static List<Long> numbers(String text) {
        return text == null
                ? null
                : Arrays.stream(text.split("\\.")).filter(number -> number.matches("\\d{1,18}")).limit(SHOWN).map(Long::valueOf)
                        .toList();
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.trim();
    }
}
