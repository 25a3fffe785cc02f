package org.ladibridge.intake.poll;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * The question for the rows of one moment, made of the question for those since then, where a search is a list of comparisons such as
 * {@code {"propertyName": …, "operator": "GTE", "value": "{since}"}}.
 */
final class TimeKeyset {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String field;
    private final String id;
    private boolean filtered;
    private boolean sorted;

    private TimeKeyset(String field, String id) {
        this.field = field;
        this.id = id;
    }

    /** @return empty when the body is not of that kind, or is not sorted by the time, or no field of a row that it could compare is the id */
    static Optional<String> within(ListRequest request, ListAnswer answer) {
        if (request.body() == null || request.sinceField() == null || answer.updated() == null) {
            return Optional.empty();
        }
        String id = idBeside(answer);
        if (id == null) {
            return Optional.empty();
        }
        try {
            JsonNode body = JSON.readTree(request.body().replaceAll("([:,\\[]\\s*)(\\{\\w+})(?=\\s*[,}\\]])", "$1\"#$2\""));
            TimeKeyset keyset = new TimeKeyset(request.sinceField(), id);
            JsonNode within = keyset.walk(body);
            return keyset.filtered && keyset.sorted
                    ? Optional.of(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(within)
                            .replaceAll("\"#(\\{\\w+})\"", "$1") + "\n")
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** A field beside the time of change that is the id, as the search calls it. */
    private static String idBeside(ListAnswer answer) {
        JsonPointer parent = answer.updated().head();
        for (Map.Entry<String, JsonNode> field : answer.rows().get(0).at(parent).properties()) {
            JsonPointer place = parent.appendProperty(field.getKey());
            if (answer.rows().stream().allMatch(row -> row.at(place).isValueNode()
                    && row.at(place).asText().equals(row.at(answer.id()).asText()))) {
                return field.getKey();
            }
        }
        return null;
    }

    private JsonNode walk(JsonNode node) {
        if (node.isArray()) {
            ArrayNode copy = JSON.createArrayNode();
            for (JsonNode element : node) {
                copy.add(walk(element));
                if (isComparison(element)) {
                    copy.add(comparison((ObjectNode) element, id, "GT", "{lastId}"));
                }
            }
            return copy;
        }
        if (isComparison(node)) {
            filtered = true;
            return comparison((ObjectNode) node, field, "EQ", "{at}");
        }
        if (node.isObject()) {
            ObjectNode copy = JSON.createObjectNode();
            node.properties().forEach(each -> {
                boolean sort = each.getKey().toLowerCase(java.util.Locale.ROOT).matches(".*(sort|order).*");
                copy.set(each.getKey(), sort ? sorted(each.getValue()) : walk(each.getValue()));
            });
            return copy;
        }
        return node;
    }

    private JsonNode sorted(JsonNode sort) {
        String text = sort.toString();
        sorted |= text.contains('"' + field + '"');
        try {
            return JSON.readTree(text.replace('"' + field + '"', '"' + id + '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isComparison(JsonNode node) {
        return node.isObject() && node.path("value").asText().replace("#", "").equals("{since}")
                && node.properties().stream().anyMatch(each -> each.getValue().asText().equals(field))
                && node.properties().stream().anyMatch(each -> each.getValue().asText().equalsIgnoreCase("GTE"));
    }

    private static JsonNode comparison(ObjectNode like, String name, String operator, String value) {
        ObjectNode copy = like.deepCopy();
        like.properties().forEach(each -> {
            if (each.getValue().asText().equalsIgnoreCase("GTE")) {
                copy.put(each.getKey(),
                        each.getValue().asText().equals("gte") ? operator.toLowerCase(java.util.Locale.ROOT) : operator);
            } else if (!each.getKey().equals("value")) {
                copy.put(each.getKey(), name);
            }
        });
        return copy.set("value", new TextNode(value));
    }
}
