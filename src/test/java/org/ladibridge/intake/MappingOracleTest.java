package org.ladibridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.intake.hook.BodyParser;
import org.ladibridge.intake.hook.HookRegistry;
import org.ladibridge.intake.sample.SampleReader;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;

import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** Every shipped mapping is plain jq: the jq program makes the same of every record of every sample. */
class MappingOracleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LARGE_INTEGER = Pattern.compile("([:,\\[]\\d{15})\\d+([,}\\]])");
    private static final Map<String, String> CONTENT_TYPES = Map.of("json", "application/json", "jsonl", "application/x-ndjson",
            "form", "application/x-www-form-urlencoded", "csv", "text/csv");

    private static final Pattern NAMED_MAPPING = Pattern.compile("mapping: \"\\{\\{bridge\\.routes}}/([^\"]+)\"");

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"), 3)) {
            return files
                    .filter(file -> file.getNameCount() == 4 && file.getParent().endsWith("samples")
                            && !file.toString().endsWith(".expected.json"))
                    .filter(file -> CONTENT_TYPES.containsKey(extension(file))).sorted().toList();
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theMappingMeansTheSameToTheRealJq(Path sample) throws Exception {
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v jq >/dev/null").start().waitFor() == 0,
                "jq is not installed: install it to compare the mappings with it");
        Path program = program(sample.getParent().getParent());
        List<RawRecord> records = new SampleReader(new BodyParser(), new HookRegistry()).read("", Files.readAllBytes(sample),
                CONTENT_TYPES.get(extension(sample))).stream().filter(record -> record.unreadable() == null).toList();
        assertFalse(records.isEmpty(), "the sample holds no record");
        Mapping mapping = Mapping.compile(Files.readString(program), jq());
        for (RawRecord raw : records) {
            JsonNode record = withoutLargeIntegers(raw.body());
            assertSame(jq(program, record), mapping.apply(record));
        }
    }

    /** A source may use another's mapping. */
    private static Path program(Path folder) throws IOException {
        Path route = folder.resolve(folder.getFileName() + ".camel.yaml");
        Matcher named = NAMED_MAPPING.matcher(Files.exists(route) ? Files.readString(route) : "");
        return named.find() ? Path.of("routes", named.group(1)) : folder.resolve("mapping.jq");
    }

    /** jq 1.6 rounds integers above 2^53, such as Shopify's ids; the embedded one keeps them. */
    private static JsonNode withoutLargeIntegers(JsonNode record) throws IOException {
        return JSON.readTree(LARGE_INTEGER.matcher(record.toString()).replaceAll("$1$2"));
    }

    private static void assertSame(List<JsonNode> jq, List<JsonNode> embedded) {
        assertEquals(jq.size(), embedded.size(), () -> "jq: " + jq + "\nembedded: " + embedded);
        for (int i = 0; i < jq.size(); i++) {
            JsonNode one = jq.get(i);
            JsonNode other = embedded.get(i);
            assertTrue(one.equals(MappingOracleTest::compare, other), () -> "jq: " + one + "\nembedded: " + other);
        }
    }

    /** {@code 1.0} and {@code 1} are one number. */
    private static int compare(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return new BigDecimal(a.asText()).compareTo(new BigDecimal(b.asText()));
        }
        return a.equals(b) ? 0 : 1;
    }

    private static List<JsonNode> jq(Path program, JsonNode record) throws Exception {
        Process jq = new ProcessBuilder("jq", "-c", "-f", program.toString()).start();
        try (OutputStream in = jq.getOutputStream()) {
            in.write(JSON.writeValueAsBytes(record));
        }
        byte[] output = jq.getInputStream().readAllBytes();
        String complaint = new String(jq.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(jq.waitFor(20, TimeUnit.SECONDS) && jq.exitValue() == 0, complaint);
        List<JsonNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(output)) {
            while (values.hasNextValue()) {
                JsonNode value = values.nextValue();
                (value.isArray() ? value : List.of(value)).forEach(object -> {
                    if (!object.isNull() && !object.isEmpty()) {
                        objects.add(object);
                    }
                });
            }
        }
        return objects;
    }

    private static Jq jq() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
        return new Jq(scope, Duration.ofSeconds(2));
    }
}
