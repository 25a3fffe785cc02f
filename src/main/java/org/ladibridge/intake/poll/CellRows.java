package org.ladibridge.intake.poll;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.ladibridge.transform.Headings;
import org.ladibridge.transform.Nfc;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A list whose rows are lists of cells, as spreadsheets give them: one row holds headings, and those below it become objects of heading to
 * cell. A row may be shorter than the headings, and a cell that holds nothing is left out.
 *
 * @param rows those with something in them
 * @param remark what their owner should know; null for nothing
 */
record CellRows(List<Row> rows, String remark) {
    private static final Headings HEADINGS = new Headings();
    /** What a formula shows that has no value, or has none yet. */
    private static final Pattern NO_VALUE = Pattern
            .compile("#(N/A|REF!|VALUE!|NAME\\?|DIV/0!|NUM!|NULL!|ERROR!|SPILL!)|Loading\\.\\.\\.");
    private static final int LETTERS = 26;

    /**
     * @param id what tells it from the others, and stays when they are moved: the cell of its key column, numbered when that comes again,
     *        else the row's number; null when the key column is empty
     */
    record Row(String id, ObjectNode body) {
    }

    /**
     * @param list what stands where rows are; missing or null when the sheet is empty
     * @param headerRow which one holds the headings, from 1
     * @param key the heading of the key column in any case; empty when a row's number is its id
     */
    static CellRows of(JsonNode list, int headerRow, JsonPointer key) throws Answer.Unusable {
        if (list.size() < headerRow || list.get(headerRow - 1).isEmpty()) {
            return new CellRows(List.of(),
                    "there is no row " + headerRow + " with headings, so there are no rows: correct the range, or"
                            + " headerRow");
        }
        List<String> header = new ArrayList<>();
        list.get(headerRow - 1).forEach(cell -> header.add(cell.asText()));
        // As in a CSV file: people write headings in any case, and jq can only fold ASCII.
        List<String> names = new ArrayList<>(
                HEADINGS.names(header).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
        String keyName = key.matches() ? null : Nfc.of(key.getMatchingProperty()).strip().toLowerCase(Locale.ROOT);
        if (keyName != null && !names.contains(keyName)) {
            throw new Answer.Unusable("no column is called «" + key.getMatchingProperty() + "»; there are "
                    + String.join(", ", names) + ": correct id, the heading of the column that tells rows apart");
        }
        List<Row> rows = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        int withoutValue = 0;
        String first = null;
        for (int i = headerRow; i < list.size(); i++) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            for (int c = 0; c < list.get(i).size(); c++) {
                JsonNode cell = list.get(i).get(c);
                if (NO_VALUE.matcher(cell.asText()).matches()) {
                    withoutValue++;
                    first = first == null ? letters(c) + (i + 1) : first;
                } else if (!cell.asText().isBlank()) {
                    for (int n = names.size(); n <= c; n++) {
                        names.add("column " + (n + 1));
                    }
                    body.set(names.get(c), cell);
                }
            }
            if (!body.isEmpty()) {
                rows.add(new Row(id(body, keyName, i + 1, seen), body));
            }
        }
        return new CellRows(rows, withoutValue == 0
                ? null
                : withoutValue + " cells hold the error of a formula, the first is " + first
                        + " counted from the range's beginning; they"
                        + " are read as empty");
    }

    private static String id(ObjectNode body, String key, int number, Map<String, Integer> seen) {
        if (key == null) {
            return String.valueOf(number);
        }
        String id = body.path(key).asText("").strip();
        if (id.isEmpty()) {
            return null;
        }
        int times = seen.merge(id, 1, Integer::sum);
        return times == 1 ? id : id + "#" + times;
    }

    /** As people call a column. */
    private static String letters(int column) {
        String last = String.valueOf((char) ('A' + column % LETTERS));
        return column < LETTERS ? last : letters(column / LETTERS - 1) + last;
    }
}
