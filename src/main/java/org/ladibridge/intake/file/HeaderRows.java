package org.ladibridge.intake.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.ladibridge.transform.Headings;

/**
 * Where a table's headings are: below titles and logos, in one row or, with merged cells, in two.
 *
 * @param lastLine the last line of them
 * @param names of the columns; blank where there is none
 * @param known how many of them have a meaning
 * @param skipped how many rows that are not blank stand above
 */
record HeaderRows(long lastLine, List<String> names, int known, int skipped) {
    /** Titles and logos stand above a header. */
    static final int WITHIN = 20;
    /** A row with one of these values is a customer and not a heading. */
    private static final Pattern CONTACT = Pattern.compile("[^\\s@]{1,64}@[^\\s@]+\\.[^\\s@]+|\\+?[\\d .()'-]{8,24}");
    private static final Pattern DATE = Pattern.compile("\\d{1,4}([/.-])\\d{1,2}\\1\\d{1,4}.*");

    /** A row that is not blank, without the blank cells behind its last one. */
    record Line(long number, List<String> cells) {
    }

    /** @return null when there is no row at all */
    static HeaderRows find(List<Line> rows, Headings headings) {
        int best = -1;
        int mostKnown = 0;
        for (int i = 0; i < Math.min(rows.size(), WITHIN); i++) {
            List<String> cells = rows.get(i).cells();
            if (isData(cells)) {
                if (mostKnown > 0) {
                    break;
                }
                continue;
            }
            int known = known(cells, headings);
            if (known > mostKnown && (best < 0 || mayGoBefore(cells, rows.get(best).cells(), headings))) {
                best = i;
                mostKnown = known;
            }
        }
        if (rows.isEmpty()) {
            return null;
        }
        return best < 0
                ? new HeaderRows(rows.get(0).number(), rows.get(0).cells(), 0, 0)
                : around(rows, best, headings);
    }

    private static HeaderRows around(List<Line> rows, int best, Headings headings) {
        List<String> names = rows.get(best).cells();
        Line below = best + 1 < rows.size() ? rows.get(best + 1) : null;
        if (below != null && below.number() == rows.get(best).number() + 1 && isSecondRow(names, below.cells(), headings)) {
            return joined(rows.get(best).cells(), below, best, headings);
        }
        Line above = best > 0 ? rows.get(best - 1) : null;
        if (above != null && above.number() == rows.get(best).number() - 1 && filled(above.cells()) > 1
                && !isData(above.cells())) {
            return joined(above.cells(), rows.get(best), best - 1, headings);
        }
        return new HeaderRows(rows.get(best).number(), names, known(names, headings), best);
    }

    /** The text below counts, that above where there is none; a group of columns that is about somebody else keeps its name. */
    private static HeaderRows joined(List<String> above, Line below, int skipped, Headings headings) {
        List<String> names = new ArrayList<>();
        String group = "";
        for (int i = 0; i < Math.max(above.size(), below.cells().size()); i++) {
            String top = i < above.size() ? above.get(i).strip() : "";
            String bottom = i < below.cells().size() ? below.cells().get(i).strip() : "";
            group = top.isEmpty() ? group : top;
            names.add(bottom.isEmpty() ? top : headings.isOfAnother(group) ? group + " " + bottom : bottom);
        }
        return new HeaderRows(below.number(), List.copyOf(names), known(names, headings), skipped);
    }

    /** Whether a row below one of headings completes it: what stands below a known heading is one too, or the row is a customer's. */
    private static boolean isSecondRow(List<String> above, List<String> below, Headings headings) {
        if (isData(below)) {
            return false;
        }
        boolean completes = false;
        for (int i = 0; i < below.size(); i++) {
            boolean underKnown = i < above.size() && headings.field(above.get(i)).isPresent();
            boolean known = headings.field(below.get(i)).isPresent();
            if (underKnown && !known && !below.get(i).isBlank()) {
                return false;
            }
            completes |= known && !underKnown;
        }
        return completes;
    }

    /** A row with more known headings below one with some may be a customer whose data read like headings. */
    private static boolean mayGoBefore(List<String> cells, List<String> above, Headings headings) {
        if (filled(above) < 2) {
            return true;
        }
        for (int i = 0; i < Math.min(cells.size(), above.size()); i++) {
            if (!cells.get(i).isBlank() && headings.field(above.get(i)).isPresent() && headings.field(cells.get(i)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    static int known(List<String> cells, Headings headings) {
        Set<String> fields = new HashSet<>();
        cells.forEach(cell -> headings.field(cell).ifPresent(fields::add));
        return fields.size();
    }

    static boolean isContact(String cell) {
        int digits = 0;
        for (int i = 0; i < cell.length() && cell.length() <= 320; i++) {
            digits += Character.isDigit(cell.charAt(i)) ? 1 : 0;
        }
        return (digits > 7 || cell.indexOf('@') > 0) && CONTACT.matcher(cell.strip()).matches();
    }

    private static boolean isData(List<String> cells) {
        return cells.stream().anyMatch(cell -> isContact(cell) || DATE.matcher(cell.strip()).matches());
    }

    private static int filled(List<String> cells) {
        return (int) cells.stream().filter(cell -> !cell.isBlank()).count();
    }

    /** For the report, when something stands above the headings. */
    List<FileProblem> notes() {
        return skipped == 0
                ? List.of()
                : List.of(new FileProblem("the headings stand in line " + lastLine + "; what is above them was left out",
                        "tiêu đề cột nằm ở dòng " + lastLine + "; phần phía trên được bỏ qua"));
    }
}
