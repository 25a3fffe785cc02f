package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.databind.JsonNode;

import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/**
 * Files, deliveries and polled rows as the world writes them: {@code world/}, and what is right for each: {@code world/right.txt}, one
 * line for each customer, rejection, note and refusal.
 */
class WorldTest {
    private static final Path WORLD = Path.of("src/test/resources/world");
    private static final Path ROUTES = Path.of("routes");
    static final CustomerTransformer TRANSFORMER = new CustomerTransformer(
            Clock.fixed(Instant.parse("2026-06-01T03:00:00Z"), SourceHints.VIETNAM));
    static final Jq JQ = jq();

    @TempDir
    Path folder;

    private static Jq jq() {
        Scope functions = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, functions);
        return new Jq(functions, Duration.ofSeconds(20));
    }

    static Stream<Arguments> cases() throws Exception {
        Map<String, List<String>> right = new LinkedHashMap<>();
        List<String> current = null;
        for (String line : Files.readAllLines(WORLD.resolve("right.txt"))) {
            if (line.startsWith("== ")) {
                current = right.computeIfAbsent(line.substring(3), name -> new ArrayList<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                current.add(line);
            }
        }
        try (Stream<Path> files = Files.walk(WORLD)) {
            files.filter(file -> Files.isRegularFile(file) && !file.endsWith("right.txt"))
                    .map(file -> WORLD.relativize(file).toString().replace('\\', '/')).sorted()
                    .forEach(
                            name -> right.computeIfAbsent(name, missing -> List.of("what is right of it is not written down")));
        }
        return right.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), String.join("\n", entry.getValue())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatTheWorldWritesArrives(String name, String right) throws Exception {
        assertEquals(right, String.join("\n", read(name)), name);
    }

    List<String> read(String name) throws Exception {
        Path file = WORLD.resolve(name);
        if (name.startsWith("hook/") || name.startsWith("poll/")) {
            return delivered(name, UntrustedJson.mapper().readTree(file.toFile()));
        }
        if (FileDrop.isUnfinished(file.getFileName().toString())) {
            return List.of("left alone");
        }
        Path copy = Files.copy(file, folder.resolve(file.getFileName().toString()));
        Mapping mapping = mapping(name.startsWith("json/") ? "json-drop" : "csv-drop");
        List<String> results = new ArrayList<>();
        try (FileRun run = Drops.run(copy, "")) {
            while (run.hasNext()) {
                for (RawRecord record : run.next()) {
                    if (record.unreadable() != null) {
                        results.add("rejected UNREADABLE: " + record.unreadable());
                    } else {
                        TRANSFORMER.transform(record.body(), mapping, SourceHints.defaults())
                                .forEach(one -> results.add(line(one)));
                    }
                }
            }
            run.warnings().forEach(note -> results.add("note: " + note.en()));
        } catch (UnreadableException e) {
            results.add("refused: " + e.getMessage());
        }
        return results;
    }

    private static List<String> delivered(String name, JsonNode body) throws Exception {
        String source = source(name.substring(name.indexOf('/') + 1));
        if (source.endsWith(".jq")) {
            List<JsonNode> references = Mapping.compile(Files.readString(ROUTES.resolve(source)), JQ).apply(body);
            return references.stream().map(JsonNode::toString).toList();
        }
        SourceHints d = SourceHints.defaults();
        boolean unknown = Files.readString(ROUTES.resolve(source + "/" + source + ".camel.yaml")).contains("dateOrder:unknown")
                || Files.readString(ROUTES.resolve(source + "/" + source + ".camel.yaml")).contains("dateOrder: \"{{");
        SourceHints hints = new SourceHints(d.country(), unknown ? SourceHints.DateOrder.UNKNOWN : d.dateOrder(), d.zone(),
                d.genderCodes(), d.names(), false, false, true, false, null, null, false, false);
        JsonNode record = source.equals("google-forms") ? body.path("data") : body;
        return TRANSFORMER.transform(record, mapping(source), hints).stream().map(WorldTest::line).toList();
    }

    private static String source(String file) {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("hubspot-association", "hubspot/references.jq");
        for (String source : List.of("bitrix24", "hubspot", "shopify", "stripe", "any-webhook", "google-forms", "typeform",
                "woocommerce")) {
            sources.put(source, source);
        }
        sources.put("rest", "rest-poll");
        sources.put("ladipage", "ladipage-form");
        sources.put("meta", "meta-lead-ads");
        sources.put("cf7", "any-webhook");
        sources.put("odoo", "odoo-poll");
        return sources.entrySet().stream().filter(entry -> file.contains(entry.getKey())).findFirst().orElseThrow().getValue();
    }

    private static Mapping mapping(String source) throws Exception {
        return Mapping.compile(Files.readString(ROUTES.resolve(source + "/mapping.jq")), JQ);
    }

    /** What is sent, without the source and a full name that is the first name; then the warnings. */
    private static String line(Transformed one) {
        StringJoiner line = new StringJoiner(", ");
        if (one instanceof Transformed.Rejected rejected) {
            return "rejected " + rejected.reason() + (rejected.detail() == null ? "" : ": " + rejected.detail());
        }
        JsonNode json = ((Transformed.Accepted) one).customer().toJson();
        json.properties().forEach(field -> {
            boolean implied = field.getKey().equals("source")
                    || field.getKey().equals("full_name") && field.getValue().equals(json.get("first_name"));
            if (!implied) {
                line.add(field.getKey() + "="
                        + (field.getValue().isTextual() ? field.getValue().textValue() : field.getValue()));
            }
        });
        one.warnings().forEach(warning -> line.add("[" + warning.code() + " " + warning.field() + "]"));
        return line.toString();
    }
}
