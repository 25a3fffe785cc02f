package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/** kill -9 under load: what was acknowledged arrives, in the customer's order, and the ledger balances. */
class CrashIT {
    private static final int KILLS = 6;
    private static final int SENDERS = 6;
    private static final int CONCURRENCY = 8;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void everyAcknowledgedEventIsDeliveredInOrderAlthoughTheProcessIsKilledAgainAndAgain() throws Exception {
        Map<String, List<Integer>> acknowledged = new ConcurrentHashMap<>();
        AtomicInteger acknowledgedCount = new AtomicInteger();
        AtomicBoolean sending = new AtomicBoolean(true);
        CountDownLatch stopped = new CountDownLatch(SENDERS);
        try (RecordingLadiFlow ladiflow = new RecordingLadiFlow();
                BridgeProcess bridge = new BridgeProcess(folder).with("BRIDGE_SANDBOX", "false").with("LADIFLOW_API_KEY", "key")
                        .with("LADIFLOW_URL", ladiflow.url()).with("LADIFLOW_WRITE", "upsert")
                        .with("LADIFLOW_COALESCE", "false")
                        .with("LADIFLOW_CONCURRENCY", String.valueOf(CONCURRENCY))) {
            bridge.start();
            ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
            for (int s = 0; s < SENDERS; s++) {
                String customer = "customer" + s;
                senders.execute(() -> {
                    try {
                        send(bridge, customer, sending, acknowledged.computeIfAbsent(customer, key -> new ArrayList<>()),
                                acknowledgedCount);
                    } finally {
                        stopped.countDown();
                    }
                });
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                int before = acknowledgedCount.get();
                org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60))
                        .until(() -> acknowledgedCount.get() > before + 150);
                ladiflow.down(kill % 2 == 0);
                bridge.kill();
                bridge.start();
                ladiflow.down(false);
            }
            sending.set(false);
            assertTrue(stopped.await(60, TimeUnit.SECONDS));
            senders.shutdown();

            JsonNode ledger = bridge.awaitAllDelivered(acknowledgedCount.get(), Duration.ofSeconds(90));
            assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
            assertEquals(0, ledger.path("dead").asLong(), ledger.toString());
            int repeated = 0;
            for (Map.Entry<String, List<Integer>> entry : acknowledged.entrySet()) {
                List<Integer> arrived = ladiflow.writesOf(entry.getKey() + "@example.vn").stream()
                        .map(write -> write.path("score").asInt())
                        .toList();
                List<Integer> once = arrived.stream().distinct().toList();
                assertTrue(once.containsAll(entry.getValue()), entry.getKey() + " lost an acknowledged event");
                assertEquals(once.stream().sorted().toList(), once, entry.getKey() + " is out of order");
                for (int i = 1; i < arrived.size(); i++) {
                    assertTrue(arrived.get(i) >= arrived.get(i - 1), entry.getKey() + " went back to an older state");
                }
                repeated += arrived.size() - once.size();
            }
            assertTrue(repeated <= KILLS * CONCURRENCY, repeated + " calls were repeated");
        }
    }

    /** Each customer's events are numbered; a number counts as acknowledged only after its 2xx. */
    private static void send(BridgeProcess bridge, String customer, AtomicBoolean sending, List<Integer> acknowledged,
            AtomicInteger count) {
        int n = 0;
        while (sending.get()) {
            n++;
            boolean stored = false;
            while (!stored) {
                try {
                    stored = bridge.signedWebhook(customer + "-" + n,
                            "{\"email\":\"" + customer + "@example.vn\",\"full_name\":\"Nguyễn Văn An\",\"score\":" + n + "}")
                            .statusCode() == 202;
                } catch (IOException e) {
                    // Refused, reset or cut off: a sender that means it tries again.
                    Thread.onSpinWait();
                }
            }
            acknowledged.add(n);
            count.incrementAndGet();
        }
    }
}
