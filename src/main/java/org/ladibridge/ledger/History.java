package org.ladibridge.ledger;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.journal.StoreIsAway;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** The last hour by the minute, since the start of the process: sums of all sources, kept in memory. */
@ApplicationScoped
public class History {
    private static final int MINUTES = 60;

    /**
     * What happened in one minute.
     *
     * @param at its beginning
     * @param received repetitions included
     * @param finished records that came to their end
     * @param dead how many of them LadiFlow refused
     * @param inFlight records that were still to be delivered, at the end of the minute
     */
    public record Minute(Instant at, long received, long finished, long dead, long inFlight) {
    }

    private final Ledger ledger;
    private final Clock clock;
    private final Deque<Minute> minutes = new ArrayDeque<>();
    private Balance before;

    public History(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = StoreIsAway.class)
    synchronized void sample() {
        Balance now = ledger.sheet().total();
        Balance last = before == null ? now : before;
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        if (minutes.isEmpty() || !minutes.peekLast().at().equals(minute)) {
            minutes.add(new Minute(minute, 0, 0, 0, 0));
        }
        while (minutes.peek().at().isBefore(minute.minus(MINUTES - 1, ChronoUnit.MINUTES))) {
            minutes.poll();
        }
        Minute current = minutes.pollLast();
        // A replay takes a record out of those that came to their end.
        minutes.add(new Minute(minute, current.received() + now.received() - last.received(),
                current.finished() + Math.max(0, now.finished() - last.finished()),
                current.dead() + Math.max(0, now.dead() - last.dead()), now.inFlight()));
        before = now;
    }

    /** Oldest first; a minute in which the process did not run is missing. */
    public synchronized List<Minute> minutes() {
        return new ArrayList<>(minutes);
    }
}
