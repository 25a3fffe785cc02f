package org.ladibridge.console;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.ladibridge.ledger.Replay.Content;
import org.ladibridge.ledger.Replay.Mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The body of a replay request, read strictly: a misspelt filter would replay more than intended. */
record ReplayRequest(JsonNode body) {
    private static final Set<String> CONTENT = Set.of("mapping", "patch", "dryRun");
    private static final int MOST_IDS = 1_000;

    /**
     * Reads it.
     *
     * @param filters what it may have besides {@code mapping}, {@code patch} and {@code dryRun}
     */
    static ReplayRequest read(ObjectMapper json, byte[] body, Set<String> filters) {
        JsonNode request = parse(json, body);
        Set<String> known = new TreeSet<>(CONTENT);
        known.addAll(filters);
        request.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw Problem.badRequest("«" + name + "» is not known here; a replay takes " + known,
                        "không có «" + name + "»; yêu cầu chạy lại nhận " + known);
            }
        });
        return new ReplayRequest(request);
    }

    private static JsonNode parse(ObjectMapper json, byte[] body) {
        if (body == null || body.length == 0) {
            return json.createObjectNode();
        }
        try {
            JsonNode request = json.readTree(body);
            if (request.isObject()) {
                return request;
            }
        } catch (IOException e) {
            // Said below.
        }
        throw Problem.badRequest("the body of a replay is a JSON object", "nội dung yêu cầu phải là một đối tượng JSON");
    }

    Content content() {
        return new Content(mapping(), patch());
    }

    private Mapping mapping() {
        String label = text("mapping");
        if (label == null) {
            return Mapping.ORIGINAL;
        }
        return Arrays.stream(Mapping.values()).filter(mapping -> mapping.label().equals(label)).findFirst()
                .orElseThrow(() -> Problem.badRequest("mapping takes latest, current or original, not «" + label + "»",
                        "mapping nhận latest, current hoặc original, không nhận «" + label + "»"));
    }

    private ObjectNode patch() {
        if (!body.hasNonNull("patch")) {
            return null;
        }
        if (body.get("patch") instanceof ObjectNode patch) {
            return patch;
        }
        throw Problem.badRequest("patch takes a JSON object (RFC 7396)", "patch phải là một đối tượng JSON (RFC 7396)");
    }

    boolean dryRun() {
        return flag("dryRun");
    }

    boolean flag(String name) {
        JsonNode value = body.path(name);
        if (value.isBoolean() || value.isMissingNode() || value.isNull()) {
            return value.asBoolean();
        }
        throw Problem.badRequest(name + " takes true or false", name + " nhận true hoặc false");
    }

    String text(String name) {
        if (!body.hasNonNull(name)) {
            return null;
        }
        String text = body.get(name).asText().trim();
        if (!body.get(name).isTextual() || text.isEmpty()) {
            throw Problem.badRequest(name + " takes a text", name + " phải là một chuỗi ký tự");
        }
        return text;
    }

    Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Problem.badRequest(name + " takes a time such as 2026-01-31T08:00:00+07:00, not «" + text + "»",
                    name + " nhận thời điểm dạng 2026-01-31T08:00:00+07:00, không nhận «" + text + "»");
        }
    }

    /** Zero when it is not there. */
    int rate() {
        JsonNode value = body.path("rate");
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (value.canConvertToInt() && value.isIntegralNumber() && value.asInt() > 0) {
            return value.asInt();
        }
        throw Problem.badRequest("rate takes a whole number of records a second, at least 1",
                "rate nhận số bản ghi mỗi giây, là số nguyên từ 1 trở lên");
    }

    List<Long> ids() {
        if (!body.hasNonNull("ids")) {
            return null;
        }
        JsonNode values = body.get("ids");
        List<Long> ids = new ArrayList<>();
        values.forEach(value -> ids.add(value.isIntegralNumber() ? value.asLong() : -1));
        if (!values.isArray() || ids.isEmpty() || ids.size() > MOST_IDS || ids.contains(-1L)) {
            throw Problem.badRequest("ids takes a list of 1 to " + MOST_IDS + " numbers",
                    "ids nhận danh sách từ 1 đến " + MOST_IDS + " số");
        }
        return ids;
    }
}
