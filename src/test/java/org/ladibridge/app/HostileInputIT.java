package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;

/** What senders get wrong, on purpose or not; and what an operator forgot. */
class HostileInputIT {
    private static final String BODY = "{\"email\":\"an@example.vn\",\"full_name\":\"Nguyễn Văn An\"}";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        copy(Path.of("routes"), routes);
        Files.createDirectories(routes.resolve("broken"));
        Files.writeString(routes.resolve("broken/broken.camel.yaml"), """
            - route:
                id: broken
                from:
                  uri: kamelet:webhook-source
                  parameters:
                    path: broken
                    verify: token
                    secret: x
                  steps:
                    - to: kamelet:there-is-no-such-kamelet
            """);
        Files.createDirectories(routes.resolve("typo"));
        Files.writeString(routes.resolve("typo/typo.camel.yaml"), "- route:\n    id: typo\n   from: [\n");
        source(routes, "lenient", "pipedrive", "- to: { uri: kamelet:ladiflow-sink, parameters: { source: lenient } }", ".");
        source(routes, "behind", "token", """
            - to: { uri: kamelet:ladiflow-sink, parameters: { source: behind } }
                    - removeProperties: { pattern: "*" }
                    - setBody: { simple: "${null}" }""", ".");
        source(routes, "twice", "token",
                """
                    - to: { uri: kamelet:ladiflow-sink, parameters: { source: twice } }
                            - to: { uri: kamelet:ladiflow-sink, parameters: { source: twice-too, mapping: "{{bridge.routes}}/twice/mapping.jq" } }""",
                ".");
        // What the second sink gets is what the first one left; so the body is put back in between.
        Files.writeString(routes.resolve("twice/twice.camel.yaml"), Files.readString(routes.resolve("twice/twice.camel.yaml"))
                .replace("- to: { uri: kamelet:ladiflow-sink, parameters: { source: twice } }",
                        "- setProperty: { name: kept, simple: \"${body}\" }\n"
                                + "        - to: { uri: kamelet:ladiflow-sink, parameters: { source: twice } }\n"
                                + "        - setBody: { exchangeProperty: kept }"));
        source(routes, "digits", "token", "- to: { uri: kamelet:ladiflow-sink, parameters: { source: digits } }",
                "{email, phone, external_customer_id: (.id | tostring), custom_fields: {n, m}}");
        bridge = new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.toString()).withJavaOption("-Xmx134m")
                .with("BRIDGE_BODY_TIMEOUT", "2s").with("BRIDGE_MAX_BODY", "1M").start();
    }

    private static void source(Path routes, String name, String verify, String steps, String mapping) throws Exception {
        Files.createDirectories(routes.resolve(name));
        Files.writeString(routes.resolve(name + "/mapping.jq"), mapping);
        Files.writeString(routes.resolve(name + "/" + name + ".camel.yaml"), """
            - route:
                id: NAME
                from:
                  uri: kamelet:webhook-source
                  parameters: { path: NAME, verify: VERIFY, secret: "user:password" }
                  steps:
                    STEPS
            """.replace("STEPS", steps).replace("NAME", name).replace("VERIFY", verify));
    }

    private static HttpResponse<String> token(String path, byte[] body, String... headers) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("X-Api-Key", "user:password", "Content-Type", "application/json"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return bridge.send("POST", "/hooks/" + path, body, all);
    }

    private static HttpResponse<String> token(String path, String body) throws Exception {
        return token(path, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBodyOfManyRecordsIsRefusedWithTheLimitAndNobodySuffers() throws Exception {
        String many = "[" + "{},".repeat(349_000) + "{}]";
        byte[] packed = gzip(("[" + "{},".repeat(3_400_000) + "{}]").getBytes(StandardCharsets.UTF_8));
        assertTrue(packed.length < 20_000, "it is small on the wire: " + packed.length);
        String manyInOne = "{\"a\":" + many.substring(0, 1_040_000) + "{}]}";
        for (int round = 0; round < 3; round++) {
            for (HttpResponse<String> refused : List.of(token("behind", many),
                    token("behind", packed, "Content-Encoding", "gzip"), token("behind", "{}\n".repeat(10_001)))) {
                assertEquals(413, refused.statusCode(), refused.body());
                assertTrue(refused.body().contains("10000 records (BRIDGE_MAX_RECORDS)")
                        && refused.body().contains("10000 bản ghi"), refused.body());
            }
            assertTrue(token("behind", manyInOne).body().contains("of memory as records"));
        }
        HttpResponse<String> lenient = bridge.send("POST", "/hooks/lenient", many.getBytes(StandardCharsets.UTF_8),
                Map.of("Authorization", "Basic dXNlcjpwYXNzd29yZA==", "Content-Type", "application/json"));
        assertEquals(200, lenient.statusCode(), "a 4xx would end this subscription");
        assertEquals("{\"received\":1,\"duplicate\":0,\"rejected\":1}", lenient.body());
        String hello = "{\"email\":\"after-many@example.vn\"}";
        assertEquals(202, post(hello, signed("after-many", Instant.now(), hello)).statusCode());
        assertFalse(bridge.output().contains("OutOfMemory"));
    }

    @Test
    void largeBodiesAtOnceAreStoredOneByOneOrAskedToComeBack() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int s = 0; s < 8; s++) {
            StringBuilder body = new StringBuilder("[");
            for (int n = 0; body.length() < 900_000; n++) {
                body.append(n == 0 ? "" : ",").append("{\"email\":\"s").append(s).append('.').append(n)
                        .append("@example.vn\",\"full_name\":\"Nguyễn Văn An\",\"address\":\"12 Lê Lợi, Quận 1\",\"city\":\"Hà Nội\"}");
            }
            byte[] bytes = body.append("]").toString().getBytes(StandardCharsets.UTF_8);
            answers.add(senders.submit(() -> {
                for (int attempt = 0; attempt < 100; attempt++) {
                    HttpResponse<String> answer = token("behind", bytes);
                    if (answer.statusCode() != 503) {
                        return answer.statusCode();
                    }
                    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
                    Thread.sleep(200);
                }
                return 503;
            }));
        }
        for (Future<Integer> answer : answers) {
            assertEquals(202, answer.get());
        }
        senders.shutdown();
        assertFalse(bridge.output().contains("OutOfMemory"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hooks/../api/ledger", "/hooks/%2e%2e/api/ledger", "/hooks/%2E%2E/api/ledger", "/hooks/%2E/behind",
            "/hooks/x/../behind", "/hooks/x/..%2fbehind", "/hooks/.;/behind", "/hooks/..;/api/ledger",
            "/hooks\\..\\api\\ledger",
            "/hooks/..\\api\\ledger", "//hooks/behind", "/hooks//behind", "//hooks//../api/ledger",
            "/hooks/%252e%252e/api/ledger",
            "/api/../hooks/behind", "/%68ooks/behind", "/hooks/./behind", "/hooks/behind/", "/hooks/behind/.",
            "/hooks%2fbehind",
            "/hooks/behind%00", "/hooks/%2e%2e%2fq/health", "/hooks/../q/metrics", "/hooks/../console/"})
    void aPathWithDotsUnderHooksLeadsNowhere(String path) throws Exception {
        for (String method : List.of("GET", "POST")) {
            try (RawHttp http = new RawHttp(bridge.port)) {
                http.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: user:password\r\n"
                        + "Authorization: Bearer admin-for-tests\r\nContent-Length: 0\r\n\r\n");
                String answer = http.answer();
                assertTrue(answer.startsWith("HTTP/1.1 404") || answer.startsWith("HTTP/1.1 400"),
                        method + " " + path + ": " + answer);
            }
        }
    }

    @Test
    void noStepBehindTheSinkTouchesTheCounts() throws Exception {
        String body = "[{\"email\":\"behind@example.vn\"},{\"full_name\":\"Ai\"},7]";
        assertEquals("{\"received\":3,\"duplicate\":0,\"rejected\":2}", token("behind", body).body());
        assertEquals("{\"received\":4,\"duplicate\":0,\"rejected\":2}",
                token("twice", "[{\"email\":\"twice@example.vn\"},{\"full_name\":\"Ai\"}]").body(), "two sinks store twice");
    }

    @Test
    void ofAFieldTwiceInAFormTheOneWithSomethingInItCounts() throws Exception {
        for (String form : List.of("email=&name=An&email=one@example.vn", "email=two@example.vn&email=+")) {
            assertEquals("{\"received\":1,\"duplicate\":0,\"rejected\":0}", token("behind",
                    form.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-www-form-urlencoded").body());
        }
    }

    @Test
    void everyDigitOfANumberArrives() throws Exception {
        String record = "{\"email\":\"digits@example.vn\",\"phone\":84912345678,\"id\":12345678901234567890,"
                + "\"n\":0.1000000000000000055,\"m\":1.10}";
        assertEquals("{\"received\":1,\"duplicate\":0,\"rejected\":0}", token("digits", record).body());
        long id = bridge.get("/api/events?customer=digits@example.vn").path(0).path("id").asLong();
        String event = bridge.send("GET", "/api/events/" + id, new byte[0], Map.of("Authorization", "Bearer admin-for-tests"))
                .body();
        for (String digits : List.of("\"external_customer_id\":\"12345678901234567890\"", "\"value\":0.1000000000000000055",
                "\"value\":1.10", "\"id\":12345678901234567890", "\"n\":0.1000000000000000055", "\"m\":1.10")) {
            assertTrue(event.replaceAll("\\s*([:,])\\s*", "$1").contains(digits), digits + " in " + event);
        }
        assertEquals(202, token("digits", "{\"email\":\"huge@example.vn\",\"id\":1,\"n\":1E1000000000}").statusCode());
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    private static Map<String, String> signed(String id, Instant at, String body) throws Exception {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", String.valueOf(at.getEpochSecond()));
        headers.put("webhook-signature", new Webhook(BridgeProcess.WEBHOOK_SECRET).sign(id, at.getEpochSecond(), body));
        return headers;
    }

    private static HttpResponse<String> post(byte[] body, Map<String, String> headers) throws Exception {
        return bridge.send("POST", "/hooks/standard-webhook", body, headers);
    }

    private static HttpResponse<String> post(String body, Map<String, String> headers) throws Exception {
        return post(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    @Test
    void aWrongSignatureIsRefusedAndStoresNothing() throws Exception {
        Map<String, String> headers = signed("wrong", Instant.now(), BODY);
        assertEquals(401, post(BODY.replace("An", "Em"), headers).statusCode());
        headers.remove("webhook-signature");
        HttpResponse<String> refused = post(BODY, headers);
        assertEquals(401, refused.statusCode());
        assertTrue(refused.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json"),
                refused.toString());
        assertEquals(0, bridge.get("/api/events?source=standard-webhook&customer=an@example.vn&state=rejected").size());
    }

    @Test
    void aDeliveryReplayedLaterIsRefusedAndOneRepeatedAtOnceIsADuplicate() throws Exception {
        String body = BODY.replace("an@", "repeat@");
        assertEquals(401, post(body, signed("old", Instant.now().minusSeconds(600), body)).statusCode());
        assertEquals(401, post(body, signed("future", Instant.now().plusSeconds(600), body)).statusCode());
        Map<String, String> headers = signed("repeat", Instant.now(), body);
        assertEquals("{\"received\":1,\"duplicate\":0,\"rejected\":0}", post(body, headers).body());
        HttpResponse<String> again = post(body, headers);
        assertEquals(202, again.statusCode());
        assertTrue(again.body().startsWith("{\"received\":1,\"duplicate\":1,\"rejected\":0"), again.body());
        assertFalse(again.body().contains("replayed"), again.body());
    }

    @Test
    void malformedJsonIsRefusedWithASentenceInTwoLanguages() throws Exception {
        String body = "{\"email\":\"an@example.vn\"";
        HttpResponse<String> refused = post(body, signed("malformed", Instant.now(), body));
        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("detail_vi"), refused.body());
    }

    @Test
    void whatIsRefusedIsCountedByItsReason() throws Exception {
        post(BODY.replace("An", "Em"), signed("counted", Instant.now(), BODY));
        post(BODY, signed("counted", Instant.now().minusSeconds(600), BODY));
        post("[", signed("counted", Instant.now(), "["));
        post(BODY, signed("counted", Instant.now(), BODY));
        try {
            post(new byte[2 * 1024 * 1024], signed("counted", Instant.now(), BODY));
        } catch (java.io.IOException e) {
            assertTrue(bridge.ledger().path("balanced").asBoolean(), "the connection was closed before all was written");
        }
        String metrics = bridge.send("GET", "/q/metrics", new byte[0], Map.of()).body();
        for (String reason : List.of("signature", "replayed", "unreadable", "too_large")) {
            assertTrue(
                    metrics.contains(
                            "ladibridge_webhooks_refused_total{reason=\"" + reason + "\",source=\"standard-webhook\"}"),
                    metrics);
        }
        assertTrue(metrics.contains("ladibridge_webhooks_accepted_total{source=\"standard-webhook\"}"), metrics);
    }

    @Test
    void oneElementThatIsNoObjectIsRejectedAndTheOthersArrive() throws Exception {
        String body = "[{\"email\":\"first@example.vn\"},7,{\"email\":\"second@example.vn\"},\"\"]";
        assertEquals("{\"received\":4,\"duplicate\":0,\"rejected\":2}",
                post(body, signed("mixed", Instant.now(), body)).body());
        assertEquals(2, bridge.get("/api/events?source=standard-webhook&state=rejected&reason=UNREADABLE").size());
    }

    @Test
    void twentyMegabytesAreRefused() throws Exception {
        byte[] body = new byte[20 * 1024 * 1024];
        try {
            assertEquals(413,
                    post(body, Map.of("Content-Type", "application/json", "webhook-id", "big", "webhook-timestamp", "1",
                            "webhook-signature", "v1,AAAA")).statusCode());
        } catch (java.io.IOException e) {
            // The connection may be closed before the whole body was written: refused as well.
            assertTrue(bridge.ledger().path("balanced").asBoolean());
        }
        assertTrue(bridge.get("/api/ledger").path("balanced").asBoolean(), "and the bridge goes on");
    }

    @Test
    void aRecordWithoutIdentityIsAcceptedAndShownAsRejected() throws Exception {
        String body = "{\"full_name\":\"Không Liên Lạc\"}";
        assertEquals("{\"received\":1,\"duplicate\":0,\"rejected\":1}",
                post(body, signed("noone", Instant.now(), body)).body());
        JsonNode event = bridge.get("/api/events?state=rejected&source=standard-webhook&reason=NO_EMAIL_OR_PHONE").path(0);
        assertEquals("noone", event.path("eventId").asText());
        assertTrue(event.path("reasonVi").asText().contains("số điện thoại"), event.toString());
    }

    @Test
    void aCamelHeaderOfASenderSteersNothing() throws Exception {
        String body = BODY.replace("an@", "steer@");
        Map<String, String> headers = signed("steer", Instant.now(), body);
        headers.put("CamelHttpUri", "http://127.0.0.1:1/");
        headers.put("CamelHttpPath", "/elsewhere");
        headers.put("CamelRedeliveryDelay", "100000");
        assertEquals(202, post(body, headers).statusCode());
        Awaitility.await()
                .until(() -> bridge.get("/api/events?customer=steer@example.vn").path(0).path("state").asText()
                        .equals("delivered"));
    }

    private static String head(String... headers) {
        return "POST /hooks/ladipage-form HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + BridgeProcess.FORM_TOKEN
                + "\r\nContent-Type: application/json\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    @Test
    void aBodyInPiecesIsReadWholeAndTheConnectionUsedAgain() throws Exception {
        byte[] body = "{\"email\":\"pieces@example.vn\",\"name\":\"Nguyễn\"}".getBytes(StandardCharsets.UTF_8);
        int middleOfALetter = body.length - 5;
        try (RawHttp http = new RawHttp(bridge.port)) {
            http.send(head("Content-Length: " + body.length)).send(Arrays.copyOf(body, middleOfALetter));
            http.send(Arrays.copyOfRange(body, middleOfALetter, body.length));
            assertTrue(http.answer().startsWith("HTTP/1.1 202"));
            http.send(head("Transfer-Encoding: chunked"), "3\r\n{\"p\r\n", "13\r\nhone\":\"0912345601\"}\r\n", "0\r\n\r\n");
            String answer = http.answer();
            assertTrue(answer.startsWith("HTTP/1.1 202") && answer.contains("\"rejected\":0"), answer);
        }
        long id = bridge.get("/api/events?customer=pieces@example.vn").path(0).path("id").asLong();
        assertTrue(bridge.get("/api/events/" + id).path("mapped").toString().contains("Nguyễn"));
    }

    @Test
    void aSenderThatAsksFirstIsToldToGoOnOrNot() throws Exception {
        try (RawHttp http = new RawHttp(bridge.port)) {
            http.send(head("Expect: 100-continue", "Content-Length: 23"));
            assertTrue(http.answer().startsWith("HTTP/1.1 100"));
            http.send("{\"email\":\"e@example.vn\"}".substring(0, 23));
            assertTrue(http.answer().startsWith("HTTP/1.1 400"), "the announced length counts");
            http.send(head("Expect: 100-continue", "Content-Length: 100000000"));
            assertTrue(http.answer().startsWith("HTTP/1.1 413"));
            assertTrue(http.isEnded(), "nobody waits for the rest");
        }
    }

    @Test
    void aBodyThatGrowsBeyondTheLimitIsCutOff() throws Exception {
        try (RawHttp http = new RawHttp(bridge.port)) {
            http.send(head("Transfer-Encoding: chunked"), Integer.toHexString(1024 * 1024) + "\r\n", "x".repeat(1024 * 1024),
                    "\r\n1\r\nx");
            assertTrue(http.answer().startsWith("HTTP/1.1 413"));
            assertTrue(http.isEnded());
        }
    }

    @Test
    void aSlowSenderIsGivenUpAndOneThatGoesAwayLeavesNothing() throws Exception {
        try (RawHttp http = new RawHttp(bridge.port); RawHttp gone = new RawHttp(bridge.port)) {
            gone.send(head("Content-Length: 1000"), "{\"email\":\"gone@example.vn\"}");
            http.send(head("Content-Length: 1000"), "{\"email\":\"gone@example.vn\"}");
            gone.close();
            assertTrue(http.answer().startsWith("HTTP/1.1 408"));
            assertTrue(http.isEnded());
        }
        assertEquals(0, bridge.get("/api/events?customer=gone@example.vn").size());
    }

    @Test
    void gzipIsOpenedWithinALimit() throws Exception {
        Map<String, String> headers = Map.of("X-Api-Key", BridgeProcess.FORM_TOKEN, "Content-Type", "application/json",
                "Content-Encoding", "gzip");
        byte[] fine = gzip("{\"email\":\"zip@example.vn\"}".getBytes(StandardCharsets.UTF_8));
        assertEquals(202, bridge.send("POST", "/hooks/ladipage-form", fine, headers).statusCode());
        byte[] bomb = gzip(new byte[20 * 1024 * 1024]);
        assertTrue(bomb.length < 100_000, "it is small on the wire");
        assertEquals(400, bridge.send("POST", "/hooks/ladipage-form", bomb, headers).statusCode());
        assertEquals(400, bridge.send("POST", "/hooks/ladipage-form", Arrays.copyOf(fine, fine.length - 9), headers)
                .statusCode());
    }

    private static byte[] gzip(byte[] content) throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(content);
        }
        return zipped.toByteArray();
    }

    @Test
    void anUnknownPathIsNotFoundAndABrokenOrSecretlessSourceIsUnavailable() throws Exception {
        for (String path : new String[]{"nobody", "", "ladipage-form/more", "Ladipage-Form"}) {
            assertEquals(404, bridge.send("POST", "/hooks/" + path, new byte[0], Map.of()).statusCode(), path);
        }
        for (String method : new String[]{"GET", "PUT", "DELETE", "OPTIONS", "HEAD"}) {
            HttpResponse<String> refused = bridge.send(method, "/hooks/ladipage-form", new byte[0], Map.of());
            assertEquals(405, refused.statusCode(), method);
            assertEquals("POST", refused.headers().firstValue("Allow").orElse(null));
        }
        for (String path : new String[]{"broken", "shopify"}) {
            HttpResponse<String> response = bridge.send("POST", "/hooks/" + path, "{}".getBytes(), Map.of());
            assertEquals(503, response.statusCode(), path);
            assertTrue(response.headers().firstValue("Retry-After").isPresent());
        }
    }

    @Test
    void brokenRouteFilesAndMissingSecretsAreNamedAndTheOthersRun() throws Exception {
        Map<String, JsonNode> sources = new HashMap<>();
        bridge.get("/api/sources").forEach(source -> sources.put(source.path("name").asText(), source));
        assertEquals("running", sources.get("standard-webhook").path("state").asText());
        assertEquals("running", sources.get("csv-drop").path("state").asText());
        assertEquals("quarantined", sources.get("broken").path("state").asText());
        assertTrue(sources.get("broken").path("message").asText().contains("there-is-no-such-kamelet"),
                sources.get("broken").toString());
        assertEquals("quarantined", sources.get("typo").path("state").asText());
        assertTrue(sources.get("typo").path("message").asText().contains("line 3"), sources.get("typo").toString());
        assertEquals("missing_setting", sources.get("shopify").path("state").asText());
        assertTrue(sources.get("shopify").path("message").asText().contains("SHOPIFY_SECRET"),
                sources.get("shopify").toString());
        assertTrue(bridge.send("GET", "/q/health", new byte[0], Map.of()).body().contains("there-is-no-such-kamelet"));
        assertEquals(200, bridge.send("GET", "/q/health/ready", new byte[0], Map.of()).statusCode(),
                "webhooks are taken all the same");
    }

    @Test
    void theAdminApiIsClosedWithoutTheToken() throws Exception {
        for (String path : new String[]{"/api/ledger", "/api/events", "/api/sources", "/api/delivery"}) {
            assertEquals(401, bridge.send("GET", path, new byte[0], Map.of()).statusCode(), path);
            assertEquals(401, bridge.send("GET", path, new byte[0], Map.of("Authorization", "Bearer wrong")).statusCode(),
                    path);
        }
        for (String path : new String[]{"//api/ledger", "/api//ledger", "/%61pi/ledger", "/x/../api/ledger", "/api;x=1/ledger",
                "/API/ledger", "/api/ledger/"}) {
            try (RawHttp http = new RawHttp(bridge.port)) {
                http.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                String answer = http.answer();
                assertTrue(answer.matches("(?s)HTTP/1.1 (401|404|400) .*"), path + ": " + answer);
            }
        }
        assertEquals(401, bridge.send("POST", "/api/delivery/pause", new byte[0], Map.of()).statusCode());
        assertFalse(bridge.get("/api/delivery").path("paused").asBoolean());
    }

    @Test
    void aPausedSourceAnswers503AndComesBack() throws Exception {
        bridge.api("POST", "/api/sources/ladipage-form/pause", "");
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded", "X-Api-Key",
                BridgeProcess.FORM_TOKEN);
        byte[] form = "name=An&phone=0912345678".getBytes(StandardCharsets.UTF_8);
        assertEquals(503, bridge.send("POST", "/hooks/ladipage-form", form, headers).statusCode());
        bridge.api("POST", "/api/sources/ladipage-form/resume", "");
        assertEquals(202, bridge.send("POST", "/hooks/ladipage-form", form, headers).statusCode());
    }

    @Test
    void withoutAnApiKeyTheStartFailsWithOneClearLine() throws Exception {
        Path other = Files.createDirectories(folder.resolve("nokey"));
        try (BridgeProcess keyless = new BridgeProcess(other).with("BRIDGE_SANDBOX", "false")
                .with("BRIDGE_ADMIN_TOKEN", "a-token-that-nobody-can-guess").launch()) {
            assertEquals(1, keyless.waitForEnd());
            assertEquals(1, keyless.output().lines().count(), keyless.output());
            assertTrue(keyless.output().contains("LADIFLOW_API_KEY"), keyless.output());
        }
    }
}
