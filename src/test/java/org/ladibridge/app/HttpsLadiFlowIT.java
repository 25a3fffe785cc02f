package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** LadiFlow is an https address, and Camel's https component is another than its http component. */
class HttpsLadiFlowIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void everyCallIsCountedBecauseTheHttpClientRepeatsNoneByItself() throws Exception {
        Path keys = SelfSignedKeys.in(folder);
        AtomicInteger calls = new AtomicInteger();
        HttpsServer ladiflow = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        ladiflow.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
        ladiflow.createContext("/", exchange -> answer(exchange, calls.incrementAndGet()));
        ladiflow.start();
        try (BridgeProcess bridge = new BridgeProcess(folder).with("BRIDGE_SANDBOX", "false").with("LADIFLOW_API_KEY", "key")
                .with("LADIFLOW_WRITE", "update")
                .with("LADIFLOW_URL", "https://localhost:" + ladiflow.getAddress().getPort() + "/1.0")
                .withJavaOption("-Djavax.net.ssl.trustStore=" + keys)
                .withJavaOption("-Djavax.net.ssl.trustStorePassword=" + SelfSignedKeys.PASSWORD)
                .start()) {
            bridge.signedWebhook("tls", "{\"email\":\"tls@example.vn\"}");
            Awaitility.await()
                    .until(() -> bridge.ledger().path("delivered").asInt() == 1);

            JsonNode event = bridge.get("/api/events/" + bridge.get("/api/events?customer=tls@example.vn").path(0).path("id"));
            assertEquals(calls.get(), event.path("attempts").size(), event.path("attempts").toString());
        } finally {
            ladiflow.stop(0);
        }
    }

    /** The status that a client likes to repeat, then success. */
    private static void answer(HttpExchange exchange, int call) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = (call <= 3 ? "{}" : "{\"data\":{\"_id\":\"000000000000000000000001\"},\"code\":201}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(call <= 3 ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static SSLContext tls(Path file) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, SelfSignedKeys.PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, SelfSignedKeys.PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
