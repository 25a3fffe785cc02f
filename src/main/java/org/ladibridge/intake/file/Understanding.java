package org.ladibridge.intake.file;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Mask;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.file.ColumnAssignment.Decision;
import org.ladibridge.intake.file.ColumnUse.How;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a source makes of the columns of a part. Not asked of the word list but tried: a column is understood when a row without it
 * comes out otherwise. So it holds for headings that are known, for what a mapping takes by name, and for what a person assigned.
 */
final class Understanding {
    private static final List<String> IDENTIFYING = List.of(CustomerField.EMAIL.wireName(), CustomerField.PHONE.wireName());
    private static final String CUSTOM_FIELDS = CustomerField.CUSTOM_FIELDS.wireName();
    /** Mapping a row takes some ten microseconds; a wide file has to do with fewer rows. */
    private static final int MOST_TRIALS = 2_000;
    private static final int MOST_ROWS = 20;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]{2,}");
    private static final Pattern PHONE = Pattern.compile("(?:\\+|00)?(?:84|0)?[\\s.()-]*[1-9](?:[\\s.()-]*\\d){8,9}");

    /** What the source's mapping and the transformer make of a row. */
    interface Source {
        /** What is placed, before it is given its meaning. */
        List<ObjectNode> placed(ObjectNode row);

        List<Transformed> transform(RawRecord row);
    }

    private final PartLook look;
    private final ColumnAssignment.Reader assigned;
    private final Source source;

    /** @param assignment null for none */
    Understanding(PartLook look, ColumnAssignment assignment, Source source) {
        this.look = look;
        this.assigned = assignment == null ? null : assignment.lookUp();
        this.source = source;
    }

    /** All columns, in their order. */
    List<ColumnUse> columns() {
        List<ColumnUse> uses = new ArrayList<>();
        int rows = Math.max(1, Math.min(MOST_ROWS, MOST_TRIALS / Math.max(1, look.headings().size())));
        List<ObjectNode> tried = look.rows().subList(0, Math.min(rows, look.rows().size()));
        List<Map<String, JsonNode>> whole = tried.stream().map(row -> fields(apply(row))).toList();
        Map<String, JsonNode> nothing = fields(JsonNodeFactory.instance.objectNode());
        for (String heading : look.headings()) {
            uses.add(use(heading, tried, whole, nothing));
        }
        return uses;
    }

    private ColumnUse use(String heading, List<ObjectNode> tried, List<Map<String, JsonNode>> whole,
            Map<String, JsonNode> nothing) {
        List<String> examples = look.examples(heading).stream().map(Mask::text).toList();
        Decision decision = assigned == null ? null : assigned.find(heading);
        boolean byPerson = decision != null && decision.isMade();
        if (byPerson && decision.isLeftOut()) {
            return new ColumnUse(heading, null, How.LEFT_OUT, examples);
        }
        Set<String> fields = new TreeSet<>();
        boolean isThere = false;
        for (int i = 0; i < tried.size(); i++) {
            JsonNode value = look.value(tried.get(i), heading);
            if (!ColumnAssignment.isBlank(value)) {
                isThere = true;
                ObjectNode without = tried.get(i).deepCopy();
                without.remove(look.key(heading));
                fields.addAll(differences(whole.get(i), fields(apply(without))));
            }
        }
        if (!fields.isEmpty()) {
            return new ColumnUse(heading, String.join(", ", fields), byPerson ? How.ASSIGNED : How.FOUND, examples);
        }
        Set<String> alone = alone(heading, tried, nothing);
        if (byPerson) {
            return new ColumnUse(heading, decision.isCustom()
                    ? decision.target().substring(ColumnAssignment.CUSTOM.length())
                    : decision.target(), isThere ? How.SPARE : How.ASSIGNED, examples);
        }
        return alone.isEmpty()
                ? new ColumnUse(heading, null, How.NOTHING, examples)
                : new ColumnUse(heading, String.join(", ", alone), isThere ? How.SPARE : How.FOUND, examples);
    }

    /** What a column becomes when nothing stands beside it. */
    private Set<String> alone(String heading, List<ObjectNode> tried, Map<String, JsonNode> nothing) {
        JsonNode value = tried.stream().map(row -> look.value(row, heading)).filter(cell -> !ColumnAssignment.isBlank(cell))
                .findFirst().orElse(JsonNodeFactory.instance.textNode("x"));
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.set(look.key(heading), value);
        return differences(fields(apply(row)), nothing);
    }

    private ObjectNode apply(ObjectNode row) {
        return assigned == null ? row : assigned.apply(row);
    }

    /** What is placed of a row, by field; custom fields one by one. */
    private Map<String, JsonNode> fields(ObjectNode row) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        int customer = 0;
        for (ObjectNode placed : source.placed(row)) {
            String suffix = customer++ == 0 ? "" : " (" + customer + ")";
            for (Map.Entry<String, JsonNode> field : placed.properties()) {
                if (field.getKey().equals(CUSTOM_FIELDS) && field.getValue() instanceof ObjectNode custom) {
                    custom.properties().forEach(one -> fields.put(one.getKey() + suffix, one.getValue()));
                } else {
                    fields.put(field.getKey() + suffix, field.getValue());
                }
            }
        }
        fields.values().removeIf(ColumnAssignment::isBlank);
        return fields;
    }

    private static Set<String> differences(Map<String, JsonNode> one, Map<String, JsonNode> other) {
        Set<String> names = new LinkedHashSet<>(one.keySet());
        names.addAll(other.keySet());
        for (Iterator<String> all = names.iterator(); all.hasNext();) {
            String name = all.next();
            JsonNode value = one.get(name);
            if (value == null ? !other.containsKey(name) : value.equals(other.get(name))) {
                all.remove();
            }
        }
        return names;
    }

    /** Whether each of the first rows would be rejected, because no column can tell who the customer is. */
    boolean identifiesNobody(List<ColumnUse> columns) {
        if (columns.stream().anyMatch(Understanding::identifies)) {
            return false;
        }
        List<Transformed> customers = look.rows().stream()
                .flatMap(row -> source.transform(RawRecord.of(apply(row))).stream()).toList();
        return !customers.isEmpty() && customers.stream().allMatch(customer -> customer instanceof Transformed.Rejected rejected
                && rejected.reason() == Reason.NO_EMAIL_OR_PHONE);
    }

    static boolean identifies(ColumnUse column) {
        return column.field() != null && List.of(column.field().split(", ")).stream().anyMatch(IDENTIFYING::contains);
    }

    /** Whether the first row is a customer: somebody forgot the headings. */
    static boolean hasNoHeadings(PartLook look) {
        return !look.isJson() && look.headings().stream()
                .anyMatch(heading -> EMAIL.matcher(heading).matches()
                        || PHONE.matcher(heading.replaceAll(" \\d$", "")).matches());
    }

    /** A field that most values of a column look like; null when they look like none. */
    static String suggestion(PartLook look, String heading) {
        List<String> examples = look.examples(heading);
        if (looksLike(EMAIL, examples)) {
            return CustomerField.EMAIL.wireName();
        }
        return looksLike(PHONE, examples) ? CustomerField.PHONE.wireName() : null;
    }

    private static boolean looksLike(Pattern kind, List<String> values) {
        long matching = values.stream().filter(value -> kind.matcher(value).matches()).count();
        return matching > 0 && 2 * matching >= values.size();
    }

    /** The first customers that come of the rows, with the number of the row, from 1. */
    List<Map.Entry<Integer, Transformed>> customers(int most) {
        List<Map.Entry<Integer, Transformed>> customers = new ArrayList<>();
        Function<ObjectNode, List<Transformed>> become = row -> source.transform(RawRecord.of(apply(row)));
        for (int i = 0; i < look.rows().size() && customers.size() < most; i++) {
            for (Transformed customer : become.apply(look.rows().get(i))) {
                if (customers.size() < most) {
                    customers.add(Map.entry(i + 1, customer));
                }
            }
        }
        return customers;
    }
}
