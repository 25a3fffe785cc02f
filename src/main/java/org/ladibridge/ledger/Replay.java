package org.ladibridge.ledger;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.CustomerChange;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.StoredPart;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Contents;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Replayed;
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
    private final PatchNormaliser patches;
    private final ObjectMapper json;
    private final Clock clock;

    public Replay(Journal journal, JournalReader reader, TransformComponent transform, PatchNormaliser patches,
            ObjectMapper json, Clock clock) {
        this.clock = clock;
        this.journal = journal;
        this.reader = reader;
        this.transform = transform;
        this.patches = patches;
        this.json = json;
    }

    /** Where the payload comes from. */
    public enum Mapping {
        /** The raw record, mapped again. */
        CURRENT("current"),
        /** The payload as it was mapped at first; the raw record where there was none. */
        ORIGINAL("original"),
        /** The payload as it stands, with the patches of earlier replays; the raw record where there is none. */
        LATEST("latest");

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

        private Content normalised(PatchNormaliser patches) {
            return patch == null ? this : new Content(mapping, patches.normalise(patch));
        }

        private boolean sets(String field) {
            return patch != null && field != null && patch.has(field);
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
     * @param leftOut fields of the record that are not sent, because younger records have brought others to LadiFlow since
     * @param problem why the record cannot be replayed; null when it can
     * @param problemVi the same in Vietnamese
     */
    @RegisterForReflection
    public record Plan(long id, JsonNode before, JsonNode after, List<Difference> diff, List<String> leftOut, String problem,
            String problemVi) {
        private static Plan of(long id, JsonNode before, JsonNode after, List<String> leftOut) {
            return new Plan(id, before, after, differences(before, after, leftOut), leftOut, null, null);
        }

        private static List<Difference> differences(JsonNode before, JsonNode after, List<String> leftOut) {
            Set<String> fields = new LinkedHashSet<>();
            if (before != null) {
                before.fieldNames().forEachRemaining(fields::add);
            }
            after.fieldNames().forEachRemaining(fields::add);
            leftOut.forEach(fields::remove);
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
     * @param actor who wants it, for the audit
     * @return completed when it is stored
     */
    public CompletableFuture<Result> replay(long id, Content content, String actor) throws IOException {
        return replay(id, content, actor, false);
    }

    /** The same with one of many: it goes behind what is live, and the audit has the group as a whole. */
    CompletableFuture<Result> replayOfGroup(long id, Content content, String actor) throws IOException {
        return replay(id, content, actor, true);
    }

    private CompletableFuture<Result> replay(long id, Content content, String actor, boolean ofGroup) throws IOException {
        Prepared prepared = prepare(id, content);
        if (prepared.plan().problem() != null) {
            return CompletableFuture.completedFuture(Result.of(prepared.plan()));
        }
        AuditEntry entry = new AuditEntry(actor, "event.replay", "event/" + id,
                content.describe(json.createObjectNode()).toString());
        return journal.replay(id, prepared.replacement(), ofGroup ? Priority.BACKFILL : Priority.LIVE, entry, ofGroup)
                .thenApply(queued -> queued ? new Result(id, true, null, null) : Result.of(Prepared.underway(id).plan()));
    }

    /** @param replacement null when the payload goes out as it stands */
    private record Prepared(Plan plan, Replacement replacement) {
        static Prepared impossible(long id, JsonNode before, String problem, String problemVi) {
            return new Prepared(new Plan(id, before, null, List.of(), List.of(), problem, problemVi), null);
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
        if (isReference(event)) {
            return event.queue().equals(JournalReader.OUTCOMES)
                    ? prepareOutcome(id, before, content)
                    : prepareReference(id, before, content);
        }
        try {
            return prepareCustomer(event, before, contents, content.normalised(patches));
        } catch (IllegalArgumentException e) {
            return Prepared.impossible(id, before, "the patched payload is not valid: " + e.getMessage(),
                    "nội dung sau khi sửa không hợp lệ: " + e.getMessage());
        }
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
        return new Prepared(Plan.of(id, before, before, List.of()), null);
    }

    /** It is sent again as it was: what is told is what had happened then. */
    private static Prepared prepareOutcome(long id, JsonNode before, Content content) {
        return content.patch() == null
                ? new Prepared(Plan.of(id, before, before, List.of()), null)
                : Prepared.impossible(id, before,
                        "an outcome tells what happened and cannot be patched; patch the record that it tells of",
                        "kết quả kể lại điều đã xảy ra nên không sửa được; hãy sửa bản ghi mà nó nói tới");
    }

    private Prepared prepareCustomer(Event event, JsonNode before, Contents contents, Content content) throws IOException {
        long id = event.id();
        JsonNode payload = switch (content.mapping()) {
            case CURRENT -> null;
            case ORIGINAL -> original(contents, before, content);
            case LATEST -> before;
        };
        List<Warning> warnings;
        JsonNode rest = null;
        if (payload != null) {
            warnings = warnings(event, content.mapping());
        } else {
            List<Transformed> customers = transform.of(event.source())
                    .map(source -> source.transform(RawRecord.of(raw(contents)))).orElse(null);
            if (customers == null) {
                return Prepared.impossible(id, before,
                        "the source «" + event.source() + "» is not loaded, so its mapping cannot be used",
                        "nguồn «" + event.source() + "» không hoạt động nên không dùng được mapping của nó");
            }
            Transformed made = part(event, customers).orElse(null);
            if (made == null) {
                return Prepared.impossible(id, before,
                        "the mapping now makes " + customers.size() + " customers of this record",
                        "mapping hiện tạo ra " + customers.size() + " khách hàng từ bản ghi này");
            }
            warnings = made.warnings();
            if (made instanceof Rejected rejected) {
                // What the mapping cannot give, the patch may.
                rest = rejected.rest();
                payload = rest;
                if (content.patch() == null || !isIdentified(MergePatch.merge(rest, content.patch()))) {
                    return Prepared.impossible(id, before, rejected.reason() + ": " + rejected.reason().en(),
                            rejected.reason() + ": " + rejected.reason().vi());
                }
            } else {
                payload = ((Accepted) made).customer().toJson();
            }
        }
        if (content.patch() != null) {
            payload = MergePatch.merge(payload, content.patch());
        }
        CustomerUpdate customer = CustomerUpdate.fromJson(payload);
        return new Prepared(plan(event, before, customer, content), new Replacement(json.writeValueAsBytes(customer),
                CustomerKey.of(customer, event.source()).value(),
                CustomerKey.aliases(customer, event.source()).stream().map(CustomerKey::value).toList(),
                rest == null || before != null ? null : json.writeValueAsBytes(rest),
                warnings.stream().filter(warning -> !content.sets(warning.field())).toList(), content.patched(),
                content.mapping() == Mapping.LATEST));
    }

    /** What the mapping in use says of a record, beside what stands there. */
    enum Fate {
        /** It makes the same of it, or as before nothing. */
        SAME,
        /** A person set values of it, so that a mapping does not decide alone; it is left as it is. */
        PATCHED,
        /** It makes something else of it, or nobody can tell. */
        CHANGED,
        /** And for another customer. */
        MOVED
    }

    private Optional<Transformed> part(Event event, List<Transformed> customers) {
        return StoredPart.of(event, customers, id -> !reader.eventsOf(event.source(), id).isEmpty());
    }

    /** Whether the record would be replayed as something else with the mapping in use. */
    Fate fate(long id) throws IOException {
        Event event = reader.event(id).orElse(null);
        Contents contents = reader.contents(id).orElse(null);
        SourceTransformer source = event == null ? null : transform.of(event.source()).orElse(null);
        if (contents == null || source == null) {
            return Fate.CHANGED;
        }
        List<Transformed> customers = source.transform(RawRecord.of(raw(contents)));
        Transformed made = part(event, customers).orElse(null);
        JsonNode stands = tree(contents.mapped());
        if (!(made instanceof Accepted accepted)) {
            return stands == null && customers.stream().noneMatch(Accepted.class::isInstance) ? Fate.SAME : Fate.CHANGED;
        }
        JsonNode now = tree(json.writeValueAsBytes(accepted.customer()));
        if (event.patched() != null) {
            return now.equals(tree(contents.first())) ? Fate.SAME : Fate.PATCHED;
        }
        if (now.equals(stands)) {
            return Fate.SAME;
        }
        return stands == null || isKnownAs(CustomerKey.of(accepted.customer(), event.source()), event, stands)
                ? Fate.CHANGED
                : Fate.MOVED;
    }

    private static boolean isKnownAs(CustomerKey key, Event event, JsonNode stands) {
        CustomerUpdate before = CustomerUpdate.fromJson(stands);
        return key.equals(CustomerKey.of(before, event.source()))
                || CustomerKey.aliases(before, event.source()).contains(key);
    }

    /** A replay is no news: what younger records brought to LadiFlow since stays, but where a person sets the field now. */
    private Plan plan(Event event, JsonNode before, CustomerUpdate customer, Content content) throws IOException {
        Instant now = clock.instant();
        FieldOrigins patched = event.patched() == null || content.mapping() != Mapping.LATEST
                ? FieldOrigins.NONE
                : FieldOrigins.fromJson(json.readTree(event.patched()));
        for (CustomerField field : content.patched()) {
            patched = patched.with(field, new FieldOrigins.Origin(now, Long.MAX_VALUE));
        }
        CustomerChange change = new CustomerChange(customer, event.changedAt(), event.arrival(), patched);
        CustomerChange.News news = change
                .news(journal.holdings().of(CustomerKey.of(customer, event.source()).value()).origins());
        ObjectNode after = news.customer().toJson();
        Set<CustomerField> older = EnumSet.copyOf(customer.fields());
        older.removeAll(news.customer().fields());
        older.remove(CustomerField.IMPORT_BY_TAG_NAME);
        return Plan.of(event.id(), before, after, older.stream().map(CustomerField::wireName).toList());
    }

    /** Of a record that was rejected only a part could be mapped at first; when that is nobody, what stands there is meant. */
    private JsonNode original(Contents contents, JsonNode before, Content content) throws IOException {
        JsonNode first = tree(contents.first());
        return first == null || isIdentified(content.patch() == null ? first : MergePatch.merge(first, content.patch()))
                ? first
                : before;
    }

    private static boolean isIdentified(JsonNode payload) {
        return payload.hasNonNull(CustomerField.EMAIL.wireName()) || payload.hasNonNull(CustomerField.PHONE.wireName());
    }

    /** What the mapping had to remark on a payload that is taken as it is; what the answers had is up to the next delivery. */
    private List<Warning> warnings(Event event, Mapping mapping) throws IOException {
        String text = event.warnings();
        if (mapping == Mapping.ORIGINAL) {
            text = reader.replays(event.id()).stream().findFirst().map(Replayed::warnings).orElse(text);
        }
        if (text == null) {
            return List.of();
        }
        List<Warning> warnings = json.readerForListOf(Warning.class).readValue(text);
        return warnings.stream().filter(warning -> !warning.code().isOfDelivery()).toList();
    }

    /**
     * What somebody finds who wants to mend a record.
     *
     * @param payload as it stands; of a rejected record what is right of it
     * @param placed what the mapping places of the raw record, right or wrong
     */
    public record Standing(JsonNode payload, JsonNode placed) {
    }

    /** How a customer's record stands; empty objects where nothing is known. */
    public Standing standing(Event event, Contents contents) throws IOException {
        JsonNode nothing = json.createObjectNode();
        JsonNode mapped = tree(contents.mapped());
        SourceTransformer source = transform.of(event.source()).orElse(null);
        // A mapping that fails may take its time for it.
        if (source == null || contents.raw() == null || Reason.MAPPING_FAILED.name().equals(event.reason())) {
            return new Standing(mapped == null ? nothing : mapped, nothing);
        }
        List<ObjectNode> placed = source.placed(RawRecord.of(raw(contents)));
        if (mapped == null && placed.size() == 1 && source.normalise(placed.get(0)) instanceof Rejected rejected) {
            mapped = rejected.rest();
        }
        return new Standing(mapped == null ? nothing : mapped, placed.size() == 1 ? placed.get(0) : nothing);
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
}
