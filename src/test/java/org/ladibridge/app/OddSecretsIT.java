package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret arrives as it stands in the environment, though its characters mean something to what it passes on its way. */
class OddSecretsIT {
    private static final String ODD = "a$$b\\1${x}\\$+&%\"'#{y}{{z}})&}c";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static Listener listener;
    private static BridgeProcess bridge;

    /** Stands for LadiFlow and every CRM: says yes, and keeps what it was told. */
    private static final class Listener implements AutoCloseable {
        final Collection<String> heard = new ConcurrentLinkedQueue<>();
        private final HttpServer server;

        Listener() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::handle);
            server.start();
        }

        String address(String path) {
            return "http://127.0.0.1:" + server.getAddress().getPort() + path;
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String path = exchange.getRequestURI().getPath();
                heard.add(path + " Api-Key: " + exchange.getRequestHeaders().getFirst("Api-Key"));
                heard.add(path + " Authorization: " + exchange.getRequestHeaders().getFirst("Authorization"));
                heard.add(path + " form: " + (body.contains("=") ? URLDecoder.decode(body, StandardCharsets.UTF_8) : ""));
                byte[] answer = "{\"data\":{\"_id\":\"0123456789abcdef01234567\"},\"code\":200,\"results\":[]}".getBytes();
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        listener = new Listener();
        bridge = new BridgeProcess(folder).with("BRIDGE_ADMIN_TOKEN", ODD)
                .with("BRIDGE_SANDBOX", "false").with("LADIFLOW_API_KEY", ODD).with("LADIFLOW_WRITE", "update")
                .with("LADIFLOW_URL", listener.address("/ladiflow"))
                .with("LADIPAGE_FORM_TOKEN", ODD).with("TYPEFORM_SECRET", ODD).with("PIPEDRIVE_SECRET", "bridge:" + ODD)
                .with("META_LEAD_ADS_SECRET", ODD).with("META_LEAD_ADS_VERIFY_TOKEN", ODD).with("META_LEAD_ADS_TOKEN", ODD)
                .with("META_LEAD_ADS_URL", listener.address("/fetch"))
                .with("HUBSPOT_POLL_TOKEN", ODD).with("HUBSPOT_POLL_URL", listener.address("/poll"))
                .with("REST_POLL_TOKEN", ODD).with("REST_POLL_URL", listener.address("/rest"))
                .with("KIOTVIET_POLL_RETAILER", "shop").with("KIOTVIET_POLL_CLIENT_ID", "me").with("KIOTVIET_POLL_SECRET", ODD)
                .with("KIOTVIET_POLL_TOKEN_URL", listener.address("/oauth"));
        bridge.start();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
        listener.close();
    }

    private static void awaitHeard(String what) {
        Awaitility.await().untilAsserted(
                () -> assertEquals(true, listener.heard.contains(what), () -> String.join("\n", listener.heard)));
    }

    private static int post(String source, String body, String header, String value) throws Exception {
        return bridge.send("POST", "/hooks/" + source, body.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json", header, value)).statusCode();
    }

    private static String sample(String path) throws IOException {
        return Files.readString(Path.of("routes").resolve(path));
    }

    private static byte[] hmac(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(ODD.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void aTokenOpensItsWebhookAndTheKeyReachesLadiFlow() throws Exception {
        assertEquals(202, post("ladipage-form", "{\"name\":\"An\",\"phone\":\"0912345678\"}", "X-Api-Key", ODD));
        awaitHeard("/ladiflow/customer/update Api-Key: " + ODD);
    }

    @Test
    void aSignatureIsMadeWithTheSecretAsItIs() throws Exception {
        String body = sample("typeform/samples/response.json");
        assertEquals(200, post("typeform", body, "Typeform-Signature", "sha256=" + base64(hmac(body))));
    }

    @Test
    void aPasswordIsComparedAsItIs() throws Exception {
        assertEquals(200, post("pipedrive", sample("pipedrive/samples/person-change.json"), "Authorization",
                "Basic " + base64(("bridge:" + ODD).getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void pollsAndFetchesBringTheirTokens() throws Exception {
        String event = sample("meta-lead-ads/samples/event.json");
        assertEquals(200, post("meta-lead-ads", event, "X-Hub-Signature-256",
                "sha256=" + java.util.HexFormat.of().formatHex(hmac(event))));
        awaitHeard("/fetch/v24.0/444001 Authorization: Bearer " + ODD);
        awaitHeard("/poll/crm/v3/objects/contacts/search Authorization: Bearer " + ODD);
        awaitHeard("/rest Authorization: Bearer " + ODD);
        awaitHeard("/oauth form: grant_type=client_credentials&client_id=me&client_secret=" + ODD + "&scopes=PublicApi.Access");
    }

    @Test
    void theAdminTokenOpensTheApiAndTheCommandLine() throws Exception {
        assertEquals(true, bridge.ledger().path("balanced").asBoolean());
        BridgeProcess.Command status = bridge.command("status");
        assertFalse(status.exitCode() == 2, status.output());
    }

    @Test
    void noSecretIsShown() throws Exception {
        assertFalse(bridge.output().contains(ODD), bridge.output());
        assertFalse(bridge.get("/api/sources").toString().contains("a$$b"), "the sources' messages quote no secret");
    }
}
