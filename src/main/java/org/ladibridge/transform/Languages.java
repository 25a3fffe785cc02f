package org.ladibridge.transform;

import java.util.Locale;
import java.util.Set;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;

/** LadiFlow knows {@code vi}, {@code en} and {@code other}; sources write locales and names of languages. */
final class Languages {
    private static final Set<String> VIETNAMESE = Set.of("vi", "vn", "vie", "vietnamese", "tieng viet", "viet");
    private static final Set<String> ENGLISH = Set.of("en", "eng", "english", "tieng anh", "anh");
    private static final Set<String> CODES = Set.of(Locale.getISOLanguages());
    private static final Set<String> NAMES = Set.of("other", "khac", "french", "german", "spanish", "portuguese", "italian",
            "dutch",
            "russian", "chinese", "mandarin", "cantonese", "japanese", "korean", "thai", "lao", "khmer", "burmese", "malay",
            "indonesian", "filipino", "hindi", "arabic", "turkish", "polish", "czech", "swedish", "danish", "norwegian",
            "finnish");
    private static final int LONGEST = 40;

    private Languages() {
    }

    static Value<String> parse(JsonNode node) {
        Value<String> text = Text.of(node);
        if (text.kept() == null) {
            return text.code() == null ? text : Value.leftOut(Warning.Code.BAD_LANGUAGE, text.remark());
        }
        String language = language(text.kept());
        return language == null ? Value.leftOut(Warning.Code.BAD_LANGUAGE, "not a known language") : Value.of(language);
    }

    private static String language(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        String word = Fold.fold(text);
        int region = Math.max(word.indexOf('-'), word.indexOf('_'));
        String code = region == 2 || region == 3 ? word.substring(0, region) : word;
        if (VIETNAMESE.contains(code)) {
            return "vi";
        }
        if (ENGLISH.contains(code)) {
            return "en";
        }
        return CODES.contains(code) || NAMES.contains(code) || code.startsWith("tieng ") ? "other" : null;
    }
}
