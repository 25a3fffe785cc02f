package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalUnavailableException;
import org.ladibridge.transform.Headings;

import io.quarkus.arc.Unremovable;

/** What is done with a dropped file: open it, take the results of its chunks, report, say where it goes. */
@ApplicationScoped
@Unremovable
public class FileIntake {
    private static final Logger LOG = Logger.getLogger(FileIntake.class);

    private final Journal journal;
    private final JournalReader reader;
    private final FileHistories histories;
    private final FileProgress progress;
    private final DropFolders folders;
    private final FileColumns columns;
    private final BackfillAsks asks;
    private final StuckFiles stuck;
    private final Clock clock;
    private final Headings headings = new Headings();

    FileIntake(Journal journal, JournalReader reader, FileHistories histories, FileProgress progress,
            DropFolders folders, FileColumns columns, BackfillAsks asks, StuckFiles stuck, Clock clock) {
        this.journal = journal;
        this.reader = reader;
        this.histories = histories;
        this.progress = progress;
        this.folders = folders;
        this.columns = columns;
        this.asks = asks;
        this.stuck = stuck;
        this.clock = clock;
    }

    /** Chunks of records; a file that cannot be read as a whole has none and goes to errors. */
    Iterator<List<RawRecord>> open(Taken taken, FileSettings settings) throws IOException {
        journal.trouble().ifPresent(trouble -> {
            throw new JournalUnavailableException("files stay in the inbox while the store cannot be written: " + trouble,
                    null);
        });
        folders.requireWritable(taken.source);
        if (!Files.isReadable(taken.path)) {
            throw new AccessDeniedException(taken.path.toString());
        }
        if (!histories.change(taken.source, history -> history.begin(taken.name, taken.version.text()))) {
            throw new FileProblem.StuckException(FileProblem.DIED);
        }
        taken.started = clock.instant();
        try {
            DroppedFile dropped = DroppedFile.open(taken.path, taken.name, new DroppedFile.Settings(settings.charset(),
                    settings.sheet(), settings.limits(), folders.work(taken.source)), headings);
            taken.columns = columns.plan(taken.source, dropped, settings.delimiter());
            columns.seen(taken.source, taken.name, taken.columns);
            if (taken.columns.problem().isPresent()) {
                throw new FileProblem.StuckException(taken.columns.problem().get());
            }
            Optional<FileProblem> many = asks.problem(taken.source, taken.name, dropped, taken.columns, settings, headings);
            if (many.isPresent()) {
                throw new FileProblem.StuckException(many.get());
            }
            long generation = histories.change(taken.source,
                    history -> history.open(dropped.content(), () -> isKnown(taken.source, dropped)));
            taken.run = new FileRun(dropped, settings.delimiter(), settings.chunk(), generation, headings,
                    part -> folders.errorsFile(taken.source, part), taken.columns::assignment);
            taken.run.remark(taken.columns.remarks());
            return taken.run.chunks();
        } catch (UnreadableException e) {
            refuse(taken, e);
            return Collections.emptyIterator();
        }
    }

    /** Whether the store holds rows of this content. */
    private boolean isKnown(String source, DroppedFile dropped) {
        return dropped.parts().stream().map(part -> FileRun.eventId(part, 0, 1))
                .anyMatch(first -> !reader.eventsOf(source, first).isEmpty()
                        || !reader.eventsOf(source, first + "#0").isEmpty());
    }

    private void refuse(Taken taken, UnreadableException problem) throws IOException {
        requireUnchanged(taken, null);
        Path target = folders.free(DropFolders.ERRORS, taken.source, taken.name);
        folders.write(target, FileReport.refused(taken, problem, clock.instant()));
        LOG.errorf("%s: the file «%s» cannot be read: %s. It goes to %s", taken.source, StuckFiles.shown(taken.name),
                problem.getMessage(), target);
        leave(taken, target, DropFolders.ERRORS, null);
        stuck.left(taken.source, taken.name, clock.instant(), target, new FileProblem(problem.getMessage(), problem.vi()),
                StuckFiles.Left.REFUSED);
    }

    /** What was refused before a restart. */
    void recall(String source) {
        folders.refused(source).forEach(
                file -> stuck.left(source, file.name(), file.at(), file.place(), file.problem(), StuckFiles.Left.REFUSED));
    }

    /** Takes what became of a chunk. */
    void stored(Taken taken, AppendResult result) {
        taken.run.stored(result);
        progress.advanced(taken.source, StuckFiles.shown(taken.name), taken.run, taken.started);
    }

    /** Everything is stored: writes the reports and says where the file goes. */
    void finish(Taken taken) throws IOException {
        FileRun run = taken.run;
        if (run == null) {
            return;
        }
        requireUnchanged(taken, run.file());
        Path target = folders.free(DropFolders.DONE, taken.source, taken.name);
        List<Path> errors = run.completeErrors();
        FileReport report = new FileReport(taken, errors, clock.instant());
        folders.write(target, report.content());
        log(taken, report, errors);
        leave(taken, target, DropFolders.DONE, run.file().content());
        columns.noted(taken.source, taken.name, run.warnings());
        if (run.isEmpty()) {
            stuck.left(taken.source, taken.name, clock.instant(), target, run.warnings().get(run.warnings().size() - 1),
                    StuckFiles.Left.EMPTY);
        } else {
            stuck.read(taken.source, taken.name);
        }
    }

    private static void log(Taken taken, FileReport report, List<Path> errors) {
        FileRun run = taken.run;
        LOG.info(String.format(Locale.ROOT,
                "%s: %s is stored: %,d records, %,d duplicate%s, %,d rejected, %,d rows/s%s", taken.source,
                StuckFiles.shown(taken.name), run.records(), run.duplicate(), report.repetitions(), run.rejected(),
                run.records() * 1000 / Math.max(1, report.millis()),
                errors.isEmpty()
                        ? ""
                        : "; rejected rows are in " + errors.stream().map(Path::toString).collect(Collectors.joining(", "))));
        run.warnings().forEach(warning -> LOG.warnf("%s: %s: %s", taken.source, StuckFiles.shown(taken.name), warning.en()));
    }

    /** What was written to it since would be moved away unread. */
    private void requireUnchanged(Taken taken, DroppedFile read) throws IOException {
        if (taken.fetched) {
            return;
        }
        FileVersion now = FileVersion.of(taken.path);
        boolean same = now.equals(taken.version) || now.looksLike(taken.version)
                && (read == null || FileFacts.ofBytes(taken.path).sha256().equals(read.facts().sha256()));
        if (!same) {
            if (read != null) {
                histories.change(taken.source, history -> {
                    history.forget(read.content());
                    return null;
                });
            }
            throw new ChangedException(now);
        }
    }

    /** It was written to, or replaced, while it was read. */
    static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient FileVersion now;

        ChangedException(FileVersion now) {
            super("it changed while it was read");
            this.now = now;
        }

        FileVersion now() {
            return now;
        }
    }

    /** From here on it is never read again, whatever becomes of its move; of one that was fetched the copy is ours to move. */
    private void leave(Taken taken, Path target, String folder, String content) throws IOException {
        histories.change(taken.source, history -> {
            history.finished(content, taken.name, taken.version.text(), folder);
            return null;
        });
        taken.stored = true;
        taken.target = target;
        if (taken.fetched) {
            Files.move(taken.path, target);
        }
    }

    /** Lets go of what a file was read with, however its reading ended. */
    void close(Taken taken) {
        progress.ended(taken.source);
        columns.ended(taken.source, taken.name);
        try {
            if (taken.run != null) {
                taken.run.close();
            }
        } catch (IOException e) {
            LOG.debug("A file could not be closed", e);
        }
        try {
            Archive.clear(folders.work(taken.source));
        } catch (IOException e) {
            LOG.debug("Expanded files could not be removed; the next archive tries again", e);
        }
    }
}
