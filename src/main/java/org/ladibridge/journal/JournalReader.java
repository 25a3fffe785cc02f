package org.ladibridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;

/** What the ledger, the admin API and metrics read. Sees only what is committed, and holds nobody up. */
@ApplicationScoped
public class JournalReader {
    /** The queue of customers on their way to LadiFlow. */
    public static final String CUSTOMERS = "customers";

    private static final String EVENT = """
        select e.id, e.source, e.event_id, e.customer_key, e.state, e.reason, e.detail, e.warnings, e.attempts, e.received_at,
               e.due_at, e.finished_at, e.queue from event e""";

    private final DataSource dataSource;

    public JournalReader(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param state a {@link State#label()}, {@code received} or {@code duplicate} */
    public record Count(String source, String state, long n) {
    }

    /**
     * A record without its contents.
     *
     * @param warnings JSON array; null when there are none
     */
    public record Event(long id, String source, String eventId, String customerKey, String state, String reason, String detail,
            String warnings, int attempts, Instant receivedAt, Instant dueAt, Instant finishedAt, String queue) {
    }

    /**
     * A record's contents.
     *
     * @param raw what the source sent
     * @param mapped the payload; null for a rejected record
     */
    public record Contents(byte[] raw, byte[] mapped) {
    }

    /** Which events are wanted; null fields do not restrict. */
    public record Filter(String source, String state, String reason, String customerKey, Long before, int limit) {
    }

    /**
     * The counts of all records, per source and state, as of one moment. References that are still to be fetched are counted
     * under their queue's name, so a thin source has two lines: what it announced, and the customers that came of it.
     */
    public List<Count> counts() {
        return query("select source, state, n from ledger order by source, state",
                row -> new Count(row.getString(1), row.getString(2), row.getLong(3)));
    }

    /**
     * Records that somebody has to look at, counted by what is wrong with them.
     *
     * @param state {@code dead} or {@code rejected}
     * @param first when the oldest of them was received
     */
    public record Trouble(String state, String reason, String source, long n, Instant first, Instant last) {
    }

    /** The dead letters and rejected records, most frequent first. */
    public List<Trouble> troubles() {
        return query("""
            select state, reason, source, count(*) n, min(received_at), max(received_at) from event
            where state in ('dead', 'rejected') group by state, reason, source order by n desc, reason, source""",
                row -> new Trouble(row.getString(1), row.getString(2), row.getString(3), row.getLong(4),
                        Instant.ofEpochMilli(row.getLong(5)), Instant.ofEpochMilli(row.getLong(6))));
    }

    /**
     * Dead letters and rejected records, oldest first.
     *
     * @param source null for every source
     * @param reason null for every reason
     */
    public List<Long> troubled(String source, String reason, int limit) {
        StringBuilder sql = new StringBuilder("select e.id from event e where e.state in ('dead', 'rejected')");
        List<Object> parameters = new ArrayList<>();
        restrict(sql, parameters, "e.source = ?", source);
        restrict(sql, parameters, "e.reason = ?", reason);
        parameters.add(limit);
        return query(sql.append(" order by e.id limit ?").toString(), row -> row.getLong(1), parameters.toArray());
    }

    /** Newest first. */
    public List<Event> events(Filter filter) {
        StringBuilder sql = new StringBuilder(EVENT).append(" where true");
        List<Object> parameters = new ArrayList<>();
        restrict(sql, parameters, "e.source = ?", filter.source());
        restrict(sql, parameters, "e.state = ?", filter.state());
        restrict(sql, parameters, "e.reason = ?", filter.reason());
        restrict(sql, parameters, "e.customer_key = ?", filter.customerKey());
        restrict(sql, parameters, "e.id < ?", filter.before());
        parameters.add(filter.limit());
        return query(sql.append(" order by e.id desc limit ?").toString(), JournalReader::event, parameters.toArray());
    }

    private static void restrict(StringBuilder sql, List<Object> parameters, String condition, Object value) {
        if (value != null) {
            sql.append(" and ").append(condition);
            parameters.add(value);
        }
    }

    public Optional<Event> event(long id) {
        return query(EVENT + " where e.id = ?", JournalReader::event, id).stream().findFirst();
    }

    public Optional<Contents> contents(long id) {
        return query("select raw, mapped from payload where event_id = ?",
                row -> new Contents(row.getBytes(1), row.getBytes(2)), id)
                .stream().findFirst();
    }

    /** Oldest first. */
    public List<Attempt> attempts(long id) {
        return query("select at, call, status, millis, answer, sent from attempt where event_id = ? order by n", row -> {
            int status = row.getInt(3);
            Integer statusOrNull = row.wasNull() ? null : status;
            return new Attempt(Instant.ofEpochMilli(row.getLong(1)), row.getString(2), row.getString(6), statusOrNull,
                    row.getLong(4),
                    row.getString(5));
        }, id);
    }

    /** When the source's last record was stored; empty when none is kept. */
    public Optional<Instant> lastReceived(String source) {
        return query("select received_at from event where source = ? order by id desc limit 1",
                row -> Instant.ofEpochMilli(row.getLong(1)), source).stream().findFirst();
    }

    /** Since when the longest waiting record of each queue waits; null for a queue in which nothing is in flight. */
    public Map<String, Instant> oldestInFlight() {
        Map<String, Instant> oldest = new TreeMap<>();
        query("""
            select queue, min(at) from (
              select l.queue, (select e.received_at from event e where e.queue = l.queue and e.priority = p.priority
                  and e.source = l.source and e.state = 'queued' order by e.seq limit 1) at
                from (select distinct queue, source from ledger) l cross join (select 0 priority union all select 1) p
              union all
              select q.queue, (select e.received_at from event e where e.queue = q.queue and e.state = 'waiting'
                  order by e.due_at limit 1)
                from (select distinct queue from ledger) q) oldest
            group by queue""", row -> oldest.put(row.getString(1), instant(row, 2)));
        return oldest;
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                List<T> result = new ArrayList<>();
                while (row.next()) {
                    result.add(reader.read(row));
                }
                return result;
            }
        } catch (SQLException e) {
            throw new JournalUnavailableException("the store cannot be read: " + e.getMessage(), e);
        }
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
                row.getString(6),
                row.getString(7), row.getString(8), row.getInt(9), Instant.ofEpochMilli(row.getLong(10)), instant(row, 11),
                instant(row, 12), row.getString(13));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
