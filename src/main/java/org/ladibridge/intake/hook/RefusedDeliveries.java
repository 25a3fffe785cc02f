package org.ladibridge.intake.hook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.intake.SourceSentences;
import org.ladibridge.intake.hook.Refusal.Cause;

/**
 * The deliveries that each webhook refused since the last one that it took, so that its owner sees what otherwise only the sender is
 * told. Anybody can send to a webhook: single ones are just counted, and none makes the bridge unwell. They are forgotten with the
 * first delivery that is taken, when the bridge restarts, and after a day without another one.
 */
@ApplicationScoped
public class RefusedDeliveries {
    /** So many consecutive refusals are most likely the sender itself, and not a scanner. */
    private static final int MANY = 3;
    private static final Duration TOLD_FOR = Duration.ofDays(1);

    private final Map<String, Refused> byPath = new ConcurrentHashMap<>();
    private final Clock clock;

    public RefusedDeliveries(Clock clock) {
        this.clock = clock;
    }

    /**
     * What a webhook refused.
     *
     * @param path what follows {@code /hooks/}
     * @param count how many in a row, since it was last taken something from
     * @param first when the first of them came
     * @param last when the newest came
     * @param cause of the newest, as the metrics name it
     * @param message what was wrong with the newest and what to do, without anything that it held
     */
    public record Refused(String path, long count, Instant first, Instant last, String cause, String message) {
        /** Whether the sender itself is refused, as far as one can tell. */
        public boolean isMany() {
            return count >= MANY;
        }

        /** The message in Vietnamese. */
        public String messageVi() {
            return SourceSentences.inVietnamese(message);
        }
    }

    void refused(String path, Cause cause, String message) {
        Instant now = clock.instant();
        byPath.compute(path, (key, before) -> before == null || isOver(before, now)
                ? new Refused(path, 1, now, now, label(cause), message)
                : new Refused(path, before.count() + 1, before.first(), now, label(cause), message));
    }

    private static String label(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }

    void accepted(String path) {
        byPath.remove(path);
    }

    /** Of the paths of one source the one that refuses most; empty when none refused anything. */
    public Optional<Refused> of(Collection<String> paths) {
        Instant now = clock.instant();
        return paths.stream().map(byPath::get).filter(refused -> refused != null && !isOver(refused, now))
                .max(Comparator.comparingLong(Refused::count));
    }

    private static boolean isOver(Refused refused, Instant now) {
        return refused.last().plus(TOLD_FOR).isBefore(now);
    }
}
