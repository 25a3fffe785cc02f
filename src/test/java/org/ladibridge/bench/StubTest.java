package org.ladibridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ladibridge.Ports;

class StubTest {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = Ports.free();
        Thread stub = new Thread(() -> {
            try {
                Stub.main(new String[]{String.valueOf(port)});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        stub.setDaemon(true);
        stub.start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> get("/record").startsWith("0 0"));
    }

    @BeforeEach
    void forget() throws Exception {
        get("/forget");
    }

    @Test
    void callsAndCustomersAreCounted() throws Exception {
        assertTrue(update(BodyPublishers.ofString("{\"email\":\"bench7@example.vn\"}")).contains("\"_id\""));
        update(BodyPublishers.ofString("{\"email\":\"bench8@example.vn\"}"));
        update(BodyPublishers.ofString("{\"email\":\"bench7@example.vn\"}"));
        assertEquals("3 2", counts());
    }

    @Test
    void eachCustomerHasAnIdOfHisOwn() throws Exception {
        String seven = update(BodyPublishers.ofString("{\"email\":\"bench7@example.vn\"}"));
        assertEquals(seven, update(BodyPublishers.ofString("{\"email\":\"bench7@example.vn\"}")));
        assertNotEquals(seven, update(BodyPublishers.ofString("{\"email\":\"bench17@example.vn\"}")));
    }

    @Test
    void aBodyMayComeInChunksAndBeLong() throws Exception {
        String body = "{\"note\":\"" + "x".repeat(50_000) + "\",\"email\":\"bench7@example.vn\"}";
        update(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
        assertEquals("1 1", counts());
    }

    @Test
    void aCallAboutNobodyIsACallOnly() throws Exception {
        update(BodyPublishers.ofString("{}"));
        assertEquals("1 0", counts());
    }

    private static String counts() throws Exception {
        return get("/record").replaceAll(" -?\\d+$", "");
    }

    private static String update(BodyPublisher body) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/customer/update")).POST(body).build(),
                BodyHandlers.ofString()).body();
    }

    private static String get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.ofString())
                .body();
    }
}
