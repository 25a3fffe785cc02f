package org.ladibridge.intake.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;
import java.util.function.LongConsumer;

import org.ladibridge.intake.UnreadableException;
import org.ladibridge.transform.Headings;

/**
 * What has a header of its own in a dropped file: the file itself, a sheet of a workbook, an entry of an archive.
 *
 * @param name that of a file; the errors file is named after it
 * @param id the same for the same content, wherever it comes from
 * @param file where its bytes are
 * @param workbook null unless the file is one
 */
record Part(String name, String id, Path file, FileFacts facts, OfWorkbook workbook) {
    /**
     * A sheet.
     *
     * @param hidden the numbers of its rows that are not shown
     */
    record OfWorkbook(XlsxSheet sheet, BitSet hidden) {
    }

    boolean isJson() {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".json") || lower.endsWith(".jsonl") || lower.endsWith(".ndjson");
    }

    /** @param bytesRead is told how many bytes were read each time; never for a workbook */
    RowReader open(String delimiter, Headings headings, LongConsumer bytesRead) throws IOException, UnreadableException {
        if (workbook != null) {
            return new XlsxRows(file, workbook.sheet(), workbook.hidden(), headings);
        }
        JsonWrapper wrapper = null;
        if (isJson()) {
            try (Reader looked = text(bytes -> {
            })) {
                wrapper = JsonWrapper.find(looked, headings).orElse(null);
            }
        }
        Reader reader = text(bytesRead);
        try {
            return isJson() ? new JsonRows(reader, wrapper) : new CsvRows(reader, delimiter, headings);
        } catch (IOException | UnreadableException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private Reader text(LongConsumer bytesRead) throws IOException {
        InputStream bytes = counted(Files.newInputStream(file), bytesRead);
        try {
            bytes.skipNBytes(facts.bomLength());
            bytesRead.accept(facts.bomLength());
            return new InputStreamReader(bytes, facts.charset().newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static InputStream counted(InputStream in, LongConsumer bytesRead) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int n = super.read(buffer, offset, length);
                bytesRead.accept(Math.max(0, n));
                return n;
            }
        };
    }
}
