package org.ladibridge.intake.file;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.file.RowReader.Row;
import org.ladibridge.journal.AppendResult;

/**
 * One file on its way through the bridge: hands out its records in chunks and takes the result of each chunk. Used by one thread;
 * holds one chunk at a time.
 */
final class FileRun implements Iterator<List<RawRecord>>, Closeable {
    private final FileFacts facts;
    private final ErrorsFile errors;
    private final RowReader rows;
    private final int chunkSize;
    private final List<Row> chunk = new ArrayList<>();
    private volatile long bytesRead;
    private volatile long records;
    private long received;
    private long duplicate;
    private long rejected;
    private Row next;

    /** @param errorsTarget where the rejected rows go */
    FileRun(Path file, FileFacts facts, String delimiter, int chunkSize, Path errorsTarget)
            throws IOException, UnreadableException {
        this.facts = facts;
        this.chunkSize = chunkSize;
        this.rows = open(file, delimiter);
        this.errors = new ErrorsFile(errorsTarget, rows.header(), rows.delimiter());
        this.next = rows.next();
    }

    private RowReader open(Path file, String delimiter) throws IOException, UnreadableException {
        InputStream bytes = counted(Files.newInputStream(file));
        try {
            bytes.skipNBytes(facts.bomLength());
            bytesRead = facts.bomLength();
            Reader reader = new InputStreamReader(bytes, facts.charset().newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT));
            return isJson(file) ? new JsonRows(reader) : new CsvRows(reader, delimiter);
        } catch (IOException | UnreadableException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    static boolean isJson(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson");
    }

    private InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int n = super.read(buffer, offset, length);
                bytesRead += Math.max(0, n);
                return n;
            }
        };
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public List<RawRecord> next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        chunk.clear();
        List<RawRecord> raws = new ArrayList<>(chunkSize);
        try {
            while (next != null && chunk.size() < chunkSize) {
                chunk.add(next);
                records++;
                String eventId = facts.sha256() + ":" + records;
                raws.add(next.unreadable() == null
                        ? RawRecord.of(next.body(), eventId)
                        : RawRecord.unreadable(next.body(), eventId, next.unreadable()));
                next = rows.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the file cannot be read on behind record " + records, e);
        }
        return raws;
    }

    /** Takes what became of the chunk that was handed out last. */
    void stored(AppendResult result) {
        received += result.received();
        duplicate += result.duplicate();
        rejected += result.rejections().size();
        for (AppendResult.Rejection rejection : result.rejections()) {
            errors.add(chunk.get(rejection.index()), rejection.reason(), rejection.detail());
        }
    }

    /** @return the file of rejected rows; null when there are none */
    Path completeErrors() throws IOException {
        return errors.complete();
    }

    FileFacts facts() {
        return facts;
    }

    String delimiter() {
        return rows.delimiter();
    }

    long records() {
        return records;
    }

    long received() {
        return received;
    }

    long duplicate() {
        return duplicate;
    }

    /** Rows that cannot be delivered, those that an earlier run of this file met included. */
    long rejected() {
        return rejected;
    }

    long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() throws IOException {
        rows.close();
        errors.close();
    }
}
