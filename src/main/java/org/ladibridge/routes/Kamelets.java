package org.ladibridge.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.ladibridge.routes.RouteFile.Call;
import org.ladibridge.routes.RouteFile.Text;
import org.ladibridge.transform.DidYouMean;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What the kamelet definitions say about their parameters, and whether a call keeps to it.
 *
 * @param broken why a file is no definition, by the kamelet's name; the others are of use all the same
 */
record Kamelets(Map<String, Kamelet> byName, Map<String, String> broken) {

    /**
     * One definition.
     *
     * @param properties the JSON schema of each parameter, as the definition writes it
     * @param required the parameters without which it does not start
     */
    record Kamelet(String title, String description, Map<String, Map<String, Object>> properties, List<String> required) {
    }

    /** @throws IOException when the folder cannot be read */
    static Kamelets read(Path folder) throws IOException {
        Kamelets kamelets = new Kamelets(new TreeMap<>(), new TreeMap<>());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(RouteFolder.KAMELET)).sorted().toList()) {
                String name = RouteFolder.name(file, RouteFolder.KAMELET);
                try {
                    kamelets.byName.put(name, kamelet(Files.readString(file)));
                } catch (YamlEngineException | IllegalArgumentException e) {
                    kamelets.broken.put(name,
                            "kamelets/" + file.getFileName() + " is no kamelet definition: " + e.getMessage().strip());
                }
            }
        }
        return kamelets;
    }

    private static Kamelet kamelet(String yaml) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        Map<String, Object> definition = map(map(map(document).get("spec")).get("definition"));
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
        map(definition.get("properties")).forEach((name, schema) -> properties.put(name, map(schema)));
        List<String> required = definition.get("required") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
        return new Kamelet(text(definition, "title"), text(definition, "description"), properties, required);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        if (!(node instanceof Map)) {
            throw new IllegalArgumentException("spec.definition.properties or something above it is missing");
        }
        return (Map<String, Object>) node;
    }

    private static String text(Map<String, Object> definition, String key) {
        return String.valueOf(definition.getOrDefault(key, "")).strip();
    }

    /** What is wrong with a call, each with its line, its column and what to do; empty when nothing is. */
    List<String> problems(Call call) {
        String name = call.kamelet().value();
        Kamelet kamelet = byName.get(name);
        if (broken.containsKey(name)) {
            return List.of(at(call.kamelet(), broken.get(name)));
        }
        if (kamelet == null) {
            return List.of(at(call.kamelet(), "there is no kamelet «" + name + "»" + DidYouMean.hint(name, byName.keySet())));
        }
        List<String> problems = new ArrayList<>();
        for (String required : kamelet.required()) {
            if (!call.parameters().containsKey(required)) {
                problems.add(at(call.kamelet(), "kamelet:" + name + " needs the parameter «" + required + "»: "
                        + String.valueOf(kamelet.properties().getOrDefault(required, Map.of()).getOrDefault("description", ""))
                                .replaceAll("\\s+", " ").strip()));
            }
        }
        call.parameters().forEach((parameter, value) -> {
            Map<String, Object> schema = kamelet.properties().get(parameter);
            if (schema == null) {
                problems.add(at(value, "kamelet:" + name + " has no parameter «" + parameter + "»"
                        + DidYouMean.hint(parameter, kamelet.properties().keySet())));
            } else if (value.isLiteral()) {
                String wanted = unlike(schema, value.value());
                if (wanted != null) {
                    problems.add(at(value,
                            parameter + " takes " + wanted + ", not «" + value.value() + "»" + nearest(schema, value.value())));
                }
            }
        });
        return problems;
    }

    /** Whether the parameter takes a secret. */
    boolean isSecret(String kamelet, String parameter) {
        return byName.containsKey(kamelet)
                && "password".equals(byName.get(kamelet).properties().getOrDefault(parameter, Map.of()).get("format"));
    }

    /** What a value should have been; null when it is that. */
    private static String unlike(Map<String, Object> schema, String value) {
        if (value.equals(String.valueOf(schema.get("default")))) {
            return null;
        }
        if (schema.get("enum") instanceof List<?> values) {
            List<String> allowed = values.stream().map(String::valueOf).toList();
            return allowed.contains(value) ? null : "one of " + String.join(", ", allowed);
        }
        return switch (String.valueOf(schema.get("type"))) {
            case "integer" -> value.matches("-?\\d{1,18}") ? null : "a whole number";
            case "boolean" -> value.matches("true|false") ? null : "true or false";
            default -> null;
        };
    }

    private static String nearest(Map<String, Object> schema, String value) {
        return schema.get("enum") instanceof List<?> values
                ? DidYouMean.suggestion(value, values.stream().map(String::valueOf).toList())
                : "";
    }

    private static String at(Text place, String problem) {
        return place.place() + problem;
    }
}
