package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import com.fasterxml.jackson.databind.JsonNode;

/** The operating system refuses to write: nothing is acknowledged, nothing is moved, and everything goes on by itself. */
@Execution(ExecutionMode.CONCURRENT)
class FullDiskIT {
    private static final int ROWS = 40;
    private static final int CONTACTS = 30;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void aFullDiskSendsSendersAwayLeavesFilesWhereTheyAreAndLosesNothing() throws Exception {
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v prlimit").start().waitFor() == 0, "prlimit is not installed");
        try (HubSpotStandIn hubspot = new HubSpotStandIn(); BridgeProcess bridge = new BridgeProcess(folder)) {
            bridge.with("HUBSPOT_POLL_TOKEN", HubSpotStandIn.TOKEN).with("HUBSPOT_POLL_EVERY", "1s")
                    .with("HUBSPOT_POLL_URL", hubspot.address()).start();
            bridge.limitFileSize("1000000");

            int accepted = 0;
            HttpResponse<String> answer = webhook(bridge, accepted);
            while (answer.statusCode() == 202) {
                accepted++;
                answer = webhook(bridge, accepted);
            }
            assertTrue(accepted > 0, bridge.output());
            assertEquals(503, answer.statusCode(), answer.body());
            assertTrue(answer.headers().firstValue("Retry-After").isPresent());

            bridge.drop("csv-drop", "waiting.csv", csv());
            Path inbox = folder.resolve("data/inbox/csv-drop/waiting.csv");
            for (int i = 0; i < CONTACTS; i++) {
                hubspot.put(i + 1, "contact" + i + "@example.vn", Instant.parse("2026-01-20T03:04:05Z").plusSeconds(i));
            }
            int asked = hubspot.requests().size();
            Awaitility.await().until(() -> hubspot.requests().size() > asked + 2);
            assertTrue(Files.exists(inbox), "the file stays in the inbox");
            assertFalse(Files.exists(folder.resolve("data/done/csv-drop/waiting.csv")));
            assertEquals(503, bridge.send("GET", "/q/health/ready", new byte[0], Map.of()).statusCode());
            assertTrue(bridge.output().contains("The store cannot be written"), bridge.output());

            bridge.limitFileSize("unlimited");
            JsonNode ledger = bridge.awaitAllDelivered(accepted + ROWS + CONTACTS, Duration.ofSeconds(120));
            assertEquals(accepted + ROWS + CONTACTS, ledger.path("delivered").asInt(), ledger.toString());
            assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
            Awaitility.await().until(() -> !Files.exists(inbox));
            assertEquals(202, webhook(bridge, accepted).statusCode());
            assertEquals(200, bridge.send("GET", "/q/health/ready", new byte[0], Map.of()).statusCode());
        }
    }

    @Test
    void aDataFolderThatGoesAwayIsNotWrittenToAndADamagedStoreIsNamedAtTheStart() throws Exception {
        try (BridgeProcess bridge = new BridgeProcess(folder).start()) {
            assertEquals(202, webhook(bridge, 1).statusCode());
            bridge.awaitAllDelivered(1, Duration.ofSeconds(120));
            ConsoleSession console = ConsoleSession.loggedIn(bridge);
            Path data = folder.resolve("data");
            Path elsewhere = folder.resolve("elsewhere");
            Files.move(data, elsewhere);
            HttpResponse<String> answer = webhook(bridge, 2);
            assertEquals(503, answer.statusCode(), answer.body());
            assertTrue(answer.headers().firstValue("Retry-After").isPresent());
            HttpResponse<String> ready = bridge.send("GET", "/q/health/ready", new byte[0], Map.of());
            assertEquals(503, ready.statusCode());
            assertTrue(ready.body().contains("was removed or unmounted"), ready.body());
            HttpResponse<String> change = bridge.send("POST", "/api/events/1/replay", "{}".getBytes(StandardCharsets.UTF_8),
                    Map.of("Authorization", "Bearer admin-for-tests", "Content-Type", "application/json"));
            assertEquals(503, change.statusCode(), change.body());
            assertEquals("application/problem+json", change.headers().firstValue("Content-Type").orElseThrow());
            assertTrue(change.headers().firstValue("Retry-After").isPresent());
            assertTrue(change.body().contains("detail_vi") && change.body().contains("was removed or unmounted"),
                    change.body());
            HttpResponse<String> page = console.post("/console/events/1/reveal", Map.of());
            assertEquals(503, page.statusCode(), page.body());
            assertTrue(page.headers().firstValue("Content-Type").orElseThrow().startsWith("text/html"));
            assertTrue(page.body().contains("The store cannot be used at the moment"), page.body());
            Files.move(elsewhere, data);
            Awaitility.await().until(() -> webhook(bridge, 2).statusCode() == 202);
            bridge.awaitAllDelivered(2, Duration.ofSeconds(120));

            bridge.close();
            Path database = data.resolve("bridge.db");
            Files.write(database, new byte[8192]);
            bridge.launch();
            assertEquals(1, bridge.waitForEnd());
            String said = bridge.output();
            assertTrue(said.contains("is damaged (it does not begin as a store does)"), said);
        }
    }

    private static HttpResponse<String> webhook(BridgeProcess bridge, int n) throws Exception {
        return bridge.signedWebhook("msg_" + n, "{\"email\":\"hook" + n + "@example.vn\",\"full_name\":\"Trần Thị Bình\"}");
    }

    private static String csv() {
        StringBuilder csv = new StringBuilder("email\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append("row").append(i).append("@example.vn\n");
        }
        return csv.toString();
    }
}
