package org.ladibridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.ladibridge.Ports;

/** Starts whoever is measured, all alike: the newest JDK, the same heap, the same number of calls at a time, the same stub. */
final class Machine {
    static final int CONCURRENCY = 32;
    private static final String HEAP = "-Xmx256m";
    static final String TOKEN = "bench-token";
    static final String ADMIN = "bench-admin";
    static final String RECORD = "{\"id\":0,\"name\":\"An\",\"email\":\"bench0@example.vn\",\"phone\":\"0900000000\"}";

    final Path home;
    /** What a measurement leaves behind; emptied before the next. */
    final Path work;
    final Path cache;
    final Jdk jdk;
    private final List<String> options = new ArrayList<>();
    /** What the JVM learnt from one life of the bridge; made where there is none. */
    private final Path learnt;

    Machine(Path home, Jdk jdk, List<String> more) {
        this(home, home.resolve("bench/.cache/work"), jdk, more);
    }

    Machine(Path home, Path work, Jdk jdk, List<String> more) {
        this.options.add(HEAP);
        this.options.addAll(more);
        this.home = home;
        this.cache = home.resolve("bench/.cache");
        this.work = work;
        this.jdk = jdk;
        this.learnt = cache.resolve("app.aot");
    }

    /** As the container image does: the AOT cache of this JVM for this very package. */
    void train(Load load) throws IOException {
        tidyWork();
        Files.deleteIfExists(learnt);
        if (jdk.feature() >= 25) {
            try (App stub = stub();
                    App app = bridge(stub).with("-XX:AOTCacheOutput=" + learnt,
                            "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining").start()) {
                load.post(app, "/hooks/bench", 2);
            }
        }
    }

    Path tidyWork() throws IOException {
        delete(work);
        return Files.createDirectories(work);
    }

    App stub() throws IOException {
        int port = Ports.free();
        List<String> command = jdk.java("-Xmx128m", "-cp", home.resolve("target/test-classes").toString(),
                Stub.class.getName(), String.valueOf(port));
        return new App(port, work.resolve("stub.log"), command, Map.of()).await("GET", "/record", "", Map.of(), 200);
    }

    /** The packaged bridge with the shipped csv-drop and the webhook of bench/routes, which delivers to the stub, if there is one, as fast as it can. */
    Bridge bridge(App stub) {
        return new Bridge(stub);
    }

    /** A bridge before its start. */
    final class Bridge {
        final Path data = work.resolve("data");
        private final Map<String, String> environment = new TreeMap<>();
        private Jdk on = jdk;
        private boolean knowing = Files.exists(learnt);
        private final List<String> options = new ArrayList<>(Machine.this.options);

        private Bridge(App stub) {
            environment.put("BRIDGE_DATA", data.toString());
            environment.put("BRIDGE_ROUTES", work.resolve("routes").toString());
            environment.put("BRIDGE_ADMIN_TOKEN", ADMIN);
            environment.put("BENCH_TOKEN", TOKEN);
            environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
            environment.put("LADIFLOW_API_KEY", "key");
            environment.put("LADIFLOW_URL", "http://127.0.0.1:" + (stub == null ? 1 : stub.port));
            environment.put("LADIFLOW_RATE", "0");
            environment.put("LADIFLOW_BACKFILL_ASKS", "0");
            environment.put("LADIFLOW_WRITE", "update");
            environment.put("LADIFLOW_CONCURRENCY", String.valueOf(CONCURRENCY));
        }

        /** Without an AOT cache. */
        Bridge unlearnt(Jdk other) {
            on = other;
            knowing = false;
            return this;
        }

        Bridge with(String... more) {
            options.addAll(List.of(more));
            return this;
        }

        Bridge set(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** Besides those that are always there. */
        Bridge shipped(String source) throws IOException {
            copy(home.resolve("routes").resolve(source), routes().resolve(source));
            return this;
        }

        Bridge sources(int more) throws IOException {
            for (int i = 1; i <= more; i++) {
                Path source = Files.createDirectories(routes().resolve("bench" + i));
                Files.writeString(source.resolve("bench" + i + ".camel.yaml"),
                        Files.readString(home.resolve("bench/routes/bench/bench.camel.yaml"))
                                .replaceAll("(id|path|source): bench\\b", "$1: bench" + i));
                Files.copy(home.resolve("bench/routes/bench/mapping.jq"), source.resolve("mapping.jq"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return this;
        }

        Path routes() throws IOException {
            Path routes = work.resolve("routes");
            if (!Files.exists(routes)) {
                copy(home.resolve("routes/kamelets"), routes.resolve("kamelets"));
                copy(home.resolve("routes/csv-drop"), routes.resolve("csv-drop"));
                copy(home.resolve("bench/routes/bench"), routes.resolve("bench"));
            }
            return routes;
        }

        App launch() throws IOException {
            routes();
            int port = Ports.free();
            environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
            List<String> command = on.java(options.toArray(String[]::new));
            if (knowing) {
                command.add("-XX:AOTCache=" + learnt);
            }
            command.addAll(List.of("-Dorg.sqlite.lib.path=" + home.resolve("target/native/org/sqlite/native/Linux")
                    .resolve("amd64".equals(System.getProperty("os.arch")) ? "x86_64" : System.getProperty("os.arch")),
                    "-jar", home.resolve("target/quarkus-app/quarkus-run.jar").toString()));
            return new App(port, work.resolve("bridge.log"), command, environment);
        }

        App start() throws IOException {
            return awaitFirstWebhook(launch());
        }
    }

    static App awaitFirstWebhook(App app) throws IOException {
        return app.await("POST", "/hooks/bench", RECORD, Map.of("X-Api-Key", TOKEN, "X-Event-Id", "first", "Content-Type",
                "application/json"), 202);
    }

    static String admin(App bridge, String method, String path) throws IOException {
        return bridge.send(method, path, "", Map.of("Authorization", "Bearer " + ADMIN)).body();
    }

    static long ledger(App bridge, String count) throws IOException {
        String ledger = admin(bridge, "GET", "/api/ledger");
        return Long.parseLong(ledger.replaceAll("(?s)^.*?\"" + count + "\"\\s*:\\s*(\\d+).*$", "$1"));
    }

    App floor(App stub) throws IOException {
        int port = Ports.free();
        Path inbox = Files.createDirectories(work.resolve("floor-inbox"));
        List<String> command = jdk.java(options.toArray(String[]::new));
        command.addAll(List.of("-cp",
                home.resolve("bench/floor/target/classes") + ":" + home.resolve("bench/floor/target/lib") + "/*",
                "org.ladibridge.floor.Floor", String.valueOf(port), inbox.toString(), "http://127.0.0.1:" + stub.port,
                String.valueOf(CONCURRENCY)));
        return awaitFirstWebhook(new App(port, work.resolve("floor.log"), command, Map.of()));
    }

    App nodeRed(App stub) throws IOException {
        int port = Ports.free();
        Path user = Files.createDirectories(work.resolve("node-red"));
        Files.copy(home.resolve("bench/node-red/settings.js"), user.resolve("settings.js"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(home.resolve("bench/node-red/flows.json"), user.resolve("flows.json"), StandardCopyOption.REPLACE_EXISTING);
        return awaitFirstWebhook(new App(port, work.resolve("node-red.log"),
                List.of("node", "--max-old-space-size=256", cache.resolve("node-red/node_modules/node-red/red.js").toString(),
                        "--userDir", user.toString(), "--port", String.valueOf(port)),
                Map.of("STUB", "http://127.0.0.1:" + stub.port)));
    }

    static void run(Path log, Path folder, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            int ended = builder.start().waitFor();
            if (ended != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + ended + ", see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            Files.createDirectories(to);
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
