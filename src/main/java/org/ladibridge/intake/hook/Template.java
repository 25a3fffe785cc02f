package org.ladibridge.intake.hook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.ladibridge.transform.DidYouMean;

/**
 * A text with placeholders for parts of a request: what a sender signs, or what it wants to be answered.
 *
 * @param text as it was written
 */
record Template(String text, List<Part> parts) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]\\w*)(?::([^{}]*))?}");

    /** What a placeholder stands for. */
    enum Name {
        METHOD,
        /** The address that was called, as it was written: BRIDGE_PUBLIC_URL, path and query. */
        URL,
        /** The same as HubSpot writes it. */
        PUBLIC_URI,
        /** Path and query. */
        URI,
        PATH,
        QUERY,
        HEADER,
        TIMESTAMP,
        ID,
        /** The raw body, or with a pointer one value of it. */
        BODY,
        SECRET,
        /** The value of a setting, such as an app id. */
        SETTING,
        /** A value of the request, signed with the secret as the source's signatures are. */
        SIGNED;

        /** As it is written. */
        String written() {
            String lower = name().toLowerCase(Locale.ROOT);
            return this == PUBLIC_URI ? "publicUri" : lower;
        }

        /** Whether the placeholder takes an argument: never, always, or if it likes. */
        private boolean takes(String argument) {
            return switch (this) {
                case QUERY, HEADER, SETTING, SIGNED -> argument != null && !argument.isBlank();
                case BODY -> argument == null || argument.startsWith("/");
                default -> argument == null;
            };
        }
    }

    /**
     * A piece of the text.
     *
     * @param literal null = a placeholder
     * @param argument after the placeholder's colon; null = none
     */
    record Part(String literal, Name name, String argument) {
        /** Where the value stands that the placeholder names; null when it names none. */
        Place place() {
            return name == null
                    ? null
                    : switch (name) {
                        case QUERY, HEADER -> Place.of(name.written() + ":" + argument);
                        case BODY -> argument == null ? null : Place.body(argument);
                        case SIGNED -> Place.of(argument);
                        default -> null;
                    };
        }
    }

    /**
     * @param allowed the placeholders that mean something here
     * @throws IllegalArgumentException when the text names another one, or with a wrong argument
     */
    static Template of(String text, Collection<Name> allowed) {
        List<Part> parts = new ArrayList<>();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        int from = 0;
        while (placeholder.find()) {
            literal(parts, text.substring(from, placeholder.start()));
            Name name = allowed.stream().filter(each -> each.written().equals(placeholder.group(1))).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the placeholder " + placeholder.group() + " is not known"
                            + DidYouMean.hint(placeholder.group(1), allowed.stream().map(Name::written).toList())));
            if (!name.takes(placeholder.group(2))) {
                throw new IllegalArgumentException("the placeholder " + placeholder.group() + " is written " + switch (name) {
                    case QUERY -> "{query:name}";
                    case HEADER -> "{header:X-Name}";
                    case SETTING -> "{setting:my-source.app-id}";
                    case SIGNED -> "{signed:query:name}, {signed:header:X-Name} or {signed:body:/pointer}";
                    case BODY -> "{body} or {body:/pointer}";
                    default -> "{" + name.written() + "}";
                });
            }
            Part part = new Part(null, name, placeholder.group(2));
            part.place();
            parts.add(part);
            from = placeholder.end();
        }
        literal(parts, text.substring(from));
        return new Template(text, List.copyOf(parts));
    }

    private static void literal(List<Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Part(text, null, null));
        }
    }

    boolean names(Name name) {
        return placeholders().anyMatch(part -> part.name() == name);
    }

    Stream<Part> placeholders() {
        return parts.stream().filter(part -> part.name() != null);
    }

    /** Whether the raw body as a whole is part of it. */
    boolean namesWholeBody() {
        return placeholders().anyMatch(part -> part.name() == Name.BODY && part.argument() == null);
    }

    /** The settings that it names. */
    List<String> settings() {
        return placeholders().filter(part -> part.name() == Name.SETTING).map(Part::argument).distinct().toList();
    }

    /**
     * The text with its values.
     *
     * @param value of a placeholder; null = it is missing
     * @return null when a value is missing
     */
    byte[] bytes(Function<Part, byte[]> value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Part part : parts) {
            byte[] piece = part.literal() == null ? value.apply(part) : part.literal().getBytes(StandardCharsets.UTF_8);
            if (piece == null) {
                return null;
            }
            bytes.writeBytes(piece);
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return text;
    }
}
