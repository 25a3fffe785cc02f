package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.spi.RouteController;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.intake.SourceRoute;

class RouteLoaderTest {
    private static final Path FILE = Path.of("a.camel.yaml");

    @TempDir
    Path kamelets;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final RouteLoader loader = new RouteLoader(camel);

    @BeforeEach
    void start() throws Exception {
        Files.writeString(kamelets.resolve("in-source.kamelet.yaml"), kamelet("in-source", "direct:{{name}}", "kamelet:sink"));
        Files.writeString(kamelets.resolve("out-sink.kamelet.yaml"),
                kamelet("out-sink", "kamelet:source", "seda:{{name}}?waitForTaskToComplete=Never"));
        KameletComponent component = new KameletComponent();
        component.setLocation("file:" + kamelets);
        camel.addComponent("kamelet", component);
        camel.start();
    }

    private static String kamelet(String name, String from, String to) {
        return """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: { name: NAME }
            spec:
              definition: { properties: { name: { type: string } } }
              template:
                from: { uri: "FROM", steps: [ { to: { id: inner, uri: "TO" } } ] }
            """.replace("NAME", name).replace("FROM", from).replace("TO", to);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static String route(String answer, String more) {
        return """
            - route:
                id: a
                from: { uri: "kamelet:in-source", parameters: { name: a }, steps: [
                  { setBody: { id: answering, constant: ANSWER } }, { to: { uri: "kamelet:out-sink", parameters: { name: b } } } ] }
            """.replace(
                "ANSWER", answer) + more;
    }

    private String ask() {
        return camel.createProducerTemplate().requestBody("direct:a", "", String.class);
    }

    private List<String> replaced(List<String> former, String yaml) throws Exception {
        List<String> built = loader.build(FILE, yaml, former);
        assertTrue(loader.run(former));
        assertFalse(loader.run(built));
        assertTrue(loader.stop(former));
        loader.resume(built);
        loader.remove(former);
        return built;
    }

    @Test
    void aReloadLeavesNoServiceBehindInCamel() throws Exception {
        List<Service> added = new ArrayList<>();
        List<String> running = replaced(List.of(), route("one", ""));
        camel.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onServiceAdd(CamelContext context, Service service, Route route) {
                added.add(service);
            }
        });
        for (int n = 0; n < 5; n++) {
            running = replaced(running, route("answer" + n, ""));
        }
        assertEquals(List.of(), added.stream().filter(service -> service instanceof RouteController)
                .filter(service -> service != camel.getRouteController() && camel.hasService(service)).toList());
        assertTrue(added.stream().anyMatch(service -> service instanceof RouteController), "it is by services that it is seen");
    }

    @Test
    void whatIsBuiltBesideTakesOverAndNothingOfTheOldIsLeft() throws Exception {
        List<String> running = replaced(List.of(), route("one", ""));
        assertEquals(3, running.size(), "its kamelets' routes are its own");
        assertEquals("one", ask());
        int endpoints = -1;
        for (int n = 0; n < 10; n++) {
            running = replaced(running, route("answer" + n, ""));
            assertEquals("answer" + n, ask());
            assertTrue(running.stream().map(SourceRoute::declared).anyMatch("a"::equals), running.toString());
            assertEquals(3, camel.getRoutes().size());
            assertEquals(3, camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().size());
            // One more or less is in the registry, by what was asked through it.
            if (n == 2) {
                endpoints = camel.getEndpointRegistry().size();
            } else if (n > 2) {
                assertTrue(camel.getEndpointRegistry().size() <= endpoints, camel.getEndpointRegistry().toString());
            }
        }
        loader.remove(running);
        assertEquals(List.of(), camel.getRoutes());
    }

    @Test
    void whatCannotBeBuiltLeavesNothingBehindAndTouchesNothing() throws Exception {
        List<String> running = replaced(List.of(), route("one", ""));
        for (int n = 0; n < 5; n++) {
            assertThrows(Exception.class, () -> loader.build(FILE,
                    route("two", "- route: { id: c, from: { uri: \"direct:c\", steps: [ { to: \"nowhere:x\" } ] } }\n"),
                    running));
            assertTrue(loader.run(running));
            assertEquals("one", ask());
            assertEquals(3, camel.getRoutes().size());
            assertEquals(3, camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().size());
            assertFalse(loader.isTaken("c"));
        }
        assertEquals("two", askAfter(replaced(running, route("two", ""))));
    }

    private String askAfter(List<String> running) {
        assertTrue(loader.run(running));
        return ask();
    }

    @Test
    void whatDoesNotStartMakesWayForTheOldOne() throws Exception {
        List<String> running = replaced(List.of(), route("one", ""));
        List<String> other = loader.build(FILE, "- route: { id: d, from: { uri: \"direct:d\", steps: [ { log: x } ] } }\n",
                List.of());
        loader.resume(other);
        List<String> built = loader.build(FILE,
                route("two", "- route: { id: e, from: { uri: \"direct:d\", steps: [ { log: x } ] } }\n"), running);
        assertTrue(loader.stop(running));
        assertThrows(Exception.class, () -> loader.resume(built));
        loader.remove(built);
        loader.resume(running);
        assertEquals("one", ask());
        assertTrue(loader.run(other));
    }

    @Test
    void aChangedKameletIsReadAnewByWhatIsBuiltNextOnly() throws Exception {
        List<String> running = replaced(List.of(), route("one", ""));
        Files.writeString(kamelets.resolve("in-source.kamelet.yaml"), kamelet("in-source", "nowhere:{{name}}", "kamelet:sink"));
        loader.forgetKamelet("in-source");
        assertThrows(Exception.class, () -> loader.build(FILE, route("two", ""), running));
        assertEquals("one", ask());
        assertTrue(loader.stop(running));
        loader.resume(running);
        assertEquals("one", ask(), "it does not need the file any more");
    }
}
