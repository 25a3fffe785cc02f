package org.ladibridge.sandbox;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** The sandbox behind a plain HTTP server, for tests without the application around it. */
public final class SandboxHttp implements AutoCloseable {
    private static final String PATH = "/sandbox/1.0";

    private final ObjectMapper json = new ObjectMapper();
    private final Faults faults = new Faults();
    private final Calls calls = new Calls(Clock.systemUTC());
    private final Catalogue catalogue = new Catalogue(Clock.systemUTC());
    private final SandboxStore store = new SandboxStore(Clock.systemUTC(), json, catalogue, faults);
    private final SandboxLadiFlow ladiflow = new SandboxLadiFlow(store, catalogue, faults, calls,
            new Answers(faults, Clock.systemUTC(), json), json);
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final HttpServer server;

    static {
        // Head and body of an answer would otherwise wait for each other.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    public SandboxHttp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(PATH, this::answer);
        server.start();
    }

    /** As in {@code LADIFLOW_URL}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** As {@code PUT /sandbox/behaviour} takes it. */
    public void behave(String behaviour) throws JsonProcessingException {
        faults.behave(json.readValue(behaviour, Behaviour.class));
    }

    /** Every knob of its behaviour that has names for its values, with these, the assumed one first. */
    public static Map<String, List<String>> knobs() {
        Map<String, List<String>> knobs = new LinkedHashMap<>();
        for (RecordComponent knob : Behaviour.class.getRecordComponents()) {
            if (knob.getType().isEnum()) {
                knobs.put(knob.getName(), Arrays.stream(knob.getType().getEnumConstants())
                        .map(value -> new ObjectMapper().valueToTree(value).asText()).toList());
            }
        }
        return knobs;
    }

    /** As {@code PUT /sandbox/faults} takes it. */
    public void fail(String setting) throws JsonProcessingException {
        faults.set(json.readValue(setting, Faults.Setting.class));
    }

    public void tags(String... names) {
        List.of(names).forEach(catalogue::named);
    }

    public void define(String... fields) {
        List.of(fields).forEach(catalogue::define);
    }

    /** Somebody who was there before. */
    public void customer(String payload) throws JsonProcessingException {
        try {
            store.upsert((ObjectNode) json.readTree(payload), false);
        } catch (SandboxStore.Refused e) {
            throw new IllegalArgumentException(e);
        }
    }

    public List<ObjectNode> customers() {
        return store.list(Integer.MAX_VALUE);
    }

    /** How often each path was called. */
    public Map<String, Long> calls() {
        return calls.all();
    }

    /** Without customers, tags, custom fields and calls, and as the bridge assumes LadiFlow to be. */
    public void reset() {
        store.clear();
        catalogue.clearTags();
        catalogue.clearFields();
        calls.clear();
        faults.set(Faults.Setting.NONE);
        faults.behave(Behaviour.ASSUMED);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = exchange.getRequestHeaders().getFirst("Api-Key");
        String path = exchange.getRequestURI().getPath().substring(PATH.length());
        try (Response response = switch (path) {
            case "/customer/show" -> ladiflow.show(key, body);
            case "/customer/update" -> ladiflow.update(key, body);
            case "/customer/create-or-update" -> ladiflow.createOrUpdate(key, body);
            case "/customer/create" -> ladiflow.create(key, body);
            case "/customer/list" -> ladiflow.list(key, body);
            case "/customer/list-tag" -> ladiflow.listTag(key, body);
            case "/customer/create-tag" -> ladiflow.createTag(key, body);
            default -> Response.status(404).entity("").build();
        }) {
            byte[] answer = response.getEntity() instanceof ObjectNode node
                    ? json.writeValueAsBytes(node)
                    : String.valueOf(response.getEntity()).getBytes(StandardCharsets.UTF_8);
            response.getHeaders()
                    .forEach((name, values) -> exchange.getResponseHeaders().set(name, String.valueOf(values.get(0))));
            exchange.sendResponseHeaders(response.getStatus(), answer.length);
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
