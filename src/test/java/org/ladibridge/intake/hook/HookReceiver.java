package org.ladibridge.intake.hook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.ladibridge.BridgeConfig;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.journal.Digests;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.NewRecord;
import org.ladibridge.journal.Priority;
import org.ladibridge.trace.Traces;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;

/** Hooks on a real HTTP server; whatever they take is stored in a real journal. */
final class HookReceiver implements AutoCloseable {
    /** What the routes got, oldest first. */
    final List<RawRecord> records = new CopyOnWriteArrayList<>();
    /** The headers that the last route saw. */
    final Map<String, Object> headers = new TreeMap<>();
    /** Part of every event's id, so that one test's records are no duplicates of another's. */
    volatile String run = "";
    final RefusedDeliveries refused;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Journal journal;
    private final HttpServer server;

    /** @param hooks their addresses, {@code hook:shopify?verify=shopify&…} */
    HookReceiver(Journal journal, Clock clock, List<String> hooks) throws Exception {
        this.journal = journal;
        BridgeConfig config = Requests.config(Requests.PUBLIC_URL);
        HookRegistry registry = new HookRegistry();
        refused = new RefusedDeliveries(clock);
        camel.addComponent("hook",
                new HookComponent(registry, new BodyParser(), new HookMetrics(new SimpleMeterRegistry()), refused,
                        new Traces(config),
                        clock, config));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                hooks.forEach(hook -> from(hook).process(HookReceiver.this::store));
            }
        });
        camel.start();
        registry.complete(true);
        Router router = Router.router(vertx);
        new HookServer(registry, new Captures(clock), vertx, config).register(router);
        server = vertx.createHttpServer().requestHandler(router).listen(0).toCompletionStage().toCompletableFuture().get();
    }

    private void store(Exchange exchange) throws Exception {
        List<NewRecord> stored = new ArrayList<>();
        for (Object item : exchange.getMessage().getBody(List.class)) {
            RawRecord record = (RawRecord) item;
            byte[] raw = record.body().toString().getBytes(StandardCharsets.UTF_8);
            boolean good = record.unreadable() == null;
            stored.add(new NewRecord(stored.size(), "test", run + Digests.sha256Hex(raw), good ? "customer" : null, null,
                    Priority.LIVE, raw, good ? raw : null, null, good ? null : Reason.UNREADABLE, record.unreadable(),
                    List.of()));
            records.add(record);
        }
        headers.clear();
        headers.putAll(exchange.getMessage().getHeaders());
        try {
            JournalExchange.of(exchange).appended(journal.append("customers", stored, null).get());
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    /** @param headers name, value, name, value, … */
    HttpResponse<String> send(String method, String uri, String body, List<String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + uri))
                .timeout(Duration.ofSeconds(20)).method(method, BodyPublishers.ofString(body));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        camel.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
