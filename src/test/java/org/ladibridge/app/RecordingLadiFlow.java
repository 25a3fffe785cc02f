package org.ladibridge.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A LadiFlow that outlives the bridge and writes down every write call. It shows how the bridge behaves, not how LadiFlow does.
 */
final class RecordingLadiFlow implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpServer server;
    private final Map<String, List<JsonNode>> writes = new ConcurrentHashMap<>();
    private volatile boolean down;
    private volatile Duration delay = Duration.ZERO;

    RecordingLadiFlow() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 200);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.createContext("/", this::handle);
        server.start();
    }

    /** Delivers to this one instead of to the sandbox, which forgets with its process. */
    BridgeProcess receivingFrom(BridgeProcess bridge) {
        return bridge.with("BRIDGE_SANDBOX", "false").with("LADIFLOW_API_KEY", "key").with("LADIFLOW_URL", url())
                .with("LADIFLOW_WRITE", "update");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/1.0";
    }

    /** Every call is answered 503 while it is down. */
    void down(boolean isDown) {
        down = isDown;
    }

    void answersAfter(Duration time) {
        delay = time;
    }

    /** The payloads that arrived for a customer, in the order of arrival. */
    List<JsonNode> writesOf(String email) {
        List<JsonNode> received = writes.getOrDefault(email, List.of());
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    Set<String> emails() {
        return Set.copyOf(writes.keySet());
    }

    int customers() {
        return writes.size();
    }

    int calls() {
        return writes.values().stream().mapToInt(List::size).sum();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (down) {
                answer(exchange, 503, "{\"message\":\"bảo trì\",\"code\":503}");
                return;
            }
            LockSupport.parkNanos(delay.toNanos());
            JsonNode customer = JSON.readTree(body);
            String email = customer.path("email").asText();
            List<JsonNode> received = writes.computeIfAbsent(email, key -> new ArrayList<>());
            synchronized (received) {
                received.add(customer);
            }
            answer(exchange, 200, "{\"data\":{\"_id\":\"" + String.format("%024x", email.hashCode())
                    + "\"},\"message\":\"Thành công\",\"code\":201}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
