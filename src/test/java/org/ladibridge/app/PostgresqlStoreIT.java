package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/** The packaged bridge with its store in PostgreSQL: the main job, and what happens to the server meanwhile. */
class PostgresqlStoreIT {
    private static final int ROWS = 2_000;
    private static final int SENDERS = 4;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path server;
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private static PostgresServer postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = new PostgresServer(server).start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private BridgeProcess bridge(String schema) {
        return postgres.under(new BridgeProcess(folder), schema);
    }

    /** As many webhooks as there is time for; each is sent until it is accepted, as senders do. */
    private static final class Sending implements AutoCloseable {
        final Set<String> accepted = ConcurrentHashMap.newKeySet();
        final AtomicInteger refused = new AtomicInteger();
        private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        private volatile boolean ends;

        Sending(BridgeProcess bridge) {
            for (int i = 0; i < SENDERS; i++) {
                String name = "s" + i + "-";
                threads.execute(() -> send(bridge, name));
            }
        }

        private void send(BridgeProcess bridge, String name) {
            for (int n = 0; !ends; n++) {
                String email = name + n + "@example.vn";
                while (!isAccepted(bridge, name + n, email) && !ends) {
                    refused.incrementAndGet();
                    java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                }
            }
        }

        private boolean isAccepted(BridgeProcess bridge, String id, String email) {
            try {
                boolean is = bridge.signedWebhook(id, "{\"email\":\"" + email + "\"}").statusCode() == 202;
                if (is) {
                    accepted.add(email);
                }
                return is;
            } catch (IOException e) {
                return false;
            }
        }

        void awaitMore(int more) {
            int before = accepted.size();
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> accepted.size() >= before + more);
        }

        @Override
        public void close() throws InterruptedException {
            ends = true;
            threads.shutdown();
            assertTrue(threads.awaitTermination(2, TimeUnit.MINUTES));
        }
    }

    @Test
    void whatWasAcceptedArrivesThoughTheServerIsCutStoppedAndTheBridgeKilled() throws Exception {
        try (RecordingLadiFlow ladiflow = new RecordingLadiFlow();
                BridgeProcess bridge = ladiflow.receivingFrom(bridge("faults"))) {
            bridge.start();
            StringBuilder csv = new StringBuilder("Email;Họ tên\n");
            for (int i = 0; i < ROWS; i++) {
                csv.append("row").append(i).append("@example.vn;Nguyễn Văn An\n");
            }
            bridge.drop("csv-drop", "khách.csv", csv.toString());
            Sending sending = new Sending(bridge);
            try (sending) {
                sending.awaitMore(100);
                postgres.cut();
                sending.awaitMore(100);
                bridge.kill();
                bridge.start();
                sending.awaitMore(100);
                postgres.stop();
                Awaitility.await().until(() -> sending.refused.get() > 0
                        && bridge.send("GET", "/q/health/ready", new byte[0], Map.of()).statusCode() == 503);
                postgres.start();
                sending.awaitMore(100);
                postgres.cut();
                bridge.stop();
                bridge.start();
                sending.awaitMore(100);
            }
            Awaitility.await().atMost(Duration.ofMinutes(3)).ignoreExceptions()
                    .until(() -> Files.exists(folder.resolve("data/done/csv-drop/khách.csv"))
                            && bridge.ledger().path("inFlight").asLong() == 0);
            Set<String> missing = new HashSet<>(sending.accepted);
            for (int i = 0; i < ROWS; i++) {
                missing.add("row" + i + "@example.vn");
            }
            missing.removeIf(email -> !ladiflow.writesOf(email).isEmpty());
            assertEquals(Set.of(), missing);
            JsonNode ledger = bridge.ledger();
            assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
            assertEquals(ROWS + sending.accepted.size(),
                    ledger.path("delivered").asLong() + ledger.path("superseded").asLong() + ledger.path("unchanged").asLong(),
                    "each was stored once: " + ledger);
            assertTrue(!bridge.output().contains("@example.vn") && !bridge.output().contains(PostgresServer.PASSWORD),
                    "no personal data and no secret in the log");
        }
    }

    @Test
    void aSecondBridgeIsRefusedAndABackupIsPostgresqlsOwn() throws Exception {
        try (BridgeProcess bridge = bridge("alone").start()) {
            Path other = Files.createDirectory(folder.resolve("other"));
            try (BridgeProcess second = postgres.under(new BridgeProcess(other), "alone").launch()) {
                assertEquals(1, second.waitForEnd());
                assertTrue(second.output().contains("another LadiBridge uses it"), second.output());
            }
            BridgeProcess.Command backup = bridge.command("status", "--backup", folder.resolve("copy.db").toString());
            assertTrue(backup.exitCode() != 0 && backup.output().contains("pg_dump"), backup.output());
        }
    }

    @Test
    void aStoreIsMovedThereAndTheBridgeGoesOn() throws Exception {
        try (BridgeProcess bridge = new BridgeProcess(folder).start()) {
            assertEquals(202, bridge.signedWebhook("m1", "{\"email\":\"an@example.vn\"}").statusCode());
            bridge.awaitAllDelivered(1, Duration.ofMinutes(1));
            bridge.stop();
            BridgeProcess.Command moved = bridge.command("move-store", folder.resolve("data").toString(),
                    postgres.url() + "?currentSchema=moved&user=postgres");
            assertEquals(0, moved.exitCode(), moved.output());
            postgres.under(bridge, "moved").start();
            assertTrue(bridge.signedWebhook("m1", "{\"email\":\"an@example.vn\"}").body().contains("\"duplicate\":1"));
            assertEquals(1, bridge.ledger().path("delivered").asLong());
        }
    }
}
