package org.ladibridge.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.ladibridge.BridgeConfig.Outcomes;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Reason;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One event for each record that ends, stored in the queue {@value #QUEUE} by the transaction that ends it: a transactional outbox. The
 * ids of those that have ended are collected while the transaction runs; before it is committed they are read by one statement, as they
 * stand then. A record that is replayed and ends once more has another event. An event's own end makes none.
 * <p>
 * Its form is described in {@code docs/outcomes.md} and only grows.
 */
final class OutcomeEvents {
    static final String QUEUE = JournalReader.OUTCOMES;
    /** Where nothing is told. */
    static final OutcomeEvents NONE = new OutcomeEvents(Outcomes.OFF, () -> 0, Clock.systemUTC(), new ObjectMapper(),
            records -> {
            });

    private static final String ENDED = """
        select e.id, e.seq, e.queue, e.source, e.event_id, e.customer_key, e.line, e.priority, e.state, e.reason, e.detail, e.warnings,
               e.attempts, e.received_at, e.changed_at, e.finished_at, h.ladiflow_id, p.mapped
        from event e join payload p on p.event_id = e.id left join held_customer h on h.line = e.line
        where e.id in (""";

    private final Outcomes wanted;
    private final LongSupplier nextId;
    private final Clock clock;
    private final ObjectMapper json;
    private final Consumer<List<QueuedRecord>> listener;
    private final Set<Long> ended = new LinkedHashSet<>();
    private final List<QueuedRecord> stored = new ArrayList<>();

    /**
     * @param nextId gives each record its number, which is its place in the queue, too
     * @param listener is told what was stored, in the order of the queue
     */
    OutcomeEvents(Outcomes wanted, LongSupplier nextId, Clock clock, ObjectMapper json, Consumer<List<QueuedRecord>> listener) {
        this.wanted = wanted;
        this.nextId = nextId;
        this.clock = clock;
        this.json = json;
        this.listener = listener;
    }

    /** A record of the transaction at hand stands like this from now on. */
    void stands(String queue, long id, State state) {
        if (wanted != Outcomes.OFF && !state.inFlight() && !queue.equals(QUEUE)) {
            ended.add(id);
        }
    }

    /** Stores the events of those that have ended by now; called when nothing else will change them. */
    void write(JournalTransaction tx, Statements statements) throws SQLException {
        if (ended.isEmpty()) {
            return;
        }
        Map<Long, NewRecord> events = new HashMap<>();
        Map<Long, String> lines = new HashMap<>();
        statements.each(ENDED, "?", ended.stream().map(id -> new Object[]{id}).toList(), ")", row -> {
            events.put(row.getLong(1), event(row));
            lines.put(row.getLong(1), line(row));
        });
        Instant now = clock.instant();
        for (long id : ended) {
            append(tx, events.get(id), lines.get(id), now);
        }
        ended.clear();
    }

    private void append(JournalTransaction tx, NewRecord event, String line, Instant now) throws SQLException {
        long id = nextId.getAsLong();
        tx.insert(QUEUE, Appender.Prepared.of(event, null), line, id, now);
        stored.add(new QueuedRecord(id, id, QUEUE, event.source(), event.customerKey(), line, event.priority(), event.payload(),
                null, null, id, false, 0, null, now, null));
    }

    /** Those of one customer go out one after the other; what is nobody's waits for nobody. */
    private static String line(ResultSet row) throws SQLException {
        String line = row.getString(7);
        return QUEUE + "/" + (line == null ? "record " + row.getLong(1) : line);
    }

    private NewRecord event(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        String eventId = "outcome_" + id + "_" + row.getLong(2);
        String reason = row.getString(10);
        JsonNode payload = tree(row.getBytes(18));
        ObjectNode data = json.createObjectNode().put("record", id).put("queue", row.getString(3))
                .put("source", row.getString(4)).put("eventId", row.getString(5));
        data.put("customer", row.getString(6));
        data.put("externalCustomerId", payload == null
                ? null
                : payload.path(CustomerField.EXTERNAL_CUSTOMER_ID.wireName()).asText(null));
        data.put("ladiflowId", row.getString(17)).put("state", row.getString(9)).put("reason", reason);
        if (reason != null) {
            data.put("reasonEn", Reason.valueOf(reason).en()).put("reasonVi", Reason.valueOf(reason).vi());
        }
        data.put("detail", row.getString(11));
        String warnings = row.getString(12);
        JsonNode warned = warnings == null ? json.nullNode() : tree(warnings);
        data.set("warnings", warned.isEmpty() ? json.nullNode() : warned);
        data.put("attempts", row.getInt(13)).put("receivedAt", time(row, 14)).put("changedAt", time(row, 15))
                .put("finishedAt", time(row, 16));
        if (wanted == Outcomes.WITH_PAYLOAD && payload != null) {
            data.set("payload", payload);
        }
        data.properties().removeIf(entry -> entry.getValue().isNull());
        ObjectNode event = json.createObjectNode().put("id", eventId).put("type", "record." + row.getString(9))
                .put("timestamp", time(row, 16));
        byte[] content = bytes(event.set("data", data));
        String line = line(row);
        return new NewRecord(0, 0, QUEUE, eventId, Repetition.OF_EVENT, line, List.of(), Priority.values()[row.getInt(8)],
                content, content, null, null, null, List.of());
    }

    /** The events are on disk. */
    void announce() {
        if (!stored.isEmpty()) {
            listener.accept(List.copyOf(stored));
            stored.clear();
        }
    }

    /** The transaction came to nothing. */
    void forget() {
        ended.clear();
        stored.clear();
    }

    private static String time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis).toString();
    }

    private JsonNode tree(String text) {
        return tree(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode tree(byte[] bytes) {
        try {
            return bytes == null ? null : json.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal holds a payload that is not JSON", e);
        }
    }

    private byte[] bytes(JsonNode tree) {
        try {
            return json.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
