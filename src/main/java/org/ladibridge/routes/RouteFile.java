package org.ladibridge.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.ladibridge.intake.SecretSetting;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * What a route file says about itself before Camel loads it.
 *
 * @param routeIds the ids of its routes
 * @param requiredSettings the settings that it names and gives no default for
 * @param kamelets the kamelets it calls
 * @param settings the parameters of kamelets that are a setting, and nothing beside it
 * @param hooks the paths of webhooks that it serves without a kamelet
 * @param slips what YAML takes, and means something else than its author: sentences, their places first
 */
record RouteFile(List<Text> routeIds, Map<String, Text> requiredSettings, List<Call> kamelets, List<Setting> settings,
        List<Text> hooks, List<String> slips) {
    static final RouteFile NONE = new RouteFile(List.of(), Map.of(), List.of(), List.of(), List.of(), List.of());

    /** A placeholder without default; {@code ?} marks an optional one. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z0-9._-]+)}}");

    private static final Pattern UNCLOSED = Pattern.compile("\\{\\{\\??[A-Za-z0-9._-]+}?$");
    private static final Pattern SECRET = Pattern
            .compile("([\"'])\\{\\{([A-Za-z0-9._-]+[.-](?:secret|token|password|api-key))}}\\1");
    private static final Pattern SETTING = Pattern
            .compile("\\{\\{\\??([A-Za-z0-9._-]+):?}}|RAW\\(\\{\\{\\??([A-Za-z0-9._-]+):?}}\\)");
    /** On one line, not raw already. */
    private static final Pattern MEANS_SOMETHING = Pattern.compile("(?!RAW[({]).*[&+].*");
    private static final String KAMELET = "kamelet:";
    private static final String HOOK = "hook:";
    /** What stands beside an address; a key that is nearly one of them is a misspelt one. */
    private static final Set<String> BESIDE_URI = Set.of("uri", "parameters", "steps");
    private static final Set<String> ADDRESSES = Set.of("uri", "from", "to", "toD", "wireTap", "enrich", "pollEnrich");

    /** A text and where it stands, both from 1. */
    record Text(String value, int line, int column) {
        static Text of(ScalarNode node) {
            return new Text(node.getValue(), RouteFile.line(node), RouteFile.column(node));
        }

        boolean isLiteral() {
            return !value.contains("{{");
        }

        /** What a sentence about it begins with. */
        String place() {
            return "line " + line + ", column " + column + ": ";
        }
    }

    /**
     * A kamelet with its parameters, by name.
     *
     * @param parameters keyed by the name as it is written; the value's place is that of the name
     */
    record Call(Text kamelet, Map<String, Text> parameters) {
        Optional<String> literal(String parameter) {
            return Optional.ofNullable(parameters.get(parameter)).filter(Text::isLiteral).map(Text::value)
                    .filter(value -> !value.isBlank());
        }
    }

    /**
     * A placeholder that is a parameter's whole value.
     *
     * @param raw null, or the whole value as text that would mean something in an address: then it is no placeholder
     * @param from where the value begins in the file, in code points
     * @param to where it ends
     */
    private record Setting(String kamelet, String parameter, String name, String raw, int from, int to) {
    }

    /** @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException with line and column, when it is not YAML */
    static RouteFile read(String yaml) {
        LoadSettings settings = LoadSettings.builder().build();
        new Load(settings).loadFromString(yaml);
        RouteFile file = new RouteFile(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>(), new ArrayList<>());
        new Compose(settings).composeString(yaml).ifPresent(file::walk);
        return file;
    }

    /**
     * The file as Camel gets it: a kamelet's secret by the name of its setting, and a kamelet's value with {@code &} or {@code +} raw, which
     * would end it or become a blank. To other endpoints, in whose address {@code + & %} would
     * mean something, a value that is nothing but a secret's placeholder is passed raw.
     *
     * @param yaml what this was read from
     */
    String withSecretsByName(String yaml, Kamelets definitions) {
        StringBuilder text = new StringBuilder(yaml);
        settings.stream()
                .filter(setting -> setting.raw() != null || definitions.isSecret(setting.kamelet(), setting.parameter()))
                .sorted(Comparator.comparingInt(Setting::from).reversed())
                .forEach(setting -> text.replace(yaml.offsetByCodePoints(0, setting.from()),
                        yaml.offsetByCodePoints(0, setting.to()),
                        setting.raw() == null
                                ? '"' + SecretSetting.reference(setting.name()) + '"'
                                : "'RAW(" + setting.raw().replace("'", "''") + ")'"));
        return SECRET.matcher(text).replaceAll("\"RAW({{$2}})\"");
    }

    /** The paths under {@code /hooks/} that it owns. */
    List<String> hookPaths() {
        return hookPathTexts().stream().map(Text::value).toList();
    }

    /** The same with where they are named. */
    List<Text> hookPathTexts() {
        return Stream.concat(hooks.stream(), named("webhook-source", "path")).toList();
    }

    /** A parameter of every call of a kamelet. */
    Stream<Text> named(String kamelet, String parameter) {
        return kamelets.stream().filter(call -> call.kamelet().value().equals(kamelet))
                .flatMap(call -> Optional.ofNullable(call.parameters().get(parameter)).stream());
    }

    /** Where it asks to be told how records ended. */
    Stream<Text> outcomes() {
        return kamelets.stream().map(Call::kamelet).filter(kamelet -> kamelet.value().equals("outcome-source"));
    }

    boolean takesOutcomes() {
        return outcomes().findAny().isPresent();
    }

    Set<String> kameletNames() {
        Set<String> names = new LinkedHashSet<>();
        kamelets.forEach(call -> names.add(call.kamelet().value()));
        return names;
    }

    /** Every value of a file that is YAML, keys included. */
    static List<Text> scalars(String yaml) {
        List<Text> scalars = new ArrayList<>();
        try {
            new Compose(LoadSettings.builder().build()).composeString(yaml).ifPresent(node -> scalars(node, scalars));
        } catch (YamlEngineException e) {
            // Then it has none.
            return List.of();
        }
        return scalars;
    }

    private static void scalars(Node node, List<Text> scalars) {
        if (node instanceof MappingNode map) {
            map.getValue().forEach(entry -> {
                scalars(entry.getKeyNode(), scalars);
                scalars(entry.getValueNode(), scalars);
            });
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(each -> scalars(each, scalars));
        } else if (node instanceof ScalarNode scalar) {
            scalars.add(Text.of(scalar));
        }
    }

    /** A key beside an address that is nearly {@code parameters}, and a placeholder that is a map. */
    private void slips(MappingNode map) {
        boolean hasAddress = child(map, "uri") != null;
        for (NodeTuple entry : map.getValue()) {
            if (hasAddress && entry.getKeyNode() instanceof ScalarNode name && !BESIDE_URI.contains(name.getValue())) {
                RouteMistakes.nearest(name.getValue(), BESIDE_URI).ifPresent(meant -> slips.add(Text.of(name).place()
                        + "Camel does not know the key «" + name.getValue() + "» here" + meant));
            }
            if (entry.getValueNode() instanceof MappingNode value && value.getValue().size() == 1
                    && value.getValue().get(0).getKeyNode() instanceof MappingNode inner && inner.getValue().size() == 1
                    && inner.getValue().get(0).getKeyNode() instanceof ScalarNode name) {
                slips.add(new Text("", line(value), column(value)).place()
                        + RouteMistakes.quotes("{{" + name.getValue() + "}}"));
            }
        }
    }

    private void walk(Node node) {
        if (node instanceof MappingNode map) {
            slips(map);
            for (NodeTuple entry : map.getValue()) {
                String key = entry.getKeyNode() instanceof ScalarNode name ? name.getValue() : "";
                Node value = entry.getValueNode();
                if (key.equals("route") && value instanceof MappingNode route
                        && child(route, "id") instanceof ScalarNode id) {
                    routeIds.add(Text.of(id));
                }
                if (ADDRESSES.contains(key) && value instanceof ScalarNode uri && uri.getValue().startsWith(KAMELET)) {
                    kamelets.add(call(uri, key.equals("uri") ? child(map, "parameters") : null));
                } else if (ADDRESSES.contains(key) && value instanceof ScalarNode uri && uri.getValue().startsWith(HOOK)) {
                    hooks.add(new Text(
                            uri.getValue().substring(HOOK.length()).replaceFirst("^//", "").replaceFirst("\\?.*", ""),
                            line(uri),
                            column(uri)));
                }
                walk(value);
            }
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(this::walk);
        } else if (node instanceof ScalarNode scalar) {
            if (UNCLOSED.matcher(scalar.getValue()).find()) {
                slips.add(Text.of(scalar).place() + "a placeholder in «" + scalar.getValue()
                        + "» is not closed; write {{name}}, with two braces at its end");
            }
            Matcher matcher = PLACEHOLDER.matcher(scalar.getValue());
            while (matcher.find()) {
                requiredSettings.putIfAbsent(matcher.group(1), Text.of(scalar));
            }
        }
    }

    private Call call(ScalarNode uri, Node parameters) {
        String[] parts = uri.getValue().substring(KAMELET.length()).split("\\?", 2);
        String kamelet = parts[0].replaceFirst("/.*", "");
        Map<String, Text> found = new LinkedHashMap<>();
        if (parts.length == 2) {
            for (String pair : parts[1].split("&")) {
                String[] nameAndValue = pair.split("=", 2);
                found.put(nameAndValue[0], new Text(nameAndValue.length == 2 ? nameAndValue[1] : "", line(uri), column(uri)));
            }
        }
        if (parameters instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode name && entry.getValueNode() instanceof ScalarNode value) {
                    found.put(name.getValue(), new Text(value.getValue(), line(name), column(name)));
                    Matcher setting = SETTING.matcher(value.getValue());
                    if (setting.matches()) {
                        settings.add(new Setting(kamelet, name.getValue(),
                                setting.group(1) == null ? setting.group(2) : setting.group(1), null,
                                index(value.getStartMark()), index(value.getEndMark())));
                    } else if (MEANS_SOMETHING.matcher(value.getValue()).matches()) {
                        settings.add(new Setting(kamelet, name.getValue(), null, value.getValue(), index(value.getStartMark()),
                                index(value.getEndMark())));
                    }
                }
            }
        }
        return new Call(new Text(kamelet, line(uri), column(uri)), found);
    }

    private static Node child(MappingNode map, String key) {
        return map.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
                .map(NodeTuple::getValueNode).findFirst().orElse(null);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static int index(Optional<Mark> mark) {
        return mark.map(Mark::getIndex).orElseThrow();
    }

    private static int column(Node node) {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
    }
}
