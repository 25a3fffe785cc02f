package org.ladibridge.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/**
 * Hands the records of one queue to its consumer: several at a time, but those of one customer one after the other (or together),
 * in the order they were stored, also across retries. It holds a bounded window of records in memory; what does not fit stays in the store
 * and is read when there is room.
 * <p>
 * Live records go before a backfill, and within a priority the sources take turns. Lines that fail while others go through have a bounded
 * share of the places, and of the turns while others are ready.
 * <p>
 * All state belongs to one thread, which others reach through the mailbox; so nothing here needs a lock, and a page that was
 * read from the store cannot be overtaken by a record that finished meanwhile.
 */
final class Dispatcher implements QueueListener {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Limits LIMITS = new Limits(4_000, 50);

    /**
     * How much is held in memory.
     *
     * @param window records of all sources, of which each has its share
     * @param line records of one line, so that one busy customer cannot fill the window
     */
    record Limits(int window, int line) {
    }

    private record InflowKey(Priority priority, String source) {
    }

    /** Records of one line that are with the consumer. */
    private record Offer(CustomerLine line, List<QueuedRecord> records, boolean failing, long since) {
        Offer of(CustomerLine other) {
            return new Offer(other, records, failing, since);
        }
    }

    /** A line that fails on its own gets one place of so many, and while others are ready one turn of so many. */
    private static final int SHARE_OF_FAILING = 4;

    private final QueuedRecords store;
    private final DispatchGate gate;
    private final Clock clock;
    private final int concurrency;
    private final int together;
    private final Limits limits;
    private final Consumer<List<QueuedRecord>> delivery;
    private final LinkedBlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final Map<String, CustomerLine> lines = new HashMap<>();
    /** What is with the consumer, by the id of its oldest record. */
    private final Map<Long, Offer> offers = new HashMap<>();
    private final Map<InflowKey, Inflow> inflows = new HashMap<>();
    /** Those that have lines ready, the next one first. */
    private final Map<Priority, Deque<Inflow>> turns = new EnumMap<>(Priority.class);
    /** The lines that are ready and fail on their own; it has no turn among the others. */
    private final Inflow failing = new Inflow(Priority.BACKFILL);
    private final SplittableRandom random = new SplittableRandom();
    private int failingDelivered;
    private int turnsSinceFailing;
    /** With few places one that fails may take all: the others then have as many times as long. */
    private long failingNotBefore = System.nanoTime();
    private long failures;
    /** A line that never failed and got a record since the last one was handed out; null = none. */
    private CustomerLine newcomer;
    private final PriorityQueue<CustomerLine> waiting = new PriorityQueue<>(Comparator.comparing(line -> line.waitsUntil));
    /** The latest time that the clock has shown, before this start too; it may be put back. */
    private Instant latest = Instant.MIN;
    private final Thread thread;
    /** Nothing behind this place was announced yet, so nothing there is read: what was stored in between has to be met in its order. */
    private long announced;
    private boolean opened;
    /** From then on what arrives is met here; before, it is found in the store. */
    private boolean restored;
    /** What is in memory may not be what is in the store: it is forgotten once nothing is with the consumer. */
    private boolean doubted;
    private volatile int delivering;
    private volatile boolean stopping;

    /**
     * @param together how many records of one customer the consumer is offered at once
     * @param delivery starts the delivery of one customer's next records on another thread; it ends with {@link #delivered} or
     *        {@link #refusedTogether}
     */
    Dispatcher(String queue, QueuedRecords store, DispatchGate gate, Clock clock, int concurrency, int together,
            Consumer<List<QueuedRecord>> delivery) {
        this(queue, store, gate, clock, concurrency, together, LIMITS, delivery);
    }

    Dispatcher(String queue, QueuedRecords store, DispatchGate gate, Clock clock, int concurrency, int together, Limits limits,
            Consumer<List<QueuedRecord>> delivery) {
        this.store = store;
        this.gate = gate;
        this.clock = clock;
        this.concurrency = concurrency;
        this.together = together;
        this.limits = limits;
        this.delivery = delivery;
        for (Priority priority : Priority.values()) {
            turns.put(priority, new ArrayDeque<>());
        }
        this.thread = new Thread(this::run, "journal-" + queue);
        gate.onChange(this::wake);
    }

    void start() {
        thread.start();
    }

    @Override
    public boolean isAlive() {
        return thread.getState() != Thread.State.TERMINATED;
    }

    @Override
    public void stored(QueuedRecord record) {
        mailbox.add(() -> arrived(record));
    }

    @Override
    public void opened(long lastSeq) {
        mailbox.add(() -> {
            announced = Math.max(announced, lastSeq);
            opened = true;
        });
    }

    @Override
    public void doubted(long lastSeq) {
        mailbox.add(() -> {
            announced = Math.max(announced, lastSeq);
            doubted = true;
        });
    }

    @Override
    public void moved(String line, String into) {
        mailbox.add(() -> join(line, into));
    }

    @Override
    public void changed(String line) {
        mailbox.add(() -> {
            if (restored) {
                reread(lines.computeIfAbsent(line, CustomerLine::new));
            }
        });
    }

    /**
     * The outcome of records is on disk.
     *
     * @param taken those of the handed out ones that it was for, oldest first
     * @param oldest the oldest of them as it stands; with a due time, all are to be delivered again
     */
    void delivered(List<QueuedRecord> taken, QueuedRecord oldest) {
        mailbox.add(() -> ended(taken, oldest));
    }

    /** The consumer could not deliver these as one; each is handed out again by itself. */
    void refusedTogether(List<QueuedRecord> taken) {
        mailbox.add(() -> {
            CustomerLine line = takeBack(taken.get(0), List.of());
            line.oneByOne = taken.size();
            goOn(line);
        });
    }

    /** Nothing was decided about these; they are handed out again, in the place that they have by now. */
    void givenBack(List<QueuedRecord> taken) {
        mailbox.add(() -> goOn(takeBack(taken.get(0), List.of())));
    }

    /** How many customers' records are with the consumer. */
    int delivering() {
        return delivering;
    }

    /** Hands nothing out any more; what is with the consumer goes on. */
    void stopHandingOut() {
        stopping = true;
        wake();
    }

    void close() {
        stopHandingOut();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake() {
        mailbox.add(() -> {
        });
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            long pauseMillis;
            try {
                if (doubted && delivering == 0) {
                    forgetAll();
                }
                if (opened && !restored) {
                    restore();
                    restored = true;
                }
                if (restored) {
                    readStore();
                }
                gate.hurried().forEach(this::hurry);
                wakeDueLines();
                handOut();
                pauseMillis = pause().toMillis();
            } catch (SQLException e) {
                LOG.warnf("The store cannot be read, trying again: %s", e.getMessage());
                pauseMillis = 500;
            } catch (RuntimeException e) {
                LOG.error("The dispatcher met an unexpected error; it goes on", e);
                pauseMillis = 500;
            }
            try {
                Runnable message = mailbox.poll(Math.max(1, pauseMillis), TimeUnit.MILLISECONDS);
                while (message != null) {
                    message.run();
                    message = mailbox.poll();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void arrived(QueuedRecord record) {
        announced = Math.max(announced, record.seq());
        if (!restored) {
            return;
        }
        Inflow inflow = inflow(record);
        CustomerLine line = lines.get(record.line());
        if (inflow.behind || record.seq() <= inflow.lastSeq) {
            // It will be read. A line that believes to be complete has to know.
            if (line != null && !isInMemory(record)) {
                line.moreInStore = true;
            }
        } else if (inflow.inMemory.size() >= share()) {
            inflow.behind = true;
            if (line != null) {
                line.moreInStore = true;
            }
        } else {
            inflow.lastSeq = record.seq();
            accept(record);
            CustomerLine own = lines.get(record.line());
            if (own != null && own.ready == inflow && !own.hasFailed()) {
                newcomer = own;
            }
        }
    }

    private Inflow inflow(QueuedRecord record) {
        return inflow(record.priority(), record.source());
    }

    private Inflow inflow(Priority priority, String source) {
        return inflows.computeIfAbsent(new InflowKey(priority, source), key -> new Inflow(priority));
    }

    /** How many records of one source and priority may be in memory. */
    private int share() {
        return Math.max(2 * limits.line(), limits.window() / inflows.size());
    }

    private void readStore() throws SQLException {
        for (Map.Entry<InflowKey, Inflow> entry : inflows.entrySet().stream().filter(any -> any.getValue().behind).toList()) {
            Inflow inflow = entry.getValue();
            int page = Math.max(1, share() / 4);
            while (inflow.behind && inflow.inMemory.size() <= share() - page) {
                List<QueuedRecord> records = store.page(entry.getKey().priority(), entry.getKey().source(), inflow.lastSeq,
                        announced, page);
                for (QueuedRecord record : records) {
                    inflow.lastSeq = record.seq();
                    accept(record);
                }
                inflow.behind = records.size() == page;
            }
        }
    }

    private void accept(QueuedRecord record) {
        if (isInMemory(record)) {
            return;
        }
        CustomerLine line = lines.get(record.line());
        if (line == null) {
            line = new CustomerLine(record.line());
            lines.put(record.line(), line);
            if (othersAreBehind(inflow(record))) {
                // An older record of this customer may stand in the part of the store that was not read yet.
                line.moreInStore = true;
                refill(line);
                return;
            }
        } else if (line.moreInStore || line.records.size() >= limits.line()) {
            line.moreInStore = true;
            return;
        }
        add(line, record);
        makeReady(line);
    }

    private boolean isInMemory(QueuedRecord record) {
        return inflow(record).inMemory.contains(record.id());
    }

    private void forget(QueuedRecord record) {
        inflow(record).inMemory.remove(record.id());
    }

    private boolean othersAreBehind(Inflow own) {
        return inflows.values().stream().anyMatch(inflow -> inflow != own && inflow.behind);
    }

    private void add(CustomerLine line, QueuedRecord record) {
        line.records.add(record);
        inflow(record).inMemory.add(record.id());
    }

    private void forgetAll() {
        lines.clear();
        inflows.clear();
        turns.values().forEach(Deque::clear);
        failing.ready.clear();
        waiting.clear();
        newcomer = null;
        restored = false;
        doubted = false;
    }

    private void restore() throws SQLException {
        for (String source : store.sources()) {
            for (Priority priority : Priority.values()) {
                inflow(priority, source).behind = true;
            }
        }
        latest = store.lastAttempt().orElse(latest);
        if (gate.failingReason() != null) {
            store.waitingBecauseOf(gate.failingReason())
                    .forEach(known -> gate.restored(known.line(), known.attempts(), known.since()));
        }
        store.waiting().forEach(this::restoreWaiting);
        for (String name : store.linesThatWaitBehind()) {
            CustomerLine line = lines.computeIfAbsent(name, CustomerLine::new);
            if (line.records.isEmpty()) {
                refill(line);
            }
        }
    }

    private void restoreWaiting(QueuedRecord record) {
        CustomerLine line = lines.computeIfAbsent(record.line(), CustomerLine::new);
        if (line.records.isEmpty()) {
            add(line, record);
            makeWait(line, record.due());
        }
        line.moreInStore = true;
    }

    /** Both lines are one customer's; what is in memory of them is read again as one line. */
    private void join(String from, String into) {
        if (!restored) {
            return;
        }
        CustomerLine joined = lines.computeIfAbsent(into, CustomerLine::new);
        CustomerLine line = lines.remove(from);
        if (line != null) {
            drop(line);
            joined.delivering += line.delivering;
            offers.replaceAll((id, offer) -> offer.line() == line ? offer.of(joined) : offer);
            gate.gone(from);
        }
        reread(joined);
    }

    private void reread(CustomerLine line) {
        drop(line);
        line.moreInStore = true;
        line.reload = true;
        goOn(line);
    }

    /** Forgets all of a line but what is with the consumer. */
    private void drop(CustomerLine line) {
        empty(line);
        leaveTurn(line);
        waiting.remove(line);
        line.waitsUntil = null;
    }

    private void empty(CustomerLine line) {
        line.records.forEach(this::forget);
        line.records.clear();
    }

    /** What the consumer did not finish goes to the head of its line again, or is read again with the whole line. */
    private CustomerLine takeBack(QueuedRecord oldest, List<QueuedRecord> finished) {
        delivering--;
        Offer offer = offers.remove(oldest.id());
        CustomerLine line = offer.line();
        if (offer.failing()) {
            failingDelivered--;
            if (concurrency < SHARE_OF_FAILING) {
                long now = System.nanoTime();
                failingNotBefore = now + (now - offer.since()) * (SHARE_OF_FAILING - 1);
            }
        }
        line.delivering--;
        finished.forEach(this::forget);
        List<QueuedRecord> left = offer.records().subList(finished.size(), offer.records().size());
        if (line.reload) {
            left.forEach(this::forget);
        } else {
            line.putBack(left);
        }
        return line;
    }

    private void ended(List<QueuedRecord> taken, QueuedRecord oldest) {
        boolean waits = oldest.due() != null && oldest.attempts() > taken.get(0).attempts();
        CustomerLine line = takeBack(oldest, waits ? List.of() : taken);
        if (waits) {
            line.lastFailure = ++failures;
        }
        line.oneByOne = Math.max(0, line.oneByOne - taken.size());
        if (waits && !line.reload) {
            // The others of this customer need no place in the window while they cannot move.
            line.moreInStore |= line.records.size() > 1;
            empty(line);
            add(line, oldest);
        }
        goOn(line);
    }

    /** The line's next step, once nothing of it is with the consumer. */
    private void goOn(CustomerLine line) {
        if (line.delivering > 0) {
            return;
        }
        if (line.records.isEmpty() && line.moreInStore) {
            refill(line);
        } else if (line.records.isEmpty()) {
            forget(line);
        } else {
            makeReady(line);
        }
    }

    private void refill(CustomerLine line) {
        try {
            List<QueuedRecord> records = store.ofLine(line.name, announced, limits.line());
            line.moreInStore = records.size() == limits.line();
            line.reload = false;
            // What another line holds is about to be moved, and is announced to be.
            records.stream().filter(record -> !isInMemory(record)).forEach(record -> add(line, record));
        } catch (SQLException e) {
            LOG.warnf("The store cannot be read, trying again: %s", e.getMessage());
            line.moreInStore = true;
            makeWait(line, clock.instant().plusMillis(500));
            return;
        }
        if (line.records.isEmpty()) {
            forget(line);
        } else {
            makeReady(line);
        }
    }

    private void forget(CustomerLine line) {
        lines.remove(line.name);
        gate.gone(line.name);
    }

    private void makeWait(CustomerLine line, Instant until) {
        line.waitsUntil = until;
        waiting.add(line);
    }

    private void makeReady(CustomerLine line) {
        if (line.delivering > 0 || line.waitsUntil != null) {
            return;
        }
        Instant due = line.records.peek().due();
        if (due != null && !line.hurried && !isDue(due)) {
            makeWait(line, due);
            return;
        }
        // Who is hurried by a person does not stand behind the others who fail.
        Inflow inflow = gate.isFailing(line.name) && !line.hurried
                ? failing
                : inflow(line.hurried ? Priority.LIVE : line.foremost().priority(), line.foremost().source());
        if (line.ready != inflow) {
            leaveTurn(line);
            if (inflow != failing && inflow.ready.isEmpty()) {
                turns.get(inflow.priority).add(inflow);
            }
            inflow.ready.add(line);
            line.ready = inflow;
        }
    }

    private void leaveTurn(CustomerLine line) {
        if (line.ready != null) {
            line.ready.ready.remove(line);
            if (line.ready.ready.isEmpty() && line.ready != failing) {
                turns.get(line.ready.priority).remove(line.ready);
            }
            line.ready = null;
        }
    }

    private void wakeDueLines() {
        while (!waiting.isEmpty() && isDue(waiting.peek().waitsUntil)) {
            wake(waiting.poll());
        }
        if (clock.instant().isBefore(latest)) {
            List<CustomerLine> due = waiting.stream().filter(line -> isDue(line.waitsUntil)).toList();
            waiting.removeAll(due);
            due.forEach(this::wake);
        }
    }

    private void wake(CustomerLine line) {
        line.waitsUntil = null;
        if (line.moreInStore) {
            empty(line);
        }
        goOn(line);
    }

    /**
     * After the clock was put back, what was to wait beyond the latest time that it had shown was decided by the clock as it had
     * been: it would wait for as long as the clock was put back.
     */
    private boolean isDue(Instant due) {
        Instant now = clock.instant();
        if (now.isBefore(latest)) {
            return !due.isAfter(now) || due.isAfter(latest);
        }
        latest = now;
        return !due.isAfter(now);
    }

    private void hurry(String name) {
        CustomerLine line = lines.get(name);
        if (line != null) {
            line.hurried = true;
            if (waiting.remove(line)) {
                wake(line);
            } else if (line.ready != null) {
                makeReady(line);
            }
            if (line.ready != null && mayHandOut() && gate.isSetAside(name, line.records.peek().id())) {
                handOut(line);
            }
        }
    }

    private boolean mayHandOut() {
        return !stopping && !doubted;
    }

    private void handOut() {
        while (mayHandOut() && delivering < concurrency && (anyReady() || mayServeFailing())
                && gate.permits(delivering, newcomer != null)) {
            CustomerLine line = nextLine();
            newcomer = null;
            turnsSinceFailing = line.ready == failing ? 0 : turnsSinceFailing + 1;
            handOut(line);
        }
    }

    private void handOut(CustomerLine line) {
        boolean isFailing = line.ready == failing;
        leaveTurn(line);
        line.hurried = false;
        line.delivering++;
        delivering++;
        failingDelivered += isFailing ? 1 : 0;
        List<QueuedRecord> offered = line.take(together);
        offers.put(offered.get(0).id(), new Offer(line, offered, isFailing, System.nanoTime()));
        delivery.accept(offered);
    }

    /** Also when nobody else is ready not all places: who comes next would find none. */
    private boolean mayServeFailing() {
        return failingDelivered < Math.max(1, concurrency / SHARE_OF_FAILING) && nextFailing().isPresent();
    }

    /** What a person wants to be sent now is not. */
    private boolean isHeldBack(CustomerLine line) {
        return !line.hurried && gate.holdsBack(line.foremost().priority());
    }

    private Optional<CustomerLine> nextFailing() {
        return failing.ready.stream().filter(line -> !isHeldBack(line)).findFirst();
    }

    private CustomerLine nextLine() {
        DispatchGate.Pick pick = gate.pick();
        if (pick == DispatchGate.Pick.PROBE) {
            return probe();
        }
        boolean failingHaveTheTurn = turnsSinceFailing >= SHARE_OF_FAILING - 1 && System.nanoTime() - failingNotBefore >= 0;
        if (mayServeFailing() && (!anyReady() || failingHaveTheTurn)) {
            return nextFailing().orElseThrow();
        }
        Deque<Inflow> turn = turns.get(isReady(Priority.LIVE) ? Priority.LIVE : Priority.BACKFILL);
        Inflow inflow = turn.poll();
        turn.add(inflow);
        return pick == DispatchGate.Pick.ANY ? any(inflow.ready).orElseThrow() : inflow.ready.peek();
    }

    /**
     * A line that never failed: the newcomer, else any, because those that fail may stand side by side. When there is none, the one
     * that has failed the least, and of several the one that was not tried for the longest time.
     */
    private CustomerLine probe() {
        if (newcomer != null && newcomer.ready != null && !isHeldBack(newcomer)) {
            return newcomer;
        }
        for (Priority priority : Priority.values()) {
            if (!isReady(priority)) {
                continue;
            }
            Optional<CustomerLine> untried = any(turns.get(priority).stream().flatMap(inflow -> inflow.ready.stream())
                    .filter(line -> !line.hasFailed()).toList());
            if (untried.isPresent()) {
                return untried.get();
            }
        }
        return Stream.concat(turns.values().stream().flatMap(Deque::stream), Stream.of(failing))
                .flatMap(inflow -> inflow.ready.stream()).filter(line -> !isHeldBack(line))
                .min(Comparator.comparing((CustomerLine line) -> line.ready == failing)
                        .thenComparing(line -> line.records.peek().attempts()).thenComparing(line -> line.lastFailure))
                .orElseThrow();
    }

    private Optional<CustomerLine> any(Collection<CustomerLine> ready) {
        return ready.isEmpty() ? Optional.empty() : ready.stream().skip(random.nextInt(ready.size())).findFirst();
    }

    private boolean anyReady() {
        return isReady(Priority.LIVE) || isReady(Priority.BACKFILL);
    }

    private boolean isReady(Priority priority) {
        return !turns.get(priority).isEmpty() && !gate.holdsBack(priority);
    }

    private Duration pause() {
        Duration pause = Duration.ofSeconds(1);
        if (!waiting.isEmpty()) {
            pause = min(pause, Duration.between(clock.instant(), waiting.peek().waitsUntil));
        }
        if ((anyReady() || mayServeFailing()) && delivering < concurrency && mayHandOut()) {
            pause = min(pause, gate.askAgainAfter());
        }
        return pause;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
