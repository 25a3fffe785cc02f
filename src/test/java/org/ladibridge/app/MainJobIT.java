package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/** The main job, whole: a large file, many webhooks and a paged poll, with LadiFlow down for a while in between. */
class MainJobIT {
    private static final int ROWS = 10_000;
    private static final int WEBHOOKS = 1_000;
    private static final int CONTACTS = 450;
    private static final Instant FIRST_CHANGE = Instant.parse("2026-01-20T03:04:05.678Z");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void aFileWebhooksAndAPollArriveThroughAnOutageAndTheLedgerBalances() throws Exception {
        try (HubSpotStandIn hubspot = new HubSpotStandIn();
                BridgeProcess bridge = new BridgeProcess(folder).with("HUBSPOT_POLL_TOKEN", HubSpotStandIn.TOKEN)
                        .with("HUBSPOT_POLL_EVERY", "2s").with("HUBSPOT_POLL_URL", hubspot.address())) {
            for (int i = 0; i < CONTACTS; i++) {
                hubspot.put(1000 + i, "contact" + i + "@example.vn", FIRST_CHANGE.plusSeconds(i));
            }
            bridge.start();
            bridge.drop("csv-drop", "khách hàng.csv", csv());
            List<Future<Integer>> answers = postWebhooks(bridge);
            Awaitility.await().until(() -> bridge.ledger().path("delivered").asLong() > 200);
            bridge.api("PUT", "/sandbox/faults", "{\"mode\":\"unavailable\"}");
            Awaitility.await()
                    .until(() -> !bridge.get("/api/delivery").path("open").asBoolean());
            bridge.api("DELETE", "/sandbox/faults", "");
            for (Future<Integer> answer : answers) {
                assertEquals(202, answer.get(), "webhooks are accepted whatever LadiFlow does");
            }

            JsonNode ledger = bridge.awaitAllDelivered(ROWS + WEBHOOKS + CONTACTS, Duration.ofMinutes(4));
            assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
            assertEquals(0, ledger.path("dead").asLong(), ledger.toString());
            JsonNode file = ledger.path("sources").path("csv-drop");
            assertEquals(ROWS, file.path("received").asLong());
            assertEquals(ROWS - 1, file.path("delivered").asLong());
            assertEquals(1, file.path("rejected").asLong());
            assertEquals(WEBHOOKS, ledger.path("sources").path("standard-webhook").path("delivered").asLong());
            assertEquals(CONTACTS, ledger.path("sources").path("hubspot-poll").path("delivered").asLong());

            assertEquals(expectedCustomers(), customers(bridge));
            Path data = folder.resolve("data");
            Awaitility.await()
                    .until(() -> Files.exists(data.resolve("done/csv-drop/khách hàng.csv")));
            assertTrue(Files.exists(data.resolve("done/csv-drop/khách hàng.csv.report.json")));
            List<String> errors = Files.readAllLines(data.resolve("errors/csv-drop/khách hàng.errors.csv"));
            assertEquals(2, errors.size(), errors.toString());
            assertTrue(errors.get(1).contains("NO_EMAIL_OR_PHONE"), errors.toString());
            assertTrue(
                    !bridge.output().contains(HubSpotStandIn.TOKEN) && !bridge.output().contains(BridgeProcess.WEBHOOK_SECRET)
                            && !bridge.output().contains("@example.vn"),
                    "no secret and no personal data in the log");
        }
    }

    private static String csv() {
        StringBuilder csv = new StringBuilder("\uFEFFHọ và tên;Email;Số điện thoại;Ngày sinh\r\n");
        for (int i = 1; i < ROWS; i++) {
            csv.append("\"Nguyễn Văn ").append(i % 7 == 0 ? "\"\"An\"\"" : "An").append("\";row").append(i)
                    .append("@example.vn;;03/04/1990\r\n");
        }
        return csv.append("Không Liên Lạc;;;\r\n").toString();
    }

    private static List<Future<Integer>> postWebhooks(BridgeProcess bridge) throws InterruptedException {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < WEBHOOKS; i++) {
            String id = "msg_" + i;
            String body = "{\"email\":\"hook" + i + "@example.vn\",\"full_name\":\"Trần Thị Bình\"}";
            calls.add(() -> bridge.signedWebhook(id, body).statusCode());
        }
        List<Future<Integer>> answers = calls.stream().map(senders::submit).toList();
        senders.shutdown();
        return answers;
    }

    private static Set<String> expectedCustomers() {
        Set<String> expected = new HashSet<>();
        for (int i = 1; i < ROWS; i++) {
            expected.add("row" + i + "@example.vn");
        }
        for (int i = 0; i < WEBHOOKS; i++) {
            expected.add("hook" + i + "@example.vn");
        }
        for (int i = 0; i < CONTACTS; i++) {
            expected.add("contact" + i + "@example.vn");
        }
        return expected;
    }

    private static Set<String> customers(BridgeProcess bridge) throws Exception {
        Set<String> customers = new HashSet<>();
        for (JsonNode customer : bridge.get("/sandbox/customers?limit=20000")) {
            assertTrue(customers.add(customer.path("email").asText()), "doubled: " + customer.path("email"));
        }
        return customers;
    }
}
