package org.ladibridge.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** An S3 server with one bucket: s3rver, by Node. It does not show how Amazon's own lists, throttles or checks rights. */
final class S3Server implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String bucket;
    private final int port;

    S3Server(Path folder, String bucket) throws IOException, InterruptedException {
        this.bucket = bucket;
        process = NodeLibraries.start("s3.mjs", folder.toAbsolutePath().toString(), bucket);
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("s3rver does not start");
        }
        port = Integer.parseInt(line.strip());
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    void put(String key, String content) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address() + "/" + bucket + "/"
                + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/")))
                .PUT(HttpRequest.BodyPublishers.ofString(content)));
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
    }

    List<String> keys(String prefix) throws IOException, InterruptedException {
        return KEY.matcher(send(HttpRequest.newBuilder(URI.create(address() + "/" + bucket + "?prefix="
                + URLEncoder.encode(prefix, StandardCharsets.UTF_8))).GET()).body()).results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
