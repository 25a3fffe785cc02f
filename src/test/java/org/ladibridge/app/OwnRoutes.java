package org.ladibridge.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of routes in which each test has a source of its own: a copy of a shipped one under another name. So tests share a bridge, which
 * takes up what is added while it runs, and do not share customers, counts or what a source is told.
 */
final class OwnRoutes {
    private static final Path SHIPPED = Path.of("routes");
    private static final String ROUTE = ".camel.yaml";
    private static final Pattern MAPPING_OF_ANOTHER = Pattern.compile("\\{\\{bridge\\.routes}}/([\\w-]+)/mapping\\.jq");

    private final Path folder;

    OwnRoutes(Path folder) throws IOException {
        this.folder = folder;
        copyAllButRoute("kamelets", Files.createDirectories(folder.resolve("kamelets")));
    }

    Path folder() {
        return folder;
    }

    /**
     * Adds a source that has the settings of the shipped one but for those given.
     *
     * @param settings by the end of their names, such as {@code url}; what the shipped route names no setting for is a
     *        parameter
     */
    void add(String shipped, String name, Map<String, String> settings) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        copyAllButRoute(shipped, own);
        String route = Files.readString(SHIPPED.resolve(shipped).resolve(shipped + ROUTE))
                .replaceAll("(?<!\\{\\{)" + Pattern.quote(shipped), name);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            route = with(shipped, setting.getKey(), Matcher.quoteReplacement(setting.getValue()), route);
        }
        Matcher another = MAPPING_OF_ANOTHER.matcher(route);
        if (another.find() && !another.group(1).equals(name)) {
            Files.copy(SHIPPED.resolve(another.group(1)).resolve("mapping.jq"), own.resolve("mapping.jq"));
            route = another.replaceAll("{{bridge.routes}}/" + name + "/mapping.jq");
        }
        // As editors save: under another name first.
        Path partial = Files.writeString(own.resolve(name + ".part"), route);
        Files.move(partial, own.resolve(name + ROUTE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String with(String shipped, String setting, String value, String route) {
        Matcher placeholder = Pattern
                .compile("\\{\\{" + Pattern.quote(shipped + "." + setting) + "(:([^{}]|\\{[^{}]*})*)?}}").matcher(route);
        if (placeholder.find()) {
            return placeholder.replaceAll(value);
        }
        Matcher parameter = Pattern.compile("(?m)^( *)" + Pattern.quote(setting) + ": .*$").matcher(route);
        return parameter.find()
                ? parameter.replaceFirst("$1" + setting + ": \"" + value + "\"")
                : route.replaceFirst("(?m)^( *)parameters:$", "$0\n$1  " + setting + ": \"" + value + "\"");
    }

    /** A source that is not needed any more calls nobody any more. */
    void remove(String name) throws IOException {
        Path own = folder.resolve(name);
        if (Files.exists(own)) {
            Files.deleteIfExists(own.resolve(name + ROUTE));
            try (Stream<Path> files = Files.walk(own)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void copyAllButRoute(String from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(SHIPPED.resolve(from))) {
            files = all.filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(ROUTE)).toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
