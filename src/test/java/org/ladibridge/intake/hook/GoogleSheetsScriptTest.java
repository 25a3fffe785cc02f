package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** The Apps Script that is pasted into a spreadsheet, run by Node against real HTTP; only Google's services are stood in for. */
class GoogleSheetsScriptTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<List<String>> rows = new ArrayList<>(List.of(List.of("Họ và tên", " SĐT ", "Email", ""),
            List.of("An", "0912345678", "", "ghi chú"), List.of("", "", "", ""),
            List.of("Bình", "0987654321", "binh@example.vn", "")));
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
        bridge.createContext("/", exchange -> answer(exchange, answers.isEmpty() ? 202 : answers.poll()));
        bridge.start();
    }

    @AfterEach
    void stop() {
        if (bridge != null) {
            bridge.stop(0);
        }
    }

    @Test
    void theRowThatWasEditedIsSentAsAWholeSignedByTheStandard() throws Exception {
        JsonNode outcome = run("edit:4:4");
        assertEquals(1, sent.size());
        new Webhook(SECRET).verify(sent.get(0).body(), sent.get(0).headers());
        assertEquals("[{\"họ và tên\":\"Bình\",\"sđt\":\"0987654321\",\"email\":\"binh@example.vn\"}]",
                JSON.readTree(sent.get(0).body()).path("data").toString());
        assertEquals("{}", outcome.path("pending").toString());
        assertTrue(outcome.path("error").isNull(), outcome.toString());
    }

    @Test
    void whatWasPastedOverManyRowsIsOneDeliveryWithoutHeadingsAndEmptyRows() throws Exception {
        run("edit:1:4");
        assertEquals(1, sent.size());
        assertEquals("[{\"họ và tên\":\"An\",\"sđt\":\"0912345678\"},{\"họ và tên\":\"Bình\",\"sđt\":\"0987654321\","
                + "\"email\":\"binh@example.vn\"}]", JSON.readTree(sent.get(0).body()).path("data").toString());
    }

    @Test
    void aLargeSheetIsSentInDeliveriesThatFitIntoAProperty() throws Exception {
        rows.clear();
        rows.add(List.of("Họ và tên", "Email"));
        for (int i = 0; i < 400; i++) {
            rows.add(List.of("Nguyễn Thị Hồng Nhung " + i, "khach" + i + "@example.vn"));
        }
        run("sendAll");
        assertTrue(
                sent.size() > 2 && sent.stream().allMatch(each -> each.body().getBytes(StandardCharsets.UTF_8).length < 9_000));
        int all = 0;
        for (Sent each : sent) {
            all += JSON.readTree(each.body()).path("data").size();
        }
        assertEquals(400, all);
        assertEquals(sent.size(), sent.stream().map(Sent::id).distinct().count());
    }

    @Test
    void whatTheBridgeCouldNotTakeWaitsAsItWasAndIsSentByTheClockUnderTheSameId() throws Exception {
        answers.add(503);
        JsonNode outcome = run("edit:4:4");
        assertEquals(1, outcome.path("pending").size());
        assertEquals("1 changes wait for LadiBridge: HTTP 503", outcome.path("error").asText());
        // Meanwhile somebody sorts the sheet.
        rows.set(3, List.of("Ai khác", "0900000000", "", ""));
        run("sendPending", (ObjectNode) outcome.path("pending"));
        assertEquals(2, sent.size());
        assertEquals(sent.get(0).id(), sent.get(1).id());
        assertEquals(sent.get(0).body(), sent.get(1).body());
        new Webhook(SECRET).verify(sent.get(1).body(), sent.get(1).headers());
    }

    @Test
    void anEditOfAnotherSheetIsNotSent() throws Exception {
        run("editOther:2:3");
        assertEquals(List.of(), sent);
    }

    private JsonNode run(String call) throws Exception {
        return run(call, JSON.createObjectNode());
    }

    private JsonNode run(String call, ObjectNode pending) throws Exception {
        ObjectNode input = JSON.createObjectNode().put("call", call).put("secret", SECRET)
                .put("url", "http://127.0.0.1:" + bridge.getAddress().getPort() + "/hooks/google-sheets");
        input.set("pending", pending);
        ArrayNode table = input.putArray("rows");
        rows.forEach(row -> {
            ArrayNode cells = table.addArray();
            row.forEach(cells::add);
        });
        Process node = new ProcessBuilder("node", "src/test/node/sheets-script.mjs").redirectErrorStream(true).start();
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
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
