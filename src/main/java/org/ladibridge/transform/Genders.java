package org.ladibridge.transform;

import java.util.Locale;
import java.util.Set;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;

/** Gender words of both languages. Numbers and booleans mean something only where the source says what. */
final class Genders {
    private static final Set<String> MALE = Set.of("nam", "m", "male", "trai", "anh", "ong", "mr", "nam gioi");
    private static final Set<String> FEMALE = Set.of("nu", "f", "female", "gai", "chi", "co", "ba", "mrs", "ms", "nu gioi");
    private static final Set<String> NEITHER = Set.of("khac", "other", "khong xac dinh", "unknown", "khong ro", "n/a", "-");
    private static final int LONGEST = 40;

    private Genders() {
    }

    static Value<String> parse(JsonNode node, SourceHints hints) {
        if (node.isBoolean()) {
            String meaning = hints.genderCodes().get(node.asText());
            return meaning != null ? Value.of(meaning) : unknown("a boolean, and the source has no genderCodes for it");
        }
        Value<String> text = Text.of(node);
        if (text.kept() == null) {
            return text.code() == null ? text : unknown(text.remark());
        }
        if (text.kept().length() > LONGEST) {
            return unknown("not a gender");
        }
        String meaning = hints.genderCodes().get(text.kept().toLowerCase(Locale.ROOT));
        if (meaning != null) {
            return Value.of(meaning);
        }
        String word = Fold.fold(text.kept());
        if (word.endsWith(".")) {
            word = word.substring(0, word.length() - 1);
        }
        if (MALE.contains(word)) {
            return Value.of("male");
        }
        if (FEMALE.contains(word)) {
            return Value.of("female");
        }
        return NEITHER.contains(word)
                ? Value.absent()
                : unknown(Character.isDigit(word.isEmpty() ? ' ' : word.charAt(0))
                        ? "a number, and the source has no genderCodes for it"
                        : "neither male nor female");
    }

    private static Value<String> unknown(String why) {
        return Value.leftOut(Warning.Code.BAD_GENDER, why);
    }
}
