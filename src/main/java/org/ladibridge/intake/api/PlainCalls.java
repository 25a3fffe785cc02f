package org.ladibridge.intake.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks another system where no bridge, and so no Camel, runs. */
public final class PlainCalls implements ApiCaller {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int LARGEST = 32 * 1024 * 1024;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER).version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public ApiReply call(ApiRequest request) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri()).timeout(TIMEOUT).method(request.method(),
                request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        request.headers().forEach(builder::header);
        try {
            HttpResponse<InputStream> response = client.send(builder.build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new IOException("the answer has more than 32 MB; ask for a smaller page");
                }
                Map<String, String> headers = new HashMap<>();
                List.of("Retry-After", "Link", "Date")
                        .forEach(name -> response.headers().firstValue(name).ifPresent(value -> headers.put(name, value)));
                return new ApiReply(response.statusCode(), bytes, headers);
            }
        } catch (ConnectException e) {
            // The client says nothing of why.
            boolean named = true;
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                named &= !(cause instanceof UnresolvedAddressException);
            }
            throw new ConnectException(named ? "refused" : "there is no such host");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
