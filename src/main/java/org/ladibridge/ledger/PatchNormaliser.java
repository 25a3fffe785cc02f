package org.ladibridge.ledger;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Warning;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a person puts into a patch is written as LadiFlow takes it, like everything that comes from a source. */
@ApplicationScoped
public class PatchNormaliser {
    private static final String SOMEBODY = "somebody@example.com";
    private static final String IMPORT = CustomerField.IMPORT_BY_TAG_NAME.wireName();
    private static final Set<CustomerField> LISTS = Set.of(CustomerField.TAGS, CustomerField.CHANNELS,
            CustomerField.CUSTOM_FIELDS);
    private static final JsonNode SOME_TAG = JsonNodeFactory.instance.arrayNode().add("000000000000000000000000");

    private final CustomerTransformer transformer;

    public PatchNormaliser(CustomerTransformer transformer) {
        this.transformer = transformer;
    }

    /**
     * @return the same patch; LadiFlow's fields as it takes them, all else as it is
     * @throws IllegalArgumentException naming the field whose value is not understood
     */
    public ObjectNode normalise(ObjectNode patch) {
        ObjectNode normalised = patch.deepCopy();
        JsonNode given = patch.get(IMPORT);
        JsonNode byName = given == null || given.isNull() ? given : flag(given);
        patch.properties().forEach(change -> {
            CustomerField field = CustomerField.byWireName(change.getKey()).orElse(null);
            if (field != null && !change.getValue().isNull()) {
                normalised.set(field.wireName(), normalise(field, change.getValue(), byName));
            }
        });
        if (byName == null && normalised.path(CustomerField.TAGS.wireName()).isArray()) {
            // These are ids; a payload that had names says so beside them.
            normalised.putNull(CustomerField.IMPORT_BY_TAG_NAME.wireName());
        }
        return normalised;
    }

    private JsonNode normalise(CustomerField field, JsonNode value, JsonNode byName) {
        if (value.isArray() && value.isEmpty() && LISTS.contains(field)) {
            return value;
        }
        if (field == CustomerField.IMPORT_BY_TAG_NAME) {
            return byName;
        }
        Transformed transformed = transform(field, value, byName);
        return understood(field, transformed).flatMap(customer -> customer.value(field)).orElseThrow(
                () -> refused(field, transformed.warnings().stream().filter(warning -> field.wireName().equals(warning.field()))
                        .findFirst().map(warning -> sentence(field, warning))
                        .orElse("the value is empty; null leaves the field out")));
    }

    private JsonNode flag(JsonNode value) {
        Transformed transformed = transform(CustomerField.TAGS, SOME_TAG, value);
        if (!understood(CustomerField.TAGS, transformed).isPresent()
                || transformed.warnings().stream().anyMatch(warning -> IMPORT.equals(warning.field()))) {
            throw refused(CustomerField.IMPORT_BY_TAG_NAME, "it takes true or false");
        }
        return BooleanNode.valueOf(understood(CustomerField.TAGS, transformed)
                .flatMap(customer -> customer.value(CustomerField.IMPORT_BY_TAG_NAME)).isPresent());
    }

    private static IllegalArgumentException refused(CustomerField field, String sentence) {
        return new IllegalArgumentException("«" + field.wireName() + "»: " + sentence);
    }

    /** A customer with that value, and with what follows from it; empty when it, or a part of it, is not understood. */
    public Optional<CustomerUpdate> understood(CustomerField field, JsonNode value) {
        return understood(field, transform(field, value, null));
    }

    private static Optional<CustomerUpdate> understood(CustomerField field, Transformed transformed) {
        // A source's list goes on without its bad entries; a person is told.
        boolean inPart = transformed.warnings().stream()
                .anyMatch(warning -> warning.code() == Warning.Code.BAD_VALUE && field.wireName().equals(warning.field()));
        return !inPart && transformed instanceof Accepted accepted && accepted.customer().value(field).isPresent()
                ? Optional.of(accepted.customer())
                : Optional.empty();
    }

    /** @param byName whether tags are names, as LadiFlow is told beside them; null when they are ids */
    private Transformed transform(CustomerField field, JsonNode value, JsonNode byName) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.set(field.wireName(), value);
        if (field == CustomerField.TAGS && byName != null) {
            record.set(IMPORT, byName);
        }
        if (field != CustomerField.EMAIL && field != CustomerField.PHONE) {
            // A record without any address would be rejected for that.
            record.put(CustomerField.EMAIL.wireName(), SOMEBODY);
        }
        return transformer.normalise(record, SourceHints.defaults());
    }

    private static String sentence(CustomerField field, Warning warning) {
        if (field == CustomerField.TAGS && warning.code() == Warning.Code.BAD_VALUE) {
            return "an entry is not a LadiFlow tag id (24 hexadecimal characters); with names, set import_by_tag_name to true, too";
        }
        return sentence(warning);
    }

    private static String sentence(Warning warning) {
        return warning.detail() == null ? warning.code().name() : warning.code() + ", " + warning.detail();
    }
}
