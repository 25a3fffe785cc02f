package org.ladibridge.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Somebody else's CRM with contacts that change; the subclasses speak the vendors' protocols. */
abstract class CrmStandIn implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    /** One contact as all CRMs know it. */
    record Contact(long id, String email, Instant changed) {
    }

    /** @param body null when there is none or it is no JSON */
    record Call(String method, String path, Map<String, String> query, Map<String, String> headers, String text,
            JsonNode body) {
        String header(String name) {
            return headers.get(name.toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** @param headers name, value, name, value, … */
    record Answer(int status, JsonNode body, String... headers) {
        static Answer of(JsonNode body) {
            return new Answer(200, body);
        }

        static Answer error(int status, String code, String... headers) {
            return new Answer(status, JSON.createObjectNode().put("error", code), headers);
        }
    }

    private final Map<Long, Contact> contacts = new ConcurrentHashMap<>();
    private final Deque<Answer> faults = new ConcurrentLinkedDeque<>();
    private final Deque<Call> calls = new ConcurrentLinkedDeque<>();
    private final HttpServer server;
    private volatile IntConsumer afterCall = n -> {
    };

    CrmStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    /** The name of the source that polls it. */
    abstract String source();

    abstract int pageSize();

    /** What the bridge needs to find it. */
    abstract Map<String, String> settings();

    abstract Answer answer(Call call);

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void put(long id, String email, Instant changed) {
        contacts.put(id, new Contact(id, email, changed));
    }

    Collection<String> emails() {
        return contacts.values().stream().map(Contact::email).toList();
    }

    List<Contact> sorted(Comparator<Contact> order) {
        return contacts.values().stream().sorted(order).toList();
    }

    /** The next calls are answered with these, one each. */
    void failNext(Answer... answers) {
        faults.addAll(List.of(answers));
    }

    /** Called with the number of the call, from 1, before its answer leaves. */
    void afterCall(IntConsumer listener) {
        afterCall = listener;
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    static ArrayNode list(Collection<? extends JsonNode> items) {
        return JSON.createArrayNode().addAll(items);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            pairs.put(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1]));
        }
        return pairs;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        Call call = new Call(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
                pairs(exchange.getRequestURI().getRawQuery()), headers, text,
                text.startsWith("{") ? JSON.readTree(text) : null);
        calls.add(call);
        Answer fault = faults.poll();
        Answer answer;
        try {
            answer = fault != null ? fault : answer(call);
        } catch (RuntimeException e) {
            answer = Answer.error(400, e.toString());
        }
        afterCall.accept(calls.size());
        byte[] bytes = JSON.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        for (int i = 0; i < answer.headers().length; i += 2) {
            exchange.getResponseHeaders().add(answer.headers()[i], answer.headers()[i + 1]);
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
