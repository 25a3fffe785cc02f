package org.ladibridge.console.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.ledger.PatchNormaliser;
import org.ladibridge.ledger.Replay;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Understands what was typed into a {@link PatchForm}, or says at which input it cannot. */
@ApplicationScoped
class Patches {
    /** Stands for the input of JSON among the names of fields. */
    static final String PATCH = "patch";
    private static final String EXAMPLE = "{\"company\": \"Sen Vàng\", \"city\": null}";

    private final PatchNormaliser normaliser;
    private final ObjectMapper json;

    Patches(PatchNormaliser normaliser, ObjectMapper json) {
        this.normaliser = normaliser;
        this.json = json;
    }

    /** Cannot be sent. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        /** What to say to the visitor, by the name of the field or {@link #PATCH}. */
        final transient Map<String, String> sentences;

        Refused(Map<String, String> sentences) {
            super("what was typed is not understood: " + sentences.keySet());
            this.sentences = sentences;
        }

        /** Where there is one place for all of it. */
        String first() {
            return sentences.values().iterator().next();
        }
    }

    Replay.Content content(PatchForm form, Ui ui) throws Refused {
        Map<String, String> problems = new LinkedHashMap<>();
        ObjectNode changes = json.createObjectNode();
        form.values().forEach((name, typed) -> {
            CustomerField field = CustomerField.byWireName(name).orElse(null);
            Optional<CustomerUpdate> understood = field == null
                    ? Optional.empty()
                    : normaliser.understood(field, TextNode.valueOf(typed));
            if (field == null) {
                problems.put(name, ui.msg().patchUnknownField(name));
            } else if (understood.isEmpty()) {
                problems.put(name, ui.expected(field));
            } else {
                written(field).forEach(
                        part -> understood.get().value(part).ifPresent(value -> changes.set(part.wireName(), value)));
            }
        });
        if (!form.patch().isBlank()) {
            try {
                changes.setAll(normaliser.normalise(object(form.patch(), ui.msg())));
            } catch (JsonProcessingException e) {
                JsonLocation at = e.getLocation();
                problems.put(PATCH, ui.msg().patchNotJson(at.getLineNr(), at.getColumnNr(), EXAMPLE));
            } catch (IllegalArgumentException e) {
                problems.put(PATCH, e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        return new Replay.Content(form.mapping(), changes.isEmpty() ? null : changes);
    }

    private ObjectNode object(String patch, Msg msg) throws JsonProcessingException {
        JsonNode tree = json.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readValue(patch);
        if (!(tree instanceof ObjectNode object)) {
            throw new IllegalArgumentException(msg.patchNotObject(EXAMPLE));
        }
        object.fieldNames().forEachRemaining(name -> {
            if (CustomerField.byWireName(name).isEmpty()) {
                throw new IllegalArgumentException(msg.patchUnknownField(name));
            }
        });
        return object;
    }

    /** LadiFlow shows another field as the name than the one that is called so. */
    private static List<CustomerField> written(CustomerField field) {
        return field == CustomerField.FULL_NAME ? List.of(CustomerField.FIRST_NAME, field) : List.of(field);
    }
}
