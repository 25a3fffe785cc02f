package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/** What senders and records meet when an orchestrator stops the bridge. */
class GracefulStopIT {
    private static final int SENDERS = 6;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void sendersAreNeverToldThatTheirPathIsUnknownAndCallsInFlightAreFinished() throws Exception {
        Set<Integer> statuses = new ConcurrentSkipListSet<>();
        Map<String, Boolean> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean sending = new AtomicBoolean(true);
        try (RecordingLadiFlow ladiflow = new RecordingLadiFlow();
                BridgeProcess bridge = new BridgeProcess(folder).with("BRIDGE_SANDBOX", "false").with("LADIFLOW_API_KEY", "key")
                        .with("LADIFLOW_URL", ladiflow.url()).with("LADIFLOW_WRITE", "upsert").start()) {
            ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
            for (int s = 0; s < SENDERS; s++) {
                String sender = "sender" + s;
                senders.execute(() -> {
                    for (int n = 0; sending.get(); n++) {
                        String email = sender + "." + n + "@example.vn";
                        try {
                            int status = bridge.signedWebhook(email, "{\"email\":\"" + email + "\"}").statusCode();
                            statuses.add(status);
                            if (status == 202) {
                                acknowledged.put(email, true);
                            }
                        } catch (IOException e) {
                            // Refused: there is no process any more.
                            Thread.onSpinWait();
                        }
                    }
                });
            }
            Awaitility.await().until(() -> acknowledged.size() > 300);
            bridge.stop();
            assertFalse(bridge.output().contains("Forcing the routes"), bridge.output());
            sending.set(false);
            senders.shutdown();
            assertTrue(senders.awaitTermination(120, TimeUnit.SECONDS));
            statuses.removeAll(Set.of(202, 503));
            assertEquals(Set.of(), statuses, "a 404 would make some senders give up for good");

            bridge.start();
            JsonNode ledger = bridge.awaitAllDelivered(acknowledged.size(), Duration.ofSeconds(120));
            assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
            for (String email : acknowledged.keySet()) {
                assertEquals(1, ladiflow.writesOf(email).size(), email + " was sent once: a graceful stop repeats nothing");
            }
        }
    }

    /** Thousands of records under a slow mapping in one body: its sender is told to come back, and nobody waits for it. */
    @Test
    void aBodyThatTakesLongerThanAStopMayIsGivenUp() throws Exception {
        Path routes = folder.resolve("routes");
        Files.createDirectories(routes.resolve("kamelets"));
        try (var kamelets = Files.list(Path.of("routes/kamelets"))) {
            for (Path kamelet : kamelets.toList()) {
                Files.copy(kamelet, routes.resolve("kamelets").resolve(kamelet.getFileName()));
            }
        }
        Files.createDirectories(routes.resolve("slow"));
        Files.writeString(routes.resolve("slow/mapping.jq"), "(reduce range(40000) as $i (0; . + 1)) as $n | {email}");
        Files.writeString(routes.resolve("slow/slow.camel.yaml"), """
            - route:
                id: slow
                from:
                  uri: kamelet:webhook-source
                  parameters: { path: slow, verify: token, secret: token }
                  steps:
                    - to: { uri: kamelet:ladiflow-sink, parameters: { source: slow } }
            """);
        try (BridgeProcess bridge = new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.toString())
                .with("BRIDGE_STOP_TIMEOUT", "3").withJavaOption("-Xmx134m").start()) {
            StringBuilder body = new StringBuilder();
            for (int n = 0; n < 9_999; n++) {
                body.append("{\"email\":\"s").append(n).append("@example.vn\"}\n");
            }
            ExecutorService sender = Executors.newSingleThreadExecutor();
            Future<Integer> answer = sender.submit(() -> {
                try {
                    return bridge.send("POST", "/hooks/slow", body.toString().getBytes(StandardCharsets.UTF_8),
                            Map.of("X-Api-Key", "token", "Content-Type", "application/json")).statusCode();
                } catch (IOException e) {
                    return 0;
                }
            });
            // It is being mapped when its bytes have been read: nothing tells so from outside but the time.
            Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            assertFalse(answer.isDone());
            long begin = System.nanoTime();
            bridge.stop();
            long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            assertTrue(seconds <= 10, "the stop took " + seconds + " s");
            assertTrue(Set.of(0, 503).contains(answer.get()), "was answered " + answer.get());
            sender.shutdown();
        }
    }

    @Test
    void whatWaitsInTheStoreDoesNotHoldUpTheEnd() throws Exception {
        int customers = 400;
        try (RecordingLadiFlow ladiflow = new RecordingLadiFlow();
                BridgeProcess bridge = ladiflow.receivingFrom(new BridgeProcess(folder)).with("LADIFLOW_RATE", "0").start()) {
            ladiflow.answersAfter(Duration.ofMillis(500));
            for (int n = 0; n < customers; n++) {
                assertEquals(202, bridge.signedWebhook("e" + n, "{\"email\":\"c" + n + "@example.vn\"}").statusCode());
            }
            Awaitility.await().until(() -> ladiflow.calls() > 0);
            bridge.stop();
            assertFalse(bridge.output().contains("Forcing the routes"), bridge.output());
            assertTrue(ladiflow.calls() < customers, "what was not yet called stays for the next start");

            ladiflow.answersAfter(Duration.ZERO);
            bridge.start();
            bridge.awaitAllDelivered(customers, Duration.ofSeconds(120));
            assertEquals(customers, ladiflow.calls(), "a graceful stop repeats nothing");
        }
    }
}
