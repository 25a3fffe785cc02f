package org.ladibridge.app;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
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
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/** The main job, whole: a large file, many webhooks and a paged poll, with LadiFlow down for a while in between. */
class MainJobIT {
    private static final int ROWS = 10_000;
    private static final int WEBHOOKS = 1_000;
    private static final int CONTACTS = 450;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void aFileWebhooksAndAPollArriveThroughAnOutageAndTheLedgerBalances() throws Exception {
        WireMockServer hubspot = hubspot();
        try (BridgeProcess bridge = new BridgeProcess(folder).with("HUBSPOT_POLL_TOKEN", "pat-test")
                .with("HUBSPOT_POLL_EVERY", "2s")
                .with("HUBSPOT_POLL_URL", "http://127.0.0.1:" + hubspot.port()).start()) {
            bridge.drop("csv-drop", "khách hàng.csv", csv());
            List<Future<Integer>> answers = postWebhooks(bridge);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> bridge.ledger().path("delivered").asLong() > 200);
            bridge.api("PUT", "/sandbox/faults", "{\"mode\":\"unavailable\"}");
            Awaitility.await().atMost(Duration.ofSeconds(30))
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
            Awaitility.await().atMost(Duration.ofSeconds(10))
                    .until(() -> Files.exists(data.resolve("done/csv-drop/khách hàng.csv")));
            assertTrue(Files.exists(data.resolve("done/csv-drop/khách hàng.csv.report.json")));
            List<String> errors = Files.readAllLines(data.resolve("errors/csv-drop/khách hàng.errors.csv"));
            assertEquals(2, errors.size(), errors.toString());
            assertTrue(errors.get(1).contains("NO_EMAIL_OR_PHONE"), errors.toString());
            assertTrue(!bridge.output().contains("pat-test") && !bridge.output().contains(BridgeProcess.WEBHOOK_SECRET)
                    && !bridge.output().contains("@example.vn"), "no secret and no personal data in the log");
        } finally {
            hubspot.stop();
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

    /** A contact search that answers as the documentation says: filter, ascending order, pages of what was asked for. */
    private static WireMockServer hubspot() {
        List<ObjectNode> contacts = new ArrayList<>();
        Instant first = Instant.parse("2026-01-20T03:04:05.678Z");
        for (int i = 0; i < CONTACTS; i++) {
            ObjectNode contact = JSON.createObjectNode().put("id", String.valueOf(1000 + i)).put("archived", false);
            contact.putObject("properties").put("email", "contact" + i + "@example.vn").put("firstname", "An")
                    .put("lastname", "Nguyễn Văn")
                    .put("lastmodifieddate", first.plusSeconds(i).toString()).put("hs_object_id", String.valueOf(1000 + i));
            contacts.add(contact);
        }
        WireMockServer server = new WireMockServer(
                WireMockConfiguration.options().dynamicPort().extensions(new Search(contacts)));
        server.start();
        server.stubFor(
                post(urlPathEqualTo("/crm/v3/objects/contacts/search")).willReturn(aResponse().withTransformers("search")));
        return server;
    }

    private record Search(List<ObjectNode> contacts) implements ResponseDefinitionTransformerV2 {
        @Override
        public ResponseDefinition transform(ServeEvent event) {
            try {
                if (!"Bearer pat-test".equals(event.getRequest().getHeader("Authorization"))) {
                    return aResponse().withStatus(401).build();
                }
                JsonNode request = JSON.readTree(event.getRequest().getBody());
                int limit = request.path("limit").asInt();
                ArrayNode results = JSON.createArrayNode();
                int total = 0;
                for (ObjectNode contact : contacts) {
                    if (matches(contact, request.path("filterGroups").path(0).path("filters"))) {
                        total++;
                        if (results.size() < limit) {
                            results.add(contact);
                        }
                    }
                }
                ObjectNode answer = JSON.createObjectNode().put("total", total);
                answer.set("results", results);
                return aResponse().withHeader("Content-Type", "application/json").withBody(JSON.writeValueAsBytes(answer))
                        .build();
            } catch (java.io.IOException e) {
                return aResponse().withStatus(400).build();
            }
        }

        private static boolean matches(ObjectNode contact, JsonNode filters) {
            for (JsonNode filter : filters) {
                boolean byTime = filter.path("propertyName").asText().equals("lastmodifieddate");
                long mine = byTime
                        ? Instant.parse(contact.path("properties").path("lastmodifieddate").asText()).toEpochMilli()
                        : contact.path("id").asLong();
                long value = filter.path("value").asLong();
                boolean matches = switch (filter.path("operator").asText()) {
                    case "GTE" -> mine >= value;
                    case "GT" -> mine > value;
                    case "EQ" -> mine == value;
                    case "LTE" -> mine <= value;
                    case "LT" -> mine < value;
                    default -> throw new IllegalArgumentException(filter.toString());
                };
                if (!matches) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String getName() {
            return "search";
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }
    }
}
