package org.ladibridge.console.web;

import jakarta.ws.rs.FormParam;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.ledger.Replay;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a person wants to be sent instead: one field by name and value, and whatever else as JSON. */
public class PatchForm {
    @FormParam("csrf")
    String csrf;
    @FormParam("mapping")
    String mapping;
    @FormParam("field")
    String field;
    @FormParam("value")
    String value;
    @FormParam("patch")
    String patch;

    /** What was typed, to be shown again. */
    public record Typed(boolean isCurrent, String field, String value, String patch) {
    }

    /** Cannot be sent; the message is for the visitor. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence);
        }
    }

    Typed typed() {
        return new Typed("current".equals(mapping), field == null ? "" : field, value == null ? "" : value,
                patch == null ? "" : patch);
    }

    Replay.Content content(CustomerTransformer transformer, ObjectMapper json, Ui ui, Msg msg) throws Refused {
        ObjectNode changes = json.createObjectNode();
        if (patch != null && !patch.isBlank()) {
            changes.setAll(object(json, msg));
        }
        if (field != null && !field.isBlank() && value != null && !value.isBlank()) {
            changes.set(field, meaning(transformer, json, ui, msg));
        }
        return new Replay.Content("current".equals(mapping) ? Replay.Mapping.CURRENT : Replay.Mapping.ORIGINAL,
                changes.isEmpty() ? null : changes);
    }

    private ObjectNode object(ObjectMapper json, Msg msg) throws Refused {
        try {
            if (json.readTree(patch) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new Refused(msg.patchNotJson(e.getOriginalMessage()));
        }
        throw new Refused(msg.patchNotJson("{…}"));
    }

    /** What is typed by hand is written as LadiFlow takes it, like everything that comes from a source. */
    private JsonNode meaning(CustomerTransformer transformer, ObjectMapper json, Ui ui, Msg msg) throws Refused {
        CustomerField meant = CustomerField.byWireName(field).orElseThrow(() -> new Refused(msg.patchUnknownField(field)));
        ObjectNode record = json.createObjectNode().put(field, value.trim());
        if (meant != CustomerField.EMAIL && meant != CustomerField.PHONE) {
            record.put(CustomerField.EMAIL.wireName(), "somebody@example.com");
        }
        Transformed understood = transformer.normalise(record, SourceHints.defaults());
        if (understood instanceof Rejected rejected) {
            throw new Refused(ui.sentence(rejected.reason()));
        }
        return ((Accepted) understood).customer().value(meant).orElseThrow(() -> new Refused(msg.patchBadValue(field)));
    }
}
