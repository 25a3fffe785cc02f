package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import jakarta.enterprise.event.Event;

import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.BridgeConfig;
import org.ladibridge.Ticker;
import org.ladibridge.intake.MappingGuard;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.SourceTroubles;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.file.FileBeans;
import org.ladibridge.intake.hook.BodyParser;
import org.ladibridge.intake.hook.HookComponent;
import org.ladibridge.intake.hook.HookMetrics;
import org.ladibridge.intake.hook.HookRegistry;
import org.ladibridge.intake.hook.RefusedDeliveries;
import org.ladibridge.intake.poll.PollComponent;
import org.ladibridge.intake.poll.PollProgress;
import org.ladibridge.journal.JournalComponent;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.routes.RoutesCheck.Finding;
import org.ladibridge.routes.Source.State;
import org.ladibridge.trace.Traces;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.PropertiesConfigSource;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** What {@code routes check} passes, the bridge loads; and what the bridge refuses, {@code routes check} names, with the same words. */
class CheckedAndLoadedTest {
    private static final Clock CLOCK = Clock.systemUTC();
    /** One of each kind; {@code -Dmutants=all} takes every shipped source. */
    private static final List<String> SOURCES = List.of("standard-webhook", "pipedrive-poll", "meta-lead-ads");
    @TempDir
    Path routes;
    @TempDir
    Path data;
    private final Map<String, String> settings = new TreeMap<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private JournalFixture journal;

    @BeforeEach
    void everySettingIsSet() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml")).toList()) {
                RouteFile.read(Files.readString(file)).requiredSettings().keySet()
                        .forEach(name -> settings.put(name, name.endsWith("url") ? "http://localhost:9" : "abcd"));
            }
        }
        settings.put("bridge.routes", routes.toString());
        settings.put("bridge.data", data.toString());
        settings.put("bridge.public-url", "https://bridge.example.vn");
        settings.forEach(System::setProperty);
        copy(Path.of("routes/kamelets"), routes.resolve("kamelets"));
        journal = JournalFixture.fast(data, CLOCK);
    }

    @AfterEach
    void close() throws Exception {
        camel.stop();
        journal.close();
        settings.keySet().forEach(System::clearProperty);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void whatTheCheckPassesTheBridgeLoadsAndWhatTheBridgeRefusesTheCheckNames() throws Exception {
        List<String> names = new ArrayList<>();
        List<String> shipped = "all".equals(System.getProperty("mutants")) ? allShipped() : SOURCES;
        RouteMutants mutants = new RouteMutants(routes);
        for (String source : shipped) {
            copy(Path.of("routes", source), routes.resolve(source));
            names.addAll(mutants.of(source));
        }
        // Right, and hard to hand on: an ampersand ends a value in an address.
        Files.createDirectories(routes.resolve("ampersand"));
        Files.writeString(routes.resolve("ampersand/mapping.jq"), "{email}");
        Files.writeString(routes.resolve("ampersand/ampersand.camel.yaml"),
                Files.readString(Path.of("routes/shopify/shopify.camel.yaml"))
                        .replaceAll("(id|path|source): shopify", "$1: ampersand")
                        .replace("verify: shopify",
                                "verify: hmac-timestamped\n        template: \"{timestamp}&{body}+x%20&y=z\""));
        names.add("ampersand");
        Map<String, List<Finding>> found = new TreeMap<>();
        for (Finding finding : RoutesCheck.of(routes, List.of()).problems()) {
            found.computeIfAbsent(routes.relativize(Path.of(finding.file())).getName(0).toString(), name -> new ArrayList<>())
                    .add(finding);
        }
        Sources sources = bridge();
        sources.load(null);
        assertEquals(State.RUNNING, sources.find("ampersand").orElseThrow().state());
        List<String> wrong = new ArrayList<>();
        for (Source source : sources.all()) {
            List<Finding> findings = found.getOrDefault(source.name(), List.of());
            boolean refused = source.state() == State.QUARANTINED;
            if (refused && findings.isEmpty()) {
                wrong.add("the check passes " + source.name() + ", and the bridge says: " + source.message());
            } else if (refused && findings.stream().noneMatch(finding -> source.message().contains(finding.message()))) {
                wrong.add("of " + source.name() + " the bridge says: " + source.message() + "\n   and the check: "
                        + findings.get(0));
            } else if (!refused && source.state() != State.MISSING_SETTING && !findings.isEmpty()) {
                wrong.add("the bridge runs " + source.name() + ", and the check says: " + findings.get(0));
            }
            if (System.getProperty("mutants") != null && !findings.isEmpty()) {
                System.out.println(source.name() + "\n      " + findings.get(0).line() + ":" + findings.get(0).column() + " "
                        + findings.get(0).message());
            }
        }
        assertEquals(shipped.size() + names.size(), sources.all().size());
        assertTrue(found.size() > names.size() * 3 / 4, found.size() + " of " + names.size());
        assertEquals("", String.join("\n", wrong));
    }

    private static List<String> allShipped() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("routes"))) {
            return folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.startsWith("_") && !name.equals("kamelets") && !name.equals("sftp-drop")).sorted()
                    .toList();
        }
    }

    /** The bridge's own loader, on a context with the bridge's own components. */
    private Sources bridge() throws Exception {
        Config config = ConfigProvider.getConfig();
        BridgeConfig bridge = ConfigUtils.configBuilder().withMapping(BridgeConfig.class).withValidateUnknown(false)
                .withSources(new PropertiesConfigSource(settings, "test", 1_000)).build().getConfigMapping(BridgeConfig.class);
        Scope functions = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, functions);
        Jq jq = new Jq(functions, bridge.mappingTimeout());
        ObjectMapper json = new ObjectMapper();
        HookRegistry hooks = new HookRegistry();
        RefusedKeys refusedKeys = new RefusedKeys();
        SourceTroubles troubles = new SourceTroubles();
        PollProgress polls = new PollProgress(CLOCK);
        CustomerTransformer transformer = new CustomerTransformer(CLOCK);
        TransformComponent transform = new TransformComponent(transformer, jq, json, CLOCK, bridge);
        HookComponent hook = new HookComponent(hooks, new BodyParser(), new HookMetrics(new SimpleMeterRegistry()),
                new RefusedDeliveries(CLOCK), new Traces(bridge), CLOCK, bridge);
        KameletComponent kamelets = new KameletComponent();
        kamelets.setLocation("file:" + routes.resolve("kamelets"));
        camel.addComponent("kamelet", kamelets);
        camel.addComponent("transform", transform);
        camel.addComponent("hook", hook);
        camel.addComponent("journal", new JournalComponent(journal.journal, CLOCK));
        camel.addComponent("poll", new PollComponent(CLOCK, Ticker.SYSTEM, new Random(), refusedKeys, journal.journal, polls));
        List<Object> beans = new ArrayList<>(List.of(jq, json, refusedKeys, troubles, CLOCK, journal.journal));
        beans.addAll(FileBeans.of(journal, bridge, CLOCK, json));
        beans.forEach(bean -> camel.getRegistry().bind(bean.getClass().getSimpleName(), bean));
        camel.getRegistry().bind("ticker", Ticker.class, Ticker.SYSTEM);
        camel.getRegistry().bind("random", new Random());
        settings.forEach(camel.getPropertiesComponent()::addOverrideProperty);
        camel.start();
        RouteLoader loader = new RouteLoader(camel);
        @SuppressWarnings("unchecked")
        Event<SourcesLoaded> nobody = (Event<SourcesLoaded>) Proxy.newProxyInstance(Event.class.getClassLoader(),
                new Class<?>[]{Event.class}, (proxy, method, arguments) -> null);
        return new Sources(camel, loader, new SourceChecks(camel, loader, transform, hook, bridge, config), transform, bridge,
                hooks, refusedKeys, troubles, polls,
                new MappingGuard(journal.journal, journal.reader, transformer, jq, json, CLOCK, bridge), nobody);
    }
}
