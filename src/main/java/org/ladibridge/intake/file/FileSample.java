package org.ladibridge.intake.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.transform.Headings;

/** A file that is looked at beside its source, read as a dropped file of the same content is. */
public final class FileSample {
    private static final Headings HEADINGS = new Headings();
    private static final ExpansionLimits LIMITS = new ExpansionLimits(64 * 1024 * 1024, 100);
    private static final int CHUNK = 500;

    private FileSample() {
    }

    /**
     * The records of a file without assigned columns.
     *
     * @throws UnreadableException when a dropped file of this content would be refused
     */
    public static List<RawRecord> read(byte[] content) throws UnreadableException {
        return of(content, "sample.csv", new FileSettings(),
                (file, delimiter) -> records(file, delimiter, HEADINGS, part -> null));
    }

    /** What is done with it; the second parameter is the delimiter that is set. */
    interface Look<T> {
        T at(DroppedFile file, String delimiter) throws IOException, UnreadableException;
    }

    /** @throws UnreadableException when a dropped file of this content would be refused */
    static <T> T of(byte[] content, String name, FileSettings settings, Look<T> look) throws UnreadableException {
        try {
            Path folder = Files.createTempDirectory("ladibridge-sample");
            try {
                return of(Files.write(folder.resolve("sample"), content), name, settings, look);
            } finally {
                Archive.clear(folder);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T of(Path file, String name, FileSettings settings, Look<T> look) throws IOException, UnreadableException {
        Path work = Files.createTempDirectory("ladibridge-look");
        try {
            return look.at(
                    DroppedFile.open(file, name, new DroppedFile.Settings(settings.charset(), settings.sheet(), LIMITS, work),
                            HEADINGS),
                    settings.delimiter());
        } finally {
            Archive.clear(work);
            Files.delete(work);
        }
    }

    static List<RawRecord> records(DroppedFile file, String delimiter, Headings headings,
            Function<Part, ColumnAssignment> assignments) throws IOException, UnreadableException {
        List<RawRecord> records = new ArrayList<>();
        Path errors = file.file().resolveSibling("errors");
        try (FileRun run = new FileRun(file, delimiter, CHUNK, 0, headings, part -> errors, assignments)) {
            run.chunks().forEachRemaining(records::addAll);
        }
        return records;
    }
}
