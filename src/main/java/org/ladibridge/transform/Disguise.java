package org.ladibridge.transform;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A real record made into a sample: nobody can be recognised, and a mapping and the rules for phones, dates and addresses treat it as
 * they would treat the real one.
 */
public final class Disguise {
    /** What a mapping decides by, and what says nothing about a person. */
    private static final Set<String> TECHNICAL = Set.of("type", "event", "events", "topic", "status", "object", "gender", "sex",
            "lang", "locale", "currency", "country", "country_code", "source", "channel", "state", "action", "entity");
    private static final Headings HEADINGS = new Headings();
    private static final Pattern DATE = Pattern.compile(
            "(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4})(?:[T ]\\d{1,2}:\\d{2}.*)?");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int LONG_NUMBER = 9;
    private static final int CHANGED_DIGITS = 6;

    private Disguise() {
    }

    public static JsonNode tree(JsonNode node) {
        return tree("", node);
    }

    private static JsonNode tree(String key, JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> copy.set(field.getKey(), tree(field.getKey(), field.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> copy.add(tree(key, item)));
            return copy;
        }
        if (TECHNICAL.contains(key.toLowerCase(Locale.ROOT)) || node.isNull() || node.isBoolean()) {
            return node;
        }
        if (node.isTextual() && HEADINGS.field(node.textValue()).isPresent()) {
            // A question's title is nobody's name.
            return node;
        }
        String text = text(node.asText());
        return node.isIntegralNumber() && text.matches("\\d{1,18}")
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
                : TextNode.valueOf(text);
    }

    public static String text(String text) {
        if (DATE.matcher(text).matches()) {
            return NUMBER.matcher(text).replaceAll(part -> switch (part.group().length()) {
                case 1 -> "1";
                case 2 -> "01";
                case 4 -> "1990";
                default -> "0".repeat(part.group().length());
            });
        }
        long digits = text.chars().filter(Character::isDigit).count();
        int domain = text.indexOf('@') > 0 ? text.lastIndexOf('.') : -1;
        StringBuilder copy = new StringBuilder(text.length());
        int seen = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isDigit(character)) {
                boolean kept = digits >= LONG_NUMBER && seen < digits - CHANGED_DIGITS;
                copy.append(kept ? character : (char) ('1' + seen % CHANGED_DIGITS));
                seen++;
            } else if (Character.isLetter(character) && i < (domain < 0 ? text.length() : domain)) {
                copy.append(Character.isUpperCase(character) ? 'X' : 'x');
            } else {
                copy.append(character);
            }
        }
        return copy.toString();
    }
}
