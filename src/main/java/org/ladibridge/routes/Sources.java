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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

import org.apache.camel.CamelContext;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.apache.camel.util.ObjectHelper;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.MappingGuard;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.SourceTroubles;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.hook.HookRegistry;
import org.ladibridge.intake.poll.PollProgress;
import org.ladibridge.routes.Source.State;
import org.ladibridge.transform.MappingException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/**
 * All sources. Each route file is loaded by itself after the context has started, so that a typo in one never stops another; a
 * source that cannot run is named with what to do. A file that changes is taken up while the bridge runs: its routes are built
 * and checked beside the running ones and take over when they run. Whatever fails leaves the old ones serving; should not even
 * these start again, the source is down, said to be so, and tried again.
 */
@ApplicationScoped
public class Sources {
    private static final Logger LOG = Logger.getLogger(Sources.class);
    /** A source that could not be started is tried again after this time. */
    private static final long TRY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** What looks like a path in a file that cannot be read as YAML. */
    private static final Pattern PATH = Pattern
            .compile("\\bpath\\s*[:=]\\s*[\"']?([^\\s\"'#,&{}]+)|\\bhook:(?://)?([^\\s\"'?]+)");

    private static final String OUTCOME_SOURCE = "outcome-source";

    private final CamelContext camel;
    private final RouteLoader loader;
    private final SourceChecks checks;
    private final TransformComponent mappings;
    private final BridgeConfig config;
    private final HookRegistry hooks;
    private final RefusedKeys refusedKeys;
    private final SourceTroubles troubles;
    private final PollProgress polls;
    private final MappingGuard guard;
    private final Event<SourcesLoaded> loaded;
    private final Map<String, Source> sources = Collections.synchronizedMap(new TreeMap<>());
    /** What each running source was loaded from; of one that is down, what ran last. */
    private final Map<String, String> yamls = new HashMap<>();
    /** The paths under {@code /hooks/} that each route file names, or named before it could not be read any more. */
    private final Map<String, Set<String>> named = new HashMap<>();
    /** What is wrong with a changed mapping while the source runs with the one before, by source. */
    private final Map<String, String> mappingProblems = new HashMap<>();
    /** When to try a file again whose routes did not start: by the monotonic clock, in nanoseconds. */
    private final Map<Path, Long> tryAgain = new HashMap<>();
    /** The source that is just being switched: its routes do not all run, and need not. */
    private volatile String switching;
    private boolean emptyFolderTold;
    private boolean complete;
    private RouteFolder applied = new RouteFolder(Map.of());
    private RouteFolder seen = applied;
    private RouteFolder seenBefore = applied;

    public Sources(CamelContext camel, RouteLoader loader, SourceChecks checks, TransformComponent mappings,
            BridgeConfig config,
            HookRegistry hooks, RefusedKeys refusedKeys, SourceTroubles troubles, PollProgress polls,
            MappingGuard guard, Event<SourcesLoaded> loaded) {
        this.camel = camel;
        this.loader = loader;
        this.checks = checks;
        this.mappings = mappings;
        this.config = config;
        this.hooks = hooks;
        this.refusedKeys = refusedKeys;
        this.troubles = troubles;
        this.polls = polls;
        this.guard = guard;
        this.loaded = loaded;
    }

    /** Every source, by name. */
    public Collection<Source> all() {
        return known().stream().map(this::asItRuns).toList();
    }

    public Optional<Source> find(String name) {
        return Optional.ofNullable(sources.get(name)).map(this::asItRuns);
    }

    /** Those whose routes take the events of {@code journal:outcomes}, or would if they ran. */
    public List<Source> takingOutcomes() {
        return all().stream().filter(source -> takesOutcomes(config.routes().resolve(source.file()))).toList();
    }

    static boolean takesOutcomes(Path file) {
        String text = "";
        try {
            text = Files.readString(file);
            return RouteFile.read(text).kameletNames().contains(OUTCOME_SOURCE);
        } catch (YamlEngineException e) {
            // It is what its author means to run, and does not run because of this.
            return text.contains("kamelet:" + OUTCOME_SOURCE);
        } catch (IOException e) {
            return false;
        }
    }

    /** A source whose routes do not all run is not called running, whoever stopped them. */
    private Source asItRuns(Source source) {
        if (source.state() == State.RUNNING && !source.name().equals(switching) && loader.isReady()
                && !loader.run(source.routeIds())) {
            return source.in(State.QUARANTINED, "its routes have been stopped; save " + source.file() + " to start them again");
        }
        return withTrouble(withMappingProblem(source));
    }

    private Source withMappingProblem(Source source) {
        String problem = source.state() == State.RUNNING
                ? Optional.ofNullable(mappingProblems.get(source.name())).or(() -> guard.heldBack(source.name())).orElse(null)
                : null;
        return problem == null ? source : source.in(source.state(), and(source.message(), problem));
    }

    /** What keeps it from its records. */
    private Source withTrouble(Source source) {
        Optional<String> problem = source.state() != State.RUNNING
                ? Optional.empty()
                : refusedKeys.of(source.routeIds()).or(() -> troubles.of(source.routeIds()))
                        .or(() -> polls.attention(source.name()));
        return problem.map(refused -> source.in(source.state(), and(source.message(), refused))).orElse(source);
    }

    /** @param message null when there is none */
    private static String and(String message, String more) {
        return message == null ? more : message + "; " + more;
    }

    private Collection<Source> known() {
        synchronized (sources) {
            return List.copyOf(sources.values());
        }
    }

    /** Stops a running source; what it has stored is delivered all the same. Its webhooks are answered 503. */
    public synchronized void pause(String name) throws Exception {
        Source source = require(name, State.RUNNING);
        switching = name;
        try {
            if (!loader.stop(source.routeIds())) {
                throw new IllegalStateException("the source «" + name + "» is busy; try again in a moment");
            }
            sources.put(name, source.in(State.PAUSED, "paused; resume it with POST /api/sources/" + name + "/resume"));
        } finally {
            switching = null;
        }
    }

    public synchronized void resume(String name) throws Exception {
        Source source = require(name, State.PAUSED);
        try {
            loader.resume(source.routeIds());
        } catch (Exception e) {
            loader.stop(source.routeIds());
            throw new IllegalStateException("the source «" + name + "» does not start and stays paused: " + reason(e), e);
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

    synchronized void load(@Observes CamelContextStartedEvent event) {
        logFailuresOnce();
        Path folder = config.routes();
        if (!Files.isDirectory(folder)) {
            LOG.errorf("BRIDGE_ROUTES: there is no folder «%s»; no source runs", folder.toAbsolutePath());
        } else {
            readFolder().ifPresent(this::apply);
        }
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
            if (now.equals(seen) && !now.equals(applied) && !looksUnmounted(now)) {
                apply(now);
            }
            seen = now;
        });
        mappings.look();
    }

    /** Nobody deletes all sources and all kamelets at once: what is empty now is the mount point. */
    private boolean looksUnmounted(RouteFolder now) {
        boolean empty = now.files().isEmpty() && !applied.files().isEmpty();
        if (empty && !emptyFolderTold) {
            LOG.errorf("BRIDGE_ROUTES: the folder «%s» is empty all at once, kamelets included; all sources run on as they did",
                    config.routes());
        }
        emptyFolderTold = empty;
        return empty;
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
        named.keySet().removeIf(file -> !now.files().containsKey(config.routes().resolve(file)));
        for (Path file : now.routes()) {
            Source source = standing(file);
            if (isToBeTriedLater(file, now)) {
                done.remove(file);
            } else if (source == null || changedRoutes.contains(file) || !source.isRunnable()
                    || calls(source, changedKamelets)) {
                if (!load(file, source, kamelets)) {
                    done.remove(file);
                }
            } else {
                noteMappings(source, changedMappings);
            }
        }
        now.foldersWithoutRoute(config.routes()).forEach(file -> {
            String folder = file.getParent().getFileName().toString();
            named.put(shown(file), Set.of(folder));
            note(new Source(folder, shown(file), State.QUARANTINED, "the folder routes/" + folder
                    + " has no route file; write " + folder + "/" + folder + RouteFolder.ROUTE
                    + ", or let its name begin with _", List.of(), List.of(), false));
        });
        applied = new RouteFolder(done);
        seenBefore = now;
        tellHooks();
        if (!complete) {
            // Before the folder is there, nobody knows which paths there are.
            complete = true;
            hooks.complete(true);
        }
    }

    /** Whether the file's routes did not start a moment ago, and it has not been changed since. */
    private boolean isToBeTriedLater(Path file, RouteFolder now) {
        Long at = tryAgain.get(file);
        boolean later = at != null && System.nanoTime() - at < 0
                && Objects.equals(now.files().get(file), seenBefore.files().get(file));
        if (!later) {
            tryAgain.remove(file);
        }
        return later;
    }

    /** Whoever calls a path that a file names is told to come back while it is not served; a 404 would end a subscription. */
    private void tellHooks() {
        Set<String> paths = new HashSet<>();
        named.values().forEach(paths::addAll);
        known().forEach(source -> paths.addAll(source.hookPaths()));
        hooks.known(paths);
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
        Set<String> changed = new HashSet<>();
        for (Path file : now.changed(applied, RouteFolder.KAMELET)) {
            String name = RouteFolder.name(file, RouteFolder.KAMELET);
            changed.add(name);
            loader.forgetKamelet(name);
        }
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

    /** What was found before Camel is asked. */
    private static final class ProblemsException extends Exception {
        private static final long serialVersionUID = 1L;

        ProblemsException(List<String> problems) {
            super(String.join("; ", problems));
        }
    }

    /** The routes were built, and did not start. */
    private static final class NotStartedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotStartedException(Throwable cause) {
            super(cause);
        }
    }

    /**
     * Takes a route file up.
     *
     * @param running the source as it stands; null when it is new
     * @return false when it has to be tried again: the source is paused or busy, or its routes did not start
     */
    private boolean load(Path file, Source running, Kamelets kamelets) {
        if (running != null && running.state() == State.PAUSED) {
            return false;
        }
        String text = "";
        RouteFile routeFile = RouteFile.NONE;
        try {
            text = Files.readString(file);
            routeFile = RouteFile.read(text);
            List<String> problems = new ArrayList<>();
            sameName(file).ifPresent(source -> problems.add("the name «" + source.name() + "» is taken by " + source.file()
                    + "; names of route files must differ"));
            SourceChecks.nameProblem(config.routes(), file).ifPresent(problems::add);
            problems.addAll(checks.problems(routeFile, running, known(), kamelets));
            if (!problems.isEmpty()) {
                throw new ProblemsException(problems);
            }
            List<String> missing = checks.missingVariables(routeFile);
            if (!missing.isEmpty()) {
                throw new MissingSettingException(String.join(" and ", missing), "");
            }
            problems.addAll(checks.callProblems(routeFile, kamelets).stream().map(CallCheck.Problem::toString).toList());
            if (!problems.isEmpty()) {
                throw new ProblemsException(problems);
            }
            return start(file, running, routeFile, routeFile.withSecretsByName(text, kamelets));
        } catch (YamlEngineException e) {
            refuse(file, running, routeFile, text, State.QUARANTINED,
                    shown(file) + ": " + RouteMistakes.said(e, text));
        } catch (ProblemsException e) {
            refuse(file, running, routeFile, text, State.QUARANTINED, shown(file) + ": " + e.getMessage());
        } catch (NotStartedException e) {
            tryAgain.put(file, System.nanoTime() + TRY_AGAIN_NANOS);
            refuse(file, running, routeFile, text, State.QUARANTINED, shown(file) + ": " + reason(e.getCause()));
        } catch (Exception | LinkageError | StackOverflowError e) {
            MissingSettingException missing = ObjectHelper.getException(MissingSettingException.class, e);
            if (missing != null) {
                refuse(file, running, routeFile, text, State.MISSING_SETTING, missing.getMessage());
            } else {
                refuse(file, running, routeFile, text, State.QUARANTINED,
                        shown(file) + ": " + RouteMistakes.said(e, text));
            }
        }
        return !tryAgain.containsKey(file);
    }

    /**
     * Builds the routes beside those that run, and lets them take over.
     *
     * @return false when the source is busy; then it runs as before
     * @throws NotStartedException when the new ones did not start; the old ones run again, if they can
     * @throws Exception when the new ones cannot be built; the old ones never noticed
     */
    private boolean start(Path file, Source running, RouteFile routeFile, String yaml) throws Exception {
        String name = name(file);
        List<String> former = running == null ? List.of() : running.routeIds();
        Map<String, SourceTransformer> formerMappings = mappings.all();
        List<String> built;
        try {
            built = loader.build(file, yaml, former);
        } catch (Exception | LinkageError | StackOverflowError e) {
            mappings.restore(formerMappings);
            throw e;
        }
        switching = name;
        try {
            if (!loader.stop(former)) {
                loader.remove(built);
                mappings.restore(formerMappings);
                LOG.infof("%s is busy; its change waits until it is not", name);
                return false;
            }
            loader.resume(built);
        } catch (Exception | LinkageError e) {
            loader.remove(built);
            mappings.restore(formerMappings);
            putBack(former);
            throw new NotStartedException(e);
        } finally {
            switching = null;
        }
        loader.remove(former);
        former.forEach(this::forgetTroubles);
        polls.changed(name);
        tryAgain.remove(file);
        mappingProblems.remove(name);
        sources.put(name, new Source(name, shown(file), State.RUNNING, null, built, paths(routeFile),
                routeFile.takesOutcomes()));
        named.put(shown(file), Set.copyOf(paths(routeFile)));
        yamls.put(name, yaml);
        LOG.infof("%s %s", name, running == null ? "runs" : "was changed and runs");
        return true;
    }

    /** Whether they run then is asked by who says so. */
    private void putBack(List<String> routeIds) {
        try {
            loader.resume(routeIds);
        } catch (Exception | LinkageError e) {
            LOG.errorf("The routes that ran before do not start again: %s", reason(e));
        }
    }

    /** The paths under {@code /hooks/} as senders call them. */
    private List<String> paths(RouteFile routeFile) {
        return routeFile.hookPaths().stream().map(this::resolved).toList();
    }

    private String resolved(String path) {
        try {
            return camel.resolvePropertyPlaceholders(path);
        } catch (RuntimeException e) {
            // The setting is missing, which is said elsewhere; nobody calls a path with braces.
            return path;
        }
    }

    private void forgetTroubles(String routeId) {
        refusedKeys.accepted(routeId);
        troubles.over(routeId);
    }

    /**
     * Does something while a source stands still, whether it runs or is paused.
     *
     * @throws IllegalStateException when it does neither, is busy, or does not start again
     */
    public synchronized void whileStopped(String name, Runnable change) throws Exception {
        Source source = sources.get(name);
        if (source == null || source.state() != State.PAUSED) {
            pause(name);
            try {
                change.run();
            } finally {
                resume(name);
            }
        } else {
            change.run();
        }
    }

    private void remove(Source source) {
        try {
            loader.remove(source.routeIds());
            source.routeIds().forEach(this::forgetTroubles);
            polls.forget(source.name());
            mappings.forget(source.name());
            sources.remove(source.name());
            yamls.remove(source.name());
            mappingProblems.remove(source.name());
            LOG.infof("%s was removed", source.name());
        } catch (RuntimeException e) {
            LOG.errorf("%s cannot be removed: %s", source.name(), e.getMessage());
        }
    }

    /**
     * What runs goes on; what does not is told why.
     *
     * @param text what stands in the file; empty when it cannot be read
     */
    private void refuse(Path file, Source before, RouteFile routeFile, String text, State state, String message) {
        named.merge(shown(file), namedBy(file, routeFile, text), Sources::union);
        if (before != null && before.state() == State.RUNNING && loader.run(before.routeIds())) {
            tryAgain.remove(file);
            note(before.in(State.RUNNING, "it runs as before; its change cannot be used: " + message));
            return;
        }
        if (before != null) {
            loader.remove(before.routeIds());
        }
        String name = sameName(file).isPresent() ? shown(file) : name(file);
        boolean ranBefore = yamls.containsKey(name);
        if (ranBefore && runAsLast(file, before, message)) {
            return;
        }
        if (ranBefore) {
            tryAgain.put(file, System.nanoTime() + TRY_AGAIN_NANOS);
        }
        note(new Source(name, shown(file), state, ranBefore
                ? message + "; what ran before does not start again either, and both are tried every 10 s"
                : message, List.of(), List.copyOf(named.get(shown(file))), routeFile.takesOutcomes()));
    }

    /** Builds anew what ran last. */
    private boolean runAsLast(Path file, Source before, String message) {
        String yaml = yamls.get(name(file));
        RouteFile routeFile = RouteFile.read(yaml);
        try {
            if (!start(file, before == null ? null : before.withoutRoutes(), routeFile, yaml)) {
                return false;
            }
        } catch (Exception | LinkageError | StackOverflowError e) {
            LOG.debugf(e, "%s does not start as it ran last", name(file));
            return false;
        }
        note(sources.get(name(file)).in(State.RUNNING, "it runs as before; its change cannot be used: " + message));
        return true;
    }

    /**
     * The paths that a file names which cannot be used: those in it, even when it is not YAML any more; when none is to be found,
     * its own name, by which shipped sources are called.
     */
    private Set<String> namedBy(Path file, RouteFile routeFile, String text) {
        Set<String> paths = new HashSet<>(paths(routeFile));
        if (paths.isEmpty() && (text.isEmpty() || text.contains("webhook-source") || text.contains("hook:"))) {
            Matcher matcher = PATH.matcher(text);
            while (matcher.find()) {
                paths.add(resolved(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)));
            }
            if (!named.containsKey(shown(file))) {
                paths.add(name(file));
            }
        }
        return paths;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
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
            mappingProblems.remove(source.name());
        } catch (RuntimeException e) {
            String problem = "it runs as before; its changed mapping cannot be used: " + e.getMessage();
            if (!problem.equals(mappingProblems.put(source.name(), problem))) {
                LOG.errorf("%s: %s", source.name(), problem);
            }
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
        String message = cause.getMessage() == null ? "" : cause.getMessage().strip();
        // A single word is a name, and only the exception's own name says what is wrong with it.
        return message.contains(" ") ? message : cause.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    }
}
