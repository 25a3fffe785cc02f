package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

/** Attacks on one packaged bridge, which has to go on serving everybody else. What each is about: docs/security.md. */
class SecurityIT {
    private static final String TOKEN = "token-of-the-attacked";
    private static final Map<String, String> HEADERS = Map.of("X-Api-Key", TOKEN, "Content-Type", "application/json");
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Duration IDLE = Duration.ofSeconds(20);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        Path routes = folder.resolve("routes");
        for (String copied : List.of("kamelets", "ladipage-form", "csv-drop")) {
            try (var files = Files.walk(Path.of("routes", copied))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = routes.resolve(Path.of("routes").relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        Path attacked = Files.createDirectories(routes.resolve("attacked"));
        Files.writeString(attacked.resolve("attacked.camel.yaml"), """
            - route:
                id: attacked
                from:
                  uri: kamelet:webhook-source
                  parameters: { path: attacked, verify: token, secret: "{{attacked.token}}" }
                  steps:
                    - to: { uri: kamelet:ladiflow-sink, parameters: { source: attacked } }
            """);
        // Careless mappings, each with what a sender may set in its record.
        Files.writeString(attacked.resolve("mapping.jq"), """
            def tree: if . == 0 then 0 else (. - 1 | tree), (. - 1 | tree) end;
            if .mode == "list" then [range(.n)]
            elif .mode == "tree" then [.n | tree]
            elif .mode == "expression" then {email: (.text | test("^(a+)+$"))}
            elif .mode == "replace" then {email: (.text | gsub("\\\\s*"; ""))}
            else {email} end
            """);
        bridge = new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.toString()).with("ATTACKED_TOKEN", TOKEN)
                .with("BRIDGE_MAPPING_TIMEOUT", "500ms").with("BRIDGE_BODY_TIMEOUT", "3s")
                // Longer than a busy machine takes for an answer: a connection on which nothing moves is closed while its request is
                // being worked on, too.
                .with("QUARKUS_HTTP_IDLE_TIMEOUT", IDLE.toSeconds() + "s").start();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    private static HttpResponse<String> post(String body) throws IOException {
        return bridge.send("POST", "/hooks/attacked", body.getBytes(StandardCharsets.UTF_8), HEADERS);
    }

    /** An ordinary sender is answered, and not only at last. */
    private static void assertServed(String email) throws IOException {
        Instant before = Instant.now();
        assertEquals("{\"received\":1,\"duplicate\":0,\"rejected\":0}", post("{\"email\":\"" + email + "\"}").body());
        Duration took = Duration.between(before, Instant.now());
        assertTrue(took.compareTo(Duration.ofSeconds(6)) < 0, took.toString());
    }

    private static int events(String customer) throws IOException {
        return bridge.get("/api/events?customer=" + customer).size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"mode\":\"list\",\"n\":1e15}", "{\"mode\":\"tree\",\"n\":60}",
            "{\"mode\":\"expression\",\"text\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"}",
            "{\"mode\":\"replace\",\"text\":\"a b\"}"})
    void aRecordThatAMappingNeverEndsWithIsRejectedAndTheOthersAreServed(String poison) throws Exception {
        ExecutorService senders = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String body = poison.replace("}", ",\"i\":" + i + "}");
                answers.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return post(body);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }, senders));
            }
            assertServed("beside" + poison.hashCode() + "@example.vn");
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals("{\"received\":1,\"duplicate\":0,\"rejected\":1}", answer.join().body());
            }
        } finally {
            senders.shutdownNow();
        }
        JsonNode event = bridge.get("/api/events?source=attacked&state=rejected").path(0);
        assertEquals("MAPPING_FAILED", event.path("reason").asText(), event.toString());
        assertTrue(event.path("detail").asText().startsWith("mapping.jq "), event.toString());
    }

    private static String request(String path, String body, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + TOKEN + "\r\nContent-Type: application/json\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n" + body;
    }

    /** Two readings of one request: where another server sees a body, ours must not see a second request. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: {n}|Transfer-Encoding: chunked", "Transfer-Encoding: chunked|Content-Length: {n}",
            "Content-Length: 5|Content-Length: {n}", "Content-Length: 5, {n}", "Content-Length: +5", "Content-Length: 0x5",
            "Content-Length: -1", "Content-Length : 5", "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked",
            "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked",
            "Transfer-Encoding: chunked|Transfer-Encoding: identity", "Transfer-Encoding:\u000bchunked",
            "Transfer-Encoding: chunked, xchunked", "Transfer-Encoding: chunked,|  xchunked",
            "X: a|  Transfer-Encoding: chunked", "X: a|\tContent-Length: {n}"})
    void aRequestWithTwoMeaningsMakesNoSecondEvent(String headers) throws Exception {
        String customer = "smuggled" + Math.abs(headers.hashCode()) + "@example.vn";
        String hidden = "{\"email\":\"" + customer + "\"}";
        String body = "0\r\n\r\n" + request("/hooks/attacked", hidden, "Content-Length: " + hidden.length());
        try (RawHttp http = new RawHttp(bridge.port)) {
            http.send(request("/hooks/attacked", body,
                    headers.replace("{n}", String.valueOf(body.length())).split("\\|")));
            for (String answer = http.answer(); !answer.isEmpty(); answer = http.answer()) {
                assertTrue(answer.matches("(?s)HTTP/1.[01] (400|501) .*"), answer);
            }
        }
        assertServed("after-" + customer);
        assertEquals(0, events(customer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"z\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n", "10000000000000000\r\n{}", "2\r\n{}0\r\n\r\n",
            "2;a=\n2\r\n{}\r\n0\r\n\r\n"})
    void aBadChunkIsNoBody(String body) throws Exception {
        long before = bridge.ledger().path("received").asLong();
        try (RawHttp http = new RawHttp(bridge.port)) {
            http.send(request("/hooks/attacked", body, "Transfer-Encoding: chunked"));
            String answer = http.answer();
            assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1.[01] (400|408) .*"), answer);
            assertTrue(http.isEnded());
        }
        assertEquals(before, bridge.ledger().path("received").asLong());
    }

    @Test
    void fiveHundredSlowSendersKeepNobodyWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            String head = request("/hooks/attacked", "", "Content-Length: 1000");
            for (int i = 0; i < 500; i++) {
                Socket socket = new Socket("127.0.0.1", bridge.port);
                slow.add(socket);
                // Half of them dawdle over the head, the others over the body.
                socket.getOutputStream().write(i % 2 == 0 ? "POST /hooks/".getBytes() : head.getBytes());
            }
            for (int round = 0; round < 4; round++) {
                for (Socket socket : slow) {
                    try {
                        socket.getOutputStream().write('a');
                    } catch (IOException givenUp) {
                        // As it should be.
                    }
                }
                assertServed("round" + round + "@example.vn");
                Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void bodiesThatStayUnfinishedDoNotFillTheMemory() throws Exception {
        byte[] almost = new byte[1024 * 1024 - 1];
        List<Socket> sockets = new ArrayList<>();
        try {
            byte[] head = ("POST /hooks/attacked HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + (almost.length + 1)
                    + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket("127.0.0.1", bridge.port);
                sockets.add(socket);
                try {
                    socket.getOutputStream().write(head);
                    socket.getOutputStream().write(almost);
                } catch (IOException refused) {
                    // One of those beyond what is held at once.
                }
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertServed("memory" + System.nanoTime() + "@example.vn"));
        assertFalse(bridge.output().contains("OutOfMemory"), bridge.output());
    }

    @Test
    void aConnectionOnWhichNothingComesIsClosed() throws Exception {
        try (RawHttp silent = new RawHttp(bridge.port); RawHttp half = new RawHttp(bridge.port)) {
            half.send("POST /hooks/attacked HTTP/1.1\r\nX-Api-");
            assertTrue(silent.isEnded(IDLE.plusSeconds(20)));
            assertTrue(half.isEnded(IDLE.plusSeconds(20)));
        }
    }

    @Test
    void aHeadWithoutEndIsRefused() throws Exception {
        for (String head : List.of("POST /hooks/" + "a".repeat(100_000),
                "POST /hooks/attacked HTTP/1.1\r\n" + "X: y\r\n".repeat(100_000))) {
            try (RawHttp http = new RawHttp(bridge.port)) {
                try {
                    http.send(head);
                } catch (IOException closed) {
                    continue;
                }
                String answer = http.answer();
                assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1.[01] 4.*"), answer);
                assertTrue(http.isEnded());
            }
        }
    }

    @Test
    void aQueryParameterSteersNothing() throws Exception {
        String query = "?CamelHttpUri=http://127.0.0.1:1/&CamelHttpPath=/x&CamelHttpQuery=a&bridgeSource=other&source=other";
        HttpResponse<String> answer = bridge.send("POST", "/hooks/attacked" + query,
                "{\"email\":\"query@example.vn\",\"CamelHttpUri\":\"http://127.0.0.1:1/\"}".getBytes(), HEADERS);
        assertEquals(202, answer.statusCode());
        assertTrue(answer.headers().map().keySet().stream().noneMatch(name -> name.startsWith("Camel")),
                "no header comes back");
        Awaitility.await().atMost(SOON).until(() -> "delivered attacked".equals(
                bridge.get("/api/events?customer=query@example.vn").path(0).path("state").asText() + " "
                        + bridge.get("/api/events?customer=query@example.vn").path(0).path("source").asText()));
    }

    @Test
    void noPageOfAnotherOriginMayCallTheBridge() throws Exception {
        for (String path : List.of("/api/ledger", "/api/delivery/pause", "/hooks/attacked")) {
            try (RawHttp http = new RawHttp(bridge.port)) {
                http.send("OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
                        + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n\r\n");
                assertFalse(http.answer().toLowerCase().contains("access-control-allow"), path);
            }
        }
        HttpResponse<String> asked = bridge.send("GET", "/api/ledger", new byte[0],
                Map.of("Origin", "https://evil.example", "Authorization", "Bearer admin-for-tests"));
        assertTrue(asked.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer admin-for-test", "Bearer admin-for-tests2",
            "Basic admin-for-tests",
            "bearer admin-for-tests", "admin-for-tests", "Bearer admin-for-tests, Bearer x", "Bearer \uff41dmin-for-tests"})
    void theAdminApiOpensToItsTokenOnly(String authorization) throws Exception {
        for (String request : List.of("GET /api/ledger", "POST /api/delivery/pause",
                "GET /api/ledger?access_token=admin-for-tests",
                "POST /api/try/attacked")) {
            try (RawHttp http = new RawHttp(bridge.port)) {
                http.send(request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nAuthorization: " + authorization
                        + "\r\n\r\n");
                String answer = http.answer();
                assertTrue(answer.startsWith("HTTP/1.1 401 "), request + ": " + answer);
            }
        }
        assertFalse(bridge.get("/api/delivery").path("paused").asBoolean());
    }

    @Test
    void guessingIsSlowedDownAndTheRightTokenIsAlwaysLetIn() throws Exception {
        String last = "";
        for (int i = 0; i < 8; i++) {
            last = fromElsewhere("GET /api/ledger", "Bearer guess" + i, "");
        }
        assertTrue(last.startsWith("HTTP/1.1 429 ") && last.toLowerCase(Locale.ROOT).contains("retry-after: "), last);
        String login = fromElsewhere("POST /console/login", "", "token=guess9");
        assertTrue(login.startsWith("HTTP/1.1 429 "), "it is one throttle: " + login);
        assertTrue(fromElsewhere("GET /api/ledger", "Bearer admin-for-tests", "").startsWith("HTTP/1.1 200 "));
        assertTrue(fromElsewhere("POST /console/login", "", "token=admin-for-tests").startsWith("HTTP/1.1 303 "));
    }

    /** From an address of its own, so that the other tests are not slowed down. */
    private String fromElsewhere(String request, String authorization, String form) throws Exception {
        try (RawHttp http = new RawHttp(bridge.port, "127.0.0.2")) {
            http.send(request
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded"
                    + "\r\nContent-Length: " + form.length() + "\r\nAuthorization: " + authorization + "\r\n\r\n" + form);
            return http.answer();
        }
    }

    @Test
    void aSlowStrangerIsTurnedAwayFromTheAdminApiBeforeItsBodyIsRead() throws Exception {
        try (RawHttp http = new RawHttp(bridge.port)) {
            http.send("POST /api/try/attacked HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n{");
            assertTrue(http.answer().startsWith("HTTP/1.1 401 "));
        }
    }

    @Test
    void aLinkInADropFolderIsNotRead() throws Exception {
        Path secret = Files.writeString(folder.resolve("outside.csv"), "Email\noutside@example.vn\n");
        Path inbox = Files.createDirectories(folder.resolve("data/inbox/csv-drop"));
        Files.createSymbolicLink(inbox.resolve("passwd.csv"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(inbox.resolve("outside.csv"), secret);
        Files.createSymbolicLink(inbox.resolve("folder"), Files.createDirectories(folder.resolve("elsewhere")));
        Files.writeString(folder.resolve("elsewhere/inside.csv"), "Email\ninside@example.vn\n");
        Awaitility.await().atMost(SOON)
                .until(() -> bridge.output().contains("passwd.csv") && bridge.output().contains("outside.csv"));
        bridge.drop("csv-drop", "plain.csv", "Email\nplain@example.vn\n");
        // It has been moved when nothing of the folder moves any more.
        Awaitility.await().atMost(SOON).until(() -> Files.exists(folder.resolve("data/done/csv-drop/plain.csv.report.json")));
        assertEquals(1, events("plain@example.vn"));
        assertEquals(0, events("outside@example.vn") + events("inside@example.vn"));
        try (var files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(path -> !Files.isSymbolicLink(path) && Files.isRegularFile(path)).toList()) {
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("root:"), file.toString());
            }
        }
    }

    @Test
    void aNameOfAFileWritesNoLineOfTheLog() throws Exception {
        bridge.drop("csv-drop", "a\n2026-01-01 00:00:00 INFO all is well \u001b[2Kb.csv", "Email\nlog@example.vn\n");
        Awaitility.await().atMost(SOON).until(() -> events("log@example.vn") == 1);
        Awaitility.await().atMost(SOON).until(() -> bridge.output().contains("all is well"));
        assertTrue(bridge.output().lines().noneMatch(line -> line.startsWith("2026-01-01 00:00:00 INFO all is well")));
        assertFalse(bridge.output().contains("\u001b[2K"));
    }
}
