package org.ladibridge.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.customer.CustomerField;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The headings that people write over their columns and the titles that they give to questions, Vietnamese or English, with
 * accents or without: {@code headings.txt}, and what may stand around them: {@code heading-words.txt}. What has any other word in
 * it is not recognised: no match is better than another person's number in the customer's place. Thread-safe.
 */
public final class Headings {
    /** The province beside a town; on its own it is LadiFlow's {@code city}. */
    static final String PROVINCE = "province";
    private static final String CITY = CustomerField.CITY.wireName();
    private static final String TAGS = CustomerField.TAGS.wireName();
    private static final Set<String> LISTS = Set.of("email", "phone");
    private static final int MOST_REMEMBERED = 10_000;
    private static final int LONGEST = 200;
    /** A heading that comes again in the same file. */
    private static final Pattern AGAIN = Pattern.compile("(.+) #\\d{1,3}", Pattern.DOTALL);
    private static final Pattern ONE_WORD_AND_A_DIGIT = Pattern.compile("[a-z]{5,} \\d");
    private static final int MOST_WORDS = 24;
    private static final int SHORTEST_APART = 4;
    /** Under one of these keys programs put what they know of the record itself. */
    private static final List<String> ENVELOPES = List.of("properties", "fields", "attributes", "node", "_source");
    /** MongoDB writes {"$numberLong": "912345678"}. */
    private static final Set<String> TYPED = Set.of("$numberLong", "$numberInt", "$numberDecimal", "$numberDouble", "$date");
    /** What a shop writes for the state of an account, not of a country. */
    private static final Set<String> NO_STATES = Set.of("enabled", "disabled", "active", "inactive", "invited", "declined",
            "pending", "open", "closed", "new", "done", "draft", "created");

    /**
     * What a heading means.
     *
     * @param field LadiFlow's name, or one that a mapping may write besides
     * @param rank smaller is stronger, when several columns of a row mean the same field
     * @param weak whether it counts only where no other heading of the row names the field: {@code Shipping phone}
     */
    public record Recognised(String field, int rank, boolean weak) {
    }

    private record Meaning(String field, int rank, boolean weak) {
        /** The province's name is the city when there is no town beside it. */
        Recognised recognised() {
            return new Recognised(field.equals(PROVINCE) ? CITY : field, rank, weak);
        }
    }

    private final HeadingWords words = new HeadingWords();
    private final Map<String, Meaning> meanings = new HashMap<>();
    /** Of the headings around which other words may stand. */
    private final Map<String, Map<String, Meaning>> cores = new LinkedHashMap<>();
    /** Written without blanks: {@code sodienthoai}. */
    private final Map<String, Meaning> squashed = new HashMap<>();
    private int longestCore;
    /** A file repeats its headings with every row. */
    private final Map<String, Optional<Meaning>> remembered = new ConcurrentHashMap<>();

    public Headings() {
        for (CustomerField field : CustomerField.values()) {
            add(field.wireName(), field.wireName(), 0);
        }
        for (String helper : CustomerTransformer.HELPERS) {
            add(helper, helper, 0);
        }
        for (String line : Resource.lines("headings.txt")) {
            String[] parts = line.split(":", 2);
            String[] headings = parts[1].split(",");
            for (int rank = 0; rank < headings.length; rank++) {
                add(headings[rank].strip(), parts[0], rank + 1);
            }
        }
    }

    private void add(String written, String field, int rank) {
        boolean alone = written.startsWith("=");
        boolean weak = written.startsWith("?");
        String folded = HeadingWords.folded(alone || weak ? written.substring(1) : written);
        Meaning meaning = new Meaning(field, rank, weak);
        Meaning other = meanings.putIfAbsent(folded, meaning);
        if (other != null) {
            if (!other.field().equals(field)) {
                throw new IllegalStateException(
                        "headings.txt gives «" + written + "» to " + field + " and to " + other.field());
            }
            return;
        }
        int length = folded.split(" ").length;
        if (!alone && !folded.startsWith("_")) {
            cores.computeIfAbsent(field, f -> new HashMap<>()).put(folded, meaning);
            longestCore = Math.max(longestCore, length);
        }
        if (length > 1 && folded.length() > 4) {
            squashed.putIfAbsent(folded.replace(" ", ""), meaning);
        }
    }

    /** What a heading, a question's title or a key means; empty when nobody knows it. */
    public Optional<Recognised> recognise(String heading) {
        return meaning(heading).map(Meaning::recognised);
    }

    /** LadiFlow's name, or one that a mapping may write besides, for what a heading means; empty when nobody knows it. */
    public Optional<String> field(String heading) {
        return recognise(heading).map(Recognised::field);
    }

    /**
     * What the columns of a row of headings are called, each otherwise. A heading that comes again is numbered; where that would mean
     * something else, such as a second line of an address, with #.
     */
    public List<String> names(List<String> header) {
        List<String> names = new ArrayList<>();
        for (String cell : header) {
            String name = Nfc.of(cell).strip().replaceAll("\\s+", " ");
            String unique = name.isEmpty() ? "column " + (names.size() + 1) : name;
            for (int n = 2; names.stream().anyMatch(unique::equalsIgnoreCase); n++) {
                String numbered = name + " " + n;
                unique = field(numbered).equals(field(name)) ? numbered : name + " #" + n;
            }
            names.add(unique);
        }
        return names;
    }

    /** Whether a heading names somebody else than the customer, or a thing: over a group of columns none of them is the customer's. */
    public boolean isOfAnother(String heading) {
        return heading.length() <= LONGEST && words.isOfAnother(HeadingWords.folded(heading));
    }

    /**
     * The row's values under their fields' names. Of several columns for one field the strongest that is not blank; for a phone,
     * an e-mail and tags all of them, the strongest first.
     */
    ObjectNode place(ObjectNode row, Set<String> doubled) {
        Map<String, List<Candidate>> candidates = new HashMap<>();
        Map<String, Candidate> order = new LinkedHashMap<>();
        collect(row, candidates, order);
        for (String envelope : ENVELOPES) {
            if (row.get(envelope) instanceof ObjectNode record && LISTS.stream().noneMatch(candidates::containsKey)) {
                collect(record, candidates, order);
            }
        }
        ObjectNode placed = JsonNodeFactory.instance.objectNode();
        for (String field : order.keySet()) {
            List<JsonNode> values = values(candidates.get(field));
            if (!values.isEmpty()) {
                placed.set(field, value(field, values, doubled));
            }
        }
        JsonNode tags = placed.path(TAGS);
        if (!tags.isMissingNode() && !TextLists.areIds(tags) && !placed.has(CustomerField.IMPORT_BY_TAG_NAME.wireName())) {
            JsonNode named = placed.get(CustomerTransformer.TAGS_BY_NAME);
            placed.set(CustomerTransformer.TAGS_BY_NAME, named == null ? tags : TextLists.together(List.of(tags, named)));
            placed.remove(TAGS);
        }
        if (placed.has(PROVINCE) && !placed.has(CITY)) {
            placed.set(CITY, placed.remove(PROVINCE));
        }
        return placed;
    }

    private void collect(ObjectNode row, Map<String, List<Candidate>> candidates, Map<String, Candidate> order) {
        for (Map.Entry<String, JsonNode> cell : row.properties()) {
            Meaning meaning = meaning(cell.getKey()).orElse(null);
            JsonNode value = meaning == null ? null : untyped(cell.getValue());
            if (meaning != null && !isNoState(cell.getKey(), value) && mayBe(meaning.field(), value)) {
                Candidate candidate = new Candidate(meaning, value);
                candidates.computeIfAbsent(meaning.field(), field -> new ArrayList<>(2)).add(candidate);
                order.putIfAbsent(meaning.field(), candidate);
            }
        }
    }

    private static JsonNode untyped(JsonNode value) {
        if (value.size() != 1 || !value.isObject()) {
            return value;
        }
        Map.Entry<String, JsonNode> only = value.properties().iterator().next();
        return TYPED.contains(only.getKey()) ? untyped(only.getValue()) : value;
    }

    private record Candidate(Meaning meaning, JsonNode value) {
    }

    /** The strongest first; a weak heading counts only by itself. */
    private static List<JsonNode> values(List<Candidate> all) {
        List<Candidate> counting = all;
        if (all.size() > 1) {
            boolean strong = all.stream().anyMatch(candidate -> !candidate.meaning().weak());
            int strongestWeak = all.stream().mapToInt(candidate -> candidate.meaning().rank()).min().orElse(0);
            counting = all.stream()
                    .filter(candidate -> strong ? !candidate.meaning().weak() : candidate.meaning().rank() == strongestWeak)
                    .sorted((a, b) -> Integer.compare(a.meaning().rank(), b.meaning().rank())).toList();
        }
        List<JsonNode> values = new ArrayList<>(counting.size());
        for (Candidate candidate : counting) {
            if (!isNothing(candidate.value()) && !values.contains(candidate.value())) {
                values.add(candidate.value());
            }
        }
        return values;
    }

    private static JsonNode value(String field, List<JsonNode> values, Set<String> doubled) {
        if (values.size() == 1) {
            return values.get(0);
        }
        if (field.equals(CustomerField.PHONE.wireName()) || field.equals(CustomerField.EMAIL.wireName())) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode(values.size());
            values.forEach(value -> {
                if (value.isArray()) {
                    list.addAll((ArrayNode) value);
                } else {
                    list.add(value);
                }
            });
            return list;
        }
        if (field.equals(TAGS) || field.equals(CustomerTransformer.TAGS_BY_NAME)) {
            return TextLists.together(values);
        }
        doubled.add(field);
        return values.get(0);
    }

    /** A customer that another object holds is no name, whatever its key. */
    private static boolean mayBe(String field, JsonNode value) {
        return !value.isContainerNode()
                || CustomerField.byWireName(field).map(known -> known.type().isList()).orElse(!field.equals(PROVINCE))
                || value.isArray() && LISTS.contains(field);
    }

    private static boolean isNoState(String heading, JsonNode value) {
        return value.isTextual() && NO_STATES.contains(value.textValue()) && heading.strip().equalsIgnoreCase("state");
    }

    private static boolean isNothing(JsonNode value) {
        return isBlank(value) || value.isTextual() && Text.isNothing(value.textValue().strip());
    }

    static boolean isBlank(JsonNode value) {
        return value.isNull() || value.isTextual() && value.textValue().isBlank();
    }

    private Optional<Meaning> meaning(String heading) {
        Optional<Meaning> known = remembered.get(heading);
        if (known == null) {
            known = heading.length() > LONGEST ? Optional.empty() : look(heading);
            if (heading.length() <= LONGEST && remembered.size() < MOST_REMEMBERED) {
                remembered.put(heading, known);
            }
        }
        return known;
    }

    private Optional<Meaning> look(String heading) {
        Matcher again = AGAIN.matcher(heading);
        if (again.matches()) {
            return look(again.group(1)).map(meaning -> new Meaning(meaning.field(), meaning.rank() + 2000, meaning.weak()));
        }
        String folded = HeadingWords.folded(heading);
        Meaning whole = meanings.get(folded);
        if (whole == null && (folded.indexOf(' ') < 0 || ONE_WORD_AND_A_DIGIT.matcher(folded).matches())) {
            whole = squashed.get(folded.replace(" ", ""));
        }
        if (whole == null && folded.indexOf(' ') < 0) {
            folded = apart(folded);
        }
        String[] parts = folded.split(" ");
        return whole != null || parts.length < 2 || parts.length > MOST_WORDS
                ? Optional.ofNullable(whole)
                : Optional.ofNullable(within(parts));
    }

    /** {@code shippingphone}: what may stand around a heading, written together with it. */
    private String apart(String word) {
        for (int i = SHORTEST_APART; i <= word.length() - SHORTEST_APART; i++) {
            String heading = word.substring(i);
            if ((words.isAround(word.substring(0, i), "") || words.isOther(word.substring(0, i)))
                    && (meanings.containsKey(heading) || squashed.containsKey(heading))) {
                return word.substring(0, i) + " " + heading;
            }
        }
        return word;
    }

    /** The field of which the words are a heading with nothing but harmless words around it; of several the one with most words. */
    private Meaning within(String[] parts) {
        Set<String> runs = new HashSet<>();
        for (int from = 0; from < parts.length; from++) {
            StringBuilder run = new StringBuilder();
            for (int to = from; to < Math.min(parts.length, from + longestCore); to++) {
                runs.add(run.append(to == from ? "" : " ").append(parts[to]).toString());
            }
        }
        Cover best = null;
        for (Map.Entry<String, Map<String, Meaning>> field : cores.entrySet()) {
            Cover cover = field.getValue().keySet().stream().anyMatch(runs::contains)
                    ? cover(parts, field.getKey(), field.getValue())
                    : null;
            if (cover != null
                    && (best == null || cover.isBetterThan(best) || best.isOfAddress() && !best.isBetterThan(cover))) {
                best = cover;
            }
        }
        return best == null
                ? null
                : new Meaning(best.core().field(), best.core().rank() + 1000 + 1000 * best.second(),
                        best.core().weak() || best.other());
    }

    /**
     * How the words of a heading are explained.
     *
     * @param core the strongest heading in it
     * @param coreWords how many words are headings
     * @param second how many are of those that make it weaker
     */
    private record Cover(Meaning core, int coreWords, int second, boolean other) {
        /** «Quận/Huyện (Địa chỉ)» is a district. */
        boolean isOfAddress() {
            return core.field().equals(CustomerField.ADDRESS.wireName());
        }

        boolean isBetterThan(Cover that) {
            return coreWords != that.coreWords ? coreWords > that.coreWords : second < that.second;
        }

        Cover with(Meaning another, int count) {
            return new Cover(core == null || another.rank() < core.rank() ? another : core, coreWords + count, second, other);
        }
    }

    private Cover cover(String[] parts, String field, Map<String, Meaning> ofField) {
        Cover[] best = new Cover[parts.length + 1];
        best[0] = new Cover(null, 0, 0, false);
        for (int from = 0; from < parts.length; from++) {
            if (best[from] == null) {
                continue;
            }
            StringBuilder run = new StringBuilder();
            for (int to = from; to < parts.length && to < from + Math.max(longestCore, words.longest()); to++) {
                String text = run.append(to == from ? "" : " ").append(parts[to]).toString();
                Meaning core = ofField.get(text);
                Cover next = core != null ? best[from].with(core, to - from + 1) : around(best[from], text, field);
                if (next != null && (best[to + 1] == null || next.isBetterThan(best[to + 1]))) {
                    best[to + 1] = next;
                }
            }
        }
        Cover whole = best[parts.length];
        return whole == null || whole.core() == null ? null : whole;
    }

    private Cover around(Cover before, String text, String field) {
        if (words.isAround(text, field)) {
            return before;
        }
        if (words.isSecond(text, field)) {
            return new Cover(before.core(), before.coreWords(), before.second() + 1, before.other());
        }
        return words.isOther(text)
                ? new Cover(before.core(), before.coreWords(), before.second() + 1, true)
                : null;
    }
}
