package org.ladibridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/** What a dispatcher reads: the records of one queue that still have to be delivered, in their order. */
final class QueuedRecords {
    static final String SELECT = """
        select e.id, e.seq, e.queue, e.source, e.customer_key, e.priority, p.mapped, e.attempts, e.due_at, e.received_at, e.changed_at
        from event e join payload p on p.event_id = e.id""";

    private final DataSource dataSource;
    private final String queue;

    QueuedRecords(DataSource dataSource, String queue) {
        this.dataSource = dataSource;
        this.queue = queue;
    }

    /** The next records of one priority behind the given place. */
    List<QueuedRecord> page(Priority priority, long afterSeq, int limit) throws SQLException {
        return query(
                SELECT + " where e.queue = ? and e.priority = ? and e.state = 'queued' and e.seq > ? order by e.seq limit ?",
                queue,
                priority.ordinal(), afterSeq, limit);
    }

    /** The oldest records of one customer. */
    List<QueuedRecord> ofCustomer(String customerKey, int limit) throws SQLException {
        return query(SELECT
                + " where e.queue = ? and e.customer_key = ? and e.state in ('queued', 'waiting') order by e.seq limit ?",
                queue, customerKey, limit);
    }

    /** Every record that waits for its time. */
    List<QueuedRecord> waiting() throws SQLException {
        return query(SELECT + " where e.queue = ? and e.state = 'waiting' order by e.seq", queue);
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
        }
    }

    static QueuedRecord read(ResultSet row) throws SQLException {
        return new QueuedRecord(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5),
                Priority.values()[row.getInt(6)], row.getBytes(7), instant(row, 11), row.getInt(8), instant(row, 9),
                Instant.ofEpochMilli(row.getLong(10)));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
