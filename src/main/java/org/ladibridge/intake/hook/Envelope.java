package org.ladibridge.intake.hook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.transform.Headings;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a sender puts around its records.
 *
 * @param path the keys that lead to the records, outermost first; on the way every array is entered. A single key may be a
 *        customer's own field: beside an e-mail address or a phone number it counts only together with a {@code type}. Empty = no
 *        envelope.
 */
record Envelope(List<String> path) {
    private static final Headings HEADINGS = new Headings();
    private static final Set<String> CONTACTS = Set.of(CustomerField.EMAIL.wireName(), CustomerField.PHONE.wireName());

    /** @param path keys with {@code /} between them */
    static Envelope of(String path) {
        return new Envelope(Arrays.stream(path.split("/")).map(String::strip).filter(key -> !key.isEmpty()).toList());
    }

    /** The records inside; the value itself when it is no such envelope. */
    List<JsonNode> open(JsonNode value) {
        if (path.isEmpty() || !value.path(path.get(0)).isContainerNode()
                || path.size() == 1 && !value.has("type") && isCustomer(value)) {
            return List.of(value);
        }
        List<JsonNode> level = List.of(value);
        for (String key : path) {
            List<JsonNode> inner = new ArrayList<>();
            for (JsonNode node : level) {
                JsonNode content = node.path(key);
                if (content.isArray()) {
                    content.forEach(inner::add);
                } else if (content.isObject()) {
                    inner.add(content);
                }
            }
            level = inner;
        }
        return level;
    }

    private static boolean isCustomer(JsonNode value) {
        return value.properties().stream().anyMatch(field -> isGiven(field.getValue())
                && HEADINGS.field(field.getKey()).filter(CONTACTS::contains).isPresent());
    }

    private static boolean isGiven(JsonNode value) {
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank();
    }
}
