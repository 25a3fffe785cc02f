package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What an engineer meets who works in the routes folder of a running bridge. */
class ReloadIT {
    private static final String ROUTE = """
        - route:
            id: NAME
            from:
              uri: kamelet:webhook-source
              parameters:
                path: NAME
                verify: token
                secret: "{{NAME.token}}"
              steps:
                - to: { uri: kamelet:ladiflow-sink, parameters: { source: NAME } }
        """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static Path routes;
    private static BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        routes = Files.createDirectories(folder.resolve("routes"));
        Path kamelets = Files.createDirectories(routes.resolve("kamelets"));
        try (Stream<Path> files = Files.list(Path.of("routes/kamelets"))) {
            for (Path file : files.toList()) {
                Files.copy(file, kamelets.resolve(file.getFileName()));
            }
        }
        bridge = new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.toString());
        for (String source : Set.of("SWAP", "BROKEN", "NEW", "GONE", "FIRST", "SECOND", "KAMELET", "PAUSED", "OF_WEBHOOK",
                "OF_POLL", "LENDS", "BORROWS", "GARBLED")) {
            bridge.with(source + "_TOKEN", "token");
        }
        bridge.with("OF_POLL_URL", "http://127.0.0.1:9");
        write("swap", ROUTE);
        write("broken", ROUTE);
        write("gone", ROUTE);
        write("first", ROUTE);
        write("kamelet", ROUTE);
        write("paused", ROUTE);
        write("lends", ROUTE);
        write("garbled", ROUTE.replace("path: NAME", "path: other-path"));
        Files.createDirectories(routes.resolve("never-yaml"));
        Files.writeString(routes.resolve("never-yaml/never-yaml.camel.yaml"),
                "- route: [\n  uri: kamelet:webhook-source\n   path: 'its-path' # here\n");
        bridge.start();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    /** As editors save: under another name first. */
    private static void save(Path file, String content) throws IOException {
        Path partial = Files.writeString(file.resolveSibling(file.getFileName() + "~"), content);
        Files.move(partial, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(String name, String route) throws IOException {
        Path source = Files.createDirectories(routes.resolve(name));
        save(source.resolve("mapping.jq"), ".");
        save(source.resolve(name + ".camel.yaml"), route.replace("NAME", name));
    }

    private static String with(String parameter) {
        return ROUTE.replace("        verify", "        " + parameter + "\n        verify");
    }

    private static JsonNode source(String name) throws IOException {
        for (JsonNode source : bridge.get("/api/sources")) {
            if (source.path("name").asText().equals(name)) {
                return source;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private static void awaitMessage(String name, String part) {
        Awaitility.await(name + " says " + part)
                .until(() -> source(name).path("message").asText().contains(part));
    }

    private static int post(String path, String email) throws IOException {
        return bridge.send("POST", "/hooks/" + path, ("{\"email\":\"" + email + "\"}").getBytes(StandardCharsets.UTF_8),
                Map.of("X-Api-Key", "token", "Content-Type", "application/json")).statusCode();
    }

    private static void awaitStatus(int status, String path) {
        Awaitility.await(path + " answers " + status)
                .until(() -> post(path, "a@example.vn") == status);
    }

    @Test
    void whileARouteIsSwappedItsSendersAreToldToComeBackAndNothingIsLost() throws Exception {
        Set<Integer> statuses = new ConcurrentSkipListSet<>();
        AtomicInteger accepted = new AtomicInteger();
        AtomicBoolean sending = new AtomicBoolean(true);
        AtomicInteger slowest = new AtomicInteger();
        ExecutorService senders = Executors.newFixedThreadPool(4);
        for (int s = 0; s < 4; s++) {
            String sender = "sender" + s;
            senders.execute(() -> {
                for (int n = 0; sending.get(); n++) {
                    try {
                        long begin = System.nanoTime();
                        int status = post("swap", sender + "." + n + "@example.vn");
                        slowest.accumulateAndGet((int) ((System.nanoTime() - begin) / 1_000_000), Math::max);
                        statuses.add(status);
                        if (status / 100 == 2) {
                            accepted.incrementAndGet();
                        }
                    } catch (IOException e) {
                        statuses.add(0);
                    }
                }
            });
        }
        for (String answer : new String[]{"200", "201", "200", "201"}) {
            write("swap", with("answer: \"" + answer + "\""));
            statuses.clear();
            int status = Integer.parseInt(answer);
            Awaitility.await().until(() -> statuses.contains(status));
        }
        sending.set(false);
        senders.shutdown();
        assertTrue(senders.awaitTermination(120, TimeUnit.SECONDS));
        statuses.removeAll(Set.of(200, 201, 202, 503));
        assertEquals(Set.of(), statuses);
        assertTrue(slowest.get() < 15_000, "one sender waited for " + slowest + " ms");
        assertEquals(accepted.get(), bridge.get("/api/ledger").at("/sources/swap/received").asInt());
    }

    @Test
    void aChangeThatCannotBeUsedLeavesTheOldRouteRunningAndIsNamedWithLineAndColumn() throws Exception {
        write("broken", ROUTE.replace("verify: token", "verfy: token"));
        awaitMessage("broken", "broken.camel.yaml: line 4, column 12: kamelet:webhook-source needs the parameter «verify»");
        awaitMessage("broken", "line 7, column 9: kamelet:webhook-source has no parameter «verfy»; did you mean «verify»?");
        assertEquals("running", source("broken").path("state").asText());
        assertEquals(202, post("broken", "b@example.vn"));
        assertTrue(bridge.send("GET", "/q/health/well", new byte[0], Map.of()).body().contains("did you mean"));
        assertEquals(1, bridge.command("status").exitCode());

        // What only Camel finds: the checks pass and the start fails.
        write("broken", with("encoding: rot13").replace("verify: token", "verify: hmac-body"));
        awaitMessage("broken", "encoding takes one of hex, base64, base64url, not «rot13»");
        assertEquals(202, post("broken", "c@example.vn"));

        write("broken", ROUTE);
        Awaitility.await().until(() -> source("broken").path("message").isNull());
        assertEquals(202, post("broken", "d@example.vn"));
        save(routes.resolve("broken/mapping.jq"), "{\n  email: (.email,\n}");
        awaitMessage("broken", "line 3, column 1");
        assertEquals(202, post("broken", "e@example.vn"));
        save(routes.resolve("broken/mapping.jq"), ".");
        Awaitility.await().until(() -> source("broken").path("message").isNull());
    }

    /** Every one of them passes the checks of the file; most fail while the routes are built, the last ones when they start. */
    private static final List<String> FAIL_LATE = List.of("- bean: { ref: nobody, method: x }",
            "- setBody: { language: { language: klingon, expression: x } }", "- to: nowhere:x",
            "- setBody: { simple: \"${bodyy\" }", "- setBody: { simple: \"${bean:}\" }", "- unmarshal: { custom: nothing }",
            "- to: { uri: kamelet:ladiflow-sink, parameters: { source: first, eventIdAt: no-slash } }",
            "- to: { uri: kamelet:ladiflow-sink, parameters: { source: first, dateOrder: never } }",
            "- toD: direct:x\n- beans: [ { name: fails, type: \"#class:java.util.ArrayList\", initMethod: nothing } ]",
            "- setProperty: { name: x, constant: y }\n- route: { id: late-file, from: { uri: \"file:/no/such/folder?autoCreate=false"
                    + "&startingDirectoryMustExist=true\", steps: [ { setProperty: { name: x, constant: y } } ] } }",
            "- setProperty: { name: x, constant: y }\n- route: { id: late-hook, from: { uri: \"hook:first?verify=token&secret=x\", "
                    + "steps: [ { setProperty: { name: x, constant: y } } ] } }",
            "- setProperty: { name: x, constant: y }\n- route: { id: late-direct, from: { uri: \"direct:ladiflow-call\", steps: [ { setProperty: { name: x, constant: y } } ] } }");

    /** The step comes first in the route; what stands in its second line is an element of the file. */
    private static String withFirstStep(String route, String step) {
        String[] lines = step.split("\n", 2);
        return route.replaceFirst("steps:\n", java.util.regex.Matcher.quoteReplacement("steps:\n        " + lines[0] + "\n"))
                + (lines.length == 1 ? "" : lines[1] + "\n");
    }

    @Test
    void aChangeThatFailsLateLeavesTheOldRouteServing() throws Exception {
        for (int i = 0; i < FAIL_LATE.size(); i++) {
            write("late" + i, ROUTE.replace("\"{{NAME.token}}\"", "token"));
        }
        for (int i = 0; i < FAIL_LATE.size(); i++) {
            awaitStatus(202, "late" + i);
        }
        for (int i = 0; i < FAIL_LATE.size(); i++) {
            write("late" + i, withFirstStep(with("answer: \"203\"").replace("\"{{NAME.token}}\"", "token"), FAIL_LATE.get(i)));
        }
        for (int i = 0; i < FAIL_LATE.size(); i++) {
            String name = "late" + i;
            awaitMessage(name, "it runs as before; its change cannot be used: " + name + "/" + name + ".camel.yaml: ");
            assertEquals("running", source(name).path("state").asText());
            assertEquals(202, post(name, "a@example.vn"), "and not 203, nor 404, with " + FAIL_LATE.get(i));
        }
        assertEquals(202, post("first", "a@example.vn"), "nor is another source hurt");
        for (int i = 0; i < FAIL_LATE.size(); i++) {
            write("late" + i, with("answer: \"201\"").replace("\"{{NAME.token}}\"", "token"));
        }
        for (int i = 0; i < FAIL_LATE.size(); i++) {
            awaitStatus(201, "late" + i);
            assertTrue(source("late" + i).path("message").isNull());
        }
    }

    @Test
    void aSourceWhoseOldRoutesDoNotStartAgainIsDownAndTriedUntilTheyDo() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("down-inbox"));
        String alsoOf = "- route: { id: down-file, from: { uri: \"file:%s?autoCreate=false&startingDirectoryMustExist=true\", "
                + "steps: [ { setProperty: { name: x, constant: y } } ] } }\n";
        String route = ROUTE.replace("\"{{NAME.token}}\"", "token");
        write("down", route + String.format(alsoOf, inbox));
        awaitStatus(202, "down");
        Files.delete(inbox);
        write("down", route + String.format(alsoOf, inbox.resolveSibling("nowhere")));
        awaitMessage("down", "what ran before does not start again either");
        assertEquals("quarantined", source("down").path("state").asText());
        HttpResponse<String> answer = bridge.send("POST", "/hooks/down", "{}".getBytes(StandardCharsets.UTF_8), Map.of());
        assertEquals(503, answer.statusCode());
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());
        assertTrue(bridge.send("GET", "/q/health/well", new byte[0], Map.of()).body().contains("does not start again"));
        Files.createDirectories(inbox);
        awaitMessage("down", "it runs as before; its change cannot be used");
        assertEquals(202, post("down", "a@example.vn"));
    }

    @Test
    void whatIsNotYamlAnyMoreLosesNoSender() throws Exception {
        assertEquals(503, post("its-path", "a@example.vn"), "it is read out of the text");
        assertEquals(503, post("never-yaml", "a@example.vn"), "and the folder's name is what most paths are");
        assertEquals("quarantined", source("never-yaml").path("state").asText());
        assertEquals(404, post("garbled", "a@example.vn"));
        write("garbled", "- route: [");
        awaitMessage("garbled", "is not YAML");
        assertEquals(202, post("other-path", "a@example.vn"));
        write("garbled", ROUTE.replace("path: NAME", "path: third-path"));
        awaitStatus(202, "third-path");
        awaitStatus(404, "other-path");
    }

    @Test
    void aBrokenMappingIsReportedForEverySourceThatUsesIt() throws Exception {
        write("borrows",
                ROUTE.replace("{ source: NAME }", "{ source: NAME, mapping: \"{{bridge.routes}}/lends/mapping.jq\" }"));
        Awaitility.await()
                .until(() -> source("borrows").path("state").asText().equals("running"));
        save(routes.resolve("lends/mapping.jq"), "{");
        awaitMessage("borrows", "lends/mapping.jq");
        awaitMessage("lends", "lends/mapping.jq");
        save(routes.resolve("lends/mapping.jq"), ".");
        Awaitility.await().until(() -> source("borrows").path("message").isNull());
    }

    @Test
    void aNewFolderRunsAndARemovedOneIsGone() throws Exception {
        Files.createDirectories(routes.resolve("new"));
        save(routes.resolve("new/mapping.jq"), ".");
        awaitMessage("new", "write new/new.camel.yaml");
        Files.delete(routes.resolve("new/mapping.jq"));
        save(routes.resolve("new/new.camel.yaml"), ROUTE.replace("NAME", "new"));
        awaitMessage("new", "every source folder needs one");
        assertEquals(503, post("new", "a@example.vn"));
        save(routes.resolve("new/mapping.jq"), ".");
        awaitStatus(202, "new");

        assertEquals(202, post("gone", "a@example.vn"));
        Files.delete(routes.resolve("gone/gone.camel.yaml"));
        Files.delete(routes.resolve("gone/mapping.jq"));
        awaitStatus(404, "gone");
        assertTrue(source("gone").isMissingNode());
    }

    @Test
    void anIdOrAPathThatIsTakenIsRefusedAndBothFilesAreNamed() throws Exception {
        write("second", ROUTE.replace("id: NAME", "id: first"));
        awaitMessage("second",
                "second/second.camel.yaml: line 2, column 9: the route id «first» is taken by first/first.camel.yaml");
        write("second", ROUTE.replace("path: NAME", "path: first"));
        awaitMessage("second", "the path /hooks/first is taken by first/first.camel.yaml");
        write("second", ROUTE);
        awaitStatus(202, "second");
        assertEquals(202, post("first", "a@example.vn"));
    }

    @Test
    void aChangedKameletIsTakenUpByTheSourcesThatCallIt() throws Exception {
        Path kamelet = routes.resolve("kamelets/webhook-source.kamelet.yaml");
        String before = Files.readString(kamelet);
        save(kamelet, before.replace("answer: \"{{answer}}\"", "answer: \"207\""));
        awaitStatus(207, "kamelet");
        save(kamelet, "spec: [");
        awaitMessage("kamelet", "kamelets/webhook-source.kamelet.yaml is no kamelet definition");
        assertEquals(207, post("kamelet", "a@example.vn"));
        save(kamelet, before);
        awaitStatus(202, "kamelet");
    }

    @Test
    void aChangeOfAPausedSourceWaitsUntilItRunsAgain() throws Exception {
        bridge.api("POST", "/api/sources/paused/pause", "");
        write("paused", with("answer: \"200\""));
        assertEquals(503, post("paused", "a@example.vn"));
        bridge.api("POST", "/api/sources/paused/resume", "");
        awaitStatus(200, "paused");
    }

    @ParameterizedTest
    @CsvSource({"webhook, customer.json, application/json", "file, customer.csv, text/csv",
            "poll, customer.json, application/json"})
    void aRenamedCopyOfATemplateIsAWorkingSource(String template, String sample, String contentType) throws Exception {
        Path from = Path.of("routes/_template-" + template);
        String name = "of-" + template;
        Path copy = Files.createDirectories(routes.resolve("." + name));
        for (String file : from.toFile().list((folder, file) -> !file.equals("samples"))) {
            String content = Files.readString(from.resolve(file)).replace("my-source", name);
            Files.writeString(copy.resolve(file.replace("my-source", name)), content);
        }
        Files.move(copy, routes.resolve(name));
        Awaitility.await(name + " runs")
                .until(() -> source(name).path("state").asText().equals("running"));
        HttpResponse<String> trial = bridge.send("POST", "/api/try/" + name,
                Files.readAllBytes(from.resolve("samples/" + sample)),
                Map.of("Authorization", "Bearer admin-for-tests", "Content-Type", contentType));
        ObjectMapper json = new ObjectMapper();
        assertEquals(json.readTree(from.resolve("samples/customer.expected.json").toFile()),
                json.readTree(trial.body()).path(0).path("payload"), trial.body());
    }
}
