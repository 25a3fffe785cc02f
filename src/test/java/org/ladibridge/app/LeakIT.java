package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A run in which much goes wrong, with secrets and customers that can be recognised, and everything that the bridge says about
 * it: none of them may stand there, in whatever way they are written.
 */
@Execution(ExecutionMode.CONCURRENT)
class LeakIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(120);
    /** What a customer is known by. */
    private static final List<String> PERSONAL = List.of("leaky", "0912777", "912 777", "84912777", "Rò Rỉ", "Ro Ri");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private final Map<String, String> secrets = new LinkedHashMap<>();

    private void secret(BridgeProcess bridge, String variable, String value) {
        secrets.put(variable, value);
        bridge.with(variable, value);
    }

    @ParameterizedTest
    @CsvSource({"DEBUG,false", "DEBUG,true"})
    void noSecretAndNoCustomerStandsInAnythingThatTheBridgeSays(String level, boolean json) throws Exception {
        HttpServer others = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        others.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        others.createContext("/", LeakIT::answer);
        others.start();
        String address = "http://127.0.0.1:" + others.getAddress().getPort();
        try (BridgeProcess bridge = new BridgeProcess(folder)) {
            bridge.with("BRIDGE_SANDBOX", "false").with("LADIFLOW_URL", address + "/1.0").with("LADIFLOW_WRITE", "update")
                    .with("LADIFLOW_REDELIVERIES", "0")
                    .with("QUARKUS_LOG_CATEGORY__ORG_LADIBRIDGE__LEVEL", level)
                    .with("QUARKUS_LOG_CATEGORY__ORG_APACHE_CAMEL__LEVEL", level)
                    .with("BRIDGE_LOG_JSON", String.valueOf(json));
            secret(bridge, "LADIFLOW_API_KEY", "s3cret-ladiflow+/=&x");
            secret(bridge, "LADIPAGE_FORM_TOKEN", "s3cret-form+/=&x");
            secret(bridge, "SHOPIFY_SECRET", "s3cret-shopify+/=&x");
            secret(bridge, "PIPEDRIVE_SECRET", "user:s3cret-pipedrive+/=&x");
            secret(bridge, "META_LEAD_ADS_SECRET", "s3cret-meta+/=&x");
            secret(bridge, "META_LEAD_ADS_VERIFY_TOKEN", "s3cret-verify+/=&x");
            secret(bridge, "META_LEAD_ADS_TOKEN", "s3cret-graph+/=&x");
            bridge.with("META_LEAD_ADS_URL", address);
            secret(bridge, "HUBSPOT_SECRET", "s3cret-hubspot+/=&x");
            secret(bridge, "HUBSPOT_TOKEN", "s3cret-hubspot-token+/=&x");
            bridge.with("HUBSPOT_URL", address).with("BRIDGE_PUBLIC_URL", "https://bridge.example.vn");
            secret(bridge, "BITRIX24_TOKEN", "s3cret-application+/=&x");
            bridge.with("BITRIX24_URL", address + "/rest/1/s3cretpath");
            secrets.put("BITRIX24_URL", "s3cretpath");
            secret(bridge, "REST_POLL_TOKEN", "s3cret-rest+/=&x");
            bridge.with("REST_POLL_URL", address + "/list").with("REST_POLL_AUTH", "query").with("REST_POLL_EVERY", "500ms");
            secret(bridge, "PIPEDRIVE_POLL_TOKEN", "s3cret-pipedrive-poll+/=&x");
            bridge.with("PIPEDRIVE_POLL_URL", "http://127.0.0.1:1").with("PIPEDRIVE_POLL_EVERY", "500ms");
            secret(bridge, "KIOTVIET_POLL_SECRET", "s3cret-kiotviet+/=&x");
            bridge.with("KIOTVIET_POLL_CLIENT_ID", "client").with("KIOTVIET_POLL_RETAILER", "shop")
                    .with("KIOTVIET_POLL_URL", address + "/kiotviet").with("KIOTVIET_POLL_TOKEN_URL", address + "/refused")
                    .with("KIOTVIET_POLL_EVERY", "500ms");
            secret(bridge, "BITRIX24_POLL_TOKEN", "s3cretpollpath");
            bridge.with("BITRIX24_POLL_URL", "http://127.0.0.1:1/rest/1").with("BITRIX24_POLL_EVERY", "500ms");
            secret(bridge, "SFTP_DROP_PASSWORD", "s3cret-sftp+/=&x");
            bridge.with("SFTP_DROP_URL", "sftp:127.0.0.1:1/outbox").with("SFTP_DROP_USER", "partner")
                    .with("SFTP_DROP_KNOWN_HOSTS", "/nowhere");
            secrets.put("STANDARD_WEBHOOK_SECRET", BridgeProcess.WEBHOOK_SECRET.substring("whsec_".length()));
            secrets.put("BRIDGE_ADMIN_TOKEN", "admin-for-tests");
            secrets.put("a wrong token", "s3cret-of-somebody-else");
            bridge.start();

            goThroughMuch(bridge);
            String said = everythingSaid(bridge, json);
            assertEquals(List.of(), leaks(said));
        } finally {
            others.stop(0);
        }
    }

    private void goThroughMuch(BridgeProcess bridge) throws Exception {
        String token = secrets.get("LADIPAGE_FORM_TOKEN");
        assertEquals(202, form(bridge, token, "name=Rò Rỉ&email=leaky-good@example.vn&phone=0912777001"));
        assertEquals(202, form(bridge, token, "name=Rò Rỉ&email=leaky-rejected&phone=+84 912 777"));
        assertEquals(202, form(bridge, token, "name=Rò Rỉ&email=leaky-refused@example.vn&phone=0912777002"));
        assertEquals(202, form(bridge, token, "name=Rò Rỉ&email=leaky-down@example.vn&phone=0912777003"));
        assertEquals(401, form(bridge, "s3cret-of-somebody-else", "email=leaky-stranger@example.vn"));
        assertEquals(202, bridge.signedWebhook("leaky-id", "{\"email\":\"leaky-standard@example.vn\",\"dob\":\"leaky\"}")
                .statusCode());
        assertEquals(400, bridge.signedWebhook("id-2", "{\"email\":\"leaky-broken@example.vn\"").statusCode());
        assertEquals(401,
                bridge.send("POST", "/hooks/standard-webhook", "{\"email\":\"leaky@example.vn\"}".getBytes(), Map.of())
                        .statusCode());
        bridge.send("GET", "/hooks/meta-lead-ads?hub.mode=subscribe&hub.challenge=1&hub.verify_token=s3cret-of-somebody-else",
                new byte[0], Map.of());
        byte[] bitrix = ("event=ONCRMCONTACTADD&data%5BFIELDS%5D%5BID%5D=7&ts=1764000000&auth%5Bapplication_token%5D="
                + URLEncoder.encode(secrets.get("BITRIX24_TOKEN"), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        assertEquals(200, bridge.send("POST", "/hooks/bitrix24", bitrix, Map.of("Content-Type",
                "application/x-www-form-urlencoded")).statusCode());
        bridge.send("POST", "/hooks/pipedrive",
                "{\"data\":{\"id\":1,\"emails\":[{\"value\":\"leaky-pipe@example.vn\"}]}}".getBytes(),
                Map.of("Content-Type", "application/json", "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(secrets.get("PIPEDRIVE_SECRET").getBytes())));
        bridge.drop("csv-drop", "customers.csv", """
            Họ tên,Email,Số điện thoại,Ngày sinh
            Rò Rỉ,leaky-file@example.vn,0912777004,hôm qua
            Rò Rỉ,leaky,0912777,
            Rò Rỉ,leaky-more@example.vn,0912777005,,0912777006
            """);
        bridge.drop("json-drop", "customers.json",
                "{\"email\":\"leaky-line@example.vn\"}\n{\"email\": leaky-bad@example.vn}\n");
        bridge.send("GET", "/api/ledger", new byte[0], Map.of("Authorization", "Bearer s3cret-of-somebody-else"));
        for (String expected : List.of("was refused", "correct REST_POLL_TOKEN", "csv-drop: customers.csv is stored",
                "json-drop: customers.json is stored", "pipedrive-poll: the poll stops", "kiotviet-poll: the poll stops",
                "bitrix24-poll: the poll stops", "bitrix24-contacts: fetching pauses")) {
            Awaitility.await(expected).atMost(SOON).until(() -> bridge.output().contains(expected));
        }
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> bridge.ledger().path("dead").asInt() > 0);
        // A refused key ends the run: delivery as a whole waits.
        form(bridge, token, "name=Rò Rỉ&email=leaky-badkey@example.vn");
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> bridge.output().contains("LADIFLOW_API_KEY"));
    }

    private static int form(BridgeProcess bridge, String token, String form) throws IOException {
        return bridge.send("POST", "/hooks/ladipage-form", form.replace("+", "%2B").getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "X-Api-Key", token)).statusCode();
    }

    private static String everythingSaid(BridgeProcess bridge, boolean json) throws Exception {
        StringBuilder said = new StringBuilder();
        for (String path : List.of("/q/metrics", "/q/health", "/q/health/well", "/q/health/ready")) {
            said.append(bridge.send("GET", path, new byte[0], Map.of()).body()).append('\n');
        }
        said.append(bridge.get("/api/sources")).append('\n').append(bridge.get("/api/delivery")).append('\n')
                .append(bridge.get("/api/dead-letters")).append('\n').append(bridge.get("/api/ledger")).append('\n');
        for (String command : List.of("status", "events")) {
            said.append(bridge.command(command).output()).append('\n');
        }
        bridge.stop();
        String log = bridge.output();
        assertTrue(log.lines().count() > 20, log);
        return said.append(json ? unescaped(log) : log).toString();
    }

    /** JSON could hide in escapes what must not stand there. Every line is a document, and those about a record name it. */
    private static String unescaped(String log) throws IOException {
        StringBuilder texts = new StringBuilder();
        boolean records = false;
        for (String line : log.lines().toList()) {
            JsonNode document = JSON.readTree(line);
            records |= document.path("mdc").hasNonNull("record");
            for (JsonNode value : document.findParents("message")) {
                texts.append(value.path("message").asText()).append('\n');
            }
            texts.append(document).append('\n');
        }
        assertTrue(records, log);
        return texts.toString();
    }

    /** Lines with a secret, however it is written, or with what a customer is known by. */
    private List<String> leaks(String said) {
        Map<String, String> forbidden = new LinkedHashMap<>();
        secrets.forEach((name, value) -> {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
            String base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
            for (String form : List.of(value, encoded, encoded.replace("+", "%20"), base64.substring(0, base64.length() - 4))) {
                forbidden.put(form, name);
            }
        });
        PERSONAL.forEach(value -> forbidden.put(value, "a customer"));
        return new ArrayList<>(new TreeSet<>(said.lines()
                .flatMap(line -> forbidden.entrySet().stream().filter(entry -> line.contains(entry.getKey()))
                        .map(entry -> entry.getValue() + ": " + line.replaceFirst("^[\\d-]+ [\\d:,]+ ", "")))
                .toList()));
    }

    /** LadiFlow, and every CRM: each repeats what it was sent, as bad servers do. */
    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/1.0")) {
                int status = body.contains("leaky-refused")
                        ? 400
                        : body.contains("leaky-down") ? 500 : body.contains("badkey") ? 401 : 200;
                send(exchange, status, status == 200
                        ? "{\"data\":{\"_id\":\"" + "a".repeat(24) + "\"},\"code\":200}"
                        : "{\"code\":" + status + ",\"message\":\"refused: " + body.replace("\"", "'") + " with "
                                + exchange.getRequestHeaders().getFirst("Api-Key") + "\"}");
            } else if (path.equals("/list")) {
                boolean first = !exchange.getRequestURI().getQuery().contains("page=2");
                send(exchange, first ? 200 : 401, first
                        ? "[{\"id\":1,\"email\":\"leaky-poll@example.vn\",\"phone\":\"0912777007\",\"updated_at\":\"2026-01-01T00:00:00Z\"},"
                                + "{\"email\":\"leaky-without-id@example.vn\"}]"
                        : "{\"error\":\"" + exchange.getRequestURI() + "\"}");
            } else {
                send(exchange, 401, "{\"error\":\"bad " + exchange.getRequestURI() + " " + body.replace("\"", "'") + "\"}");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
