package org.ladibridge.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Warning;
import org.ladibridge.journal.Digests;
import org.ladibridge.journal.JournalUnavailableException;
import org.ladibridge.journal.NewRecord;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.Repetition;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Makes what one source sent into records for the journal: with the source's mapping and hints, and the shared transformer. */
public final class SourceTransformer {
    private static final int KEPT_OF_UNREADABLE = 10_000;
    private final String source;
    private final SourceRules guarded;
    private final Supplier<Rules> rules;
    private final List<JsonPointer> eventIdAt;
    private final ChangeTime changeTime;
    private final boolean skipDuplicates;
    private final CustomerTransformer transformer;
    private final ObjectMapper json;
    private final Clock clock;
    private final UnknownKeys unknown;

    SourceTransformer(String source, MappingFile mapping, SourceHints hints, List<JsonPointer> eventIdAt,
            ChangeTime changeTime, boolean skipDuplicates, CustomerTransformer transformer, ObjectMapper json, Clock clock) {
        this(new SourceRules(source, source, mapping, hints, ChangeGuard.NONE), eventIdAt, changeTime, skipDuplicates,
                transformer, json, clock);
    }

    SourceTransformer(SourceRules rules, List<JsonPointer> eventIdAt, ChangeTime changeTime, boolean skipDuplicates,
            CustomerTransformer transformer, ObjectMapper json, Clock clock) {
        this(rules, rules::current, eventIdAt, changeTime, skipDuplicates, transformer, json, clock);
    }

    private SourceTransformer(SourceRules guarded, Supplier<Rules> rules, List<JsonPointer> eventIdAt, ChangeTime changeTime,
            boolean skipDuplicates, CustomerTransformer transformer, ObjectMapper json, Clock clock) {
        this.source = guarded.source();
        this.guarded = guarded;
        this.rules = rules;
        this.eventIdAt = eventIdAt;
        this.changeTime = changeTime;
        this.skipDuplicates = skipDuplicates;
        this.transformer = transformer;
        this.json = json;
        this.clock = clock;
        this.unknown = new UnknownKeys(source);
    }

    /** The same source with another mapping and the hints as its route has them, to try it out. */
    SourceTransformer with(Mapping other) {
        return with(Rules.of(other, guarded.written().hints()));
    }

    SourceTransformer with(Rules other) {
        return new SourceTransformer(guarded, () -> other, eventIdAt, changeTime, skipDuplicates, transformer, json, clock);
    }

    /** The same source as it stands now, whatever is changed from now on. */
    public SourceTransformer asItStands() {
        return with(rules.get());
    }

    /**
     * The same source with the rules as its files have them, which may be held back.
     *
     * @throws org.ladibridge.transform.MappingException when the mapping is not jq; says where
     */
    SourceTransformer asWritten(Jq jq) {
        return with(Mapping.compile(mappingText(), jq));
    }

    /** Equal for those that make the same of every record by the same mapping and hints. */
    public String digest() {
        return rules.get().digest();
    }

    SourceRules rules() {
        return guarded;
    }

    /** The mapping as it stands in its file. */
    public String mappingText() {
        return guarded.file().text();
    }

    public Path mappingFile() {
        return guarded.file().path();
    }

    /** A warning as the author of the mapping wants it. */
    public Warning advised(Warning warning) {
        return transformer.advised(warning);
    }

    /** What becomes of one record; nothing is stored or sent. */
    public List<Transformed> transform(RawRecord raw) {
        if (raw.rejected() != null) {
            return List.of(new Rejected(raw.rejected(), raw.unreadable()));
        }
        Rules now = rules.get();
        return transformer.transform(raw.body(), now.mapping(), now.hints());
    }

    /** What the mapping places of one record, before it is given its meaning; nothing when it cannot. */
    public List<ObjectNode> placed(RawRecord raw) {
        return raw.rejected() == null ? transformer.placed(raw.body(), rules.get().mapping()) : List.of();
    }

    /** Gives what was placed its meaning, with the source's hints. */
    public Transformed normalise(ObjectNode placed) {
        return transformer.normalise(placed, rules.get().hints());
    }

    /**
     * @param body a {@link RawRecord}, JSON, JSON text, or a list of these; a JSON array is a list
     * @param eventId id of the whole; null or blank when the source has none, then what stands at the source's {@code eventIdAt}
     *        decides, or what the source said last of the same customer
     * @param repetition by what records with an id are known to be repetitions
     */
    List<NewRecord> records(Object body, String eventId, Repetition repetition, Priority priority) throws IOException {
        return records(body, eventId, repetition, priority, () -> false);
    }

    /** @param givenUp asked before each record: many of them under a slow mapping take longer than a stop may */
    List<NewRecord> records(Object body, String eventId, Repetition repetition, Priority priority, BooleanSupplier givenUp)
            throws IOException {
        List<RawRecord> raws = raws(body);
        List<NewRecord> records = new ArrayList<>(raws.size());
        for (int i = 0; i < raws.size(); i++) {
            if (givenUp.getAsBoolean()) {
                throw new JournalUnavailableException("the bridge stops", null);
            }
            RawRecord raw = raws.get(i);
            byte[] bytes = json.writeValueAsBytes(raw.body());
            String id = eventId(raw, eventId, raws.size() == 1 ? "" : "/" + i);
            Repetition recognised = id == null ? Repetition.OF_CUSTOMER : repetition;
            if (!skipDuplicates) {
                // Makes a repeated event another one.
                recognised = Repetition.OF_EVENT;
                id = (id == null ? Digests.sha256Hex(bytes) : id) + "~" + UUID.randomUUID();
            }
            List<Transformed> customers = transform(raw);
            if (repetition != Repetition.OF_FILE_ROW && raw.rejected() == null) {
                // Of a file that is told with the file.
                Mapping now = rules.get().mapping();
                unknown.look(now, () -> unknownKeys(raw.body(), now));
            }
            Instant changedAt = changedAt(raw);
            if (customers.isEmpty()) {
                records.add(new NewRecord(i, 0, source, id, recognised, null, List.of(), priority, bytes, null, changedAt, null,
                        null,
                        List.of()));
            }
            for (int n = 0; n < customers.size(); n++) {
                String own = id == null || customers.size() == 1 ? id : id + "#" + n;
                records.add(record(i, n, own, recognised, priority, bytes, changedAt,
                        customers.get(n)));
            }
        }
        return records;
    }

    /** A heading that is not known may still be taken by the mapping itself. */
    private List<String> unknownKeys(JsonNode raw, Mapping current) {
        return transformer.unknownColumns(raw, current).stream().filter(key -> {
            if (!(raw instanceof ObjectNode object) || !object.has(key)) {
                return true;
            }
            ObjectNode without = object.deepCopy();
            without.remove(key);
            return transformer.placed(without, current).equals(transformer.placed(object, current));
        }).toList();
    }

    /** What the source sends by a heading that nobody knows, as far as it was looked at since its mapping was read. */
    public List<String> unknownKeys() {
        return unknown.names();
    }

    /** A time of change in the future is replaced by now: the source's clock is ahead, and every later change would look stale. */
    private Instant changedAt(RawRecord raw) {
        Instant time = raw.changedAt() == null ? changeTime.of(raw.body()) : raw.changedAt();
        Instant now = clock.instant();
        return time != null && time.isAfter(now) ? now : time;
    }

    /** Null when the source has none. */
    private String eventId(RawRecord raw, String exchangeId, String suffix) {
        if (raw.eventId() != null && !raw.eventId().isBlank()) {
            return raw.eventId();
        }
        StringJoiner parts = new StringJoiner("/");
        for (JsonPointer pointer : eventIdAt) {
            JsonNode part = raw.body().at(pointer);
            if (part.isValueNode() && !part.isNull() && !part.asText().isBlank()) {
                parts.add(part.asText());
            }
        }
        String own = parts.toString();
        if (exchangeId != null && !exchangeId.isBlank()) {
            return own.isEmpty() ? exchangeId + suffix : exchangeId + "/" + own;
        }
        return own.isEmpty() ? null : own;
    }

    private NewRecord record(int position, int part, String eventId, Repetition repetition, Priority priority, byte[] raw,
            Instant changedAt, Transformed customer)
            throws JsonProcessingException {
        if (customer instanceof Rejected rejected) {
            return new NewRecord(position, part, source, eventId, repetition, null, List.of(), priority, raw, null, changedAt,
                    rejected.reason(),
                    rejected.detail(),
                    rejected.warnings());
        }
        CustomerUpdate update = ((Accepted) customer).customer();
        return new NewRecord(position, part, source, eventId, repetition, CustomerKey.of(update, source).value(),
                CustomerKey.aliases(update, source).stream().map(CustomerKey::value).toList(), priority, raw,
                json.writeValueAsBytes(update), changedAt, null, null, customer.warnings());
    }

    private List<RawRecord> raws(Object body) throws IOException {
        List<RawRecord> raws = new ArrayList<>();
        if (body instanceof List<?> list) {
            for (Object item : list) {
                raws.add(raw(item));
            }
        } else {
            RawRecord raw = raw(body);
            if (raw.rejected() == null && raw.body().isArray()) {
                raw.body().forEach(item -> raws.add(RawRecord.of(item)));
            } else {
                raws.add(raw);
            }
        }
        return raws;
    }

    /** An unreadable record is stored as rejected. An exception would block all records behind it. */
    private RawRecord raw(Object item) throws IOException {
        if (item instanceof RawRecord raw) {
            return raw;
        }
        if (item instanceof byte[] bytes) {
            return read(new String(bytes, StandardCharsets.UTF_8));
        }
        if (item instanceof String text) {
            return read(text);
        }
        return RawRecord.of(item instanceof JsonNode node ? node : json.valueToTree(item));
    }

    private RawRecord read(String text) throws IOException {
        try {
            JsonNode node = json.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
            return node.isMissingNode()
                    ? RawRecord.unreadable(TextNode.valueOf(text), null, "the record is empty")
                    : RawRecord.of(node);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
            return RawRecord.unreadable(
                    TextNode.valueOf(text.substring(0, Math.min(text.length(), KEPT_OF_UNREADABLE))), null,
                    "the record is not JSON" + where);
        }
    }
}
