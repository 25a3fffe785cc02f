package org.ladibridge.intake.file;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jboss.logging.Logger;
import org.ladibridge.journal.Backoff;

import io.quarkus.arc.Unremovable;

/**
 * The files that cannot be taken, by source. Each steps aside for the others, is named once in the log, and is looked at again later
 * and later, or at once when it changes.
 */
@ApplicationScoped
@Unremovable
public class StuckFiles {
    private static final Logger LOG = Logger.getLogger(StuckFiles.class);
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Backoff BACKOFF = new Backoff(FIRST, Duration.ofMinutes(10), 0);
    /** More of them are counted by the one before. */
    private static final int MOST = 10_000;

    /**
     * A file that stays where it was dropped.
     *
     * @param since when it was found to be stuck
     * @param problem why, and what to do
     * @param problemVi the same in Vietnamese
     * @param needsColumns whether a person has to say what its columns are
     */
    public record Stuck(String file, Instant since, String problem, String problemVi, boolean needsColumns) {
    }

    private static final class Entry {
        private final Instant since;
        private String signature;
        private FileProblem problem;
        private int tries;
        private long nextNanos;
        private boolean seen;

        Entry(Instant since) {
            this.since = since;
        }
    }

    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Map<String, Entry>> sources = new ConcurrentHashMap<>();

    @Inject
    StuckFiles(Clock clock) {
        this(clock, System::nanoTime);
    }

    /** @param nanos a clock that nobody sets back */
    StuckFiles(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** What is stuck in a source's folder, by name. */
    public List<Stuck> of(String source) {
        Map<String, Entry> files = files(source);
        synchronized (files) {
            return files.entrySet().stream().map(file -> new Stuck(shown(file.getKey()), file.getValue().since,
                    file.getValue().problem.en(), file.getValue().problem.vi(), file.getValue().problem.needsColumns()))
                    .toList();
        }
    }

    private Map<String, Entry> files(String source) {
        return sources.computeIfAbsent(source, key -> new TreeMap<>());
    }

    /** What somebody named a file must not look like another line. */
    static String shown(String name) {
        return name.replaceAll("\\p{Cntrl}", "?").replace('\uFFFD', '?');
    }

    /** @param signature what is other when there is reason to look at once */
    boolean mayTry(String source, String file, String signature) {
        Map<String, Entry> files = files(source);
        synchronized (files) {
            Entry entry = files.get(file);
            if (entry == null) {
                return true;
            }
            entry.seen = true;
            return !entry.signature.equals(signature) || nanos.getAsLong() - entry.nextNanos >= 0;
        }
    }

    /** @param place where it stays, for the log */
    void stepsAside(String source, String place, String file, String signature, FileProblem problem) {
        Map<String, Entry> files = files(source);
        boolean isNews;
        synchronized (files) {
            Entry entry = files.get(file);
            if (entry == null && files.size() >= MOST) {
                return;
            }
            isNews = entry == null || !entry.problem.equals(problem);
            if (entry == null) {
                entry = new Entry(clock.instant());
                files.put(file, entry);
            }
            entry.tries = signature.equals(entry.signature) ? entry.tries + 1 : 0;
            // The store mends itself, and then every file is wanted.
            Duration wait = problem.equals(FileProblem.STORE)
                    ? FIRST
                    : BACKOFF.after(entry.tries);
            entry.nextNanos = nanos.getAsLong() + wait.toNanos();
            entry.signature = signature;
            entry.problem = problem;
            entry.seen = true;
        }
        if (isNews) {
            LOG.errorf("%s: the file «%s» stays there and is tried again, the others go on: %s (%s)", source, shown(file),
                    problem.en(), place);
        }
    }

    /** Somebody said what the columns of files are: those that wait for it are looked at now. */
    void columnsAssigned(String source) {
        Map<String, Entry> files = files(source);
        synchronized (files) {
            files.values().stream().filter(entry -> entry.problem.needsColumns()).forEach(entry -> {
                entry.nextNanos = nanos.getAsLong();
                entry.tries = 0;
            });
        }
    }

    /** It could be taken after all. */
    void taken(String source, String file) {
        Map<String, Entry> files = files(source);
        Entry entry;
        synchronized (files) {
            entry = files.remove(file);
        }
        if (entry != null) {
            LOG.infof("%s: the file «%s» is no longer stuck", source, shown(file));
        }
    }

    /** The folder was looked through once: what was not met there is gone. */
    void lookedThrough(String source) {
        Map<String, Entry> files = files(source);
        synchronized (files) {
            files.values().removeIf(entry -> !entry.seen);
            files.values().forEach(entry -> entry.seen = false);
        }
    }

    /** The source is no more, or starts anew. */
    void forget(String source) {
        sources.remove(source);
    }
}
