package org.ladibridge.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.Config;
import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.TransformComponent;

/** What can be said of a route file before Camel is asked to run it. */
@ApplicationScoped
class SourceChecks {
    private final CamelContext camel;
    private final RouteLoader loader;
    private final TransformComponent mappings;
    private final BridgeConfig config;
    private final Config settings;

    SourceChecks(CamelContext camel, RouteLoader loader, TransformComponent mappings, BridgeConfig config, Config settings) {
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
        List<String> problems = new ArrayList<>();
        List<Source> others = all.stream().filter(source -> running == null || !source.name().equals(running.name()))
                .filter(Source::isRunnable).toList();
        routeFile.kamelets().forEach(call -> problems.addAll(kamelets.problems(call)));
        routeFile.routeIds()
                .forEach(id -> first(others,
                        source -> source.routeIds().stream().map(RouteLoader::declared).anyMatch(id.value()::equals)).ifPresent(
                                source -> problems.add(id.place() + "the route id «" + id.value()
                                        + "» is taken by " + source.file() + "; ids must differ")));
        routeFile.hookPaths().forEach(path -> first(others, source -> source.hookPaths().contains(path)).ifPresent(
                source -> problems.add("the path /hooks/" + path + " is taken by " + source.file() + "; paths must differ")));
        if (problems.isEmpty()) {
            routeFile.routeIds().stream().filter(id -> running == null && loader.isTaken(id.value()))
                    .forEach(id -> problems.add("the route id «" + id.value() + "» is taken by the bridge itself"));
            checkMappings(routeFile);
        }
        return problems;
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
