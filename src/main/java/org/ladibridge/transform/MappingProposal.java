package org.ladibridge.transform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.transform.Headings.Recognised;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A {@code mapping.jq} for what an unknown sender sends, from one record: keys by what they are called ({@link Headings}), values by
 * what they look like. What is not recognised is left out rather than guessed. A person looks at it before it runs.
 *
 * @param unwrap the keys that lead to the records, for the source's parameter of that name; empty = the body is the record
 * @param program the mapping, as jq
 * @param placed what each field is taken from: the field, and the jq path
 */
public record MappingProposal(String unwrap, String program, Map<String, String> placed) {
    /** Keys that say nothing about whose value it is. */
    private static final Set<String> GENERAL = Set.of("data", "payload", "body", "record", "item", "items", "result", "results",
            "object",
            "attributes", "properties", "fields", "values", "customer", "customers", "contact", "contacts", "lead", "leads",
            "person",
            "people", "user", "users", "member", "members", "subscriber", "buyer", "client", "profile", "form", "submission",
            "response",
            "answers", "order", "new", "after", "current", "event", "khach hang", "khach", "details", "info");
    /** Whose values are never the customer's. */
    private static final Set<String> OTHERS = Set.of("seller", "shop", "store", "merchant", "vendor", "agent", "staff", "owner",
            "assignee",
            "creator", "author", "recipient", "receiver", "oa", "page", "account", "company", "sales", "employee", "referrer",
            "product",
            "products", "line items", "variants", "branch", "workspace", "organization");
    /** An id in the object of this name is the customer's. */
    private static final Set<String> PERSONS = Set.of("customer", "contact", "lead", "person", "subscriber", "member", "buyer",
            "client",
            "user", "khach hang");
    /** Of the object that holds one address, number or choice. */
    private static final Set<String> VALUE_KEYS = Set.of("value", "values", "answer", "text", "label", "raw", "number",
            "address", "email",
            "phone", "phone number", "content");
    private static final List<String> LABELS = List.of("label", "title", "question", "name", "key", "field", "field_name",
            "ref", "type");
    private static final List<String> ANSWERS = List.of("value", "answer", "values", "text", "response", "content");
    private static final Set<String> IDENTIFYING = Set.of("email", "phone");
    private static final String ID = CustomerField.EXTERNAL_CUSTOMER_ID.wireName();
    private static final int DEEPEST = 8;
    private static final int MOST_UNUSED = 20;
    private static final Pattern PLAIN_KEY = Pattern.compile("(?!.*\\d{5})[\\p{L}\\p{M}\\d _.:-]{1,60}");
    private static final int FEWEST_PAIRS = 2;
    private static final Headings HEADINGS = new Headings();
    private static final SourceHints HINTS = SourceHints.defaults();

    /** A step of a path: a key, or the first of a list. */
    private record Leaf(List<String> path, JsonNode value) {
        String last() {
            return path.get(path.size() - 1);
        }
    }

    /** A list of questions and answers, with the keys of both. */
    private record Pairs(List<String> path, String label, String answer, Set<String> fields) {
    }

    private record Choice(Leaf leaf, int rank) {
    }

    /** Of what a customer cannot be «no». */
    private static final Set<String> FALSE_IS_NOTHING = Set.of("email", "phone", "full_name", "address", "city", "company",
            "website");
    private static final String FIRST = "[0]";
    /** Of a list of which one is marked, that one. */
    private static final String PRIMARY = "[primary]";
    /** What a customer may have several of, so that a list may hold it. */
    private static final Set<String> LISTED = Set.of("email", "phone", "city", "district", "ward", "address", "address_2",
            "postal_code",
            "country", Headings.PROVINCE);

    /**
     * @param sample one delivery's body, or one row of a list
     * @param source its name, for the field {@code source}
     */
    public static MappingProposal of(JsonNode sample, String source) {
        JsonNode root = sample;
        List<String> prefix = new ArrayList<>();
        if (root.isArray() && !root.isEmpty()) {
            root = root.get(0);
        }
        List<Leaf> leaves = new ArrayList<>();
        List<Pairs> lists = new ArrayList<>();
        walk(new ArrayList<>(), root, leaves, lists);
        Optional<List<String>> records = recordsOf(leaves);
        if (records.isPresent()) {
            prefix = records.get();
            int length = prefix.size() + 1;
            List<String> within = prefix;
            leaves = leaves.stream().filter(leaf -> startsWith(leaf.path(), within) && leaf.path().size() > length)
                    .map(leaf -> new Leaf(leaf.path().subList(length, leaf.path().size()), leaf.value())).toList();
            lists = lists.stream().filter(list -> startsWith(list.path(), within) && list.path().size() > length)
                    .map(list -> new Pairs(list.path().subList(length, list.path().size()), list.label(), list.answer(),
                            list.fields()))
                    .toList();
        }
        Map<String, Choice> chosen = new LinkedHashMap<>();
        for (Leaf leaf : leaves) {
            recognise(leaf).ifPresent(found -> chosen.merge(found.field(), new Choice(leaf, weight(found, leaf)),
                    (one, other) -> other.rank() < one.rank() ? other : one));
        }
        // What a person answered goes before what stands elsewhere.
        lists.forEach(list -> chosen.keySet().removeAll(list.fields()));
        if (lists.isEmpty()) {
            byLooks(leaves, chosen);
        }
        id(leaves, chosen);
        return new MappingProposal(prefix.stream().filter(step -> !step.equals(FIRST)).collect(Collectors.joining("/")),
                unused(within(root, prefix), chosen, lists) + program(chosen, lists, source), placedOf(chosen));
    }

    /**
     * For rows of a list, each of which is one customer.
     *
     * @param rows at least one; what any of them has is placed
     * @param id the keys that lead to the row's id, which is the customer's; empty = there is none
     */
    public static MappingProposal ofRows(List<JsonNode> rows, List<String> id, String source) {
        JsonNode row = rows.stream().reduce(JsonNodeFactory.instance.objectNode(), MappingProposal::merged);
        List<Leaf> leaves = new ArrayList<>();
        List<Pairs> lists = new ArrayList<>();
        walk(new ArrayList<>(), row, leaves, lists);
        Map<String, Choice> chosen = new LinkedHashMap<>();
        for (Leaf leaf : leaves) {
            recognise(leaf).ifPresent(found -> chosen.merge(found.field(), new Choice(leaf, weight(found, leaf)),
                    (one, other) -> other.rank() < one.rank() ? other : one));
        }
        lists.forEach(list -> chosen.keySet().removeAll(list.fields()));
        if (lists.isEmpty()) {
            byLooks(leaves, chosen);
        }
        if (!id.isEmpty()) {
            chosen.put(ID, new Choice(new Leaf(id, row), 0));
        }
        // Some systems write false where there is nothing.
        boolean falsy = rows.stream().anyMatch(each -> each.properties().stream().anyMatch(field -> field.getValue().isBoolean()
                && !field.getValue().booleanValue()
                && HEADINGS.field(words(field.getKey())).filter(FALSE_IS_NOTHING::contains).isPresent()));
        return new MappingProposal("",
                unused(row, chosen, lists) + (falsy ? "map_values(if . == false then null else . end) |\n" : "")
                        + program(chosen, lists, source),
                placedOf(chosen));
    }

    /** What either has; of two values the first that says something. */
    private static JsonNode merged(JsonNode one, JsonNode other) {
        if (one.isObject() && other.isObject()) {
            ObjectNode both = one.deepCopy();
            other.properties().forEach(field -> both.set(field.getKey(), merged(both.path(field.getKey()), field.getValue())));
            return both;
        }
        boolean nothing = one.isMissingNode() || one.isNull() || one.isContainerNode() && one.isEmpty()
                || one.isBoolean() && !one.booleanValue() || one.isTextual() && one.textValue().isBlank();
        return nothing ? other : one;
    }

    private static Map<String, String> placedOf(Map<String, Choice> chosen) {
        return chosen.entrySet().stream().sorted(Comparator.comparingInt(entry -> order(entry.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> path(entry.getValue().leaf().path()), (a, b) -> a,
                        LinkedHashMap::new));
    }

    private static boolean startsWith(List<String> path, List<String> prefix) {
        return path.size() > prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }

    private static void walk(List<String> path, JsonNode node, List<Leaf> leaves, List<Pairs> lists) {
        if (path.size() > DEEPEST || !path.isEmpty() && isOfAnother(path)) {
            return;
        }
        if (node.isObject()) {
            node.properties().forEach(field -> walk(with(path, field.getKey()), field.getValue(), leaves, lists));
        } else if (node.isArray() && !node.isEmpty()) {
            if (isOfLabels(node) && pair(node).isEmpty()) {
                return;
            }
            Optional<String[]> pair = pair(node);
            if (pair.isPresent()) {
                lists.add(new Pairs(path, pair.get()[0], pair.get()[1], fields(node, pair.get()[0])));
            } else if (node.get(0).isContainerNode()) {
                boolean marked = node.findValue("primary") != null && node.get(0).path("primary").isBoolean();
                walk(with(path, marked ? PRIMARY : FIRST), node.get(0), leaves, lists);
            } else {
                leaves.add(new Leaf(path, node));
            }
        } else if (!path.isEmpty()) {
            leaves.add(new Leaf(path, node));
        }
    }

    private static List<String> with(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    /** Below a product, a seller or a friend nothing is the customer's. */
    private static boolean isOfAnother(List<String> path) {
        String key = path.get(path.size() - 1);
        return OTHERS.contains(words(key))
                || path.size() > 1 && !key.equals(FIRST) && !key.equals(PRIMARY) && !GENERAL.contains(words(key))
                        && HEADINGS.recognise(words(key)).isEmpty()
                        && HEADINGS.isOfAnother(words(key));
    }

    private static Set<String> fields(JsonNode list, String label) {
        Set<String> fields = new HashSet<>();
        list.forEach(each -> HEADINGS.field(each.path(label).asText()).ifPresent(fields::add));
        return fields;
    }

    /** Whether a list holds labels and values, whoever's they are. */
    private static boolean isOfLabels(JsonNode list) {
        return list.size() >= FEWEST_PAIRS && LABELS.stream().anyMatch(label -> ANSWERS.stream()
                .anyMatch(answer -> !label.equals(answer) && list.get(0).size() <= 4 && list.get(0).has(answer)
                        && list.get(0).path(label).isTextual()
                        && !list.get(0).has("primary") && list.get(1).has(answer) && list.get(1).path(label).isTextual()));
    }

    /** The keys by which a list holds question and answer; empty when it is no such list. */
    private static Optional<String[]> pair(JsonNode list) {
        List<JsonNode> objects = new ArrayList<>();
        list.forEach(objects::add);
        if (objects.size() < FEWEST_PAIRS || !objects.stream().allMatch(JsonNode::isObject)) {
            return Optional.empty();
        }
        for (String label : LABELS) {
            for (String answer : ANSWERS) {
                boolean all = !label.equals(answer) && objects.stream().allMatch(each -> each.path(label).isTextual())
                        && objects.stream().filter(each -> each.has(answer)).count() > objects.size() / 2;
                if (all && objects.stream().anyMatch(each -> HEADINGS.field(each.path(label).asText()).isPresent())) {
                    return Optional.of(new String[]{label, answer});
                }
            }
        }
        return Optional.empty();
    }

    /** The list that holds customers: below its first element there is more than one field of one. */
    private static Optional<List<String>> recordsOf(List<Leaf> leaves) {
        Map<List<String>, Set<String>> fields = new LinkedHashMap<>();
        for (Leaf leaf : leaves) {
            for (int at = 1; at < leaf.path().size() - 1; at++) {
                if (leaf.path().get(at).equals(FIRST)) {
                    List<String> list = leaf.path().subList(0, at);
                    recognise(new Leaf(leaf.path().subList(at + 1, leaf.path().size()), leaf.value()))
                            .ifPresent(found -> fields.computeIfAbsent(list, any -> new HashSet<>()).add(found.field()));
                }
            }
        }
        boolean outside = leaves.stream().filter(leaf -> !leaf.path().contains(FIRST))
                .anyMatch(leaf -> recognise(leaf).map(Recognised::field).filter(IDENTIFYING::contains).isPresent());
        return outside
                ? Optional.empty()
                : fields.entrySet().stream().filter(list -> list.getValue().size() > 1
                        && list.getValue().stream().anyMatch(IDENTIFYING::contains)).map(Map.Entry::getKey)
                        .max(Comparator.comparingInt(List::size));
    }

    /** What the keys say, the last one with those before it, and the value does not deny. */
    private static Optional<Recognised> recognise(Leaf leaf) {
        List<String> names = leaf.path().stream().filter(step -> !step.equals(FIRST) && !step.equals(PRIMARY))
                .map(MappingProposal::words).toList();
        String last = names.get(names.size() - 1);
        String before = names.size() > 1 ? names.get(names.size() - 2) : "";
        Stream<String> headings = VALUE_KEYS.contains(last) && !before.isEmpty() && !GENERAL.contains(before)
                ? Stream.of(before, singular(before), before + " " + last)
                : before.isEmpty() || GENERAL.contains(before) ? Stream.of(last) : Stream.of(before + " " + last, last);
        if (!before.isEmpty() && !GENERAL.contains(before) && HEADINGS.isOfAnother(before + " " + last)) {
            return Optional.empty();
        }
        boolean listed = leaf.path().stream().anyMatch(step -> step.equals(FIRST) || step.equals(PRIMARY));
        return headings.flatMap(heading -> HEADINGS.recognise(heading).stream())
                .filter(found -> !found.field().equals(ID) && mayBe(found.field(), leaf.value())
                        && (!listed || leaf.value().isNull() || LISTED.contains(found.field())))
                .findFirst();
    }

    private static String singular(String words) {
        return words.endsWith("s") ? words.substring(0, words.length() - 1) : words;
    }

    /** {@code firstName} and {@code first_name} are words. */
    private static String words(String key) {
        return key.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").replace('_', ' ').replace('-', ' ').strip()
                .toLowerCase(Locale.ROOT);
    }

    private static boolean mayBe(String field, JsonNode value) {
        if (value.isNull() || value.isTextual() && value.textValue().isBlank()) {
            return true;
        }
        return switch (field) {
            case "email" -> isEmail(value);
            case "phone" -> isPhone(value);
            case "first_name", "full_name", "last_name", "city", "address", "company" -> value.isTextual();
            default -> !value.isBoolean() || field.equals(CustomerField.GENDER.wireName());
        };
    }

    private static boolean isEmail(JsonNode value) {
        return Emails.parse(value).kept() != null;
    }

    private static boolean isPhone(JsonNode value) {
        return Phones.parse(value, HINTS).kept() != null;
    }

    /** Weak headings last, deep values behind shallow ones. */
    private static int weight(Recognised found, Leaf leaf) {
        boolean nothing = leaf.value().isNull() || leaf.value().isTextual() && leaf.value().textValue().isBlank();
        return (nothing ? 10_000_000 : 0) + (found.weak() ? 1_000_000 : 0) + found.rank() * 10 + leaf.path().size();
    }

    /** Nobody is identified yet: an address or a number under a key that nobody knows is still one. */
    private static void byLooks(List<Leaf> leaves, Map<String, Choice> chosen) {
        for (Leaf leaf : leaves) {
            String key = words(leaf.last());
            if (!leaf.value().isTextual() || HEADINGS.isOfAnother(key)
                    || chosen.values().stream().anyMatch(one -> one.leaf() == leaf)) {
                continue;
            }
            if (leaf.value().textValue().contains("@") && isEmail(leaf.value())) {
                chosen.putIfAbsent("email", new Choice(leaf, Integer.MAX_VALUE));
            } else if (leaf.value().textValue().strip().matches("\\+?[0-9][0-9 .()-]{8,17}") && isPhone(leaf.value())) {
                chosen.putIfAbsent("phone", new Choice(leaf, Integer.MAX_VALUE));
            }
        }
    }

    /**
     * An id under a customer's name, else that of a record that is nothing but a customer. Any other may be the order's, the form's or the
     * shop's, and would make one customer of many.
     */
    private static void id(List<Leaf> leaves, Map<String, Choice> chosen) {
        Optional<Leaf> named = leaves.stream().filter(leaf -> leaf.value().isValueNode() && !leaf.value().isNull())
                .filter(leaf -> leaf.last().equalsIgnoreCase("id") && leaf.path().size() > 1
                        && PERSONS.contains(words(leaf.path().get(leaf.path().size() - 2)))
                        || PERSONS.contains(words(leaf.last()).replaceFirst(" id$", "")) && words(leaf.last()).endsWith(" id"))
                .min(Comparator.comparingInt(leaf -> leaf.path().size()));
        boolean flat = leaves.stream().allMatch(leaf -> leaf.path().size() == 1)
                && leaves.stream().noneMatch(leaf -> List.of("event", "type", "topic", "order").contains(words(leaf.last())));
        named.or(() -> leaves.stream().filter(leaf -> flat && leaf.last().equalsIgnoreCase("id") && leaf.value().isValueNode())
                .findFirst())
                .ifPresent(leaf -> chosen.put(ID, new Choice(leaf, 0)));
    }

    private static int order(String field) {
        List<String> order = List.of("email", "phone", "full_name", "first_name", "last_name", "dob", "gender");
        int at = order.indexOf(field);
        return at < 0 ? order.size() + CustomerField.byWireName(field).map(Enum::ordinal).orElse(99) : at;
    }

    private static String program(Map<String, Choice> chosen, List<Pairs> lists, String source) {
        List<String> lines = new ArrayList<>();
        chosen.entrySet().stream().sorted(Comparator.comparingInt(entry -> order(entry.getKey()))).forEach(entry -> {
            String path = path(entry.getValue().leaf().path());
            lines.add((entry.getKey().equals("tags") ? CustomerTransformer.TAGS_BY_NAME : entry.getKey()) + ": "
                    + (entry.getKey().equals("external_customer_id")
                            ? "(" + path + " | if . == null then null else tostring end)"
                            : path));
        });
        lists.forEach(list -> lines.add("columns: ([" + path(list.path()) + "[]? | {(" + path(List.of(list.label()))
                + " | tostring): " + path(List.of(list.answer())) + "}] | add)"));
        lines.add("source: \"" + source + "\"");
        return "{ " + String.join(",\n  ", lines) + " }\n";
    }

    private static JsonNode within(JsonNode root, List<String> prefix) {
        JsonNode node = root;
        for (String step : prefix) {
            node = step.equals(FIRST) ? node.path(0) : node.path(step);
        }
        return node.isArray() ? node.path(0) : node;
    }

    /** A comment with the keys of which nothing becomes anything, so that nobody has to look for them. */
    private static String unused(JsonNode record, Map<String, Choice> chosen, List<Pairs> lists) {
        List<List<String>> used = Stream.concat(chosen.values().stream().map(choice -> choice.leaf().path()),
                lists.stream().map(Pairs::path)).map(MappingProposal::firsts).toList();
        List<List<String>> all = new ArrayList<>();
        scalars(new ArrayList<>(), record, all);
        List<List<String>> unused = all.stream().filter(path -> used.stream()
                .noneMatch(one -> one.size() <= path.size() && path.subList(0, one.size()).equals(one))).toList();
        if (unused.isEmpty()) {
            return "";
        }
        String more = unused.size() > MOST_UNUSED ? " and " + (unused.size() - MOST_UNUSED) + " more" : "";
        boolean id = !chosen.containsKey(ID) && unused.stream().anyMatch(path -> path.size() == 1 && path.get(0).equals("id"));
        return unused.stream().limit(MOST_UNUSED).map(MappingProposal::path)
                .collect(Collectors.joining(", ", "# Not used: ", more + ".\n"))
                + (id ? "# If .id is the customer's own, add: external_customer_id: (.id | tostring)\n" : "");
    }

    private static List<String> firsts(List<String> path) {
        return path.stream().map(step -> step.equals(PRIMARY) ? FIRST : step).toList();
    }

    /** The paths of values that say something; of a list those of its first element. A key that may be somebody's is not named. */
    private static void scalars(List<String> path, JsonNode node, List<List<String>> all) {
        if (path.size() > DEEPEST) {
            return;
        }
        if (node.isObject()) {
            node.properties().stream().filter(field -> PLAIN_KEY.matcher(field.getKey()).matches())
                    .forEach(field -> scalars(with(path, field.getKey()), field.getValue(), all));
        } else if (node.isArray()) {
            scalars(with(path, FIRST), node.path(0), all);
        } else if (!path.isEmpty() && !Headings.isBlank(node) && !node.isMissingNode()) {
            all.add(path);
        }
    }

    private static String path(List<String> steps) {
        int primary = steps.indexOf(PRIMARY);
        if (primary >= 0) {
            return "(" + path(steps.subList(0, primary)) + " // [] | (map(select(.primary == true)) + .)[0]"
                    + path(steps.subList(primary + 1, steps.size())).replaceFirst("^\\.$", "") + ")";
        }
        StringBuilder path = new StringBuilder();
        for (String step : steps) {
            if (step.equals(FIRST)) {
                path.append("[0]");
            } else if (step.matches("[A-Za-z_]\\w*")) {
                path.append('.').append(step);
            } else {
                path.append(path.isEmpty() ? "." : "").append("[\"").append(step.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append("\"]");
            }
        }
        return path.isEmpty() ? "." : path.toString();
    }
}
