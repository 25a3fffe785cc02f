package org.ladibridge.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.DispatchGate;

/**
 * Holds all deliveries back while LadiFlow is down, asks to slow down or refuses the API key; then lets one record through as a
 * probe, and everything after its success. One failing customer does not close it: it takes several failures in a row, or one
 * that is certainly not the record's fault.
 */
@Singleton
@Named("ladiflowGate")
public class LadiFlowGate implements DispatchGate {
    private static final Logger LOG = Logger.getLogger(LadiFlowGate.class);
    private static final int FAILURES_IN_A_ROW = 4;
    /**
     * Who waits for the rate limit waits in the queue, where a live record can go first, and not in a row behind the throttle. One
     * is on its way to LadiFlow when the next one is chosen.
     */
    private static final int MOST_WAITING_FOR_TURN = 2;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Clock clock;
    private final RandomGenerator random;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private int failures;
    private int closings;
    private Instant closedAt;
    private Instant closedUntil;
    private Reason reason;
    private String detail;
    private boolean paused;
    private int waitingForTurn;

    LadiFlowGate(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * How delivery stands.
     *
     * @param reason why it is closed; null when it is open or paused
     * @param probeAt when LadiFlow is asked again; null when it is open or paused
     */
    public record Status(boolean open, boolean paused, Reason reason, String detail, Instant probeAt) {
    }

    public synchronized Status status() {
        return new Status(closedUntil == null && !paused, paused, reason, detail, closedUntil);
    }

    @Override
    public synchronized boolean permits(int inFlight) {
        if (paused || waitingForTurn >= MOST_WAITING_FOR_TURN) {
            return false;
        }
        return closedUntil == null || inFlight == 0 && mayProbe(clock.instant());
    }

    /** A clock that was put back would keep it closed for as long as it was put back. */
    private boolean mayProbe(Instant now) {
        return !now.isBefore(closedUntil) || now.isBefore(closedAt);
    }

    @Override
    public synchronized Duration askAgainAfter() {
        if (paused || closedUntil == null) {
            return Duration.ofSeconds(1);
        }
        Instant now = clock.instant();
        return mayProbe(now) ? Duration.ofMillis(20) : Duration.between(now, closedUntil);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** A call waits for the rate limit. */
    synchronized void waitsForTurn() {
        waitingForTurn++;
    }

    /** The rate limit lets a call go. */
    void hasTurn() {
        synchronized (this) {
            waitingForTurn--;
        }
        changed();
    }

    /** LadiFlow answered properly, whatever it said about the record. */
    void answered() {
        synchronized (this) {
            failures = 0;
            if (closedUntil == null) {
                return;
            }
            LOG.infof("LadiFlow answers again; delivery goes on");
            closings = 0;
            closedUntil = null;
            reason = null;
            detail = null;
        }
        changed();
    }

    /**
     * LadiFlow could not be asked properly.
     *
     * @param certain whether it surely is not the record's fault (no connection, told to slow down, bad API key)
     * @return the earliest time at which the record may be tried again
     */
    Instant failed(OutageException outage, boolean certain) {
        Instant now = clock.instant();
        synchronized (this) {
            failures++;
            boolean probeFailed = closedUntil != null && mayProbe(now);
            boolean closes = closedUntil == null && (certain || outage.retryAfter() != null || failures >= FAILURES_IN_A_ROW);
            if (closes || probeFailed) {
                close(now, outage);
            } else if (closedUntil != null && outage.retryAfter() != null
                    && now.plus(outage.retryAfter()).isAfter(closedUntil)) {
                closedUntil = now.plus(outage.retryAfter());
            }
            return closedUntil == null ? now : closedUntil;
        }
    }

    private void close(Instant now, OutageException outage) {
        Duration pause = pause(outage);
        if (closedUntil == null || outage.reason() != reason) {
            LOG.warnf("Delivery to LadiFlow pauses (%s): %s. Records are kept; LadiFlow is probed until it answers%s",
                    outage.reason(),
                    outage.getMessage(), outage.reason() == Reason.BAD_API_KEY ? ". " + Reason.BAD_API_KEY.en() : "");
        }
        closings++;
        closedAt = now;
        closedUntil = now.plus(pause);
        reason = outage.reason();
        detail = outage.getMessage();
    }

    private Duration pause(OutageException outage) {
        if (outage.retryAfter() != null) {
            return outage.retryAfter();
        }
        if (outage.reason() == Reason.BAD_API_KEY) {
            return LONGEST_PAUSE;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(closings, 10));
        Duration capped = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        return capped.plusMillis(random.nextLong(capped.toMillis() / 4 + 1));
    }

    /** Hands nothing out until {@link #resume}. */
    public void pause() {
        synchronized (this) {
            paused = true;
        }
        changed();
    }

    /** Ends a {@link #pause}; a LadiFlow that was down is asked at once. */
    public void resume() {
        synchronized (this) {
            paused = false;
            closedUntil = closedUntil == null ? null : clock.instant();
        }
        changed();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
