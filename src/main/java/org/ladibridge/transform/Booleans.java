package org.ladibridge.transform;

import java.util.Locale;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;

/** Yes and no. */
final class Booleans {
    private Booleans() {
    }

    static Value<JsonNode> parse(JsonNode node) {
        if (node.isBoolean()) {
            return Value.of(node);
        }
        Value<String> text = Text.of(node);
        if (text.kept() == null) {
            return Value.leftOut(text.code(), text.remark());
        }
        return switch (text.kept().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1", "có" -> Value.of(BooleanNode.TRUE);
            case "false", "no", "0", "không" -> Value.of(BooleanNode.FALSE);
            default -> Value.leftOut(Warning.Code.BAD_VALUE, "neither yes nor no");
        };
    }
}
