package org.ladibridge.intake.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.ladibridge.intake.UntrustedJson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;

/**
 * A request as it came off the wire.
 *
 * @param uri path and query, undecoded
 * @param headers names ignore case
 * @param body the raw bytes
 */
record HookRequest(String method, String uri, MultiMap headers, byte[] body) {
    private static final JsonFactory JSON = UntrustedJson.mapper().getFactory();

    /** The header's value; null when it is missing or there are several: nobody can say which of them was meant. */
    String header(String name) {
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? values.get(0) : null;
    }

    /** The path, undecoded. */
    String path() {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** The decoded value of a parameter; null when it is missing or repeated. */
    String query(String name) {
        List<String> values = new QueryStringDecoder(uri).parameters().getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : null;
    }

    /** Whether the body says that it is a form; anything else is looked at as JSON. */
    boolean isForm() {
        String type = header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    /**
     * One value of the body: all that is read of it before its sender is believed, without making anything of the rest.
     *
     * @param pointer into JSON; in a form {@code /a/b} is the field {@code a[b]}
     * @return a text without its quotes, any other value as it is written; null when it is missing, null, repeated, or the body
     *         is neither JSON nor a form
     */
    byte[] body(JsonPointer pointer) {
        return isForm() ? FormFields.only(body, FormFields.name(pointer)) : ofJson(pointer);
    }

    private byte[] ofJson(JsonPointer pointer) {
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            return find(parser, pointer);
        } catch (IOException e) {
            return null;
        }
    }

    /** Leaves the parser at the end of the value at which it stands. */
    private byte[] find(JsonParser parser, JsonPointer pointer) throws IOException {
        if (parser.currentToken() == null) {
            return null;
        }
        if (pointer.matches()) {
            return written(parser);
        }
        byte[] found = null;
        int times = 0;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean meant = pointer.matchesProperty(parser.currentName());
                parser.nextToken();
                if (meant) {
                    times++;
                    found = find(parser, pointer.tail());
                } else {
                    parser.skipChildren();
                }
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null; i++) {
                if (pointer.matchesElement(i)) {
                    times++;
                    found = find(parser, pointer.tail());
                } else {
                    parser.skipChildren();
                }
            }
        }
        return times == 1 ? found : null;
    }

    private byte[] written(JsonParser parser) throws IOException {
        if (parser.currentToken().isStructStart()) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            return Arrays.copyOfRange(body, from, (int) parser.currentLocation().getByteOffset());
        }
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText().getBytes(StandardCharsets.UTF_8);
    }
}
