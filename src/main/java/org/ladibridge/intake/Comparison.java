package org.ladibridge.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Mask;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What other rules would make of the records of a source. Each record is counted under exactly one {@link Kind}; what it had and has
 * to remark is counted beside. Bounded, however many records are added: of each finding a few masked examples.
 */
public final class Comparison {
    /** As a custom field may have any name. */
    private static final int MOST_FIELDS = 200;
    private static final int EXAMPLES = 3;
    private static final int LONGEST = 120;
    private static final String ABSENT = "";
    /** In the place of a field: the record is rejected now as before, for another reason. */
    private static final String REASON = "(reason)";
    private static final String MORE = "(more)";

    private final String source;
    private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    private final Map<String, Finding> fields = new TreeMap<>();
    private final Map<String, Finding> rejections = new TreeMap<>();
    private final Map<String, Finding> acceptances = new TreeMap<>();
    private final Map<String, Finding> newWarnings = new TreeMap<>();
    private final Map<String, Finding> goneWarnings = new TreeMap<>();
    private final Finding others = new Finding(ABSENT);
    private final Finding ignored = new Finding(ABSENT);

    /** @param source whose records they are; part of the key of a customer without e-mail and phone */
    public Comparison(String source) {
        this.source = source;
    }

    /** What becomes of a record, the most dangerous first. */
    public enum Kind {
        /** It would be written to a customer that is not known as the one of before. */
        OTHER_CUSTOMER,
        /** A customer came of it, and none does: it is rejected. */
        NEWLY_REJECTED,
        /** A customer came of it, and none does: the mapping makes nothing of it. */
        NEWLY_IGNORED,
        /** No customer came of it, and one does. */
        NEWLY_ACCEPTED,
        /** The same customer with other values. */
        CHANGED,
        EQUAL
    }

    /**
     * One record as an example.
     *
     * @param record its number, as in «events»
     * @param before masked; null when there was nothing
     * @param after masked; null when there is nothing
     */
    @RegisterForReflection
    public record Example(long record, String before, String after) {
    }

    /**
     * Something that is the same with several records.
     *
     * @param name of a field, a reason, or a warning with its field
     * @param records how many
     * @param detail more about the first of them, without personal data; null for nothing
     */
    @RegisterForReflection
    public record Group(String name, int records, String detail, List<Example> examples) {
    }

    /**
     * What was found.
     *
     * @param compared the sum of the six counts behind it
     * @param customers those that go to another customer
     * @param rejections by the reason of now
     * @param acceptances by the reason of before
     */
    @RegisterForReflection
    public record Result(int compared, int equal, int changed, int otherCustomer, int newlyRejected, int newlyIgnored,
            int newlyAccepted, List<Example> customers, List<Group> fields, List<Group> rejections, List<Example> ignored,
            List<Group> acceptances, List<Group> newWarnings, List<Group> goneWarnings) {
        /** Whether the same customers come of the same records, whatever their other values. */
        public boolean isHarmless() {
            return otherCustomer + newlyRejected + newlyIgnored + newlyAccepted == 0;
        }

        /** How many records would be rejected, dropped or written to another customer. */
        public int lost() {
            return otherCustomer + newlyRejected + newlyIgnored;
        }

        /** In one line, the dangerous first. */
        public String summary() {
            return summary("%,d go to another customer", "%,d equal", "%,d changed in %s", "%,d newly rejected %s",
                    "%,d become nothing", "%,d newly accepted");
        }

        /** The same in Vietnamese. */
        public String summaryVi() {
            return summary("%,d sang khách hàng khác", "%,d không đổi", "%,d đổi giá trị ở %s", "%,d bị từ chối thêm vì %s",
                    "%,d không còn tạo ra khách hàng", "%,d được nhận thêm");
        }

        private String summary(String moved, String same, String differ, String refused, String dropped, String taken) {
            return Stream.of(part(moved, otherCustomer, ""), part(same, equal, ""), part(differ, changed, names(fields)),
                    part(refused, newlyRejected, names(rejections)), part(dropped, newlyIgnored, ""),
                    part(taken, newlyAccepted, "")).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        }

        private static String part(String sentence, int n, String names) {
            return n == 0 ? "" : String.format(Locale.ROOT, sentence, n, names);
        }

        private static String names(List<Group> groups) {
            if (groups.size() == 1) {
                return groups.get(0).name();
            }
            return groups.stream().map(group -> group.name() + " (" + group.records() + ")").collect(Collectors.joining(", "));
        }
    }

    /** One customer of a record. */
    private record Made(CustomerKey key, Set<CustomerKey> keys, ObjectNode payload) {
        static Made of(CustomerUpdate customer, String source) {
            Set<CustomerKey> keys = new HashSet<>(CustomerKey.aliases(customer, source));
            CustomerKey key = CustomerKey.of(customer, source);
            keys.add(key);
            return new Made(key, keys, customer.toJson());
        }
    }

    private record Pair(Made before, Made after) {
    }

    private static final class Finding {
        private final String name;
        private final List<Example> examples = new ArrayList<>(EXAMPLES);
        private int records;
        private String detail;

        Finding(String name) {
            this.name = name;
        }

        /** Rather different examples than the first ones. */
        void add(Example example) {
            records++;
            boolean isNew = example.before() == null && example.after() == null
                    || examples.stream().noneMatch(one -> Objects.equals(one.before(), example.before())
                            && Objects.equals(one.after(), example.after()));
            if (examples.size() < EXAMPLES && isNew) {
                examples.add(example);
            }
        }

        Group group() {
            return new Group(name, records, detail, List.copyOf(examples));
        }
    }

    /**
     * Counts one record.
     *
     * @param id its number
     * @param before what the rules in use make of it
     * @param after what the other rules make of it
     * @return as what it was counted
     */
    public Kind add(long id, List<Transformed> before, List<Transformed> after) {
        List<Made> lost = new ArrayList<>(made(before));
        List<Made> strangers = new ArrayList<>(made(after));
        boolean had = !lost.isEmpty();
        boolean has = !strangers.isEmpty();
        List<Pair> pairs = pairs(lost, strangers);
        List<Rejected> refusedBefore = refused(before);
        List<Rejected> refusedAfter = refused(after);
        Kind kind;
        if (had && !strangers.isEmpty()) {
            kind = Kind.OTHER_CUSTOMER;
            others.add(new Example(id, keys(lost.isEmpty() ? made(before) : lost), keys(strangers)));
        } else if (!had && has) {
            kind = Kind.NEWLY_ACCEPTED;
            Set<String> reasons = reasons(refusedBefore);
            (reasons.isEmpty() ? Set.of(ABSENT) : reasons).forEach(
                    reason -> finding(acceptances, reason).add(new Example(id, null, keys(strangers))));
        } else if (refusedAfter.size() > refusedBefore.size()) {
            kind = Kind.NEWLY_REJECTED;
            refused(id, refusedAfter);
        } else if (!lost.isEmpty()) {
            kind = Kind.NEWLY_IGNORED;
            ignored.add(new Example(id, keys(lost), null));
        } else {
            kind = compare(id, pairs, refusedBefore, refusedAfter);
        }
        kinds.merge(kind, 1, Integer::sum);
        remarks(id, before, after);
        return kind;
    }

    private List<Made> made(List<Transformed> customers) {
        return customers.stream().filter(Accepted.class::isInstance)
                .map(customer -> Made.of(((Accepted) customer).customer(), source)).toList();
    }

    private static List<Rejected> refused(List<Transformed> customers) {
        return customers.stream().filter(Rejected.class::isInstance).map(Rejected.class::cast).toList();
    }

    /**
     * Who is called by the same key is the same customer, and so is who is called by a key that he had beside before. Takes those out
     * of both lists.
     */
    private static List<Pair> pairs(List<Made> lost, List<Made> strangers) {
        List<Pair> pairs = new ArrayList<>();
        for (Function<Made, Set<CustomerKey>> known : List.<Function<Made, Set<CustomerKey>>>of(one -> Set.of(one.key()),
                Made::keys)) {
            for (Made after : List.copyOf(strangers)) {
                lost.stream().filter(one -> known.apply(one).contains(after.key())).findFirst().ifPresent(before -> {
                    pairs.add(new Pair(before, after));
                    lost.remove(before);
                    strangers.remove(after);
                });
            }
        }
        return pairs;
    }

    private void refused(long id, List<Rejected> refused) {
        Set<Reason> counted = new HashSet<>();
        for (Rejected one : refused) {
            if (counted.add(one.reason())) {
                Finding finding = finding(rejections, one.reason().name());
                finding.add(new Example(id, null, null));
                if (finding.detail == null) {
                    finding.detail = one.detail();
                }
            }
        }
    }

    private Kind compare(long id, List<Pair> pairs, List<Rejected> refusedBefore, List<Rejected> refusedAfter) {
        boolean differs = false;
        Set<String> counted = new HashSet<>();
        for (Pair pair : pairs) {
            for (Map.Entry<String, JsonNode[]> field : differences(pair.before().payload(), pair.after().payload())
                    .entrySet()) {
                differs = true;
                if (counted.add(field.getKey())) {
                    finding(fields, field.getKey())
                            .add(new Example(id, masked(field.getValue()[0]), masked(field.getValue()[1])));
                }
            }
        }
        Set<String> before = reasons(refusedBefore);
        Set<String> after = reasons(refusedAfter);
        if (refusedBefore.size() != refusedAfter.size() || !before.equals(after)) {
            differs = true;
            finding(fields, REASON).add(new Example(id, joined(before), joined(after)));
        }
        return differs ? Kind.CHANGED : Kind.EQUAL;
    }

    private static String joined(Set<String> names) {
        return names.isEmpty() ? null : String.join(", ", names);
    }

    private static Set<String> reasons(List<Rejected> refused) {
        return refused.stream().map(one -> one.reason().name()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Custom fields one by one. */
    private static Map<String, JsonNode[]> differences(ObjectNode before, ObjectNode after) {
        Map<String, JsonNode[]> differences = new TreeMap<>();
        names(before, after).forEach(name -> {
            JsonNode was = before.get(name);
            JsonNode is = after.get(name);
            if (name.equals(CustomerField.CUSTOM_FIELDS.wireName()) && isListOrAbsent(was) && isListOrAbsent(is)) {
                JsonNode had = byName(was);
                JsonNode has = byName(is);
                names(had, has).forEach(own -> note(differences, name + "." + Mask.heading(own), had.get(own), has.get(own)));
            } else {
                note(differences, name, was, is);
            }
        });
        return differences;
    }

    private static boolean isListOrAbsent(JsonNode value) {
        return value == null || value.isArray();
    }

    private static ObjectNode byName(JsonNode customFields) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        if (customFields != null) {
            customFields.forEach(field -> values.set(field.path("name").asText(), field.get("value")));
        }
        return values;
    }

    private static void note(Map<String, JsonNode[]> differences, String name, JsonNode was, JsonNode is) {
        if (!Objects.equals(was, is)) {
            differences.put(name, new JsonNode[]{was, is});
        }
    }

    private static Set<String> names(JsonNode before, JsonNode after) {
        Set<String> names = new LinkedHashSet<>();
        Stream.of(before, after).filter(java.util.Objects::nonNull)
                .forEach(one -> one.fieldNames().forEachRemaining(names::add));
        return names;
    }

    /** A record's first customer with a remark counts. */
    private void remarks(long id, List<Transformed> before, List<Transformed> after) {
        Set<String> had = remarks(before);
        Set<String> has = remarks(after);
        has.stream().filter(remark -> !had.contains(remark))
                .forEach(remark -> finding(newWarnings, remark).add(new Example(id, null, null)));
        had.stream().filter(remark -> !has.contains(remark))
                .forEach(remark -> finding(goneWarnings, remark).add(new Example(id, null, null)));
    }

    private static Set<String> remarks(List<Transformed> customers) {
        return customers.stream().flatMap(customer -> customer.warnings().stream()).map(Comparison::remark)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String remark(Warning warning) {
        return warning.field() == null ? warning.code().name() : warning.code() + " " + Mask.heading(warning.field());
    }

    private static Finding finding(Map<String, Finding> findings, String name) {
        String counted = findings.containsKey(name) || findings.size() < MOST_FIELDS ? name : MORE;
        return findings.computeIfAbsent(counted, Finding::new);
    }

    private static String keys(List<Made> customers) {
        return cut(customers.stream().map(customer -> Mask.key(customer.key().value())).collect(Collectors.joining(", ")));
    }

    private static String masked(JsonNode value) {
        if (value == null) {
            return null;
        }
        JsonNode masked = Mask.tree(value);
        return cut(masked.isTextual() ? masked.textValue() : masked.toString());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST / 2)) + "…";
    }

    /** What was found so far. */
    public Result result() {
        return new Result(kinds.values().stream().mapToInt(Integer::intValue).sum(), count(Kind.EQUAL), count(Kind.CHANGED),
                count(Kind.OTHER_CUSTOMER), count(Kind.NEWLY_REJECTED), count(Kind.NEWLY_IGNORED),
                count(Kind.NEWLY_ACCEPTED), List.copyOf(others.examples), groups(fields), groups(rejections),
                List.copyOf(ignored.examples), groups(acceptances), groups(newWarnings), groups(goneWarnings));
    }

    private int count(Kind kind) {
        return kinds.getOrDefault(kind, 0);
    }

    private static List<Group> groups(Map<String, Finding> findings) {
        return findings.isEmpty()
                ? Collections.emptyList()
                : findings.values().stream().map(Finding::group).sorted(Comparator.comparing(Group::records).reversed())
                        .toList();
    }
}
