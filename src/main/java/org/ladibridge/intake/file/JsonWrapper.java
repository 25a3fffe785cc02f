package org.ladibridge.intake.file;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.transform.Headings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

/**
 * The array of records in a document such as {@code {"total":2,"data":[{…},{…}]}}: what many programs export.
 *
 * @param arrayAt how many characters lie before it
 * @param name of the member, with those around it: {@code response.data}
 */
record JsonWrapper(long arrayAt, String name) {
    private static final int DEEPEST = 4;
    /** Whoever has one of these is a customer, and his arrays belong to him. */
    private static final Set<String> OF_A_CUSTOMER = Set.of("email", "phone");

    /** Empty when the text is anything else than one object with an array of objects in it; several are told apart by their size. */
    static Optional<JsonWrapper> find(Reader in, Headings headings) throws IOException {
        JsonWrapper best = null;
        long largest = -1;
        Deque<String> path = new ArrayDeque<>();
        String inArray = null;
        long arrayAt = 0;
        try (JsonParser parser = UntrustedJson.mapper().getFactory().createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (true) {
                JsonToken token = parser.nextToken();
                if (token == null || token == JsonToken.END_OBJECT && path.isEmpty()) {
                    break;
                }
                String member = parser.currentName();
                if (token == JsonToken.START_OBJECT) {
                    if (path.size() < DEEPEST) {
                        path.addLast(String.valueOf(member));
                    } else {
                        parser.skipChildren();
                    }
                } else if (token == JsonToken.END_OBJECT) {
                    path.removeLast();
                } else if (token == JsonToken.START_ARRAY) {
                    arrayAt = parser.currentTokenLocation().getCharOffset();
                    if (parser.nextToken() == JsonToken.START_OBJECT) {
                        path.addLast(String.valueOf(member));
                        inArray = String.join(".", path);
                        path.removeLast();
                    }
                    skipRestOfArray(parser);
                    long size = parser.currentTokenLocation().getCharOffset() - arrayAt;
                    if (inArray != null && size > largest) {
                        largest = size;
                        best = new JsonWrapper(arrayAt, inArray);
                    }
                    inArray = null;
                } else if (path.isEmpty() && token.isScalarValue() && token != JsonToken.VALUE_NULL
                        && headings.field(member).filter(OF_A_CUSTOMER::contains).isPresent()) {
                    return Optional.empty();
                }
            }
            return parser.nextToken() == null ? Optional.ofNullable(best) : Optional.empty();
        } catch (JsonProcessingException e) {
            // Broken in the middle of the records: those before it are good.
            return inArray == null ? Optional.empty() : Optional.of(new JsonWrapper(arrayAt, inArray));
        }
    }

    private static void skipRestOfArray(JsonParser parser) throws IOException {
        for (JsonToken token = parser.currentToken(); token != JsonToken.END_ARRAY
                && token != null; token = parser.nextToken()) {
            parser.skipChildren();
        }
    }
}
