package org.ladibridge.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * HubSpot's batch read, Meta's lead and Bitrix24's {@code crm.contact.get}, as far as the vendors document them. It shows how
 * the bridge behaves, not how they do.
 */
final class RecordApi implements AutoCloseable {
    static final String TOKEN = "token-of-the-stand-in";
    static final String BITRIX_SECRET = "s3cretInThePath";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What was asked, and when. */
    record Request(Instant at, String method, String uri, String body) {
    }

    /** An answer out of turn. */
    record Fault(int status, String header, String value, String body) {
        static Fault of(int status) {
            return new Fault(status, null, null, "{}");
        }

        /** The connection breaks. */
        static Fault reset() {
            return of(0);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, ObjectNode> records = new ConcurrentHashMap<>();
    private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
    private final List<Request> requests = new java.util.concurrent.CopyOnWriteArrayList<>();
    private volatile CountDownLatch held = new CountDownLatch(0);

    RecordApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void put(String id, String json) throws IOException {
        records.put(id, (ObjectNode) JSON.readTree(json));
    }

    void hubspotContact(String id, String email, String name) throws IOException {
        put(id, """
            {"id":"%s","properties":{"email":"%s","firstname":"%s","lastname":"Nguyễn Văn"},"archived":false}"""
                .formatted(id, email, name));
    }

    /** The next requests are answered with these, one each. */
    void failNext(Fault... answers) {
        faults.addAll(List.of(answers));
    }

    /** Requests get no answer until {@link #release}. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void release() {
        held.countDown();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** What was asked, and what was to fail. */
    void forget() {
        requests.clear();
        faults.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String uri = exchange.getRequestURI().toString();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(Instant.now(), exchange.getRequestMethod(), uri, body));
        try {
            held.await();
        } catch (InterruptedException e) {
            exchange.close();
            return;
        }
        Fault fault = faults.poll();
        if (fault == null) {
            answer(exchange, uri, body);
        } else if (fault.status() == 0) {
            exchange.close();
        } else {
            if (fault.header() != null) {
                exchange.getResponseHeaders().add(fault.header(), fault.value());
            }
            send(exchange, fault.status(), fault.body());
        }
    }

    private void answer(HttpExchange exchange, String uri, String body) throws IOException {
        boolean bitrix = uri.equals("/rest/1/" + BITRIX_SECRET + "/crm.contact.get.json");
        if (!bitrix && !("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{\"status\":\"error\",\"category\":\"INVALID_AUTHENTICATION\"}");
        } else if (bitrix) {
            ObjectNode contact = records.get(JSON.readTree(body).path("id").asText());
            send(exchange, contact == null ? 400 : 200, contact == null
                    ? "{\"error\":\"\",\"error_description\":\"Not found\"}"
                    : JSON.createObjectNode().set("result", contact).toString());
        } else if (uri.equals("/crm/v3/objects/contacts/batch/read")) {
            batch(exchange, JSON.readTree(body));
        } else {
            ObjectNode lead = records.get(exchange.getRequestURI().getPath().replaceAll(".*/", ""));
            send(exchange, lead == null ? 404 : 200, lead == null ? "{\"error\":{\"code\":100}}" : lead.toString());
        }
    }

    private void batch(HttpExchange exchange, JsonNode request) throws IOException {
        ObjectNode answer = JSON.createObjectNode().put("status", "COMPLETE");
        var results = answer.putArray("results");
        for (JsonNode input : request.path("inputs")) {
            ObjectNode contact = records.get(input.path("id").asText());
            if (contact != null) {
                results.add(contact);
            } else {
                answer.withArray("errors").addObject().put("status", "error").put("category", "OBJECT_NOT_FOUND");
            }
        }
        send(exchange, answer.has("errors") ? 207 : 200, answer.toString());
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
