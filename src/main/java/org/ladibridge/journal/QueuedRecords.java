package org.ladibridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

/** What a dispatcher reads: the records of one queue that still have to be delivered, in their order. */
final class QueuedRecords {
    static final String SELECT = """
        select e.id, e.seq, e.queue, e.source, e.customer_key, e.line, e.priority, p.mapped, e.changed_at, e.patched,
            coalesce(e.arrival, e.id), e.wanted, e.attempts, e.due_at, e.received_at,
            (select t.traceparent from trace t where t.event_id = e.id)
        from event e join payload p on p.event_id = e.id""";
    private static final String BEHIND_ANOTHER = "exists (select 1 from event older where older.queue = e.queue"
            + " and older.line = e.line and older.state in ('queued', 'waiting') and older.seq < e.seq)";

    private final DataSource dataSource;
    private final String queue;
    private final UnaryOperator<Exception> explain;

    /** @param explain is told each failure of a large read, and says what it means */
    QueuedRecords(DataSource dataSource, String queue, UnaryOperator<Exception> explain) {
        this.dataSource = dataSource;
        this.queue = queue;
        this.explain = explain;
    }

    /** The next records of one source and priority between two places. */
    List<QueuedRecord> page(Priority priority, String source, long afterSeq, long toSeq, int limit) throws SQLException {
        return query(SELECT + " where e.queue = ? and e.priority = ? and e.source = ? and e.state = 'queued' and e.seq > ?"
                + " and e.seq <= ? order by e.seq limit ?", queue, priority.ordinal(), source, afterSeq, toSeq, limit);
    }

    /** The sources that have records in the queue. */
    List<String> sources() throws SQLException {
        return names("select source from ledger where queue = ? and state = 'queued' and n > 0");
    }

    private List<String> names(String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, queue);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
        }
        return names;
    }

    /** The oldest records of one line, up to a place. */
    List<QueuedRecord> ofLine(String line, long toSeq, int limit) throws SQLException {
        return query(SELECT + " where e.queue = ? and e.line = ? and e.state in ('queued', 'waiting') and e.seq <= ?"
                + " order by e.seq limit ?", queue, line, toSeq, limit);
    }

    /** Those that came before a time, the oldest first. */
    List<QueuedRecord> receivedBefore(Instant time, int limit) throws SQLException {
        return query(
                SELECT + " where e.queue = ? and e.state in ('queued', 'waiting') and e.received_at < ? order by e.id limit ?",
                queue, time.toEpochMilli(), limit);
    }

    /** When one of those that wait was tried last; empty when none waits or none was tried. */
    Optional<Instant> lastAttempt() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select max(a.at) from event e"
                        + " join attempt a on a.event_id = e.id where e.queue = ? and e.state = 'waiting'")) {
            statement.setString(1, queue);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(instant(row, 1)) : Optional.empty();
            }
        }
    }

    /** Every record that waits for its time and is the oldest of its line. */
    List<QueuedRecord> waiting() throws SQLException {
        return query(SELECT + " where e.queue = ? and e.state = 'waiting' and not " + BEHIND_ANOTHER + " order by e.seq",
                queue);
    }

    /**
     * A line of which a record waits.
     *
     * @param since when the record came in, or was replayed last
     */
    record Known(String line, int attempts, Instant since) {
    }

    List<Known> waitingBecauseOf(String reason) throws SQLException {
        List<Known> known = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select e.line, e.attempts, coalesce("
                        + "(select max(r.at) from replay r where r.event_id = e.id), e.received_at) from event e"
                        + " where e.queue = ? and e.state = 'waiting' and e.reason = ?")) {
            statement.setString(1, queue);
            statement.setString(2, reason);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    known.add(new Known(row.getString(1), row.getInt(2), instant(row, 3)));
                }
            }
        }
        return known;
    }

    /** The lines in which a record waits behind an older one: of two lines that have become one. */
    List<String> linesThatWaitBehind() throws SQLException {
        return names("select distinct e.line from event e where e.queue = ? and e.state = 'waiting' and " + BEHIND_ANOTHER);
    }

    private List<QueuedRecord> query(String sql, Object... parameters) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                List<QueuedRecord> records = new ArrayList<>();
                while (row.next()) {
                    records.add(read(row));
                }
                return records;
            }
        } catch (SQLException e) {
            throw explain.apply(e) instanceof SQLException meant ? meant : e;
        }
    }

    static QueuedRecord read(ResultSet row) throws SQLException {
        return new QueuedRecord(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5),
                row.getString(6), Priority.values()[row.getInt(7)], row.getBytes(8), instant(row, 9), row.getString(10),
                row.getLong(11),
                row.getInt(12) == 1, row.getInt(13), instant(row, 14), Instant.ofEpochMilli(row.getLong(15)),
                row.getString(16));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
