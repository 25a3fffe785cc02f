package org.ladibridge.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.hook.HookRegistry;
import org.ladibridge.routes.Source.State;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * All sources. Each route file is loaded by itself after the context has started, so that a typo in one never stops another; a
 * source that cannot run is named with what to do.
 */
@ApplicationScoped
public class Sources {
    private static final Logger LOG = Logger.getLogger(Sources.class);
    private static final String ROUTE_FILE = ".camel.yaml";

    private final CamelContext camel;
    private final BridgeConfig config;
    private final Config settings;
    private final HookRegistry hooks;
    private final Event<SourcesLoaded> loaded;
    private final Map<String, Source> sources = Collections.synchronizedMap(new TreeMap<>());

    public Sources(CamelContext camel, BridgeConfig config, Config settings, HookRegistry hooks,
            Event<SourcesLoaded> loaded) {
        this.camel = camel;
        this.config = config;
        this.settings = settings;
        this.hooks = hooks;
        this.loaded = loaded;
    }

    /** Every source that has a route file, by name. */
    public Collection<Source> all() {
        synchronized (sources) {
            return List.copyOf(sources.values());
        }
    }

    public Optional<Source> find(String name) {
        return Optional.ofNullable(sources.get(name));
    }

    /** Stops a running source; what it has stored is delivered all the same. Its webhooks are answered 503. */
    public synchronized void pause(String name) throws Exception {
        Source source = require(name, State.RUNNING);
        for (int i = source.routeIds().size() - 1; i >= 0; i--) {
            camel.getRouteController().stopRoute(source.routeIds().get(i));
        }
        source.hookPaths().forEach(path -> hooks.unavailable(path, "the source «" + name + "» is paused"));
        sources.put(name, source.in(State.PAUSED, "paused; resume it with POST /api/sources/" + name + "/resume"));
    }

    public synchronized void resume(String name) throws Exception {
        Source source = require(name, State.PAUSED);
        for (String routeId : source.routeIds()) {
            camel.getRouteController().startRoute(routeId);
        }
        sources.put(name, source.in(State.RUNNING, null));
    }

    /** @throws IllegalStateException when the source is not in that state, or there is none */
    private Source require(String name, State state) {
        Source source = sources.get(name);
        if (source == null) {
            throw new IllegalStateException("there is no source «" + name + "»");
        }
        if (source.state() != state) {
            throw new IllegalStateException("the source «" + name + "» is " + source.state().name().toLowerCase(Locale.ROOT)
                    + (source.message() == null ? "" : ": " + source.message()));
        }
        return source;
    }

    void load(@Observes CamelContextStartedEvent event) {
        logFailuresOnce();
        Path folder = config.routes();
        if (!Files.isDirectory(folder)) {
            LOG.errorf("BRIDGE_ROUTES: there is no folder «%s»; no source runs", folder.toAbsolutePath());
        } else {
            routeFiles(folder).forEach(this::load);
        }
        hooks.complete(true);
        long running = sources.values().stream().filter(source -> source.state() == State.RUNNING).count();
        LOG.infof("%d of %d sources run: %s", running, sources.size(), String.join(", ", sources.keySet()));
        loaded.fireAsync(new SourcesLoaded());
    }

    /** Consumers say what failed, in one place and with the file or path; Camel would say it again at every route on the way. */
    private void logFailuresOnce() {
        DefaultErrorHandlerDefinition quiet = new DefaultErrorHandlerDefinition();
        quiet.setRedeliveryPolicy(new RedeliveryPolicyDefinition().logExhausted(false));
        camel.getCamelContextExtension().setErrorHandlerFactory(quiet);
    }

    private static List<Path> routeFiles(Path folder) {
        try (Stream<Path> files = Files.find(folder, 2, (file, attributes) -> attributes.isRegularFile()
                && file.getFileName().toString().endsWith(ROUTE_FILE)
                && !file.getParent().getFileName().toString().startsWith("_"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            LOG.errorf("BRIDGE_ROUTES: the folder «%s» cannot be read: %s", folder, e.getMessage());
            return List.of();
        }
    }

    private void load(Path file) {
        String name = file.getFileName().toString().replace(ROUTE_FILE, "");
        String shown = config.routes().relativize(file).toString();
        RouteFile routeFile = new RouteFile(List.of(), Set.of(), List.of());
        Set<String> before = routeIds();
        Source source;
        try {
            String yaml = Files.readString(file);
            routeFile = RouteFile.read(yaml);
            List<String> missing = routeFile.requiredSettings().stream().filter(setting -> !isSet(setting)).toList();
            if (!missing.isEmpty()) {
                source = broken(name, shown, State.MISSING_SETTING, "set " + variables(missing) + " to start it", routeFile);
            } else {
                refuseTakenIds(routeFile);
                Resource resource = ResourceHelper.fromString(file.toString(), RouteFile.withRawSecrets(yaml));
                PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
                source = new Source(name, shown, State.RUNNING, null, newRouteIds(before), routeFile.hookPaths());
                LOG.infof("%s runs", name);
            }
        } catch (YamlEngineException e) {
            source = broken(name, shown, State.QUARANTINED, "it is not YAML: " + e.getMessage(), routeFile);
        } catch (Exception e) {
            removeRoutes(newRouteIds(before));
            source = broken(name, shown, State.QUARANTINED, reason(e), routeFile);
        }
        sources.put(name, source);
    }

    private Source broken(String name, String file, State state, String message, RouteFile routeFile) {
        LOG.errorf("%s does not run (%s): %s", name, file, message);
        routeFile.hookPaths().forEach(path -> hooks.unavailable(path, "the source «" + name + "» does not run"));
        return new Source(name, file, state, message, List.of(), routeFile.hookPaths());
    }

    /** Camel would replace the first route in silence. */
    private void refuseTakenIds(RouteFile routeFile) {
        for (String id : routeFile.routeIds()) {
            if (camel.getRoute(id) != null) {
                throw new IllegalStateException("the route id «" + id + "» is taken by another route file; ids must differ");
            }
        }
    }

    private boolean isSet(String setting) {
        return settings.getOptionalValue(setting, String.class).filter(value -> !value.isBlank()).isPresent();
    }

    private static String variables(List<String> missing) {
        return missing.stream().map(setting -> setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                .reduce((a, b) -> a + " and " + b).orElseThrow();
    }

    private Set<String> routeIds() {
        Set<String> ids = new HashSet<>();
        for (Route route : camel.getRoutes()) {
            ids.add(route.getId());
        }
        return ids;
    }

    private List<String> newRouteIds(Set<String> before) {
        List<String> ids = new ArrayList<>();
        for (Route route : camel.getRoutes()) {
            if (!before.contains(route.getId())) {
                ids.add(route.getId());
            }
        }
        return ids;
    }

    private void removeRoutes(List<String> routeIds) {
        for (String id : routeIds) {
            try {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            } catch (Exception e) {
                LOG.warnf("The route %s of a broken file cannot be removed: %s", id, e.getMessage());
            }
        }
    }

    /** The innermost message says what is wrong; Camel's outer ones repeat the whole address around it. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage().strip();
    }
}
