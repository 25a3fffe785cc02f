package org.ladibridge.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

import org.apache.camel.CamelContext;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.apache.camel.util.ObjectHelper;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.hook.HookRegistry;
import org.ladibridge.routes.Source.State;
import org.ladibridge.transform.MappingException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/**
 * All sources. Each route file is loaded by itself after the context has started, so that a typo in one never stops another; a
 * source that cannot run is named with what to do. A file that changes is taken up while the bridge runs; when it cannot be, the
 * source runs on as it was.
 */
@ApplicationScoped
public class Sources {
    private static final Logger LOG = Logger.getLogger(Sources.class);

    private final CamelContext camel;
    private final RouteLoader loader;
    private final SourceChecks checks;
    private final TransformComponent mappings;
    private final BridgeConfig config;
    private final HookRegistry hooks;
    private final RefusedKeys refusedKeys;
    private final Event<SourcesLoaded> loaded;
    private final Map<String, Source> sources = Collections.synchronizedMap(new TreeMap<>());
    /** What each running source was loaded from. */
    private final Map<String, String> yamls = new HashMap<>();
    private Map<String, RouteTemplateDefinition> formerKamelets = Map.of();
    private RouteFolder applied = new RouteFolder(Map.of());
    private RouteFolder seen = applied;

    public Sources(CamelContext camel, RouteLoader loader, SourceChecks checks, TransformComponent mappings,
            BridgeConfig config,
            HookRegistry hooks, RefusedKeys refusedKeys, Event<SourcesLoaded> loaded) {
        this.camel = camel;
        this.loader = loader;
        this.checks = checks;
        this.mappings = mappings;
        this.config = config;
        this.hooks = hooks;
        this.refusedKeys = refusedKeys;
        this.loaded = loaded;
    }

    /** Every source, by name. */
    public Collection<Source> all() {
        return known().stream().map(this::withRefusedKey).toList();
    }

    public Optional<Source> find(String name) {
        return Optional.ofNullable(sources.get(name)).map(this::withRefusedKey);
    }

    private Source withRefusedKey(Source source) {
        Optional<String> problem = source.state() == State.RUNNING ? refusedKeys.of(source.routeIds()) : Optional.empty();
        return problem.map(refused -> source.in(source.state(),
                source.message() == null ? refused : source.message() + "; " + refused)).orElse(source);
    }

    private Collection<Source> known() {
        synchronized (sources) {
            return List.copyOf(sources.values());
        }
    }

    /** Stops a running source; what it has stored is delivered all the same. Its webhooks are answered 503. */
    public synchronized void pause(String name) throws Exception {
        Source source = require(name, State.RUNNING);
        source.hookPaths().forEach(path -> hooks.unavailable(path, "the source «" + name + "» is paused"));
        if (!loader.stop(source.routeIds())) {
            throw new IllegalStateException("the source «" + name + "» is busy; try again in a moment");
        }
        sources.put(name, source.in(State.PAUSED, "paused; resume it with POST /api/sources/" + name + "/resume"));
    }

    public synchronized void resume(String name) throws Exception {
        Source source = require(name, State.PAUSED);
        loader.resume(source.routeIds());
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

    synchronized void load(@Observes CamelContextStartedEvent event) {
        logFailuresOnce();
        Path folder = config.routes();
        if (!Files.isDirectory(folder)) {
            LOG.errorf("BRIDGE_ROUTES: there is no folder «%s»; no source runs", folder.toAbsolutePath());
        } else {
            readFolder().ifPresent(this::apply);
        }
        hooks.complete(true);
        List<String> running = sources.values().stream().filter(source -> source.state() == State.RUNNING).map(Source::name)
                .toList();
        LOG.infof("%d of %d sources run: %s", running.size(), sources.size(), String.join(", ", running));
        loaded.fireAsync(new SourcesLoaded());
    }

    /** Consumers say what failed, in one place and with the file or path; Camel would say it again at every route on the way. */
    private void logFailuresOnce() {
        DefaultErrorHandlerDefinition quiet = new DefaultErrorHandlerDefinition();
        quiet.setRedeliveryPolicy(new RedeliveryPolicyDefinition().logExhausted(false));
        camel.getCamelContextExtension().setErrorHandlerFactory(quiet);
    }

    private Optional<RouteFolder> readFolder() {
        try {
            return Optional.of(RouteFolder.read(config.routes()));
        } catch (UncheckedIOException e) {
            LOG.errorf("BRIDGE_ROUTES: the folder «%s» cannot be read: %s", config.routes(), e.getMessage());
            return Optional.empty();
        }
    }

    /** A file is taken when it has been the same twice: it may still be being written. */
    @Scheduled(every = "1s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void takeUpChanges() {
        if (!loader.isReady() || !Files.isDirectory(config.routes())) {
            return;
        }
        readFolder().ifPresent(now -> {
            if (now.equals(seen) && !now.equals(applied)) {
                apply(now);
            }
            seen = now;
        });
    }

    private void apply(RouteFolder now) {
        Kamelets kamelets = kamelets();
        Set<String> changedKamelets = changedKamelets(now);
        List<Path> changedRoutes = now.changed(applied, RouteFolder.ROUTE);
        List<Path> changedMappings = now.changed(applied, RouteFolder.MAPPING);
        Map<Path, RouteFolder.Version> done = new TreeMap<>(now.files());
        sources.values().removeIf(source -> !source.file().endsWith(RouteFolder.ROUTE));
        for (Source source : known()) {
            if (!now.files().containsKey(config.routes().resolve(source.file()))) {
                remove(source);
            }
        }
        for (Path file : now.routes()) {
            Source source = standing(file);
            if (source == null || changedRoutes.contains(file) || !source.isRunnable() || calls(source, changedKamelets)) {
                if (!load(file, source, kamelets)) {
                    done.remove(file);
                }
            } else {
                noteMappings(source, changedMappings);
            }
        }
        now.foldersWithoutRoute(config.routes()).forEach(file -> {
            String folder = file.getParent().getFileName().toString();
            note(new Source(folder, shown(file), State.QUARANTINED, "the folder routes/" + folder
                    + " has no route file; write " + folder + "/" + folder + RouteFolder.ROUTE
                    + ", or let its name begin with _", List.of(), List.of()));
        });
        applied = new RouteFolder(done);
    }

    private Kamelets kamelets() {
        try {
            return Kamelets.read(config.routes().resolve("kamelets"));
        } catch (IOException e) {
            LOG.errorf("The folder of the kamelets cannot be read: %s", e.getMessage());
            return new Kamelets(Map.of(), Map.of());
        }
    }

    private Set<String> changedKamelets(RouteFolder now) {
        Map<String, RouteTemplateDefinition> former = new HashMap<>();
        Set<String> changed = new HashSet<>();
        for (Path file : now.changed(applied, RouteFolder.KAMELET)) {
            String name = RouteFolder.name(file, RouteFolder.KAMELET);
            changed.add(name);
            loader.forgetKamelet(name).ifPresent(definition -> former.put(name, definition));
        }
        formerKamelets = former;
        return changed;
    }

    private boolean calls(Source source, Set<String> kamelets) {
        String yaml = yamls.get(source.name());
        return yaml != null && RouteFile.read(yaml).kameletNames().stream().anyMatch(kamelets::contains);
    }

    /** Null when the file is new. */
    private Source standing(Path file) {
        return known().stream().filter(source -> source.file().equals(shown(file))).findFirst().orElse(null);
    }

    private static String name(Path file) {
        return RouteFolder.name(file, RouteFolder.ROUTE);
    }

    private String shown(Path file) {
        return config.routes().relativize(file).toString();
    }

    /**
     * Takes a route file up.
     *
     * @param running the source as it stands; null when it is new
     * @return false when the source is paused or busy, and the file has to wait
     */
    private boolean load(Path file, Source running, Kamelets kamelets) {
        if (running != null && running.state() == State.PAUSED) {
            return false;
        }
        RouteFile routeFile = RouteFile.NONE;
        try {
            String yaml = Files.readString(file);
            routeFile = RouteFile.read(yaml);
            List<String> problems = new ArrayList<>();
            sameName(file).ifPresent(source -> problems.add("the name «" + source.name() + "» is taken by " + source.file()
                    + "; names of route files must differ"));
            problems.addAll(checks.problems(routeFile, running, known(), kamelets));
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            List<String> missing = checks.missingVariables(routeFile);
            if (!missing.isEmpty()) {
                throw new MissingSettingException(String.join(" and ", missing), "");
            }
            return start(file, running, routeFile, routeFile.withSecretsByName(yaml, kamelets));
        } catch (YamlEngineException e) {
            refuse(file, routeFile, State.QUARANTINED, shown(file) + " is not YAML: " + e.getMessage().strip());
        } catch (Exception e) {
            MissingSettingException missing = ObjectHelper.getException(MissingSettingException.class, e);
            if (missing != null) {
                refuse(file, routeFile, State.MISSING_SETTING, missing.getMessage());
            } else {
                refuse(file, routeFile, State.QUARANTINED, shown(file) + ": " + reason(e));
            }
        }
        return true;
    }

    private boolean start(Path file, Source running, RouteFile routeFile, String yaml) throws Exception {
        String name = name(file);
        List<String> formerPaths = running == null ? List.of() : running.hookPaths();
        if (running != null && running.state() == State.RUNNING) {
            formerPaths.forEach(path -> hooks.unavailable(path, "the source «" + name + "» is being changed"));
            if (!loader.stop(running.routeIds())) {
                LOG.infof("%s is busy; its change waits until it is not", name);
                return false;
            }
            loader.remove(running.routeIds());
        }
        try {
            List<String> routeIds = loader.start(file, yaml);
            formerPaths.stream().filter(path -> !routeFile.hookPaths().contains(path)).forEach(hooks::forget);
            sources.put(name, new Source(name, shown(file), State.RUNNING, null, routeIds, routeFile.hookPaths()));
            yamls.put(name, yaml);
            LOG.infof("%s %s", name, running == null ? "runs" : "was changed and runs");
            return true;
        } catch (Exception e) {
            if (running != null && running.state() == State.RUNNING) {
                putBack(file, running, routeFile);
            }
            throw e;
        }
    }

    /** The change passed every check and failed all the same. */
    private void putBack(Path file, Source running, RouteFile routeFile) throws Exception {
        for (String kamelet : routeFile.kameletNames()) {
            if (formerKamelets.containsKey(kamelet)) {
                loader.restoreKamelet(formerKamelets.get(kamelet));
            }
        }
        List<String> routeIds = loader.start(file, yamls.get(running.name()));
        sources.put(running.name(), new Source(running.name(), running.file(), State.RUNNING, null, routeIds,
                running.hookPaths()));
    }

    private void remove(Source source) {
        try {
            source.hookPaths().forEach(path -> hooks.unavailable(path, "the source «" + source.name() + "» is being removed"));
            loader.remove(source.routeIds());
            source.hookPaths().forEach(hooks::forget);
            mappings.forget(source.name());
            sources.remove(source.name());
            yamls.remove(source.name());
            LOG.infof("%s was removed", source.name());
        } catch (RuntimeException e) {
            LOG.errorf("%s cannot be removed: %s", source.name(), e.getMessage());
        }
    }

    /** What runs goes on; what does not is told why. */
    private void refuse(Path file, RouteFile routeFile, State state, String message) {
        Source now = standing(file);
        if (now != null && now.state() == State.RUNNING) {
            note(now.in(State.RUNNING, "it runs as before; its change cannot be used: " + message));
            return;
        }
        String name = sameName(file).isPresent() ? shown(file) : name(file);
        routeFile.hookPaths().forEach(path -> hooks.unavailable(path, "the source «" + name + "» does not run"));
        note(new Source(name, shown(file), state, message, List.of(), routeFile.hookPaths()));
    }

    /** Another file that makes a source of this name. */
    private Optional<Source> sameName(Path file) {
        return Optional.ofNullable(sources.get(name(file))).filter(source -> !source.file().equals(shown(file)));
    }

    private void note(Source source) {
        Source before = sources.put(source.name(), source);
        if (before == null || !Objects.equals(before.message(), source.message())) {
            // Whoever does not use a source need not set it up: only what is broken is an error.
            LOG.logf(source.state() == State.MISSING_SETTING ? Level.INFO : Level.ERROR, "%s%s: %s", source.name(),
                    source.state() == State.RUNNING ? "" : " does not run", source.message());
        }
    }

    /** A mapping may be used by several sources; each takes a change up by itself, or runs on with the old one. */
    private void noteMappings(Source source, List<Path> changed) {
        RouteFile routeFile = RouteFile.read(yamls.get(source.name()));
        if (checks.mappings(routeFile).stream().noneMatch(changed::contains)) {
            return;
        }
        try {
            checks.checkMappings(routeFile);
            sources.put(source.name(), source.in(source.state(), source.state() == State.RUNNING ? null : source.message()));
        } catch (RuntimeException e) {
            sources.put(source.name(),
                    source.in(source.state(), "it runs as before; its changed mapping cannot be used: " + e.getMessage()));
        }
    }

    /**
     * Camel's outer messages repeat the whole address around what is wrong; a plain IllegalArgumentException is ours, and says what to
     * do.
     */
    static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof MappingException) && !(cause instanceof UncheckedIOException)
                && cause.getClass() != IllegalArgumentException.class) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage().strip();
    }
}
