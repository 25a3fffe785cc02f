package org.ladibridge.intake.file;

import java.io.BufferedReader;
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
 * @param wrapper where a JSON file's records are; null when they are all there is
 */
record Part(String name, String id, Path file, FileFacts facts, OfWorkbook workbook, JsonWrapper wrapper) {
    /**
     * A sheet.
     *
     * @param hidden the numbers of its rows that are not shown
     */
    record OfWorkbook(XlsxSheet sheet, BitSet hidden) {
    }

    private static final int LOOKED_AT = 64 * 1024;

    boolean isJson() {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".json") || lower.endsWith(".jsonl") || lower.endsWith(".ndjson");
    }

    /** @param bytesRead is told how many bytes were read each time; never for a workbook */
    RowReader open(String delimiter, Headings headings, LongConsumer bytesRead) throws IOException, UnreadableException {
        if (workbook != null) {
            return new XlsxRows(file, workbook.sheet(), workbook.hidden(), headings);
        }
        Reader reader = text(bytesRead);
        try {
            return isJson() ? json(reader) : new CsvRows(reader, delimiter, headings);
        } catch (IOException | UnreadableException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private RowReader json(Reader reader) throws IOException {
        BufferedReader buffered = new BufferedReader(reader, LOOKED_AT);
        return wrapper == null && mayBeLines() && beginsLikeLines(buffered)
                ? new JsonRows(new CsvLines(buffered, JsonElements.LONGEST + 1))
                : new JsonRows(buffered, wrapper);
    }

    private boolean mayBeLines() {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".jsonl") || lower.endsWith(".ndjson");
    }

    /** Some programs call an array, or an object over several lines, by that name too. */
    private static boolean beginsLikeLines(BufferedReader in) throws IOException {
        in.mark(LOOKED_AT);
        int first = in.read();
        while (first >= 0 && (first <= ' ' || first == '\uFEFF')) {
            first = in.read();
        }
        int next = in.read();
        while (next == ' ' || next == '\t') {
            next = in.read();
        }
        in.reset();
        return first != '[' && !(first == '{' && (next == '\n' || next == '\r'));
    }

    /**
     * Looks where the records of a JSON file are.
     *
     * @throws UnreadableException when there are several lists, or when it is no JSON whatever its name says
     */
    Part looked(Headings headings) throws IOException, UnreadableException {
        if (!isJson()) {
            return this;
        }
        refuseOtherText();
        try (Reader in = text(bytes -> {
        })) {
            return new Part(name, id, file, facts, workbook, JsonWrapper.find(in, mayBeLines(), headings).orElse(null));
        }
    }

    /** Each row of a table that is named like JSON would be a rejected record of its own. */
    private void refuseOtherText() throws IOException, UnreadableException {
        try (Reader in = new BufferedReader(text(bytes -> {
        }))) {
            int first = in.read();
            while (first >= 0 && (first <= ' ' || first == '\uFEFF')) {
                first = in.read();
            }
            if (first >= 0 && first != '{' && first != '[') {
                throw new UnreadableException(
                        "it is named like JSON but does not begin like it, with { or [; when it is CSV, name it .csv and drop it again",
                        "tên tệp là JSON nhưng nội dung không bắt đầu bằng { hoặc [; nếu là CSV, hãy đổi đuôi thành .csv rồi thả lại");
            }
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
