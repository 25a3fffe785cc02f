package org.ladibridge.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.Warning;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed.Accepted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Finds the records of one customer, over all sources, by whatever somebody knows of them. */
@ApplicationScoped
public class Customers {
    private static final Pattern KEY = Pattern.compile("(email|phone|id|external):.+");
    private static final Pattern LADIFLOW_ID = Pattern.compile("[0-9a-fA-F]{24}");
    private static final Pattern RECORD = Pattern.compile("#?\\d{1,18}");

    private final JournalReader journal;
    private final CustomerTransformer transformer;
    private final ObjectMapper json;

    public Customers(JournalReader journal, CustomerTransformer transformer, ObjectMapper json) {
        this.journal = journal;
        this.transformer = transformer;
        this.json = json;
    }

    /**
     * The newest record of whom or what somebody means: an e-mail address, a phone number in any form, a customer key, LadiFlow's
     * id, the source's id of an event, or the number of a record.
     */
    public Optional<Event> meant(String text) {
        List<String> keys = keysMeant(text);
        if (!keys.isEmpty()) {
            Optional<Event> newest = journal.events(new Search(null, null, null, keys, null, null, 1)).stream().findFirst();
            if (newest.isPresent()) {
                return newest;
            }
        }
        return RECORD.matcher(text).matches()
                ? journal.event(Long.parseLong(text.replace("#", ""))).or(() -> byEventId(text))
                : byEventId(text);
    }

    /** The keys under which the records of the customer stand; empty when the text is no customer's. */
    public List<String> keysMeant(String text) {
        if (KEY.matcher(text).matches()) {
            return journal.keysOf(text);
        }
        if (LADIFLOW_ID.matcher(text).matches()) {
            List<String> keys = journal.keysOfLadiflowId(text.toLowerCase(Locale.ROOT));
            return keys.isEmpty() ? journal.keysOf(CustomerKey.id(text).value()) : keys;
        }
        CustomerField field = text.indexOf('@') > 0 ? CustomerField.EMAIL : CustomerField.PHONE;
        return transformer.normalise(json.createObjectNode().put(field.wireName(), text),
                SourceHints.defaults()) instanceof Accepted accepted
                        ? journal.keysOf(CustomerKey.of(accepted.customer(), "").value())
                        : List.of();
    }

    /** The keys of the customer whose record this is. */
    public List<String> keysOf(Event event) {
        return event.customerKey() == null ? List.of() : journal.keysOf(event.customerKey());
    }

    /**
     * A field as LadiFlow accepted it last.
     *
     * @param event the record that it came with, which won over the others
     * @param others what older records had for it, the newest first
     */
    public record Field(String name, JsonNode value, Event event, List<Older> others) {
    }

    /** A value that a newer record has replaced. */
    public record Older(JsonNode value, Event event) {
    }

    /**
     * Everything known of one customer.
     *
     * @param keys under which the records stand
     * @param ladiflowId LadiFlow's own id; null when it has told none
     * @param fields as they were accepted, in the order of LadiFlow's documentation
     * @param events the newest ones first, at most so many as were asked for
     */
    public record Profile(List<String> keys, String ladiflowId, List<Field> fields, List<Event> events) {
    }

    /** @param most records to look at; older ones are left out */
    public Profile profile(Event of, int most) throws IOException {
        List<String> keys = keysOf(of);
        List<Event> events = keys.isEmpty()
                ? List.of(of)
                : journal.events(new Search(null, null, null, keys, null, null, most));
        List<Event> accepted = events.stream().filter(Customers::went)
                .sorted(Comparator.comparing(Event::finishedAt).thenComparing(Event::id).reversed()).toList();
        Map<String, List<Older>> values = new HashMap<>();
        for (Event event : accepted) {
            Set<String> leftOut = leftOut(event);
            byte[] payload = journal.contents(event.id()).map(JournalReader.Contents::mapped).orElse(null);
            if (payload != null) {
                json.readTree(payload).properties().stream().filter(field -> !leftOut.contains(field.getKey()))
                        .forEach(field -> values.computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                                .add(new Older(field.getValue(), event)));
            }
        }
        List<Field> fields = new ArrayList<>();
        for (CustomerField field : CustomerField.values()) {
            List<Older> all = values.get(field.wireName());
            if (all != null) {
                fields.add(new Field(field.wireName(), all.get(0).value(), all.get(0).event(), all.subList(1, all.size())));
            }
        }
        String ladiflowId = keys.stream().flatMap(key -> journal.ladiflowId(key).stream()).findFirst().orElse(null);
        return new Profile(keys, ladiflowId, fields, events);
    }

    /** What was merged into a younger record went along with it. */
    private static boolean went(Event event) {
        return event.queue().equals(JournalReader.CUSTOMERS) && event.finishedAt() != null
                && (event.state().equals("delivered")
                        || event.state().equals("superseded") && event.reason() == null);
    }

    private Set<String> leftOut(Event event) throws IOException {
        Set<String> fields = new LinkedHashSet<>();
        if (event.warnings() != null) {
            for (JsonNode warning : json.readTree(event.warnings())) {
                if (warning.path("code").asText().equals(Warning.Code.OLDER_THAN_ACCEPTED.name())) {
                    fields.add(warning.path("field").asText());
                }
            }
        }
        return fields;
    }

    private Optional<Event> byEventId(String eventId) {
        Set<String> sources = new TreeSet<>();
        journal.counts().forEach(count -> sources.add(count.source()));
        return sources.stream().flatMap(source -> journal.eventsOf(source, eventId).stream()).findFirst();
    }
}
