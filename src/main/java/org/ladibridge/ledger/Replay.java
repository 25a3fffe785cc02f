package org.ladibridge.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Contents;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.Replacement;
import org.ladibridge.journal.State;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Sends a finished record once more: as it was mapped at first, or mapped again; and with a patch over it. */
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

    /** Where the payload comes from. */
    public enum Mapping {
        /** The raw record, mapped again. */
        CURRENT("current"),
        /** The payload as it was mapped at first; the raw record where there was none. */
        ORIGINAL("original");

        private final String label;

        Mapping(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * What is to be sent of a record.
     *
     * @param patch JSON merge patch (RFC 7396) over the payload; null for none
     */
    public record Content(Mapping mapping, ObjectNode patch) {
        /** For the audit: of a patch the names of its fields, never their values. */
        ObjectNode describe(ObjectNode detail) {
            detail.put("mapping", mapping.label());
            if (patch != null) {
                patch.fieldNames().forEachRemaining(detail.putArray("patched")::add);
            }
            return detail;
        }

        private Set<CustomerField> patched() {
            return patch == null
                    ? Set.of()
                    : patch.properties().stream().flatMap(field -> CustomerField.byWireName(field.getKey()).stream())
                            .collect(Collectors.toSet());
        }
    }

    /**
     * What became of a record.
     *
     * @param problem why the record was not put back into its queue; null when it was
     * @param problemVi the same in Vietnamese
     */
    @RegisterForReflection
    public record Result(long id, boolean queued, String problem, String problemVi) {
        static Result of(Plan plan) {
            return new Result(plan.id(), false, plan.problem(), plan.problemVi());
        }
    }

    /** A field of the payload that a replay would change; without the value where it is not sent. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Difference(String field, JsonNode before, JsonNode after) {
    }

    /**
     * What a replay would send.
     *
     * @param before the payload as it stands; null for a record that has none
     * @param after what would be sent now; null when there is a problem
     * @param diff the fields in which they differ
     * @param problem why the record cannot be replayed; null when it can
     * @param problemVi the same in Vietnamese
     */
    @RegisterForReflection
    public record Plan(long id, JsonNode before, JsonNode after, List<Difference> diff, String problem, String problemVi) {
        private static Plan of(long id, JsonNode before, JsonNode after) {
            return new Plan(id, before, after, differences(before, after), null, null);
        }

        private static List<Difference> differences(JsonNode before, JsonNode after) {
            Set<String> fields = new LinkedHashSet<>();
            if (before != null) {
                before.fieldNames().forEachRemaining(fields::add);
            }
            after.fieldNames().forEachRemaining(fields::add);
            List<Difference> differences = new ArrayList<>();
            for (String field : fields) {
                JsonNode was = before == null ? null : before.get(field);
                JsonNode becomes = after.get(field);
                if (was == null || !was.equals(becomes)) {
                    differences.add(new Difference(field, was, becomes));
                }
            }
            return differences;
        }
    }

    /** What one record would be replayed as; nothing is changed. */
    public Plan plan(long id, Content content) throws IOException {
        return prepare(id, content).plan();
    }

    /**
     * Puts one record at the end of its queue again; its original stays.
     *
     * @param priority many records at once are a backfill
     * @param actor who wants it, for the audit; null when the group that it belongs to is audited
     * @return completed when it is stored
     */
    public CompletableFuture<Result> replay(long id, Content content, Priority priority, String actor) throws IOException {
        Prepared prepared = prepare(id, content);
        if (prepared.plan().problem() != null) {
            return CompletableFuture.completedFuture(Result.of(prepared.plan()));
        }
        AuditEntry audit = actor == null
                ? null
                : new AuditEntry(actor, "event.replay", "event/" + id, content.describe(json.createObjectNode()).toString());
        return journal.replay(id, prepared.replacement(), priority, audit)
                .thenApply(queued -> queued ? new Result(id, true, null, null) : Result.of(Prepared.underway(id).plan()));
    }

    /** @param replacement null when the payload goes out as it stands */
    private record Prepared(Plan plan, Replacement replacement) {
        static Prepared impossible(long id, JsonNode before, String problem, String problemVi) {
            return new Prepared(new Plan(id, before, null, List.of(), problem, problemVi), null);
        }

        static Prepared underway(long id) {
            return impossible(id, null, "the record is still on its way", "bản ghi vẫn đang được gửi");
        }
    }

    private Prepared prepare(long id, Content content) throws IOException {
        Event event = reader.event(id).orElse(null);
        Contents contents = reader.contents(id).orElse(null);
        if (event == null || contents == null) {
            return Prepared.impossible(id, null, "there is no event " + id, "không có sự kiện " + id);
        }
        if (State.of(event.state()).inFlight()) {
            return Prepared.underway(id);
        }
        JsonNode before = tree(contents.mapped());
        return isReference(event)
                ? prepareReference(id, before, content)
                : prepareCustomer(event, before, contents, content);
    }

    /** A reference has no payload of LadiFlow's that could be mapped again or patched: it is fetched again. */
    private static Prepared prepareReference(long id, JsonNode before, Content content) {
        if (before == null) {
            return Prepared.impossible(id, null,
                    "the record tells only what happened in the source; there is nothing to fetch",
                    "bản ghi chỉ báo sự việc ở nguồn; không có gì để đọc lại");
        }
        if (content.patch() != null) {
            return Prepared.impossible(id, before,
                    "the record is fetched from its source again, so there is no payload to patch; patch the customer that comes of it",
                    "bản ghi sẽ được đọc lại từ nguồn nên không có nội dung để sửa; hãy sửa khách hàng được tạo ra từ bản ghi này");
        }
        return new Prepared(Plan.of(id, before, before), null);
    }

    private Prepared prepareCustomer(Event event, JsonNode before, Contents contents, Content content) throws IOException {
        long id = event.id();
        JsonNode payload = tree(contents.first());
        if (content.mapping() == Mapping.CURRENT || payload == null) {
            List<Transformed> customers = transform.of(event.source())
                    .map(source -> source.transform(RawRecord.of(raw(contents)))).orElse(null);
            if (customers == null) {
                return Prepared.impossible(id, before,
                        "the source «" + event.source() + "» is not loaded, so its mapping cannot be used",
                        "nguồn «" + event.source() + "» không hoạt động nên không dùng được mapping của nó");
            }
            if (customers.size() != 1) {
                return Prepared.impossible(id, before,
                        "the mapping now makes " + customers.size() + " customers of this record",
                        "mapping hiện tạo ra " + customers.size() + " khách hàng từ bản ghi này");
            }
            Transformed made = customers.get(0);
            if (made instanceof Rejected rejected && content.patch() == null) {
                return Prepared.impossible(id, before, rejected.reason() + ": " + rejected.reason().en(),
                        rejected.reason() + ": " + rejected.reason().vi());
            }
            // What the mapping cannot give, the patch may.
            payload = made instanceof Rejected rejected ? rejected.rest() : ((Accepted) made).customer().toJson();
        }
        if (content.patch() != null) {
            payload = merge(payload, content.patch());
        }
        CustomerUpdate customer;
        try {
            customer = CustomerUpdate.fromJson(payload);
        } catch (IllegalArgumentException e) {
            return Prepared.impossible(id, before, "the patched payload is not valid: " + e.getMessage(),
                    "nội dung sau khi sửa không hợp lệ: " + e.getMessage());
        }
        return new Prepared(Plan.of(id, before, customer.toJson()), new Replacement(json.writeValueAsBytes(customer),
                CustomerKey.of(customer, event.source()).value(),
                CustomerKey.alias(customer).map(CustomerKey::value).orElse(null),
                content.patched()));
    }

    private static boolean isReference(Event event) {
        return !event.queue().equals(JournalReader.CUSTOMERS);
    }

    private JsonNode tree(byte[] payload) throws IOException {
        return payload == null ? null : json.readTree(payload);
    }

    private JsonNode raw(Contents contents) {
        try {
            return json.readTree(contents.raw());
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
