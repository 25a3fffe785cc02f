package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What users of other queues on a database reported, on the packaged bridge. */
class StoreReportsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private BridgeProcess bridge() throws Exception {
        Path routes = folder.resolve("routes");
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(Path.of("routes").relativize(file)));
            }
        }
        Files.createDirectories(routes.resolve("ids"));
        Files.writeString(routes.resolve("ids/mapping.jq"), "{email, full_name: .name, external_customer_id: .customer}");
        Files.writeString(routes.resolve("ids/ids.camel.yaml"), """
            - route:
                id: ids
                from:
                  uri: kamelet:webhook-source
                  parameters: { path: ids, verify: token, secret: "token-of-ids" }
                  steps:
                    - to: { uri: kamelet:ladiflow-sink, parameters: { source: ids, eventIdAt: /id } }
            """);
        return new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.toString()).start();
    }

    private static HttpResponse<String> send(BridgeProcess bridge, String id, String email, String customer) throws Exception {
        String body = JSON.createObjectNode().put("id", id).put("email", email).put("name", "Nguyễn Văn An")
                .put("customer", customer).toString();
        // Half a character goes out as the escape that senders write for it.
        StringBuilder escaped = new StringBuilder();
        for (char c : body.toCharArray()) {
            escaped.append(Character.isSurrogate(c) ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
        return bridge.send("POST", "/hooks/ids", escaped.toString().getBytes(StandardCharsets.UTF_8),
                Map.of("X-Api-Key", "token-of-ids", "Content-Type", "application/json"));
    }

    /** osbuild-composer 4779, xxl-job 3069, delayed_job_active_record 80: one text that the database refuses, tried for ever. */
    @Test
    void idsThatADatabaseRefusesAreStoredDeliveredAndRecognised() throws Exception {
        String longId = "x".repeat(100_000);
        List<String> ids = List.of("a\u0000b", "half \ud83d", "🙂".repeat(600), longId + "1", longId + "2");
        try (BridgeProcess bridge = bridge()) {
            for (int i = 0; i < ids.size(); i++) {
                HttpResponse<String> answer = send(bridge, ids.get(i), "id" + i + "@example.vn", "c" + ids.get(i));
                assertEquals(202, answer.statusCode(), answer.body());
                assertEquals(0, JSON.readTree(answer.body()).path("duplicate").asInt(), answer.body());
            }
            for (int i = 0; i < ids.size(); i++) {
                HttpResponse<String> again = send(bridge, ids.get(i), "id" + i + "@example.vn", "c" + ids.get(i));
                assertEquals(1, JSON.readTree(again.body()).path("duplicate").asInt(), again.body());
            }
            JsonNode ledger = bridge.awaitAllDelivered(2L * ids.size(), Duration.ofSeconds(30));
            assertEquals(ids.size(), ledger.path("delivered").asInt(), ledger.toString());
            assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
            JsonNode events = bridge.get("/api/events?source=ids&limit=10");
            assertTrue(events.toString().contains("ID_SHORTENED"), events.toString());
            assertEquals(200, bridge.send("GET", "/q/health/ready", new byte[0], Map.of()).statusCode());
        }
    }

    /** solid_queue 133 and 309, jentic-one 529: «database is locked», from somebody's shell or backup. */
    @Test
    void aStoreThatAnotherProgramHoldsIsToldAsSuchAndGoesOnByItself() throws Exception {
        try (BridgeProcess bridge = bridge()) {
            assertEquals(202, send(bridge, "1", "an@example.vn", "1").statusCode());
            bridge.awaitAllDelivered(1, Duration.ofSeconds(30));
            try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/bridge.db"));
                    Statement statement = shell.createStatement()) {
                statement.execute("begin immediate");
                HttpResponse<String> answer = send(bridge, "2", "binh@example.vn", "2");
                assertEquals(503, answer.statusCode(), answer.body());
                assertTrue(answer.headers().firstValue("Retry-After").isPresent());
                Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200))
                        .until(() -> bridge.send("GET", "/q/health/ready", new byte[0], Map.of()).body()
                                .contains("another program has had"));
                statement.execute("rollback");
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200))
                    .until(() -> send(bridge, "2", "binh@example.vn", "2").statusCode() == 202);
            Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200))
                    .until(() -> bridge.send("GET", "/q/health/ready", new byte[0], Map.of()).statusCode() == 200);
            JsonNode ledger = bridge.awaitAllDelivered(2, Duration.ofSeconds(30));
            assertEquals(2, ledger.path("delivered").asInt(), ledger.toString());
            assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        }
    }
}
