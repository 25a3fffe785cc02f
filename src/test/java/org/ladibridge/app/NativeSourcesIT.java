package org.ladibridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.beans.Introspector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ext.Provider;

import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.Ports;

import com.jcraft.jsch.JSch;

import io.smallrye.config.ConfigMapping;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import picocli.CommandLine.Command;

/**
 * A native bridge finds by name only what was registered when it was built. Everything that a shipped route or kamelet names, and
 * everything that a library looks for by itself, is registered: no {@code native-image} is needed to see that.
 */
class NativeSourcesIT {
    private static final Path CLASSES = Path.of("target/classes");
    private static final long LARGEST_RESOURCES = 1_500_000;

    private static NativeSources sources;
    private static RouteNames names;

    @BeforeAll
    static void theNativeSourcesAreThere() throws Exception {
        assumeTrue(Files.exists(NativeSources.FOLDER.resolve("native-image.args")),
                "skipped: there are no native sources; .ci/run shows the command that makes them");
        sources = new NativeSources();
        names = new RouteNames();
    }

    @Test
    void everyBeanThatAStepCallsIsFoundWithItsMethod() throws Exception {
        assertFalse(names.calls.isEmpty());
        for (RouteNames.Call call : names.calls) {
            Class<?> bean = bean(call.type());
            assertTrue(Arrays.stream(bean.getMethods()).anyMatch(method -> method.getName().equals(call.method())),
                    "there is no " + call);
            assertRegistered(bean.getName(), sources::hasMethods);
            if (!bean.getName().equals(call.type())) { // Camel sees the proxy of a bean that it gets from the container
                assertRegistered(bean.getName() + "_ClientProxy", sources::hasMethods);
            }
        }
    }

    @Test
    void everyBeanThatAKameletMakesIsMadeAndGetsItsProperties() throws Exception {
        assertFalse(names.properties.isEmpty());
        for (Map.Entry<String, Set<String>> bean : names.properties.entrySet()) {
            assertRegistered(bean.getKey(), sources::hasConstructors);
            for (String property : bean.getValue()) {
                Class<?> owner = Class.forName(bean.getKey());
                String[] path = property.split("\\.");
                for (String step : List.of(path).subList(0, path.length - 1)) {
                    owner = accessor(owner, step).getReturnType();
                }
                accessor(owner, path[path.length - 1]);
                assertRegistered(owner.getName(), sources::hasMethods);
            }
        }
    }

    /** The getter of an inner step, the setter of the last one; either may stand for both. */
    private static Method accessor(Class<?> owner, String property) {
        return Arrays.stream(owner.getMethods())
                .filter(method -> method.getName().matches("(get|set)[A-Z].*")
                        && Introspector.decapitalize(method.getName().substring(3)).equals(property))
                .min((a, b) -> a.getName().compareTo(b.getName()))
                .orElseThrow(() -> new AssertionError(owner.getName() + " has no property " + property));
    }

    @Test
    void everyComponentIsFoundWithWhatConfiguresIt() throws Exception {
        assertTrue(names.schemes.containsAll(
                Set.of("hook", "transform", "journal", "kamelet", "poll", "file", "sftp", "https", "direct")),
                names.schemes.toString());
        // What a route of somebody else may name, see docs/container.md.
        names.schemes.add("timer");
        // The addresses of APIs are parameters.
        names.schemes.add("http");
        Map<String, Class<?>> own = ownClasses().filter(type -> org.apache.camel.Component.class.isAssignableFrom(type))
                .filter(type -> type.isAnnotationPresent(Named.class))
                .collect(Collectors.toMap(type -> type.getAnnotation(Named.class).value(), type -> type));
        for (String scheme : names.schemes) {
            if (own.containsKey(scheme)) {
                assertRegistered(own.get(scheme).getName(), sources::hasMethods);
                continue;
            }
            String component = sources.camelService("component/" + scheme).orElseThrow(() -> missing("component " + scheme));
            assertRegistered(component, sources::hasConstructors);
            String first = load(component).getAnnotation(Component.class).value().split(",")[0]; // https: is configured as http:
            for (String configured : List.of("component", "endpoint")) {
                assertRegistered(sources.camelService("configurer/" + first + "-" + configured)
                        .orElseThrow(() -> missing("configurer of " + scheme)), sources::hasConstructors);
            }
        }
        // No configurers are generated for endpoints of our own: their parameters are set through their methods.
        ownClasses().filter(type -> Endpoint.class.isAssignableFrom(type))
                .forEach(type -> assertRegistered(type.getName(), sources::hasMethods));
    }

    @Test
    void everyLanguageIsFound() {
        assertTrue(names.languages.contains("simple"), names.languages.toString());
        // What a route of somebody else may name, see docs/container.md.
        names.languages.addAll(Set.of("constant", "header", "exchangeProperty"));
        for (String language : names.languages) {
            assertRegistered(sources.camelService("language/" + language).orElseThrow(() -> missing("language " + language)),
                    sources::hasConstructors);
        }
    }

    @Test
    void routesAreReadFromYamlAtRunTime() {
        for (String loader : List.of("yaml", "kamelet-yaml")) {
            assertRegistered(sources.camelService("routes-loader/" + loader).orElseThrow(() -> missing(loader)),
                    sources::hasConstructors);
        }
    }

    @Test
    void everyExceptionThatARouteCatchesIsFound() {
        assertFalse(names.exceptions.isEmpty());
        names.exceptions.forEach(exception -> assertRegistered(exception, sources::isRegistered));
    }

    @Test
    void noFilterIsMadeOfWhatIsKnownOnlyWhenTheBridgeStarts() {
        List<Class<?>> made = ownClasses().filter(type -> type.isAnnotationPresent(Provider.class)).toList();
        assertFalse(made.isEmpty());
        made.forEach(type -> assertKnowsNoConfiguration(type, type));
    }

    /** A filter is made when the executable is built, and with it what it holds without a proxy. */
    private static void assertKnowsNoConfiguration(Class<?> type, Class<?> filter) {
        Stream.of(type.getDeclaredConstructors()).flatMap(constructor -> Stream.of(constructor.getParameters()))
                .filter(parameter -> !Set.of(Instance.class, jakarta.inject.Provider.class, Supplier.class)
                        .contains(parameter.getType()))
                .forEach(parameter -> {
                    assertFalse(parameter.isAnnotationPresent(ConfigProperty.class)
                            || parameter.getType().isAnnotationPresent(ConfigMapping.class),
                            filter.getName() + " holds " + parameter + " when the executable is built; take an Instance of it");
                    if (parameter.getType().isAnnotationPresent(Singleton.class)) {
                        assertKnowsNoConfiguration(parameter.getType(), filter);
                    }
                });
    }

    /** They are those of a JVM: absent, or zero. */
    @Test
    void noDashboardAndNoAlertGoesByAMetricThatAnExecutableHasNot() throws Exception {
        Pattern absent = Pattern.compile("jvm_(buffer|gc_pause|gc_live|gc_max|gc_memory|memory_usage_after_gc|threads_states|"
                + "classes|memory_max)\\w*");
        try (Stream<Path> files = Files.walk(Path.of("docker"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertEquals(List.of(), absent.matcher(Files.readString(file)).results().map(MatchResult::group).toList(),
                        file.toString());
            }
        }
    }

    @Test
    void noExpressionLooksIntoAnObject() {
        assertEquals(Set.of(), names.navigations, "the classes behind these would have to be registered, and checked here");
    }

    /** What becomes JSON, whether or not a method's signature says so. */
    @Test
    void everyClassWhoseFieldsARunningBridgeLooksAtIsOpen(@TempDir Path folder) throws Exception {
        assumeTrue(!BridgeProcess.isNative(), "skipped: a native executable cannot be debugged");
        int port = Ports.free();
        try (BridgeProcess bridge = new BridgeProcess(folder)
                .withJavaOption("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + port)) {
            bridge.with("HUBSPOT_POLL_URL", "http://127.0.0.1:" + bridge.port + "/sandbox/hubspot")
                    .with("HUBSPOT_POLL_TOKEN", "token").with("HUBSPOT_POLL_EVERY", "1s").launch();
            try (ReflectionTrace trace = attach(port)) {
                bridge.awaitFirstStart();
                useEverything(bridge);
                bridge.stop();
                Set<String> seen = trace.seen();
                assertTrue(seen.contains("org.ladibridge.console.Problem"), "not traced: " + seen);
                assertEquals(List.of(), seen.stream().filter(NativeSourcesIT::isClosed).toList(), "@RegisterForReflection");
            }
        }
    }

    private static ReflectionTrace attach(int port) {
        return Awaitility.await().ignoreExceptions().until(() -> new ReflectionTrace(port),
                Objects::nonNull);
    }

    private static void useEverything(BridgeProcess bridge) throws Exception {
        bridge.drop("csv-drop", "rows.csv", "Họ và tên,Email,Ngày sinh\nNguyễn Văn An,an@example.vn,xx\nKhông Liên Lạc,,\n");
        assertEquals(202, bridge.signedWebhook("msg_1", "{\"email\":\"binh@example.vn\"}").statusCode());
        bridge.api("PUT", "/sandbox/hubspot/contacts", """
            [{"id":"1","properties":{"email":"polled@example.vn","lastmodifieddate":"2026-01-20T03:04:05.678Z"}}]""");
        Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions()
                .until(() -> bridge.ledger().path("sources").path("hubspot-poll").path("delivered").asInt() > 0
                        && bridge.ledger().path("sources").path("csv-drop").path("rejected").asInt() > 0
                        && bridge.ledger().path("inFlight").asInt() == 0);
        String delivered = bridge.get("/api/events?state=delivered").path(0).path("id").asText();
        for (String path : List.of("/api/sources", "/api/delivery", "/api/dead-letters", "/api/audit", "/api/events",
                "/api/events/" + delivered, "/sandbox/customers", "/sandbox/faults")) {
            bridge.get(path);
        }
        bridge.send("GET", "/api/events/no-such", new byte[0], Map.of());
        bridge.send("GET", "/sandbox", new byte[0], Map.of());
        assertEquals(200, bridge.send("POST", "/api/try/csv-drop", "Email,Giới tính\nan@example.vn,xx\n".getBytes(UTF_8),
                Map.of("Authorization", "Bearer admin-for-tests", "Content-Type", "text/csv")).statusCode());
        bridge.api("POST", "/api/events/" + delivered + "/replay", "{\"dryRun\":true}");
        bridge.api("POST", "/api/events/" + delivered + "/replay", "{}");
        String patch = "{\"reason\":\"NO_EMAIL_OR_PHONE\",\"patch\":{\"email\":\"found@example.vn\"},\"dryRun\":";
        bridge.api("POST", "/api/dead-letters/replay", patch + "true}");
        bridge.api("POST", "/api/dead-letters/replay", patch + "false}");
        bridge.api("POST", "/api/sources/csv-drop/pause", "");
    }

    /** What the build makes is its own affair. */
    private static boolean isClosed(String type) {
        return Files.exists(CLASSES.resolve(type.replace('.', '/') + ".class")) && !sources.isOpen(type);
    }

    @Test
    void everyCommandIsOpen() {
        List<Class<?>> commands = ownClasses().filter(type -> type.isAnnotationPresent(Command.class)).toList();
        assertFalse(commands.isEmpty());
        commands.forEach(command -> assertRegistered(command.getName(), sources::isOpen));
    }

    @Test
    void everyFunctionOfJqIsThere() {
        String recorded = sources.entries("io/quarkus/runner/recorded/JacksonJqProcessor$quarkusScopeBean").findFirst()
                .map(sources::text).orElseThrow(() -> missing("jackson-jq's scope"));
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
        Set<String> functions = scope.getLocalFunctions().keySet();
        assertTrue(functions.size() > 150, functions.toString());
        for (String function : functions) { // what is written in jq is recorded by its name, what is written in Java with its arity
            assertTrue(isConstant(recorded, function) || isConstant(recorded, function.replaceFirst("/.*", "")),
                    "jq's " + function + " is not recorded");
        }
    }

    /** As a class file holds a text. */
    private static boolean isConstant(String classFile, String text) {
        return classFile.contains("\u0001\u0000" + (char) text.length() + text);
    }

    @Test
    void everyAlgorithmOfSshThatNeedsNoOtherLibraryIsFound() throws Exception {
        Field config = JSch.class.getDeclaredField("config");
        config.setAccessible(true);
        List<String> algorithms = ((Map<?, ?>) config.get(null)).values().stream().map(Object::toString)
                .filter(name -> name.startsWith("com.jcraft.jsch.") && !name.startsWith("com.jcraft.jsch.bc."))
                .filter(name -> sources.hasEntry(name.replace('.', '/') + ".class")).toList();
        assertTrue(algorithms.size() > 80, algorithms.toString());
        algorithms.forEach(algorithm -> assertRegistered(algorithm, sources::hasConstructors));
    }

    @Test
    void ownResourcesMigrationsAndTemplatesAreTaken() throws Exception {
        Path resources = Path.of("src/main/resources");
        try (Stream<Path> files = Files.walk(resources)) {
            files.filter(Files::isRegularFile).map(file -> resources.relativize(file).toString())
                    // Qute makes classes of the messages, and Quarkus makes the configuration when the executable is built.
                    // What says how an executable is built does not go into it.
                    .filter(name -> !name.startsWith("messages/") && !name.endsWith("spi.ConfigSource")
                            && !name.startsWith("META-INF/native-image/"))
                    .forEach(name -> assertTrue(sources.hasResource(name), name + " is not taken into the executable"));
        }
    }

    @Test
    void thePhoneNumbersOfAllCountriesAreTaken() {
        List<String> countries = sources.entries("com/google/i18n/phonenumbers/data/").toList();
        assertTrue(countries.contains("com/google/i18n/phonenumbers/data/PhoneNumberMetadataProto_VN"), countries.toString());
        countries.forEach(name -> assertTrue(sources.hasResource(name), name + " is not taken into the executable"));
    }

    @Test
    void theStoreHasItsDriverItsLibraryAndItsMigrations() {
        assertRegistered("org.sqlite.JDBC", sources::hasConstructors);
        assertTrue(sources.text("META-INF/native-image/org.xerial/sqlite-jdbc/native-image.properties")
                .contains("org.sqlite.nativeimage.SqliteJdbcFeature"), "SQLite registers its library by a feature of its own");
        assertTrue(sources.hasEntry("org/sqlite/native/Linux/x86_64/libsqlitejdbc.so"), "SQLite's library");
        String service = "META-INF/services/org.flywaydb.core.extensibility.Plugin";
        assertTrue(sources.hasResource(service), service);
        List<String> plugins = sources.text(service).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        assertTrue(plugins.contains("org.flywaydb.core.internal.database.sqlite.SQLiteDatabaseType"), plugins.toString());
        plugins.forEach(plugin -> assertRegistered(plugin, sources::hasConstructors));
    }

    /** An extension or a library that takes along more than it needs makes every executable larger, and nothing else tells. */
    @Test
    void nothingLargeIsTakenThatNobodyReads() {
        Map<String, Long> resources = sources.resources();
        long bytes = resources.values().stream().mapToLong(Long::longValue).sum();
        List<Map.Entry<String, Long>> largest = resources.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(20).toList();
        assertTrue(bytes < LARGEST_RESOURCES, bytes + " bytes of resources, of them " + largest
                + "; leave out what nobody reads: quarkus.native.resources.excludes");
        assertFalse(sources.isRegistered("com.sun.org.apache.xerces.internal.jaxp.SAXParserFactoryImpl"),
                "an extension brings the JDK's XML parsers and XSLT along; nothing here reads with them");
    }

    @Test
    void allCharsetsHttpsAndProcessorsAreTakenAndItIsBuiltForSize() {
        assertTrue(sources.hasArgument(" -Os "));
        assertTrue(sources.hasArgument("-march=compatibility"));
        assertTrue(sources.hasArgument("-H:+AddAllCharsets"));
        assertTrue(sources.hasArgument("--enable-url-protocols=http,https"));
    }

    private static void assertRegistered(String type, Predicate<String> as) {
        assertTrue(as.test(type), type + " is not registered for reflection, or not enough of it");
    }

    private static AssertionError missing(String what) {
        return new AssertionError("missing: " + what);
    }

    private static Class<?> bean(String nameOrClass) throws ClassNotFoundException {
        return nameOrClass.contains(".")
                ? Class.forName(nameOrClass)
                : ownClasses().filter(type -> type.isAnnotationPresent(Named.class)
                        && type.getAnnotation(Named.class).value().equals(nameOrClass)).findFirst()
                        .orElseThrow(() -> missing("bean " + nameOrClass));
    }

    private static Stream<Class<?>> ownClasses() {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString()).filter(name -> name.endsWith(".class"))
                    .filter(name -> !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .<Class<?>>map(NativeSourcesIT::load).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, NativeSourcesIT.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
