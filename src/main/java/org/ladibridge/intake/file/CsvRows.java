package org.ladibridge.intake.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.intake.UnreadableException;
import org.ladibridge.transform.Headings;

import com.fasterxml.jackson.databind.node.TextNode;

/** CSV with a header. */
final class CsvRows implements RowReader {
    private static final String DELIMITERS = ",;\t|";
    private static final String PHONE = "phone";
    private static final Set<String> CONTACTS = Set.of("email", PHONE);
    private static final int SNIFFED = 256 * 1024;
    private static final int LARGEST_CELL = 1024 * 1024;
    private static final int LARGEST_ROW = 4 * LARGEST_CELL;
    private static final int MOST_NOTED_LINES = 20;
    /** Excel names the delimiter in the first line: sep=; */
    private static final Pattern SEPARATOR = Pattern.compile("\"?(?i:sep)=(.)\"?\\h*", Pattern.DOTALL);
    private static final char QUOTE = '"';
    /** Each heading between apostrophes. */
    private static final Pattern APOSTROPHES = Pattern.compile("'[^'\"]*'(?:\\h*[,;\t|]\\h*'[^'\"]*')+");
    /** In a cell between quotation marks it could not close anything: more of the cell follows. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\\"(?![,;\t|\"\\r\\n]|\\z)");

    private final CsvRecords records;
    private final CsvRecords.Dialect dialect;
    private final char delimiter;
    private final HeaderRows header;
    private final Columns columns;
    /** Fields by their columns. */
    private final Map<Integer, String> contacts = new HashMap<>();
    private final List<Long> openQuotes = new ArrayList<>();
    private final ShortRows shortRows = new ShortRows();

    /** @throws UnreadableException when the header cannot be read */
    CsvRows(Reader in, String delimiterSetting, Headings headings) throws IOException, UnreadableException {
        BufferedReader buffered = new BufferedReader(in, SNIFFED + 1);
        String sample = sample(buffered);
        Matcher separator = SEPARATOR.matcher(firstLine(sample));
        boolean named = separator.matches();
        char quote = APOSTROPHES.matcher(firstLine(sample).strip()).matches() ? '\'' : QUOTE;
        boolean escapes = quote != QUOTE || ESCAPED.matcher(sample).find();
        String candidates = named
                ? separator.group(1)
                : delimiterSetting.isBlank()
                        ? DELIMITERS
                        : delimiterSetting.equals("\\t") ? "\t" : delimiterSetting.substring(0, 1);
        Sniffed best = null;
        for (char candidate : candidates.toCharArray()) {
            Sniffed sniffed = Sniffed.of(sample, new CsvRecords.Dialect(candidate, quote, escapes), named, headings);
            best = best == null || sniffed.isBetterThan(best) ? sniffed : best;
        }
        this.dialect = best.dialect();
        this.delimiter = dialect.delimiter();
        this.header = best.header();
        if (best.broken() != 0 && (header == null || best.broken() <= header.lastLine())) {
            throw new UnreadableException("a quotation mark in its header is not closed; correct it, and drop it again",
                    "dấu ngoặc kép trong dòng tiêu đề chưa đóng; hãy sửa rồi thả lại");
        }
        this.columns = new Columns(header == null ? List.of() : header.names(), headings);
        for (int i = 0; header != null && i < header.names().size(); i++) {
            int column = i;
            headings.field(header.names().get(i)).filter(CONTACTS::contains).ifPresent(field -> contacts.put(column, field));
        }
        CsvLines lines = new CsvLines(buffered, LARGEST_ROW);
        this.records = new CsvRecords(lines, dialect, LARGEST_CELL);
        records.expect(columns.count(), this::isRow);
        learn(sample);
        while (header != null && lines.number() < header.lastLine()) {
            records.next();
        }
    }

    private static String sample(BufferedReader in) throws IOException {
        in.mark(SNIFFED + 1);
        char[] chars = new char[SNIFFED];
        int length = 0;
        for (int n; length < SNIFFED && (n = in.read(chars, length, SNIFFED - length)) >= 0;) {
            length += n;
        }
        in.reset();
        String text = new String(chars, 0, length);
        int end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
        // A row that the sample cuts off would count as a short one.
        return length < SNIFFED || end < 0 ? text : text.substring(0, end + 1);
    }

    private static String firstLine(String sample) {
        int end = 0;
        while (end < sample.length() && sample.charAt(end) != '\n' && sample.charAt(end) != '\r') {
            end++;
        }
        return sample.substring(0, end);
    }

    /**
     * The first rows, split by one delimiter.
     *
     * @param broken the first line in which a quotation mark is not closed; 0 = none
     */
    private record Sniffed(CsvRecords.Dialect dialect, HeaderRows header, int widest, long broken) {
        static Sniffed of(String sample, CsvRecords.Dialect dialect, boolean named, Headings headings) throws IOException {
            CsvLines lines = new CsvLines(new StringReader(sample), LARGEST_ROW);
            CsvRecords records = new CsvRecords(lines, dialect, LARGEST_CELL);
            if (named) {
                lines.next();
            }
            List<HeaderRows.Line> rows = new ArrayList<>();
            long broken = 0;
            while (rows.size() < HeaderRows.WITHIN) {
                CsvRecords.Record record = records.next();
                if (record == null) {
                    break;
                }
                broken = broken == 0 && (record.problem() != null || record.note()) ? record.line() : broken;
                if (!record.isBlank()) {
                    rows.add(new HeaderRows.Line(record.lastLine(), withoutBlankEnd(record.cells(), 0)));
                }
            }
            HeaderRows header = HeaderRows.find(rows, headings);
            return new Sniffed(dialect, header, header == null ? 0 : header.names().size(), broken);
        }

        boolean isBetterThan(Sniffed other) {
            int known = header == null ? 0 : header.known();
            int others = other.header == null ? 0 : other.header.known();
            return known != others ? known > others : widest > other.widest;
        }
    }

    /** What the first rows tell of those that are shorter than the header. */
    private void learn(String sample) throws IOException {
        try (CsvLines lines = new CsvLines(new StringReader(sample), LARGEST_ROW)) {
            CsvRecords first = new CsvRecords(lines, dialect, LARGEST_CELL);
            first.expect(columns.count(), this::isRow);
            for (CsvRecords.Record record = first.next(); record != null; record = first.next()) {
                if ((header == null || record.line() > header.lastLine()) && record.problem() == null && !record.isBlank()) {
                    shortRows.learn(record.cells(), columns.count());
                }
            }
            shortRows.learnt();
        }
    }

    /** Whether a line by itself is a row of this table: as many cells as there are columns, and one to reach somebody by. */
    private boolean isRow(List<String> cells) {
        if (cells.size() != columns.count()) {
            return false;
        }
        boolean reached = false;
        for (int i = 0; i < cells.size(); i++) {
            String field = contacts.get(i);
            if (PHONE.equals(field) && cells.get(i).indexOf('@') >= 0) {
                // Addresses that stand together in one cell.
                return false;
            }
            reached |= (contacts.isEmpty() || field != null) && HeaderRows.isContact(cells.get(i));
        }
        return reached;
    }

    @Override
    public Row next() throws IOException {
        for (CsvRecords.Record record = records.next(); record != null; record = records.next()) {
            if (record.problem() != null) {
                return new Row(record.line(), TextNode.valueOf(""), List.of(), record.problem());
            }
            if (!record.isBlank()) {
                if (record.note()) {
                    openQuotes.add(record.line());
                }
                return row(record);
            }
        }
        return null;
    }

    private Row row(CsvRecords.Record record) {
        List<String> cells = withoutBlankEnd(record.cells(), columns.count());
        int count = columns.count();
        String problem = null;
        if (cells.size() > count) {
            problem = "the row has " + columns.original(cells).size() + " cells, the header " + columns.original().size();
        } else if (record.odd() && !record.note() && cells.size() < count) {
            problem = "the row has " + cells.size() + " cells, the header " + count
                    + ", and a quotation mark stands inside of a cell; correct it";
        } else if (!shortRows.accept(record.cells(), count)) {
            problem = "the row has " + cells.size() + " cells, the header " + count
                    + ", and the rows before it are complete: a line break or a delimiter may be wrong in it or before it; "
                    + "correct it";
        }
        List<String> original = columns.original(cells);
        if (problem == null) {
            return new Row(record.line(), columns.body(original), original, null);
        }
        return new Row(record.line(), TextNode.valueOf(String.join(String.valueOf(delimiter), original)), original, problem);
    }

    /** Spreadsheet programs end rows with delimiters that nobody wrote. */
    private static List<String> withoutBlankEnd(List<String> cells, int columns) {
        int size = cells.size();
        while (size > columns && cells.get(size - 1).isBlank()) {
            size--;
        }
        return size == cells.size() ? cells : cells.subList(0, size);
    }

    @Override
    public List<String> header() {
        return columns.original();
    }

    @Override
    public String delimiter() {
        return String.valueOf(delimiter);
    }

    @Override
    public List<FileProblem> notes() {
        return header == null ? List.of() : header.notes();
    }

    @Override
    public List<FileProblem> lastNotes() {
        if (openQuotes.isEmpty()) {
            return List.of();
        }
        String lines = String.join(", ", openQuotes.stream().limit(MOST_NOTED_LINES).map(String::valueOf).toList())
                + (openQuotes.size() > MOST_NOTED_LINES ? ", …" : "");
        return List.of(new FileProblem(
                "a quotation mark that is not closed was left out in line " + lines + "; look whether these rows are right",
                "dấu ngoặc kép chưa đóng đã được bỏ ở dòng " + lines + "; hãy kiểm tra lại các dòng này"));
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
