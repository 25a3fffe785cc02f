package org.ladibridge.ledger;

import java.io.IOException;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Contents;
import org.ladibridge.journal.JournalReader.Event;
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
        static Result refused(long id, String problem) {
            return new Result(id, false, problem);
        }
    }

    /**
     * @param mapping {@code current} maps the raw record again, {@code original} takes the stored payload
     * @param patch JSON merge patch (RFC 7396) over the payload; null for none
     */
    public Result replay(long id, String mapping, JsonNode patch) throws IOException {
        Event event = reader.event(id).orElseThrow(() -> new IllegalArgumentException("there is no event " + id));
        if (State.of(event.state()).inFlight()) {
            return Result.refused(id, "the record is still on its way (" + event.state() + ")");
        }
        if (!event.queue().equals(JournalReader.CUSTOMERS)) {
            return fetchAgain(id);
        }
        Contents contents = reader.contents(id).orElseThrow();
        boolean mapAgain = mapping.equals("current") || contents.mapped() == null;
        JsonNode payload;
        if (mapAgain) {
            List<Transformed> customers = transform.of(event.source())
                    .map(source -> source.transform(RawRecord.of(tree(contents.raw())))).orElse(null);
            if (customers == null) {
                return Result.refused(id, "the source «" + event.source() + "» is not loaded, so its mapping cannot be used");
            }
            if (customers.size() != 1) {
                return Result.refused(id, "the mapping now makes " + customers.size() + " customers of this record");
            }
            if (customers.get(0) instanceof Rejected rejected) {
                return Result.refused(id, rejected.reason() + ": " + rejected.reason().en());
            }
            payload = ((Accepted) customers.get(0)).customer().toJson();
        } else {
            payload = json.readTree(contents.mapped());
        }
        if (patch != null && patch.isObject()) {
            payload = merge(payload, patch);
        }
        try {
            CustomerUpdate customer = CustomerUpdate.fromJson(payload);
            boolean queued = journal
                    .replay(id, json.writeValueAsBytes(customer), CustomerKey.of(customer, event.source()).value()).join();
            return queued ? new Result(id, true, null) : Result.refused(id, "the record is already on its way");
        } catch (IllegalArgumentException e) {
            return Result.refused(id, "the patched payload is not valid: " + e.getMessage());
        }
    }

    /** A reference has no payload of LadiFlow's that could be mapped again or patched. */
    private Result fetchAgain(long id) {
        return journal.replay(id, null, null).join()
                ? new Result(id, true, null)
                : Result.refused(id, "the record tells only what happened in the source; there is nothing to fetch");
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
