package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What an operator sees and does, and how LadiFlow's moods end for a record. */
class OperationsIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static BridgeProcess bridge;
    private static int messages;

    @BeforeAll
    static void start() throws Exception {
        bridge = new BridgeProcess(folder).with("LADIFLOW_RESPONSE_TIMEOUT", "3s")
                .with("LADIFLOW_BACKFILL_ASKS", "3").start();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    @BeforeEach
    void mend() throws Exception {
        bridge.api("DELETE", "/sandbox/faults", "");
        bridge.api("POST", "/api/delivery/resume", "");
    }

    private static void send(String body) throws Exception {
        assertEquals(202, bridge.signedWebhook("op_" + messages++, body).statusCode());
    }

    private static JsonNode event(String customer) throws Exception {
        return bridge.get("/api/events?customer=" + customer).path(0);
    }

    private static JsonNode awaitState(String customer, String state) throws Exception {
        Awaitility.await("the record of " + customer + " is " + state)
                .until(() -> event(customer).path("state").asText().equals(state));
        return bridge.get("/api/events/" + event(customer).path("id"));
    }

    @Test
    void aRefusedRecordIsADeadLetterThatShowsWhyAndIsReplayedWithAPatch() throws Exception {
        bridge.api("PUT", "/sandbox/faults", "{\"mode\":\"refuse\",\"customer\":\"refused@example.vn\"}");
        send("{\"email\":\"refused@example.vn\",\"first_name\":\"An\"}");
        JsonNode dead = awaitState("refused@example.vn", "dead");
        assertEquals("LADIFLOW_REFUSED", dead.path("reason").asText());
        assertFalse(dead.path("reasonVi").asText().isBlank());
        assertFalse(dead.path("attempts").isEmpty());
        assertTrue(dead.path("answer").asText().contains("code"), dead.toString());
        assertEquals("refused@example.vn", dead.path("raw").path("email").asText());
        assertEquals(1, bridge.command("status").exitCode(), "a dead letter wants somebody");

        bridge.api("DELETE", "/sandbox/faults", "");
        JsonNode preview = bridge.api("POST", "/api/events/" + dead.path("id") + "/replay",
                "{\"patch\":{\"first_name\":\"Bình\"},\"dryRun\":true}");
        assertEquals("[{\"field\":\"first_name\",\"before\":\"An\",\"after\":\"Bình\"}]", preview.path("diff").toString());
        assertEquals("dead", event("refused@example.vn").path("state").asText(), "a dry run changes nothing");
        bridge.api("POST", "/api/events/" + dead.path("id") + "/replay", "{\"patch\":{\"first_name\":\"Bình\"}}");
        JsonNode delivered = awaitState("refused@example.vn", "delivered");
        assertEquals("Bình", delivered.path("sent").path("first_name").asText(), delivered.toString());
        assertEquals("An", delivered.path("raw").path("first_name").asText(), "what came in is kept");
        assertEquals(dead.path("mapped"), delivered.path("original"), "and what it was mapped to");
        assertTrue(delivered.path("attempts").size() > dead.path("attempts").size(), "and its history");
        assertEquals(409, bridge.send("POST", "/api/events/" + dead.path("id") + "/replay",
                "{\"patch\":{\"email\":null,\"phone\":null}}".getBytes(StandardCharsets.UTF_8),
                Map.of("Authorization", "Bearer admin-for-tests", "Content-Type", "application/json")).statusCode());
        assertTrue(bridge.ledger().path("balanced").asBoolean());
    }

    @Test
    void aFileOfManyChangesWaitsForAGoAndRowsThatLadiFlowHoldsAreNoChanges() throws Exception {
        StringBuilder rows = new StringBuilder("Email,Họ tên\n");
        for (int i = 0; i < 5; i++) {
            rows.append("many").append(i).append("@example.vn,An\n");
        }
        bridge.drop("csv-drop", "many.csv", rows.toString());

        Awaitility.await()
                .until(() -> bridge.get("/api/files").path(0).path("needsGo").asBoolean());

        JsonNode waiting = bridge.get("/api/files").path(0);
        assertTrue(waiting.path("problem").asText().contains("automation for up to 5 customers"), waiting.toString());
        assertTrue(waiting.path("problemVi").asText().contains("tối đa 5 khách hàng"), waiting.toString());
        assertTrue(bridge.get("/api/events?customer=many0@example.vn").isEmpty(), "nothing of it is stored");
        assertEquals(1, bridge.command("files").exitCode());
        assertEquals(0, bridge.command("files", "go", "csv-drop", "many.csv").exitCode());
        awaitState("many4@example.vn", "delivered");
        assertTrue(bridge.get("/api/audit").toString().contains("file.go"));
        awaitFile("many.csv", "READ");

        Path takenOut = bridge.drop("csv-drop", "taken-out.csv", rows.toString().replace("many", "out"));
        awaitFile("taken-out.csv", "NEEDS_YOU");
        Files.delete(takenOut);
        awaitFile("taken-out.csv", "NOT_READ");
        assertEquals(0, bridge.command("files").exitCode());

        bridge.drop("csv-drop", "more.csv", rows + "new@example.vn,Bình\n");
        awaitState("new@example.vn", "delivered");
    }

    private void awaitFile(String name, String state) {
        Awaitility.await().untilAsserted(() -> assertEquals(state,
                bridge.get("/api/files").valueStream().filter(file -> file.path("file").asText().equals(name)).findFirst()
                        .map(file -> file.path("state").asText()).orElse("not listed")));
    }

    @Test
    void aGroupOfManyIsReplayedWithAGo() throws Exception {
        bridge.api("PUT", "/sandbox/faults", "{\"mode\":\"refuse\"}");
        for (int i = 0; i < 4; i++) {
            send("{\"email\":\"go" + i + "@example.vn\",\"first_name\":\"An\"}");
        }
        for (int i = 0; i < 4; i++) {
            awaitState("go" + i + "@example.vn", "dead");
        }
        bridge.api("DELETE", "/sandbox/faults", "");

        BridgeProcess.Command asked = bridge.command("dead", "replay", "--reason", "LADIFLOW_REFUSED");
        assertEquals(2, asked.exitCode());
        assertTrue(asked.output().contains("up to 4 customers") && asked.output().contains("--go"), asked.output());
        assertEquals("dead", event("go0@example.vn").path("state").asText());

        assertEquals(0, bridge.command("dead", "replay", "--reason", "LADIFLOW_REFUSED", "--go").exitCode());
        awaitState("go3@example.vn", "delivered");
    }

    @Test
    void aGroupOfDeadLettersIsPreviewedAndReplayedWithAPatch() throws Exception {
        bridge.api("PUT", "/sandbox/faults", "{\"mode\":\"refuse\"}");
        send("{\"email\":\"group1@example.vn\",\"first_name\":\"An\"}");
        send("{\"email\":\"group2@example.vn\",\"first_name\":\"An\"}");
        awaitState("group1@example.vn", "dead");
        awaitState("group2@example.vn", "dead");
        send("{\"first_name\":\"nobody\"}");
        bridge.api("DELETE", "/sandbox/faults", "");
        JsonNode group = bridge.get("/api/dead-letters").path(0);
        assertEquals("LADIFLOW_REFUSED", group.path("reason").asText(), group.toString());
        assertEquals("standard-webhook", group.path("source").asText());
        assertEquals(2, group.path("count").asInt());

        String which = "{\"reason\":\"LADIFLOW_REFUSED\",\"patch\":{\"first_name\":\"Bình\"}";
        JsonNode preview = bridge.api("POST", "/api/dead-letters/replay", which + ",\"dryRun\":true}");
        assertEquals("An", preview.path("changes").path(0).path("before").path("first_name").asText(), preview.toString());
        assertEquals("Bình", preview.path("changes").path(0).path("after").path("first_name").asText(), preview.toString());
        assertEquals("dead", event("group1@example.vn").path("state").asText(), "a dry run changes nothing");

        assertEquals(2, bridge.api("POST", "/api/dead-letters/replay", which + "}").path("queued").asInt());
        assertEquals("Bình", awaitState("group1@example.vn", "delivered").path("sent").path("first_name").asText());
        awaitState("group2@example.vn", "delivered");
        JsonNode refused = bridge.api("POST", "/api/dead-letters/replay",
                "{\"reason\":\"NO_EMAIL_OR_PHONE\",\"source\":\"standard-webhook\",\"mapping\":\"current\"}");
        assertEquals(0, refused.path("queued").asInt(), refused.toString());
        assertTrue(refused.path("refused").path(0).path("problem").asText().startsWith("NO_EMAIL_OR_PHONE"),
                refused.toString());
        BridgeProcess.Command list = bridge.command("dead", "list");
        assertTrue(list.output().contains("NO_EMAIL_OR_PHONE"), list.output());
        BridgeProcess.Command everything = bridge.command("dead", "replay");
        assertEquals(2, everything.exitCode(), everything.output());
        assertTrue(bridge.ledger().path("balanced").asBoolean());
    }

    private static HttpResponse<String> refusedReplay(String path, String body) throws Exception {
        HttpResponse<String> response = bridge.send("POST", path, body.getBytes(StandardCharsets.UTF_8),
                Map.of("Authorization", "Bearer admin-for-tests"));
        assertEquals(400, response.statusCode(), response.body());
        assertEquals("application/problem+json",
                response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", ""));
        assertTrue(response.body().contains("\"detail_vi\":"), response.body());
        return response;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}                                                | [customer, ids, reason, since, source, until]",
            "{\"reason\":\"NO_SUCH_THING\"}                      | LADIFLOW_REFUSED",
            "{\"source\":\"nobody\"}                             | standard-webhook",
            "{\"resaon\":\"BAD_PHONE\",\"source\":\"shopify\"}   | resaon",
            "{\"reason\":\"BAD_PHONE\",\"mapping\":\"newest\"}   | current or original",
            "{\"reason\":\"BAD_PHONE\",\"patch\":[]}             | RFC 7396",
            "{\"reason\":\"BAD_PHONE\",\"dryRun\":\"yes\"}       | true or false",
            "{\"reason\":\"BAD_PHONE\",\"rate\":0}               | whole number",
            "{\"since\":\"yesterday\"}                           | 2026-01-31T08:00:00+07:00",
            "{\"ids\":[\"17\"]}                                  | numbers",
            "not JSON                                          | JSON object"})
    void aReplayThatIsNotMeantSoIsRefusedAndSaysWhatIsTaken(String body, String hint) throws Exception {
        send("{\"email\":\"known@example.vn\"}");
        String answer = refusedReplay("/api/dead-letters/replay", body).body();
        assertTrue(answer.contains(hint), answer);
    }

    @Test
    void aSingleReplayIsReadAsStrictly() throws Exception {
        send("{\"email\":\"strict@example.vn\"}");
        String replay = "/api/events/" + awaitState("strict@example.vn", "delivered").path("id") + "/replay";
        assertTrue(refusedReplay(replay, "{\"mapping\":\"newest\"}").body().contains("current or original"));
        assertTrue(refusedReplay(replay, "{\"source\":\"shopify\"}").body().contains("[dryRun, mapping, patch]"));
    }

    @Test
    void whoDidWhatIsOnRecordWithoutPersonalValues() throws Exception {
        bridge.api("PUT", "/sandbox/faults", "{\"mode\":\"refuse\",\"customer\":\"audited@example.vn\"}");
        send("{\"email\":\"audited@example.vn\",\"first_name\":\"An\"}");
        long id = awaitState("audited@example.vn", "dead").path("id").asLong();
        bridge.api("DELETE", "/sandbox/faults", "");
        BridgeProcess.Command preview = bridge.command("dead", "replay", String.valueOf(id), "--patch",
                "{\"first_name\":\"Secret Name\"}", "--dry-run");
        assertEquals(0, preview.exitCode(), preview.output());
        assertTrue(preview.output().matches("(?s).*first_name +\"An\" +\"Secret Name\".*"), preview.output());
        BridgeProcess.Command replay = bridge.command("dead", "replay", "--customer", "audited@example.vn", "--rate", "1",
                "--patch", "{\"first_name\":\"Secret Name\"}", "--user", "Lan");
        assertEquals(0, replay.exitCode(), replay.output());
        assertTrue(replay.output().contains("1 of 1 records are back in the queue"), replay.output());
        awaitState("audited@example.vn", "delivered");
        bridge.send("POST", "/api/sources/csv-drop/pause", new byte[0],
                Map.of("Authorization", "Bearer admin-for-tests", "X-Admin-User", "Binh"));
        bridge.api("POST", "/api/sources/csv-drop/resume", "");

        Awaitility.await()
                .until(() -> bridge.get("/api/audit?limit=1").path(0).path("action").asText().equals("source.resume"));
        JsonNode audit = bridge.get("/api/audit?limit=4");
        assertEquals(List.of("source.resume", "source.pause", "dead-letters.replayed", "dead-letters.replay"),
                audit.findValuesAsText("action"));
        assertEquals("source/csv-drop", audit.path(1).path("subject").asText());
        assertEquals("Binh (127.0.0.1)", audit.path(1).path("actor").asText());
        assertEquals("Lan (127.0.0.1)", audit.path(2).path("actor").asText());
        assertEquals("{\"customer\":\"by email\",\"rate\":1,\"mapping\":\"original\",\"patched\":[\"first_name\"],"
                + "\"state\":\"done\",\"matched\":1,\"queued\":1,\"refused\":0}", audit.path(2).path("detail").toString());
        assertFalse(bridge.get("/api/audit?limit=1000").toString().contains("example.vn"));
        assertTrue(bridge.command("audit", "--limit", "4").output().contains("source.pause"));
    }

    @Test
    void aWrongApiKeyPausesDeliveryAsAWholeAndBlamesNoRecord() throws Exception {
        bridge.api("PUT", "/sandbox/faults", "{\"mode\":\"wrong-key\"}");
        send("{\"email\":\"key1@example.vn\"}");
        send("{\"email\":\"key2@example.vn\"}");
        Awaitility.await()
                .until(() -> bridge.get("/api/delivery").path("reason").asText().equals("BAD_API_KEY"));
        assertTrue(bridge.send("GET", "/q/health/well", new byte[0], Map.of()).body().contains("BAD_API_KEY"));
        assertEquals(200, bridge.send("GET", "/q/health/ready", new byte[0], Map.of()).statusCode(), "senders are served");
        bridge.api("DELETE", "/sandbox/faults", "");
        bridge.api("POST", "/api/delivery/resume", "");
        awaitState("key1@example.vn", "delivered");
        awaitState("key2@example.vn", "delivered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"too-many-requests", "server-error", "unavailable", "reset", "hang", "html"})
    void anOutageIsNotAnError(String mode) throws Exception {
        String customer = mode + "@example.vn";
        bridge.api("PUT", "/sandbox/faults", "{\"mode\":\"" + mode + "\",\"count\":4,\"retryAfter\":1,\"appliedFirst\":true}");
        send("{\"email\":\"" + customer + "\",\"full_name\":\"Nguyễn Văn An\"}");
        JsonNode event = awaitState(customer, "delivered");
        assertTrue(event.path("attempts").size() > 4, event.path("attempts").toString());
        assertEquals(1, bridge.get("/sandbox/customers?limit=1000").findValuesAsText("email").stream()
                .filter(customer::equals).count(), "and makes no second customer");
    }

    /** Six are answered 500 and forty not at all, for ever, and stand before the others. */
    @Test
    void badNeighboursStopNobody(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path own) throws Exception {
        try (RecordingLadiFlow ladiflow = new RecordingLadiFlow();
                BridgeProcess other = ladiflow.receivingFrom(new BridgeProcess(own)).with("LADIFLOW_RESPONSE_TIMEOUT", "3s")
                        .start()) {
            ladiflow.failsOn("bad", "mute");
            other.api("POST", "/api/delivery/pause", "");
            sendTo(other, "bad", 6);
            sendTo(other, "mute", 40);
            sendTo(other, "good", 300);
            other.api("POST", "/api/delivery/resume", "");
            Awaitility.await().until(() -> ladiflow.customers() == 300);
            ladiflow.failed().forEach((email, calls) -> assertTrue(calls <= 8, email + " took " + calls + " calls"));

            // Each further one that is taken shows that it is not LadiFlow as a whole.
            for (int i = 0; other.get("/api/delivery").path("failing").asInt() < 6; i++) {
                assertTrue(i < 60, other.get("/api/delivery").toString());
                String witness = "witness" + i + "@example.vn";
                assertEquals(202, other.signedWebhook(witness, "{\"email\":\"" + witness + "\"}").statusCode());
                Awaitility.await().until(() -> !ladiflow.writesOf(witness).isEmpty());
            }
            assertTrue(other.send("GET", "/q/health/well", new byte[0], Map.of()).body().contains("LADIFLOW_FAILS_ON_THIS"));
            BridgeProcess.Command status = other.command("status");
            assertEquals(1, status.exitCode());
            assertTrue(status.output().contains("--reason LADIFLOW_FAILS_ON_THIS"), status.output());

            JsonNode waiting = other.get("/api/events?state=waiting&reason=LADIFLOW_FAILS_ON_THIS");
            String path = "/api/events/" + waiting.findValues("id").get(waiting.size() - 1);
            other.api("POST", path + "/set-aside", "");
            Awaitility.await()
                    .until(() -> other.get(path).path("state").asText().equals("dead"));
            assertEquals("LADIFLOW_FAILS_ON_THIS", other.get(path).path("reason").asText());
            assertTrue(other.ledger().path("balanced").asBoolean());
        }
    }

    private static void sendTo(BridgeProcess to, String name, int customers) throws Exception {
        for (int i = 0; i < customers; i++) {
            String email = name + i + "@example.vn";
            assertEquals(202, to.signedWebhook(email, "{\"email\":\"" + email + "\"}").statusCode());
        }
    }

    @Test
    void aPayloadThatLadiFlowHasAlreadyIsNotSentAgain() throws Exception {
        send("{\"email\":\"same@example.vn\",\"first_name\":\"An\"}");
        awaitState("same@example.vn", "delivered");
        send("{\"email\":\"same@example.vn\",\"first_name\":\"An\"}");
        assertEquals(0, awaitState("same@example.vn", "unchanged").path("attempts").size());
    }

    @Test
    void whoIsKnownByPhoneOnlyIsFoundAndNotDoubled() throws Exception {
        send("{\"email\":\"lan@example.vn\",\"phone\":\"+84 912 000 111\"}");
        awaitState("lan@example.vn", "delivered");
        bridge.send("POST", "/hooks/ladipage-form", "name=Lan&phone=0912000111".getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "X-Api-Key", BridgeProcess.FORM_TOKEN));
        awaitState("0912000111", "delivered");
        assertEquals(1, bridge.get("/sandbox/customers?limit=1000").findValuesAsText("phone").stream()
                .filter("0912000111"::equals).count());
    }

    @Test
    void aFileDroppedAgainAddsNothingAndItsCorrectedErrorsOnlyThoseRows() throws Exception {
        String csv = "Email,Tên\ngood1@example.vn,An\n,Bình\ngood2@example.vn,Chi\n";
        Path data = folder.resolve("data");
        JsonNode before = bridge.ledger().path("sources").path("csv-drop");
        bridge.drop("csv-drop", "first.csv", csv);
        Awaitility.await().until(() -> Files.exists(data.resolve("done/csv-drop/first.csv")));
        bridge.drop("csv-drop", "again.csv", csv);
        Awaitility.await().until(() -> Files.exists(data.resolve("done/csv-drop/again.csv")));
        String report = Files.readString(data.resolve("done/csv-drop/again.csv.report.json"));
        assertTrue(report.contains("\"duplicate\" : 3"), report);

        Path errors = data.resolve("errors/csv-drop/first.errors.csv");
        List<String> lines = Files.readAllLines(errors);
        assertEquals(2, lines.size());
        assertTrue(lines.get(1).startsWith(",Bình,3,NO_EMAIL_OR_PHONE,"), lines.get(1));
        bridge.drop("csv-drop", "first.errors.csv", lines.get(0) + "\nbinh@example.vn" + lines.get(1) + "\n");
        awaitState("binh@example.vn", "delivered");
        JsonNode counts = bridge.ledger().path("sources").path("csv-drop");
        for (Map.Entry<String, Integer> added : Map.of("received", 7, "duplicate", 3, "rejected", 1).entrySet()) {
            assertEquals(added.getValue(), counts.path(added.getKey()).asInt() - before.path(added.getKey()).asInt(),
                    added.getKey() + ": " + counts);
        }
    }

    @Test
    void aSampleIsTriedWithoutBeingSentOrStored() throws Exception {
        long before = bridge.ledger().path("received").asLong();
        BridgeProcess.Command tried = bridge.command("try", "ladipage-form", "routes/ladipage-form/samples/flat.form");
        assertEquals(0, tried.exitCode(), tried.output());
        assertTrue(tried.output().contains("\"phone\""), tried.output());
        assertEquals(before, bridge.ledger().path("received").asLong());
        BridgeProcess.Command unknown = bridge.command("try", "nobody", "routes/ladipage-form/samples/flat.form");
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.output().contains("nobody"), unknown.output());
    }

    @Test
    void theCommandsSayWhatTheApiSays() throws Exception {
        send("{\"email\":\"cli@example.vn\"}");
        awaitState("cli@example.vn", "delivered");
        BridgeProcess.Command status = bridge.command("status");
        assertTrue(status.output().contains("balanced") && status.output().contains("standard-webhook"), status.output());
        assertTrue(bridge.command("events", "--customer", "cli@example.vn").output().contains("delivered"));
        assertEquals(2, bridge.command("status", "--url", "http://127.0.0.1:9").exitCode());
        assertTrue(bridge.command("--help").output().contains("status"));
        Path backup = folder.resolve("backup.db");
        assertEquals(0, bridge.command("status", "--backup", backup.toString()).exitCode());
        assertEquals("SQLite format 3", new String(Files.readAllBytes(backup), 0, 15, StandardCharsets.US_ASCII));
        Awaitility.await()
                .until(() -> bridge.get("/api/audit?limit=1").path(0).path("action").asText().equals("store.backup"));
        BridgeProcess.Command again = bridge.command("status", "--backup", backup.toString());
        assertEquals(2, again.exitCode());
        assertTrue(again.output().contains("exists already"), again.output());
    }

    /** Each GET of {@code docs/openapi.yaml} without a parameter in its path is served, with the members that the contract names. */
    @Test
    void theApiKeepsItsContract() throws Exception {
        send("{\"email\":\"contract@example.vn\"}");
        awaitState("contract@example.vn", "delivered");
        JsonNode contract = new ObjectMapper()
                .valueToTree(new Load(LoadSettings.builder().build())
                        .loadFromString(Files.readString(Path.of("docs/openapi.yaml"))));
        int compared = 0;
        for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
            JsonNode schema = path.getValue().at("/get/responses/200/content/application~1json/schema");
            if (schema.isMissingNode() || path.getKey().contains("{")) {
                continue;
            }
            JsonNode answer = bridge.get(path.getKey());
            assertEquals(schema.path("type").asText().equals("array"), answer.isArray(), path.getKey());
            JsonNode element = answer.isArray() ? answer.path(0) : answer;
            String type = schema.at(answer.isArray() ? "/items/$ref" : "/$ref").asText().replaceAll(".*/", "");
            Set<String> named = contract.path("components").path("schemas").path(type).path("properties").propertyStream()
                    .map(Map.Entry::getKey).collect(Collectors.toSet());
            if (element.isObject() && !named.isEmpty()) {
                assertEquals(Set.of(), element.propertyStream().map(Map.Entry::getKey).filter(name -> !named.contains(name))
                        .collect(Collectors.toSet()), path.getKey() + " tells more than its contract");
                compared++;
            }
        }
        assertTrue(compared >= 4, "so few answers were compared: " + compared);
    }

    @Test
    void theLedgerIsAMetricToo() throws Exception {
        send("{\"email\":\"metric@example.vn\"}");
        awaitState("metric@example.vn", "delivered");
        Awaitility.await().until(() -> {
            String metrics = bridge.send("GET", "/q/metrics", new byte[0], Map.of()).body();
            return metrics.contains("ladibridge_records{source=\"standard-webhook\",state=\"delivered\"}")
                    && metrics.contains("ladibridge_queue_depth")
                    && metrics.contains("ladibridge_queue_oldest_age_seconds{queue=\"customers\"}")
                    && metrics.contains("ladibridge_ladiflow_call_seconds_count{answer=\"2xx\"");
        });
    }
}
