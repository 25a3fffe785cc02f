package org.ladibridge.intake.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import org.ladibridge.customer.Reason;
import org.ladibridge.intake.file.RowReader.Row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import de.siegmar.fastcsv.writer.CsvWriter;

/**
 * The rows of a file that were rejected, in the file's own columns and with the reason in two languages: to be corrected and
 * dropped again. Written under another name until it is complete, so that a killed run leaves nothing half.
 */
final class ErrorsFile implements Closeable {
    private static final char BOM = '\uFEFF';

    private final ObjectMapper json = new ObjectMapper();
    private final Path target;
    private final Path partial;
    private final List<String> header;
    private final char delimiter;
    private Writer out;
    private CsvWriter csv;

    /** @param header the file's columns; empty for JSON */
    ErrorsFile(Path target, List<String> header, String delimiter) {
        this.target = target;
        this.partial = target.resolveSibling("." + target.getFileName() + ".part");
        this.header = header;
        this.delimiter = delimiter == null ? ',' : delimiter.charAt(0);
    }

    void add(Row row, Reason reason, String detail) {
        try {
            if (out == null) {
                open();
            }
            if (csv == null) {
                out.write(json.writeValueAsString(withError(row, reason, detail)));
                out.write('\n');
            } else {
                csv.writeRecord(cells(row, reason, detail));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the errors file «" + target + "» cannot be written", e);
        }
    }

    private void open() throws IOException {
        Files.createDirectories(target.getParent());
        out = Files.newBufferedWriter(partial, StandardCharsets.UTF_8);
        if (!header.isEmpty()) {
            // Excel takes a CSV for UTF-8 only with this mark.
            out.write(BOM);
            csv = CsvWriter.builder().fieldSeparator(delimiter).build(out);
            List<String> columns = new ArrayList<>(header);
            columns.addAll(Columns.OF_ERRORS);
            csv.writeRecord(columns);
        }
    }

    private List<String> cells(Row row, Reason reason, String detail) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            cells.add(i < row.cells().size() ? FormulaGuard.add(row.cells().get(i)) : "");
        }
        cells.add(String.valueOf(row.line()));
        cells.add(reason.name());
        cells.add(reason.vi());
        cells.add(FormulaGuard.add(detail == null ? reason.en() : reason.en() + " (" + detail + ")"));
        // What the header has no name for stands behind all that it has names for.
        for (int i = header.size(); i < row.cells().size(); i++) {
            cells.add(FormulaGuard.add(row.cells().get(i)));
        }
        return cells;
    }

    private JsonNode withError(Row row, Reason reason, String detail) {
        ObjectNode object = row.body() instanceof ObjectNode original
                ? original.deepCopy()
                : JsonNodeFactory.instance.objectNode().set("unreadable", row.body());
        object.putObject(JsonRows.ERROR).put("line", row.line()).put("error_code", reason.name()).put("error_vi", reason.vi())
                .put("error_en", detail == null ? reason.en() : reason.en() + " (" + detail + ")");
        return object;
    }

    /** @return the complete file; null when no row was rejected */
    Path complete() throws IOException {
        if (out == null) {
            return null;
        }
        closeWriters();
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return target;
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            closeWriters();
            Files.deleteIfExists(partial);
        }
    }

    /** The CSV writer holds back what it was given until it is closed. */
    private void closeWriters() throws IOException {
        if (csv != null) {
            csv.close();
        }
        out.close();
        csv = null;
        out = null;
    }
}
