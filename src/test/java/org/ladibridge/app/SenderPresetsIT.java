package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The senders' presets as a route asks for them, by parameters of the packaged kamelet. The signatures were made by OpenSSL; what
 * is signed is a record without e-mail and phone, which no sender may be blamed for.
 */
class SenderPresetsIT {
    private static final String BODY = "{\"id\":\"evt_1\",\"name\":\"Nguyễn Văn A\"}";
    private static final String REJECTED = "200 {\"received\":1,\"duplicate\":0,\"rejected\":1}";
    private static final String VERIFY_TOKEN = "xác+minh&50%";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        Path routes = folder.resolve("routes");
        source(routes, "meta", "verify: meta, verifyToken: \"{{meta.verify-token}}\"");
        source(routes, "woocommerce", "verify: woocommerce");
        source(routes, "kiotviet", "verify: kiotviet");
        source(routes, "kiotviet-pinned", "verify: kiotviet, encoding: hex, prefix: none, keyEncoding: utf8");
        source(routes, "pipedrive", "verify: pipedrive");
        source(routes, "bitrix24", "verify: bitrix24");
        source(routes, "any", "verify: token, header: X-Shop-Token, answer: \"200\"");
        source(routes, "hubspot", "verify: hubspot");
        Path kamelets = Files.createDirectories(routes.resolve("kamelets"));
        try (var shipped = Files.list(Path.of("routes/kamelets"))) {
            for (Path kamelet : shipped.toList()) {
                Files.copy(kamelet, kamelets.resolve(kamelet.getFileName()));
            }
        }
        bridge = new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.toString()).with("META_SECRET", "test-secret")
                .with("META_VERIFY_TOKEN", VERIFY_TOKEN).with("WOOCOMMERCE_SECRET", "s3cret&amp;key")
                .with("KIOTVIET_SECRET", "dGVzdC1zZWNyZXQ=").with("KIOTVIET_PINNED_SECRET", "dGVzdC1zZWNyZXQ=")
                .with("PIPEDRIVE_SECRET", "lan:bí+mật&50%").with("BITRIX24_SECRET", "application-token-for-tests")
                .with("ANY_SECRET", "shop-token").with("HUBSPOT_SECRET", "test-secret").start();
    }

    private static void source(Path routes, String name, String parameters) throws IOException {
        Path source = Files.createDirectories(routes.resolve(name));
        Files.writeString(source.resolve(name + ".camel.yaml"), """
            - route:
                id: %1$s
                from:
                  uri: kamelet:webhook-source
                  parameters: { path: %1$s, secret: "{{%1$s.secret}}", %2$s }
                  steps:
                    - to: { uri: kamelet:ladiflow-sink, parameters: { source: %1$s } }
            """.formatted(name, parameters));
        Files.writeString(source.resolve("mapping.jq"), "{ email, full_name: .name }");
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    private static String send(String path, String body, Map<String, String> headers) throws IOException {
        HttpResponse<String> answer = bridge.send("POST", "/hooks/" + path, body.getBytes(StandardCharsets.UTF_8), headers);
        return answer.statusCode() + (answer.statusCode() == 200 ? " " + answer.body() : "");
    }

    private static String form(String path, String body) throws IOException {
        return send(path, body, Map.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    private static String post(String path, String header, String proof) throws IOException {
        return send(path, BODY, Map.of("Content-Type", "application/json", header, proof));
    }

    @Test
    void metaShakesHands() throws IOException {
        String query = "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
        HttpResponse<String> answer = bridge.send("GET",
                "/hooks/meta" + query + URLEncoder.encode(VERIFY_TOKEN, StandardCharsets.UTF_8), new byte[0], Map.of());
        assertEquals("200 1158201444", answer.statusCode() + " " + answer.body());
        assertEquals(403, bridge.send("GET", "/hooks/meta" + query + "wrong", new byte[0], Map.of()).statusCode());
        assertEquals(405, bridge.send("GET", "/hooks/any" + query + "wrong", new byte[0], Map.of()).statusCode());
        assertFalse(bridge.output().contains(VERIFY_TOKEN));
    }

    @Test
    void theShopPingsAndSignsWithTheSecretBehindTheEntity() throws IOException {
        assertEquals("200 ", form("woocommerce", "webhook_id=3"));
        assertTrue(post("woocommerce", "X-WC-Webhook-Signature", "WP+caHOFObo5SQuAzld4l5Rc1b1h3yEYRs3DvnH8ge8=")
                .startsWith("200 {\"received\":1,"));
        assertEquals("401", post("woocommerce", "X-WC-Webhook-Signature", "xYBsXyxtHeSxFdu2QLygQAZGjbyaKJge+5nnBnCDNS4="));
    }

    /** As WordPress posts: HTTP/1.0, nothing after the answer. */
    @Test
    void theShopSpeaksTheOldHttp() throws IOException {
        String head = "POST /hooks/woocommerce HTTP/1.0\r\nHost: bridge.example.vn\r\nUser-Agent: WordPress/6.8\r\n";
        try (RawHttp ping = new RawHttp(bridge.port); RawHttp event = new RawHttp(bridge.port)) {
            String pinged = ping.send(head + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 12\r\n"
                    + "Connection: close\r\n\r\n", "webhook_id=3").answer();
            assertTrue(pinged.matches("(?s)HTTP/1\\.[01] 200 OK\r\n.*"), pinged);
            assertTrue(ping.isEnded());
            String stored = event.send(head + "Content-Type: application/json\r\nContent-Length: 39\r\nConnection: close\r\n"
                    + "X-WC-Webhook-Signature: WP+caHOFObo5SQuAzld4l5Rc1b1h3yEYRs3DvnH8ge8=\r\n\r\n", BODY).answer();
            assertTrue(stored.matches("(?s)HTTP/1\\.[01] 200 OK\r\n.*\"received\":1.*"), stored);
            assertTrue(event.isEnded());
        }
    }

    @Test
    void kiotVietsWayOfSigningIsReportedAndCanBePinned() throws IOException {
        String hex = "b205e635279d14ce72cb2b504299c9629c394a0f8c9bbe6f551254d397d69005";
        String decodedKey = "sha256=xYBsXyxtHeSxFdu2QLygQAZGjbyaKJge+5nnBnCDNS4=";
        assertEquals(REJECTED, post("kiotviet", "X-Hub-Signature", decodedKey));
        assertTrue(bridge.output().contains(
                "/hooks/kiotviet is signed with encoding: base64, prefix: sha256=, keyEncoding: base64"), bridge.output());
        assertEquals(REJECTED, post("kiotviet-pinned", "X-Hub-Signature", hex));
        assertEquals("503", post("kiotviet-pinned", "X-Hub-Signature", decodedKey));
        assertEquals("503", post("kiotviet", "X-Hub-Signature", hex.replace('b', 'c')));
    }

    @Test
    void pipedriveLogsIn() throws IOException {
        String login = Base64.getEncoder().encodeToString("lan:bí+mật&50%".getBytes(StandardCharsets.UTF_8));
        assertEquals(REJECTED, post("pipedrive", "Authorization", "Basic " + login));
        assertEquals("401", post("pipedrive", "Authorization", "Basic " + login.substring(4)));
    }

    @Test
    void theTokenInBitrix24sFormIsCheckedAndNotKept() throws IOException {
        String event = "event=ONCRMCONTACTADD&data%5BFIELDS%5D%5BID%5D=5&auth%5Bapplication_token%5D=";
        assertEquals(REJECTED, form("bitrix24", event + "application-token-for-tests"));
        assertEquals("401", form("bitrix24", event + "wrong"));
        JsonNode records = bridge.get("/api/events?source=bitrix24");
        JsonNode record = bridge.get("/api/events/" + records.findValue("id").asText());
        assertTrue(record.toString().contains("ONCRMCONTACTADD"), record.toString());
        assertFalse(record.toString().contains("application-token-for-tests"), record.toString());
    }

    @Test
    void anyoneMayNameTheHeaderOfTheToken() throws IOException {
        assertEquals(REJECTED, post("any", "X-Shop-Token", "shop-token"));
        assertEquals("401", post("any", "X-Api-Key", "shop-token"));
    }

    @Test
    void hubSpotWaitsForThePublicAddressAndItsSenderIsAskedToComeBack() throws IOException {
        assertEquals("503", post("hubspot", "X-HubSpot-Request-Timestamp", "1764000000000"));
        assertTrue(bridge.get("/api/sources").toString().contains(
                "BRIDGE_PUBLIC_URL is not set; hubspot signs the address it calls, such as https://bridge.example.vn"));
    }
}
