package org.ladibridge.intake.file;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jboss.logging.Logger;
import org.ladibridge.journal.Backoff;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.quarkus.arc.Unremovable;

/**
 * The files that cannot be taken, by source. Each steps aside for the others, is named once in the log, and is looked at again later
 * and later, or at once when it changes. Beside them those that have left their folder without a record: refused as a whole, or empty.
 */
@ApplicationScoped
@Unremovable
public class StuckFiles {
    private static final Logger LOG = Logger.getLogger(StuckFiles.class);
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Backoff BACKOFF = new Backoff(FIRST, Duration.ofMinutes(10), 0);
    /** More of them are counted by the one before. */
    private static final int MOST = 10_000;
    private static final int MOST_GONE = 1_000;
    /** Some programs export a file every day, whether there is anything in it or not. */
    private static final Duration EMPTY_IS_TOLD = Duration.ofHours(24);

    /**
     * A file that stays where it was dropped.
     *
     * @param since when it was found to be stuck
     * @param problem why, and what to do
     * @param problemVi the same in Vietnamese
     * @param needsColumns whether a person has to say what its columns are
     * @param needsGo whether a person has to say that so many changes are meant
     * @param decided whether a person has, and it is looked at again within seconds
     * @param left how it left its folder all the same; null for one that stays there
     */
    public record Stuck(String file, Instant since, String problem, String problemVi, boolean needsColumns, boolean needsGo,
            boolean decided, Left left) {
        /** Whether a person decides in the list of files, and it runs by itself then. */
        @JsonIgnore
        public boolean needsDecision() {
            return needsColumns || needsGo;
        }

        /** Whether somebody has to do something about it; that a file held nothing may be as it should. */
        @JsonIgnore
        public boolean isTrouble() {
            return left != Left.EMPTY && !decided;
        }
    }

    /** How a file that brought no record left its folder. */
    public enum Left {
        /** It cannot be read as a whole. */
        REFUSED,
        /** There is no record in it. */
        EMPTY
    }

    /** @param place where it lies; once it was removed from there it is told no longer */
    private record Gone(Instant since, FileProblem problem, Path place, Left left) {
    }

    private static final class Entry {
        private final Instant since;
        private String signature;
        private FileProblem problem;
        private int tries;
        private long nextNanos;
        private boolean seen;
        private boolean decided;

        Entry(Instant since) {
            this.since = since;
        }
    }

    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Map<String, Entry>> sources = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Gone>> gone = new ConcurrentHashMap<>();

    @Inject
    StuckFiles(Clock clock) {
        this(clock, System::nanoTime);
    }

    /** @param nanos a clock that nobody sets back */
    StuckFiles(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** What is stuck in a source's folder, by name; then what left it without a record. */
    public List<Stuck> of(String source) {
        List<Stuck> all = new ArrayList<>();
        Map<String, Entry> files = files(source);
        synchronized (files) {
            files.forEach((name, file) -> all.add(new Stuck(shown(name), file.since, file.problem.en(), file.problem.vi(),
                    file.problem.needsColumns(), file.problem.needsGo(), file.decided, null)));
        }
        Map<String, Gone> left = gone(source);
        synchronized (left) {
            left.values().removeIf(file -> !Files.exists(file.place(), LinkOption.NOFOLLOW_LINKS)
                    || file.left() == Left.EMPTY && file.since().isBefore(clock.instant().minus(EMPTY_IS_TOLD)));
            left.forEach((name, file) -> all.add(new Stuck(shown(name), file.since(), file.problem().en(), file.problem().vi(),
                    false, false, false, file.left())));
        }
        return all;
    }

    private Map<String, Gone> gone(String source) {
        return gone.computeIfAbsent(source, key -> new LinkedHashMap<>());
    }

    /** A file left its folder without a record. */
    void left(String source, String file, Instant since, Path place, FileProblem problem, Left how) {
        String folder = place.getParent().getParent().getFileName() + "/" + source;
        FileProblem told = new FileProblem(problem.en() + " (it lies in " + folder + "; told until it is deleted there)",
                problem.vi() + " (tệp nằm ở " + folder + "; nhắc đến khi tệp ở đó được xóa)");
        Map<String, Gone> files = gone(source);
        synchronized (files) {
            files.remove(file);
            if (files.size() >= MOST_GONE) {
                files.remove(files.keySet().iterator().next());
            }
            files.put(file, new Gone(since, told, place, how));
        }
    }

    /** A file of this name was read. */
    void read(String source, String file) {
        Map<String, Gone> files = gone(source);
        synchronized (files) {
            files.remove(file);
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
            // The store recovers by itself, and then every file is read.
            Duration wait = problem.equals(FileProblem.STORE)
                    ? FIRST
                    : BACKOFF.after(entry.tries);
            entry.nextNanos = nanos.getAsLong() + wait.toNanos();
            entry.signature = signature;
            entry.problem = problem;
            entry.decided = false;
            entry.seen = true;
        }
        if (isNews) {
            LOG.errorf("%s: the file «%s» stays there and is tried again, the others go on: %s (%s)", source, shown(file),
                    problem.en(), place);
        }
    }

    /** Somebody said what the columns of files are, or that they may run: those that wait for it are looked at now. */
    void decided(String source) {
        Map<String, Entry> files = files(source);
        synchronized (files) {
            files.values().stream().filter(entry -> entry.problem.needsColumns() || entry.problem.needsGo()).forEach(entry -> {
                entry.nextNanos = nanos.getAsLong();
                entry.tries = 0;
                entry.decided = true;
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
        gone.remove(source);
    }
}
