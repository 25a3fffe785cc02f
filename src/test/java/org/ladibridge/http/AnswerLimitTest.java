package org.ladibridge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.quarkus.runtime.configuration.ConfigurationException;

/** How much of an answer is read, however it comes. */
class AnswerLimitTest {
    private static final int MOST = 100_000;

    private HttpServer server;
    private CloseableHttpClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", AnswerLimitTest::answer);
        server.start();
        HttpClientBuilder builder = HttpClients.custom();
        new AnswerLimit(MOST, "raise A_SETTING").configureHttpClient(builder);
        client = builder.build();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.stop(0);
    }

    /** The path says how: /length/100, /chunked/100, /gzip/100, /deflate/100, /endless/0. */
    private static void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        byte[] body = new byte[Integer.parseInt(path[2])];
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        if (path[1].equals("gzip") || path[1].equals("deflate")) {
            exchange.getResponseHeaders().set("Content-Encoding", path[1]);
            try (OutputStream out = path[1].equals("gzip") ? new GZIPOutputStream(packed) : new DeflaterOutputStream(packed)) {
                out.write(body);
            }
            body = packed.toByteArray();
        }
        boolean length = !path[1].equals("chunked") && !path[1].equals("endless");
        exchange.sendResponseHeaders(200, length ? body.length == 0 ? -1 : body.length : 0);
        try (OutputStream out = exchange.getResponseBody()) {
            do {
                out.write(body);
            } while (path[1].equals("endless"));
        } catch (IOException e) {
            // The client went away, as it should.
            exchange.close();
        }
    }

    private int read(String path) throws IOException {
        HttpGet get = new HttpGet("http://localhost:" + server.getAddress().getPort() + path);
        return client.execute(get, response -> {
            byte[] body = EntityUtils.toByteArray(response.getEntity());
            return body == null ? 0 : body.length;
        });
    }

    @ParameterizedTest
    @CsvSource({"length", "chunked", "gzip", "deflate"})
    void whatFitsIsReadToTheLastByte(String how) throws IOException {
        assertEquals(MOST, read("/" + how + "/" + MOST));
        assertEquals(0, read("/" + how + "/0"));
    }

    @ParameterizedTest
    @CsvSource({"length", "chunked", "gzip", "deflate"})
    void oneByteMoreIsGivenUp(String how) {
        AnswerTooLargeException e = assertThrows(AnswerTooLargeException.class, () -> read("/" + how + "/" + (MOST + 1)));
        assertEquals("the answer is larger than 100000 bytes and was not read on: raise A_SETTING", e.getMessage());
    }

    @Test
    void anAnswerWithoutEndIsNotReadOnWhenItIsClosed() {
        assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> assertThrows(AnswerTooLargeException.class, () -> read("/endless/8192")));
    }

    @Test
    void theNextCallHasAConnectionOfItsOwn() throws IOException {
        for (int i = 0; i < 50; i++) {
            assertThrows(AnswerTooLargeException.class, () -> read("/gzip/" + 10 * MOST));
        }
        assertEquals(5, read("/length/5"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 1023, 1L << 40})
    void aLimitThatMakesNoSenseIsRefused(long most) {
        String message = assertThrows(ConfigurationException.class, () -> AnswerLimit.of(most, "A_SETTING", "")).getMessage();
        assertTrue(message.startsWith("A_SETTING is " + most + " bytes"), message);
    }
}
