package org.ladibridge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that is measured, on a port of its own. */
final class App implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    /** The kernel counts processor time in hundredths of a second. */
    static final double TICKS = 100;

    /**
     * What a process has used since it began.
     *
     * @param threads processor time by kind of thread, for those that still live
     */
    record Usage(double cpuSeconds, long bytesWritten, Map<String, Double> threads) {
        Usage since(Usage before) {
            Map<String, Double> used = new TreeMap<>();
            threads.forEach((thread, seconds) -> used.put(thread, seconds - before.threads.getOrDefault(thread, 0.0)));
            return new Usage(cpuSeconds - before.cpuSeconds, bytesWritten - before.bytesWritten, used);
        }

        /** Where the processor time went, most first. */
        String stages(long records) {
            return threads.entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .filter(thread -> thread.getValue() > 0.02 * cpuSeconds)
                    .map(thread -> thread.getKey() + Table.number(" %.3f", thread.getValue() * 1000 / records))
                    .collect(Collectors.joining(", "));
        }
    }

    final int port;
    final Path log;
    private final Process process;

    App(int port, Path log, List<String> command, Map<String, String> environment) throws IOException {
        this.port = port;
        this.log = log;
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.matches("(LADIFLOW|BRIDGE|QUARKUS|JAVA)_.*"));
        builder.environment().putAll(environment);
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    long pid() {
        return process.pid();
    }

    Usage usage() throws IOException {
        Map<String, Double> threads = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                try {
                    String kind = Files.readString(task.resolve("comm")).strip().replaceAll("[-# ]*\\d+$", "");
                    threads.merge(kind, cpuSeconds(task), Double::sum);
                } catch (NoSuchFileException ended) {
                    // A thread that has just ended.
                }
            }
        }
        return new Usage(cpuSeconds(Path.of("/proc/" + pid())), number("/proc/" + pid() + "/io", "write_bytes:"), threads);
    }

    private static double cpuSeconds(Path of) throws IOException {
        String stat = Files.readString(of.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    /** Resident memory in megabytes. */
    double rss() throws IOException {
        return number("/proc/" + pid() + "/status", "VmRSS:") / 1024.0;
    }

    private static long number(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("\\D", "")).mapToLong(Long::parseLong).findFirst().orElseThrow();
    }

    String get(String path) throws IOException {
        return send("GET", path, "", Map.of()).body();
    }

    HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30)).method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Asks until the process answers so. */
    App await(String method, String path, String body, Map<String, String> headers, int status) throws IOException {
        await("HTTP " + status + " from " + path, Duration.ofSeconds(90), () -> {
            try {
                return send(method, path, body, headers).statusCode() == status;
            } catch (IOException notYet) {
                return false;
            }
        });
        return this;
    }

    void await(String what, Duration atMost, BooleanSupplier isThere) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!isThere.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                List<String> lines = new ArrayList<>(Files.readAllLines(log));
                throw new IOException("no " + what + (process.isAlive() ? "" : ", the process ended") + ":\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size())));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    /** As an orchestrator would, so that an agent of the JVM can write what it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
