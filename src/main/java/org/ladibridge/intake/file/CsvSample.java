package org.ladibridge.intake.file;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;

/** The records of a small CSV in memory, UTF-8. */
public final class CsvSample {
    private CsvSample() {
    }

    /** @throws UnreadableException when the header cannot be read */
    public static List<RawRecord> read(byte[] csv) throws UnreadableException {
        String text = new String(csv, StandardCharsets.UTF_8);
        try (CsvRows rows = new CsvRows(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text), "")) {
            List<RawRecord> records = new ArrayList<>();
            for (RowReader.Row row = rows.next(); row != null; row = rows.next()) {
                records.add(row.unreadable() == null
                        ? RawRecord.of(row.body())
                        : RawRecord.unreadable(row.body(), null, row.unreadable()));
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
