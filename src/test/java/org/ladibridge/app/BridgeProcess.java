package org.ladibridge.app;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.ladibridge.Ports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;

/** The packaged bridge as a process of its own, on a free port: the native executable when that is what was built last, else the jar. */
public final class BridgeProcess implements AutoCloseable {
    public static final String WEBHOOK_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    public static final String FORM_TOKEN = "form-token-for-tests";
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    /** What Quarkus' own integration tests go by, too. */
    private static final Path ARTIFACT = Path.of("target/quarkus-artifact.properties");
    /** Of a machine that has other work, too. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    public final int port = Ports.free();
    public final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> options = new ArrayList<>(List.of("-Xmx256m"));
    private final List<String> before = new ArrayList<>();
    private Path jar = JAR;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private Process process;

    public BridgeProcess(Path folder) {
        this.folder = folder;
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("BRIDGE_DATA", folder.resolve("data").toString());
        environment.put("BRIDGE_ADMIN_TOKEN", "admin-for-tests");
        environment.put("BRIDGE_SANDBOX", "true");
        environment.put("LADIFLOW_RATE", "0");
        environment.put("LADIFLOW_BACKFILL_ASKS", "0");
        environment.put("STANDARD_WEBHOOK_SECRET", WEBHOOK_SECRET);
        environment.put("LADIPAGE_FORM_TOKEN", FORM_TOKEN);
    }

    public BridgeProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Even when it runs as root, for whom rights do not count otherwise. */
    public BridgeProcess obeyingFileRights() {
        if ("root".equals(System.getProperty("user.name"))) {
            before.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
        }
        return this;
    }

    /** Another package than that of this build. */
    public BridgeProcess packagedAs(Path otherJar) {
        jar = otherJar;
        return this;
    }

    /** Such as a debugger; a native executable has none. */
    public BridgeProcess withJavaOption(String option) {
        options.add(option);
        return this;
    }

    public static boolean isNative() throws IOException {
        return nativeExecutable().isPresent();
    }

    private static Optional<Path> nativeExecutable() throws IOException {
        Properties artifact = new Properties();
        if (Files.exists(ARTIFACT)) {
            try (Reader reader = Files.newBufferedReader(ARTIFACT)) {
                artifact.load(reader);
            }
        }
        return "native".equals(artifact.getProperty("type"))
                ? Optional.of(ARTIFACT.resolveSibling(artifact.getProperty("path")).toAbsolutePath())
                : Optional.empty();
    }

    /** The bridge, to be followed by its arguments. */
    private List<String> executable(List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        Optional<Path> runner = jar.equals(JAR) ? nativeExecutable() : Optional.empty();
        command.add(runner.orElse(Path.of(System.getProperty("java.home"), "bin", "java")).toString());
        command.addAll(options);
        if (runner.isEmpty()) {
            if (Runtime.version().feature() >= 22) {
                command.add("--enable-native-access=ALL-UNNAMED");
            }
            if (jar.equals(JAR) && options.stream().noneMatch(option -> option.startsWith(ClassArchive.WRITE_OPTION))) {
                ClassArchive.of(JAR.getParent()).ifPresent(archive -> command.add("-XX:SharedArchiveFile=" + archive));
            }
            // Short lives: what the second compiler does to a bridge would cost more than it gives.
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString()));
        }
        return command;
    }

    /** No file may grow beyond so many bytes: what a full disk looks like. */
    public void limitFileSize(String bytes) throws IOException, InterruptedException {
        run("prlimit", "--pid", String.valueOf(process.pid()), "--fsize=" + bytes + ":unlimited");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
        }
    }

    /** What a command said, and its exit code. */
    public record Command(int exitCode, String output) {
    }

    /** Runs a command against this bridge. */
    public Command command(String... arguments) throws IOException, InterruptedException {
        Process run = builder(arguments).start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Command(run.waitFor(), output);
    }

    /** A command of the same jar against this bridge that somebody else starts. */
    public ProcessBuilder builder(String... arguments) throws IOException {
        List<String> command = executable(List.of());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BRIDGE_URL", "http://127.0.0.1:" + port);
        builder.environment().put("BRIDGE_ADMIN_TOKEN", environment.get("BRIDGE_ADMIN_TOKEN"));
        return builder;
    }

    /** Starts it without waiting for it. */
    public BridgeProcess launch() throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(before);
        command.addAll(executable(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().keySet()
                .removeIf(name -> name.startsWith("LADIFLOW") || name.startsWith("BRIDGE") || name.startsWith("QUARKUS"));
        builder.environment().putAll(environment);
        process = builder.start();
        return this;
    }

    public BridgeProcess start() throws IOException {
        long startedBefore = starts();
        launch();
        awaitStart(startedBefore);
        return this;
    }

    /** Waits for a bridge that was launched. */
    public void awaitFirstStart() {
        awaitStart(0);
    }

    private void awaitStart(long startedBefore) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the bridge " + end() + ":\n" + output());
            }
            return starts() > startedBefore;
        });
    }

    /** A signal leaves no word in the log: 9 is a kill, also by a system that has run out of memory. */
    private String end() {
        int code = process.exitValue();
        return code > 128 ? "was ended by signal " + (code - 128) : "ended with " + code;
    }

    private long starts() throws IOException {
        return output().lines().filter(line -> line.contains("sources run")).count();
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(60, TimeUnit.SECONDS);
    }

    /** As an orchestrator would. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the bridge did not stop");
        }
    }

    public int waitForEnd() throws InterruptedException {
        process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return process.exitValue();
    }

    public Path log() {
        return folder.resolve("bridge.log");
    }

    public String output() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    public HttpResponse<String> send(String method, String path, byte[] body, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(90))
                .method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public JsonNode api(String method, String path, String body) throws IOException {
        HttpResponse<String> response = send(method, path, body.getBytes(StandardCharsets.UTF_8),
                Map.of("Authorization", "Bearer " + environment.get("BRIDGE_ADMIN_TOKEN"), "Content-Type", "application/json"));
        if (response.statusCode() >= 400) {
            throw new IOException(method + " " + path + ": HTTP " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body().isBlank() ? "null" : response.body());
    }

    public JsonNode get(String path) throws IOException {
        return api("GET", path, "");
    }

    public JsonNode ledger() throws IOException {
        return get("/api/ledger");
    }

    /** Waits until so many were received and none of them is on its way any more. */
    public JsonNode awaitAllDelivered(long received, Duration atMost) {
        Awaitility.await().atMost(atMost).pollInterval(Duration.ofMillis(200)).ignoreExceptions().until(() -> {
            JsonNode ledger = ledger();
            return ledger.path("received").asLong() >= received && ledger.path("inFlight").asLong() == 0;
        });
        try {
            return ledger();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #awaitAllDelivered(long, Duration)}, of one source. */
    public void awaitAllDelivered(String source, long received, Duration atMost) {
        Awaitility.await(received + " of " + source).atMost(atMost).pollInterval(Duration.ofMillis(200)).ignoreExceptions()
                .until(() -> {
                    JsonNode counts = ledger().path("sources").path(source);
                    return counts.path("received").asLong() >= received && counts.path("inFlight").asLong() == 0;
                });
    }

    /** Signed by the standard's own library. */
    public HttpResponse<String> signedWebhook(String id, String body) throws IOException {
        try {
            long now = Instant.now().getEpochSecond();
            String signature = new Webhook(WEBHOOK_SECRET).sign(id, now, body);
            return send("POST", "/hooks/standard-webhook", body.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type",
                    "application/json", "webhook-id", id, "webhook-timestamp", String.valueOf(now), "webhook-signature",
                    signature));
        } catch (com.standardwebhooks.exceptions.WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a careful sender drops a file: under another name first. */
    public Path drop(String source, String name, String content) throws IOException {
        return drop(source, name, content.getBytes(StandardCharsets.UTF_8));
    }

    public Path drop(String source, String name, byte[] content) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("data/inbox").resolve(source));
        Path partial = Files.write(inbox.resolve(name + ".part"), content);
        return Files.move(partial, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
