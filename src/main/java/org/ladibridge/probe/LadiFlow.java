package org.ladibridge.probe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The LadiFlow that is asked, a few calls a second. */
public final class LadiFlow {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int TOO_MANY = 429;
    private static final int LARGEST = 1024 * 1024;

    private final String url;
    private final String key;
    private final long pauseMillis;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * @param url as in {@code LADIFLOW_URL}
     * @param pause before each call
     */
    public LadiFlow(String url, String key, Duration pause) {
        this.url = url.replaceAll("/+$", "");
        this.key = key;
        this.pauseMillis = pause.toMillis();
    }

    ObjectNode body() {
        return json.createObjectNode();
    }

    /** After a pause; who is too fast all the same waits once more and asks again. */
    Reply call(String api, JsonNode body) throws IOException, InterruptedException {
        Reply reply = callOnce(api, body, key);
        for (int tries = 0; reply.verdict() == TOO_MANY && tries < 3; tries++) {
            Thread.sleep(1_000);
            reply = callOnce(api, body, key);
        }
        return reply;
    }

    Reply callWithKey(String api, JsonNode body, String otherKey) throws IOException, InterruptedException {
        return callOnce(api, body, otherKey);
    }

    private Reply callOnce(String api, JsonNode body, String withKey) throws IOException, InterruptedException {
        Thread.sleep(pauseMillis);
        return read(http.send(request(api, body, withKey), BodyHandlers.ofByteArray()));
    }

    /** Without a pause. */
    CompletableFuture<Reply> begin(String api, JsonNode body) {
        return http.sendAsync(request(api, body, key), BodyHandlers.ofByteArray()).thenApply(this::read);
    }

    private HttpRequest request(String api, JsonNode body, String withKey) {
        return HttpRequest.newBuilder(URI.create(url + "/customer/" + api)).timeout(ANSWER).header("Api-Key", withKey)
                .header("Content-Type", "application/json; charset=utf-8").header("Accept", "application/json")
                .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8)).build();
    }

    private Reply read(HttpResponse<byte[]> response) {
        JsonNode body = MissingNode.getInstance();
        try {
            if (response.body().length <= LARGEST) {
                body = json.readTree(response.body());
            }
        } catch (IOException e) {
            // It is no JSON: that is the answer.
        }
        return new Reply(response.statusCode(), body == null ? MissingNode.getInstance() : body,
                response.headers().firstValue("Retry-After").orElse(null));
    }
}
