package org.ladibridge.customer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Personal data so that its form can still be judged: of each word the first letter, of a long number its first and last two digits,
 * and every sign between them. Which fields of a source are personal nobody knows, so all are taken for it.
 */
public final class Mask {
    private static final char DOT = '•';
    private static final int LONG_NUMBER = 7;
    private static final int SHOWN_DIGITS = 2;

    private Mask() {
    }

    public static String text(String text) {
        if (text == null) {
            return null;
        }
        long digits = text.codePoints().filter(Character::isDigit).count();
        StringBuilder masked = new StringBuilder(text.length());
        boolean inWord = false;
        int seen = 0;
        for (int character : text.codePoints().toArray()) {
            if (Character.isDigit(character)) {
                boolean shown = digits >= LONG_NUMBER && (seen < SHOWN_DIGITS || seen >= digits - SHOWN_DIGITS);
                masked.appendCodePoint(shown ? character : DOT);
                seen++;
                inWord = true;
            } else if (Character.isLetter(character) || Character.getType(character) == Character.NON_SPACING_MARK) {
                masked.appendCodePoint(inWord ? DOT : character);
                inWord = true;
            } else {
                masked.appendCodePoint(character);
                inWord = false;
            }
        }
        return masked.toString();
    }

    /** A heading or a key: masked when it may be a customer's address or number, else as it stands, for it has to be known again. */
    public static String heading(String heading) {
        boolean isPersonal = heading.indexOf('@') > 0
                || heading.chars().filter(character -> character >= '0' && character <= '9').count() >= LONG_NUMBER;
        return isPersonal ? text(heading) : heading;
    }

    /** The kind of a customer key is not masked: {@code email:m••@e••••••.v•}. */
    public static String key(String key) {
        int colon = key == null ? -1 : key.indexOf(':');
        return colon < 0 ? text(key) : key.substring(0, colon + 1) + text(key.substring(colon + 1));
    }

    /** The same tree with every text and number masked; names of fields, truth values and nulls stay. */
    public static JsonNode tree(JsonNode node) {
        if (node == null || node.isNull() || node.isBoolean()) {
            return node;
        }
        if (node.isObject()) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> masked.set(field.getKey(), tree(field.getValue())));
            return masked;
        }
        if (node.isArray()) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> masked.add(tree(item)));
            return masked;
        }
        return TextNode.valueOf(text(node.asText()));
    }
}
