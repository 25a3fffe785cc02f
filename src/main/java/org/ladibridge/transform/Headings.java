package org.ladibridge.transform;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.ladibridge.customer.CustomerField;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The headings that people write over their columns, Vietnamese or English, with accents or without: {@code headings.txt}.
 * Thread-safe.
 */
public final class Headings {
    private static final int MOST_REMEMBERED = 10_000;
    private static final int LONGEST = 200;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** @param rank smaller is stronger, when several columns of a row mean the same field */
    private record Meaning(String field, int rank) {
    }

    private final Map<String, Meaning> meanings = new HashMap<>();
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
                add(headings[rank], parts[0], rank + 1);
            }
        }
    }

    private void add(String heading, String field, int rank) {
        Meaning other = meanings.putIfAbsent(folded(heading), new Meaning(field, rank));
        if (other != null && !other.field().equals(field)) {
            throw new IllegalStateException(
                    "headings.txt gives «" + heading.strip() + "» to " + field + " and to " + other.field());
        }
    }

    /** LadiFlow's name, or one that a mapping may write besides, for what a heading means; empty when nobody knows it. */
    public Optional<String> field(String heading) {
        return meaning(heading).map(Meaning::field);
    }

    /** The row's values under their fields' names; of several columns for one field the strongest that is not blank. */
    ObjectNode place(ObjectNode row) {
        ObjectNode placed = JsonNodeFactory.instance.objectNode();
        Map<String, Integer> ranks = new HashMap<>();
        for (Map.Entry<String, JsonNode> cell : row.properties()) {
            Meaning meaning = isBlank(cell.getValue()) ? null : meaning(cell.getKey()).orElse(null);
            if (meaning != null && meaning.rank() < ranks.getOrDefault(meaning.field(), Integer.MAX_VALUE)) {
                ranks.put(meaning.field(), meaning.rank());
                placed.set(meaning.field(), cell.getValue());
            }
        }
        return placed;
    }

    static boolean isBlank(JsonNode value) {
        return value.isNull() || value.isTextual() && value.textValue().isBlank();
    }

    private Optional<Meaning> meaning(String heading) {
        Optional<Meaning> known = remembered.get(heading);
        if (known == null) {
            known = heading.length() > LONGEST ? Optional.empty() : Optional.ofNullable(meanings.get(folded(heading)));
            if (heading.length() <= LONGEST && remembered.size() < MOST_REMEMBERED) {
                remembered.put(heading, known);
            }
        }
        return known;
    }

    private static String folded(String heading) {
        String folded = Fold.fold(Normalizer.normalize(heading, Normalizer.Form.NFKC)).strip();
        // _id is LadiFlow's identifier, id is the source's.
        return folded.startsWith("_") ? folded : BETWEEN_WORDS.matcher(folded).replaceAll(" ").strip();
    }
}
