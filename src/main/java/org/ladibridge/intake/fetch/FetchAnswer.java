package org.ladibridge.intake.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.ladibridge.intake.ErrorCodes;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a source's answer means.
 *
 * @param meaning what follows from it
 * @param items the records that it holds; empty unless it is {@link Meaning#FOUND} or {@link Meaning#PARTIAL}
 * @param detail what was answered, in English, without personal data; null when something was found
 */
record FetchAnswer(Meaning meaning, List<JsonNode> items, String detail) {

    /** Anything else may repeat the address or the record, and is not named. */
    private static final Pattern CODE = Pattern.compile("[\\w.:-]+");

    enum Meaning {
        FOUND,
        /** Some of the records, and errors for others that may be answered later. */
        PARTIAL,
        /** The source has no such record any more. */
        GONE,
        /** The token is refused, for this record and every other. */
        BAD_KEY,
        /** There is nothing like the source at this address, whatever is asked of it. */
        ELSEWHERE,
        /** Told to slow down: this record and every other waits. */
        BUSY,
        /** No proper answer, which may be this record's fault alone. */
        DOWN,
        /** Asking the same again would give the same answer. */
        REFUSED;

        /** Whether we were allowed to ask. */
        boolean isAboutTheRecord() {
            return this == FOUND || this == PARTIAL || this == GONE || this == REFUSED;
        }
    }

    /**
     * Error codes speak first, because some APIs say with 400 what others say with 401, 404 and 429.
     *
     * @param json null when the body is not JSON
     */
    static FetchAnswer judge(int status, JsonNode json, FetchSettings settings) {
        Set<String> codes = json == null || settings.code().isEmpty()
                ? Set.of()
                : ErrorCodes.of(json.at(settings.errors()), settings.code());
        List<String> named = codes.stream().filter(code -> CODE.matcher(code).matches()).toList();
        String detail = "HTTP " + status + (named.isEmpty() ? "" : " " + named);
        boolean success = status >= 200 && status < 300;
        if (ErrorCodes.intersect(codes, settings.badKey())) {
            return new FetchAnswer(Meaning.BAD_KEY, List.of(), detail);
        }
        if (ErrorCodes.intersect(codes, settings.busy())) {
            return new FetchAnswer(Meaning.BUSY, List.of(), detail);
        }
        if (success && !settings.gone().containsAll(codes)) {
            JsonNode part = json.at(settings.items());
            return part.isArray()
                    ? new FetchAnswer(Meaning.PARTIAL, list(part), detail + ": only a part was answered")
                    : new FetchAnswer(Meaning.DOWN, List.of(), detail + ": an error instead of the record");
        }
        if (success) {
            return json == null
                    ? new FetchAnswer(Meaning.DOWN, List.of(), detail + " without a JSON body")
                    : found(json.at(settings.items()), detail + " without anything at " + settings.items());
        }
        if (!codes.isEmpty() && settings.gone().containsAll(codes)) {
            return new FetchAnswer(Meaning.GONE, List.of(), detail);
        }
        if (status == 404 || status == 410) {
            // Of whom the source says nothing itself, some page in between may have said it: a moved or mistyped address, maintenance.
            boolean isSaidByTheSource = settings.code().isEmpty() ? json != null && json.isObject() : !codes.isEmpty();
            return new FetchAnswer(isSaidByTheSource ? Meaning.GONE : Meaning.ELSEWHERE, List.of(), detail);
        }
        if (status == 301 || status == 308) {
            return new FetchAnswer(Meaning.ELSEWHERE, List.of(), detail);
        }
        return new FetchAnswer(ofStatus(status), List.of(), detail);
    }

    private static FetchAnswer found(JsonNode found, String otherwise) {
        if (found.isObject()) {
            return new FetchAnswer(Meaning.FOUND, List.of(found), null);
        }
        return found.isArray()
                ? new FetchAnswer(Meaning.FOUND, list(found), null)
                : new FetchAnswer(Meaning.DOWN, List.of(), otherwise);
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    private static Meaning ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> Meaning.BAD_KEY;
            case 429 -> Meaning.BUSY;
            case 408, 423, 425 -> Meaning.DOWN;
            default -> status >= 400 && status < 500 ? Meaning.REFUSED : Meaning.DOWN;
        };
    }
}
