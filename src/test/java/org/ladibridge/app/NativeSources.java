package org.ladibridge.app;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What {@code native-image} would be given: the jars, what may be looked into by reflection, and the resources. Made by the
 * command in {@code .ci/run}.
 */
final class NativeSources {
    static final Path FOLDER = Path.of("target/native-sources");

    private final Map<String, Path> jarOfEntry = new LinkedHashMap<>();
    private final Map<String, Map<String, Boolean>> reflection = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private final List<Pattern> resources = new ArrayList<>();
    private final List<Pattern> leftOut = new ArrayList<>();
    private final String arguments;

    NativeSources() throws IOException {
        ObjectMapper json = new ObjectMapper();
        arguments = Files.readString(FOLDER.resolve("native-image.args"));
        for (Path jar : jars()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    String name = entry.getName();
                    jarOfEntry.putIfAbsent(name, jar);
                    sizes.putIfAbsent(name, entry.getSize());
                    if (name.matches("META-INF/native-image/.*reflect-config\\.json")) {
                        json.readTree(zip.getInputStream(entry)).forEach(this::addClass);
                    } else if (name.matches("META-INF/native-image/.*resource-config\\.json")) {
                        JsonNode config = json.readTree(zip.getInputStream(entry)).path("resources");
                        addPatterns(config.isArray() ? config : config.path("includes"), resources);
                        addPatterns(config.path("excludes"), leftOut);
                    }
                }
            }
        }
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static void addPatterns(JsonNode config, List<Pattern> patterns) {
        config.findValuesAsText("pattern").forEach(pattern -> patterns.add(Pattern.compile(pattern)));
    }

    private void addClass(JsonNode registered) {
        Map<String, Boolean> members = reflection.computeIfAbsent(registered.path("name").asText(), name -> new HashMap<>());
        if (registered.path("methods").findValuesAsText("name").contains("<init>")) {
            members.put("allPublicConstructors", true);
        }
        registered.properties()
                .forEach(member -> members.merge(member.getKey(), member.getValue().asBoolean(), (a, b) -> a || b));
    }

    boolean isRegistered(String type) {
        return reflection.containsKey(type);
    }

    boolean hasMethods(String type) {
        return has(type, "allDeclaredMethods") || has(type, "allPublicMethods");
    }

    boolean hasConstructors(String type) {
        return has(type, "allDeclaredConstructors") || has(type, "allPublicConstructors");
    }

    /** Fields, methods and constructors: what Jackson and picocli look into. */
    boolean isOpen(String type) {
        return has(type, "allDeclaredFields") && hasMethods(type) && hasConstructors(type);
    }

    private boolean has(String type, String member) {
        return reflection.getOrDefault(type, Map.of()).getOrDefault(member, false);
    }

    /** There, and taken into the executable. */
    boolean hasResource(String name) {
        return jarOfEntry.containsKey(name) && matches(name, resources) && !matches(name, leftOut);
    }

    private static boolean matches(String name, List<Pattern> patterns) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /** What is taken into the executable as it is: bytes by name. */
    Map<String, Long> resources() {
        return jarOfEntry.keySet().stream().filter(this::hasResource)
                .collect(Collectors.toMap(name -> name, name -> sizes.get(name)));
    }

    /** There for whoever builds. */
    boolean hasEntry(String name) {
        return jarOfEntry.containsKey(name);
    }

    Stream<String> entries(String folder) {
        return jarOfEntry.keySet().stream().filter(name -> name.startsWith(folder) && !name.endsWith("/"));
    }

    boolean hasArgument(String argument) {
        return arguments.contains(argument);
    }

    /** The class behind a name such as {@code component/file}, as Camel finds it. */
    Optional<String> camelService(String name) {
        String entry = "META-INF/services/org/apache/camel/" + name;
        return hasEntry(entry) ? Optional.of(properties(entry).getProperty("class")) : Optional.empty();
    }

    private Properties properties(String entry) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text(entry)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** An entry, a class file perhaps, each byte as a character. */
    String text(String entry) {
        try (ZipFile zip = new ZipFile(jarOfEntry.get(entry).toFile())) {
            return new String(zip.getInputStream(zip.getEntry(entry)).readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
