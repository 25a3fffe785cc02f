package org.ladibridge.ledger;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Contents;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.State;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sends a finished record once more: as it was, mapped again, or patched. */
@ApplicationScoped
public class Replay {
    private final Journal journal;
    private final JournalReader reader;
    private final TransformComponent transform;
    private final ObjectMapper json;

    public Replay(Journal journal, JournalReader reader, TransformComponent transform, ObjectMapper json) {
        this.journal = journal;
        this.reader = reader;
        this.transform = transform;
        this.json = json;
    }

    /** @param problem why the record was not put back into its queue; null when it was */
    public record Result(long id, boolean queued, String problem) {
    }

    /**
     * What a replay would send.
     *
     * @param before the payload as it was delivered last; null for a record that had none
     * @param after what would be sent now; null when there is a problem
     * @param problem why the record cannot be replayed; null when it can
     */
    public record Plan(long id, JsonNode before, JsonNode after, String problem) {
    }

    /**
     * What one record would be replayed as; nothing is changed.
     *
     * @param mapping {@code current} maps the raw record again, {@code original} takes the stored payload
     * @param patch JSON merge patch (RFC 7396) over the payload; null for none
     * @throws IllegalArgumentException when there is no such record
     */
    public Plan plan(long id, String mapping, JsonNode patch) throws IOException {
        return prepare(id, mapping, patch).plan();
    }

    /**
     * Puts one record at the end of its queue again; its original stays.
     *
     * @param mapping as for {@link #plan}
     * @param patch as for {@link #plan}
     * @param priority many records at once are a backfill
     */
    public Result replay(long id, String mapping, JsonNode patch, Priority priority) throws IOException {
        Prepared prepared = prepare(id, mapping, patch);
        if (prepared.plan().problem() != null) {
            return new Result(id, false, prepared.plan().problem());
        }
        boolean queued = requeue(prepared, priority).join();
        return new Result(id, queued, queued ? null : "the record is already on its way");
    }

    /** @param customer null for a reference, and when the plan has a problem */
    private record Prepared(Event event, Plan plan, CustomerUpdate customer) {
        static Prepared impossible(Event event, JsonNode before, String problem) {
            return new Prepared(event, new Plan(event.id(), before, null, problem), null);
        }
    }

    private CompletableFuture<Boolean> requeue(Prepared prepared, Priority priority) throws IOException {
        long id = prepared.event().id();
        CustomerUpdate customer = prepared.customer();
        return customer == null
                ? journal.replay(id, null, null, null, priority)
                : journal.replay(id, json.writeValueAsBytes(customer),
                        CustomerKey.of(customer, prepared.event().source()).value(),
                        CustomerKey.alias(customer).map(CustomerKey::value).orElse(null), priority);
    }

    private Prepared prepare(long id, String mapping, JsonNode patch) throws IOException {
        Event event = reader.event(id).orElseThrow(() -> new IllegalArgumentException("there is no event " + id));
        if (State.of(event.state()).inFlight()) {
            return Prepared.impossible(event, null, "the record is still on its way (" + event.state() + ")");
        }
        Contents contents = reader.contents(id).orElseThrow();
        JsonNode before = contents.mapped() == null ? null : json.readTree(contents.mapped());
        if (isReference(event)) {
            return before == null
                    ? Prepared.impossible(event, null,
                            "the record tells only what happened in the source; there is nothing to fetch")
                    : new Prepared(event, new Plan(id, before, before, null), null);
        }
        JsonNode payload = before;
        if (mapping.equals("current") || before == null) {
            List<Transformed> customers = transform.of(event.source())
                    .map(source -> source.transform(RawRecord.of(tree(contents.raw())))).orElse(null);
            if (customers == null) {
                return Prepared.impossible(event, before,
                        "the source «" + event.source() + "» is not loaded, so its mapping cannot be used");
            }
            if (customers.size() != 1) {
                return Prepared.impossible(event, before,
                        "the mapping now makes " + customers.size() + " customers of this record");
            }
            if (customers.get(0) instanceof Accepted accepted) {
                payload = accepted.customer().toJson();
            } else if (patch == null) {
                Rejected rejected = (Rejected) customers.get(0);
                return Prepared.impossible(event, before, rejected.reason() + ": " + rejected.reason().en());
            } else {
                // What the mapping cannot give, the patch may.
                payload = json.createObjectNode();
            }
        }
        if (patch != null && patch.isObject()) {
            payload = merge(payload, patch);
        }
        try {
            CustomerUpdate customer = CustomerUpdate.fromJson(payload);
            return new Prepared(event, new Plan(id, before, customer.toJson(), null), customer);
        } catch (IllegalArgumentException e) {
            return Prepared.impossible(event, before, "the patched payload is not valid: " + e.getMessage());
        }
    }

    /** A reference has no payload of LadiFlow's that could be mapped again or patched: it is fetched again. */
    private static boolean isReference(Event event) {
        return !event.queue().equals(JournalReader.CUSTOMERS);
    }

    private JsonNode tree(byte[] raw) {
        try {
            return json.readTree(raw);
        } catch (IOException e) {
            throw new IllegalStateException("the journal holds a raw record that is not JSON", e);
        }
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode object ? object.deepCopy() : changes.objectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), merge(merged.path(change.getKey()), change.getValue()));
            }
        });
        return merged;
    }
}
