package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** The Apps Script that is pasted into a Google Form, run by Node against real HTTP; only Google's services are stood in for. */
class GoogleFormsScriptTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String PENDING = "pending:2_ABa1";

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private HttpServer bridge;

    record Sent(HttpHeaders headers, String body) {
        String id() {
            return headers.firstValue("webhook-id").orElse("");
        }
    }

    @BeforeEach
    void start() throws Exception {
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v node").start().waitFor() == 0, "node is not installed");
        bridge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @AfterEach
    void stop() {
        if (bridge != null) {
            bridge.stop(0);
        }
    }

    @Test
    void aResponseIsSentOnceSignedByTheStandard() throws Exception {
        JsonNode outcome = run("onResponse", 202);
        assertEquals(1, sent.size());
        new Webhook(SECRET).verify(sent.get(0).body(), sent.get(0).headers());
        assertEquals("2_ABa1", sent.get(0).id());
        assertEquals(
                JSON.readTree(
                        """
                            {"type": "form.submitted", "timestamp": "2026-01-20T03:04:05.000Z", "data": {"id": "2_ABa1", "email": "a@example.vn",
                             "answers": [{"id": "11", "title": "Họ và tên", "answer": "Nguyễn Thị Mai"},
                                         {"id": "12", "title": "Quan tâm", "answer": ["Spa", "Yoga"]}]}}"""),
                JSON.readTree(sent.get(0).body()));
        assertEquals("[]", outcome.path("pending").toString());
        assertTrue(outcome.path("error").isNull(), outcome.toString());
    }

    @Test
    void aBusyBridgeIsAskedAgainWithTheSameIdAndContentNotSoonerThanItWants() throws Exception {
        JsonNode outcome = run("onResponse", 503, 500, 429, 202);
        assertEquals(4, sent.size());
        assertEquals(List.of("2_ABa1"), sent.stream().map(Sent::id).distinct().toList());
        assertEquals(1, sent.stream().map(Sent::body).distinct().count());
        for (Sent attempt : sent) {
            new Webhook(SECRET).verify(attempt.body(), attempt.headers());
        }
        assertEquals(7000, outcome.path("pauses").path(0).asInt());
        assertTrue(outcome.path("pauses").path(2).asInt() >= 7000, outcome.toString());
        assertEquals("[]", outcome.path("pending").toString());
    }

    @Test
    void aResponseThatIsNotTakenWaitsAndTheOwnerIsTold() throws Exception {
        JsonNode outcome = run("onResponse", 503, 503, 503, 503, 503);
        assertEquals(5, sent.size());
        assertEquals("[\"" + PENDING + "\"]", outcome.path("pending").toString());
        assertEquals("LadiBridge did not take response 2_ABa1: HTTP 503", outcome.path("error").asText());
    }

    @Test
    void aRefusalIsNotRepeatedAtOnceButTheResponseWaits() throws Exception {
        JsonNode outcome = run("onResponse", 401);
        assertEquals(1, sent.size());
        assertEquals("[\"" + PENDING + "\"]", outcome.path("pending").toString());
    }

    @Test
    void whatWaitsIsSentByTheClock() throws Exception {
        JsonNode outcome = run("sendPending", 202);
        assertEquals("2_ABa1", sent.get(0).id());
        assertEquals("[]", outcome.path("pending").toString());
    }

    private JsonNode run(String call, int... statuses) throws Exception {
        Iterator<Integer> answers = Arrays.stream(statuses).iterator();
        bridge.createContext("/", exchange -> answer(exchange, answers.next()));
        bridge.start();
        ObjectNode input = JSON.createObjectNode().put("call", call).put("secret", SECRET)
                .put("url", "http://127.0.0.1:" + bridge.getAddress().getPort() + "/hooks/google-forms");
        if (call.equals("sendPending")) {
            input.putObject("pending").put(PENDING, "2026-01-20T03:04:05Z");
        }
        input.set("responses", JSON.readTree("""
            [{"id": "2_ABa1", "timestamp": "2026-01-20T03:04:05Z", "email": "a@example.vn",
              "answers": [{"id": 11, "title": "Họ và tên", "answer": "Nguyễn Thị Mai"},
                          {"id": 12, "title": "Quan tâm", "answer": ["Spa", "Yoga"]}]}]"""));
        Process node = new ProcessBuilder("node", "src/test/node/apps-script.mjs").redirectErrorStream(true).start();
        try (var stdin = node.getOutputStream()) {
            JSON.writeValue(stdin, input);
        }
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, node.waitFor(), output);
        return JSON.readTree(output);
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        sent.add(new Sent(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (status == 503 || status == 429) {
            exchange.getResponseHeaders().set("Retry-After", "7");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
