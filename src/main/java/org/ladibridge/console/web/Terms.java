package org.ladibridge.console.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What things are called whose names the console does not choose: LadiFlow's fields, what the audit remembers. {@link Msg} says
 * sentences and is checked when it is built; these are looked up by name, and a name without a term stands as it is.
 */
final class Terms {
    private static final Map<String, Properties> BY_LANGUAGE = Visitor.LANGUAGES.stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Terms::read));

    private Terms() {
    }

    static String of(String language, String kind, String name) {
        return BY_LANGUAGE.get(language).getProperty(kind + "." + name, name);
    }

    static Properties read(String language) {
        try (InputStream file = Terms.class.getResourceAsStream("terms_" + language + ".properties")) {
            Properties terms = new Properties();
            terms.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return terms;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
