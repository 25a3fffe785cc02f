package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Spliterator;
import java.util.stream.Stream;

import org.apache.camel.util.ObjectHelper;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.transform.Headings;

import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/** The rows below the header of one sheet, streamed; cells are text, as in CSV. */
final class XlsxRows implements RowReader {
    private final ReadableWorkbook workbook;
    private final Stream<org.dhatim.fastexcel.reader.Row> stream;
    private final Spliterator<org.dhatim.fastexcel.reader.Row> rows;
    private final HeaderRows header;
    private final TurnedDates turned;
    private final BitSet hidden;
    private int hiddenRows;
    private final Columns columns;
    private final List<String> fields;
    private org.dhatim.fastexcel.reader.Row current;
    private int lastLine;
    private boolean ended;

    /** @param hidden the numbers of its rows that Excel does not show */
    XlsxRows(Path file, XlsxSheet sheet, BitSet hidden, Headings headings) throws IOException, UnreadableException {
        this.header = sheet.header();
        this.columns = new Columns(header.names(), headings);
        this.turned = new TurnedDates(columns.count());
        this.hidden = hidden;
        this.fields = header.names().stream().map(heading -> headings.field(heading).orElse("")).toList();
        this.workbook = XlsxSheet.open(file);
        this.stream = workbook.getSheet(sheet.index()).orElseThrow().openStream();
        this.rows = stream.spliterator();
    }

    @Override
    public Row next() throws IOException {
        while (!ended) {
            try {
                if (!rows.tryAdvance(row -> current = row)) {
                    ended = true;
                    return null;
                }
            } catch (ExcelReaderException | UncheckedStreamException e) {
                IOException disk = ObjectHelper.getException(IOException.class, e);
                if (disk != null) {
                    throw disk;
                }
                ended = true;
                return unreadable("the sheet cannot be read from here on");
            } catch (RuntimeException e) {
                return unreadable("a cell of the row cannot be read; enter it again as text");
            }
            lastLine = current.getRowNum();
            Row row = current.getRowNum() <= header.lastLine() ? null : row();
            if (row != null) {
                hiddenRows += hidden.get(lastLine) ? 1 : 0;
                return row;
            }
        }
        return null;
    }

    private Row unreadable(String why) {
        return new Row(++lastLine, TextNode.valueOf(""), List.of(), why);
    }

    /** @return null for a blank row */
    private Row row() {
        List<String> shown = new ArrayList<>();
        List<String> values = new ArrayList<>();
        String formula = null;
        for (int i = 0; i < Math.min(columns.count(), current.getCellCount()); i++) {
            Cell cell = current.getOptionalCell(i).orElse(null);
            String text = XlsxCells.text(cell, fields.get(i));
            shown.add(text);
            turned.look(i, cell, text);
            values.add(cell != null && XlsxCells.isError(cell) ? "" : text);
            if (cell != null && XlsxCells.lacksItsValue(cell)) {
                formula = cell.getAddress().toString();
            }
        }
        if (formula == null && shown.stream().allMatch(String::isBlank)) {
            return null;
        }
        if (formula != null) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            shown.forEach(kept::add);
            return new Row(lastLine, TextNode.valueOf(kept.toString()), columns.original(shown), "the formula in " + formula
                    + " has no computed value; open the file in Excel, save it and drop it again");
        }
        return new Row(lastLine, columns.body(columns.original(values)), columns.original(shown), null);
    }

    @Override
    public List<String> header() {
        return columns.original();
    }

    @Override
    public String delimiter() {
        return null;
    }

    @Override
    public List<FileProblem> notes() {
        return header.notes();
    }

    @Override
    public List<FileProblem> lastNotes() {
        List<FileProblem> notes = new ArrayList<>(turned.notes(columns.original()));
        if (hiddenRows > 0) {
            notes.add(new FileProblem(
                    hiddenRows + " of its rows are hidden or filtered out in the sheet, and were read all the same",
                    hiddenRows + " dòng đang bị ẩn hoặc lọc trong bảng tính vẫn được đọc"));
        }
        return notes;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        workbook.close();
    }
}
