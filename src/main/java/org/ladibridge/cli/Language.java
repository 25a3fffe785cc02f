package org.ladibridge.cli;

import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** The language of the sentences that the bridge has in English and Vietnamese: Vietnamese when the terminal's locale is. */
final class Language {
    private static final boolean VIETNAMESE = isVietnamese(System.getenv("LC_ALL"), System.getenv("LC_MESSAGES"),
            System.getenv("LANG"));

    private Language() {
    }

    /** @param settings of the terminal, that which counts most first; null or empty where one is not set */
    static boolean isVietnamese(String... settings) {
        return Stream.of(settings).filter(Objects::nonNull).filter(setting -> !setting.isEmpty()).findFirst()
                .filter(setting -> setting.startsWith("vi")).isPresent();
    }

    /** The text of a key, which has the same in Vietnamese beside it; empty when there is none. */
    static String text(JsonNode node, String key) {
        return text(node, key, VIETNAMESE);
    }

    static String text(JsonNode node, String key, boolean isVietnamese) {
        String english = node.path(key).asText("");
        return isVietnamese ? node.path(key + "Vi").asText(english) : english;
    }
}
