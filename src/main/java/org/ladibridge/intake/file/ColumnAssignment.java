package org.ladibridge.intake.file;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.ladibridge.journal.Digests;
import org.ladibridge.transform.Fold;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a person decided the columns of a source's files mean, for one set of headings in any order. It is as if the person had
 * written another heading over each column: the source's mapping sees LadiFlow's name for a field in place of the heading, and a
 * column that is left out not at all, so no mapping is edited for it.
 *
 * @param headings stands for the set, see {@link #idOf}
 * @param columns all of the headings, in the order of the file they were decided at
 */
@RegisterForReflection
public record ColumnAssignment(String source, String headings, List<Decision> columns, Instant at, String by) {
    /** The target of a column that is to become nothing. */
    public static final String LEAVE_OUT = "-";
    /** What stands before the name of a custom field. */
    public static final String CUSTOM = "custom:";
    private static final String CUSTOM_FIELDS = "custom_fields";
    /** What people write between two of them in one cell. */
    private static final Map<String, String> TOGETHER = Map.of("phone", " / ", "email", "; ");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int ID_LENGTH = 16;

    /**
     * What one column means.
     *
     * @param target LadiFlow's name of a field, {@link #CUSTOM} with the name of a custom field, {@link #LEAVE_OUT}, or nothing: as
     *        the bridge finds it
     */
    @RegisterForReflection
    public record Decision(String heading, String target) {
        public Decision {
            target = target == null ? "" : target.strip();
        }

        /** Whether a person said something about it. */
        @JsonIgnore
        public boolean isMade() {
            return !target.isEmpty();
        }

        @JsonIgnore
        public boolean isLeftOut() {
            return target.equals(LEAVE_OUT);
        }

        @JsonIgnore
        public boolean isCustom() {
            return target.startsWith(CUSTOM);
        }
    }

    public ColumnAssignment {
        columns = List.copyOf(columns);
    }

    /** The same for the same headings, whatever their order, case, accents and punctuation. */
    public static String idOf(Collection<String> headings) {
        String folded = headings.stream().map(ColumnAssignment::fold).sorted().collect(Collectors.joining("\n"));
        return Digests.sha256Hex(folded.getBytes(StandardCharsets.UTF_8)).substring(0, ID_LENGTH);
    }

    /** A heading as far as it tells it from another one. */
    static String fold(String heading) {
        String folded = Fold.fold(Normalizer.normalize(heading, Normalizer.Form.NFKC));
        String words = BETWEEN_WORDS.matcher(folded).replaceAll(" ").strip();
        return words.isEmpty() ? folded.strip() : words;
    }

    /** Whether the person wants none of the rows that have these headings. */
    boolean leavesAllOut() {
        return columns.stream().allMatch(Decision::isLeftOut);
    }

    Set<String> folded() {
        return columns.stream().map(column -> fold(column.heading())).collect(Collectors.toCollection(HashSet::new));
    }

    Reader lookUp() {
        return new Reader(columns);
    }

    /** The decisions, ready to be looked up row after row. */
    static final class Reader {
        private static final Decision UNDECIDED = new Decision("", "");
        /** Objects may have any number of keys. */
        private static final int MOST_REMEMBERED = 10_000;
        private final Map<String, Decision> exact = new HashMap<>();
        private final Map<String, Decision> byFold = new HashMap<>();

        private Reader(List<Decision> columns) {
            for (Decision column : columns) {
                exact.putIfAbsent(key(column.heading()), column);
                byFold.putIfAbsent(fold(column.heading()), column);
            }
        }

        private static String key(String heading) {
            return Normalizer.normalize(heading, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
        }

        /** Two headings may differ in an accent only. */
        Decision find(String heading) {
            Decision decided = exact.get(key(heading));
            if (decided == null) {
                decided = byFold.getOrDefault(fold(heading), UNDECIDED);
                if (exact.size() < MOST_REMEMBERED) {
                    exact.put(key(heading), decided);
                }
            }
            return decided;
        }

        /**
         * A row as the mapping is to see it. Of several columns for one field the first with something in it counts and another is told;
         * telephone numbers stand together, and e-mail addresses, as people write two into one cell.
         */
        ObjectNode apply(ObjectNode row) {
            ObjectNode assigned = JsonNodeFactory.instance.objectNode();
            ObjectNode custom = JsonNodeFactory.instance.objectNode();
            // What a person decided goes before what stands there under the same name.
            for (Map.Entry<String, JsonNode> cell : row.properties()) {
                Decision decision = find(cell.getKey());
                if (decision.isCustom()) {
                    putFirst(custom, decision.target().substring(CUSTOM.length()), cell.getValue());
                } else if (decision.isMade() && !decision.isLeftOut()) {
                    put(assigned, decision.target(), cell.getValue());
                }
            }
            for (Map.Entry<String, JsonNode> cell : row.properties()) {
                if (!find(cell.getKey()).isMade()) {
                    put(assigned, cell.getKey(), cell.getValue());
                }
            }
            if (!custom.isEmpty()) {
                if (assigned.get(CUSTOM_FIELDS) instanceof ObjectNode own) {
                    own.properties().forEach(field -> putFirst(custom, field.getKey(), field.getValue()));
                }
                assigned.set(CUSTOM_FIELDS, custom);
            }
            return assigned;
        }

        private static void put(ObjectNode row, String field, JsonNode value) {
            JsonNode first = row.get(field);
            if (isBlank(first) || isBlank(value) || first.equals(value)) {
                putFirst(row, field, value);
            } else if (!TOGETHER.containsKey(field)) {
                // As of a heading that stands there twice: the transformer says that its value was left out.
                row.putIfAbsent(field + " #2", value);
            } else if (first.isValueNode() && value.isValueNode()) {
                row.put(field, first.asText() + TOGETHER.get(field) + value.asText());
            } else {
                row.set(field, all(first, value));
            }
        }

        private static ArrayNode all(JsonNode first, JsonNode value) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            for (JsonNode one : List.of(first, value)) {
                if (one instanceof ArrayNode list) {
                    all.addAll(list);
                } else {
                    all.add(one);
                }
            }
            return all;
        }

        private static void putFirst(ObjectNode row, String field, JsonNode value) {
            JsonNode first = row.get(field);
            if (first == null || isBlank(first)) {
                row.set(field, value);
            }
        }
    }

    static boolean isBlank(JsonNode value) {
        return value == null || value.isNull() || value.isMissingNode() || value.isTextual() && value.textValue().isBlank();
    }
}
