package org.ladibridge.intake.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.file.RowReader.Row;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.State;
import org.ladibridge.transform.Headings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One file on its way through the bridge: hands out its records in chunks and takes the result of each chunk. Used by one thread;
 * holds one chunk at a time.
 */
final class FileRun implements Closeable {
    /** Of a chunk's rows as they become in memory: a chunk of large rows has fewer of them. */
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private final DroppedFile file;
    private final String delimiter;
    private final int chunkSize;
    private final long generation;
    private final Headings headings;
    private final Function<Part, Path> errorsTarget;
    private final Function<Part, ColumnAssignment> assignments;
    private final Iterator<Part> parts;
    private final List<ErrorsFile> errors = new ArrayList<>();
    private final Set<String> delimiters = new LinkedHashSet<>();
    private final List<Row> chunk = new ArrayList<>();
    private Part part;
    /** What a person decided of the part's columns; null for nothing. */
    private ColumnAssignment.Reader assigned;
    private RowReader rows;
    private long recordsOfPart;
    private boolean partEnded;
    private volatile long bytesRead;
    private volatile long records;
    private long received;
    private long duplicate;
    private long replayed;
    private final Map<State, Integer> earlier = new EnumMap<>(State.class);
    private final List<FileProblem> warnings = new ArrayList<>();
    /** Parts that a person wants to be left out. */
    private final List<String> leftOut = new ArrayList<>();
    private long rejected;
    private Row next;
    private ErrorsFile errorsOfChunk;

    /**
     * @param generation which time it is that this content is read; 0 = the first
     * @param errorsTarget where the rejected rows of a part go
     */
    FileRun(DroppedFile file, String delimiter, int chunkSize, long generation, Headings headings,
            Function<Part, Path> errorsTarget) throws IOException, UnreadableException {
        this(file, delimiter, chunkSize, generation, headings, errorsTarget, part -> null);
    }

    /** @param assignments what a person decided of the columns of a part; null for nothing */
    FileRun(DroppedFile file, String delimiter, int chunkSize, long generation, Headings headings,
            Function<Part, Path> errorsTarget, Function<Part, ColumnAssignment> assignments)
            throws IOException, UnreadableException {
        this.file = file;
        this.delimiter = delimiter;
        this.chunkSize = chunkSize;
        this.generation = generation;
        this.headings = headings;
        this.errorsTarget = errorsTarget;
        this.assignments = assignments;
        this.parts = file.parts().iterator();
        advance();
    }

    /** To the next row of this part, or to the first one of the next that has any. */
    private void advance() throws IOException, UnreadableException {
        next = rows == null ? null : nextOfPart();
        while (next == null && parts.hasNext()) {
            if (rows != null) {
                rows.close();
                rows = null;
            }
            Part following = parts.next();
            ColumnAssignment assignment = assignments.apply(following);
            if (assignment != null && assignment.leavesAllOut()) {
                leftOut.add(following.name());
                continue;
            }
            part = following;
            assigned = assignment == null ? null : assignment.lookUp();
            recordsOfPart = 0;
            partEnded = false;
            rows = part.open(delimiter, headings, bytes -> bytesRead += bytes);
            warnings.addAll(rows.notes());
            if (rows.delimiter() != null) {
                delimiters.add(rows.delimiter());
            }
            errors.add(new ErrorsFile(errorsTarget.apply(part), rows.header(), rows.delimiter()));
            next = nextOfPart();
        }
    }

    private Row nextOfPart() throws IOException {
        Row row = rows.next();
        if (row == null && !partEnded) {
            partEnded = true;
            warnings.addAll(rows.lastNotes());
        }
        return row;
    }

    /**
     * The chunks for the split of a route. Camel closes an iterator that can be closed when it has no more, which is before the last
     * chunk is stored: were it this run, the rejected rows of all chunks before would be thrown away.
     */
    Iterator<List<RawRecord>> chunks() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return FileRun.this.hasNext();
            }

            @Override
            public List<RawRecord> next() {
                return FileRun.this.next();
            }
        };
    }

    boolean hasNext() {
        return next != null;
    }

    List<RawRecord> next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        chunk.clear();
        List<RawRecord> raws = new ArrayList<>(chunkSize);
        // A chunk ends with its part: the rows that are rejected belong to one errors file.
        errorsOfChunk = errors.get(errors.size() - 1);
        Part current = part;
        ColumnAssignment.Reader assignedOfChunk = assigned;
        try {
            long weight = 0;
            while (next != null && part == current && chunk.size() < chunkSize
                    && (chunk.isEmpty() || weight + next.weight() <= MOST_BYTES)) {
                chunk.add(next);
                weight += next.weight();
                records++;
                recordsOfPart++;
                String eventId = eventId(part, generation, recordsOfPart);
                raws.add(next.unreadable() == null
                        ? RawRecord.of(assigned(next.body(), assignedOfChunk), eventId)
                        : RawRecord.unreadable(next.body(), eventId, next.unreadable()));
                advance();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the file cannot be read on behind record " + records, e);
        } catch (UnreadableException e) {
            throw new UncheckedIOException("the file cannot be read on behind record " + records, new IOException(e));
        }
        return raws;
    }

    /** A row as the mapping is to see it; the errors file has it as it was. */
    private static JsonNode assigned(JsonNode row, ColumnAssignment.Reader assigned) {
        return assigned != null && row instanceof ObjectNode cells ? assigned.apply(cells) : row;
    }

    /** The same for the same row of the same content, and another one when the content comes again later. */
    static String eventId(Part part, long generation, long row) {
        return part.id() + (generation == 0 ? "" : "~" + generation) + ":" + row;
    }

    /** Takes what became of the chunk that was handed out last. */
    void stored(AppendResult result) {
        received += result.received();
        duplicate += result.duplicate();
        replayed += result.replayed();
        result.earlier().forEach((state, n) -> earlier.merge(state, n, Integer::sum));
        rejected += result.rejections().size();
        for (AppendResult.Rejection rejection : result.rejections()) {
            errorsOfChunk.add(chunk.get(rejection.index()), rejection.reason(), rejection.detail());
        }
    }

    /** @return the files of rejected rows; none when there are no such rows */
    List<Path> completeErrors() throws IOException {
        List<Path> complete = new ArrayList<>();
        for (ErrorsFile ofPart : errors) {
            Path target = ofPart.complete();
            if (target != null) {
                complete.add(target);
            }
        }
        return complete;
    }

    /** What whoever dropped it should know, although nothing failed. */
    List<FileProblem> warnings() {
        List<FileProblem> all = new ArrayList<>(warnings);
        if (isEmpty()) {
            all.add(file.facts().size() == 0
                    ? new FileProblem(
                            "the file is empty; look whether it was exported and copied completely, and drop it again",
                            "tệp rỗng; hãy xem tệp đã được xuất và chép đầy đủ chưa rồi thả lại")
                    : new FileProblem(
                            "the file holds no records; look whether it was exported with its rows, and drop it again",
                            "tệp không có bản ghi nào; hãy xem tệp đã được xuất kèm các dòng chưa rồi thả lại"));
        }
        return all;
    }

    /** Whether it held no record that is wanted or not. */
    boolean isEmpty() {
        return records == 0 && leftOut.isEmpty();
    }

    /** Something that whoever dropped it should know was found before it was read. */
    void remark(List<FileProblem> remarks) {
        warnings.addAll(remarks);
    }

    /** What holds no records, or is not wanted. */
    List<String> skipped() {
        return Stream.concat(file.skipped().stream(), leftOut.stream()).toList();
    }

    DroppedFile file() {
        return file;
    }

    /** Bytes of all parts together, expanded. */
    long size() {
        return file.parts().stream().mapToLong(one -> one.facts().size()).sum();
    }

    /** What separates the columns; null when nothing does. */
    String delimiter() {
        return delimiters.isEmpty() ? null : String.join("", delimiters);
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

    long replayed() {
        return replayed;
    }

    /** How the first ones of the repetitions stood. */
    Map<State, Integer> earlier() {
        return earlier;
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
        if (rows != null) {
            rows.close();
        }
        for (ErrorsFile ofPart : errors) {
            ofPart.close();
        }
    }
}
