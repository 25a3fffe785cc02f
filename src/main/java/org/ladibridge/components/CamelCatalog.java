package org.ladibridge.components;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What Camel has of this version, whether or not it is in the bridge, and which artifact brings it. */
public final class CamelCatalog {
    private static final String FILE = "camel.txt";
    private static final String ARTIFACT = "camel-";

    private final Map<Kind, Map<String, String>> artifacts = new EnumMap<>(Kind.class);

    /** What a route names. */
    public enum Kind {
        COMPONENT("component"),
        LANGUAGE("language"),
        DATA_FORMAT("dataformat");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As Camel's own files call it. */
        String word() {
            return word;
        }
    }

    private CamelCatalog(BufferedReader lines) throws IOException {
        for (Kind kind : Kind.values()) {
            artifacts.put(kind, new TreeMap<>());
        }
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            for (Kind kind : Kind.values()) {
                if (kind.word().equals(words[0])) {
                    artifacts.get(kind).put(words[1], words.length > 2 ? words[2] : ARTIFACT + words[1]);
                }
            }
        }
    }

    /** Reads the catalogue that is packaged with this class. */
    public static CamelCatalog read() {
        try (InputStream file = CamelCatalog.class.getResourceAsStream(FILE)) {
            return new CamelCatalog(new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The artifact that brings what a route calls so. */
    public Optional<String> artifact(Kind kind, String name) {
        return Optional.ofNullable(artifacts.get(kind).get(name));
    }

    /** All artifacts that bring something that a route may name. */
    public Set<String> artifacts() {
        Set<String> all = new TreeSet<>();
        artifacts.values().forEach(names -> all.addAll(names.values()));
        return all;
    }

    /** The names of a kind. */
    public Set<String> names(Kind kind) {
        return artifacts.get(kind).keySet();
    }
}
