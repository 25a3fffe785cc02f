package org.ladibridge.intake.hook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * Where a value stands in a request, as route files write it: {@code header:X-Signature}, {@code header:Stripe-Signature[v1]},
 * {@code query:sign}, {@code body:/auth/token}.
 *
 * @param name of the header or of the parameter of the query; the JSON pointer into the body, in forms too: {@code /auth/token}
 *        is the field {@code auth[token]}
 * @param part of a header such as {@code t=1764000000,v1=…}, the element that is meant; null = the whole header
 */
record Place(Kind kind, String name, String part) {
    private static final Pattern WRITTEN = Pattern.compile("(header|query|body):([^\\[\\]\\s]+(?:\\[[^\\[\\]]+])*)");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\\[([^\\[\\]=,;]+)])?");
    private static final Pattern ELEMENTS = Pattern.compile("[,;]");
    private static final Pattern BLANKS = Pattern.compile(" +");

    /** A part of a request. */
    enum Kind {
        HEADER,
        QUERY,
        BODY
    }

    static Place header(String name) {
        return new Place(Kind.HEADER, name, null);
    }

    /** An element of a header: {@code part=value}, with commas or semicolons between the elements. */
    static Place headerPart(String name, String part) {
        return new Place(Kind.HEADER, name, part);
    }

    static Place body(String pointer) {
        return new Place(Kind.BODY, pointer, null);
    }

    /** @throws IllegalArgumentException when the text names no place; it says how one is written */
    static Place of(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (written.matches()) {
            String name = written.group(2);
            Matcher header = HEADER.matcher(name);
            switch (written.group(1)) {
                case "header" :
                    if (header.matches()) {
                        return new Place(Kind.HEADER, header.group(1), header.group(2));
                    }
                    break;
                case "query" :
                    return new Place(Kind.QUERY, name, null);
                default :
                    if (name.startsWith("/")) {
                        return new Place(Kind.BODY, name, null);
                    }
            }
        }
        throw new IllegalArgumentException(
                "«" + text.strip() + "» is no place in a request; write header:X-Name, header:X-Name[part], "
                        + "query:name or body:/pointer");
    }

    /** The same of a parameter, which the message names. */
    static Place of(String parameter, String text) {
        try {
            return of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(parameter + ": " + e.getMessage(), e);
        }
    }

    /** Every value there: a header may list several signatures with blanks between them. Empty when it is missing or repeated. */
    List<String> values(HookRequest request) {
        if (kind != Kind.HEADER) {
            String value = value(request);
            return value == null ? List.of() : List.of(value);
        }
        String header = request.header(name);
        if (header == null) {
            return List.of();
        }
        return part == null ? List.of(BLANKS.split(header.strip())) : elements(header);
    }

    /** Null when it is missing, repeated, or JSON's null: nobody can say which of several was meant. */
    String value(HookRequest request) {
        return switch (kind) {
            case HEADER -> part == null ? request.header(name) : onlyElement(request.header(name));
            case QUERY -> request.query(name);
            case BODY -> {
                byte[] value = request.body(JsonPointer.compile(name));
                yield value == null ? null : new String(value, StandardCharsets.UTF_8);
            }
        };
    }

    private String onlyElement(String header) {
        List<String> elements = header == null ? List.of() : elements(header);
        return elements.size() == 1 ? elements.get(0) : null;
    }

    private List<String> elements(String header) {
        List<String> values = new ArrayList<>();
        for (String element : ELEMENTS.split(header)) {
            String clean = element.strip();
            if (clean.startsWith(part + "=")) {
                values.add(clean.substring(part.length() + 1));
            }
        }
        return values;
    }

    /** The name of the value by itself: {@code X-Topic}, {@code shop}, {@code v1}. */
    String key() {
        return part == null ? name : part;
    }

    /** As a sentence names it. */
    String described() {
        return switch (kind) {
            case HEADER -> part == null ? "the header " + name : part + " in the header " + name;
            case QUERY -> name + " in the query";
            case BODY -> name + " in the body";
        };
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        return switch (kind) {
            case HEADER -> "header:" + name + (part == null ? "" : "[" + part + "]");
            case QUERY -> "query:" + name;
            case BODY -> "body:" + name;
        };
    }
}
