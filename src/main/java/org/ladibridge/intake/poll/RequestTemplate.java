package org.ladibridge.intake.poll;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ladibridge.intake.Times;
import org.ladibridge.intake.api.ApiRequest;
import org.ladibridge.intake.api.Credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * Fills a source's address, parameters, headers and body with what is asked for.
 *
 * @param isLink whether what the server names as the next page is the whole address
 * @param credentials whose token {@code {token}} stands for
 * @param placeholder what may be filled; other braces, such as those of a query language, stay
 */
record RequestTemplate(Question question, boolean isLink, Credentials credentials, Times times, Clock clock,
        Pattern placeholder) {
    /** What a cursor begins with that is no text, but JSON. */
    static final String JSON = "json:";
    private static final long BEFORE_ANY_ROW = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
    private static final Set<String> OURS = Set.of("since", "limit", "page", "offset", "cursor", "lastId", "at", "token");
    private static final Set<String> TIMES = Set.of("now", "until");
    /** The cursor as a whole value: in quotation marks, or without. */
    private static final Pattern CURSOR = Pattern.compile("\"\\{cursor}\"|(?<=[:,\\[]\\s{0,20})\\{cursor}(?=\\s*[,}\\]])");
    private static final String ABSENT = "\\u0000absent";
    private static final ObjectMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true)).build();

    RequestTemplate(PollSettings settings, Clock clock) {
        this(settings.question(), settings.paging().isLink(), settings.credentials(), settings.times(), clock,
                Pattern.compile(placeholders(settings.question()).stream().collect(Collectors.joining("|", "\\{(", ")}"))));
    }

    /** The names that stand for a value of a source's. */
    static Set<String> placeholders(Question question) {
        return Stream.of(OURS, TIMES, question.values().keySet()).flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** Whether a source's own value cannot have this name. */
    static boolean isNoFreeName(String name) {
        return OURS.contains(name) || !name.matches("[A-Za-z][A-Za-z0-9]*");
    }

    /** @throws IOException when the body's file cannot be read */
    ApiRequest request(Position position) throws IOException {
        Map<String, String> values = values(position);
        boolean within = position.cursor().at() != null;
        URI uri = URI.create(fill(question.url(), values, ApiRequest::encode));
        if (isLink && position.next() != null) {
            uri = URI.create(position.next());
        } else {
            for (Map.Entry<String, String> parameter : (within ? question.queryWithin() : question.query()).entrySet()) {
                if (isComplete(parameter.getValue(), values)) {
                    uri = ApiRequest.withParameter(uri, parameter.getKey(),
                            fill(parameter.getValue(), values, UnaryOperator.identity()));
                }
            }
        }
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json"));
        question.headers().forEach((name, value) -> {
            if (!value.isBlank() && isComplete(value, values)) {
                headers.put(name, fill(value, values, UnaryOperator.identity()));
            }
        });
        String file = within ? question.bodyWithin() : question.body();
        if (file.isBlank()) {
            return new ApiRequest("GET", uri, headers, null);
        }
        if (SqlCaller.isFor(question.url())) {
            // In a zone ahead of UTC a row of 1970 would be older than the beginning of time.
            values.putIfAbsent("since", times.write(BEFORE_ANY_ROW));
            values.putIfAbsent("lastId", "0");
            values.remove("token");
            return new ApiRequest("SQL", uri, headers, MAPPER.writeValueAsString(
                    Map.of("sql", Files.readString(Path.of(file)), "values", values)));
        }
        headers.put("Content-Type", "application/json; charset=utf-8");
        return new ApiRequest("POST", uri, headers, body(Files.readString(Path.of(file)), position, values));
    }

    private Map<String, String> values(Position position) {
        Map<String, String> values = new HashMap<>();
        Cursor cursor = position.cursor();
        if (position.since() > 0) {
            values.put("since", times.write(position.since()));
        }
        values.put("now", times.write(clock.millis()));
        values.put("until", times.write(cursor.until() == null ? clock.millis() : cursor.until()));
        values.put("limit", String.valueOf(question.limit()));
        values.put("page", String.valueOf(question.firstPage() + position.skip()));
        values.put("offset", String.valueOf(position.skip()));
        values.put("token", credentials.token());
        question.values().forEach((name, value) -> {
            if (!value.isBlank()) {
                values.put(name, value);
            }
        });
        if (position.next() != null) {
            values.put("cursor", position.next().startsWith(JSON) ? position.next().substring(JSON.length()) : position.next());
        }
        if (cursor.lastId() != null) {
            values.put("lastId", cursor.lastId());
        }
        if (cursor.at() != null) {
            values.put("at", times.write(cursor.at()));
        }
        return values;
    }

    private String body(String template, Position position, Map<String, String> values) throws IOException {
        Map<String, String> all = new HashMap<>(values);
        all.putIfAbsent("since", times.write(position.since()));
        all.putIfAbsent("lastId", "0");
        String text = CURSOR.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(cursor(found.group(), position.next())));
        String body = fill(text, all, value -> new String(JsonStringEncoder.getInstance().quoteAsString(value)));
        return body.contains(ABSENT) ? without(body) : body;
    }

    /** The cursor as JSON; a number stays one where the template has no quotation marks. */
    private static String cursor(String place, String next) {
        if (next == null) {
            return '"' + ABSENT + '"';
        }
        if (next.startsWith(JSON)) {
            return next.substring(JSON.length());
        }
        return place.startsWith("\"") || !next.matches("-?\\d+([.]\\d+)?")
                ? '"' + new String(JsonStringEncoder.getInstance().quoteAsString(next)) + '"'
                : next;
    }

    /** Before the first page there is no cursor, and many servers take none that is null or empty. */
    private String without(String body) throws IOException {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException(question.body() + " is no JSON once its placeholders are filled: " + e.getOriginalMessage(),
                    e);
        }
        remove(tree);
        return MAPPER.writeValueAsString(tree);
    }

    private static void remove(JsonNode node) {
        Iterator<JsonNode> inner = node.iterator();
        while (inner.hasNext()) {
            JsonNode value = inner.next();
            if (value.isTextual() && value.textValue().equals("\u0000absent")) {
                inner.remove();
            } else {
                remove(value);
            }
        }
    }

    /** A parameter that has nothing to say on this page is left out. */
    private boolean isComplete(String template, Map<String, String> values) {
        return placeholder.matcher(template).results().allMatch(found -> values.containsKey(found.group(1)));
    }

    private String fill(String template, Map<String, String> values, UnaryOperator<String> encoding) {
        return placeholder.matcher(template).replaceAll(found -> Matcher
                .quoteReplacement(encoding.apply(values.getOrDefault(found.group(1), ""))));
    }
}
