package org.ladibridge.intake.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.intake.UntrustedJson;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.netty.handler.codec.http.QueryStringDecoder;

/** Every value of a request with its place, for searches for a value whose place is unknown. */
final class RequestValues {
    private static final ObjectMapper JSON = UntrustedJson.mapper();
    private static final Pattern ELEMENT = Pattern.compile("(?:^|[,;])\\s*([A-Za-z0-9_-]{1,16})=");
    private static final int DEEPEST = 4;
    private static final int MOST = 300;

    private RequestValues() {
    }

    /** Headers and their parts, parameters of the query, values of the body; in the order in which they came. */
    static Map<Place, String> of(HookRequest request) {
        Map<Place, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : request.headers()) {
            put(values, request, "header:" + header.getKey());
            Matcher element = ELEMENT.matcher(header.getValue());
            while (element.find()) {
                put(values, request, "header:" + header.getKey() + "[" + element.group(1) + "]");
            }
        }
        new QueryStringDecoder(request.uri()).parameters().keySet().forEach(name -> put(values, request, "query:" + name));
        if (request.isForm()) {
            new QueryStringDecoder(new String(request.body(), StandardCharsets.UTF_8), false).parameters().keySet()
                    .forEach(name -> put(values, request, "body:/" + name));
        } else {
            walk(JsonPointer.empty(), body(request), 0, values, request);
        }
        return values;
    }

    /** The pointers of the objects and lists at the top of the body. */
    static List<String> containers(HookRequest request) {
        List<String> pointers = new ArrayList<>();
        body(request).properties().forEach(field -> {
            if (field.getValue().isContainerNode()) {
                pointers.add(JsonPointer.empty().appendProperty(field.getKey()).toString());
            }
        });
        return pointers;
    }

    private static JsonNode body(HookRequest request) {
        try {
            JsonNode body = request.isForm() ? null : JSON.readTree(request.body());
            return body == null ? JSON.missingNode() : body;
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static void walk(JsonPointer pointer, JsonNode node, int depth, Map<Place, String> values, HookRequest request) {
        if (depth > DEEPEST || values.size() > MOST) {
            return;
        }
        if (node.isObject()) {
            node.properties().forEach(
                    field -> walk(pointer.appendProperty(field.getKey()), field.getValue(), depth + 1, values, request));
        } else if (node.isArray()) {
            for (int i = 0; i < Math.min(3, node.size()); i++) {
                walk(pointer.appendIndex(i), node.get(i), depth + 1, values, request);
            }
        } else if (!pointer.matches()) {
            put(values, request, "body:" + pointer);
        }
    }

    /** A name that a route file cannot express is left out. */
    private static void put(Map<Place, String> values, HookRequest request, String text) {
        try {
            Place place = Place.of(text);
            // Of several parts with one name each may be the signature; the first stands for them.
            String value = place.part() == null
                    ? place.value(request)
                    : place.values(request).stream().findFirst().orElse(null);
            if (value != null && !value.isBlank()) {
                values.put(place, value);
            }
        } catch (IllegalArgumentException e) {
            return;
        }
    }
}
