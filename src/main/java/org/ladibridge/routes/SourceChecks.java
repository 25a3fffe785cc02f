package org.ladibridge.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.Config;
import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.SourceRoute;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.hook.HookComponent;
import org.ladibridge.routes.RouteFile.Text;

/** What can be said of a route file before Camel is asked to run it. */
@ApplicationScoped
class SourceChecks {
    private final CamelContext camel;
    private final RouteLoader loader;
    private final TransformComponent mappings;
    private final BridgeConfig config;
    private final Config settings;
    private final CallCheck calls;

    SourceChecks(CamelContext camel, RouteLoader loader, TransformComponent mappings, HookComponent hooks, BridgeConfig config,
            Config settings) {
        this.calls = new CallCheck(camel, mappings, hooks);
        this.camel = camel;
        this.loader = loader;
        this.mappings = mappings;
        this.config = config;
        this.settings = settings;
    }

    /**
     * @param running the source as it stands; null when it is new
     * @param all every source that is known
     * @return sentences that say where and what to do; empty when there is nothing to mend
     * @throws RuntimeException when a mapping cannot be used
     */
    List<String> problems(RouteFile routeFile, Source running, Collection<Source> all, Kamelets kamelets) {
        List<String> problems = new ArrayList<>(routeFile.slips());
        if (!problems.isEmpty()) {
            // What stands under a misspelt key is not missing.
            return problems;
        }
        List<Source> others = all.stream().filter(source -> running == null || !source.name().equals(running.name()))
                .filter(Source::isRunnable).toList();
        routeFile.kamelets().forEach(call -> problems.addAll(kamelets.problems(call)));
        routeFile.routeIds()
                .forEach(id -> first(others,
                        source -> source.routeIds().stream().map(SourceRoute::declared).anyMatch(id.value()::equals)).ifPresent(
                                source -> problems.add(id.place() + "the route id «" + id.value()
                                        + "» is taken by " + source.file() + "; ids must differ")));
        routeFile.hookPathTexts().forEach(path -> first(others, source -> source.hookPaths().contains(path.value())
                || source.hookPaths().contains(resolved(path)))
                .ifPresent(source -> problems.add(path.place() + "the path /hooks/"
                        + path.value() + " is taken by " + source.file() + "; paths must differ")));
        // An event is told once: with two takers, each would miss what the other one got.
        first(others, Source::takesOutcomes).ifPresentOrElse(
                source -> routeFile.outcomes().forEach(call -> problems.add(call.place() + source.name()
                        + " takes the outcomes already; one route takes them")),
                () -> routeFile.outcomes().skip(1).forEach(call -> problems.add(call.place()
                        + "another route of this file takes the outcomes already; one route takes them")));
        twice(routeFile.routeIds().stream(), "the route id", problems);
        twice(routeFile.hookPathTexts().stream(), "the path", problems);
        twice(routeFile.named("poll-source", "name"), "the name of a poll", problems);
        twice(routeFile.named("fetch-source", "queue"), "the queue that is fetched from", problems);
        if (problems.isEmpty()) {
            routeFile.routeIds().stream().filter(id -> running == null && loader.isTaken(id.value()))
                    .forEach(id -> problems.add("the route id «" + id.value() + "» is taken by the bridge itself"));
            checkMappings(routeFile);
        }
        return problems;
    }

    /** Whether the folder or the file has a name that no source can have. */
    static Optional<String> nameProblem(Path root, Path file) {
        Path relative = root.relativize(file);
        return Source.reserved(RouteFolder.name(file, RouteFolder.ROUTE))
                .or(() -> Optional.ofNullable(relative.getParent()).flatMap(folder -> Source.reserved(folder.toString())));
    }

    private String resolved(Text path) {
        try {
            return camel.resolvePropertyPlaceholders(path.value());
        } catch (IllegalArgumentException e) {
            // A setting is missing, which is said elsewhere.
            return path.value();
        }
    }

    /** What in one file would be one and the same. */
    private static void twice(Stream<Text> texts, String what, List<String> problems) {
        Map<String, Text> seen = new HashMap<>();
        texts.forEach(text -> {
            Text first = seen.putIfAbsent(text.value(), text);
            if (first != null) {
                problems.add(text.place() + what + " «" + text.value() + "» stands on line " + first.line()
                        + " already; give it another one");
            }
        });
    }

    /**
     * What is wrong with the parameters of the kamelets that it calls, when all settings are there.
     *
     * @throws MissingSettingException when a setting is missing that only the parameters together need
     */
    List<CallCheck.Problem> callProblems(RouteFile routeFile, Kamelets kamelets) {
        return routeFile.kamelets().stream().flatMap(call -> calls.problems(call, kamelets).stream()).toList();
    }

    /** @see CallCheck#parameters */
    Map<String, Object> parameters(RouteFile.Call call, Kamelets kamelets) {
        return calls.parameters(call, kamelets);
    }

    private static Optional<Source> first(List<Source> sources, Predicate<Source> owner) {
        return sources.stream().filter(owner).findFirst();
    }

    /** The variables that have to be set before it can run. */
    List<String> missingVariables(RouteFile routeFile) {
        return routeFile.requiredSettings().keySet().stream().filter(setting -> !isSet(setting))
                .map(MissingSettingException::variable).toList();
    }

    private boolean isSet(String setting) {
        return settings.getOptionalValue(setting, String.class).filter(value -> !value.isBlank()).isPresent();
    }

    /** @throws RuntimeException that names the file and the place in it, when one cannot be used */
    void checkMappings(RouteFile routeFile) {
        mappings(routeFile).forEach(mappings::check);
    }

    /** The mapping files that a route needs. */
    List<Path> mappings(RouteFile routeFile) {
        return routeFile.kamelets().stream().filter(call -> call.kamelet().value().equals("ladiflow-sink"))
                .flatMap(call -> mapping(call).stream()).toList();
    }

    /** The file that the parameter names, or its default; empty when only Camel could tell. */
    private Optional<Path> mapping(RouteFile.Call call) {
        Optional<Path> named = Optional.ofNullable(call.parameters().get("mapping")).map(RouteFile.Text::value)
                .filter(value -> !value.isBlank()).map(value -> Path.of(camel.resolvePropertyPlaceholders(value)));
        return named.or(
                () -> call.literal("source").map(source -> config.routes().resolve(source).resolve(RouteFolder.MAPPING)));
    }
}
