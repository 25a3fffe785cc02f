package org.ladibridge.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/** docs/sources.md lists every folder of {@code routes/}, with the variables that its routes name. */
class SourcesPageTest {
    private static final Path ROUTES = Path.of("routes");
    /** {@code {{shopify.secret}}}, {@code {{csv-drop.charset:}}}. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z0-9.-]+)(:)?[^}]*}}");
    private static final Pattern FIRST_SENTENCE = Pattern.compile("\\n\\n(.+?[.])(?=\\s)", Pattern.DOTALL);

    private record Source(String name, String route, String readme) {
        boolean stands(String kamelet) {
            return route.contains("kamelet:" + kamelet);
        }

        String line() {
            Matcher sentence = FIRST_SENTENCE.matcher(readme);
            assertTrue(sentence.find(), "routes/" + name + "/README.md has no sentence that says what the source takes");
            return "| [`%s`](../routes/%s/README.md) | %s | %s | %s |\n".formatted(name, name,
                    sentence.group(1).replaceAll("\\s+", " "), variables(true), variables(false));
        }

        /** @param required those without a default, else those with one, and names of settings such as {@code sftp-drop.password} */
        private String variables(boolean required) {
            TreeSet<String> variables = new TreeSet<>();
            PLACEHOLDER.matcher(route).results()
                    .filter(placeholder -> placeholder.group(1).startsWith(name + ".")
                            && required == (placeholder.group(2) == null))
                    .forEach(placeholder -> variables.add(variable(placeholder.group(1))));
            if (!required) {
                Pattern.compile(": (" + name + "\\.[a-z-]+)\\b").matcher(route).results()
                        .forEach(setting -> variables.add(variable(setting.group(1))));
            }
            return String.join(", ", variables);
        }

        private static String variable(String property) {
            return "`" + property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_") + "`";
        }
    }

    @Test
    void everySourceIsListedWithTheVariablesThatItsRouteNames() throws IOException {
        List<Source> sources;
        try (var folders = Files.list(ROUTES)) {
            sources = folders.sorted().map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals("kamelets") && !name.startsWith("_")).map(SourcesPageTest::source).toList();
        }
        Page page = Page.of("docs/sources.md");
        page.holds("files", table(sources, "file-source"));
        page.holds("webhooks", table(sources, "webhook-source"));
        page.holds("polls", table(sources, "poll-source"));
        assertTrue(sources.stream().allMatch(source -> source.stands("file-source") || source.stands("webhook-source")
                || source.stands("poll-source")), "every source stands in one of the tables");
    }

    private static Source source(String name) {
        try {
            return new Source(name, Files.readString(ROUTES.resolve(name).resolve(name + ".camel.yaml")),
                    Files.readString(ROUTES.resolve(name).resolve("README.md")));
        } catch (IOException e) {
            throw new AssertionError(name + " needs a route " + name + ".camel.yaml and a README.md", e);
        }
    }

    private static String table(List<Source> sources, String kamelet) {
        return "| source | takes | needs | may have |\n|---|---|---|---|\n" + sources.stream()
                .filter(source -> source.stands(kamelet)).map(Source::line).collect(Collectors.joining());
    }
}
