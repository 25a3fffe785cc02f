package org.ladibridge.intake.poll;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ladibridge.intake.Times;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * Fills a source's address, parameters, headers and body with what is asked for.
 *
 * @param placeholder what may be filled; other braces, such as those of a query language, stay
 */
record RequestTemplate(PollSettings settings, Times times, Pattern placeholder) {
    private static final Set<String> OURS = Set.of("since", "limit", "page", "offset", "cursor", "lastId", "at", "token");

    RequestTemplate(PollSettings settings, Times times) {
        this(settings, times, Pattern.compile(Stream.concat(OURS.stream(), settings.values().keySet().stream())
                .collect(Collectors.joining("|", "\\{(", ")}"))));
    }

    /** Whether a source's own value cannot have this name. */
    static boolean isNoFreeName(String name) {
        return OURS.contains(name) || !name.matches("[A-Za-z][A-Za-z0-9]*");
    }

    /** @throws IOException when the body's file cannot be read */
    PollRequest request(Position position) throws IOException {
        Map<String, String> values = values(position);
        boolean within = position.cursor().at() != null;
        URI uri = URI.create(fill(settings.url(), values, PollRequest::encode));
        if (settings.isLink() && position.next() != null) {
            uri = URI.create(position.next());
        } else {
            for (Map.Entry<String, String> parameter : (within ? settings.queryWithin() : settings.query()).entrySet()) {
                if (isComplete(parameter.getValue(), values)) {
                    uri = PollRequest.withParameter(uri, parameter.getKey(),
                            fill(parameter.getValue(), values, UnaryOperator.identity()));
                }
            }
        }
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json"));
        settings.headers().forEach((name, value) -> {
            if (!value.isBlank() && isComplete(value, values)) {
                headers.put(name, fill(value, values, UnaryOperator.identity()));
            }
        });
        String file = within ? settings.bodyWithin() : settings.body();
        if (file.isBlank()) {
            return new PollRequest("GET", uri, headers, null);
        }
        headers.put("Content-Type", "application/json; charset=utf-8");
        return new PollRequest("POST", uri, headers, body(Files.readString(Path.of(file)), position, values));
    }

    private Map<String, String> values(Position position) {
        Map<String, String> values = new HashMap<>();
        Cursor cursor = position.cursor();
        if (position.since() > 0) {
            values.put("since", times.write(position.since()));
        }
        values.put("limit", String.valueOf(settings.limit()));
        values.put("page", String.valueOf(settings.firstPage() + position.page()));
        values.put("offset", String.valueOf(position.offset()));
        values.put("token", settings.token());
        settings.values().forEach((name, value) -> {
            if (!value.isBlank()) {
                values.put(name, value);
            }
        });
        if (position.next() != null) {
            values.put("cursor", position.next());
        }
        if (cursor.lastId() != null) {
            values.put("lastId", cursor.lastId());
        }
        if (cursor.at() != null) {
            values.put("at", times.write(cursor.at()));
        }
        return values;
    }

    private String body(String template, Position position, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.putIfAbsent("since", times.write(position.since()));
        all.putIfAbsent("lastId", "0");
        String text = values.containsKey("cursor") ? template : template.replace("\"{cursor}\"", "null");
        return fill(text, all, value -> new String(JsonStringEncoder.getInstance().quoteAsString(value)));
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
