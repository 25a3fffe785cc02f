package org.ladibridge.intake.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.ladibridge.http.HttpVerdict;
import org.ladibridge.intake.api.ErrorVocabulary;

import com.fasterxml.jackson.core.JsonPointer;
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
        ErrorVocabulary errors = settings.errors();
        JsonPointer items = settings.shape().items();
        Set<String> codes = json == null || errors.code().isEmpty() ? Set.of() : errors.codes(json);
        List<String> named = codes.stream().filter(code -> CODE.matcher(code).matches()).toList();
        String detail = "HTTP " + status + (named.isEmpty() ? "" : " " + named);
        HttpVerdict verdict = HttpVerdict.of(status);
        boolean success = verdict == HttpVerdict.SUCCESS;
        if (errors.refuseTheKey(codes)) {
            return new FetchAnswer(Meaning.BAD_KEY, List.of(), detail);
        }
        if (errors.askForTime(codes)) {
            return new FetchAnswer(Meaning.BUSY, List.of(), detail);
        }
        if (success && !codes.isEmpty() && !errors.meanGone(codes)) {
            JsonNode part = json.at(items);
            return part.isArray()
                    ? new FetchAnswer(Meaning.PARTIAL, list(part), detail + ": only a part was answered")
                    : new FetchAnswer(Meaning.DOWN, List.of(), detail + ": an error instead of the record");
        }
        if (success) {
            return json == null
                    ? new FetchAnswer(Meaning.DOWN, List.of(), detail + " without a JSON body")
                    : found(json.at(items), detail + " without anything at " + items);
        }
        if (errors.meanGone(codes)) {
            return new FetchAnswer(Meaning.GONE, List.of(), detail);
        }
        if (verdict == HttpVerdict.ABSENT) {
            // Of whom the source says nothing itself, some page in between may have said it: a moved or mistyped address, maintenance.
            boolean isSaidByTheSource = errors.code().isEmpty() ? json != null && json.isObject() : !codes.isEmpty();
            return new FetchAnswer(isSaidByTheSource ? Meaning.GONE : Meaning.ELSEWHERE, List.of(), detail);
        }
        return new FetchAnswer(of(verdict), List.of(), detail);
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

    private static Meaning of(HttpVerdict verdict) {
        return switch (verdict) {
            // A permission that is missing for one record is missing for all.
            case UNAUTHORIZED, FORBIDDEN -> Meaning.BAD_KEY;
            case SLOW_DOWN -> Meaning.BUSY;
            case REFUSED -> Meaning.REFUSED;
            case MOVED -> Meaning.ELSEWHERE;
            // Sent elsewhere for now, as maintenance does: the next time may find it here.
            default -> Meaning.DOWN;
        };
    }
}
