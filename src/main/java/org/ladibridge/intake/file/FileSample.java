package org.ladibridge.intake.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.transform.Headings;

/** The records of a small file in memory, read as a dropped file of the same content is. */
public final class FileSample {
    private static final Headings HEADINGS = new Headings();
    private static final ExpansionLimits LIMITS = new ExpansionLimits(64 * 1024 * 1024, 100);
    private static final int CHUNK = 500;

    private FileSample() {
    }

    /** @throws UnreadableException when a dropped file of this content would be refused */
    public static List<RawRecord> read(byte[] content) throws UnreadableException {
        try {
            Path work = Files.createTempDirectory("ladibridge-sample");
            Path file = Files.write(work.resolve("sample.csv"), content);
            DroppedFile.Settings settings = new DroppedFile.Settings("", "", LIMITS, work.resolve("expanded"));
            List<RawRecord> records = new ArrayList<>();
            try (FileRun run = new FileRun(DroppedFile.open(file, settings, HEADINGS), "", CHUNK, 0, HEADINGS,
                    part -> work.resolve("errors"))) {
                run.forEachRemaining(records::addAll);
            } finally {
                Archive.clear(settings.work());
                Files.deleteIfExists(settings.work());
                Archive.clear(work);
                Files.delete(work);
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
