package org.ladibridge.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.ResourceHelper;
import org.ladibridge.BridgeConfig;
import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.SampleReader;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.fetch.FetchSettings;
import org.ladibridge.intake.file.Charsets;
import org.ladibridge.intake.hook.BodyParser;
import org.ladibridge.intake.hook.HookComponent;
import org.ladibridge.intake.hook.HookMetrics;
import org.ladibridge.intake.hook.HookRegistry;
import org.ladibridge.intake.poll.PollCheck;
import org.ladibridge.intake.poll.PollSettings;
import org.ladibridge.routes.RouteFile.Call;
import org.ladibridge.routes.Source.State;
import org.ladibridge.trace.Traces;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.DidYouMean;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.MappingException;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/**
 * Checks the folders of sources without running them: nothing is consumed, called, served or written. The same classes that run a
 * source read it here, and what they would refuse is found with its file and line; then each sample has to become what its expected
 * file says.
 */
public final class RoutesCheck {
    private static final int FROM_THE_COMMAND_LINE = 1_000;
    private static final String EXPECTED = ".expected.json";
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");
    private static final Pattern PLACE_FIRST = Pattern.compile("^line \\d+, column \\d+: ");
    private static final Pattern PROGRAM = Pattern.compile("(.+?[.]jq): (?:mapping[.]jq: )?(.*)", Pattern.DOTALL);
    private static final Pattern RAW = Pattern.compile("RAW\\((.*)\\)");
    /** The parameters under whose value a source keeps what is its own: watermark, inbox, lines in the ledger. */
    private static final Map<String, String> NAMES = Map.of("poll-source", "name", "file-source", "name", "ladiflow-sink",
            "source");

    private final Path routes;
    private final SmallRyeConfig settings;
    private final CamelContext camel = new DefaultCamelContext();
    private final ObjectMapper json = new ObjectMapper();
    private static final Pattern COMMENT = Pattern.compile("#[^\\n]*");
    /** .phone // .mobile */
    private static final Pattern ALTERNATIVE = Pattern
            .compile("(?<![\\w)\\]?}\"])((?:\\.[A-Za-z_]\\w*|\\.?\\[\"[^\"]+\"\\])+)\\s*//\\s*"
                    + "((?:\\.[A-Za-z_]\\w*|\\.\\[\"[^\"]+\"\\])+)");
    private static final String NO_EMPTY_TEXTS = "map_values(if . == \"\" then null else . end)";
    private final TransformComponent mappings;
    private final HookRegistry hooks = new HookRegistry();
    private final BodyParser bodies = new BodyParser();
    private final SampleReader samples;
    private final SourceChecks checks;
    private final Set<String> missing = new HashSet<>();
    /** The route file whose source has the name. */
    private final Map<String, Path> owners = new HashMap<>();
    private final Set<String> unknownFields = new HashSet<>();

    private final List<Source> sources = new ArrayList<>();
    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();
    private int samplesRun;

    /**
     * Something about a file.
     *
     * @param line from 1
     * @param column from 1
     */
    public record Finding(String file, int line, int column, String message) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + message;
        }
    }

    /**
     * What was found.
     *
     * @param problems what keeps a source from running, or a sample from becoming what is expected
     * @param notes what is worth knowing, such as a setting that is not set here
     */
    public record Report(int sources, int samples, List<Finding> problems, List<Finding> notes) {
    }

    private RoutesCheck(Path routes) {
        this.routes = routes;
        this.settings = ConfigUtils.configBuilder().withMapping(BridgeConfig.class).withValidateUnknown(false)
                // What HubSpot signs is of no matter here.
                .withDefaultValue("bridge.public-url", "https://bridge.example.vn")
                .withSources(new PropertiesConfigSource(Map.of("bridge.routes", routes.toString()), "check",
                        FROM_THE_COMMAND_LINE))
                .build();
        BridgeConfig config = settings.getConfigMapping(BridgeConfig.class);
        Clock clock = Clock.systemUTC();
        Scope functions = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, functions);
        this.mappings = new TransformComponent(new CustomerTransformer(clock), new Jq(functions, config.mappingTimeout()), json,
                clock, config);
        this.samples = new SampleReader(bodies, hooks);
        this.checks = new SourceChecks(camel, new RouteLoader(camel), mappings, config, settings);
        camel.addComponent("transform", mappings);
        camel.addComponent("hook",
                new HookComponent(hooks, bodies, new HookMetrics(new SimpleMeterRegistry()), new Traces(config), clock,
                        config));
        camel.getPropertiesComponent().addPropertiesSource(new Settings());
    }

    /** The settings as they stand; a stand-in for what a source needs and is not set here. */
    private final class Settings implements PropertiesSource {
        @Override
        public String getName() {
            return "settings";
        }

        @Override
        public String getProperty(String name) {
            return settings.getOptionalValue(name, String.class).filter(value -> !value.isBlank())
                    .orElse(missing.contains(name) ? standIn(name) : null);
        }

        /** Text, hexadecimal and base64 alike, whatever the source wants. */
        private static String standIn(String name) {
            return name.endsWith("url") ? "http://localhost:9" : "abcd";
        }
    }

    /**
     * @param wanted names of sources; all when it is empty
     * @throws IllegalArgumentException when there is no such folder or source
     */
    public static Report of(Path routes, Collection<String> wanted) {
        if (!Files.isDirectory(routes)) {
            throw new IllegalArgumentException(
                    "there is no folder " + routes + "; name the folder of the sources with --routes or BRIDGE_ROUTES");
        }
        return new RoutesCheck(routes).check(wanted);
    }

    private Report check(Collection<String> wanted) {
        RouteFolder folder = RouteFolder.read(routes);
        Kamelets kamelets = kamelets();
        Set<String> known = new TreeSet<>();
        folder.routes().forEach(file -> known.add(name(file)));
        folder.foldersWithoutRoute(routes).forEach(file -> known.add(folderOf(file)));
        wanted.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "there is no source «" + name + "» in " + routes + "; there are " + String.join(", ", known));
        });
        // Every route is read, because names, ids and paths must differ.
        folder.routes().forEach(file -> owners.put(name(file), file));
        folder.routes().forEach(file -> route(file, kamelets, wanted.isEmpty() || wanted.contains(name(file))));
        folder.foldersWithoutRoute(routes).stream().filter(file -> wanted.isEmpty() || wanted.contains(folderOf(file)))
                .forEach(file -> problems.add(new Finding(file.toString(), 1, 1, "the folder has no route file; write "
                        + folderOf(file) + RouteFolder.ROUTE + ", or let its name begin with _")));
        return new Report(wanted.isEmpty() ? known.size() : new HashSet<>(wanted).size(), samplesRun, problems, notes);
    }

    private Kamelets kamelets() {
        try {
            Kamelets kamelets = Kamelets.read(routes.resolve("kamelets"));
            kamelets.broken().forEach((name, why) -> problem(
                    routes.resolve("kamelets").resolve(name + RouteFolder.KAMELET), why));
            return kamelets;
        } catch (IOException e) {
            throw new IllegalArgumentException("there is no folder " + routes.resolve("kamelets")
                    + "; copy the one that comes with the bridge", e);
        }
    }

    private void route(Path file, Kamelets kamelets, boolean wanted) {
        int problemsBefore = problems.size();
        int notesBefore = notes.size();
        RouteFile routeFile = RouteFile.NONE;
        try {
            String yaml = Files.readString(file);
            routeFile = RouteFile.read(yaml);
            List<String> found = checks.problems(routeFile, null, sources, kamelets);
            found.forEach(problem -> problem(file, problem));
            names(file, routeFile);
            if (found.isEmpty()) {
                model(file, yaml);
                List<String> unset = checks.missingVariables(routeFile);
                if (!unset.isEmpty()) {
                    note(file, "not set here: " + String.join(", ", unset));
                }
                missing.addAll(routeFile.requiredSettings().keySet());
                for (Call call : routeFile.kamelets()) {
                    connect(file, call, kamelets);
                }
            }
        } catch (YamlEngineException e) {
            problem(file, e);
        } catch (MappingException | UncheckedIOException e) {
            mappingProblem(file, e);
        } catch (Exception e) {
            problem(file, Sources.reason(e));
        }
        sources.add(new Source(name(file), routes.relativize(file).toString(), State.RUNNING, null,
                routeFile.routeIds().stream().map(RouteFile.Text::value).toList(), routeFile.hookPaths()));
        if (wanted && problems.size() == problemsBefore) {
            programs(file.getParent());
            samples(file, routeFile);
        }
        if (!wanted) {
            problems.subList(problemsBefore, problems.size()).clear();
            notes.subList(notesBefore, notes.size()).clear();
        }
    }

    /** A copied route keeps the name of the one that it was copied from, and they would share a watermark, an inbox or a mapping. */
    private void names(Path file, RouteFile routeFile) {
        for (Call call : routeFile.kamelets()) {
            String parameter = NAMES.getOrDefault(call.kamelet().value(), "");
            call.literal(parameter).ifPresent(name -> {
                Path owner = owners.computeIfAbsent(name, free -> file);
                if (!owner.equals(file)) {
                    problem(file, call.parameters().get(parameter).place() + parameter + " «" + name + "» is that of "
                            + routes.relativize(owner) + "; write «" + name(file) + "»");
                }
            });
        }
    }

    /** Camel's own reading: steps and keys that do not exist. */
    private void model(Path file, String yaml) throws Exception {
        try (YamlRoutesBuilderLoader loader = new YamlRoutesBuilderLoader()) {
            loader.setCamelContext(camel);
            loader.start();
            RouteBuilder builder = (RouteBuilder) loader
                    .loadRoutesBuilder(ResourceHelper.fromString(file.getFileName().toString(), yaml));
            builder.setCamelContext(camel);
            builder.configure();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(new Finding(file.toString(), lineOfKey(e.getProblem(), yaml, line), 1,
                    "Camel does not know this: " + e.getProblem()));
        }
    }

    /** Camel marks the value; what is wrong is the key, which may stand on a line above. */
    private static int lineOfKey(String problem, String yaml, int marked) {
        String key = problem.substring(problem.lastIndexOf(' ') + 1);
        List<String> lines = yaml.lines().toList();
        for (int line = Math.min(marked, lines.size()); line > 0; line--) {
            if (lines.get(line - 1).matches("[\\s-]*" + Pattern.quote(key) + "\\s*:.*")) {
                return line;
            }
        }
        return marked;
    }

    /** Makes of a call what the bridge would, without starting it; a wrong parameter is refused here as it is there. */
    private void connect(Path file, Call call, Kamelets kamelets) {
        Map<String, Object> parameters = parameters(call, kamelets);
        try {
            switch (call.kamelet().value()) {
                case "ladiflow-sink" -> {
                    parameters.remove("eventId");
                    camel.getEndpoint("transform:" + parameters.remove("source"), parameters).createProducer();
                }
                case "webhook-source" ->
                    // It takes requests from the server, of which there is none.
                    camel.getEndpoint("hook:" + parameters.remove("path"), parameters).createConsumer(exchange -> {
                    }).start();
                case "poll-source" -> {
                    Object every = parameters.remove("every");
                    PollSettings poll = new PollSettings();
                    PropertyBindingSupport.build().withCamelContext(camel).withTarget(poll).withProperties(parameters).bind();
                    PollCheck.of(poll, every == null ? null : every.toString())
                            .forEach(problem -> problem(problem.file() == null ? file : problem.file(),
                                    (problem.file() == null ? call.kamelet().place() : "") + problem.message()));
                }
                case "fetch-source" -> {
                    parameters.remove("concurrency");
                    FetchSettings fetch = new FetchSettings();
                    PropertyBindingSupport.build().withCamelContext(camel).withTarget(fetch).withProperties(parameters).bind();
                    fetch.validate();
                }
                case "file-source" -> {
                    String charset = parameters.getOrDefault("charset", "").toString();
                    if (!charset.isBlank()) {
                        Charsets.named(charset);
                    }
                }
                default -> {
                    // Its parameters' names and types are checked; nothing else can be said before it runs.
                }
            }
        } catch (MissingSettingException e) {
            note(file, e.getMessage());
        } catch (Exception e) {
            problem(file, call.kamelet().place() + Sources.reason(e));
        }
    }

    private Map<String, Object> parameters(Call call, Kamelets kamelets) {
        Map<String, Object> parameters = new HashMap<>();
        kamelets.byName().get(call.kamelet().value()).properties().forEach((name, schema) -> {
            Object given = schema.get("default");
            if (given != null && !given.toString().contains("{{")) {
                parameters.put(name, given.toString());
            }
        });
        call.parameters().forEach((name, text) -> {
            // The folder that is checked, which need not be the one that the bridge runs with.
            String value = camel.resolvePropertyPlaceholders(text.value().replace("{{bridge.routes}}", routes.toString()));
            if (value != null) {
                Matcher raw = RAW.matcher(value);
                parameters.put(name, raw.matches() ? raw.group(1) : value);
            }
        });
        return parameters;
    }

    /** Every jq program of the folder, whatever it is for. */
    private void programs(Path folder) {
        files(folder, ".jq").forEach(program -> {
            try {
                mappings.check(program);
            } catch (MappingException e) {
                mappingProblem(program, e);
            }
            emptyTexts(program);
        });
    }

    /** jq's // takes an empty text for a value, and forms and shops write one for nothing. */
    private void emptyTexts(Path program) {
        if (!program.endsWith("mapping.jq")) {
            return;
        }
        try {
            String text = Files.readString(program);
            if (text.contains(NO_EMPTY_TEXTS)) {
                return;
            }
            String code = COMMENT.matcher(text).replaceAll("");
            Matcher alternative = ALTERNATIVE.matcher(code);
            while (alternative.find()) {
                long line = 1 + code.substring(0, alternative.start()).chars().filter(letter -> letter == '\n').count();
                String first = alternative.group(1);
                String second = alternative.group(2);
                note(program, "line " + line + ", column 1: «" + first + " // " + second + "» keeps " + first
                        + " where it is an empty text; write ([" + first + ", " + second
                        + "] | map(select(. != null and . != \"\")) | .[0])");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void samples(Path file, RouteFile routeFile) {
        Path folder = file.getParent().resolve("samples");
        List<Path> found = Files.isDirectory(folder)
                ? files(folder, "").filter(sample -> !sample.toString().endsWith(EXPECTED)).toList()
                : List.of();
        if (found.isEmpty()) {
            note(file, "there is no sample; put what the sender sends into " + folder.toString() + "/");
            return;
        }
        Optional<SourceTransformer> transformer = sinks(routeFile).stream()
                .sorted((a, b) -> Boolean.compare(b.equals(name(file)), a.equals(name(file)))).findFirst()
                .flatMap(mappings::of);
        if (transformer.isEmpty()) {
            note(file, "its samples cannot be tried: the parameter source of kamelet:ladiflow-sink is not a plain name");
            return;
        }
        found.forEach(sample -> sample(sample, name(file), transformer.get()));
        routeFile.kamelets().forEach(call -> envelope(file, call, found));
    }

    /** Under a misspelt key nothing is found, and the envelope itself would be taken for the record. */
    private void envelope(Path file, Call call, List<Path> found) {
        call.literal("unwrap").ifPresent(path -> {
            List<JsonNode> level = found.stream().flatMap(this::bodies).toList();
            for (String key : path.split("/")) {
                Set<String> keys = new TreeSet<>();
                level.forEach(node -> node.fieldNames().forEachRemaining(keys::add));
                if (!level.isEmpty() && !keys.contains(key.strip())) {
                    problem(file, call.parameters().get("unwrap").place() + "unwrap: no sample has the key «" + key.strip()
                            + "»" + DidYouMean.hint(key.strip(), keys));
                    return;
                }
                level = level.stream().map(node -> node.path(key.strip()))
                        .flatMap(inner -> inner.isArray() ? inner.valueStream() : Stream.of(inner)).filter(JsonNode::isObject)
                        .toList();
            }
        });
    }

    private Stream<JsonNode> bodies(Path sample) {
        try {
            return bodies.parse(Files.readAllBytes(sample), SampleReader.contentType(sample.toString())).stream();
        } catch (UnreadableException e) {
            // Told where the sample is run.
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> sinks(RouteFile routeFile) {
        Set<String> sources = new LinkedHashSet<>();
        routeFile.kamelets().stream().filter(call -> call.kamelet().value().equals("ladiflow-sink"))
                .forEach(call -> call.literal("source").ifPresent(sources::add));
        return sources;
    }

    private void sample(Path sample, String source, SourceTransformer transformer) {
        samplesRun++;
        Path expectedFile = expected(sample);
        try {
            ArrayNode payloads = json.createArrayNode();
            List<Rejected> rejected = new ArrayList<>();
            for (RawRecord record : samples.read(source, Files.readAllBytes(sample),
                    SampleReader.contentType(sample.toString()))) {
                for (Transformed customer : transformer.transform(record)) {
                    customer.warnings().stream()
                            .filter(warning -> warning.code() == Code.UNKNOWN_FIELD && warning.field() != null)
                            .forEach(warning -> unknownField(sample, transformer, warning));
                    if (customer instanceof Accepted accepted) {
                        payloads.add(json.readTree(json.writeValueAsBytes(accepted.customer().toJson())));
                    } else {
                        rejected.add((Rejected) customer);
                    }
                }
            }
            JsonNode expected = Files.exists(expectedFile) ? json.readTree(expectedFile.toFile()) : null;
            if (expected == null || expected.isMissingNode()) {
                problem(expected == null ? sample : expectedFile,
                        (expected == null ? "nothing says what it has to become" : "it is empty")
                                + ". If this is right, save it as "
                                + expectedFile + ":\n" + (payloads.size() == 1 ? payloads.get(0) : payloads).toPrettyString()
                                + reasons(rejected));
            } else {
                compare(expectedFile, expected, payloads, rejected);
            }
        } catch (UnreadableException e) {
            problem(sample, "it cannot be read as the bridge would: " + e.getMessage());
        } catch (JsonProcessingException e) {
            problem(expectedFile, "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()
                    + ": it is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Once for each: a mistake where the mapping writes it, worth a note where it passes on what the sender wrote. */
    private void unknownField(Path sample, SourceTransformer transformer, Warning warning) {
        Path mapping = transformer.mappingFile();
        if (!unknownFields.add(mapping + " " + warning.field())) {
            return;
        }
        String program = transformer.mappingText();
        String said = transformer.advised(warning).detail();
        Matcher written = Pattern.compile("[{,]\\s*(\"?)" + Pattern.quote(warning.field()) + "\\1\\s*[:,}]").matcher(program);
        if (written.find()) {
            long line = 1 + program.substring(0, written.start(1)).chars().filter(letter -> letter == '\n').count();
            problem(mapping, "line " + line + ", column 1: " + said);
        } else {
            note(sample, said);
        }
    }

    private static Path expected(Path sample) {
        String name = sample.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return sample.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + EXPECTED);
    }

    private void compare(Path file, JsonNode expected, ArrayNode payloads, List<Rejected> rejected) throws IOException {
        JsonNode all = expected.isArray() ? expected : json.createArrayNode().add(expected);
        if (all.size() != payloads.size()) {
            problem(file, (all.size() == 1 ? "1 customer is" : all.size() + " customers are")
                    + " expected, and the sample becomes " + payloads.size() + reasons(rejected));
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            JsonPointer customer = expected.isArray() ? JsonPointer.empty().appendIndex(i) : JsonPointer.empty();
            Set<String> fields = new TreeSet<>();
            all.get(i).fieldNames().forEachRemaining(fields::add);
            payloads.get(i).fieldNames().forEachRemaining(fields::add);
            for (String field : fields) {
                JsonNode wanted = all.get(i).get(field);
                JsonNode is = payloads.get(i).get(field);
                if (wanted == null || !wanted.equals(is)) {
                    problem(file, line(file, wanted == null ? customer : customer.appendProperty(field)) + field + " becomes "
                            + said(is) + ", not " + said(wanted) + " as expected");
                }
            }
        }
    }

    private static String said(JsonNode value) {
        return value == null ? "nothing" : value.toString();
    }

    private static String reasons(List<Rejected> rejected) {
        StringBuilder text = new StringBuilder();
        rejected.forEach(customer -> text.append("; rejected with ").append(customer.reason()).append(": ")
                .append(customer.detail() == null ? customer.reason().en() : customer.detail()));
        return text.toString();
    }

    /** Where a value stands in a file of JSON. */
    private String line(Path file, JsonPointer pointer) throws IOException {
        try (JsonParser parser = json.createParser(file.toFile())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY
                        && at(parser, token).equals(pointer)) {
                    return "line " + parser.currentTokenLocation().getLineNr() + ", column "
                            + parser.currentTokenLocation().getColumnNr() + ": ";
                }
            }
        }
        return "";
    }

    /** An object or array that has just begun is a context of its own already. */
    private static JsonPointer at(JsonParser parser, JsonToken token) {
        return token.isStructStart()
                ? parser.getParsingContext().getParent().pathAsPointer()
                : parser.getParsingContext().pathAsPointer();
    }

    private Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(ending)).sorted().toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message names the file that it is about, which is the route's own only when the mapping is not there. */
    private void mappingProblem(Path file, RuntimeException e) {
        Matcher about = PROGRAM.matcher(Sources.reason(e));
        if (about.matches()) {
            problem(Path.of(about.group(1)), about.group(2));
        } else {
            problem(file, Sources.reason(e));
        }
    }

    private void problem(Path file, YamlEngineException e) {
        if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
            problems.add(new Finding(file.toString(), marked.getProblemMark().get().getLine() + 1,
                    marked.getProblemMark().get().getColumn() + 1, "it is not YAML: " + marked.getProblem()));
        } else {
            problem(file, "it is not YAML: " + e.getMessage());
        }
    }

    private void problem(Path file, String message) {
        problems.add(finding(file, message));
    }

    private void note(Path file, String message) {
        notes.add(finding(file, message));
    }

    private Finding finding(Path file, String message) {
        Matcher place = PLACE.matcher(message);
        boolean placed = place.find();
        return new Finding(file.toString(), placed ? Integer.parseInt(place.group(1)) : 1,
                placed ? Integer.parseInt(place.group(2)) : 1, PLACE_FIRST.matcher(message.strip()).replaceFirst(""));
    }

    private static String name(Path file) {
        return RouteFolder.name(file, RouteFolder.ROUTE);
    }

    private static String folderOf(Path file) {
        return file.getParent().getFileName().toString();
    }
}
