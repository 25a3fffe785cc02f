package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What somebody meets who changes a mapping when records were made with it already. */
class MappingGuardIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String GOOD = "{email: .mail, phone: .tel, city: .town}";
    private static final String RENAMED = "{email: .mail, phone: .tel, city: .place}";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static Path routes;
    private static RecordingLadiFlow ladiflow;
    private static BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        routes = folder.resolve("routes");
        Path kamelets = Files.createDirectories(routes.resolve("kamelets"));
        try (Stream<Path> files = Files.list(Path.of("routes/kamelets"))) {
            for (Path file : files.toList()) {
                Files.copy(file, kamelets.resolve(file.getFileName()));
            }
        }
        ladiflow = new RecordingLadiFlow();
        bridge = ladiflow.receivingFrom(new BridgeProcess(folder)).with("BRIDGE_ROUTES", routes.toString());
        for (String source : List.of("compared", "changed", "guarded")) {
            bridge.with(source.toUpperCase(Locale.ROOT) + "_TOKEN", "token");
            Files.createDirectories(routes.resolve(source));
            save(source, GOOD);
            Files.writeString(routes.resolve(source).resolve(source + ".camel.yaml"), """
                - route:
                    id: NAME
                    from:
                      uri: kamelet:webhook-source
                      parameters: { path: NAME, verify: token, secret: "{{NAME.token}}" }
                      steps:
                        - to: { uri: kamelet:ladiflow-sink, parameters: { source: NAME } }
                """.replace("NAME", source));
        }
        bridge.start();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
        ladiflow.close();
    }

    /** As editors save: under another name first. */
    private static void save(String source, String program) throws IOException {
        Path file = routes.resolve(source).resolve("mapping.jq");
        Path partial = Files.writeString(file.resolveSibling("mapping.jq~"), program);
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void send(String source, String record) throws IOException {
        assertEquals(202, bridge.send("POST", "/hooks/" + source, record.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Map.of("X-Api-Key", "token", "Content-Type", "application/json")).statusCode());
    }

    private static JsonNode source(String name) throws IOException {
        for (JsonNode source : bridge.get("/api/sources")) {
            if (source.path("name").asText().equals(name)) {
                return source;
            }
        }
        throw new IOException("no source " + name);
    }

    private static BridgeProcess.Command diff(String program, String... more) throws Exception {
        Path mapping = Files.writeString(folder.resolve("other.jq"), program);
        return bridge.command(Stream.concat(Stream.of("diff", "compared", "--mapping", mapping.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private static void says(BridgeProcess.Command command, int exitCode, String... parts) {
        assertEquals(exitCode, command.exitCode(), command.output());
        for (String part : parts) {
            assertTrue(command.output().contains(part), part + "\n" + command.output());
        }
    }

    @Test
    void aDiffShowsWhatAnotherMappingWouldChangeAndItsExitCodeWhetherThatIsHarmless() throws Exception {
        for (int i = 0; i < 8; i++) {
            send("compared", "{'mail':'c%d@example.vn','tel':'%s','town':'Huế','place':'Đà Lạt','other':'o%d@example.vn'}"
                    .formatted(i, i < 2 ? "" : "091234567" + i, i));
        }
        says(diff(RENAMED), 0, "8 changed in city, of 8", "Đ• L••");
        says(diff("{email: .other}"), 1, "8 GO TO ANOTHER CUSTOMER", "email:o•@e••••••.v•");
        BridgeProcess.Command same = bridge.command("diff", "compared");
        says(same, 0, "is in use already", "8 equal");
        assertTrue(!same.output().contains("purged"), same.output());
        says(bridge.command("diff", "comparde"), 2, "did you mean «compared»?");
        JsonNode rejecting = bridge.api("POST", "/api/sources/compared/diff", "{phone: .tel, city: .town}").path("result");
        assertEquals(2, rejecting.path("newlyRejected").asInt(), rejecting.toString());
        assertEquals("NO_EMAIL_OR_PHONE", rejecting.path("rejections").get(0).path("name").asText());
        JsonNode nothing = bridge.api("POST", "/api/sources/compared/diff?last=5", "empty").path("result");
        assertEquals(5, nothing.path("newlyIgnored").asInt(), nothing.toString());
        assertTrue(assertThrows(IOException.class, () -> bridge.api("POST", "/api/sources/compared/diff", "{email: .mail"))
                .getMessage().contains("HTTP 400"));
        ConsoleSession console = ConsoleSession.loggedIn(bridge);
        console.get("/console/lab?source=compared");
        String page = console.submit("/console/lab/diff", Map.of("source", "compared", "sample", "", "records", "{}", "mapping",
                RENAMED)).body();
        assertTrue(page.contains("8 changed in city"), page);
        assertEquals(8, ladiflow.emails().stream().filter(email -> email.matches("c\\d@example.vn")).count(),
                "the comparisons sent nothing");
    }

    @Test
    void aChangedMappingIsToldAndOnlyWhatItChangesIsReplayedInTheOrderOfArrival() throws Exception {
        send("changed", "{'mail':'r@example.vn','town':'Huế','place':'Đà Lạt'}");
        send("changed", "{'mail':'r@example.vn','town':'Huế','place':'Sa Pa'}");
        send("changed", "{'mail':'same@example.vn','town':'Huế','place':'Huế'}");
        Awaitility.await().atMost(SOON).until(() -> !ladiflow.writesOf("same@example.vn").isEmpty()
                && bridge.ledger().path("inFlight").asInt() == 0);
        save("changed", RENAMED);
        Awaitility.await().atMost(SOON).until(() -> source("changed").path("mapping").path("summary").asText()
                .equals("of the last 3 records 1 equal, 2 changed in city"));
        says(bridge.command("status"), 0, "mapping changed");
        assertTrue(bridge.output().contains("mapping of changed changed: of the last 3 records 1 equal"), bridge.output());
        int before = ladiflow.writesOf("r@example.vn").size();
        says(bridge.command("replay", "--changed", "--source", "changed", "--dry-run"), 0, "2 of 3 records would be back",
                "1 stay");
        says(bridge.command("replay", "--changed", "--source", "changed", "--since", "1h"), 0, "2 of 3 records are back");
        Awaitility.await().atMost(SOON).until(() -> ladiflow.writesOf("r@example.vn").size() > before
                && bridge.ledger().path("inFlight").asInt() == 0);
        List<JsonNode> writes = ladiflow.writesOf("r@example.vn");
        assertEquals("Sa Pa", writes.get(writes.size() - 1).path("city").asText(), writes.toString());
        assertEquals(1, ladiflow.writesOf("same@example.vn").size(), "nothing of it changes");
        JsonNode again = bridge.api("POST", "/api/replay", "{\"changed\":true,\"source\":\"changed\",\"dryRun\":true}");
        assertEquals(3, again.path("same").asInt(), again.toString());
    }

    @Test
    void aMappingThatRejectsTooManyIsHeldBackOverARestartUntilItIsAccepted() throws Exception {
        for (int i = 0; i < 4; i++) {
            send("guarded", "{'mail':'g%d@example.vn','tel':'091234560%d'}".formatted(i, i));
        }
        Awaitility.await().atMost(SOON).until(() -> bridge.ledger().path("inFlight").asInt() == 0);
        bridge.kill();
        save("guarded", "{phone: .phone}");
        bridge.with("BRIDGE_MAPPING_GUARD", "hold").start();
        Awaitility.await().atMost(SOON).until(() -> source("guarded").path("mapping").path("held").asBoolean());
        send("guarded", "{'mail':'g4@example.vn'}");
        Awaitility.await("as mapped before").atMost(SOON).until(() -> !ladiflow.writesOf("g4@example.vn").isEmpty());
        says(bridge.command("status"), 1, "is held back", "4 newly rejected NO_EMAIL_OR_PHONE", "sources accept guarded");
        assertTrue(bridge.send("GET", "/q/health", new byte[0], Map.of()).body().contains("sources accept guarded"));
        IOException another = assertThrows(IOException.class,
                () -> bridge.api("POST", "/api/sources/guarded/accept", "{\"digest\":\"000000000000\"}"));
        assertTrue(another.getMessage().contains("HTTP 409") && another.getMessage().contains("another text"),
                another.getMessage());
        says(bridge.command("sources", "accept", "guarded"), 0, "runs with the changed mapping");
        send("guarded", "{'mail':'g5@example.vn'}");
        Awaitility.await().atMost(SOON).until(() -> bridge.get("/api/events?source=guarded&state=rejected").size() == 1);
        assertTrue(bridge.get("/api/audit").toString().contains("source.accept"));
    }
}
