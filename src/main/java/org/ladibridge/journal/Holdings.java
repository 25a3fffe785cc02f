package org.ladibridge.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.ObjectMapper;

import javax.sql.DataSource;

/**
 * Knows what LadiFlow holds: per customer the last payload that is certain, where the values of its fields came from, and LadiFlow's
 * own id. What decides about a call, asks here.
 * <p>
 * A payload is certain from the moment LadiFlow's answer was read, and no longer when a write goes out. That needs no mark on disk:
 * the outcome of a call whose answer is missing clears it, and after a start it is not believed of a customer whose records had
 * been queued before, for one of them may have been sent.
 */
public final class Holdings implements AutoCloseable {
    private final ObjectMapper json;
    private final PreparedQuery held;
    private final PreparedQuery lineOf;
    private final PreparedQuery lineHolding;
    /** What is being written to at the moment: line and record by LadiFlow's id. */
    private final Map<String, QueuedRecord> writing = new ConcurrentHashMap<>();
    /** Tells this start from every other one. */
    private final long run = UUID.randomUUID().getMostSignificantBits();
    private volatile long lastBeforeStart;

    Holdings(DataSource dataSource, ObjectMapper json) {
        this.json = json;
        this.held = new PreparedQuery(dataSource, HoldingRows.SELECT
                + " where line = coalesce((select customer_key from customer_alias where alias = ?), ?)");
        this.lineOf = new PreparedQuery(dataSource, "select customer_key from customer_alias where alias = ?");
        this.lineHolding = new PreparedQuery(dataSource, "select line from held_customer where ladiflow_id = ?");
    }

    /** @param lastBeforeStart the highest place that the queues had reached before */
    void started(long lastBeforeStart) {
        this.lastBeforeStart = lastBeforeStart;
    }

    long run() {
        return run;
    }

    /** What LadiFlow holds of the record's customer. */
    public HeldCustomer of(QueuedRecord record) {
        try {
            return held.first(row -> HoldingRows.read(row, json), record.line(), record.line())
                    .map(known -> known.run() != run && record.seq() <= lastBeforeStart
                            ? known.customer().inDoubt()
                            : known.customer())
                    .orElseGet(() -> HeldCustomer.unknown(record.line()));
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** What LadiFlow holds of the customer with the key, as far as it is certain. */
    public HeldCustomer of(String key) {
        try {
            return held.first(row -> HoldingRows.read(row, json), key, key).map(HoldingRows.Held::customer)
                    .orElseGet(() -> HeldCustomer.unknown(key));
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** The line of the customer with the key. */
    public String lineOf(String key) {
        return first(lineOf, key).orElse(key);
    }

    /**
     * The record is about to be written to LadiFlow's customer with this id, unless he belongs to another line: then it must not be,
     * for the records of that line would go at the same time.
     *
     * @param keys under which LadiFlow has the customer: only who is known here under one of them is taken for the same
     * @return the other line; empty when the record may be written
     */
    public Optional<String> otherLine(String ladiflowId, QueuedRecord record, List<String> keys) {
        String holder = holder(ladiflowId, record);
        String own = lineOf(record.line());
        return keys.stream().map(this::lineOf).filter(line -> line.equals(lineOf(holder)) && !line.equals(own)).findFirst();
    }

    /**
     * The record is about to be written to LadiFlow's customer whose id it has.
     *
     * @return whether another line has him, or writes to him at the moment; see {@link #otherLine}
     */
    public boolean isOfAnotherLine(String ladiflowId, QueuedRecord record) {
        return !lineOf(holder(ladiflowId, record)).equals(lineOf(record.line()));
    }

    private String holder(String ladiflowId, QueuedRecord record) {
        QueuedRecord first = writing.computeIfAbsent(ladiflowId, id -> record);
        return first(lineHolding, ladiflowId).orElse(first.line());
    }

    /** What the record was written to is in {@link #of(QueuedRecord)}, or was not written to. */
    void release(QueuedRecord record) {
        writing.values().removeIf(one -> one.id() == record.id());
    }

    private static Optional<String> first(PreparedQuery query, String parameter) {
        try {
            return query.first(row -> row.getString(1), parameter);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static JournalUnavailableException unreadable(SQLException e) {
        return new JournalUnavailableException("the store cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        held.close();
        lineOf.close();
        lineHolding.close();
    }
}
