package org.ladibridge.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.util.ObjectHelper;
import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.hook.BodyParser;
import org.ladibridge.intake.hook.HookComponent;
import org.ladibridge.intake.hook.HookMetrics;
import org.ladibridge.intake.hook.HookRegistry;
import org.ladibridge.intake.hook.RefusedDeliveries;
import org.ladibridge.intake.sample.SampleReader;
import org.ladibridge.routes.RouteFile.Call;
import org.ladibridge.routes.Source.State;
import org.ladibridge.trace.Traces;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.MappingException;

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
    /** Text, hexadecimal and base64 alike, whatever the source wants; as long as a key has to be, and as short as a host's name. */
    private static final String STAND_IN = "abcd0123".repeat(4);
    /** The parameters under whose value a source keeps what is its own: watermark, inbox, lines in the ledger. */
    private static final Map<String, String> NAMES = Map.of("poll-source", "name", "file-source", "name", "ladiflow-sink",
            "source", "fetch-source", "queue");

    private final Path routes;
    private final SmallRyeConfig settings;
    private final ObjectMapper json = new ObjectMapper();
    private final TransformComponent mappings;
    private final HookRegistry hooks = new HookRegistry();
    private final BodyParser bodies = new BodyParser();
    private final SourceChecks checks;
    private final CheckContext context;
    /** Settings that a source needs and that are not set here: they have a stand-in. */
    private final Set<String> missing = new HashSet<>();
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
        Jq jq = new Jq(functions, config.mappingTimeout());
        this.mappings = new TransformComponent(new CustomerTransformer(clock), jq, json, clock, config);
        HookComponent hook = new HookComponent(hooks, bodies, new HookMetrics(new SimpleMeterRegistry()),
                new RefusedDeliveries(clock), new Traces(config),
                clock, config);
        this.programs = new ProgramCheck(mappings, findings);
        this.samples = new SampleCheck(mappings, bodies, new SampleReader(bodies, hooks), json, findings);
        this.context = new CheckContext(routes.resolve("kamelets"), Map.of("transform", mappings, "hook", hook), jq, json,
                clock);
        context.camel().getPropertiesComponent().addPropertiesSource(new Settings());
        // The folder that is checked, which need not be the one that the bridge runs with.
        context.camel().getPropertiesComponent().addOverrideProperty("bridge.routes", routes.toString());
        this.checks = new SourceChecks(context.camel(), context.loader(), mappings, hook, config, settings);
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

        private static String standIn(String name) {
            return name.endsWith("url") ? "http://localhost:9" : name.endsWith(".key") ? NobodysKey.JSON : STAND_IN;
        }
    }

    /** The key of a service account that does not exist; a key is read before anything is asked. */
    private static final class NobodysKey {
        static final String JSON = json();

        private static String json() {
            try {
                KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
                keys.initialize(1_024);
                String pem = Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
                return "{\"client_email\":\"nobody@example.vn\",\"private_key\":\"" + pem + "\"}";
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has RSA", e);
            }
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
        RoutesCheck check = new RoutesCheck(routes);
        try {
            check.context.start();
            return check.check(wanted);
        } finally {
            check.context.close();
        }
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
        String yaml = "";
        try {
            yaml = Files.readString(file);
            routeFile = RouteFile.read(yaml);
            List<String> found = checks.problems(routeFile, null, sources, kamelets);
            SourceChecks.nameProblem(routes, file).ifPresent(problem -> findings.problem(file, problem));
            found.forEach(problem -> findings.problem(file, problem));
            if (routeFile.slips().isEmpty()) {
                names(file, routeFile);
            }
            if (found.isEmpty()) {
                List<String> unset = checks.missingVariables(routeFile);
                if (!unset.isEmpty()) {
                    findings.note(file, "not set here: " + String.join(", ", unset));
                }
                missing.addAll(routeFile.requiredSettings().keySet());
                calls(file, routeFile, kamelets);
                build(file, routeFile.withSecretsByName(yaml, kamelets), yaml, before);
            }
        } catch (MappingException | UncheckedIOException e) {
            findings.mappingProblem(file, e);
        } catch (Exception e) {
            findings.problem(file, RouteMistakes.said(e, yaml));
        }
        sources.add(new Source(name(file), routes.relativize(file).toString(), State.RUNNING, null,
                routeFile.routeIds().stream().map(RouteFile.Text::value).toList(), routeFile.hookPaths(),
                routeFile.takesOutcomes()));
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

    private void calls(Path file, RouteFile routeFile, Kamelets kamelets) throws Exception {
        try {
            List<CallCheck.Problem> problems = checks.callProblems(routeFile, kamelets);
            problems.forEach(problem -> findings.problem(problem.file() == null ? file : problem.file(), problem.message()));
            if (problems.isEmpty()) {
                // Samples are read as the webhook reads bodies.
                for (RouteFile.Call call : routeFile.kamelets()) {
                    if (call.kamelet().value().equals("webhook-source")) {
                        Map<String, Object> parameters = checks.parameters(call, kamelets);
                        context.open("hook:" + parameters.remove("path"), parameters);
                    }
                }
            }
        } catch (MissingSettingException e) {
            findings.note(file, e.getMessage());
        }
    }

    /** What is found of parameters shows again when they are built. */
    private void build(Path file, String yaml, String written, Findings.Mark before) {
        try {
            context.build(file, yaml);
        } catch (Exception | LinkageError e) {
            MissingSettingException unset = ObjectHelper.getException(MissingSettingException.class, e);
            if (unset != null) {
                findings.note(file, unset.getMessage());
            } else if (!findings.hasProblemsSince(before)) {
                findings.problem(file, RouteMistakes.said(e, written));
            }
        }
    }

    static String name(Path file) {
        return RouteFolder.name(file, RouteFolder.ROUTE);
    }

    private static String folderOf(Path file) {
        return file.getParent().getFileName().toString();
    }
}
