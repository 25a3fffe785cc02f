package org.ladibridge.intake.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;

import org.ladibridge.intake.UnreadableException;

import com.fasterxml.jackson.databind.node.TextNode;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;

/** CSV with a header. */
final class CsvRows implements RowReader {
    private static final String DELIMITERS = ",;\t|";
    private static final int SNIFFED = 64 * 1024;
    private static final int LARGEST_CELL = 1024 * 1024;
    private static final int LARGEST_ROW = 4 * LARGEST_CELL;

    private final CsvReader<CsvRecord> reader;
    private final char delimiter;
    private final Columns columns;
    private long lastLine;
    private boolean ended;

    /** @throws UnreadableException when the header cannot be read */
    CsvRows(Reader in, String delimiterSetting) throws IOException, UnreadableException {
        BufferedReader buffered = new BufferedReader(in, SNIFFED + 1);
        this.delimiter = delimiterSetting.isBlank()
                ? sniff(buffered)
                : delimiterSetting.equals("\\t") ? '\t' : delimiterSetting.charAt(0);
        this.reader = CsvReader.builder().fieldSeparator(delimiter).skipEmptyLines(true).allowExtraFields(true)
                .allowExtraCharsAfterClosingQuote(true).allowUnclosedQuote(false)
                .allowMissingFields(true)
                .maxBufferSize(LARGEST_CELL)
                .build(CsvRecordHandler.of(limits -> limits.maxFieldSize(LARGEST_CELL).maxRecordSize(LARGEST_ROW)), buffered);
        CsvRecord first = firstRecord();
        this.columns = new Columns(first == null ? List.of() : first.getFields());
    }

    private CsvRecord firstRecord() throws UnreadableException {
        try {
            return reader.iterator().hasNext() ? reader.iterator().next() : null;
        } catch (CsvParseException e) {
            throw new UnreadableException("a quotation mark in its header is not closed; correct it, and drop it again",
                    "dấu ngoặc kép trong dòng tiêu đề chưa đóng; hãy sửa rồi thả lại");
        }
    }

    /** The delimiter that splits the header into most columns. */
    private static char sniff(BufferedReader in) throws IOException {
        in.mark(SNIFFED);
        int[] counts = new int[DELIMITERS.length()];
        boolean quoted = false;
        for (int i = 0, c = in.read(); c >= 0 && i < SNIFFED - 1 && (quoted || c != '\n' && c != '\r'); i++, c = in.read()) {
            quoted ^= c == '"';
            int which = quoted ? -1 : DELIMITERS.indexOf(c);
            if (which >= 0) {
                counts[which]++;
            }
        }
        in.reset();
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return DELIMITERS.charAt(best);
    }

    @Override
    public Row next() {
        try {
            while (!ended && reader.iterator().hasNext()) {
                CsvRecord row = reader.iterator().next();
                if (!row.getFields().stream().allMatch(String::isBlank)) {
                    return row(row.getStartingLineNumber(), row.getFields());
                }
            }
            return null;
        } catch (CsvParseException e) {
            // Where a cell does not end, nobody can say where the next row begins: one record stands for the rest.
            ended = true;
            return new Row(lastLine + 1, TextNode.valueOf(""), List.of(),
                    "a cell is longer than " + LARGEST_CELL + " characters, or a row than " + LARGEST_ROW
                            + ", or a cell's quotation mark is not closed; nothing behind it "
                            + "can be read");
        }
    }

    private Row row(long line, List<String> all) {
        lastLine = line;
        List<String> cells = withoutBlankEnd(all);
        if (cells.size() <= columns.count()) {
            return new Row(line, columns.body(cells), columns.original(cells), null);
        }
        List<String> original = columns.original(cells);
        return new Row(line, TextNode.valueOf(String.join(String.valueOf(delimiter), original)), original,
                "the row has " + original.size() + " cells, the header " + columns.original().size());
    }

    /** Spreadsheet programs end rows with delimiters that nobody wrote. */
    private List<String> withoutBlankEnd(List<String> cells) {
        int size = cells.size();
        while (size > columns.count() && cells.get(size - 1).isBlank()) {
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
    public void close() throws IOException {
        reader.close();
    }
}
