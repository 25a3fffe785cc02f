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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ResourceHelper;
import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.SampleReader;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.hook.BodyParser;
import org.ladibridge.intake.hook.HookComponent;
import org.ladibridge.intake.hook.HookMetrics;
import org.ladibridge.intake.hook.HookRegistry;
import org.ladibridge.routes.RouteFile.Call;
import org.ladibridge.routes.Source.State;
import org.ladibridge.trace.Traces;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.MappingException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import com.fasterxml.jackson.databind.ObjectMapper;

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
    /** The parameters under whose value a source keeps what is its own: watermark, inbox, lines in the ledger. */
    private static final Map<String, String> NAMES = Map.of("poll-source", "name", "file-source", "name", "ladiflow-sink",
            "source");

    private final Path routes;
    private final SmallRyeConfig settings;
    private final CamelContext camel = new DefaultCamelContext();
    private final ObjectMapper json = new ObjectMapper();
    private final TransformComponent mappings;
    private final HookRegistry hooks = new HookRegistry();
    private final BodyParser bodies = new BodyParser();
    private final SourceChecks checks;
    private final CallCheck calls;
    private final ProgramCheck programs;
    private final SampleCheck samples;
    /** The route file whose source has the name. */
    private final Map<String, Path> owners = new HashMap<>();

    private final List<Source> sources = new ArrayList<>();
    private final Findings findings = new Findings();

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
        this.programs = new ProgramCheck(mappings, findings);
        this.samples = new SampleCheck(mappings, bodies, new SampleReader(bodies, hooks), json, findings);
        this.calls = new CallCheck(routes, camel, settings, findings);
        this.checks = new SourceChecks(camel, new RouteLoader(camel), mappings, config, settings);
        camel.addComponent("transform", mappings);
        camel.addComponent("hook",
                new HookComponent(hooks, bodies, new HookMetrics(new SimpleMeterRegistry()), new Traces(config), clock,
                        config));
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
                .forEach(file -> findings.problem(file, 1, 1, "the folder has no route file; write "
                        + folderOf(file) + RouteFolder.ROUTE + ", or let its name begin with _"));
        return new Report(wanted.isEmpty() ? known.size() : new HashSet<>(wanted).size(), samples.samplesRun(),
                findings.problems(), findings.notes());
    }

    private Kamelets kamelets() {
        try {
            Kamelets kamelets = Kamelets.read(routes.resolve("kamelets"));
            kamelets.broken().forEach((name, why) -> findings.problem(
                    routes.resolve("kamelets").resolve(name + RouteFolder.KAMELET), why));
            return kamelets;
        } catch (IOException e) {
            throw new IllegalArgumentException("there is no folder " + routes.resolve("kamelets")
                    + "; copy the one that comes with the bridge", e);
        }
    }

    private void route(Path file, Kamelets kamelets, boolean wanted) {
        Findings.Mark before = findings.mark();
        RouteFile routeFile = RouteFile.NONE;
        try {
            String yaml = Files.readString(file);
            routeFile = RouteFile.read(yaml);
            List<String> found = checks.problems(routeFile, null, sources, kamelets);
            found.forEach(problem -> findings.problem(file, problem));
            names(file, routeFile);
            if (found.isEmpty()) {
                model(file, yaml);
                List<String> unset = checks.missingVariables(routeFile);
                if (!unset.isEmpty()) {
                    findings.note(file, "not set here: " + String.join(", ", unset));
                }
                calls.needs(routeFile.requiredSettings().keySet());
                for (Call call : routeFile.kamelets()) {
                    calls.connect(file, call, kamelets);
                }
            }
        } catch (YamlEngineException e) {
            findings.problem(file, e);
        } catch (MappingException | UncheckedIOException e) {
            findings.mappingProblem(file, e);
        } catch (Exception e) {
            findings.problem(file, Sources.reason(e));
        }
        sources.add(new Source(name(file), routes.relativize(file).toString(), State.RUNNING, null,
                routeFile.routeIds().stream().map(RouteFile.Text::value).toList(), routeFile.hookPaths()));
        if (wanted && !findings.hasProblemsSince(before)) {
            programs.programs(file.getParent());
            samples.samples(file, routeFile);
        }
        if (!wanted) {
            findings.forgetSince(before);
        }
    }

    /** A copied route keeps the name of the one that it was copied from, and they would share a watermark, an inbox or a mapping. */
    private void names(Path file, RouteFile routeFile) {
        for (Call call : routeFile.kamelets()) {
            String parameter = NAMES.getOrDefault(call.kamelet().value(), "");
            call.literal(parameter).ifPresent(name -> {
                Path owner = owners.computeIfAbsent(name, free -> file);
                if (!owner.equals(file)) {
                    findings.problem(file, call.parameters().get(parameter).place() + parameter + " «" + name + "» is that of "
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
            findings.problem(file, lineOfKey(e.getProblem(), yaml, line), 1, "Camel does not know this: " + e.getProblem());
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

    static String name(Path file) {
        return RouteFolder.name(file, RouteFolder.ROUTE);
    }

    private static String folderOf(Path file) {
        return file.getParent().getFileName().toString();
    }
}
