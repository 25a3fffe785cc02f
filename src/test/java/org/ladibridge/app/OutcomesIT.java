package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;

/** How records ended reaches a receiver that checks signatures, whatever it and the bridge go through meanwhile. */
@Execution(ExecutionMode.CONCURRENT)
class OutcomesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private final List<JsonNode> taken = new ArrayList<>();
    /** How often each event was sent, by its webhook-id. */
    private final Map<String, Integer> sent = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile IntUnaryOperator answer = n -> 200;
    private volatile long delayMillis;
    private HttpServer receiver;
    private BridgeProcess bridge;

    @BeforeEach
    void prepare() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(threads);
        receiver.createContext("/crm", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = receive(new String(body, StandardCharsets.UTF_8),
                    HttpHeaders.of(exchange.getRequestHeaders(), (a, b) -> true));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        receiver.start();
        Path routes = Files.createDirectories(folder.resolve("routes"));
        copy(Path.of("routes/kamelets"), routes.resolve("kamelets"));
        copy(Path.of("routes/standard-webhook"), routes.resolve("standard-webhook"));
        bridge = new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.toString()).with("BRIDGE_OUTCOMES", "on")
                .with("LADIFLOW_WRITE", "update").with("CRM_SECRET", BridgeProcess.WEBHOOK_SECRET)
                .with("CRM_URL", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/crm?tenant=7");
    }

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        receiver.stop(0);
        threads.shutdownNow();
        assertEquals(List.of(), wrong);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void makeRoute() throws Exception {
        BridgeProcess.Command made = bridge.command("new-source", "outcome", "crm", "--routes",
                folder.resolve("routes").toString());
        assertEquals(0, made.exitCode(), made.output());
    }

    private int receive(String body, HttpHeaders headers) throws IOException {
        String id = headers.firstValue("webhook-id").orElse("none");
        JsonNode event = JSON.readTree(body);
        int status;
        synchronized (this) {
            int n = sent.merge(id, 1, Integer::sum);
            status = answer.applyAsInt(sent.values().stream().mapToInt(Integer::intValue).sum());
            try {
                new Webhook(BridgeProcess.WEBHOOK_SECRET).verify(body, headers);
            } catch (Exception e) {
                wrong.add("the signature of " + id + " the " + n + ". time: " + e);
            }
            if (!id.equals(event.path("id").asText())) {
                wrong.add(id + " is " + event.path("id"));
            }
            if (status == 200) {
                taken.add(event);
            }
        }
        try {
            Thread.sleep(delayMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return status;
    }

    private synchronized List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    private synchronized Map<String, Integer> sent() {
        return new TreeMap<>(sent);
    }

    private void webhook(int customer, int n) throws Exception {
        assertEquals(202, bridge.signedWebhook("e-" + customer + "-" + n, """
            {"type":"customer","data":{"email":"an%1$d@example.vn","full_name":"An %2$d","external_customer_id":"CRM-%1$d"}}"""
                .formatted(customer, n)).statusCode());
    }

    private JsonNode settled() {
        Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(200)).ignoreExceptions()
                .until(() -> bridge.ledger().path("inFlight").asLong() == 0);
        try {
            return bridge.ledger();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every record that ended, and no other, was taken; again only what was on its way when something broke. */
    private void everyRecordIsToldOnce(int mostRepeats) throws Exception {
        JsonNode ledger = settled();
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        JsonNode events = ledger.at("/sources/outcomes");
        Map<String, Long> byRecord = taken().stream()
                .collect(
                        Collectors.groupingBy(event -> event.at("/data/record").asText(), TreeMap::new, Collectors.counting()));
        long ended = 0;
        for (JsonNode event : bridge.get("/api/events?limit=1000&source=standard-webhook")) {
            ended++;
            assertTrue(byRecord.containsKey(event.path("id").asText()), "not told: " + event);
        }
        assertEquals(ended, byRecord.size(), byRecord.toString());
        assertEquals(ended, events.path("received").asLong(), ledger.toString());
        assertEquals(ended, events.path("delivered").asLong(), ledger.toString());
        long repeats = byRecord.values().stream().mapToLong(n -> n - 1).sum();
        assertTrue(repeats <= mostRepeats, repeats + " repeats: " + byRecord);
        assertEquals(ended, taken().stream().map(event -> event.path("id").asText()).distinct().count(),
                "a repeat has the id of what it repeats");
        inOrderPerCustomer();
    }

    private void inOrderPerCustomer() {
        Map<String, Long> last = new TreeMap<>();
        List<String> seen = new ArrayList<>();
        for (JsonNode event : taken()) {
            if (seen.contains(event.path("id").asText())) {
                continue;
            }
            seen.add(event.path("id").asText());
            String customer = event.at("/data/customer").asText();
            Long before = last.put(customer, event.at("/data/record").asLong());
            assertTrue(before == null || before < event.at("/data/record").asLong(), customer + " out of order");
        }
    }

    @Test
    void everyRecordIsToldOnceWhileTheReceiverFailsAndTheBridgeIsKilled() throws Exception {
        makeRoute();
        delayMillis = 20;
        // Fails often, and three times in a row now and then.
        answer = n -> n % 11 == 0 || n % 31 < 3 ? n % 2 == 0 ? 500 : 503 : 200;
        bridge.start();
        for (int i = 0; i < 60; i++) {
            webhook(i % 12, i);
        }
        assertEquals(202,
                bridge.signedWebhook("nobody", "{\"type\":\"customer\",\"data\":{\"full_name\":\"Nobody\"}}").statusCode());
        Awaitility.await().atMost(SOON).until(() -> taken().size() >= 10);
        bridge.kill();
        int repeatsAllowed = 4;
        answer = n -> n % 13 == 0 ? 502 : 200;
        bridge.start();
        for (int i = 60; i < 90; i++) {
            webhook(i % 12, i);
        }
        everyRecordIsToldOnce(repeatsAllowed);
        JsonNode one = taken().stream().filter(event -> event.at("/data/state").asText().equals("delivered")).findFirst()
                .orElseThrow().path("data");
        assertTrue(one.path("ladiflowId").asText().matches("[0-9a-f]{24}"), one.toString());
        assertTrue(one.path("externalCustomerId").asText().startsWith("CRM-"), one.toString());
        assertEquals("NO_EMAIL_OR_PHONE", taken().stream().map(event -> event.path("data"))
                .filter(data -> data.path("state").asText().equals("rejected")).findFirst().orElseThrow().path("reason")
                .asText());
        assertTrue(taken().stream().noneMatch(event -> event.toString().contains("full_name")),
                "no payload unless it is wanted");
    }

    @Test
    void whatTheReceiverDoesNotTakeIsKeptToldOfAndSentAgainByAPerson() throws Exception {
        bridge.start();
        webhook(1, 1);
        Awaitility.await().atMost(SOON).ignoreExceptions()
                .until(() -> bridge.ledger().at("/sources/outcomes/inFlight").asLong() == 1);
        String untaken = "outcomes: no route takes the outcomes, and 1 wait: make one with ./ladibridge new-source outcome NAME";
        BridgeProcess.Command status = bridge.command("status");
        assertTrue(status.output().contains(untaken), status.output());
        assertEquals(1, status.exitCode(), status.output());
        assertTrue(bridge.send("GET", "/q/health/well", new byte[0], Map.of()).body().contains("no route takes the outcomes"));

        // A receiver that is gone for good is not called over and over.
        answer = n -> 410;
        makeRoute();
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> bridge.command("status").output().contains("HTTP 410"));
        assertEquals(Map.of(sent().keySet().iterator().next(), 1), sent());
        assertTrue(bridge.get("/api/sources").toString().contains("the receiver is gone for good"));

        // Whoever has corrected it resumes the route, and need not wait for the hour to pass.
        answer = n -> n == 2 ? 422 : 200;
        bridge.api("POST", "/api/sources/crm/pause", "");
        String paused = bridge.command("status").output();
        assertTrue(
                paused.contains(
                        "crm, which takes the outcomes, is paused: resume it (./ladibridge sources resume crm); 1 wait"),
                paused);
        bridge.api("POST", "/api/sources/crm/resume", "");
        Awaitility.await().atMost(SOON).ignoreExceptions()
                .until(() -> bridge.get("/api/events?source=outcomes&state=dead&reason=RECEIVER_REFUSED").size() == 1);
        webhook(2, 2);
        Awaitility.await().atMost(SOON).until(() -> taken().size() == 1);
        long refused = bridge.get("/api/events?source=outcomes&state=dead").get(0).path("id").asLong();
        assertTrue(bridge.send("GET", "/q/metrics", new byte[0], Map.of()).body().contains("source=\"outcomes\""));
        bridge.api("POST", "/api/events/" + refused + "/replay", "{}");
        everyRecordIsToldOnce(0);
    }
}
