package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.transform.Headings;

import com.fasterxml.aalto.UncheckedStreamException;

/**
 * A sheet of a workbook that holds records.
 *
 * @param header where its headings are
 * @param hasContacts whether an e-mail address or a phone number stands below them
 */
record XlsxSheet(int index, String name, HeaderRows header, boolean hasContacts) {
    private static final Pattern CONTACT = Pattern
            .compile("[^\\s@]{1,64}@[^\\s@]+\\.[^\\s@]+|(?:\\+?84|0)[\\s.-]?[235789](?:[\\s.-]?\\d){8}");

    /** One with customers and without a known heading waits for a person, as a file does. */
    boolean isRead() {
        return known() > 0 || hasContacts;
    }

    int known() {
        return header.known();
    }

    static ReadableWorkbook open(Path file) throws IOException, UnreadableException {
        try {
            return new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true));
        } catch (ExcelReaderException withFormats) {
            // Some programs leave the styles out.
            try {
                return new ReadableWorkbook(file.toFile(), new ReadingOptions(false, true));
            } catch (ExcelReaderException e) {
                throw damaged();
            }
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // Every part has been read before: what is wrong is how they lie in the file.
            throw damaged();
        }
    }

    private static UnreadableException damaged() {
        return new UnreadableException("it is a damaged workbook; save it again in Excel, and drop that",
                "bảng tính bị hỏng; hãy lưu lại bằng Excel rồi thả lại");
    }

    /**
     * The sheets with a header, in their order: of the visible ones those with a heading that is known or somebody to reach below
     * it, and all when there is no such heading at all.
     *
     * @param only name of the one to be read; blank = any
     * @param skipped takes the names of those that are left out
     */
    static List<XlsxSheet> of(Path file, String only, Headings headings, List<String> skipped)
            throws IOException, UnreadableException {
        List<XlsxSheet> sheets = new ArrayList<>();
        try (ReadableWorkbook workbook = open(file)) {
            List<Sheet> all = workbook.getSheets().toList();
            if (!only.isBlank() && all.stream().noneMatch(sheet -> sheet.getName().equalsIgnoreCase(only.strip()))) {
                throw new UnreadableException("it has no sheet «" + only + "», which the source's parameter sheet names",
                        "không có trang tính «" + only + "» như tham số sheet của nguồn");
            }
            for (Sheet sheet : all) {
                boolean wanted = only.isBlank()
                        ? sheet.getVisibility() == SheetVisibility.VISIBLE
                        : sheet.getName().equalsIgnoreCase(only.strip());
                XlsxSheet found = wanted ? header(sheet, headings) : null;
                if (found != null) {
                    sheets.add(found);
                } else if (only.isBlank()) {
                    skipped.add(sheet.getName());
                }
            }
        } catch (ExcelReaderException | UncheckedStreamException e) {
            throw damaged();
        }
        if (sheets.stream().anyMatch(sheet -> sheet.known() > 0)) {
            sheets.stream().filter(sheet -> !sheet.isRead()).forEach(sheet -> skipped.add(sheet.name()));
            sheets.removeIf(sheet -> !sheet.isRead());
        }
        return sheets;
    }

    /** Its headings; null when it is blank. */
    private static XlsxSheet header(Sheet sheet, Headings headings) throws IOException {
        List<HeaderRows.Line> lines = new ArrayList<>();
        try (Stream<Row> stream = sheet.openStream()) {
            Spliterator<Row> rows = stream.spliterator();
            Row[] row = new Row[1];
            while (lines.size() < HeaderRows.WITHIN && advance(rows, row)) {
                List<String> cells = row[0] == null ? List.of() : texts(row[0]);
                if (!cells.isEmpty()) {
                    lines.add(new HeaderRows.Line(row[0].getRowNum(), cells));
                }
            }
        }
        HeaderRows found = HeaderRows.find(lines, headings);
        return found == null
                ? null
                : new XlsxSheet(sheet.getIndex(), sheet.getName(), found, lines.stream()
                        .filter(line -> found.known() == 0 || line.number() > found.lastLine())
                        .anyMatch(line -> line.cells().stream().anyMatch(cell -> CONTACT.matcher(cell.strip()).matches())));
    }

    /** A row that cannot be read is null here, and named when its turn comes. */
    private static boolean advance(Spliterator<Row> rows, Row[] row) {
        row[0] = null;
        try {
            return rows.tryAdvance(next -> row[0] = next);
        } catch (ExcelReaderException | UncheckedStreamException e) {
            throw e;
        } catch (RuntimeException e) {
            return true;
        }
    }

    /** Without the blank cells behind the last one. */
    private static List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        int last = 0;
        for (int i = 0; i < row.getCellCount(); i++) {
            Cell cell = row.getOptionalCell(i).orElse(null);
            texts.add(XlsxCells.text(cell, null));
            last = texts.get(i).isBlank() ? last : i + 1;
        }
        return List.copyOf(texts.subList(0, last));
    }
}
