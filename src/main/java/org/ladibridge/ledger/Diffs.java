package org.ladibridge.ledger;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.ladibridge.intake.Comparison;
import org.ladibridge.intake.MappingDiff;
import org.ladibridge.intake.MappingDiff.Progress;
import org.ladibridge.intake.MappingDiff.Range;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalUnavailableException;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What another mapping would make of the stored records of a source. Two run at a time and a few wait; whoever wants one
 * asks how far it is, and one that nobody asks for any more ends.
 */
@ApplicationScoped
public class Diffs {
    private static final Logger LOG = Logger.getLogger(Diffs.class);
    /** A short one does not wait for a long one. */
    private static final int AT_ONCE = 2;
    private static final int WAITING = 4;
    private static final int KEPT = 20;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final long FORGOTTEN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final TransformComponent transform;
    private final JournalReader reader;
    private final ObjectMapper json;
    private final Map<Long, Run> runs = new LinkedHashMap<>();
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING), task -> {
                Thread thread = new Thread(task, "mapping-diff");
                thread.setDaemon(true);
                thread.setPriority(Thread.MIN_PRIORITY);
                return thread;
            });
    private long lastRun;

    public Diffs(TransformComponent transform, JournalReader reader, ObjectMapper json) {
        this.transform = transform;
        this.reader = reader;
        this.json = json;
        executor.allowCoreThreadTimeOut(true);
    }

    /** With what the other mapping is compared. */
    public enum Basis {
        /** With what the mapping in use makes of the records now. */
        IN_USE,
        /** With what was stored of them when they came: the other mapping is the one in use. */
        STORED
    }

    private enum State {
        WAITING,
        RUNNING,
        DONE,
        /** The time was over, or nobody asked for it any more. */
        STOPPED,
        FAILED
    }

    /**
     * How a comparison stands.
     *
     * @param state {@code waiting}, {@code running}, {@code done}, {@code stopped} or {@code failed}
     * @param mapping {@code folder} or {@code given}: where the other mapping comes from
     * @param basis {@code in_use} or {@code stored}
     * @param last at most so many records are compared
     * @param since only records received from then on; null for all
     * @param looked records that were looked at; those that came in one body count as one, unless the basis is what was stored
     * @param unreadable records of these whose contents are no longer there
     * @param purged older records that are no longer there; 0 while it is not at the oldest, or when it was not to go there
     * @param oldest when the oldest of those looked at was received
     * @param harmless whether the same customers come of the same records
     * @param problem why it failed; null when it did not
     */
    @RegisterForReflection
    public record Answer(long id, String source, String state, String mapping, String basis, int last, Instant since,
            int looked,
            int unreadable, long purged, Instant oldest, Instant newest, boolean harmless, String summary, String summaryVi,
            Comparison.Result result, String problem) {
        public boolean isUnderWay() {
            return state.equals("waiting") || state.equals("running");
        }

        public boolean isStored() {
            return basis.equals("stored");
        }
    }

    private final class Run implements Runnable {
        private final long id;
        private final String source;
        private final boolean given;
        private final Basis basis;
        private final Range range;
        private final MappingDiff diff;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile long asked = System.nanoTime();
        private volatile State state = State.WAITING;
        private volatile String problem;
        private volatile long purged;

        Run(long id, String source, boolean given, Basis basis, Range range, MappingDiff diff) {
            this.id = id;
            this.source = source;
            this.given = given;
            this.basis = basis;
            this.range = range;
            this.diff = diff;
        }

        @Override
        public void run() {
            state = State.RUNNING;
            State end = State.FAILED;
            try {
                end = diff.run(LONGEST, this::isWanted) ? State.DONE : State.STOPPED;
                Progress progress = diff.progress();
                if (progress.reachedTheFirst() && range.since() == null) {
                    purged = Math.max(0, reader.everStored(source) - reader.countStored(source, 0, Long.MAX_VALUE));
                }
            } catch (JournalUnavailableException | IOException e) {
                problem = e.getMessage();
            } catch (RuntimeException | StackOverflowError e) {
                LOG.error("A comparison of mappings ended early", e);
                problem = "unexpected: " + e.getClass().getSimpleName();
            } finally {
                state = end;
                over.countDown();
            }
        }

        private boolean isWanted() {
            return System.nanoTime() - asked < FORGOTTEN_NANOS && !executor.isShutdown();
        }

        Answer answer() {
            asked = System.nanoTime();
            State now = state;
            Progress progress = diff.progress();
            Comparison.Result result = progress.result();
            return new Answer(id, source, now.name().toLowerCase(Locale.ROOT), given ? "given" : "folder",
                    basis.name().toLowerCase(Locale.ROOT), range.last(), range.since(), progress.looked(),
                    progress.unreadable(),
                    purged, progress.oldest(), progress.newest(), result.isHarmless(), result.summary(), result.summaryVi(),
                    result, problem);
        }
    }

    /**
     * Begins a comparison.
     *
     * @param program the other mapping; null for what stands in the folder of the source
     * @param patience what takes no longer is answered as a whole; else see {@link #of}
     * @return empty when the source does not run
     * @throws org.ladibridge.transform.MappingException when the mapping is not jq; says where
     * @throws IllegalStateException when too many others wait
     */
    public Optional<Answer> start(String source, String program, Range range, Duration patience) {
        SourceTransformer inUse = transform.of(source).map(SourceTransformer::asItStands).orElse(null);
        if (inUse == null) {
            return Optional.empty();
        }
        SourceTransformer other = (program == null ? transform.asWritten(source) : transform.of(source, program)).orElseThrow();
        Basis basis = other.digest().equals(inUse.digest()) ? Basis.STORED : Basis.IN_USE;
        MappingDiff diff = new MappingDiff(source, basis == Basis.STORED ? null : inUse, other, range, true, reader, json);
        Run run = add(source, program != null, basis, range, diff);
        try {
            executor.execute(run);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(
                    "other comparisons run or wait already; try again when one has ended", e);
        }
        try {
            run.over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(run.answer());
    }

    private synchronized Run add(String source, boolean given, Basis basis, Range range, MappingDiff diff) {
        Run run = new Run(++lastRun, source, given, basis, range, diff);
        runs.put(run.id, run);
        if (runs.size() > KEPT) {
            runs.remove(runs.keySet().iterator().next());
        }
        return run;
    }

    /** How a comparison stands; empty when it is not known any more. */
    public synchronized Optional<Answer> of(String source, long id) {
        return Optional.ofNullable(runs.get(id)).filter(run -> run.source.equals(source)).map(Run::answer);
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }
}
