package org.ladibridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;

/** docs/camel/ladiflow-customer-sink.kamelet.yaml in a plain Camel Main, against a stand-in that checks by the standard's own library. */
class CustomerSinkKameletTest {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final Map<String, Object> AN = Map.of("email", "an@example.vn", "full_name", "Nguyễn Văn An");
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Answer(int status, String retryAfter, String body) {
    }

    private record Call(HttpHeaders headers, String body, long nanos) {
        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    private final List<Call> calls = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private IntFunction<Answer> answers = n -> new Answer(202, null, "{\"received\":1}");
    private HttpServer receiver;
    private Main camel;
    private ProducerTemplate template;

    @BeforeEach
    void prepare() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(threads);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer;
            synchronized (calls) {
                calls.add(new Call(HttpHeaders.of(exchange.getRequestHeaders(), (a, b) -> true), body, System.nanoTime()));
                answer = answers.apply(calls.size());
            }
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        if (camel != null) {
            camel.stop();
        }
        receiver.stop(0);
        threads.shutdownNow();
    }

    private void start(String... parameters) {
        camel = new Main();
        // Not what the bridge is set to.
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.addOverrideProperty("camel.component.kamelet.location", "file:docs/camel");
        camel.addInitialProperty("camel.main.startup-summary-level", "Off");
        String uri = "kamelet:ladiflow-customer-sink?url=RAW(http://127.0.0.1:" + receiver.getAddress().getPort()
                + "/x)&pause=50&"
                + String.join("&", parameters);
        camel.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:customer").to(uri);
            }
        });
        camel.start();
        try {
            template = camel.getCamelTemplate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Exchange send(Object body) {
        return template.send("direct:customer", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader("orderId", "SO-1001");
            exchange.getMessage().setHeader("Authorization", "of somebody else");
        });
    }

    private static void verified(Call call) throws Exception {
        new Webhook(SECRET).verify(call.body(), call.headers());
    }

    private static Duration between(Call first, Call second) {
        return Duration.ofNanos(second.nanos() - first.nanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="})
    void aCustomerIsPostedAndSigned(String secret) throws Exception {
        start("secret=RAW(" + secret + ")", "eventId=RAW(${header.orderId})");
        Exchange sent = send(AN);
        assertNull(sent.getException());
        assertEquals("{\"received\":1}", sent.getMessage().getBody(String.class));
        Call call = calls.get(0);
        verified(call);
        assertEquals(JSON.valueToTree(AN), JSON.readTree(call.body()));
        assertEquals("SO-1001", call.header("webhook-id"));
        assertNull(call.header("Authorization"), "nothing of the route's own leaves");
        assertNull(call.header("orderId"));
        assertEquals(1, calls.size());
    }

    @Test
    void jsonTextIsSentAsItStands() throws Exception {
        start("secret=RAW(" + SECRET + ")");
        send("{ \"full_name\": \"Nguyễn Văn An\" }");
        verified(calls.get(0));
        assertEquals("{ \"full_name\": \"Nguyễn Văn An\" }", calls.get(0).body());
    }

    /** Text that Camel's simple language would understand is a customer's text. */
    @Test
    void aCustomerIsNoExpression() throws Exception {
        start("secret=RAW(" + SECRET + ")");
        String body = "{\"full_name\":\"${header.orderId} {{url}} ${body}\",\"company\":\"O'Brien, \\\"A\\\" (B)\"}";
        assertNull(send(body).getException());
        verified(calls.get(0));
        assertEquals(body, calls.get(0).body());
    }

    @Test
    void sixteenThreadsSignAlike() throws Exception {
        start("secret=RAW(" + SECRET + ")");
        ExecutorService sixteen = Executors.newFixedThreadPool(16);
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 320)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> send(Map.of("email", "an" + n + "@example.vn")),
                        sixteen))
                .toList();
        for (CompletableFuture<Exchange> one : sent) {
            assertNull(one.get().getException());
        }
        sixteen.shutdown();
        TreeSet<String> ids = new TreeSet<>();
        for (Call call : calls) {
            verified(call);
            ids.add(call.header("webhook-id"));
        }
        assertEquals(320, ids.size());
    }

    @Test
    void retryAfterIsObeyedAndTheRepetitionHasTheSameId() throws Exception {
        answers = n -> n == 1 ? new Answer(429, "1", "") : n == 2 ? new Answer(503, null, "") : new Answer(202, null, "{}");
        start("secret=RAW(" + SECRET + ")");
        assertNull(send(AN).getException());
        assertEquals(3, calls.size());
        assertTrue(between(calls.get(0), calls.get(1)).compareTo(Duration.ofMillis(990)) >= 0);
        assertTrue(between(calls.get(1), calls.get(2)).compareTo(Duration.ofMillis(45)) >= 0);
        assertEquals(1, calls.stream().map(call -> call.header("webhook-id")).distinct().count());
        verified(calls.get(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 410, 422})
    void whatIsRefusedIsNotSentAgain(int status) {
        answers = n -> new Answer(status, null, "no");
        start("secret=RAW(" + SECRET + ")");
        Exchange sent = send(AN);
        assertInstanceOf(IllegalArgumentException.class, sent.getException());
        assertEquals("the customer is refused (HTTP " + status + ")", sent.getException().getMessage());
        assertEquals(1, calls.size());
        assertEquals("no", sent.getMessage().getBody(String.class));
    }

    @Test
    void whatMayPassIsGivenBackToTheRouteAfterAWhile() {
        answers = n -> new Answer(503, null, "");
        start("secret=RAW(" + SECRET + ")", "attempts=3");
        assertInstanceOf(java.io.IOException.class, send(AN).getException());
        assertEquals(3, calls.size());
        answers = n -> new Answer(429, "3600", "");
        assertInstanceOf(java.io.IOException.class, send(AN).getException());
        assertEquals(4, calls.size(), "an hour is waited by whoever can");
    }

    @Test
    void nobodyThereIsNoRefusal() throws Exception {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            receiver.stop(0);
            start("secret=RAW(" + SECRET + ")", "attempts=2", "timeout=200");
            assertInstanceOf(java.io.IOException.class, send(AN).getException());
            assertTrue(nobody.isBound());
        }
    }

    @Test
    void ladiFlowIsCalledWithItsKeyAndItsAnswerIsRead() {
        answers = n -> n == 1
                ? new Answer(200, null, "<html>")
                : new Answer(200, null, "{\"code\":200,\"data\":{\"_id\":\"64f0a1b2c3d4e5f60718293a\"}}");
        start("apiKey=RAW(k+e&y)");
        Exchange sent = send(AN);
        assertNull(sent.getException());
        assertEquals(2, calls.size(), "what is no JSON did not come from LadiFlow");
        assertEquals("k+e&y", calls.get(0).header("Api-Key"));
        assertNull(calls.get(0).header("webhook-signature"));
        assertEquals(200, sent.getMessage().getBody(Map.class).get("code"));
        assertFalse(sent.getMessage().getHeaders().containsKey("Api-Key"), "the key does not go on with the route");
    }

    @Test
    void ladiFlowsRefusalInTheBodyCounts() {
        answers = n -> new Answer(200, null, "{\"code\":400,\"message\":\"Email không hợp lệ\"}");
        start("apiKey=key");
        assertEquals("the customer is refused (HTTP 400)", send(AN).getException().getMessage());
        assertEquals(1, calls.size());
    }

    @Test
    void withoutSecretAndKeyNothingIsSent() {
        start("attempts=2");
        assertEquals("ladiflow-customer-sink needs the parameter secret (of a LadiBridge) or apiKey (of LadiFlow)",
                send(AN).getException().getMessage());
        assertEquals(0, calls.size());
    }

    @Test
    void itNamesNoClassOfTheBridge() throws Exception {
        String kamelet = Files.readString(Path.of("docs/camel/ladiflow-customer-sink.kamelet.yaml"));
        assertFalse(kamelet.contains("org.ladibridge"), kamelet);
        assertTrue(kamelet.contains("""
              dependencies:
                - camel:core
                - camel:http
                - camel:jackson
                - camel:kamelet
              template:
            """), "and needs no other component");
    }
}
