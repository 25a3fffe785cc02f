package org.ladibridge.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the shipped kamelets and routes name, in YAML and in Java: everything that Camel has to find while the bridge runs. */
final class RouteNames {
    private static final Pattern SCHEME = Pattern.compile("(?:RAW\\()?([a-z][a-z0-9-]+):.*", Pattern.DOTALL);
    private static final Pattern JAVA_ADDRESS = Pattern
            .compile("(?:\\b(?:from|to|toD|enrich|pollEnrich)\\(| CALLS = )\"([a-z][a-z0-9-]+):");
    private static final Pattern JAVA_CATCH = Pattern.compile("\\b(?:onException|doCatch)\\(([^)]*)\\)");
    private static final Pattern JAVA_CLASS = Pattern.compile("([\\w.]+)\\.class");
    private static final Set<String> ADDRESSES = Set.of("uri", "folder", "url");
    private static final Set<String> LANGUAGES = Set.of("simple", "constant", "exchangeProperty", "variable", "jq",
            "tokenize", "csimple", "jsonpath", "xpath", "groovy");
    private static final Pattern NAVIGATION = Pattern
            .compile("\\$\\{(?:body|exchangeProperty\\.\\w+|header\\.\\w+)[.\\[][^}]*}");

    /** A method of a bean that a step calls. */
    record Call(String type, String method) {
    }

    /** What is made of these runs in a package to which its component was added. */
    private static final Set<Path> WITH_ADDED_COMPONENTS = Set.of(Path.of("routes/_template-kafka"),
            Path.of("routes/_template-mail"), Path.of("routes/_template-s3"));

    final Set<String> schemes = new TreeSet<>();
    final Set<String> languages = new TreeSet<>();
    final Set<String> exceptions = new TreeSet<>();
    /** By the name of the bean's class, {@code #class:…}, or of the bean itself. */
    final Set<Call> calls = new java.util.LinkedHashSet<>();
    /** Properties set on beans that a kamelet makes, by the name of the class. */
    final Map<String, Set<String>> properties = new TreeMap<>();
    /** Simple expressions that look into an object. */
    final Set<String> navigations = new TreeSet<>();

    private final Map<String, String> madeBeans = new TreeMap<>();

    RouteNames() throws IOException {
        Load yaml = new Load(LoadSettings.builder().build());
        for (Path file : files(Path.of("routes"), ".*\\.(kamelet|camel)\\.yaml")) {
            if (WITH_ADDED_COMPONENTS.contains(file.getParent())) {
                continue;
            }
            madeBeans.clear();
            read(yaml.loadFromString(Files.readString(file)));
        }
        for (Path file : files(Path.of("src/main/java"), ".*\\.java")) {
            String java = Files.readString(file);
            if (java.contains("extends RouteBuilder")) {
                JAVA_CATCH.matcher(java).results().flatMap(caught -> JAVA_CLASS.matcher(caught.group(1)).results())
                        .forEach(type -> exceptions.add(className(java, type.group(1))));
            }
            Matcher address = JAVA_ADDRESS.matcher(java);
            while (address.find()) {
                schemes.add(address.group(1));
            }
        }
    }

    private static List<Path> files(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name)).sorted().toList();
        }
    }

    /** By its import, or in the file's own package; a class inside another one is told by a $. */
    private static String className(String java, String name) {
        String outer = name.replaceFirst("\\..*", "");
        Matcher imported = Pattern.compile("import (\\S+\\." + outer + ");").matcher(java);
        Matcher own = Pattern.compile("package (\\S+);").matcher(java);
        String full = imported.find() ? imported.group(1) : own.find() ? own.group(1) + "." + outer : outer;
        return full + name.substring(outer.length()).replace('.', '$');
    }

    private void read(Object node) {
        if (node instanceof List<?> list) {
            list.forEach(this::read);
        } else if (node instanceof Map<?, ?> map) {
            if (map.get("beans") instanceof List<?> beans) {
                beans.forEach(bean -> readBean((Map<?, ?>) bean));
            }
            map.forEach((key, value) -> read(key.toString(), value));
        } else if (node instanceof String text) {
            Matcher navigation = NAVIGATION.matcher(text);
            while (navigation.find()) {
                navigations.add(navigation.group());
            }
        }
    }

    private void read(String key, Object value) {
        if (ADDRESSES.contains(key)) {
            readAddress(value instanceof Map<?, ?> property ? property.get("default") : value);
        }
        if (LANGUAGES.contains(key)) {
            languages.add(key);
        }
        if (key.equals("bean") && value instanceof Map<?, ?> step) {
            calls.add(new Call(bean((String) step.get("ref")), (String) step.get("method")));
        }
        if (key.equals("exception") && value instanceof List<?> names) {
            names.forEach(name -> exceptions.add((String) name));
        }
        read(value);
    }

    private void readAddress(Object value) {
        Matcher scheme = SCHEME.matcher(value instanceof String text ? text.replaceFirst("^\\{\\{[^}:]*:?", "") : "");
        if (scheme.matches()) {
            schemes.add(scheme.group(1));
        }
    }

    private void readBean(Map<?, ?> bean) {
        String type = ((String) bean.get("type")).replaceFirst("^#class:", "");
        madeBeans.put((String) bean.get("name"), type);
        if (bean.get("initMethod") instanceof String method) {
            calls.add(new Call(type, method));
        }
        if (bean.get("properties") instanceof Map<?, ?> values) {
            values.keySet().forEach(name -> properties.computeIfAbsent(type, key -> new TreeSet<>()).add(name.toString()));
        }
    }

    /** A kamelet names a bean of its own as <code>{{name}}</code>. */
    private String bean(String ref) {
        return madeBeans.getOrDefault(ref.replaceAll("[{}]", ""), ref);
    }
}
