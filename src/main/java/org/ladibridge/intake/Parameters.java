package org.ladibridge.intake;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.camel.util.TimeUtils;
import org.ladibridge.transform.DidYouMean;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * Reads the parameters of a kamelet. What is wrong is told with the parameter and what it takes; that is why enums are read here and
 * not by Camel's converter, whose message names a class, and which takes more than the kamelets say.
 */
public final class Parameters {
    private Parameters() {
    }

    /** @throws IllegalArgumentException when the text is none of the constants, as {@link #text} writes them */
    public static <E extends Enum<E>> E choice(String parameter, String text, Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        List<String> texts = constants.stream().map(Parameters::text).toList();
        return constants.get(texts.indexOf(oneOf(parameter, text, texts)));
    }

    /** @return the text without spaces around it */
    public static String oneOf(String parameter, String text, List<String> values) {
        String value = text.strip();
        if (!values.contains(value)) {
            throw new IllegalArgumentException(
                    parameter + " takes one of " + String.join(", ", values) + ", not «" + value + "»"
                            + DidYouMean.suggestion(value, values));
        }
        return value;
    }

    /** As a parameter has it: {@code LINK_HEADER} is {@code link-header}. */
    public static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Comma-separated. */
    public static Set<String> list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(item -> !item.isEmpty())
                .collect(Collectors.collectingAndThen(Collectors.toCollection(LinkedHashSet::new),
                        Collections::unmodifiableSet));
    }

    /** Pairs such as {@code name=value&name=value}, nothing encoded. */
    public static Map<String, String> pairs(String parameter, String text, String between, String within) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(between)) {
            if (pair.isBlank()) {
                continue;
            }
            int end = pair.indexOf(within);
            if (end < 1) {
                throw new IllegalArgumentException(
                        parameter + " takes pairs such as name" + within + "value; the one beginning with «"
                                + pair.strip().split("[^A-Za-z0-9_\\-\\[\\]]")[0] + "» is none");
            }
            pairs.put(pair.substring(0, end).strip(), pair.substring(end + within.length()).strip());
        }
        return pairs;
    }

    public static JsonPointer pointer(String parameter, String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(parameter + " takes a JSON pointer such as /data/items, not «" + text + "»", e);
        }
    }

    /** The same; null for a blank text. */
    public static JsonPointer pointerOrNull(String parameter, String text) {
        return text.isBlank() ? null : pointer(parameter, text);
    }

    public static Duration duration(String parameter, String text) {
        try {
            if (text.strip().matches("(?i)(\\d+|(\\d+(ms|s|m|h|d)\\s*)+|PT?[0-9.DHMST]+)")) {
                return Duration.ofMillis(TimeUtils.toMilliSeconds(text.strip()));
            }
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            // told below
        }
        throw new IllegalArgumentException(parameter + " takes a duration such as 30s, 5m or 1h, not «" + text + "»");
    }

    /** @param text an address, perhaps with placeholders */
    public static void address(String parameter, String text) {
        try {
            URI uri = new URI(text.replaceAll("\\{\\w+}", "x"));
            if (uri.getHost() != null && uri.getScheme().matches("https?")) {
                return;
            }
        } catch (URISyntaxException e) {
            // told below, without the value: it may hold a secret
        }
        throw new IllegalArgumentException(parameter + " takes an address such as https://crm.example.vn/api/customers");
    }

    public static void require(String parameter, String value, String because) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(because + " needs the parameter " + parameter);
        }
    }
}
