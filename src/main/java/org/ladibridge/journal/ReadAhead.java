package org.ladibridge.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.ladibridge.customer.CustomerKey;
import org.ladibridge.journal.HoldingRows.Earlier;

/**
 * What the writes of one transaction are going to ask, read by a few statements before the first of them. Each write notes here what it
 * changes. One that changes more than it can note has everything forgotten; what is not known is read when it is asked for.
 */
final class ReadAhead {
    /** What a source called an event. */
    private record Event(String source, String eventId) {
    }

    private record Said(String line, String source) {
    }

    /** A record as it stands. */
    record Standing(long seq, int attempts, State state, String line) {
    }

    private record Ended(State state, Instant at) {
    }

    private final Statements statements;
    private final Set<String> wantedKeys = new LinkedHashSet<>();
    private final Set<String> wantedSaid = new LinkedHashSet<>();
    /** Each with its identity, see {@link Digests#identity}. */
    private final Map<Event, Long> wantedEvents = new LinkedHashMap<>();
    private final Set<Long> wantedRecords = new LinkedHashSet<>();
    private final Set<String> wantedLadiflowIds = new LinkedHashSet<>();

    private final Map<String, Optional<String>> lines = new HashMap<>();
    private final Map<Event, Optional<Earlier>> events = new HashMap<>();
    private final Map<Said, Optional<Earlier>> said = new HashMap<>();
    private final Set<String> saidOfLine = new HashSet<>();
    /** Lines of which nothing is known or waits. */
    private final Set<String> unused = new HashSet<>();
    private final Map<Long, Standing> standing = new HashMap<>();
    private final Map<Long, Ended> ended = new HashMap<>();
    private final Map<String, Set<String>> holders = new HashMap<>();

    ReadAhead(Statements statements) {
        this.statements = statements;
    }

    /** A record is going to be appended. */
    void append(Appender.Prepared prepared) {
        NewRecord record = prepared.record();
        if (record.customerKey() != null) {
            wantedKeys.add(record.customerKey());
            wantedKeys.addAll(record.aliases());
            if (record.repetition().goesByCustomer()) {
                wantedSaid.add(record.customerKey());
                wantedSaid.addAll(record.aliases());
            }
        }
        wantedEvents.put(new Event(record.source(), prepared.eventId()), prepared.identity());
    }

    /** An outcome is going to be stored. */
    void complete(Collection<QueuedRecord> records, String ladiflowId) {
        records.forEach(record -> wantedRecords.add(record.id()));
        if (ladiflowId != null) {
            wantedLadiflowIds.add(ladiflowId);
        }
    }

    /** Reads what was asked for. */
    void read() throws SQLException {
        readLines();
        readSaid();
        readEvents();
        readUnused();
        readRecords();
        readHolders();
        forgetWanted();
    }

    private void forgetWanted() {
        wantedKeys.clear();
        wantedSaid.clear();
        wantedEvents.clear();
        wantedRecords.clear();
        wantedLadiflowIds.clear();
    }

    /** Another transaction begins. */
    void begin() {
        forget();
        forgetWanted();
    }

    private static <T> List<Object[]> keys(Collection<T> values, Function<T, Object[]> parameters) {
        return values.stream().map(parameters).toList();
    }

    private static List<Object[]> keys(Collection<?> values) {
        return keys(values, value -> new Object[]{value});
    }

    private void readLines() throws SQLException {
        wantedKeys.forEach(key -> lines.put(key, Optional.empty()));
        statements.each("select alias, customer_key from customer_alias where alias in (", "?", keys(wantedKeys), ")",
                row -> lines.put(row.getString(1), Optional.of(row.getString(2))));
    }

    private void readSaid() throws SQLException {
        Set<String> ofLines = new LinkedHashSet<>(wantedSaid);
        wantedSaid.forEach(key -> lines.get(key).ifPresent(ofLines::add));
        statements.each("select s.event_id, s.digest, coalesce(e.state, 'delivered'), e.finished_at, s.line, s.source"
                + " from said s left join event e on e.id = s.event_id where s.line in (", "?", keys(ofLines), ")",
                row -> said.put(new Said(row.getString(5), row.getString(6)), Optional.of(Earlier.read(row))));
        saidOfLine.addAll(ofLines);
    }

    private void readEvents() throws SQLException {
        wantedEvents.keySet().forEach(event -> events.put(event, Optional.empty()));
        statements.each("select id, digest, state, finished_at, source, event_id from event where id in (select"
                + " (select max(same.id) from event same where same.identity = v.column1 and same.source = v.column2"
                + " and same.event_id = v.column3) from (values ", "(?, ?, ?)",
                keys(wantedEvents.entrySet(), wanted -> new Object[]{wanted.getValue(), wanted.getKey().source(),
                        wanted.getKey().eventId()}),
                ") v)", row -> events.put(new Event(row.getString(5), row.getString(6)), Optional.of(Earlier.read(row))));
    }

    private void readUnused() throws SQLException {
        List<Object[]> shared = keys(wantedKeys.stream().filter(CustomerKey::isShared)
                .filter(key -> lines.get(key).isEmpty()).toList());
        shared.forEach(key -> unused.add((String) key[0]));
        for (String used : List.of("select customer_key from customer_alias where customer_key in (",
                "select line from held_customer where line in (", "select line from said where line in (",
                "select line from event where queue = '" + JournalReader.CUSTOMERS
                        + "' and state in ('queued', 'waiting') and line in (")) {
            statements.each(used, "?", shared, ")", row -> unused.remove(row.getString(1)));
        }
    }

    private void readRecords() throws SQLException {
        statements.each("select id, seq, attempts, state, line from event where id in (", "?", keys(wantedRecords), ")",
                row -> standing.put(row.getLong(1),
                        new Standing(row.getLong(2), row.getInt(3), State.of(row.getString(4)), row.getString(5))));
    }

    private void readHolders() throws SQLException {
        wantedLadiflowIds.forEach(id -> holders.put(id, new HashSet<>()));
        statements.each("select ladiflow_id, line from held_customer where ladiflow_id in (", "?", keys(wantedLadiflowIds),
                ")", row -> holders.get(row.getString(1)).add(row.getString(2)));
    }

    /** Something was changed that cannot be noted. */
    void forget() {
        lines.clear();
        events.clear();
        said.clear();
        saidOfLine.clear();
        unused.clear();
        standing.clear();
        ended.clear();
        holders.clear();
    }

    /** Null when it is not known; empty when the key has no line of another name. */
    Optional<String> line(String key) {
        return lines.get(key);
    }

    void line(String key, String line) {
        lines.put(key, Optional.ofNullable(line));
        if (line != null) {
            unused.remove(line);
        }
    }

    /** Null when it is not known. */
    Optional<Earlier> last(String source, String eventId) {
        return asItStands(events.get(new Event(source, eventId)));
    }

    void stored(String source, String eventId, String line, Earlier record) {
        events.put(new Event(source, eventId), Optional.of(record));
        used(line);
    }

    /** Null when it is not known. */
    Optional<Earlier> lastSaid(String line, String source) {
        Optional<Earlier> last = said.get(new Said(line, source));
        return asItStands(last == null && saidOfLine.contains(line) ? Optional.empty() : last);
    }

    void said(String line, String source, Earlier record) {
        said.put(new Said(line, source), Optional.of(record));
        used(line);
    }

    private Optional<Earlier> asItStands(Optional<Earlier> read) {
        return read == null ? null : read.map(earlier -> {
            Ended now = ended.get(earlier.id());
            return now == null ? earlier : new Earlier(earlier.id(), earlier.digest(), now.state(), now.at());
        });
    }

    /** Whether it is known that nothing of the customers' queue stands in the line, and nothing is remembered of it. */
    boolean isUnused(String line) {
        return unused.contains(line);
    }

    void used(String line) {
        unused.remove(line);
    }

    /** Null when it is not known. */
    Standing standing(long id) {
        return standing.get(id);
    }

    /** @param at when it ended; null when it has to wait */
    void outcome(long id, Standing now, Instant at) {
        standing.put(id, now);
        ended.put(id, new Ended(now.state(), at));
    }

    /** The lines that have LadiFlow's customer; null when it is not known. */
    Set<String> holders(String ladiflowId) {
        return holders.get(ladiflowId);
    }

    /** The line has him, and nobody else. */
    void holds(String line, String ladiflowId) {
        holders.put(ladiflowId, Set.of(line));
    }
}
