package org.ladibridge.transform;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Notices text that was decoded with the wrong charset. Storing it would spoil a customer for good, converting it back would be
 * guessing, so the record is rejected with a hint. A lone {@code Ã}, {@code á} or {@code Ô} is good Vietnamese.
 */
final class Mojibake {
    private static final String UTF8_AS_1252 = "looks like UTF-8 that was read as windows-1252; set the source's charset to UTF-8";
    private static final String TCVN3_AS_LATIN = "looks like TCVN3 (ABC) that was read as Latin-1; set the source's charset to TCVN3";
    private static final String REPLACED = "contains the replacement character U+FFFD; the source's charset is set wrongly";

    /** What windows-1252 makes of the bytes 80–9F, without the signs that may follow a word. */
    private static final String AFTER_A_TILDE = "€‚ƒ„ˆ‰Š‹ŒŽ™šœžŸ";

    private Mojibake() {
    }

    /** A hint what is wrong with the first damaged text in the value or below it; null when all is well. */
    static String hint(JsonNode node) {
        if (node.isTextual()) {
            return hint(node.textValue());
        }
        if (node.isContainerNode()) {
            for (JsonNode child : node) {
                String hint = hint(child);
                if (hint != null) {
                    return hint;
                }
            }
        }
        return null;
    }

    /** The same for an object's own keys: headings are read with the same charset as what stands below them. */
    static String hintInKeys(JsonNode object) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String hint = hint(entry.getKey());
            if (hint != null) {
                return hint;
            }
        }
        return null;
    }

    static String hint(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            if (c == '\uFFFD') {
                return REPLACED;
            }
            if (isUtf8As1252(text, i, c)) {
                return UTF8_AS_1252;
            }
            if (isTcvn3(text, i, c)) {
                return TCVN3_AS_LATIN;
            }
        }
        return null;
    }

    private static boolean isUtf8As1252(String text, int i, char c) {
        char next = at(text, i + 1);
        return switch (c) {
            case 'á' -> isC1(next) || (next == 'º' || next == '»') && at(text, i + 2) >= 0x80;
            case 'Ã' -> isC1(next) || AFTER_A_TILDE.indexOf(next) >= 0
                    || next >= '\u00A0' && next <= '¿' && !isCapitalsBeforeHardSpace(text, i, next);
            case 'Ä' -> isC1(next) || next == '‘' || next == 'ƒ';
            case 'Æ' -> isC1(next) || next == '°' || next == '¡';
            default -> false;
        };
    }

    /** {@code ĐÃ MUA} with a no-break space is good text; {@code hÃ ng} is a broken {@code hàng}. */
    private static boolean isCapitalsBeforeHardSpace(String text, int i, char next) {
        return next == '\u00A0' && Character.isUpperCase(at(text, i - 1)) && Character.isUpperCase(at(text, i + 2));
    }

    private static boolean isTcvn3(String text, int i, char c) {
        boolean inside = switch (c) {
            case '¨', '©', 'ª', '«', '¬', '®', 'µ', '¸' ->
                Character.isLetter(at(text, i - 1)) && Character.isLetter(at(text, i + 1));
            default -> false;
        };
        // These four stand for à, á, ă, ơ and mean nothing after a letter; ª, ® and © do (Mª, Nike®).
        return inside || (c == '¨' || c == '¬' || c == 'µ' || c == '¸') && isAsciiLetter(at(text, i - 1));
    }

    private static boolean isC1(char c) {
        return c >= 0x80 && c < 0xA0;
    }

    private static boolean isAsciiLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    private static char at(String text, int i) {
        return i >= 0 && i < text.length() ? text.charAt(i) : 0;
    }
}
