package org.ladibridge.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.FieldOrigins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The rows of {@link Holdings}, in the writer's transaction: who is which customer, what LadiFlow holds of him, and what the sources
 * said of him last.
 */
final class HoldingRows {
    private static final String COLUMNS = "line, ladiflow_id, email, phone, payload_digest, origins, confirmed_at, run,"
            + " tags, tags_told_at";
    static final String SELECT = "select " + COLUMNS + " from held_customer";

    private static final int LONGEST_TAGS = 16_000;

    private static final String TABLE = "held_customer";

    private final Statements statements;
    private final ReadAhead ahead;
    private final ObjectMapper json;

    HoldingRows(Statements statements, ReadAhead ahead, ObjectMapper json) {
        this.statements = statements;
        this.ahead = ahead;
        this.json = json;
    }

    /** A row, and since which start of the bridge its digest is known. */
    record Held(HeldCustomer customer, long run) {
    }

    static Held read(ResultSet row, ObjectMapper json) throws SQLException {
        long confirmed = row.getLong(7);
        Instant confirmedAt = row.wasNull() ? null : Instant.ofEpochMilli(confirmed);
        return new Held(new HeldCustomer(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
                row.getString(5), origins(row.getString(6), json), confirmedAt, ids(row.getString(9), json), toldAt(row)),
                row.getLong(8));
    }

    private static Instant toldAt(ResultSet row) throws SQLException {
        long told = row.getLong(10);
        return row.wasNull() ? null : Instant.ofEpochMilli(told);
    }

    private static List<String> ids(String text, ObjectMapper json) {
        try {
            return text == null ? null : json.readerForListOf(String.class).readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds tags that are not JSON", e);
        }
    }

    private String text(List<String> ids) {
        try {
            String text = ids == null ? null : json.writeValueAsString(ids);
            return text == null || text.length() > LONGEST_TAGS ? null : text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FieldOrigins origins(String text, ObjectMapper json) {
        try {
            return text == null ? FieldOrigins.NONE : FieldOrigins.fromJson(json.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds origins that are not JSON", e);
        }
    }

    /** Reads what {@link #text} wrote. */
    FieldOrigins origins(String text) {
        return origins(text, json);
    }

    /** The line that the key is known to belong to; null when it was not met beside another key yet. */
    String lineOf(String key) throws SQLException {
        Optional<String> known = ahead.line(key);
        if (known != null) {
            return known.orElse(null);
        }
        String line = statements.text("select customer_key from customer_alias where alias = ?", key);
        ahead.line(key, line);
        return line;
    }

    /** The key belongs to the line from now on. */
    void put(String key, String line) throws SQLException {
        if (!key.equals(line)) {
            statements.later("""
                insert into customer_alias (alias, customer_key) values (?, ?)
                on conflict (alias) do update set customer_key = excluded.customer_key""", key, line);
            ahead.line(key, line);
        }
    }

    /** Nobody is known by an id of the source any more. */
    int forgetIds(String source) throws SQLException {
        ahead.forget();
        // 0 follows / : every id of this source, and none of a source whose name begins alike.
        return statements.update("delete from customer_alias where alias > ? and alias < ?",
                CustomerKey.external(source, "").value(),
                "external:" + source + "0");
    }

    /** All that is known of the one line is known of the other. */
    void join(String from, String into) throws SQLException {
        ahead.forget();
        statements.update("update customer_alias set customer_key = ? where customer_key = ?", into, from);
        statements.update("delete from customer_alias where alias = ?", into);
        put(from, into);
        statements.update("""
            insert into said (line, source, digest, event_id) select ?, source, digest, event_id from said where line = ?
            on conflict (line, source) do update set digest = excluded.digest, event_id = excluded.event_id
            where excluded.event_id > said.event_id""", into, from);
        statements.update("delete from said where line = ?", from);
        Optional<Held> theirs = held(from);
        if (theirs.isPresent()) {
            statements.update("delete from held_customer where line = ?", from);
            Optional<Held> ours = held(into);
            write(ours.isEmpty() ? moved(theirs.get(), into) : both(ours.get(), theirs.get()));
        }
    }

    private static Held moved(Held held, String line) {
        HeldCustomer theirs = held.customer();
        return new Held(new HeldCustomer(line, theirs.ladiflowId(), theirs.email(), theirs.phone(), theirs.payloadDigest(),
                theirs.origins(), theirs.confirmedAt(), theirs.tags(), theirs.tagsToldAt()), held.run());
    }

    /** Which of the two last payloads came later, nobody knows any more. */
    private static Held both(Held into, Held from) {
        HeldCustomer ours = into.customer();
        HeldCustomer theirs = from.customer();
        HeldCustomer known = ours.ladiflowId() == null ? theirs : ours;
        return new Held(new HeldCustomer(ours.line(), known.ladiflowId(), known.email(), known.phone(), null,
                ours.origins().and(theirs.origins()), known.confirmedAt(), null, null), into.run());
    }

    private Optional<Held> held(String line) throws SQLException {
        try (ResultSet row = statements.bind(SELECT + " where line = ?", line).executeQuery()) {
            return row.next() ? Optional.of(read(row, json)) : Optional.empty();
        }
    }

    /**
     * LadiFlow accepted something of the customer.
     *
     * @param joined whether his line was joined with another one meanwhile: whose call came last, nobody knows then
     */
    void accepted(String line, Outcome.Delivered delivered, boolean joined, long run, Instant now) throws SQLException {
        Outcome.Identity told = delivered.identity();
        Outcome.Tags tags = joined ? null : delivered.tags();
        if (told.ladiflowId() != null) {
            takeFromOthers(told.ladiflowId(), line);
        }
        FieldOrigins others = joined
                ? held(line).map(held -> held.customer().origins()).orElse(FieldOrigins.NONE)
                : FieldOrigins.NONE;
        write(new Held(new HeldCustomer(line, told.ladiflowId(), told.email(), told.phone(),
                joined ? null : delivered.payloadDigest(), delivered.origins().and(others),
                told.ladiflowId() == null ? null : now, tags == null ? null : tags.ids(),
                tags == null ? null : tags.toldAt()), run));
    }

    /** One line at most has LadiFlow's customer; what another one knew of him is not true any more. */
    private void takeFromOthers(String ladiflowId, String line) throws SQLException {
        Set<String> holders = ahead.holders(ladiflowId);
        if (holders == null || holders.stream().anyMatch(holder -> !holder.equals(line))) {
            statements.update("""
                update held_customer set ladiflow_id = null, payload_digest = null, tags = null
                where line = (select line from held_customer where ladiflow_id = ? and line <> ? limit 1)""", ladiflowId, line);
        }
        ahead.holds(line, ladiflowId);
    }

    /** The accepted values were said again by a younger record. */
    void confirmed(String line, FieldOrigins origins) throws SQLException {
        statements.inOrder(TABLE, "update held_customer set origins = ? where line = ?", text(origins), line);
    }

    /** A write was sent and its answer is not known. */
    void doubt(String line) throws SQLException {
        statements.inOrder(TABLE, "update held_customer set payload_digest = null, tags = null where line = ?", line);
    }

    private void write(Held held) throws SQLException {
        HeldCustomer customer = held.customer();
        ahead.used(customer.line());
        statements.inOrder(TABLE, "insert into held_customer (" + COLUMNS + """
            ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (line) do update set ladiflow_id = excluded.ladiflow_id, email = excluded.email,
                phone = excluded.phone, payload_digest = excluded.payload_digest, origins = excluded.origins,
                confirmed_at = excluded.confirmed_at, run = excluded.run, tags = excluded.tags,
                tags_told_at = excluded.tags_told_at""", customer.line(), customer.ladiflowId(),
                customer.email(), customer.phone(), customer.payloadDigest(), text(customer.origins()),
                customer.confirmedAt() == null ? null : (Long) customer.confirmedAt().toEpochMilli(), held.run(),
                text(customer.tags()), customer.tagsToldAt() == null ? null : (Long) customer.tagsToldAt().toEpochMilli());
    }

    /** Null for none. */
    static String text(FieldOrigins origins) {
        return origins.equals(FieldOrigins.NONE) ? null : origins.toJson().toString();
    }

    /**
     * A record that was stored before.
     *
     * @param digest of what the source sent
     * @param finishedAt null while it is on its way
     */
    record Earlier(long id, long digest, State state, Instant finishedAt) {
        /** The first four columns. */
        static Earlier read(ResultSet row) throws SQLException {
            long finished = row.getLong(4);
            return new Earlier(row.getLong(1), row.getLong(2), State.of(row.getString(3)),
                    row.wasNull() ? null : Instant.ofEpochMilli(finished));
        }
    }

    private static final String EARLIER = "select e.id, e.digest, e.state, e.finished_at from event e ";

    /** The last record under an event id; null when none is kept. */
    Earlier last(String source, String eventId) throws SQLException {
        Optional<Earlier> known = ahead.last(source, eventId);
        if (known != null) {
            return known.orElse(null);
        }
        PreparedStatement query = statements.bind(
                EARLIER + "where e.identity = ? and e.source = ? and e.event_id = ? order by e.id desc limit 1",
                Digests.identity(source, eventId), source, eventId);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? Earlier.read(row) : null;
        }
    }

    /**
     * The last record that the source said of the customer; null when none is known. Of one that was purged it is known what was said,
     * and that it had come to a good end.
     */
    Earlier lastSaid(String line, String source) throws SQLException {
        Optional<Earlier> known = ahead.lastSaid(line, source);
        if (known != null) {
            return known.orElse(null);
        }
        PreparedStatement query = statements.bind("""
            select s.event_id, s.digest, coalesce(e.state, 'delivered'), e.finished_at
            from said s left join event e on e.id = s.event_id where s.line = ? and s.source = ?""", line, source);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? Earlier.read(row) : null;
        }
    }

    void say(String line, String source, long digest, long eventId) throws SQLException {
        ahead.said(line, source, new Earlier(eventId, digest, State.QUEUED, null));
        statements.later("""
            insert into said (line, source, digest, event_id) values (?, ?, ?, ?)
            on conflict (line, source) do update set digest = excluded.digest, event_id = excluded.event_id""", line, source,
                digest, eventId);
    }
}
