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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
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
    private final Map<String, Integer> failed = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String failing;
    private volatile String hanging;
    private volatile boolean down;
    private volatile Duration delay = Duration.ZERO;

    RecordingLadiFlow() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 200);
        server.setExecutor(threads);
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

    /** Calls for customers whose e-mail begins so are answered 500, others not at all; null for nobody. */
    void failsOn(String answered500, String notAnswered) {
        failing = answered500;
        hanging = notAnswered;
    }

    /** How often it was called for a customer on whom it failed. */
    Map<String, Integer> failed() {
        return Map.copyOf(failed);
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
            boolean fails = failing != null && email.startsWith(failing);
            boolean hangs = hanging != null && email.startsWith(hanging);
            if (fails || hangs) {
                failed.merge(email, 1, Integer::sum);
                if (hangs) {
                    await(closed);
                }
                answer(exchange, 500, "{\"message\":\"lỗi\",\"code\":500}");
                return;
            }
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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        threads.shutdown();
        server.stop(0);
    }
}
