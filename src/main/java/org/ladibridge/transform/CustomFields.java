package org.ladibridge.transform;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/** The custom fields of one record, by name. LadiFlow drops fields it does not know in silence; their names are identifiers. */
final class CustomFields {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}");

    private final Map<String, JsonNode> values = new LinkedHashMap<>();

    /** Takes {@code {name: value}} or {@code [{name, value}]}; says what had to be left out. */
    Value<JsonNode> addAll(JsonNode node) {
        String problem = null;
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                problem = firstOf(problem, add(field.getKey(), field.getValue()));
            }
        } else if (node.isArray()) {
            for (JsonNode field : node) {
                problem = firstOf(problem, add(field.path("name").asText(), field.path("value")));
            }
        } else if (Text.of(node) != Value.<String>absent()) {
            problem = "custom fields are an object, or a list of objects with name and value";
        }
        return problem == null ? Value.absent() : Value.leftOut(Warning.Code.BAD_VALUE, problem);
    }

    /** Adds a field that the mapping did not set itself. */
    void addIfMissing(String name, String value) {
        values.putIfAbsent(name, TextNode.valueOf(value));
    }

    /** The list as LadiFlow takes it; null when there is none. */
    ArrayNode toJson() {
        if (values.isEmpty()) {
            return null;
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode(values.size());
        values.forEach((name, value) -> list.addObject().put("name", name).set("value", value));
        return list;
    }

    private String add(String key, JsonNode value) {
        if (isNothing(value)) {
            return null;
        }
        String name = key.strip();
        if (name.length() > 100 || !NAME.matcher(name).matches()) {
            return "a custom field's name is not an identifier (letters without accents, digits, _ . -)";
        }
        if (value.isBoolean()) {
            values.put(name, value);
            return null;
        }
        if (value.isNumber()) {
            var number = Numbers.exact(value);
            if (number == null) {
                return "a custom field's value is not a finite number of reasonable size";
            }
            values.put(name, Numbers.node(number));
            return null;
        }
        if (!value.isTextual()) {
            return "a custom field takes text, number or boolean, not " + Text.typeOf(value);
        }
        values.put(name, TextNode.valueOf(Text.clean(value.textValue())));
        return null;
    }

    /** Somebody once stringified a null, and a LadiFlow shop stores the word ever since. */
    private static boolean isNothing(JsonNode value) {
        return value.isNull() || value.isMissingNode() || value.isTextual() && isNothing(Text.clean(value.textValue()))
                || value.isContainerNode() && value.isEmpty();
    }

    private static boolean isNothing(String cleaned) {
        return Text.isNothing(cleaned) || Text.isNothingButAName(cleaned);
    }

    private static String firstOf(String one, String other) {
        return one == null ? other : one;
    }
}
