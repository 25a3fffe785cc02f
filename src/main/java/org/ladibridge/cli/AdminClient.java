package org.ladibridge.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The client of a running bridge's admin API, with the options and exit codes that all its commands share. */
@Command(mixinStandardHelpOptions = true, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:done",
        "2:the bridge cannot be reached, or refuses"})
class AdminClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Option(names = "--url", paramLabel = "URL", description = "Address of the bridge (BRIDGE_URL, else by QUARKUS_HTTP_HOST and _PORT; ${DEFAULT-VALUE}).")
    String url;

    @Option(names = "--token", paramLabel = "TOKEN", description = "Admin token (BRIDGE_ADMIN_TOKEN; else what stands in the data folder).")
    String token;

    @Option(names = "--data", defaultValue = "${env:BRIDGE_DATA:-data}", paramLabel = "FOLDER", description = "The bridge's data folder (BRIDGE_DATA; ${DEFAULT-VALUE}).")
    Path data;

    @Option(names = "--user", defaultValue = "${env:BRIDGE_ADMIN_USER:-${sys:user.name}}", paramLabel = "NAME", description = "Your name in the audit (BRIDGE_ADMIN_USER; ${DEFAULT-VALUE}).")
    String user;

    @Option(names = "--json", description = "Print JSON, for programs.")
    boolean asJson;

    private final ObjectMapper json = new ObjectMapper();

    /** The bridge cannot be reached, or refuses; the message says what to do. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message);
        }
    }

    /** A value as it stands in a path or a query. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) throws Failure {
        return send(path, "GET", BodyPublishers.noBody(), null);
    }

    JsonNode delete(String path) throws Failure {
        return send(path, "DELETE", BodyPublishers.noBody(), null);
    }

    JsonNode post(String path, byte[] body, String contentType) throws Failure {
        return send(path, "POST", BodyPublishers.ofByteArray(body), contentType);
    }

    /** Writes the answer to a file, which appears when it is complete. */
    void download(String path, Path file) throws Failure {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            HttpResponse<Path> response = ask(request(path).GET().build(), BodyHandlers.ofFile(partial));
            if (response.statusCode() != 200) {
                String body = Files.readString(partial);
                Files.delete(partial);
                throw new Failure("the bridge answered HTTP " + response.statusCode() + ": " + detail(body));
            }
            Files.move(partial, file);
        } catch (IOException e) {
            throw new Failure(file + " cannot be written: " + e.getMessage());
        }
    }

    private JsonNode send(String path, String method, BodyPublisher body, String contentType) throws Failure {
        HttpRequest.Builder request = request(path).timeout(TIMEOUT).method(method, body);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        HttpResponse<String> response = ask(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() >= 400) {
            throw new Failure("the bridge answered HTTP " + response.statusCode() + ": " + detail(response.body()));
        }
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new Failure("the bridge at " + url + " answers no JSON: " + e.getMessage());
        }
    }

    private HttpRequest.Builder request(String path) throws Failure {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + path))
                .header("Authorization", "Bearer " + token());
        // The JDK's client writes headers in ASCII.
        String name = user.replaceAll("[^ -~]", "?").trim();
        return name.isEmpty() ? request : request.header("X-Admin-User", name);
    }

    private <T> HttpResponse<T> ask(HttpRequest request, BodyHandler<T> body) throws Failure {
        try {
            return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build().send(request, body);
        } catch (ConnectException e) {
            throw new Failure("no bridge answers at " + url + "; start it with ./ladibridge, or name another with --url");
        } catch (IOException e) {
            throw new Failure("the bridge at " + url + " cannot be asked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    private String detail(String body) {
        try {
            return json.readTree(body).path("detail").asText(body);
        } catch (IOException e) {
            return body;
        }
    }

    private String token() throws Failure {
        // No default value of picocli's, which would take a ${ in the token for a variable.
        String given = token == null ? System.getenv("BRIDGE_ADMIN_TOKEN") : token;
        if (given != null && !given.isBlank()) {
            return given.trim();
        }
        Path file = data.resolve("admin-token");
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new Failure(
                    "the admin token cannot be read from " + file + "; give it with --token or BRIDGE_ADMIN_TOKEN, or name the "
                            + "data folder with --data");
        }
    }
}
