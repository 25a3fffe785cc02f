package org.ladibridge.transform;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;

/** Text as LadiFlow takes it: NFC, one space between words, nothing invisible. */
final class Text {
    /** What spreadsheets and careless programs write for "nothing". */
    private static final Set<String> NOTHING = Set.of("null", "undefined", "#n/a", "#ref!", "#value!", "#name?", "#div/0!",
            "#null!", "#num!");
    private static final int LONGEST_NOTHING = 9;
    private static final int MOST_ESCAPED = 4;
    /** The same of programs for statistics; as a name each of them may be somebody's. */
    private static final Set<String> NOTHING_BUT_A_NAME = Set.of("nan", "none", "nat", "<na>", "\\n");

    /** Real text stacks two marks on a letter; reordering thousands of them costs quadratic time. */
    private static final int MARKS_PER_LETTER = 8;

    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{2,5})|#[xX]([0-9a-fA-F]{2,4})"
            + "|([A-Za-z])(grave|acute|circ|tilde|uml)|(amp|lt|gt|quot|apos|nbsp));");
    private static final Map<String, String> MARKS = Map.of("grave", "\u0300", "acute", "\u0301", "circ", "\u0302", "tilde",
            "\u0303", "uml", "\u0308");
    private static final Map<String, String> SIGNS = Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp",
            " ");

    private Text() {
    }

    /** The text of a JSON value, cleaned; {@code false} counts as absent because some CRMs write it for "empty". */
    static Value<String> of(JsonNode node) {
        return of(node, true);
    }

    private static Value<String> of(JsonNode node, boolean noName) {
        if (node.isTextual()) {
            String text = clean(node.textValue());
            return isNothing(text) || noName && isNothingButAName(text) ? Value.absent() : Value.of(text);
        }
        if (node.isNumber()) {
            BigDecimal number = Numbers.exact(node);
            return number == null
                    ? Value.leftOut(Warning.Code.BAD_VALUE, "not a finite number of reasonable size")
                    : Value.of(Numbers.plain(number));
        }
        if (node.isNull() || node.isMissingNode() || node.isBoolean() && !node.booleanValue()
                || node.isContainerNode() && node.isEmpty()) {
            return Value.absent();
        }
        return Value.leftOut(Warning.Code.BAD_VALUE, "a text is needed, not " + typeOf(node));
    }

    /** Of a name: {@code Nan} may be somebody's. */
    static Value<String> ofName(JsonNode node) {
        return of(node, false);
    }

    static String typeOf(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    static boolean isNothing(String cleaned) {
        return cleaned.isEmpty() || cleaned.length() <= LONGEST_NOTHING && (cleaned.charAt(0) | 0x20) <= 'u'
                && NOTHING.contains(cleaned.toLowerCase(Locale.ROOT));
    }

    static boolean isNothingButAName(String cleaned) {
        return cleaned.length() > 1 && cleaned.length() <= 4 && NOTHING_BUT_A_NAME.contains(cleaned.toLowerCase(Locale.ROOT));
    }

    /** Full-width digits, ligatures and alike as plain characters: for values that are parsed, not kept. */
    static String plainForms(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return Normalizer.normalize(text, Normalizer.Form.NFKC);
            }
        }
        return text;
    }

    static String clean(String text) {
        if (isCleanAscii(text) && (text.indexOf('&') < 0 || !ENTITY.matcher(text).find())) {
            return text;
        }
        return Nfc.of(collapse(text.indexOf('&') < 0 ? text : unescaped(text)));
    }

    /** Programs that export what they show on a page write letters as HTML does, some of them twice. */
    private static String unescaped(String text) {
        String before = text;
        String after = once(text);
        for (int n = 1; n < MOST_ESCAPED && !after.equals(before); n++) {
            before = after;
            after = once(after);
        }
        return after;
    }

    private static String once(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> {
            if (entity.group(1) != null || entity.group(2) != null) {
                int c = entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
                return Matcher.quoteReplacement(
                        Character.isDefined(c) && !Character.isSurrogate((char) c) ? Character.toString(c) : entity.group());
            }
            return Matcher.quoteReplacement(entity.group(3) != null
                    ? entity.group(3) + MARKS.get(entity.group(4))
                    : SIGNS.get(entity.group(5)));
        });
    }

    private static boolean isCleanAscii(String text) {
        char previous = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~' || c < ' ' || c == ' ' && previous == ' ') {
                return false;
            }
            previous = c;
        }
        return previous != ' ' || text.isEmpty();
    }

    private static String collapse(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean space = false;
        int marks = 0;
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c > ' ' && c <= '~') {
                marks = 0;
            } else if (isSpace(c)) {
                space = true;
                continue;
            } else if (isInvisible(c) || isMark(c) && ++marks > MARKS_PER_LETTER) {
                continue;
            } else if (!isMark(c)) {
                marks = 0;
            }
            if (space && out.length() > 0) {
                out.append(' ');
            }
            space = false;
            out.appendCodePoint(c);
        }
        return out.toString();
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == 0x85 || c >= 0xA0 && Character.isSpaceChar(c);
    }

    private static boolean isMark(int c) {
        return c >= 0x300 && Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
