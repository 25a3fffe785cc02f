package org.ladibridge.intake.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.ladibridge.transform.Headings;
import org.ladibridge.transform.Nfc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The columns of a table with a header. A file of errors that was corrected and dropped again is recognised by its added columns. */
final class Columns {
    /** What an errors file adds to the original columns. */
    static final List<String> OF_ERRORS = List.of("line", "error_code", "error_vi", "error_en");

    private static final Pattern TEXT_FORMULA = Pattern.compile("=\"[^\"]*\"");
    private static final Pattern TEXT_MARK = Pattern.compile("'\\+?\\d[\\d .-]*");

    private final List<String> names;
    /** As the mapping sees them: people write headings in any case, and jq can only fold ASCII. */
    private final List<String> keys;
    private final boolean ofErrorsFile;

    /** @param header a column without a name, or with another's name, cannot be mapped; it keeps its place all the same */
    Columns(List<String> header, Headings headings) {
        this.names = headings.names(header);
        this.keys = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        this.ofErrorsFile = names.containsAll(OF_ERRORS);
    }

    int count() {
        return names.size();
    }

    /** Without those that an errors file added. */
    List<String> original() {
        return ofErrorsFile ? names.stream().filter(name -> !OF_ERRORS.contains(name)).toList() : names;
    }

    /** A row's cells that stand in the original columns. */
    List<String> original(List<String> cells) {
        List<String> original = new ArrayList<>(cells.size());
        for (int i = 0; i < cells.size(); i++) {
            if (!isAdded(i)) {
                original.add(text(cells.get(i)));
            }
        }
        return original;
    }

    /** @param original no more cells than there are original columns */
    ObjectNode body(List<String> original) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        int cell = 0;
        for (int i = 0; i < names.size() && cell < original.size(); i++) {
            if (!isAdded(i)) {
                body.put(keys.get(i), withoutTextMark(original.get(cell++)));
            }
        }
        return body;
    }

    private boolean isAdded(int column) {
        return ofErrorsFile && column < names.size() && OF_ERRORS.contains(names.get(column));
    }

    /** Programs that export for Excel write '0912 or ="0912" so that it stays a text. */
    private static String withoutTextMark(String cell) {
        if (cell.length() > 2 && cell.charAt(0) == '=' && TEXT_FORMULA.matcher(cell).matches()) {
            return cell.substring(2, cell.length() - 1);
        }
        return cell.length() > 1 && cell.charAt(0) == '\'' && TEXT_MARK.matcher(cell).matches() ? cell.substring(1) : cell;
    }

    /** windows-1258 and VNI write accents as characters of their own. */
    private String text(String cell) {
        String composed = Nfc.of(cell);
        return ofErrorsFile ? FormulaGuard.remove(composed) : composed;
    }
}
