package org.ladibridge.intake.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.ladibridge.Ticker;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.IntakeExchange;
import org.ladibridge.intake.MappingFile;
import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.journal.Digests;
import org.ladibridge.journal.NewRecord;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.Repetition;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.MappingException;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The step of {@code kamelet:journal-sink}: makes references of what a sender announced. Its jq program gets everything that one
 * request announced, as an array, and yields one object for each reference. Two references with equal content are one while the
 * first one still waits; once it is being fetched, the record may change again. Where the content holds what tells two events apart
 * (their ids, or times in milliseconds), a repetition can be known for ever. A reference with a key {@code rejected}, the name of a {@link Reason}, is kept and counted and never fetched.
 * <p>
 * References are accounted for under the name of their queue. So {@code hubspot-contacts} balances what was announced, and
 * {@code hubspot} the customers that came of it; one reference may become many customers, or none.
 */
@RegisterForReflection
public class References implements CamelContextAware {
    private static final String REJECTED = "rejected";
    private static final int LONGEST_KEY = 200;

    private CamelContext camel;
    private ObjectMapper json;
    private String queue;
    private Repetition repetition = Repetition.OF_WAITING;
    private String file;
    private MappingFile program;
    private JsonPointer key;

    public void setQueue(String queue) {
        this.queue = queue;
    }

    /** @param file of the jq program; read at once, so that a broken one stops its source at the start */
    public void setReferences(String file) {
        this.file = file;
        this.program = new MappingFile(Path.of(file), camel.getRegistry().findSingleByType(Jq.class),
                camel.getRegistry().findSingleByType(Ticker.class));
    }

    /** @param repetition {@code waiting} or {@code event} */
    public void setRepetition(String repetition) {
        this.repetition = Parameters.oneOf("repetition", repetition, List.of("waiting", "event")).equals("event")
                ? Repetition.OF_EVENT
                : Repetition.OF_WAITING;
    }

    /** @param key JSON pointer: references with one value there are fetched one after the other */
    public void setKey(String key) {
        this.key = Parameters.pointer("key", key);
    }

    /** Replaces what the sender announced, a list of {@link RawRecord}, by records for the journal. */
    public void records(Exchange exchange) throws IOException, InvalidPayloadException {
        if (!(exchange.getMessage().getBody() instanceof List<?> announced)) {
            throw new InvalidPayloadException(exchange, List.class);
        }
        Priority priority = IntakeExchange.of(exchange).priority();
        List<NewRecord> records = new ArrayList<>();
        ArrayNode events = json.createArrayNode();
        for (Object item : announced) {
            RawRecord raw = (RawRecord) item;
            if (raw.rejected() == null) {
                events.add(raw.body());
            } else {
                records.add(rejected(raw.body(), raw.rejected(), raw.unreadable(), priority));
            }
        }
        if (!events.isEmpty()) {
            records.addAll(references(events, priority));
        }
        exchange.getMessage().setBody(records);
    }

    private List<NewRecord> references(ArrayNode events, Priority priority) throws IOException {
        List<NewRecord> records = new ArrayList<>();
        try {
            for (JsonNode reference : program.current().apply(events)) {
                records.add(record(reference, priority));
            }
            return records;
        } catch (MappingException e) {
            return List.of(rejected(events, Reason.MAPPING_FAILED, file + ": " + e.getMessage(), priority));
        }
    }

    private NewRecord record(JsonNode reference, Priority priority) throws IOException {
        if (reference.has(REJECTED)) {
            return rejected(reference, reason(reference.path(REJECTED).asText()), null, priority);
        }
        String value = reference.at(key).asText("");
        if (reference.at(key).isNull() || value.isBlank() || value.length() > LONGEST_KEY) {
            return rejected(reference, Reason.UNREADABLE, "the reference has no id at " + key, priority);
        }
        byte[] content = json.writeValueAsBytes(reference);
        return new NewRecord(0, 0, queue, value + "/" + Digests.sha256Hex(content), repetition, queue + "/" + value, List.of(),
                priority, content, content, null, null, null, List.of());
    }

    private NewRecord rejected(JsonNode raw, Reason reason, String detail, Priority priority) throws IOException {
        byte[] content = json.writeValueAsBytes(raw);
        return new NewRecord(0, queue, Digests.sha256Hex(content), null, null, priority, content, null, null, reason, detail,
                List.of());
    }

    private static Reason reason(String name) {
        try {
            return Reason.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new MappingException("«rejected» takes the name of a reason such as SOURCE_DELETED", e);
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camel = camelContext;
        this.json = camelContext.getRegistry().findSingleByType(ObjectMapper.class);
    }
}
