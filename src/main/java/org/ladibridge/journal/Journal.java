package org.ladibridge.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.ladibridge.BridgeConfig;
import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.journal.GroupCommitWriter.OnFailure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import javax.sql.DataSource;

/**
 * The durable store of all queues. Everything that a method reports as done has been fsynced; after a crash nothing has to be
 * repaired. One process per data folder.
 */
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
@Singleton
public class Journal implements CheckpointStore {
    private static final Logger LOG = Logger.getLogger(Journal.class);
    private static final int PURGE_BATCH = 200;
    /** Of one source: those that somebody may go back to. */
    private static final int MAPPINGS_KEPT = 10;
    private static final int MOST_NOT_TAKEN = 1_000;
    /** Senders wait for the writer while it deletes; rows that long lay untouched come slowly from the disk. */
    private static final Duration LONGEST_PURGE = Duration.ofMillis(10);
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(10);

    private final Database database;
    private final DataSource dataSource;
    private final boolean traced;
    private final Clock clock;
    private final ObjectMapper json;
    private final GroupCommitWriter writer;
    private final Holdings holdings;
    private final AtomicLong lastId = new AtomicLong();
    /** Records that are with the consumer of a queue of references. */
    private final Set<Long> handedOut = ConcurrentHashMap.newKeySet();
    private final Appender appender = new Appender(lastId, handedOut::contains);
    private final Map<String, QueueListener> listeners = new ConcurrentHashMap<>();
    private final Set<NotTaken> notTaken = ConcurrentHashMap.newKeySet();

    public Journal(Database database, BridgeConfig config, Clock clock, ObjectMapper json) {
        this.database = database;
        this.dataSource = database.dataSource();
        this.traced = config.traces().isPresent();
        this.clock = clock;
        this.json = json;
        this.writer = new GroupCommitWriter(database, json, LONGEST_TRANSACTION, this::settled,
                new OutcomeEvents(config.outcomes(), lastId::incrementAndGet, clock, json, this::announceOutcomes));
        this.holdings = new Holdings(dataSource, json);
    }

    @PostConstruct
    void open() {
        try {
            database.open();
            checkpoint(StoreMove.MARK).ifPresent(mark -> {
                throw new ConfigurationException(StoreMove.refusal(database.name(), mark));
            });
            lastId.set(highestId());
            holdings.started(lastId.get());
            new JournalReader(database).notTaken().stream().filter(one -> one.takenAt() == null)
                    .forEach(one -> notTaken.add(one.what()));
        } catch (SQLException | FlywayException e) {
            throw notOpened(new ConfigurationException(e instanceof StoreFault || StoreFault.isDamage(e)
                    ? database.explain(e).getMessage()
                    : cannotBeOpened(e)));
        } catch (ConfigurationException e) {
            throw notOpened(e);
        }
        writer.start();
    }

    private String cannotBeOpened(Exception e) {
        String why = String.valueOf(e.getMessage());
        return why.contains(database.name()) ? why : "the store " + database.name() + " cannot be opened: " + why;
    }

    private ConfigurationException notOpened(ConfigurationException why) {
        try {
            database.close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        return why;
    }

    /** Commits what is on its way and lets go of the data folder. */
    @PreDestroy
    public void close() throws IOException {
        writer.close();
        holdings.close();
        database.close();
    }

    private long highestId() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection
                        .prepareStatement("select (select max(id) from event), (select max(seq) from event where seq <> id)");
                ResultSet row = query.executeQuery()) {
            row.next();
            return Math.max(row.getLong(1), row.getLong(2));
        }
    }

    /**
     * Stores all records and the checkpoint, or nothing.
     *
     * @param checkpoint null when the source has none
     * @return completed after the fsync; fails with {@link JournalUnavailableException}
     */
    public CompletableFuture<AppendResult> append(String queue, List<NewRecord> records, Checkpoint checkpoint) {
        return append(queue, records, checkpoint, null);
    }

    /** @param traceparent the trace that they came in with; null for none */
    CompletableFuture<AppendResult> append(String queue, List<NewRecord> records, Checkpoint checkpoint, String traceparent) {
        List<Appender.Prepared> prepared = records.stream()
                .map(record -> Appender.Prepared.of(record, toJson(record.warnings())))
                .toList();
        Appender.News news = new Appender.News();
        return writer.submit(GroupCommitWriter.Write.after(ahead -> prepared.forEach(ahead::append), tx -> {
            news.clear();
            Instant now = clock.instant();
            AppendResult result = appender.append(tx, queue, prepared, traceparent, now, news);
            if (checkpoint != null) {
                tx.checkpoint(checkpoint, now);
            }
            return result;
        }), OnFailure.FAIL, result -> announce(queue, news));
    }

    /** They are with their consumer from now on. */
    void handedOut(List<QueuedRecord> records) {
        records.stream().filter(record -> !record.queue().equals(JournalReader.CUSTOMERS))
                .forEach(record -> handedOut.add(record.id()));
    }

    /** They no longer are. */
    void returned(List<QueuedRecord> records) {
        records.forEach(record -> handedOut.remove(record.id()));
    }

    /** The trace that a record came in with; empty when it came with none, or traces are off. */
    public Optional<String> traceparent(QueuedRecord record) {
        return traced ? Optional.ofNullable(record.traceparent()) : Optional.empty();
    }

    /**
     * Records what a consumer decided. Kept and repeated until the store takes it, because the call has been made.
     *
     * @param records those of one customer that the outcome is for, oldest first: it is the youngest's, and the others went along
     *        with it; when they have to wait, the oldest is the one that waits
     * @return the oldest as it stands now: waiting, or with {@code due} null when all are finished
     */
    CompletableFuture<QueuedRecord> complete(List<QueuedRecord> records, Outcome outcome, List<Attempt> attempts) {
        return complete(records, outcome, attempts, false);
    }

    /** @param inDoubt whether a write was sent whose answer is not known, so that what LadiFlow holds is not known either */
    CompletableFuture<QueuedRecord> complete(List<QueuedRecord> records, Outcome outcome, List<Attempt> attempts,
            boolean inDoubt) {
        QueuedRecord oldest = records.get(0);
        QueuedRecord youngest = records.get(records.size() - 1);
        Appender.News news = new Appender.News();
        String ladiflowId = outcome instanceof Outcome.Delivered delivered && delivered.identity() != null
                ? delivered.identity().ladiflowId()
                : null;
        return writer.submit(GroupCommitWriter.Write.after(ahead -> ahead.complete(records, ladiflowId), tx -> {
            news.clear();
            Instant now = clock.instant();
            boolean waits = outcome instanceof Outcome.RetryAt;
            if (!(outcome instanceof Outcome.SameCustomer) && !tx.isUndecided(waits ? oldest : youngest)) {
                return waits ? oldest.retriedAt(((Outcome.RetryAt) outcome).due()) : oldest;
            }
            tx.attempts(youngest, attempts);
            if (inDoubt) {
                tx.holdings().doubt(tx.lineOf(youngest));
            }
            if (outcome instanceof Outcome.SameCustomer same) {
                takePlace(tx, oldest, same.line(), news);
                return oldest;
            }
            if (outcome instanceof Outcome.RetryAt retry) {
                tx.retry(oldest, retry);
                return oldest.retriedAt(retry.due());
            }
            for (QueuedRecord older : records.subList(0, records.size() - 1)) {
                tx.merge(older, youngest, now);
                if (outcome instanceof Outcome.Delivered delivered) {
                    warn(tx, older, delivered.warnings());
                }
            }
            finish(tx, youngest, outcome, now);
            return oldest;
        }), OnFailure.RETRY, after -> {
            holdings.release(youngest);
            if (outcome instanceof Outcome.Delivered delivered) {
                notTaken.addAll(remembered(delivered.notTaken()));
                notTaken.removeAll(delivered.taken());
            }
            announce(oldest.queue(), news);
        });
    }

    /** LadiFlow has the record's customer under another line: all of the two, or at least what stands under the record's key. */
    private static void takePlace(JournalTransaction tx, QueuedRecord record, String other, Appender.News news)
            throws SQLException {
        String line = tx.lineOf(record);
        if (line.equals(other)) {
            return;
        }
        if (CustomerKey.isShared(record.customerKey()) && !line.equals(record.customerKey())) {
            Appender.move(tx, record.queue(), record.customerKey(), line, other, news);
        } else if (CustomerKey.isShared(other)) {
            Appender.join(tx, record.queue(), other, line, news);
        } else {
            Appender.join(tx, record.queue(), line, other, news);
        }
    }

    /** What LadiFlow did not take of a record that went along is told at it, too: the one it went with may be replayed alone. */
    private void warn(JournalTransaction tx, QueuedRecord along, List<Warning> warnings) throws SQLException {
        List<Warning> incomplete = warnings.stream().filter(warning -> warning.code().isIncomplete()).toList();
        if (!incomplete.isEmpty()) {
            JsonNode own = content(along);
            List<Warning> its = incomplete.stream().filter(warning -> warning.field() != null && own.has(warning.field()))
                    .toList();
            if (!its.isEmpty()) {
                tx.warn(along, toJson(its));
            }
        }
    }

    private JsonNode content(QueuedRecord record) {
        try {
            return json.readTree(record.payload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish(JournalTransaction tx, QueuedRecord record, Outcome outcome, Instant now) throws SQLException {
        if (outcome instanceof Outcome.Delivered delivered) {
            tx.finish(record, State.DELIVERED, null, null, now);
            if (!delivered.warnings().isEmpty()) {
                tx.warn(record, toJson(delivered.warnings()));
            }
            if (!delivered.taken().isEmpty()) {
                tx.notTaken().taken(delivered.taken(), now);
            }
            tx.notTaken().refused(remembered(delivered.notTaken()), record.id(), now);
            if (delivered.identity() != null) {
                String line = tx.lineOf(record);
                tx.holdings().accepted(line, delivered, !line.equals(record.line()), holdings.run(), now);
            }
        } else if (outcome instanceof Outcome.Dead dead) {
            tx.finish(record, State.DEAD, dead.reason(), dead.detail(), now);
        } else if (outcome instanceof Outcome.Rejected rejected) {
            tx.finish(record, State.REJECTED, rejected.reason(), rejected.detail(), now);
        } else if (outcome instanceof Outcome.Superseded superseded) {
            tx.finish(record, State.SUPERSEDED, superseded.reason(), null, now);
        } else if (outcome instanceof Outcome.Unchanged unchanged) {
            tx.finish(record, State.UNCHANGED, null, null, now);
            tx.holdings().confirmed(tx.lineOf(record), unchanged.origins());
        } else {
            throw new IllegalArgumentException("no end of a record: " + outcome);
        }
    }

    /** A mapping may pass on what a sender calls its fields: names without end are not remembered. */
    private Set<NotTaken> remembered(Set<NotTaken> names) {
        return names.isEmpty() || notTaken.size() < MOST_NOT_TAKEN
                ? names
                : names.stream().filter(notTaken::contains).collect(Collectors.toSet());
    }

    /** What LadiFlow did not store of any customer, the last time that it was sent. */
    public Set<NotTaken> notTaken() {
        return notTaken;
    }

    /** So many of the records of which LadiFlow did not store that are on their way again. */
    public void sentAgain(NotTaken name, long records) {
        writer.submit(tx -> {
            tx.notTaken().sentAgain(name, records);
            return null;
        }, OnFailure.RETRY);
    }

    /** Records calls that decided nothing about the record. */
    CompletableFuture<Void> attempted(QueuedRecord record, List<Attempt> attempts) {
        return writer.submit(tx -> {
            tx.attempts(record, attempts);
            return null;
        }, OnFailure.RETRY);
    }

    /**
     * Puts a finished record at the end of its queue again; its attempts, its first payload and how it ended stay.
     *
     * @param replacement null delivers the payload as it stands
     * @param priority many at once are a backfill, so that live records go first
     * @param entry who does it, and as what
     * @param ofGroup then the audit has an entry for the whole group, and this one stands with the record only
     * @return whether it was put back: false when it does not exist, is still in flight, or has no payload
     */
    public CompletableFuture<Boolean> replay(long id, Replacement replacement, Priority priority, AuditEntry entry,
            boolean ofGroup) {
        Appender.News news = new Appender.News();
        return writer.submit(tx -> {
            news.clear();
            Instant now = clock.instant();
            String warnings = replacement == null ? null : toJson(replacement.warnings());
            Appender.Requeue how = new Appender.Requeue(replacement, warnings, priority, false, true, entry);
            String queue = appender.requeue(tx, id, how, now, news);
            if (queue != null && !ofGroup) {
                tx.audit(entry, now);
            }
            return queue;
        }, OnFailure.FAIL, queue -> announce(queue, news)).thenApply(Objects::nonNull);
    }

    /** Deletes finished records that are older, in small transactions; dead letters stay until somebody handled them. */
    public void purge(Instant before) {
        int purged;
        do {
            purged = writer.submit(tx -> tx.purge(before, PURGE_BATCH, LONGEST_PURGE), OnFailure.FAIL).join();
        } while (purged > 0);
        writer.submit(tx -> tx.notTaken().purge(before), OnFailure.FAIL).join();
    }

    /** Whether a route takes the events of {@code journal:outcomes}. */
    public boolean tellsOutcomes() {
        return listeners.containsKey(OutcomeEvents.QUEUE);
    }

    /**
     * Ends the events of {@code journal:outcomes} that are older and that nobody takes: they are kept as long as finished records are.
     * While a route takes them, an event waits as long as its receiver is away.
     *
     * @return how many were ended
     */
    public int endOutcomes(Instant before) {
        int ended = 0;
        int some;
        do {
            some = tellsOutcomes() ? 0 : endSomeOutcomes(before);
            ended += some;
        } while (some > 0);
        return ended;
    }

    private int endSomeOutcomes(Instant before) {
        try {
            List<QueuedRecord> events = records(OutcomeEvents.QUEUE).receivedBefore(before, PURGE_BATCH);
            return events.isEmpty() ? 0 : writer.submit(tx -> {
                int ended = 0;
                for (QueuedRecord event : events) {
                    if (tx.isUndecided(event)) {
                        tx.finish(event, State.IGNORED, Reason.NO_RECEIVER, null, clock.instant());
                        ended++;
                    }
                }
                return ended;
            }, OnFailure.FAIL).join();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /**
     * Writes a copy of the whole store as of one moment, while it is in use: a data folder with this file as {@code bridge.db} goes on
     * from there.
     *
     * @param file must not exist
     * @throws JournalUnavailableException when it cannot be written
     * @throws UnsupportedOperationException when the database has its own way, which the message names
     */
    public void backup(Path file) {
        database.backup(file);
    }

    /** Remembers what columns mean, and who said so; completed after the fsync. */
    public CompletableFuture<Void> assign(AssignedColumns assigned, AuditEntry entry) {
        return writer.submit(tx -> {
            tx.assign(assigned);
            tx.audit(entry, clock.instant());
            return null;
        }, OnFailure.FAIL);
    }

    @Override
    public void forgetIds(String source) {
        writer.submit(tx -> tx.holdings().forgetIds(source), OnFailure.FAIL).join();
    }

    /** Forgets what columns mean; false when nothing was remembered. */
    public CompletableFuture<Boolean> unassign(String source, String headings, AuditEntry entry) {
        return writer.submit(tx -> {
            boolean forgotten = tx.unassign(source, headings);
            if (forgotten) {
                tx.audit(entry, clock.instant());
            }
            return forgotten;
        }, OnFailure.FAIL);
    }

    /**
     * Remembers what a source's records are made with from now on; completed after the fsync.
     *
     * @param entry who accepted it; null when nobody had to
     */
    public CompletableFuture<Void> use(UsedMapping used, AuditEntry entry) {
        return writer.submit(tx -> {
            tx.use(used, MAPPINGS_KEPT);
            if (entry != null) {
                tx.audit(entry, clock.instant());
            }
            return null;
        }, OnFailure.FAIL);
    }

    /** Remembers what is about to be done; completed after the fsync, fails with {@link JournalUnavailableException}. */
    public CompletableFuture<Void> audit(AuditEntry entry) {
        return audit(entry, OnFailure.FAIL);
    }

    /** Remembers what has been done, as soon as the store can be written. */
    public void auditDone(AuditEntry entry) {
        audit(entry, OnFailure.RETRY);
    }

    private CompletableFuture<Void> audit(AuditEntry entry, OnFailure onFailure) {
        return writer.submit(tx -> {
            tx.audit(entry, clock.instant());
            return null;
        }, onFailure);
    }

    /** Forgets what was done before, and the traces of records that are no more. */
    public void purgeAudit(Instant before) {
        writer.submit(tx -> {
            tx.purgeAudit(before);
            tx.purgeTraces();
            return null;
        }, OnFailure.FAIL).join();
    }

    /** Why the store cannot be written at the moment; empty when it can. */
    public Optional<String> trouble() {
        return storeTrouble().map(StoreTrouble::message);
    }

    /** As {@link #trouble}, with what has to happen. */
    public Optional<StoreTrouble> storeTrouble() {
        return Optional.ofNullable(writer.trouble()).map(StoreTrouble::of);
    }

    /**
     * Whether the threads that store and hand out records run. They end before their time only by an error that the process cannot
     * mend, such as an exhausted heap: then it has to be started again, which loses nothing.
     */
    public boolean isAlive() {
        return writer.isAlive() && listeners.values().stream().allMatch(QueueListener::isAlive);
    }

    /** Whether it takes something to be written. */
    boolean isOpen() {
        return writer.isOpen();
    }

    @Override
    public Optional<String> checkpoint(String source) {
        try (PreparedQuery query = new PreparedQuery(dataSource, "select value from checkpoint where source = ?")) {
            return query.first(row -> row.getString(1), source);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** What LadiFlow holds. */
    public Holdings holdings() {
        return holdings;
    }

    private JournalUnavailableException unreadable(SQLException e) {
        return new JournalUnavailableException("the store cannot be read: " + database.explain(e).getMessage(), e);
    }

    /** Somebody could not read the store: when that is because it is damaged, nothing is written to it any more. */
    public void noticed(JournalUnavailableException failure) {
        database.explain(failure);
    }

    QueuedRecords records(String queue) {
        return new QueuedRecords(dataSource, queue, database::explain);
    }

    /** Tells the listener, on the writer's thread and in the order of the queue, what was stored. */
    void listen(String queue, QueueListener listener) {
        if (listeners.putIfAbsent(queue, listener) != null) {
            throw new IllegalStateException("the queue «" + queue + "» has a consumer already; a journal queue takes one");
        }
        writer.submit(tx -> lastId.get(), OnFailure.RETRY, listener::opened);
    }

    private void settled() {
        listeners.values().forEach(listener -> listener.doubted(lastId.get()));
    }

    /** A listener that was refused takes nothing from the one that listens. */
    void stopListening(String queue, QueueListener listener) {
        listeners.remove(queue, listener);
    }

    private void announce(String queue, Appender.News news) {
        QueueListener listener = queue == null ? null : listeners.get(queue);
        if (listener != null) {
            news.tell(listener);
        }
    }

    private void announceOutcomes(List<QueuedRecord> events) {
        QueueListener listener = listeners.get(OutcomeEvents.QUEUE);
        if (listener != null) {
            events.forEach(listener::stored);
        }
    }

    private String toJson(List<Warning> warnings) {
        if (warnings.isEmpty()) {
            return null;
        }
        try {
            return json.writeValueAsString(warnings);
        } catch (JsonProcessingException e) {
            LOG.warnf("Warnings cannot be written: %s", e.getOriginalMessage());
            return null;
        }
    }
}
