package org.ladibridge.ledger;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Warning;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a person puts into a patch is written as LadiFlow takes it, like everything that comes from a source. */
@ApplicationScoped
public class PatchNormaliser {
    private static final String SOMEBODY = "somebody@example.com";

    private final CustomerTransformer transformer;

    public PatchNormaliser(CustomerTransformer transformer) {
        this.transformer = transformer;
    }

    /**
     * @return the same patch; plain values of LadiFlow's fields normalised, all else as it is
     * @throws IllegalArgumentException naming the field whose value is not understood
     */
    ObjectNode normalise(ObjectNode patch) {
        ObjectNode normalised = patch.deepCopy();
        patch.properties().forEach(change -> {
            CustomerField field = CustomerField.byWireName(change.getKey()).orElse(null);
            if (field != null && change.getValue().isValueNode() && !change.getValue().isNull()) {
                normalised.set(field.wireName(), normalise(field, change.getValue()));
            }
        });
        return normalised;
    }

    private JsonNode normalise(CustomerField field, JsonNode value) {
        Transformed transformed = transform(field, value);
        return understood(field, transformed).flatMap(customer -> customer.value(field)).orElseThrow(
                () -> new IllegalArgumentException("«" + field.wireName() + "»: " + transformed.warnings().stream()
                        .filter(warning -> field.wireName().equals(warning.field())).findFirst().map(PatchNormaliser::sentence)
                        .orElse("the value is empty; null leaves the field out")));
    }

    /** A customer with that value, and with what follows from it; empty when it is not understood. */
    public Optional<CustomerUpdate> understood(CustomerField field, JsonNode value) {
        return understood(field, transform(field, value));
    }

    private static Optional<CustomerUpdate> understood(CustomerField field, Transformed transformed) {
        return transformed instanceof Accepted accepted && accepted.customer().value(field).isPresent()
                ? Optional.of(accepted.customer())
                : Optional.empty();
    }

    private Transformed transform(CustomerField field, JsonNode value) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.set(field.wireName(), value);
        if (field != CustomerField.EMAIL && field != CustomerField.PHONE) {
            // A record without any address would be rejected for that.
            record.put(CustomerField.EMAIL.wireName(), SOMEBODY);
        }
        return transformer.normalise(record, SourceHints.defaults());
    }

    private static String sentence(Warning warning) {
        return warning.detail() == null ? warning.code().name() : warning.code() + ", " + warning.detail();
    }
}
