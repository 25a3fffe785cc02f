package org.ladibridge.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

/**
 * Hands the records of one queue to its consumer: several at a time, but those of one customer one after the other (or together),
 * in the order they were stored, also across retries. It holds a bounded window of records in memory; what does not fit stays in the store
 * and is read when there is room.
 * <p>
 * All state belongs to one thread, which others reach through the mailbox; so nothing here needs a lock, and a page that was
 * read from the store cannot be overtaken by a record that finished meanwhile.
 */
final class Dispatcher implements QueueListener {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    /** For each priority, so that a backfill never takes a live record's place. */
    private static final int WINDOW = 2_000;
    private static final int PAGE = 500;
    /** So that one busy customer cannot fill the window. */
    private static final int PER_CUSTOMER = 50;

    /** How far the store has been read for one priority. */
    private static final class Scan {
        long lastSeq;
        /** The store holds records that were not read yet. */
        boolean behind = true;
    }

    private final QueuedRecords store;
    private final DispatchGate gate;
    private final Clock clock;
    private final int concurrency;
    private final int together;
    private final Consumer<List<QueuedRecord>> delivery;
    private final LinkedBlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final Map<String, CustomerLine> lines = new HashMap<>();
    private final Map<Priority, Set<Long>> inMemory = new EnumMap<>(Priority.class);
    private final Map<Priority, Deque<CustomerLine>> ready = new EnumMap<>(Priority.class);
    private final Map<Priority, Scan> scans = new EnumMap<>(Priority.class);
    private final PriorityQueue<CustomerLine> waiting = new PriorityQueue<>(Comparator.comparing(line -> line.waitsUntil));
    private final Thread thread;
    private volatile int delivering;
    private volatile boolean stopping;

    /**
     * @param together how many records of one customer the consumer is offered at once
     * @param delivery starts the delivery of one customer's next records on another thread; it ends with {@link #delivered} or
     *        {@link #refusedTogether}
     */
    Dispatcher(String queue, QueuedRecords store, DispatchGate gate, Clock clock, int concurrency, int together,
            Consumer<List<QueuedRecord>> delivery) {
        this.store = store;
        this.gate = gate;
        this.clock = clock;
        this.concurrency = concurrency;
        this.together = together;
        this.delivery = delivery;
        for (Priority priority : Priority.values()) {
            inMemory.put(priority, new HashSet<>());
            ready.put(priority, new ArrayDeque<>());
            scans.put(priority, new Scan());
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
            delivering--;
            CustomerLine line = lines.get(taken.get(0).customerKey());
            line.delivering = false;
            line.oneByOne = taken.size();
            makeReady(line);
        });
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
        boolean loadedWaiting = false;
        while (!Thread.currentThread().isInterrupted()) {
            long pauseMillis;
            try {
                if (!loadedWaiting) {
                    store.waiting().forEach(this::restoreWaiting);
                    loadedWaiting = true;
                }
                readStore();
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
        Scan scan = scans.get(record.priority());
        CustomerLine line = lines.get(record.customerKey());
        if (scan.behind || record.seq() <= scan.lastSeq) {
            // The scan will meet it. A line that believes to be complete has to know.
            if (line != null && !isInMemory(record)) {
                line.moreInStore = true;
            }
        } else if (inMemory.get(record.priority()).size() >= WINDOW) {
            scan.behind = true;
            if (line != null) {
                line.moreInStore = true;
            }
        } else {
            scan.lastSeq = record.seq();
            accept(record);
        }
    }

    private void readStore() throws SQLException {
        for (Map.Entry<Priority, Scan> entry : scans.entrySet()) {
            Scan scan = entry.getValue();
            while (scan.behind && inMemory.get(entry.getKey()).size() <= WINDOW - PAGE) {
                List<QueuedRecord> page = store.page(entry.getKey(), scan.lastSeq, PAGE);
                for (QueuedRecord record : page) {
                    scan.lastSeq = record.seq();
                    accept(record);
                }
                scan.behind = page.size() == PAGE;
            }
        }
    }

    private void accept(QueuedRecord record) {
        if (isInMemory(record)) {
            return;
        }
        CustomerLine line = lines.get(record.customerKey());
        if (line == null) {
            line = new CustomerLine(record.customerKey());
            lines.put(record.customerKey(), line);
            if (otherScanIsBehind(record.priority())) {
                // An older record of this customer may stand in the part of the store that was not read yet.
                line.moreInStore = true;
                refill(line);
                return;
            }
        } else if (line.moreInStore || line.records.size() >= PER_CUSTOMER) {
            line.moreInStore = true;
            return;
        }
        add(line, record);
        makeReady(line);
    }

    private boolean isInMemory(QueuedRecord record) {
        return inMemory.get(record.priority()).contains(record.id());
    }

    private void forget(QueuedRecord record) {
        inMemory.get(record.priority()).remove(record.id());
    }

    private boolean otherScanIsBehind(Priority own) {
        return scans.entrySet().stream().anyMatch(entry -> entry.getKey() != own && entry.getValue().behind);
    }

    private void add(CustomerLine line, QueuedRecord record) {
        line.records.add(record);
        inMemory.get(record.priority()).add(record.id());
    }

    private void restoreWaiting(QueuedRecord record) {
        CustomerLine line = lines.computeIfAbsent(record.customerKey(), CustomerLine::new);
        if (line.records.isEmpty()) {
            add(line, record);
            line.waitsUntil = record.due();
            waiting.add(line);
        }
        line.moreInStore = true;
    }

    private void ended(List<QueuedRecord> taken, QueuedRecord oldest) {
        delivering--;
        CustomerLine line = lines.get(oldest.customerKey());
        line.delivering = false;
        if (oldest.due() != null && oldest.attempts() > taken.get(0).attempts()) {
            // The others of this customer need no place in the window while they cannot move.
            line.moreInStore |= line.records.size() > 1;
            empty(line);
            add(line, oldest);
            line.waitsUntil = oldest.due();
            waiting.add(line);
            return;
        }
        for (QueuedRecord record : taken) {
            line.records.poll();
            forget(record);
        }
        line.oneByOne = Math.max(0, line.oneByOne - taken.size());
        if (line.records.isEmpty() && line.moreInStore) {
            refill(line);
        } else if (line.records.isEmpty()) {
            lines.remove(line.customerKey);
        } else {
            makeReady(line);
        }
    }

    private void empty(CustomerLine line) {
        line.records.forEach(this::forget);
        line.records.clear();
    }

    private void refill(CustomerLine line) {
        try {
            List<QueuedRecord> records = store.ofCustomer(line.customerKey, PER_CUSTOMER);
            line.moreInStore = records.size() == PER_CUSTOMER;
            records.forEach(record -> add(line, record));
        } catch (SQLException e) {
            LOG.warnf("The store cannot be read, trying again: %s", e.getMessage());
            line.waitsUntil = clock.instant().plusMillis(500);
            waiting.add(line);
            return;
        }
        if (line.records.isEmpty()) {
            lines.remove(line.customerKey);
        } else {
            makeReady(line);
        }
    }

    private void makeReady(CustomerLine line) {
        if (line.delivering || line.waitsUntil != null) {
            return;
        }
        Priority priority = line.priority();
        if (line.ready != null && line.ready != priority) {
            ready.get(line.ready).remove(line);
            line.ready = null;
        }
        if (line.ready == null) {
            line.ready = priority;
            ready.get(priority).add(line);
        }
    }

    private void wakeDueLines() {
        Instant now = clock.instant();
        while (!waiting.isEmpty() && !waiting.peek().waitsUntil.isAfter(now)) {
            CustomerLine line = waiting.poll();
            line.waitsUntil = null;
            if (line.records.isEmpty() || together > 1 && line.moreInStore) {
                empty(line);
                refill(line);
            } else {
                makeReady(line);
            }
        }
    }

    private void handOut() {
        while (!stopping && delivering < concurrency && anyReady() && gate.permits(delivering)) {
            Deque<CustomerLine> next = ready.get(Priority.LIVE);
            CustomerLine line = next.isEmpty() ? ready.get(Priority.BACKFILL).poll() : next.poll();
            line.ready = null;
            line.delivering = true;
            delivering++;
            delivery.accept(line.next(together));
        }
    }

    private boolean anyReady() {
        return ready.values().stream().anyMatch(queue -> !queue.isEmpty());
    }

    private Duration pause() {
        Duration pause = Duration.ofSeconds(1);
        if (!waiting.isEmpty()) {
            pause = min(pause, Duration.between(clock.instant(), waiting.peek().waitsUntil));
        }
        if (anyReady() && delivering < concurrency && !stopping) {
            pause = min(pause, gate.askAgainAfter());
        }
        return pause;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
