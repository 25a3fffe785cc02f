package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.intake.api.GoogleKey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Every sample of every source folder that says what it becomes; nobody has to register one. */
class ShippedSamplesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        bridge = new BridgeProcess(folder);
        for (String setting : settings("\\{\\{([a-z][a-z0-9.-]*)}}")) {
            // Is text, hexadecimal and base64 alike, whatever the source wants.
            bridge.with(variable(setting), "abcd");
        }
        for (String address : settings("\\{\\{([a-z][a-z0-9-]*[.](?:[a-z]+[.-])?url)[:}]")) {
            bridge.with(variable(address), "http://127.0.0.1:9");
        }
        bridge.with("BRIDGE_PUBLIC_URL", "https://bridge.example.vn").with("REST_POLL_TOKEN", "abcd")
                .with("SFTP_DROP_PASSWORD", "abcd")
                .with("GOOGLE_SHEETS_POLL_KEY", new GoogleKey().json("http://127.0.0.1:9/token")).start();
    }

    /** So that a source that somebody adds needs no entry here. */
    private static Set<String> settings(String pattern) throws IOException {
        Set<String> settings = new TreeSet<>();
        try (Stream<Path> files = Files.find(Path.of("routes"), 2,
                (file, attributes) -> file.toString().endsWith(".camel.yaml"))) {
            for (Path file : files.toList()) {
                Matcher placeholder = Pattern.compile(pattern).matcher(Files.readString(file));
                while (placeholder.find()) {
                    if (!placeholder.group(1).startsWith("bridge.")) {
                        settings.add(placeholder.group(1));
                    }
                }
            }
        }
        return settings;
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.find(Path.of("routes"), 3,
                (file, attributes) -> attributes.isRegularFile()
                        && file.getParent().getFileName().toString().equals("samples"))) {
            return files.filter(file -> !file.toString().endsWith(".expected.json") && !isTemplate(file)).sorted().toList();
        }
    }

    private static boolean isTemplate(Path sample) {
        return sample.getParent().getParent().getFileName().toString().startsWith("_");
    }

    private static Path expected(Path sample) {
        String name = sample.getFileName().toString();
        return sample.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".expected.json");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleBecomesExactlyTheExpectedPayloads(Path sample) throws Exception {
        String source = sample.getParent().getParent().getFileName().toString();
        JsonNode trials = JSON.readTree(bridge.send("POST", "/api/try/" + source, Files.readAllBytes(sample),
                Map.of("Authorization", "Bearer admin-for-tests", "Content-Type", contentType(sample.toString()))).body());
        ArrayNode payloads = JSON.createArrayNode();
        trials.forEach(trial -> {
            if (trial.path("payload").isObject()) {
                payloads.add(trial.path("payload"));
            }
        });
        if (!Files.exists(expected(sample))) {
            fail("the sample says not yet what it becomes. If this is right, save it as " + expected(sample) + ":\n"
                    + (payloads.size() == 1 ? payloads.get(0) : payloads).toPrettyString());
        }
        JsonNode expected = JSON.readTree(expected(sample).toFile());
        assertEquals(expected.isArray() ? expected : JSON.createArrayNode().add(expected), payloads, trials.toPrettyString());
    }

    @Test
    void everySourceFolderHasASample() throws Exception {
        List<String> without = new ArrayList<>();
        try (Stream<Path> folders = Files.list(Path.of("routes"))) {
            for (Path source : folders.filter(Files::isDirectory).toList()) {
                String name = source.getFileName().toString();
                if (!name.equals("kamelets") && !name.startsWith("_")
                        && samples().stream().noneMatch(sample -> sample.startsWith(source))) {
                    without.add(name);
                }
            }
        }
        assertEquals(List.of(), without);
    }

    private static String contentType(String name) {
        if (name.endsWith(".xlsx")) {
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        }
        return name.endsWith(".form")
                ? "application/x-www-form-urlencoded"
                : name.endsWith(".csv") ? "text/csv" : name.endsWith(".jsonl") ? "application/x-ndjson" : "application/json";
    }
}
