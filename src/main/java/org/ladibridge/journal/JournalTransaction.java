package org.ladibridge.journal;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The statements of the writer. Counts are collected while a transaction runs and written once before it is committed, so that
 * the ledger moves together with the rows it counts.
 */
final class JournalTransaction implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JournalTransaction.class);
    static final String RECEIVED = "received";
    static final String DUPLICATE = "duplicate";

    private record Count(String queue, String source, String state) {
    }

    private final Statement control;
    private final Statements statements;
    private final HoldingRows holdings;
    private final NotTakenRows notTaken;
    private final Map<Count, Long> counts = new HashMap<>();

    /** @param connection in auto-commit mode: transactions are begun and ended here, see {@link #begin} */
    JournalTransaction(Connection connection, ObjectMapper json) throws SQLException {
        this.control = connection.createStatement();
        this.statements = new Statements(connection);
        this.holdings = new HoldingRows(statements, json);
        this.notTaken = new NotTakenRows(statements);
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
        control.execute("begin");
    }

    void commit() throws SQLException {
        writeCounts();
        notTaken.write();
        control.execute("commit");
        counts.clear();
    }

    void rollback() {
        counts.clear();
        notTaken.forget();
        try {
            control.execute("rollback");
        } catch (SQLException e) {
            LOG.debug("SQLite has rolled back by itself", e);
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
        PreparedStatement event = prepare(
                """
                    insert into event (id, seq, queue, source, event_id, digest, customer_key, priority, state, reason, detail, warnings,
                                       attempts, received_at, finished_at, changed_at, line)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)""");
        event.setLong(1, id);
        event.setLong(2, id);
        event.setString(3, queue);
        event.setString(4, record.source());
        event.setString(5, prepared.eventId());
        event.setLong(6, prepared.digest().number());
        event.setString(7, record.customerKey());
        event.setInt(8, record.priority().ordinal());
        event.setString(9, state.label());
        event.setString(10, record.rejected() == null ? null : record.rejected().name());
        event.setString(11, excerpt(record.detail()));
        event.setString(12, prepared.warnings());
        event.setLong(13, now.toEpochMilli());
        setLong(event, 14, state.inFlight() ? null : now.toEpochMilli());
        setLong(event, 15, record.changedAt() == null ? null : record.changedAt().toEpochMilli());
        event.setString(16, state.inFlight() ? line : null);
        event.executeUpdate();
        PreparedStatement payload = prepare("insert into payload (event_id, raw, mapped) values (?, ?, ?)");
        payload.setLong(1, id);
        payload.setBytes(2, record.raw());
        payload.setBytes(3, record.payload());
        payload.executeUpdate();
        count(queue, record.source(), RECEIVED, 1);
        count(queue, record.source(), state.label(), 1);
    }

    void trace(long id, String traceparent) throws SQLException {
        PreparedStatement insert = prepare("insert into trace (event_id, traceparent) values (?, ?)");
        insert.setLong(1, id);
        insert.setString(2, traceparent);
        insert.executeUpdate();
    }

    /** Of records that are no more. */
    void purgeTraces() throws SQLException {
        prepare("delete from trace where event_id < (select min(id) from event)").executeUpdate();
    }

    /** @return whether anything stood there */
    boolean move(String queue, String line, String into) throws SQLException {
        PreparedStatement update = prepare(
                "update event set line = ? where queue = ? and line = ? and state in ('queued', 'waiting')");
        update.setString(1, into);
        update.setString(2, queue);
        update.setString(3, line);
        return update.executeUpdate() > 0;
    }

    /** As {@link #move}, with the records of one key only. */
    boolean moveOfKey(String queue, String customerKey, String line, String into) throws SQLException {
        return statements.update("""
            update event set line = ? where queue = ? and line = ? and customer_key = ?
            and state in ('queued', 'waiting')""", into, queue, line, customerKey) > 0;
    }

    /** The line that a record stands in now: lines may have been joined while it was with its consumer. */
    String lineOf(QueuedRecord record) throws SQLException {
        String line = statements.text("select line from event where id = ?", record.id());
        return line == null ? record.line() : line;
    }

    /** Ends a record that is in flight. */
    void finish(QueuedRecord record, State state, Reason reason, String detail, Instant now) throws SQLException {
        PreparedStatement update = prepare("""
            update event set state = ?, reason = ?, detail = ?, attempts = ?, due_at = null, finished_at = ?
            where id = ?""");
        update.setString(1, state.label());
        update.setString(2, reason == null ? null : reason.name());
        update.setString(3, excerpt(detail));
        update.setInt(4, record.attempts() + 1);
        update.setLong(5, now.toEpochMilli());
        update.setLong(6, record.id());
        update.executeUpdate();
        moved(record, stateOf(record), state);
    }

    /** Adds to those of the mapping. */
    void warn(QueuedRecord record, String warnings) throws SQLException {
        // Both are JSON arrays with something in them, so the second follows in the first's brackets.
        PreparedStatement update = prepare("""
            update event set warnings = case when warnings is null then ?
                                             else substr(warnings, 1, length(warnings) - 1) || ',' || substr(?, 2) end
            where id = ?""");
        update.setString(1, warnings);
        update.setString(2, warnings);
        update.setLong(3, record.id());
        update.executeUpdate();
    }

    /** The record's values went along with a younger one of the same customer. */
    void merge(QueuedRecord record, QueuedRecord into, Instant now) throws SQLException {
        PreparedStatement update = prepare("""
            update event set state = 'superseded', reason = null, detail = ?, due_at = null, finished_at = ? where id = ?""");
        update.setString(1, "merged into record " + into.id());
        update.setLong(2, now.toEpochMilli());
        update.setLong(3, record.id());
        update.executeUpdate();
        moved(record, stateOf(record), State.SUPERSEDED);
    }

    void retry(QueuedRecord record, Outcome.RetryAt retry) throws SQLException {
        PreparedStatement update = prepare(
                "update event set state = 'waiting', reason = ?, detail = ?, attempts = ?, due_at = ? where id = ?");
        update.setString(1, retry.reason().name());
        update.setString(2, excerpt(retry.detail()));
        update.setInt(3, record.attempts() + 1);
        update.setLong(4, retry.due().toEpochMilli());
        update.setLong(5, record.id());
        update.executeUpdate();
        moved(record, stateOf(record), State.WAITING);
    }

    /** A record that was tried before is waiting, any other queued: the two states of a record that is being delivered. */
    private static State stateOf(QueuedRecord record) {
        return record.due() == null ? State.QUEUED : State.WAITING;
    }

    void attempts(QueuedRecord record, List<Attempt> attempts) throws SQLException {
        if (attempts.isEmpty()) {
            return;
        }
        PreparedStatement insert = prepare("""
            insert into attempt (event_id, n, at, call, status, millis, answer, sent)
            select ?, coalesce(max(n), 0) + 1, ?, ?, ?, ?, ?, ? from attempt where event_id = ?""");
        for (Attempt attempt : attempts) {
            insert.setLong(1, record.id());
            insert.setLong(2, attempt.at().toEpochMilli());
            insert.setString(3, attempt.call());
            if (attempt.status() == null) {
                insert.setNull(4, Types.INTEGER);
            } else {
                insert.setInt(4, attempt.status());
            }
            insert.setLong(5, attempt.millis());
            insert.setString(6, excerpt(attempt.answer()));
            insert.setString(7, attempt.sent());
            insert.setLong(8, record.id());
            insert.executeUpdate();
        }
    }

    void checkpoint(Checkpoint checkpoint, Instant now) throws SQLException {
        PreparedStatement upsert = prepare("""
            insert into checkpoint (source, value, updated_at) values (?, ?, ?)
            on conflict (source) do update set value = excluded.value, updated_at = excluded.updated_at""");
        upsert.setString(1, checkpoint.source());
        upsert.setString(2, checkpoint.value());
        upsert.setLong(3, now.toEpochMilli());
        upsert.executeUpdate();
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
        PreparedStatement insert = prepare(
                """
                    insert into replay (event_id, n, at, actor, content, state, reason, detail, warnings, finished_at)
                    select id, (select coalesce(max(n), 0) + 1 from replay where event_id = ?), ?, ?, ?, state, reason, detail, warnings,
                           finished_at from event where id = ?""");
        insert.setLong(1, id);
        insert.setLong(2, now.toEpochMilli());
        insert.setString(3, entry.actor());
        insert.setString(4, entry.detail());
        insert.setLong(5, id);
        insert.executeUpdate();
    }

    /** The first payload is kept, and what was sent before stays what it was. */
    private void replace(long id, Replacement replacement, String patched, String warnings) throws SQLException {
        PreparedStatement event = prepare("update event set patched = ?, warnings = ? where id = ?");
        event.setString(1, patched);
        event.setString(2, warnings);
        event.setLong(3, id);
        event.executeUpdate();
        byte[] before = mapped(id);
        if (Arrays.equals(before, replacement.payload())) {
            return;
        }
        if (before != null) {
            PreparedStatement sent = prepare("update attempt set sent = ? where event_id = ? and sent is null");
            sent.setString(1, new String(before, StandardCharsets.UTF_8));
            sent.setLong(2, id);
            sent.executeUpdate();
        }
        PreparedStatement replace = prepare(
                "update payload set original = coalesce(original, mapped, ?), mapped = ? where event_id = ?");
        replace.setBytes(1, replacement.rest());
        replace.setBytes(2, replacement.payload());
        replace.setLong(3, id);
        replace.executeUpdate();
    }

    byte[] mapped(long id) throws SQLException {
        PreparedStatement query = prepare("select mapped from payload where event_id = ?");
        query.setLong(1, id);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    void audit(AuditEntry entry, Instant now) throws SQLException {
        PreparedStatement insert = prepare("""
            insert into audit (id, at, actor, action, subject, detail)
            select coalesce(max(id), 0) + 1, ?, ?, ?, ?, ? from audit""");
        insert.setLong(1, now.toEpochMilli());
        insert.setString(2, entry.actor());
        insert.setString(3, entry.action());
        insert.setString(4, entry.subject());
        insert.setString(5, entry.detail());
        insert.executeUpdate();
    }

    void purgeAudit(Instant before) throws SQLException {
        PreparedStatement delete = prepare("delete from audit where at < ?");
        delete.setLong(1, before.toEpochMilli());
        delete.executeUpdate();
    }

    private QueuedRecord read(long id) throws SQLException {
        PreparedStatement read = prepare(QueuedRecords.SELECT + " where e.id = ?");
        read.setLong(1, id);
        try (ResultSet row = read.executeQuery()) {
            row.next();
            return QueuedRecords.read(row);
        }
    }

    /** @return the record in the line */
    QueuedRecord putInto(QueuedRecord record, String line) throws SQLException {
        PreparedStatement update = prepare("update event set line = ? where id = ?");
        update.setString(1, line);
        update.setLong(2, record.id());
        update.executeUpdate();
        return read(record.id());
    }

    private State state(long id) throws SQLException {
        PreparedStatement read = prepare("select state from event where id = ?");
        read.setLong(1, id);
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
        PreparedStatement find = prepare("""
            select id from event where finished_at < ? and finished_at is not null and state <> 'dead'
            order by finished_at limit ?""");
        find.setLong(1, before.toEpochMilli());
        find.setInt(2, limit);
        int purged = 0;
        try (ResultSet row = find.executeQuery()) {
            while (row.next() && (purged == 0 || System.nanoTime() < end)) {
                for (String sql : List.of("delete from attempt where event_id = ?", "delete from replay where event_id = ?",
                        "delete from payload where event_id = ?", "delete from event where id = ?")) {
                    PreparedStatement delete = prepare(sql);
                    delete.setLong(1, row.getLong(1));
                    delete.executeUpdate();
                }
                purged++;
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
        PreparedStatement upsert = prepare("""
            insert into ledger (queue, source, state, n) values (?, ?, ?, ?)
            on conflict (queue, source, state) do update set n = ledger.n + excluded.n""");
        for (Map.Entry<Count, Long> entry : counts.entrySet()) {
            if (entry.getValue() != 0) {
                upsert.setString(1, entry.getKey().queue());
                upsert.setString(2, entry.getKey().source());
                upsert.setString(3, entry.getKey().state());
                upsert.setLong(4, entry.getValue());
                upsert.executeUpdate();
            }
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return statements.prepare(sql);
    }

    private static void setLong(PreparedStatement statement, int index, Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }

    private static String excerpt(String text) {
        return text == null || text.length() <= 2000 ? text : text.substring(0, 2000);
    }

    @Override
    public void close() throws SQLException {
        statements.close();
        control.close();
    }
}
