package org.ladibridge.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.ladibridge.Ports;
import org.ladibridge.app.SelfSignedKeys;
import org.ladibridge.torture.LadiFlowStub.Answer;

/** The process of a {@link LadiFlowStub}. */
final class LadiFlow implements AutoCloseable {
    private final int port = Ports.free();
    private final int tlsPort = Ports.free();
    private final int controlPort = Ports.free();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private int seen;

    LadiFlow(Path folder) throws IOException, InterruptedException {
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp",
                System.getProperty("java.class.path"), LadiFlowStub.class.getName(), String.valueOf(port),
                String.valueOf(tlsPort), SelfSignedKeys.in(folder).toString(), String.valueOf(controlPort))
                .redirectError(folder.resolve("ladiflow.log").toFile()).start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"listening".equals(said.readLine())) {
            throw new IOException("the LadiFlow stub did not start: see " + folder.resolve("ladiflow.log"));
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + "/1.0";
    }

    /** The same LadiFlow behind a certificate that the bridge does not trust. */
    String untrustedUrl() {
        return "https://localhost:" + tlsPort + "/1.0";
    }

    /** From now on. */
    void answers(Answer kind) throws IOException {
        answers(kind, 100, 0);
    }

    /**
     * From now on.
     *
     * @param share of 100 calls; the others are {@link Answer#OK}
     * @param delay in milliseconds, at most
     */
    void answers(Answer kind, int share, int delay) throws IOException {
        control("PUT", "/answer?kind=" + kind + "&share=" + share + "&delay=" + delay);
    }

    void listens(boolean on) throws IOException {
        control("PUT", "/listen?on=" + on);
    }

    /**
     * From now on.
     *
     * @param customers those whose e-mail address begins so
     * @param kind {@link Answer#OK}: as all others
     */
    void fails(String customers, Answer kind) throws IOException {
        control("PUT", "/fails?on=" + customers + "&kind=" + kind);
    }

    /** What it holds of each customer, by e-mail address, or by phone number where there is none. */
    Map<String, String> held() throws IOException {
        Map<String, String> held = new TreeMap<>();
        control("GET", "/held").lines().forEach(line -> {
            String[] fields = line.split("\t");
            held.put(fields[0], fields[1]);
        });
        return held;
    }

    /** The write calls since this was asked last, in the order of arrival. */
    List<Call> newCalls() throws IOException {
        List<Call> calls = new ArrayList<>();
        control("GET", "/calls?from=" + seen).lines().forEach(line -> {
            String[] fields = line.split("\t");
            calls.add(new Call(new Event(fields[0], Integer.parseInt(fields[1])), Answer.valueOf(fields[2])));
        });
        seen += calls.size();
        return calls;
    }

    private String control(String method, String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + path))
                .method(method, BodyPublishers.noBody()).build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(path + ": " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
