package org.ladibridge.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.journal.StoreIsAway;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** How fast each source's records come in and go out, over the last minute. */
@ApplicationScoped
public class Pace {
    private static final Duration OVER = Duration.ofMinutes(1);

    private record Sample(Instant at, Map<String, Balance> sources) {
        Balance of(String source) {
            return sources.getOrDefault(source, Balance.ZERO);
        }
    }

    /**
     * A source's speed.
     *
     * @param receivedPerSecond repetitions included
     * @param finishedPerSecond records that came to their end
     * @param inFlight records that are still to be delivered
     * @param secondsLeft until they are, at this speed; null when there are none or none moved
     */
    public record Speed(double receivedPerSecond, double finishedPerSecond, long inFlight, Long secondsLeft) {
    }

    private final Ledger ledger;
    private final Clock clock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    public Pace(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = StoreIsAway.class)
    synchronized void sample() {
        samples.add(new Sample(clock.instant(), ledger.sheet().sources()));
        while (samples.size() > 2 && samples.peek().at().isBefore(clock.instant().minus(OVER))) {
            samples.poll();
        }
    }

    /** As of the last sample, which is at most seconds old. */
    public synchronized Speed of(String source) {
        if (samples.isEmpty()) {
            return new Speed(0, 0, 0, null);
        }
        Balance first = samples.peek().of(source);
        Balance last = samples.peekLast().of(source);
        double seconds = Math.max(1, Duration.between(samples.peek().at(), samples.peekLast().at()).toMillis() / 1000.0);
        double finished = Math.max(0, last.finished() - first.finished()) / seconds;
        return new Speed((last.received() - first.received()) / seconds, finished, last.inFlight(),
                last.inFlight() == 0 || finished == 0 ? null : (long) (last.inFlight() / finished));
    }
}
