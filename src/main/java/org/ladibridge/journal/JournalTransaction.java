package org.ladibridge.journal;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.StoredText;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The statements of the writer. Counts and rows are collected while a transaction runs and written before it is committed, so that
 * the ledger moves together with the rows it counts, and a transaction of many records has few statements.
 */
final class JournalTransaction implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JournalTransaction.class);
    static final String RECEIVED = "received";
    static final String DUPLICATE = "duplicate";

    private record Count(String queue, String source, String state) {
    }

    private final Database database;
    private final Statement control;
    private final Statements statements;
    private final ReadAhead ahead;
    private final HoldingRows holdings;
    private final NotTakenRows notTaken;
    private final OutcomeEvents outcomes;
    private final Map<Count, Long> counts = new HashMap<>();

    /** @param connection in auto-commit mode: transactions are begun and ended here, see {@link #begin} */
    JournalTransaction(Database database, Connection connection, ObjectMapper json, OutcomeEvents outcomes)
            throws SQLException {
        this.database = database;
        this.control = connection.createStatement();
        this.statements = new Statements(connection);
        this.ahead = new ReadAhead(statements);
        this.holdings = new HoldingRows(statements, ahead, json);
        this.notTaken = new NotTakenRows(statements);
        this.outcomes = outcomes;
    }

    /** What the transaction is going to ask. */
    ReadAhead ahead() {
        return ahead;
    }

    /** What LadiFlow does not store, in this transaction. */
    NotTakenRows notTaken() {
        return notTaken;
    }

    /** What LadiFlow holds, in this transaction. */
    HoldingRows holdings() {
        return holdings;
    }

    /**
     * Everything that follows belongs together until {@link #commit} or {@link #rollback}. In words instead of through JDBC, because
     * the driver's commit and roll-back begin the next transaction in the same call: after an I/O error, which makes SQLite roll
     * back by itself, no transaction would be open and every statement would stand alone.
     */
    void begin() throws SQLException {
        ahead.begin();
        control.execute(database.begin());
    }

    /** Everything is written; what follows is the commit. */
    void flush() throws SQLException {
        outcomes.write(this, statements);
        writeCounts();
        notTaken.write();
        statements.flush();
    }

    /** After {@link #flush}. When it fails, everything may be stored all the same. */
    void commit() throws SQLException {
        control.execute("commit");
        database.committed(control);
        counts.clear();
    }

    void rollback() {
        counts.clear();
        outcomes.forget();
        notTaken.forget();
        statements.forget();
        try {
            control.execute("rollback");
        } catch (SQLException e) {
            LOG.debug("The database has rolled back by itself, or the connection is lost", e);
        }
    }

    /** A repetition, which is only counted. */
    void duplicate(String queue, String source) {
        count(queue, source, RECEIVED, 1);
        count(queue, source, DUPLICATE, 1);
    }

    /** @param line null for a rejected record */
    void insert(String queue, Appender.Prepared prepared, String line, long id, Instant now) throws SQLException {
        NewRecord record = prepared.record();
        State state = record.initialState();
        Long finished = state.inFlight() ? null : (Long) now.toEpochMilli();
        statements.later(
                """
                    insert into event (id, seq, queue, source, event_id, identity, digest, customer_key, priority, state, reason, detail,
                                       warnings, attempts, received_at, finished_at, changed_at, line)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)""",
                id, id, queue, record.source(), prepared.eventId(), prepared.identity(), prepared.digest().number(),
                record.customerKey(),
                record.priority().ordinal(), state.label(), record.rejected() == null ? null : record.rejected().name(),
                record.detail(), prepared.warnings(), now.toEpochMilli(), finished,
                record.changedAt() == null ? null : (Long) record.changedAt().toEpochMilli(), state.inFlight() ? line : null);
        statements.later("insert into payload (event_id, raw, mapped) values (?, ?, ?)", id, record.raw(), record.payload());
        ahead.stored(record.source(), prepared.eventId(), line,
                new HoldingRows.Earlier(id, prepared.digest().number(), state, finished == null ? null : now));
        count(queue, record.source(), RECEIVED, 1);
        count(queue, record.source(), state.label(), 1);
        outcomes.stands(queue, id, state);
    }

    void trace(long id, String traceparent) throws SQLException {
        statements.later("insert into trace (event_id, traceparent) values (?, ?)", id, traceparent);
    }

    /** Of records that are no more. */
    void purgeTraces() throws SQLException {
        statements.update("delete from trace where event_id < (select min(id) from event)");
    }

    /** @return whether anything stood there */
    boolean move(String queue, String line, String into) throws SQLException {
        ahead.forget();
        return statements.update("update event set line = ? where queue = ? and line = ? and state in ('queued', 'waiting')",
                into, queue, line) > 0;
    }

    /** As {@link #move}, with the records of one key only. */
    boolean moveOfKey(String queue, String customerKey, String line, String into) throws SQLException {
        ahead.forget();
        return statements.update("""
            update event set line = ? where queue = ? and line = ? and customer_key = ?
            and state in ('queued', 'waiting')""", into, queue, line, customerKey) > 0;
    }

    /** The line that a record stands in now: lines may have been joined while it was with its consumer. */
    String lineOf(QueuedRecord record) throws SQLException {
        ReadAhead.Standing known = ahead.standing(record.id());
        String line = known != null
                ? known.line()
                : statements.text("select line from event where id = ?", record.id());
        return line == null ? record.line() : line;
    }

    /**
     * Whether the record is as it was handed out. One that is not had its outcome already, in a commit that failed to all appearances,
     * and is not to be counted twice.
     */
    boolean isUndecided(QueuedRecord record) throws SQLException {
        ReadAhead.Standing now = ahead.standing(record.id());
        if (now == null) {
            return statements.text("select id from event where id = ? and seq = ? and attempts = ? and state = ?", record.id(),
                    record.seq(), record.attempts(), stateOf(record).label()) != null;
        }
        return now.seq() == record.seq() && now.attempts() == record.attempts() && now.state() == stateOf(record);
    }

    /** Ends a record that {@link #isUndecided}. */
    void finish(QueuedRecord record, State state, Reason reason, String detail, Instant now) throws SQLException {
        outcome(record, state, reason, detail, record.attempts() + 1, null, now);
    }

    /** @param due null for one that has ended, at {@code finished} */
    private void outcome(QueuedRecord record, State state, Reason reason, String detail, int attempts, Instant due,
            Instant finished) throws SQLException {
        statements.later("""
            update event set state = ?, reason = ?, detail = ?, attempts = ?, due_at = ?, finished_at = ?
            where id = ? and seq = ? and attempts = ? and state = ?""", state.label(), reason == null ? null : reason.name(),
                excerpt(detail), attempts, due == null ? null : (Long) due.toEpochMilli(),
                finished == null ? null : (Long) finished.toEpochMilli(), record.id(), record.seq(), record.attempts(),
                stateOf(record).label());
        ahead.outcome(record.id(), new ReadAhead.Standing(record.seq(), attempts, state, lineOf(record)), finished);
        moved(record, stateOf(record), state);
        outcomes.stands(record.queue(), record.id(), state);
    }

    /** Adds to those of the mapping. */
    void warn(QueuedRecord record, String warnings) throws SQLException {
        // Both are JSON arrays with something in them, so the second follows in the first's brackets.
        statements.later("""
            update event set warnings = case when warnings is null then ?
                                             else substr(warnings, 1, length(warnings) - 1) || ',' || substr(?, 2) end
            where id = ?""", warnings, warnings, record.id());
    }

    /** The record's values went along with a younger one of the same customer. */
    void merge(QueuedRecord record, QueuedRecord into, Instant now) throws SQLException {
        outcome(record, State.SUPERSEDED, null, "merged into record " + into.id(), record.attempts(), null, now);
    }

    void retry(QueuedRecord record, Outcome.RetryAt retry) throws SQLException {
        outcome(record, State.WAITING, retry.reason(), retry.detail(), record.attempts() + 1, retry.due(), null);
    }

    /** A record that was tried before is waiting, any other queued: the two states of a record that is being delivered. */
    private static State stateOf(QueuedRecord record) {
        return record.due() == null ? State.QUEUED : State.WAITING;
    }

    void attempts(QueuedRecord record, List<Attempt> attempts) throws SQLException {
        for (Attempt attempt : attempts) {
            statements.later("""
                insert into attempt (event_id, n, at, call, status, millis, answer, sent)
                select ?, coalesce(max(n), 0) + 1, ?, ?, ?, ?, ?, ? from attempt where event_id = ?""", record.id(),
                    attempt.at().toEpochMilli(), attempt.call(), attempt.status(), attempt.millis(),
                    excerpt(attempt.answer()), attempt.sent(), record.id());
        }
    }

    void checkpoint(Checkpoint checkpoint, Instant now) throws SQLException {
        statements.later("""
            insert into checkpoint (source, value, updated_at) values (?, ?, ?)
            on conflict (source) do update set value = excluded.value, updated_at = excluded.updated_at""", checkpoint.source(),
                checkpoint.value(), now.toEpochMilli());
    }

    /** Replaces what was decided for the same headings before. */
    void assign(AssignedColumns assigned) throws SQLException {
        statements.update("""
            insert into column_assignment (source, headings, columns, assigned_at, assigned_by) values (?, ?, ?, ?, ?)
            on conflict (source, headings) do update set columns = excluded.columns, assigned_at = excluded.assigned_at,
                                                         assigned_by = excluded.assigned_by""", assigned.source(),
                assigned.headings(), assigned.columns(), assigned.at().toEpochMilli(), assigned.by());
    }

    /** @return whether there was one */
    boolean unassign(String source, String headings) throws SQLException {
        return statements.update("delete from column_assignment where source = ? and headings = ?", source, headings) > 0;
    }

    /** @param keep how many of one file are remembered */
    void use(UsedMapping used, int keep) throws SQLException {
        statements.update("""
            insert into used_mapping (source, file, digest, program, hints, trusted, used_at) values (?, ?, ?, ?, ?, ?, ?)
            on conflict (source, file, digest) do update set trusted = case when used_mapping.trusted = 1
              then 1 else excluded.trusted end,
                                                          used_at = excluded.used_at""", used.source(), used.file(),
                used.digest(), used.program(), used.hints(), used.trusted() ? 1 : 0, used.usedAt().toEpochMilli());
        statements.update("""
            delete from used_mapping where source = ? and file = ? and digest not in (
              select digest from used_mapping where source = ? and file = ? order by used_at desc limit ?)""", used.source(),
                used.file(), used.source(), used.file(), keep);
    }

    /** Writes something that nobody reads: whether it can be committed is the question. */
    Void probe() throws SQLException {
        checkpoint(new Checkpoint("journal:probe", "written when the store recovers"), Instant.EPOCH);
        return null;
    }

    /**
     * Puts a finished record at the end of its queue again.
     *
     * @return the record as it was stored; empty when there is none, it is still in flight or has no payload
     */
    Optional<QueuedRecord> requeue(long id, long seq, Appender.Requeue how, Instant now) throws SQLException {
        State before = state(id);
        Replacement replacement = how.replacement();
        if (before == null || before.inFlight() || replacement == null && mapped(id) == null) {
            return Optional.empty();
        }
        ahead.forget();
        outcomes.write(this, statements);
        replayed(id, how.entry(), now);
        if (replacement != null) {
            replace(id, replacement, patched(id, seq, replacement, now), how.warnings());
        }
        String customerKey = replacement == null ? null : replacement.customerKey();
        statements.update("""
            update event set state = 'queued', seq = ?, reason = null, detail = null, due_at = null, finished_at = null,
                             priority = ?, wanted = ?, arrival = coalesce(?, arrival),
                             customer_key = coalesce(?, customer_key), line = coalesce(?, customer_key)
            where id = ?""", seq, how.priority().ordinal(), how.wanted() ? 1 : null, how.saidOnceMore() ? seq : null,
                customerKey, customerKey, id);
        QueuedRecord record = read(id);
        moved(record, before, State.QUEUED);
        return Optional.of(record);
    }

    /** Which values of the replacement a person has set, and when; null for none. */
    private String patched(long id, long seq, Replacement replacement, Instant now) throws SQLException {
        FieldOrigins patched = replacement.keepsPatches()
                ? holdings.origins(statements.text("select patched from event where id = ?", id))
                : FieldOrigins.NONE;
        for (CustomerField field : replacement.patched()) {
            patched = patched.with(field, new FieldOrigins.Origin(now, seq));
        }
        return HoldingRows.text(patched);
    }

    /** Keeps how the record ended. */
    private void replayed(long id, AuditEntry entry, Instant now) throws SQLException {
        statements.update(
                """
                    insert into replay (event_id, n, at, actor, content, state, reason, detail, warnings, finished_at)
                    select id, (select coalesce(max(n), 0) + 1 from replay where event_id = ?), ?, ?, ?, state, reason, detail, warnings,
                           finished_at from event where id = ?""",
                id, now.toEpochMilli(), entry.actor(), entry.detail(), id);
    }

    /** The first payload is kept, and what was sent before stays what it was. */
    private void replace(long id, Replacement replacement, String patched, String warnings) throws SQLException {
        statements.update("update event set patched = ?, warnings = ? where id = ?", patched, warnings, id);
        byte[] before = mapped(id);
        if (Arrays.equals(before, replacement.payload())) {
            return;
        }
        if (before != null) {
            statements.update("update attempt set sent = ? where event_id = ? and sent is null",
                    new String(before, StandardCharsets.UTF_8), id);
        }
        statements.update("update payload set original = coalesce(original, mapped, ?), mapped = ? where event_id = ?",
                replacement.rest(), replacement.payload(), id);
    }

    byte[] mapped(long id) throws SQLException {
        PreparedStatement query = statements.bind("select mapped from payload where event_id = ?", id);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    void audit(AuditEntry entry, Instant now) throws SQLException {
        statements.update("""
            insert into audit (id, at, actor, action, subject, detail)
            select coalesce(max(id), 0) + 1, ?, ?, ?, ?, ? from audit""", now.toEpochMilli(), entry.actor(), entry.action(),
                entry.subject(), entry.detail());
    }

    void purgeAudit(Instant before) throws SQLException {
        statements.update("delete from audit where at < ?", before.toEpochMilli());
    }

    private QueuedRecord read(long id) throws SQLException {
        PreparedStatement read = statements.bind(QueuedRecords.SELECT + " where e.id = ?", id);
        try (ResultSet row = read.executeQuery()) {
            row.next();
            return QueuedRecords.read(row);
        }
    }

    /** @return the record in the line */
    QueuedRecord putInto(QueuedRecord record, String line) throws SQLException {
        ahead.forget();
        statements.update("update event set line = ? where id = ?", line, record.id());
        return read(record.id());
    }

    private State state(long id) throws SQLException {
        PreparedStatement read = statements.bind("select state from event where id = ?", id);
        try (ResultSet row = read.executeQuery()) {
            return row.next() ? State.of(row.getString(1)) : null;
        }
    }

    /**
     * @param most after this time no further record is begun
     * @return how many records were deleted, at most {@code limit}; 0 when none is left
     */
    int purge(Instant before, int limit, Duration most) throws SQLException {
        long end = System.nanoTime() + most.toNanos();
        PreparedStatement find = statements.bind("""
            select id from event where finished_at < ? and finished_at is not null and state <> 'dead'
            order by finished_at limit ?""", before.toEpochMilli(), limit);
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        ahead.forget();
        int purged = 0;
        for (Iterator<Long> next = ids.iterator(); next.hasNext() && (purged == 0 || System.nanoTime() < end); purged++) {
            long id = next.next();
            for (String sql : List.of("delete from attempt where event_id = ?", "delete from replay where event_id = ?",
                    "delete from payload where event_id = ?", "delete from event where id = ?")) {
                statements.update(sql, id);
            }
        }
        return purged;
    }

    private void moved(QueuedRecord record, State from, State to) {
        count(record.queue(), record.source(), from.label(), -1);
        count(record.queue(), record.source(), to.label(), 1);
    }

    private void count(String queue, String source, String state, long by) {
        counts.merge(new Count(queue, source, state), by, Long::sum);
    }

    private void writeCounts() throws SQLException {
        for (Map.Entry<Count, Long> entry : counts.entrySet()) {
            if (entry.getValue() != 0) {
                statements.later("""
                    insert into ledger (queue, source, state, n) values (?, ?, ?, ?)
                    on conflict (queue, source, state) do update set n = ledger.n + excluded.n""", entry.getKey().queue(),
                        entry.getKey().source(), entry.getKey().state(), entry.getValue());
            }
        }
    }

    private static String excerpt(String text) {
        return StoredText.excerpt(text, NewRecord.LONGEST_DETAIL);
    }

    @Override
    public void close() throws SQLException {
        statements.close();
        control.close();
    }
}
