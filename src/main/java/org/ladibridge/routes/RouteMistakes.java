package org.ladibridge.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.components.CamelCatalog;
import org.ladibridge.components.CamelCatalog.Kind;
import org.ladibridge.routes.RouteFile.Text;
import org.ladibridge.transform.DidYouMean;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Says what the reader of YAML and Camel refuse in a route file as the bridge says things: where it stands, what is wrong, and what to
 * write instead. {@code routes check} and the running bridge say it with the same words.
 */
final class RouteMistakes {
    private static final List<String> KEYS = List.of("route", "id", "from", "uri", "parameters", "steps", "to", "toD", "log",
            "setBody", "setHeader", "setProperty", "setVariable", "removeHeader", "removeHeaders", "choice", "when",
            "otherwise", "filter", "split", "aggregate", "bean", "process", "marshal", "unmarshal", "transform", "doTry",
            "doCatch", "doFinally", "steps", "expression", "simple", "constant", "jq", "name", "ref", "method", "message",
            "onException", "exception", "handled", "description", "throwException", "loop", "multicast", "stop", "delay",
            "autoStartup", "streaming", "delimiter", "exceptionType", "loggingLevel", "routeConfiguration", "beans", "type",
            "properties");
    private static final List<String> COMPONENTS = List.of("bean", "direct", "file", "hook", "http", "https", "journal",
            "kamelet",
            "log", "poll", "timer", "transform");
    /** Where a placeholder begins a value that is not in quotes. */
    private static final Pattern BARE = Pattern.compile("(?:^|[{,\\s])[\\w.-]+:\\s+(\\{\\{[^}]*(?:}}|}?$))");
    private static final Pattern PLACE = Pattern.compile("^line \\d+, column \\d+: ");

    /** The packages of libraries that come with a component, and how the artifacts that bring them begin. */
    private static final Map<String, String> LIBRARIES = Map.of("jakarta.mail.", "camel-mail", "org.eclipse.angus.",
            "camel-mail",
            "org.apache.kafka.", "camel-kafka", "software.amazon.awssdk.", "camel-aws2-");

    /** How Camel begins, and what is said instead; the group is what is wrong, and stands in the file. */
    private record Saying(Pattern camel, Function<String, String> said) {
    }

    private final String yaml;

    private RouteMistakes(String yaml) {
        this.yaml = yaml;
    }

    /** @return the sentence, its place first */
    static String said(Throwable e, String yaml) {
        return new RouteMistakes(yaml).said(e);
    }

    private String said(Throwable e) {
        Optional<String> added = missingComponent(e);
        if (added.isPresent()) {
            return added.get();
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                return ofYaml(marked);
            }
            if (cause instanceof YamlEngineException) {
                return bare().map(bare -> bare.place() + quotes(bare.value()))
                        .orElse("line 1, column 1: it is not YAML: " + cause.getMessage() + "; " + remedy(""));
            }
            String message = cause.getMessage() == null ? "" : cause.getMessage();
            for (Saying saying : sayings()) {
                Matcher matcher = saying.camel().matcher(message);
                if (matcher.find()) {
                    String wrong = (matcher.group(1) == null ? matcher.group(2) : matcher.group(1)).strip();
                    return placeOf(wrong) + saying.said().apply(wrong);
                }
            }
        }
        String reason = Sources.reason(e);
        return PLACE.matcher(reason).find() || reason.contains(".jq: ") ? reason : placeNamedIn(reason) + reason;
    }

    private static List<Saying> sayings() {
        return List.of(
                new Saying(Pattern.compile("(?:No component found with scheme|No endpoint could be found for): ([\\w.+-]+)"),
                        RouteMistakes::noComponent),
                new Saying(Pattern.compile("(?s)Unknown parameters=\\[\\{(\\w+)="),
                        parameter -> "the endpoint has no parameter «"
                                + parameter + "»; correct its name, or take it out"),
                new Saying(Pattern.compile("No language could be found for: ([\\w-]+)"), language -> "there is no language «"
                        + language
                        + "» in the bridge; write simple, constant, header, exchangeProperty or a bean, or place the "
                        + "values in mapping.jq" + orAdd(Kind.LANGUAGE, language)),
                new Saying(Pattern.compile("No bean could be found in the registry for: (\\S+)"), bean -> "there is no bean «"
                        + bean + "»; name one that the file declares under beans:, or write its type as #class:…"),
                new Saying(Pattern.compile("(?s)Unknown function: .*?at location \\d+\\s*\\n([^\\n]+)"),
                        text -> "the simple expression «"
                                + text
                                + "» names no function of Camel; write ${header.name}, ${body} or ${exchangeProperty.name}"),
                new Saying(Pattern.compile("(?s)at location \\d+\\s*\\n([^\\n]+)"), text -> "the simple expression «" + text
                        + "» cannot be read; write ${header.name}, ${body} or ${exchangeProperty.name}, and close each brace and "
                        + "quotation mark"),
                new Saying(Pattern.compile(
                        "(?:Cannot find class|ClassNotFoundException):? (\\S+)|Error parsing \\[([^\\]]+)] as a java.lang.Class"),
                        type -> "there is no class «" + type + "» in the bridge; correct its name"),
                new Saying(Pattern.compile("Data format '([^']+)' could not be created"), format -> "there is no data format «"
                        + format + "» in the bridge; kamelets read JSON, forms, CSV and Excel by themselves"
                        + orAdd(Kind.DATA_FORMAT, format)),
                new Saying(
                        Pattern.compile(
                                "(?:Property with key|property not found with key:?|Property placeholder) \\[([^\\]]+)]"),
                        setting -> "the setting {{" + setting + "}} is not set; set it, or give a default as in {{" + setting
                                + ":…}}"),
                new Saying(Pattern.compile("^(\\w+) must be defined before any routes"),
                        what -> what + " has to stand above the first route; move it there"),
                new Saying(Pattern.compile("(?s)Error binding property \\((\\w+)="), parameter -> "«" + parameter
                        + "» does not take this value; correct it"),
                new Saying(Pattern.compile("duplicate id[^:]*: (\\S+)"), id -> "the id «" + id.replaceAll("[.]$", "")
                        + "» stands twice; ids must differ"));
    }

    private static String noComponent(String scheme) {
        return "there is no component «" + scheme + "»" + CamelCatalog.read().artifact(Kind.COMPONENT, scheme)
                .map(artifact -> " in the bridge; add it with ./ladibridge components add " + artifact)
                .orElseGet(() -> DidYouMean.hint(scheme, COMPONENTS));
    }

    /**
     * A bean may be made before Camel looks for the component, and then a class of the component's library is what is not found. The
     * component's name is what stands in the file, and what can be added.
     */
    private Optional<String> missingComponent(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
                String type = String.valueOf(cause.getMessage()).replace('/', '.');
                Optional<String> scheme = LIBRARIES.entrySet().stream().filter(library -> type.contains(library.getKey()))
                        .flatMap(library -> schemeOf(library.getValue()).stream()).findFirst();
                if (scheme.isPresent()) {
                    return scheme.map(name -> placeOf(name + ":") + noComponent(name));
                }
            }
        }
        return Optional.empty();
    }

    /** The component that the file names and the artifact brings; empty when it names none. */
    private Optional<String> schemeOf(String artifact) {
        CamelCatalog catalog = CamelCatalog.read();
        return RouteFile.scalars(yaml).stream().map(text -> text.value().replaceFirst(":.*", ""))
                .filter(scheme -> catalog.artifact(Kind.COMPONENT, scheme)
                        .filter(name -> name.startsWith(artifact)).isPresent())
                .findFirst();
    }

    private static String orAdd(Kind kind, String name) {
        return CamelCatalog.read().artifact(kind, name)
                .map(artifact -> ", or add it with ./ladibridge components add " + artifact).orElse("");
    }

    // --- YAML ---------------------------------------------------------------------------------------------------------

    private String ofYaml(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
        int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
        Matcher key = Pattern.compile("(?:Unsupported field|Unknown node id|Invalid endpoint|Unknown node): ?(\\S+)")
                .matcher(problem);
        if (key.find()) {
            String wrong = key.group(1);
            Text place = lineOfKey(wrong, line).orElse(new Text(wrong, line, column));
            return place.place() + "Camel does not know the key «" + wrong + "» here"
                    + nearest(wrong, KEYS).orElse("; take it out, or indent it as what it belongs to");
        }
        Optional<Text> bare = bare();
        if (bare.isPresent()) {
            return bare.get().place() + quotes(bare.get().value());
        }
        if (e.getClass().getName().startsWith("org.apache.camel.")) {
            return new Text("", line, column).place() + (problem.contains("query parameters")
                    ? "options stand in the address and under parameters; put all of them under parameters"
                    : "Camel cannot read this: " + problem
                            + "; correct it as https://camel.apache.org/components/4.18.x/others/yaml-dsl.html says");
        }
        return new Text("", line, column).place() + "it is not YAML: " + problem + "; " + remedy(problem);
    }

    /** What is said of a placeholder that YAML takes for a map. */
    static String quotes(String placeholder) {
        return placeholder.contains("}}")
                ? "put it in quotes: \"" + placeholder + "\"; without them YAML takes the braces for a map"
                : "close it, and put it in quotes: \"" + placeholder.replaceFirst("}$", "") + "}}\"";
    }

    private static String remedy(String problem) {
        if (problem.contains("TAB") || problem.contains("\\t")) {
            return "indent with blanks, not with tabs";
        }
        if (problem.contains("duplicate key")) {
            return "take one of the two out";
        }
        return "look at the indentation, the colons and the quotation marks of this line and of the one above";
    }

    /** The first placeholder that begins a value without quotes: no file with one means what its author thinks. */
    private Optional<Text> bare() {
        int at = 1;
        for (String line : yaml.lines().toList()) {
            Matcher bare = BARE.matcher(line);
            if (bare.find()) {
                return Optional.of(new Text(line.substring(bare.start(1)).replaceFirst("\\s+#.*", "").strip(), at,
                        bare.start(1) + 1));
            }
            at++;
        }
        return Optional.empty();
    }

    /** How the sentence goes on when one of the names is meant. */
    static Optional<String> nearest(String wrong, Collection<String> names) {
        return Optional.of(DidYouMean.suggestion(wrong, names)).filter(suggestion -> !suggestion.isEmpty());
    }

    /** Camel marks the value; what is wrong is the key, which may stand on a line above. */
    private Optional<Text> lineOfKey(String key, int marked) {
        List<String> lines = yaml.lines().toList();
        Pattern written = Pattern.compile("(?:^|[\\s{,-])(" + Pattern.quote(key) + ")\\s*:");
        for (int line = Math.min(marked, lines.size()); line > 0; line--) {
            Matcher found = written.matcher(lines.get(line - 1));
            if (found.find()) {
                return Optional.of(new Text(key, line, found.start(1) + 1));
            }
        }
        return Optional.empty();
    }

    // --- Places -------------------------------------------------------------------------------------------------------

    /** Where a text stands first; the file's beginning when it does not. */
    private String placeOf(String text) {
        int at = 1;
        for (String line : yaml.lines().toList()) {
            int column = line.replaceFirst("\\s#.*", "").toLowerCase(Locale.ROOT).indexOf(text.toLowerCase(Locale.ROOT));
            if (column >= 0) {
                return new Text(text, at, column + 1).place();
            }
            at++;
        }
        return new Text(text, 1, 1).place();
    }

    /** Of what Camel says in its own words: the longest value of the file that it repeats. */
    private String placeNamedIn(String message) {
        List<Text> values = new ArrayList<>(RouteFile.scalars(yaml));
        return values.stream().filter(text -> text.value().length() > 2 && message.contains(text.value()))
                .max(Comparator.comparingInt(text -> text.value().length())).map(Text::place)
                .orElse("line 1, column 1: ");
    }
}
