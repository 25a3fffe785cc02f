package org.ladibridge.intake.hook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a sender puts around its records.
 *
 * @param path the keys that lead to the records, outermost first; on the way every array is entered. A single key counts only
 *        beside a {@code type}, because a customer may have a field of that name. Empty = no envelope.
 */
record Envelope(List<String> path) {
    /** @param path keys with {@code /} between them */
    static Envelope of(String path) {
        return new Envelope(Arrays.stream(path.split("/")).map(String::strip).filter(key -> !key.isEmpty()).toList());
    }

    /** The records inside; the value itself when it is no such envelope. */
    List<JsonNode> open(JsonNode value) {
        if (path.isEmpty() || path.size() == 1 && !value.has("type") || !value.path(path.get(0)).isContainerNode()) {
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
}
