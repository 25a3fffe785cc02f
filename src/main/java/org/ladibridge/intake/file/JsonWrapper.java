package org.ladibridge.intake.file;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import org.ladibridge.intake.UnreadableException;
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
    /** An object with one of these keys is a customer, and its arrays are its own. */
    private static final Set<String> OF_A_CUSTOMER = Set.of("email", "phone");

    /**
     * Empty when the text is anything else than one object with an array of objects in it, or what phpMyAdmin exports.
     *
     * @param perhapsLines whether the text may be a value per line: then one that breaks off in a list is none of these
     * @throws UnreadableException when there are several such arrays: nobody can say which of them are the customers
     */
    static Optional<JsonWrapper> find(Reader in, boolean perhapsLines, Headings headings)
            throws IOException, UnreadableException {
        JsonWrapper found = null;
        Set<String> names = new LinkedHashSet<>();
        Deque<String> path = new ArrayDeque<>();
        String inArray = null;
        long arrayAt = 0;
        try (JsonParser parser = UntrustedJson.mapper().getFactory().createParser(in)) {
            JsonToken first = parser.nextToken();
            boolean tables = first == JsonToken.START_ARRAY && isOfTables(parser);
            if (first != JsonToken.START_OBJECT && !tables) {
                return Optional.empty();
            }
            if (tables) {
                path.addLast("");
            }
            while (true) {
                JsonToken token = parser.nextToken();
                if (token == null || (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) && path.isEmpty()) {
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
                    if (inArray != null) {
                        names.add(inArray);
                        found = new JsonWrapper(arrayAt, inArray);
                    }
                    skipRestOfArray(parser);
                    inArray = null;
                } else if (tables && path.size() == 1 && token == JsonToken.VALUE_STRING && member.equals("name")) {
                    path.removeLast();
                    path.addLast(parser.getText());
                } else if (path.isEmpty() && token.isScalarValue() && token != JsonToken.VALUE_NULL
                        && headings.field(member).filter(OF_A_CUSTOMER::contains).isPresent()) {
                    return Optional.empty();
                }
            }
            if (parser.nextToken() != null) {
                return Optional.empty();
            }
        } catch (JsonProcessingException e) {
            // Broken in the middle of the records: those before it are good.
            if (inArray == null || perhapsLines) {
                return Optional.empty();
            }
        }
        if (names.size() > 1) {
            String all = "«" + String.join("», «", names) + "»";
            throw new UnreadableException(
                    "it holds more than one list: " + all + "; leave only the one of the customers in it, "
                            + "and drop that",
                    "tệp có nhiều danh sách: " + all + "; hãy chỉ để lại danh sách khách hàng rồi thả lại");
        }
        return Optional.ofNullable(found);
    }

    /** phpMyAdmin exports a list of tables, each with its rows as {@code data}, behind a header. */
    private static boolean isOfTables(JsonParser parser) throws IOException {
        return parser.nextToken() == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME
                && parser.currentName().equals("type") && parser.nextToken() == JsonToken.VALUE_STRING
                && parser.getText().equals("header");
    }

    private static void skipRestOfArray(JsonParser parser) throws IOException {
        for (JsonToken token = parser.currentToken(); token != JsonToken.END_ARRAY
                && token != null; token = parser.nextToken()) {
            parser.skipChildren();
        }
    }
}
