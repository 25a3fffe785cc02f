package org.ladibridge.routes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What a route file says about itself before Camel loads it: its route ids, the settings it needs, the hook paths it owns. */
record RouteFile(List<String> routeIds, Set<String> requiredSettings, List<String> hookPaths) {
    /** A placeholder without default; {@code ?} marks an optional one. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z0-9._-]+)}}");

    private static final Pattern SECRET = Pattern
            .compile("([\"'])\\{\\{([A-Za-z0-9._-]+[.-](?:secret|token|password|api-key))}}\\1");

    /** @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException with line and column, when it is not YAML */
    static RouteFile read(String yaml) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        List<String> routeIds = new ArrayList<>();
        List<String> hookPaths = new ArrayList<>();
        Set<String> settings = new LinkedHashSet<>();
        walk(document, (key, value) -> {
            if (key.equals("route") && value instanceof Map<?, ?> route && route.get("id") != null) {
                routeIds.add(route.get("id").toString());
            }
            if (key.equals("from") && value instanceof Map<?, ?> from && from.get("parameters") instanceof Map<?, ?> parameters
                    && String.valueOf(from.get("uri")).startsWith("kamelet:webhook-source") && parameters.get("path") != null) {
                hookPaths.add(parameters.get("path").toString());
            }
            if (value instanceof String text) {
                Matcher matcher = PLACEHOLDER.matcher(text);
                while (matcher.find()) {
                    settings.add(matcher.group(1));
                }
            }
        });
        return new RouteFile(routeIds, settings, hookPaths);
    }

    /**
     * The file as Camel gets it: a secret stands in an endpoint's address, where {@code + & %} would mean something, so a value that
     * is nothing but a secret's placeholder is passed raw.
     */
    static String withRawSecrets(String yaml) {
        return SECRET.matcher(yaml).replaceAll("\"RAW({{$2}})\"");
    }

    private static void walk(Object node, BiConsumer<String, Object> visitor) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                visitor.accept(String.valueOf(key), value);
                walk(value, visitor);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(item -> walk(item, visitor));
        }
    }
}
