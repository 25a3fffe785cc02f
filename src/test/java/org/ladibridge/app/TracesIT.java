package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import com.sun.net.httpserver.HttpServer;

/** One trace from the sender over the webhook to the call to LadiFlow. */
@Execution(ExecutionMode.CONCURRENT)
class TracesIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SENDERS_SPAN = "00f067aa0ba902b7";
    private static final Duration SOON = Duration.ofSeconds(120);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    /** What the collector was sent, as ISO 8859-1: names can be read in it, and ids are their bytes. */
    private final List<String> exports = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void collect() throws IOException {
        collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            exports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private String address() {
        return "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces";
    }

    private static void send(BridgeProcess bridge, String token, String email, String traceparent) throws IOException {
        assertEquals(token.equals(BridgeProcess.FORM_TOKEN) ? 202 : 401,
                bridge.send("POST", "/hooks/ladipage-form", ("email=" + email).getBytes(StandardCharsets.UTF_8),
                        Map.of("Content-Type", "application/x-www-form-urlencoded", "X-Api-Key", token, "traceparent",
                                traceparent))
                        .statusCode());
    }

    private boolean exported(String name, String id) {
        String bytes = new String(HexFormat.of().parseHex(id), StandardCharsets.ISO_8859_1);
        return exports.stream().anyMatch(export -> export.contains(name) && export.contains(bytes));
    }

    @Test
    void theTraceOfTheSenderGoesOnAfterAKillToTheCall() throws Exception {
        try (BridgeProcess bridge = new BridgeProcess(folder).with("BRIDGE_TRACES", address()).start()) {
            bridge.api("POST", "/api/delivery/pause", "");
            send(bridge, BridgeProcess.FORM_TOKEN, "traced@example.vn", "00-" + TRACE + "-" + SENDERS_SPAN + "-01");
            Awaitility.await().atMost(SOON).until(() -> exported("webhook ladipage-form", TRACE));
            assertTrue(exported("webhook ladipage-form", SENDERS_SPAN), "the sender's span is the parent");
            assertFalse(exported("ladiflow customer/", TRACE), "it waits");
            bridge.kill();
            bridge.start();
            bridge.awaitAllDelivered(1, SOON);
            Awaitility.await().atMost(SOON).until(() -> exported("ladiflow customer/", TRACE));
            assertFalse(exports.stream().anyMatch(export -> export.contains("traced@example.vn")));
        }
    }

    @Test
    void whoDoesNotWantToBeTracedOrIsNotGenuineIsNotTraced() throws Exception {
        String unsampled = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        String stranger = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
        try (BridgeProcess bridge = new BridgeProcess(folder).with("BRIDGE_TRACES", address()).start()) {
            send(bridge, BridgeProcess.FORM_TOKEN, "one@example.vn", "00-" + unsampled + "-" + SENDERS_SPAN + "-00");
            send(bridge, "a wrong token", "two@example.vn", "00-" + stranger + "-" + SENDERS_SPAN + "-01");
            send(bridge, BridgeProcess.FORM_TOKEN, "three@example.vn", "nonsense");
            bridge.awaitAllDelivered(2, SOON);
            bridge.stop();
        }
        assertTrue(exports.stream().anyMatch(export -> export.contains("ladiflow customer/")),
                "a header that is none begins a trace");
        assertFalse(exported("", unsampled));
        assertFalse(exported("", stranger));
    }

    @Test
    void aCollectorThatNothingCanBeSentToIsToldAtTheStart() throws Exception {
        try (BridgeProcess bridge = new BridgeProcess(folder).with("BRIDGE_TRACES", "ftp://otel.example.vn/v1/traces")
                .launch()) {
            assertEquals(1, bridge.waitForEnd());
            assertTrue(bridge.output().contains("BRIDGE_TRACES «ftp://otel.example.vn/v1/traces»"), bridge.output());
        }
    }

    @Test
    void whileTheyAreOffNothingOfThemIsLoaded() throws Exception {
        assumeFalse(BridgeProcess.isNative(), "a native executable loads no classes");
        Path classes = folder.resolve("classes.log");
        try (BridgeProcess bridge = new BridgeProcess(folder)
                .withJavaOption("-Xlog:class+load=info:file=" + classes).start()) {
            send(bridge, BridgeProcess.FORM_TOKEN, "untraced@example.vn", "00-" + TRACE + "-" + SENDERS_SPAN + "-01");
            bridge.awaitAllDelivered(1, SOON);
        }
        List<String> loaded = Files.readAllLines(classes);
        assertTrue(loaded.stream().anyMatch(line -> line.contains("org.ladibridge.trace.Traces")), "the log of classes works");
        assertEquals(List.of(), loaded.stream().filter(line -> line.contains("io.opentelemetry")).toList());
        assertEquals(List.of(), exports);
    }
}
