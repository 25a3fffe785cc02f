package org.ladibridge.intake.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.file.RowReader.Row;
import org.ladibridge.transform.Headings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The beginning of what has a header of its own in a file.
 *
 * @param name of the part
 * @param isJson whether its headings are the keys of objects, some of which an object may lack
 * @param headings as they stand in the file, without those that an errors file added
 * @param rows the first ones that can be read, as a mapping gets them without an assignment
 */
record PartLook(String name, boolean isJson, List<String> headings, List<ObjectNode> rows) {
    private static final int MOST_ROWS = 200;
    /** A key that tells who the customer is may be absent from the first ones. */
    private static final int MOST_OBJECTS = 2_000;
    private static final long MOST_BYTES = 2L * 1024 * 1024;
    /** An object may have any number of keys; more columns than these nobody assigns. */
    private static final int MOST_HEADINGS = 500;
    private static final int EXAMPLES = 3;
    private static final int LONGEST_EXAMPLE = 60;
    private static final int LONGEST_KEPT = 300;

    PartLook {
        headings = List.copyOf(headings);
        rows = List.copyOf(rows);
    }

    static PartLook of(Part part, String delimiter, Headings headings) throws IOException, UnreadableException {
        List<ObjectNode> rows = new ArrayList<>();
        try (RowReader reader = part.open(delimiter, headings, bytes -> {
        })) {
            long weight = 0;
            for (int n = 0; n < (part.isJson() ? MOST_OBJECTS : MOST_ROWS) && weight < MOST_BYTES; n++) {
                Row row = reader.next();
                if (row == null) {
                    break;
                }
                weight += row.weight();
                if (row.unreadable() == null && row.body() instanceof ObjectNode body) {
                    rows.add(body);
                }
            }
            return new PartLook(part.name(), part.isJson(), part.isJson() ? keys(rows) : reader.header(), rows);
        }
    }

    private static List<String> keys(List<ObjectNode> rows) {
        Set<String> keys = new LinkedHashSet<>();
        for (ObjectNode row : rows) {
            row.fieldNames().forEachRemaining(key -> {
                if (keys.size() < MOST_HEADINGS) {
                    keys.add(key);
                }
            });
        }
        return List.copyOf(keys);
    }

    /** The same with fewer rows and without the rest of long texts, to be kept. */
    PartLook shortened(int most, long mostCharacters) {
        List<ObjectNode> kept = new ArrayList<>();
        long characters = 0;
        for (ObjectNode row : rows) {
            ObjectNode cut = row.deepCopy();
            row.properties().forEach(cell -> {
                if (cell.getValue().isTextual() && cell.getValue().textValue().length() > LONGEST_KEPT) {
                    cut.put(cell.getKey(), cell.getValue().textValue().substring(0, LONGEST_KEPT));
                }
            });
            characters += cut.toString().length();
            if (kept.size() == most || characters > mostCharacters && !kept.isEmpty()) {
                break;
            }
            kept.add(cut);
        }
        return new PartLook(name, isJson, headings, kept);
    }

    /** The key under which a row has the cell of a heading. */
    String key(String heading) {
        return isJson ? heading : heading.toLowerCase(Locale.ROOT);
    }

    JsonNode value(ObjectNode row, String heading) {
        return row.path(key(heading));
    }

    /** The first different values of a column, no longer than somebody reads. */
    List<String> examples(String heading) {
        Set<String> examples = new LinkedHashSet<>();
        for (ObjectNode row : rows) {
            JsonNode value = value(row, heading);
            if (!ColumnAssignment.isBlank(value) && examples.size() < EXAMPLES) {
                String text = value.isValueNode() ? value.asText().strip() : value.toString();
                examples.add(text.length() <= LONGEST_EXAMPLE ? text : text.substring(0, LONGEST_EXAMPLE) + "…");
            }
        }
        return List.copyOf(examples);
    }
}
