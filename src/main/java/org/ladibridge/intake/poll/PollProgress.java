package org.ladibridge.intake.poll;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import jakarta.enterprise.context.ApplicationScoped;

/** How each poll stands: for the admin API and the status command. */
@ApplicationScoped
public class PollProgress {

    /**
     * One poll.
     *
     * @param activity what it does: {@code running}, {@code idle}, {@code waiting} or {@code failed}, and why
     * @param lastRun when the last run began; null before the first
     * @param watermark everything changed before this time, by the server's clock, has been stored; null before the first page
     * @param pages pages read since the start of the bridge
     * @param items records in them
     */
    public record Status(String activity, Instant lastRun, Instant watermark, long pages, long items) {
        static final Status NONE = new Status("idle", null, null, 0, 0);

        Status doing(String newActivity) {
            return new Status(newActivity, lastRun, watermark, pages, items);
        }

        Status ranAt(Instant at) {
            return new Status("running", at, watermark, pages, items);
        }

        Status read(int records, Instant upTo) {
            return new Status(activity, lastRun, upTo, pages + 1, items + records);
        }
    }

    private final Map<String, Status> polls = new ConcurrentHashMap<>();

    /** Empty for a source that is no poll, or has not run yet. */
    public Optional<Status> of(String source) {
        return Optional.ofNullable(polls.get(source));
    }

    void update(String source, UnaryOperator<Status> change) {
        polls.compute(source, (name, status) -> change.apply(status == null ? Status.NONE : status));
    }
}
