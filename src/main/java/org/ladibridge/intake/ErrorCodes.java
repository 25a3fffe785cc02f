package org.ladibridge.intake;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** What other systems call their errors. */
public final class ErrorCodes {
    private static final int LONGEST = 160;

    private ErrorCodes() {
    }

    /** A parameter that lists codes, or keys of them, comma-separated. */
    public static Set<String> list(String parameter) {
        return Arrays.stream(parameter.split(",")).map(String::trim).filter(item -> !item.isEmpty())
                .collect(Collectors.collectingAndThen(Collectors.toCollection(LinkedHashSet::new),
                        Collections::unmodifiableSet));
    }

    /**
     * @param errors an error or a list of errors; a missing one has no codes
     * @param keys of an error's codes; an error that is a mere text or number is its own code
     */
    public static Set<String> of(JsonNode errors, Set<String> keys) {
        Set<String> codes = new LinkedHashSet<>();
        for (JsonNode error : errors.isArray() ? errors : List.of(errors)) {
            if (error.isTextual() || error.isNumber()) {
                add(codes, error);
            }
            keys.forEach(key -> add(codes, error.path(key)));
        }
        return codes;
    }

    private static void add(Set<String> codes, JsonNode node) {
        String code = node.asText("").replaceAll("\\s+", " ").strip();
        if (!code.isEmpty()) {
            codes.add(code.length() > LONGEST ? code.substring(0, LONGEST) + "…" : code);
        }
    }

    /** Whether one of them is among the others. */
    public static boolean intersect(Set<String> codes, Set<String> others) {
        return codes.stream().anyMatch(others::contains);
    }
}
