package org.ladibridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.Reason;
import org.ladibridge.customer.StoredText;
import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** What the ledger, the admin API and metrics read. Sees only what is committed, and holds nobody up. */
@ApplicationScoped
public class JournalReader {
    /** The queue of customers on their way to LadiFlow. */
    public static final String CUSTOMERS = "customers";
    /** The queue of what became of records; its records count under the same name. */
    public static final String OUTCOMES = "outcomes";

    private static final String EVENT = """
        select e.id, e.source, e.event_id, e.customer_key, e.state, e.reason, e.detail, e.warnings, e.attempts, e.received_at,
               e.due_at, e.finished_at, e.queue, e.changed_at, coalesce(e.arrival, e.id), e.patched
        from event e""";

    private final Database database;

    public JournalReader(Database database) {
        this.database = database;
    }

    /** @param state a {@link State#label()}, {@code received} or {@code duplicate} */
    public record Count(String source, String state, long n) {
    }

    /**
     * A record without its contents.
     *
     * @param warnings JSON array; null when there are none
     * @param changedAt when its source changed it; null when it does not say
     * @param arrival how young it is among all records
     * @param patched which values a person set for a replay, and when; JSON, null for none
     */
    public record Event(long id, String source, String eventId, String customerKey, String state, String reason, String detail,
            String warnings, int attempts, Instant receivedAt, Instant dueAt, Instant finishedAt, String queue,
            Instant changedAt, long arrival, String patched) {
    }

    /**
     * A record's contents.
     *
     * @param raw what the source sent
     * @param mapped the payload; null for a rejected record
     * @param original the payload as it was mapped at first, when a replay has replaced it; of a record that was rejected what could
     *        be mapped of it; else null
     */
    public record Contents(byte[] raw, byte[] mapped, byte[] original) {
        /** The payload as it was mapped at first; null for a rejected record. */
        public byte[] first() {
            return original == null ? mapped : original;
        }
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
            select t.state, t.reason, t.source, t.n, (select received_at from event where id = t.first_id),
                (select received_at from event where id = t.last_id)
            from (select state, reason, source, count(*) n, min(id) first_id, max(id) last_id from event
                where state in ('dead', 'rejected') group by state, reason, source) t
            order by t.n desc, t.reason, t.source""",
                row -> new Trouble(row.getString(1), row.getString(2), row.getString(3), row.getLong(4),
                        Instant.ofEpochMilli(row.getLong(5)), Instant.ofEpochMilli(row.getLong(6))));
    }

    /**
     * Which dead letters and rejected records are wanted; null fields do not restrict.
     *
     * @param since when the first of them was received
     * @param until before when the last of them was received
     */
    public record TroubleFilter(String source, String reason, String customerKey, Instant since, Instant until,
            List<Long> ids) {
        private void restrict(StringBuilder sql, List<Object> parameters) {
            JournalReader.restrict(sql, parameters, "e.source = ?", source);
            JournalReader.restrict(sql, parameters, "e.reason = ?", reason);
            JournalReader.restrict(sql, parameters, "e.customer_key = ?", customerKey);
            JournalReader.restrict(sql, parameters, "e.received_at >= ?", since == null ? null : since.toEpochMilli());
            JournalReader.restrict(sql, parameters, "e.received_at < ?", until == null ? null : until.toEpochMilli());
            if (ids != null) {
                sql.append(" and e.id in (").append(String.join(", ", Collections.nCopies(ids.size(), "?"))).append(")");
                parameters.addAll(ids);
            }
        }
    }

    /** The next dead letters and rejected records after the one with the given id, oldest first. */
    public List<Long> troubled(TroubleFilter filter, long after, int limit) {
        // Each state by itself: within one the index has them in order, and both together would be sorted for every page.
        return Stream.of(State.DEAD, State.REJECTED).flatMap(state -> {
            StringBuilder sql = new StringBuilder("select e.id from event e where true").append(troubled(state));
            List<Object> parameters = new ArrayList<>();
            filter.restrict(sql, parameters);
            restrict(sql, parameters, "e.id > ?", after);
            parameters.add(limit);
            return query(sql.append(" order by e.id limit ?").toString(), row -> row.getLong(1), parameters.toArray()).stream();
        }).sorted().limit(limit).toList();
    }

    /** The state written out, and both as the index has them: by a parameter no partial index would be found. */
    private static String troubled(State state) {
        return " and e.state in ('dead', 'rejected') and e.state = '" + state.label() + "'";
    }

    static final String SOME_TROUBLED = "select id from event where state in ('dead', 'rejected') limit ?";

    /** Some dead letters and rejected records, in no order: enough to tell none, one and many apart without counting them all. */
    public List<Long> someTroubled(int most) {
        return query(SOME_TROUBLED, row -> row.getLong(1), most);
    }

    /** How many dead letters and rejected records there are. */
    public long countTroubled(TroubleFilter filter) {
        StringBuilder sql = new StringBuilder("select count(*) from event e where e.state in ('dead', 'rejected')");
        List<Object> parameters = new ArrayList<>();
        filter.restrict(sql, parameters);
        return query(sql.toString(), row -> row.getLong(1), parameters.toArray()).get(0);
    }

    /** Something that was done; see {@link AuditEntry}. */
    public record Audited(long id, Instant at, String actor, String action, String subject, String detail) {
    }

    /**
     * What was done, newest first.
     *
     * @param before only entries with a lower id; null for the newest
     */
    public List<Audited> audit(Long before, int limit) {
        return query("select id, at, actor, action, subject, detail from audit where id < ? order by id desc limit ?",
                row -> new Audited(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3), row.getString(4),
                        row.getString(5), row.getString(6)),
                before == null ? Long.MAX_VALUE : before, limit);
    }

    /**
     * What was decided about columns, the newest first.
     *
     * @param source null for all
     */
    public List<AssignedColumns> assignedColumns(String source) {
        return query("select source, headings, columns, assigned_at, assigned_by from column_assignment"
                + " where source = coalesce(?, source) order by assigned_at desc, headings",
                row -> new AssignedColumns(row.getString(1), row.getString(2), row.getString(3),
                        Instant.ofEpochMilli(row.getLong(4)), row.getString(5)),
                source);
    }

    /** What a source's records were made with by this mapping's file, the newest first. */
    public List<UsedMapping> usedMappings(String source, String file) {
        return query("select source, file, digest, program, hints, trusted, used_at from used_mapping"
                + " where source = ? and file = ? order by used_at desc, digest",
                row -> new UsedMapping(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
                        row.getString(5), row.getInt(6) == 1, Instant.ofEpochMilli(row.getLong(7))),
                source, file);
    }

    /**
     * Something that LadiFlow does not store.
     *
     * @param records how many had it
     * @param firstId the record with the lowest number of them
     * @param lastId the one with the highest
     * @param takenAt since when LadiFlow stores it after all; null as long as it does not
     */
    public record Untaken(NotTaken what, long records, long firstId, long lastId, Instant firstAt, Instant lastAt,
            Instant takenAt) {
    }

    /** What LadiFlow does not store, what most records have first. */
    public List<Untaken> notTaken() {
        return query("select kind, name, records, first_id, last_id, first_at, last_at, taken_at from not_taken"
                + " order by records desc, kind, name",
                row -> {
                    long taken = row.getLong(8);
                    return new Untaken(new NotTaken(NotTaken.Kind.of(row.getString(1)), row.getString(2)), row.getLong(3),
                            row.getLong(4), row.getLong(5), Instant.ofEpochMilli(row.getLong(6)),
                            Instant.ofEpochMilli(row.getLong(7)), taken == 0 ? null : Instant.ofEpochMilli(taken));
                });
    }

    /** The next records after one of which LadiFlow did not store something, oldest first, as their warnings tell. */
    public List<Long> withUntaken(Untaken untaken, String source, long after, int limit) {
        List<Object> parameters = new ArrayList<>();
        String sql = "select e.id" + withUntaken(untaken, source, after, parameters) + " order by e.id limit ?";
        parameters.add(limit);
        return query(sql, row -> row.getLong(1), parameters.toArray());
    }

    /** How many there are. */
    public long countWithUntaken(Untaken untaken, String source) {
        List<Object> parameters = new ArrayList<>();
        String sql = "select count(*)" + withUntaken(untaken, source, 0, parameters);
        return query(sql, row -> row.getLong(1), parameters.toArray()).get(0);
    }

    private static String withUntaken(Untaken untaken, String source, long after, List<Object> parameters) {
        String name = new String(JsonStringEncoder.getInstance().quoteAsString(untaken.what().name()));
        String warning = untaken.what().kind() == NotTaken.Kind.FIELD
                ? "\"" + Warning.Code.PARKED_BY_LADIFLOW + "\",\"field\":\"" + name + "\""
                : "«" + name + "»";
        parameters.addAll(List.of(Math.max(after, untaken.firstId() - 1), untaken.lastId(), warning));
        StringBuilder sql = new StringBuilder(" from event e where e.id > ? and e.id <= ?"
                + " and replace(e.warnings, ?, '') <> e.warnings and e.queue = '" + CUSTOMERS + "'");
        restrict(sql, parameters, "e.source = ?", source);
        return sql.toString();
    }

    /** How many customers' records of the source were stored since ever, those that are purged included. */
    public long everStored(String source) {
        return query("select coalesce(sum(case state when 'received' then n when 'duplicate' then -n else 0 end), 0)"
                + " from ledger where queue = ? and source = ?", row -> row.getLong(1), CUSTOMERS, source).get(0);
    }

    /** How many records there are in the customers' queue from one number to another, both included. */
    public long countStored(String source, long from, long to) {
        List<Object> parameters = new ArrayList<>(List.of(from, to));
        StringBuilder sql = new StringBuilder("select count(*) from event e where e.id between ? and ?");
        restrict(sql, parameters, "e.source = ?", source);
        return query(sql.append(" and e.queue = '" + CUSTOMERS + "'").toString(), row -> row.getLong(1),
                parameters.toArray()).get(0);
    }

    /** The next of them after one, oldest first. */
    public List<Long> stored(String source, long after, long to, int limit) {
        List<Object> parameters = new ArrayList<>(List.of(after, to));
        StringBuilder sql = new StringBuilder("select e.id from event e where e.id > ? and e.id <= ?");
        restrict(sql, parameters, "e.source = ?", source);
        parameters.add(limit);
        return query(sql.append(" and e.queue = '" + CUSTOMERS + "' order by e.id limit ?").toString(), row -> row.getLong(1),
                parameters.toArray());
    }

    /**
     * Which events are wanted; null fields and an empty list do not restrict.
     *
     * @param customerKeys those of one customer
     * @param from no event with a lower id
     * @param before only events with a lower id
     */
    public record Search(String source, State state, String reason, List<String> customerKeys, Long from, Long before,
            int limit) {
        public Search {
            customerKeys = List.copyOf(customerKeys);
        }

        /**
         * Whether an index leads to the events; otherwise each is looked at until enough are found, and a careful caller gives
         * {@code from}.
         */
        public boolean isIndexed() {
            return !customerKeys.isEmpty() || isTroubled() || isWaiting() || state == null && reason == null;
        }

        private boolean isWaiting() {
            return state == State.WAITING;
        }

        private boolean isTroubled() {
            return state == State.DEAD || state == State.REJECTED;
        }

        String sql(Database database, List<Object> parameters) {
            // Dead letters and rejected records are chosen by their numbers, which the index has, before their rows are read.
            // So are those that wait, of which there are few.
            return customerKeys.isEmpty() && (isTroubled() || isWaiting())
                    ? EVENT + " where e.id in (" + idSql(database, parameters) + ") order by e.id desc"
                    : sql(EVENT, parameters);
        }

        String idSql(Database database, List<Object> parameters) {
            return sql("select e.id from event e"
                    + (customerKeys.isEmpty() && isWaiting() ? database.by("event_waiting") : ""), parameters);
        }

        private String sql(String select, List<Object> parameters) {
            StringBuilder sql = new StringBuilder(select).append(" where true");
            if (!customerKeys.isEmpty()) {
                sql.append(" and e.customer_key in (").append(String.join(", ", Collections.nCopies(customerKeys.size(), "?")))
                        .append(")");
                parameters.addAll(customerKeys);
            }
            boolean troubled = isTroubled();
            // As an expression where the order by id would lead through all records of the source.
            boolean bySource = customerKeys.isEmpty() && (!troubled || reason != null);
            restrict(sql, parameters, bySource ? "e.source = ?" : "e.source || '' = ?", source);
            if (state != null) {
                sql.append(troubled ? troubled(state) : " and e.state = '" + state.label() + "'");
            }
            restrict(sql, parameters, "e.reason = ?", reason);
            restrict(sql, parameters, "e.id >= ?", from);
            restrict(sql, parameters, "e.id < ?", before);
            parameters.add(limit);
            return sql.append(" order by e.id desc limit ?").toString();
        }
    }

    /** Newest first. */
    public List<Event> events(Search search) {
        List<Object> parameters = new ArrayList<>();
        String sql = search.sql(database, parameters);
        return query(sql, JournalReader::event, parameters.toArray());
    }

    /** The numbers of the events, newest first; of dead letters and rejected records the index alone is read. */
    public List<Long> ids(Search search) {
        List<Object> parameters = new ArrayList<>();
        String sql = search.idSql(database, parameters);
        return query(sql, row -> row.getLong(1), parameters.toArray());
    }

    /**
     * Shows what the sources sent and what became of it, one record after the other, as long as {@code look} wants to see more. A record
     * whose contents are forgotten is passed over.
     */
    public void look(List<Long> ids, BiPredicate<Long, Contents> look) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection
                        .prepareStatement("select raw, mapped from payload where event_id = ?")) {
            boolean more = true;
            for (int i = 0; more && i < ids.size(); i++) {
                statement.setLong(1, ids.get(i));
                try (ResultSet row = statement.executeQuery()) {
                    more = !row.next() || look.test(ids.get(i), new Contents(row.getBytes(1), row.getBytes(2), null));
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** Sorted afterwards: an order by id would lead through all records of the source. */
    static final String EVENTS_OF = EVENT + " where e.identity = ? and e.source = ? and e.event_id = ?";

    /** The events that a source gave this id: one, or one for each content that came under it. Newest first. */
    public List<Event> eventsOf(String source, String eventId) {
        String kept = StoredText.key(eventId);
        return query(EVENTS_OF, JournalReader::event, Digests.identity(source, kept), source, kept).stream()
                .sorted(Comparator.comparing(Event::id).reversed()).toList();
    }

    /** All keys of the customer who has this one, the one that his line is called by first. */
    public List<String> keysOf(String key) {
        String line = query("select customer_key from customer_alias where alias = ?", row -> row.getString(1), key).stream()
                .findFirst().orElse(key);
        return Stream.concat(Stream.of(line),
                query("select alias from customer_alias where customer_key = ? order by alias", row -> row.getString(1), line)
                        .stream())
                .toList();
    }

    /** All keys of the customer whom LadiFlow has under this id; empty when it is not known. */
    public List<String> keysOfLadiflowId(String ladiflowId) {
        return query("select line from held_customer where ladiflow_id = ?", row -> row.getString(1), ladiflowId).stream()
                .findFirst().map(this::keysOf).orElse(List.of());
    }

    /** LadiFlow's own id of the customer with this key, as it told it last; empty when it did not. */
    public Optional<String> ladiflowId(String key) {
        return query("select ladiflow_id from held_customer where line = coalesce((select customer_key from customer_alias"
                + " where alias = ?), ?) and ladiflow_id is not null", row -> row.getString(1), key, key).stream().findFirst();
    }

    /** The newest id; 0 in an empty store. */
    public long lastId() {
        return query("select coalesce(max(id), 0) from event", row -> row.getLong(1)).get(0);
    }

    /** The lowest id of what was received at that time or later. Ids grow with time, so a few looks are enough. */
    public long firstIdSince(Instant time) {
        long low = 0;
        long high = lastId() + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            Event next = query(EVENT + " where e.id >= ? order by e.id limit 1", JournalReader::event, middle).stream()
                    .findFirst().orElse(null);
            if (next == null || !next.receivedAt().isBefore(time)) {
                high = middle;
            } else {
                low = next.id() + 1;
            }
        }
        return low;
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
        return query("select raw, mapped, original from payload where event_id = ?",
                row -> new Contents(row.getBytes(1), row.getBytes(2), row.getBytes(3)), id)
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

    /**
     * A record that was sent again.
     *
     * @param content as what, as the audit has it: a JSON object
     * @param state how it had ended before, as are the others
     * @param warnings JSON array; null when there were none
     */
    public record Replayed(Instant at, String actor, String content, String state, String reason, String detail,
            String warnings, Instant finishedAt) {
    }

    /** Oldest first. */
    public List<Replayed> replays(long id) {
        return query("""
            select at, actor, content, state, reason, detail, warnings, finished_at from replay where event_id = ?
            order by n""", row -> new Replayed(Instant.ofEpochMilli(row.getLong(1)), row.getString(2), row.getString(3),
                row.getString(4), row.getString(5), row.getString(6), row.getString(7), instant(row, 8)), id);
    }

    /** When the source's last record was stored; empty when none is kept. */
    public Optional<Instant> lastReceived(String source) {
        return query("select received_at from event where source = ? order by id desc limit 1",
                row -> Instant.ofEpochMilli(row.getLong(1)), source).stream().findFirst();
    }

    /**
     * How many records of the customers' queue could go out now.
     *
     * @param isBackfillOnly without live ones
     * @param most more are not counted
     */
    public long countReady(boolean isBackfillOnly, long most) {
        return query(
                "select count(*) from (select 1 from event where queue = ? and priority >= ? and state = 'queued' limit ?) ready",
                row -> row.getLong(1), CUSTOMERS, isBackfillOnly ? Priority.BACKFILL.ordinal() : Priority.LIVE.ordinal(), most)
                .get(0);
    }

    /** The line of a record that waits for its time in the customers' queue; empty when it does not. */
    public Optional<String> waitingIn(long id) {
        return query("select line from event where id = ? and queue = ? and state = 'waiting'", row -> row.getString(1), id,
                CUSTOMERS).stream().findFirst();
    }

    /**
     * Since when the longest waiting record of each queue waits, those aside on which LadiFlow fails alone; null for a queue in which
     * nothing is in flight.
     */
    public Map<String, Instant> oldestInFlight() {
        Map<String, Instant> oldest = new TreeMap<>();
        query("""
            select queue, min(at) from (
              select l.queue, (select e.received_at from event e where e.queue = l.queue and e.priority = p.priority
                  and e.source = l.source and e.state = 'queued' order by e.seq limit 1) at
                from (select distinct queue, source from ledger) l cross join (select 0 priority union all select 1) p
              union all
              select q.queue, (select e.received_at from event e where e.queue = q.queue and e.state = 'waiting'
                  and e.reason is distinct from ? order by e.due_at limit 1)
                from (select distinct queue from ledger) q) oldest
            group by queue""", row -> oldest.put(row.getString(1), instant(row, 2)), Reason.LADIFLOW_FAILS_ON_THIS.name());
        return oldest;
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        try (Connection connection = database.dataSource().getConnection();
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
            throw unreadable(e);
        }
    }

    private static JournalUnavailableException unreadable(SQLException e) {
        return new JournalUnavailableException("the store cannot be read: " + e.getMessage(), e);
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
                row.getString(6),
                row.getString(7), row.getString(8), row.getInt(9), Instant.ofEpochMilli(row.getLong(10)), instant(row, 11),
                instant(row, 12), row.getString(13), instant(row, 14), row.getLong(15), row.getString(16));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
