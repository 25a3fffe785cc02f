package org.ladibridge.intake.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The records of a CSV text, RFC 4180 as programs and people write it. A reader that meets a quotation mark which nobody closed takes
 * the next rows for a part of its cell; this one keeps the lines of each record, and where they are rows themselves it goes back and
 * reads them one by one.
 */
final class CsvRecords implements Closeable {
    private static final char ESCAPE = '\\';
    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final int MOST_LINES_OF_A_BAD_RECORD = 20;
    private static final int LARGEST_CELLS = 4;
    private static final int MOST_USUAL_COLUMNS = 1_000;

    /**
     * How a program writes CSV.
     *
     * @param escapes whether a backslash stands before a quotation mark inside of a cell, as databases write it
     */
    record Dialect(char delimiter, char quote, boolean escapes) {
    }

    /**
     * A record.
     *
     * @param line where it begins, from 1
     * @param lastLine where it ends
     * @param cells those of the delimiters at its end included
     * @param odd whether a quotation mark stood where none belongs, and the cells are read as well as they can be
     * @param problem why it cannot be read; null when it can
     * @param note whether a quotation mark that was not closed was left out
     */
    record Record(long line, long lastLine, List<String> cells, boolean odd, String problem, boolean note) {
        boolean isBlank() {
            if (problem != null) {
                return false;
            }
            for (String text : cells) {
                if (!text.isBlank()) {
                    return false;
                }
            }
            return true;
        }
    }

    private final CsvLines lines;
    private final char delimiter;
    private final char quote;
    private final boolean escapes;
    private final int largestCell;
    /** Whether a line's cells are those of a row of this table; decides what a quotation mark that is not closed swallowed. */
    private Predicate<List<String>> isRow = cells -> false;
    private int columns = Integer.MAX_VALUE;
    private int usualColumns = 10;

    // The state of the record that is being read.
    private List<String> cells;
    private final StringBuilder cell = new StringBuilder();
    private boolean open;
    private int openedAt;
    private boolean odd;
    private boolean oddBehind;

    CsvRecords(CsvLines lines, Dialect dialect, int largestCell) {
        this.lines = lines;
        this.delimiter = dialect.delimiter();
        this.quote = dialect.quote();
        this.escapes = dialect.escapes();
        this.largestCell = largestCell;
        lines.keep(delimiter);
    }

    /** What is known of the table once its header was read. */
    void expect(int count, Predicate<List<String>> row) {
        columns = count;
        usualColumns = Math.min(count, MOST_USUAL_COLUMNS);
        isRow = row;
    }

    /** The next record; null behind the last. Empty lines are none. */
    Record next() throws IOException {
        String line = lines.next();
        while (line != null && isEmpty(line)) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        long from = lines.number();
        if (lines.isTooLong()) {
            return unreadable(from, from, "the line is longer than a row may be");
        }
        boolean quoted = line.indexOf(quote) >= 0;
        if (quoted) {
            begin();
            feed(line);
        }
        if (!quoted || !open) {
            Record record = new Record(from, from, quoted ? cells : split(line), quoted && odd, null, false);
            return line.length() > largestCell ? checked(record) : quoted ? unwrapped(record) : record;
        }
        return ofSeveralLines(from, line);
    }

    private Record checked(Record record) {
        for (String text : record.cells()) {
            if (text.length() > largestCell) {
                return unreadable(record.line(), record.lastLine(),
                        "a cell is longer than " + largestCell + " characters; shorten it");
            }
        }
        return record;
    }

    private static Record unreadable(long from, long to, String problem) {
        return new Record(from, to, List.of(""), false, problem, false);
    }

    /** Programs that find a whole row in one cell put it into quotation marks, and its own once more. */
    private Record unwrapped(Record record) {
        String only = record.cells().get(0);
        if (only.indexOf(delimiter) < 0 || columns == 1) {
            return record;
        }
        for (int i = 1; i < record.cells().size(); i++) {
            if (!record.cells().get(i).isBlank()) {
                return record;
            }
        }
        List<String> within = alone(only);
        boolean isOne = columns == Integer.MAX_VALUE ? within.size() > 1 : isRow.test(within);
        return isOne ? new Record(record.line(), record.lastLine(), within, false, null, false) : record;
    }

    private Record ofSeveralLines(long from, String first) throws IOException {
        List<String> group = new ArrayList<>();
        group.add(first);
        boolean broken = false;
        long length = first.length();
        while (open && !broken) {
            String line = lines.next();
            broken = line == null || lines.isTooLong();
            if (line != null) {
                group.add(line);
                length += line.length();
            }
            if (!broken) {
                feed(line);
                broken = cell.length() > largestCell || length > LARGEST_CELLS * (long) largestCell || oddBehind;
            }
        }
        Record whole = new Record(from, from + group.size() - 1, cells, odd, null, false);
        if (broken || whole.cells().size() > columns) {
            return oneByOne(from, group);
        }
        return switch (swallowed(group, whole.odd())) {
            case NOTHING -> checked(whole);
            case ROWS -> oneByOne(from, group);
            case PERHAPS -> unreadable(from, whole.lastLine(), mark(from, whole.lastLine()));
        };
    }

    private enum Swallowed {
        NOTHING,
        PERHAPS,
        ROWS
    }

    /** What lies behind the quotation mark of a record of several lines: a cell's text, or rows of the table. */
    private Swallowed swallowed(List<String> group, boolean isOdd) {
        List<String> firstCells = alone(group.get(0));
        boolean first = isRow.test(firstCells);
        int last = group.size() - 1;
        for (int i = 1; i < last; i++) {
            if (isRow.test(alone(group.get(i)))) {
                return Swallowed.ROWS;
            }
        }
        if (!isRow.test(alone(group.get(last)))) {
            return Swallowed.NOTHING;
        }
        return first || isOdd
                ? Swallowed.ROWS
                : firstCells.size() == columns && columns > 2 ? Swallowed.PERHAPS : Swallowed.NOTHING;
    }

    private static String mark(long from, long to) {
        return "a quotation mark in it is not closed, or stands inside of a cell; lines " + from + " to " + to
                + " were not read: correct them";
    }

    /** The first line as a record of its own; the others come again. When no line is a row, all of them are one bad record. */
    private Record oneByOne(long from, List<String> group) {
        List<String> first = alone(group.get(0));
        boolean firstIsRow = isRow.test(first);
        boolean anyIsRow = firstIsRow;
        for (int i = 1; i < group.size() && !anyIsRow; i++) {
            anyIsRow = isRow.test(alone(group.get(i)));
        }
        if (!anyIsRow && group.size() <= MOST_LINES_OF_A_BAD_RECORD) {
            return unreadable(from, from + group.size() - 1, mark(from, from + group.size() - 1));
        }
        for (int i = group.size() - 1; i > 0; i--) {
            lines.unread(group.get(i));
        }
        return firstIsRow
                ? new Record(from, from, first, true, null, true)
                : unreadable(from, from, "a quotation mark in it is not closed: correct it");
    }

    /** The cells of a line by itself: a quotation mark that is not closed in it is left out. */
    private List<String> alone(String line) {
        String text = line;
        begin();
        feed(text);
        while (open) {
            text = text.substring(0, openedAt) + text.substring(openedAt + 1);
            begin();
            feed(text);
        }
        return cells;
    }

    private void begin() {
        cells = new ArrayList<>(usualColumns);
        cell.setLength(0);
        open = false;
        odd = false;
        oddBehind = false;
    }

    /** Reads a line of the record; afterwards a quoted cell may still be open. */
    private void feed(String line) {
        boolean behind = open;
        int length = lengthWithoutEnd(line);
        int i = 0;
        while (true) {
            if (open) {
                int closing = line.indexOf(quote, i);
                int escape = escapes ? escape(line, i, closing) : -1;
                if (escape >= 0) {
                    cell.append(line, i, escape).append(line.charAt(escape + 1));
                    i = escape + 2;
                    continue;
                }
                if (closing < 0) {
                    cell.append(line, i, line.length());
                    return;
                }
                cell.append(line, i, closing);
                i = closing + 1;
                if (i < length && line.charAt(i) == quote) {
                    cell.append(quote);
                    i++;
                    continue;
                }
                int next = afterBlanks(line, i, length);
                if (next == length || line.charAt(next) == delimiter) {
                    i = next;
                } else {
                    odd = true;
                    if (isInside(line, i, length)) {
                        cell.append(quote);
                        continue;
                    }
                    oddBehind |= behind;
                }
                open = false;
                behind = false;
            } else if (cell.length() == 0) {
                int opening = afterBlanks(line, i, length);
                if (opening < length && line.charAt(opening) == quote) {
                    open = true;
                    openedAt = opening;
                    i = opening + 1;
                    continue;
                }
            }
            int next = line.indexOf(delimiter, i);
            int to = next < 0 || next > length ? length : next;
            if (cell.length() == 0) {
                cells.add(line.substring(i, to));
            } else {
                cells.add(cell.append(line, i, to).toString());
                cell.setLength(0);
            }
            if (to == length) {
                return;
            }
            i = to + 1;
        }
    }

    /** Whether the cell goes on behind a quotation mark: its closing one comes before another cell is opened. */
    private boolean isInside(String line, int from, int length) {
        for (int mark = line.indexOf(quote, from); mark >= 0; mark = line.indexOf(quote, mark + 1)) {
            int before = mark - 1;
            while (before > from && isBlank(line.charAt(before))) {
                before--;
            }
            if (line.charAt(before) == delimiter) {
                return false;
            }
            int next = afterBlanks(line, mark + 1, length);
            if (next == length || line.charAt(next) == delimiter) {
                return true;
            }
        }
        return false;
    }

    /** People write a blank behind a delimiter, and before one. */
    private int afterBlanks(String line, int from, int length) {
        int i = from;
        while (i < length && isBlank(line.charAt(i))) {
            i++;
        }
        return i;
    }

    private boolean isBlank(char c) {
        return (c == ' ' || c == NO_BREAK_SPACE) && c != delimiter;
    }

    /** The next backslash before a quotation mark or another backslash, not behind the end; -1 for none. */
    private int escape(String line, int from, int end) {
        for (int i = line.indexOf(ESCAPE, from); i >= 0 && (end < 0 || i < end); i = line.indexOf(ESCAPE, i + 1)) {
            if (i + 1 < line.length() && (line.charAt(i + 1) == quote || line.charAt(i + 1) == ESCAPE)) {
                return i;
            }
        }
        return -1;
    }

    private List<String> split(String line) {
        int length = lengthWithoutEnd(line);
        List<String> all = new ArrayList<>(usualColumns);
        int from = 0;
        for (int to = line.indexOf(delimiter); to >= 0 && to < length; to = line.indexOf(delimiter, from)) {
            all.add(line.substring(from, to));
            from = to + 1;
        }
        all.add(line.substring(from, length));
        return all;
    }

    private static boolean isEmpty(String line) {
        return lengthWithoutEnd(line) == 0;
    }

    private static int lengthWithoutEnd(String line) {
        int length = line.length();
        while (length > 0 && (line.charAt(length - 1) == '\n' || line.charAt(length - 1) == '\r')) {
            length--;
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
