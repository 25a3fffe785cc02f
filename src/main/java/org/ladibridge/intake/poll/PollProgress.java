package org.ladibridge.intake.poll;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.intake.SourceSentences;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How each poll stands: for the admin API, the status command, health and metrics. */
@ApplicationScoped
public class PollProgress {
    /** An outage that is shorter is nobody's business. */
    private static final Duration SHORTEST_TROUBLE = Duration.ofSeconds(10);
    private static final int INTERVALS = 3;

    /** What keeps a poll from its end. */
    enum Kind {
        /** It passes by itself, or does not. */
        OUTAGE,
        /** The run was cut off and goes on with the next one. */
        CUT,
        /** Somebody has to do something. */
        LASTING
    }

    /**
     * One poll.
     *
     * @param activity what it does: {@code running}, {@code idle}, {@code waiting} or {@code failed}, and why
     * @param lastRun when the last run began; null before the first
     * @param watermark everything changed before this time, by the server's clock, has been stored; null before the first page ever
     * @param pages pages read since the start of the bridge
     * @param items records in them
     * @param lastSuccess when a run came to its end last; null before the first time since the bridge started
     * @param runPages pages of this run, or of the last one
     * @param runItems records in them
     * @param failures calls and runs that failed since the start of the bridge
     * @param problem why the last run did not come to its end, or this one does not go on; null when nothing is wrong
     * @param problemSince since when
     * @param remark what the source's owner should know although the poll goes on; null for nothing
     * @param every seconds between two runs
     */
    public record Status(String activity, Instant lastRun, Instant watermark, long pages, long items, Instant lastSuccess,
            long runPages, long runItems, long failures, String problem, @JsonIgnore String kind, Instant problemSince,
            String remark, double every) {
        static final Status NONE = new Status("idle", null, null, 0, 0, null, 0, 0, 0, null, null, null, null, 0);

        @JsonProperty
        public String activityVi() {
            return SourceSentences.inVietnamese(activity);
        }

        @JsonProperty
        public String problemVi() {
            return SourceSentences.inVietnamese(problem);
        }

        @JsonProperty
        public String remarkVi() {
            return SourceSentences.inVietnamese(remark);
        }

        Status doing(String newActivity) {
            return new Status(newActivity, lastRun, watermark, pages, items, lastSuccess, runPages, runItems, failures, problem,
                    kind, problemSince, remark, every);
        }

        Status ranAt(Instant at, Duration interval) {
            return new Status("running", at, watermark, pages, items, lastSuccess, 0, 0, failures, problem, kind, problemSince,
                    remark, interval.toMillis() / 1_000.0);
        }

        /** Where it goes on, as far as the store tells. */
        Status standingAt(Instant stored) {
            Instant upTo = watermark == null && stored.toEpochMilli() > 0 ? stored : watermark;
            return new Status(activity, lastRun, upTo, pages, items, lastSuccess, runPages, runItems, failures, problem, kind,
                    problemSince, remark, every);
        }

        Status read(int records, Instant upTo) {
            boolean well = problem == null || kind.equals(Kind.OUTAGE.name());
            return new Status("running", lastRun, upTo, pages + 1, items + records, lastSuccess, runPages + 1,
                    runItems + records, failures, well ? null : problem, well ? null : kind, well ? null : problemSince, remark,
                    every);
        }

        Status ended(Instant at, String newRemark) {
            return new Status("idle", lastRun, watermark, pages, items, at, runPages, runItems, failures, null, null, null,
                    newRemark, every);
        }

        Status failed(String newActivity, String why, Kind newKind, Instant at) {
            return new Status(newActivity, lastRun, watermark, pages, items, lastSuccess, runPages, runItems, failures + 1, why,
                    newKind.name(), problemSince == null ? at : problemSince, remark, every);
        }

        Status remarking(String newRemark) {
            return new Status(activity, lastRun, watermark, pages, items, lastSuccess, runPages, runItems, failures, problem,
                    kind, problemSince, newRemark, every);
        }

        Status mended() {
            return new Status("idle", lastRun, watermark, pages, items, lastSuccess, runPages, runItems, failures, null, null,
                    null, null, every);
        }

        /** What somebody has to look at; empty while all is well, or may become so by itself. */
        Optional<String> attention(Instant now) {
            if (problem == null) {
                return Optional.empty();
            }
            if (kind.equals(Kind.LASTING.name())) {
                return Optional.of("the poll does not go on: " + problem);
            }
            Duration patience = Duration.ofMillis(Math.max(SHORTEST_TROUBLE.toMillis(), (long) (INTERVALS * every * 1_000)));
            return problemSince.plus(patience).isAfter(now)
                    ? Optional.empty()
                    : Optional.of("no run has come to its end "
                            + (lastSuccess == null ? "since the bridge started" : "since " + lastSuccess) + ": " + problem);
        }
    }

    private final Map<String, Status> polls = new ConcurrentHashMap<>();
    private final Clock clock;

    public PollProgress(Clock clock) {
        this.clock = clock;
    }

    /** Empty for a source that is no poll, or has not run yet. */
    public Optional<Status> of(String source) {
        return Optional.ofNullable(polls.get(source));
    }

    /** What somebody has to look at; empty for a source that is no poll, or is well. */
    public Optional<String> attention(String source) {
        return of(source).flatMap(status -> status.attention(clock.instant()));
    }

    /** All polls that have run, by name. */
    public Map<String, Status> all() {
        return Map.copyOf(polls);
    }

    /** The source runs with another file: what was wrong may be mended. */
    public void changed(String source) {
        polls.computeIfPresent(source, (name, status) -> status.mended());
    }

    /** The source is gone. */
    public void forget(String source) {
        polls.remove(source);
    }

    void update(String source, UnaryOperator<Status> change) {
        polls.compute(source, (name, status) -> change.apply(status == null ? Status.NONE : status));
    }
}
