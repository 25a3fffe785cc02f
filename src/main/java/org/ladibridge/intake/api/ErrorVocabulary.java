package org.ladibridge.intake.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What an API calls its errors. Its codes speak before the HTTP status, because some say with 200 or 400 what others say with 401,
 * 404 and 429.
 *
 * @param at the error, or the list of errors, in an answer; null when only the status tells
 * @param code keys of an error's code and sentence
 * @param gone codes that mean that there is no such record
 * @param badKey codes that mean that the token is refused, as 401 does
 * @param busy codes that mean that the same is to be asked later, as 429 does
 */
public record ErrorVocabulary(JsonPointer at, Set<String> code, Set<String> gone, Set<String> badKey, Set<String> busy) {
    private static final int LONGEST = 160;

    /** What stands where errors stand; missing when nothing does. */
    public JsonNode error(JsonNode answer) {
        return at == null ? MissingNode.getInstance() : answer.at(at);
    }

    /** The codes of the errors; an error that is a mere text or number is its own code. */
    public Set<String> codes(JsonNode answer) {
        return codesOf(error(answer));
    }

    /** The same, and what stands beside an error that is a mere text: there its code and the API's sentence are. */
    public Set<String> codesAround(JsonNode answer) {
        Set<String> codes = codes(answer);
        if (error(answer).isValueNode() && at.head() != null) {
            codes.addAll(codesOf(answer.at(at.head())));
        }
        return codes;
    }

    private Set<String> codesOf(JsonNode errors) {
        Set<String> codes = new LinkedHashSet<>();
        for (JsonNode error : errors.isArray() ? errors : List.of(errors)) {
            if (error.isTextual() || error.isNumber()) {
                add(codes, error);
            }
            code.forEach(key -> add(codes, error.path(key)));
        }
        return codes;
    }

    private static void add(Set<String> codes, JsonNode node) {
        String code = node.asText("").replaceAll("\\s+", " ").strip();
        if (!code.isEmpty()) {
            codes.add(code.length() > LONGEST ? code.substring(0, LONGEST) + "…" : code);
        }
    }

    /** Whether one of the codes says that the token is refused. */
    public boolean refuseTheKey(Set<String> codes) {
        return codes.stream().anyMatch(badKey::contains);
    }

    /** Whether one of the codes asks for a later retry. */
    public boolean askForTime(Set<String> codes) {
        return codes.stream().anyMatch(busy::contains);
    }

    /** Whether there are codes, and all say that there is no such record. */
    public boolean meanGone(Set<String> codes) {
        return !codes.isEmpty() && gone.containsAll(codes);
    }
}
