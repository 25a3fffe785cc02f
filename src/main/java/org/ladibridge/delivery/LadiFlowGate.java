package org.ladibridge.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.ladibridge.BackfillConfig.QuietFor;
import org.ladibridge.Ticker;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.Backoff;
import org.ladibridge.journal.DispatchGate;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.ProbeGate;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Tells an outage of LadiFlow from customers on whom it fails. Holds all deliveries back while LadiFlow is down, asks to slow down or
 * refuses the API key; then lets one record through as a probe, and everything after its success. Customers that fail do not close
 * it while others are served: it takes several different ones, not known as failing, with nobody served in between, or a failure
 * that is certainly not the record's fault.
 */
@Singleton
@Named("ladiflowGate")
public class LadiFlowGate implements DispatchGate {
    private static final Logger LOG = Logger.getLogger(LadiFlowGate.class);
    private static final int DIFFERENT_CUSTOMERS = 4;
    /**
     * Records that wait for the rate limit wait in the queue, where live ones go first, and not behind the throttle. One
     * is on its way to LadiFlow when the next one is chosen.
     */
    private static final int MOST_WAITING_FOR_TURN = 2;
    private static final double JITTER = 0.25;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Between two probes. */
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(500), LONGEST_PAUSE, JITTER);
    /** The backoff of a record that failed in an outage. */
    private static final Backoff OUTAGE_WAITS = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), JITTER);
    /** A customer that came in meanwhile is probed so soon after the last probe. */
    private static final Duration BEFORE_NEWCOMER = Duration.ofSeconds(1);
    /** How long after a failure no other record takes the failed one's place in the queue. */
    private static final Duration SUSPICION = Duration.ofSeconds(10);
    /** Only calls that failed quickly are repeated at once, because others wait for a free slot. */
    private static final Duration FAST = Duration.ofSeconds(1);
    /** An outage with fewer failed probes than this may have been a failing customer. */
    private static final int CERTAIN_AFTER = 2;

    private final Clock clock;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final LadiFlowConfig config;
    private final QuietHours quiet;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final FailingCustomers customers = new FailingCustomers();
    private final Patience patience;
    /** Before the record of a failing customer goes out again. */
    private final Backoff failingWaits;
    /** Closed since nobody was served. */
    private final ProbeGate probes;
    /** Customers that failed since somebody was served, of those that were not known as failing. */
    private final Set<String> suspects = new HashSet<>();
    private final Set<String> hurried = new HashSet<>();
    /** Records that a person has set aside, by their line. */
    private final Map<String, Long> setAside = new HashMap<>();
    private String lastSuspect;
    private long suspectedAt;
    /** Different ones shortly after each other. */
    private boolean severalSuspected;
    private long severalSuspectedAt;
    /** A probe is on its way. */
    private boolean probing;
    /** Since the last pause began a newcomer was probed: one each. */
    private boolean newcomerProbed;
    /** Whether the failure that closed the gate was certainly no record's fault. */
    private boolean isCertain;
    private Reason reason;
    private String detail;
    private boolean paused;
    private int waitingForTurn;

    /** Without quiet hours. */
    LadiFlowGate(Clock clock, Ticker ticker, RandomGenerator random, LadiFlowConfig config) {
        this(clock, ticker, random, config, QuietHours.none(clock));
    }

    @Inject
    LadiFlowGate(Clock clock, Ticker ticker, RandomGenerator random, LadiFlowConfig config, QuietHours quiet) {
        this.quiet = quiet;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
        this.config = config;
        this.patience = new Patience(config.responseTimeout());
        this.failingWaits = new Backoff(Duration.ofSeconds(1), config.failingMaxWait(), JITTER);
        this.probes = new ProbeGate(ticker);
        requirePositive("LADIFLOW_FAILING_MAX_WAIT", config.failingMaxWait());
        config.giveUpAfter().ifPresent(time -> requirePositive("LADIFLOW_GIVE_UP_AFTER", time));
    }

    private static void requirePositive(String setting, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new ConfigurationException(setting + " must be longer than nothing, such as 1h, and not " + value);
        }
    }

    /**
     * How delivery stands.
     *
     * @param reason why it is closed; null when it is open or paused
     * @param probeAt when LadiFlow is asked again; null when it is open or paused
     * @param failing how many customers have a record that waits because LadiFlow fails on it
     * @param quietUntil when the quiet hours end in which we are; null outside of them
     * @param quietFor what waits in them
     */
    public record Status(boolean open, boolean paused, Reason reason, String detail, Instant probeAt, int failing,
            Instant quietUntil, QuietFor quietFor) {
    }

    /**
     * When a record that LadiFlow failed on goes out again, and under which name it waits.
     *
     * @param givesUp whether it is not to go out again by itself
     */
    record Wait(Instant due, Reason reason, boolean givesUp) {
    }

    public synchronized Status status() {
        return new Status(!isClosed() && !paused, paused, reason, detail,
                isClosed() ? clock.instant().plus(probes.untilProbe()) : null, customers.named(),
                quiet.end().orElse(null), quiet.quietFor());
    }

    @Override
    public boolean holdsBack(Priority priority) {
        return quiet.holdsBack(priority);
    }

    private boolean isClosed() {
        return !probes.isOpen();
    }

    @Override
    public boolean permits(int inFlight) {
        return permits(inFlight, false);
    }

    @Override
    public synchronized boolean permits(int inFlight, boolean newcomer) {
        if (paused || waitingForTurn >= MOST_WAITING_FOR_TURN) {
            return false;
        }
        if (!isClosed()) {
            return true;
        }
        if (probes.permits(inFlight)) {
            newcomerProbed = false;
        } else if (newcomer && inFlight == 0 && mayProbeNewcomer()) {
            newcomerProbed = true;
        } else {
            return false;
        }
        probing = true;
        return true;
    }

    /** Where only customers fail that it would fail on anyway, the first other one shows it, and is not to wait for that. */
    private boolean mayProbeNewcomer() {
        return !newcomerProbed && !isCertain && probes.closedFor().compareTo(BEFORE_NEWCOMER) >= 0;
    }

    @Override
    public synchronized Pick pick() {
        return isClosed() ? Pick.PROBE : isSuspicious() ? Pick.ANY : Pick.NEXT;
    }

    private boolean isSuspicious() {
        return lastSuspect != null && isRecent(suspectedAt);
    }

    private boolean isRecent(long time) {
        return ticker.nanos() - time < SUSPICION.toNanos();
    }

    @Override
    public synchronized Duration askAgainAfter() {
        if (paused || !isClosed()) {
            return Duration.ofSeconds(1);
        }
        Duration wait = probes.askAgainAfter();
        return wait.compareTo(BEFORE_NEWCOMER) < 0 ? wait : BEFORE_NEWCOMER;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized boolean isFailing(String line) {
        return customers.isKnown(line);
    }

    @Override
    public String failingReason() {
        return Reason.LADIFLOW_FAILS_ON_THIS.name();
    }

    @Override
    public synchronized void restored(String line, int attempts, Instant since) {
        customers.restore(line, attempts, since);
    }

    @Override
    public synchronized void gone(String line) {
        forget(line);
    }

    private void forget(String line) {
        customers.forget(line);
        setAside.remove(line);
    }

    @Override
    public synchronized List<String> hurried() {
        List<String> lines = List.copyOf(hurried);
        hurried.clear();
        return lines;
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

    /** @param attempts how often the record was tried before */
    synchronized Duration patience(int attempts) {
        return patience.of(Math.max(attempts, probes.failures()), isSuspicious());
    }

    /** A call was answered in such a way that the next one, or the customer's end, follows from it. */
    synchronized void answered(Duration time) {
        patience.answered(time);
    }

    /** LadiFlow accepted or refused a customer: a proper answer in either case. */
    void served(String line) {
        synchronized (this) {
            forget(line);
            customers.convict(clock.instant());
            suspects.clear();
            if (!isClosed()) {
                return;
            }
            LOG.infof("LadiFlow answers again; delivery goes on");
            open();
        }
        changed();
    }

    private void open() {
        probes.open();
        probing = false;
        reason = null;
        detail = null;
    }

    /** A call gave no answer about the customer. */
    synchronized void stumbled(String line, OutageException outage) {
        boolean isKnown = customers.isKnown(line);
        if (!isKnown) {
            suspect(line);
        }
        if (isClosed()) {
            whileClosed(outage);
        } else if (outage.isCertain() || outage.retryAfter() != null && !isKnown
                || suspects.size() >= DIFFERENT_CUSTOMERS) {
            close(outage);
        }
        if (outage.isCertain()) {
            customers.acquit();
        }
    }

    private void suspect(String line) {
        if (isSuspicious() && !line.equals(lastSuspect)) {
            severalSuspectedAt = ticker.nanos();
            severalSuspected = true;
        }
        suspects.add(line);
        lastSuspect = line;
        suspectedAt = ticker.nanos();
    }

    private void whileClosed(OutageException outage) {
        if (probing && (!newcomerProbed || outage.isCertain() || outage.retryAfter() != null)) {
            if (probes.failures() >= CERTAIN_AFTER) {
                customers.acquit();
            }
            close(outage);
        } else if (outage.retryAfter() != null) {
            probes.stayClosed(outage.retryAfter());
        }
        probing = false;
    }

    /** Whether the call may be repeated in the place that it has. */
    synchronized boolean mayRepeatAtOnce(String line, Duration took) {
        return !isClosed() && !customers.isKnown(line) && took.compareTo(FAST) < 0
                && !(severalSuspected && isRecent(severalSuspectedAt));
    }

    /**
     * The customer's record has to wait.
     *
     * @param attempts how often it was tried before
     */
    synchronized Wait waits(String line, int attempts, OutageException outage) {
        Instant now = clock.instant();
        Duration least = outage.retryAfter() == null ? Duration.ZERO : outage.retryAfter();
        if (isClosed()) {
            least = longer(least, probes.untilProbe());
        }
        boolean isKnown = customers.isKnown(line);
        if (probes.failures() < CERTAIN_AFTER && !outage.isCertain()) {
            customers.accuse(line);
        }
        if (!isKnown) {
            return new Wait(now.plus(longer(least, OUTAGE_WAITS.after(attempts, random))), outage.reason(), false);
        }
        FailingCustomers.Failing failing = customers.name(line);
        boolean givesUp = !isClosed() && config.giveUpAfter()
                .filter(most -> Duration.between(failing.since(), now).compareTo(most) >= 0).isPresent();
        return new Wait(now.plus(longer(least, failingWaits.after(failing.own(), random))),
                Reason.LADIFLOW_FAILS_ON_THIS, givesUp);
    }

    /**
     * The record becomes a dead letter instead of going out again: a person wants it so.
     *
     * @param line the customer's, whose oldest record it is
     */
    public void setAside(String line, long record) {
        synchronized (this) {
            setAside.put(line, record);
            hurried.add(line);
        }
        changed();
    }

    /** The customer's record goes out again now, a person thinks that it will be taken. */
    public void hurry(String line) {
        synchronized (this) {
            hurried.add(line);
        }
        changed();
    }

    @Override
    public synchronized boolean isSetAside(String line, long record) {
        return setAside.getOrDefault(line, -1L) == record;
    }

    /** The record is given up, or set aside; what comes after it for the customer has as much time again. */
    synchronized void gaveUp(String line) {
        setAside.remove(line);
        customers.beginAgain(line, clock.instant());
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private void close(OutageException outage) {
        Duration pause = pause(outage);
        if (!isClosed() || outage.reason() != reason) {
            LOG.warnf("Delivery to LadiFlow pauses (%s): %s. Records are kept; LadiFlow is probed until it answers%s",
                    outage.reason(),
                    outage.getMessage(), isForSomebody(outage.reason()) ? ". " + outage.reason().en() : "");
        }
        probes.close(pause);
        newcomerProbed = false;
        isCertain = outage.isCertain() || outage.retryAfter() != null;
        reason = outage.reason();
        detail = outage.getMessage();
    }

    /** Whether somebody has to act before delivery can resume. */
    private static boolean isForSomebody(Reason reason) {
        return reason == Reason.BAD_API_KEY || reason == Reason.LADIFLOW_NOT_TRUSTED;
    }

    private Duration pause(OutageException outage) {
        if (outage.retryAfter() != null) {
            return outage.retryAfter();
        }
        return isForSomebody(outage.reason()) ? LONGEST_PAUSE : PAUSES.after(probes.failures(), random);
    }

    /** Stops delivery until {@link #resume}. */
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
            probes.probeNow();
        }
        changed();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
