package org.ladibridge.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;
import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.hook.BodyParser;
import org.ladibridge.intake.sample.SampleReader;
import org.ladibridge.routes.RouteFile.Call;
import org.ladibridge.transform.DidYouMean;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Lets each sample of a source become what the bridge would make of it, and compares that with what its expected file says. */
final class SampleCheck {
    /** The parameters that point into each record. */
    private static final Map<String, List<String>> POINTERS = Map.of("ladiflow-sink", List.of("eventIdAt", "changedAt"),
            "poll-source", List.of("id", "updated", "created"));
    private static final String EXPECTED = ".expected.json";

    private final TransformComponent mappings;
    private final BodyParser bodies;
    private final SampleReader samples;
    private final ObjectMapper json;
    private final Findings findings;
    private final Set<String> unknownFields = new HashSet<>();
    private int samplesRun;

    SampleCheck(TransformComponent mappings, BodyParser bodies, SampleReader samples, ObjectMapper json, Findings findings) {
        this.mappings = mappings;
        this.bodies = bodies;
        this.samples = samples;
        this.json = json;
        this.findings = findings;
    }

    int samplesRun() {
        return samplesRun;
    }

    void samples(Path file, RouteFile routeFile) {
        if (routeFile.kamelets().stream().anyMatch(call -> call.kamelet().value().equals("outcome-source"))) {
            // It takes nothing in.
            return;
        }
        Path folder = file.getParent().resolve("samples");
        List<Path> found = Files.isDirectory(folder)
                ? RouteFolder.list(folder, "").filter(sample -> !sample.toString().endsWith(EXPECTED)).toList()
                : List.of();
        if (found.isEmpty()) {
            findings.note(file, "there is no sample; put what the sender sends into " + folder.toString() + "/");
            return;
        }
        Optional<SourceTransformer> transformer = sinks(routeFile).stream()
                .sorted((a, b) -> Boolean.compare(b.equals(RoutesCheck.name(file)), a.equals(RoutesCheck.name(file))))
                .findFirst()
                .flatMap(mappings::of);
        if (transformer.isEmpty()) {
            findings.note(file,
                    "its samples cannot be tried: the parameter source of kamelet:ladiflow-sink is not a plain name");
            return;
        }
        found.forEach(sample -> sample(sample, RoutesCheck.name(file), transformer.get()));
        routeFile.kamelets().forEach(call -> envelope(file, call, found));
        List<JsonNode> records = found.stream().flatMap(sample -> records(sample, RoutesCheck.name(file))).toList();
        routeFile.kamelets().forEach(call -> POINTERS.getOrDefault(call.kamelet().value(), List.of())
                .forEach(parameter -> pointers(file, call, parameter, records)));
    }

    /** Under a misspelt pointer every record would be without an id, or without a time, and nobody would know. */
    private void pointers(Path file, Call call, String parameter, List<JsonNode> records) {
        List<JsonNode> objects = records.stream().filter(JsonNode::isObject).toList();
        List<String> given = call.literal(parameter).map(text -> List.copyOf(Parameters.list(text))).orElse(List.of());
        List<String> unseen = given.stream()
                .filter(pointer -> objects.stream().allMatch(record -> record.at(pointer).isMissingNode()))
                .toList();
        // Of the pointers to a time, the first with one counts.
        if (objects.isEmpty() || unseen.isEmpty() || parameter.equals("changedAt") && unseen.size() < given.size()) {
            return;
        }
        for (String pointer : unseen) {
            JsonPointer parent = JsonPointer.compile(pointer).head();
            Set<String> siblings = new TreeSet<>();
            objects.forEach(record -> record.at(parent).fieldNames().forEachRemaining(
                    name -> siblings.add(parent.appendProperty(name).toString())));
            String said = call.parameters().get(parameter).place() + parameter + ": no sample has " + pointer
                    + DidYouMean.hint(pointer, siblings) + " (or add a sample that has it)";
            // A time may be missing; what has no id is another one with each repetition.
            if (parameter.equals("eventIdAt") || parameter.equals("id")
                    || RouteMistakes.nearest(pointer, siblings).isPresent()) {
                findings.problem(file, said);
            } else {
                findings.note(file, said);
            }
        }
    }

    private Stream<JsonNode> records(Path sample, String source) {
        try {
            return samples.read(source, Files.readAllBytes(sample), SampleReader.contentType(sample.toString())).stream()
                    .map(RawRecord::body);
        } catch (UnreadableException e) {
            // Told where the sample is run.
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Under a misspelt key nothing is found, and the envelope itself would be taken for the record. */
    private void envelope(Path file, Call call, List<Path> found) {
        call.literal("unwrap").ifPresent(path -> {
            List<JsonNode> level = found.stream().flatMap(this::bodies).toList();
            for (String key : path.split("/")) {
                Set<String> keys = new TreeSet<>();
                level.forEach(node -> node.fieldNames().forEachRemaining(keys::add));
                if (!level.isEmpty() && !keys.contains(key.strip())) {
                    findings.problem(file,
                            call.parameters().get("unwrap").place() + "unwrap: no sample has the key «" + key.strip()
                                    + "»" + DidYouMean.hint(key.strip(), keys));
                    return;
                }
                level = level.stream().map(node -> node.path(key.strip()))
                        .flatMap(inner -> inner.isArray() ? inner.valueStream() : Stream.of(inner)).filter(JsonNode::isObject)
                        .toList();
            }
        });
    }

    private Stream<JsonNode> bodies(Path sample) {
        try {
            return bodies.parse(Files.readAllBytes(sample), SampleReader.contentType(sample.toString())).stream();
        } catch (UnreadableException e) {
            // Told where the sample is run.
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> sinks(RouteFile routeFile) {
        Set<String> sources = new LinkedHashSet<>();
        routeFile.kamelets().stream().filter(call -> call.kamelet().value().equals("ladiflow-sink"))
                .forEach(call -> call.literal("source").ifPresent(sources::add));
        return sources;
    }

    private void sample(Path sample, String source, SourceTransformer transformer) {
        samplesRun++;
        Path expectedFile = expected(sample);
        try {
            ArrayNode payloads = json.createArrayNode();
            List<Rejected> rejected = new ArrayList<>();
            for (RawRecord record : samples.read(source, Files.readAllBytes(sample),
                    SampleReader.contentType(sample.toString()))) {
                for (Transformed customer : transformer.transform(record)) {
                    customer.warnings().stream()
                            .filter(warning -> warning.code() == Code.UNKNOWN_FIELD && warning.field() != null)
                            .forEach(warning -> unknownField(sample, transformer, warning));
                    if (customer instanceof Accepted accepted) {
                        payloads.add(json.readTree(json.writeValueAsBytes(accepted.customer().toJson())));
                    } else {
                        rejected.add((Rejected) customer);
                    }
                }
            }
            JsonNode expected = Files.exists(expectedFile) ? json.readTree(expectedFile.toFile()) : null;
            if (expected == null || expected.isMissingNode()) {
                findings.problem(expected == null ? sample : expectedFile,
                        (expected == null ? "nothing says what it has to become" : "it is empty")
                                + ". If this is right, save it as "
                                + expectedFile + ":\n" + (payloads.size() == 1 ? payloads.get(0) : payloads).toPrettyString()
                                + reasons(rejected));
            } else {
                compare(expectedFile, expected, payloads, rejected);
            }
        } catch (UnreadableException e) {
            findings.problem(sample, "it cannot be read as the bridge would: " + e.getMessage());
        } catch (JsonProcessingException e) {
            findings.problem(expectedFile, "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()
                    + ": it is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Once for each: a mistake where the mapping writes it, worth a note where it passes on what the sender wrote. */
    private void unknownField(Path sample, SourceTransformer transformer, Warning warning) {
        Path mapping = transformer.mappingFile();
        if (!unknownFields.add(mapping + " " + warning.field())) {
            return;
        }
        String program = transformer.mappingText();
        String said = transformer.advised(warning).detail();
        Matcher written = Pattern.compile("[{,]\\s*(\"?)" + Pattern.quote(warning.field()) + "\\1\\s*[:,}]").matcher(program);
        if (written.find()) {
            long line = 1 + program.substring(0, written.start(1)).chars().filter(letter -> letter == '\n').count();
            findings.problem(mapping, "line " + line + ", column 1: " + said);
        } else {
            findings.note(sample, said);
        }
    }

    private static Path expected(Path sample) {
        String name = sample.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return sample.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + EXPECTED);
    }

    private void compare(Path file, JsonNode expected, ArrayNode payloads, List<Rejected> rejected) throws IOException {
        JsonNode all = expected.isArray() ? expected : json.createArrayNode().add(expected);
        if (all.size() != payloads.size()) {
            findings.problem(file, (all.size() == 1 ? "1 customer is" : all.size() + " customers are")
                    + " expected, and the sample becomes " + payloads.size() + reasons(rejected));
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            JsonPointer customer = expected.isArray() ? JsonPointer.empty().appendIndex(i) : JsonPointer.empty();
            Set<String> fields = new TreeSet<>();
            all.get(i).fieldNames().forEachRemaining(fields::add);
            payloads.get(i).fieldNames().forEachRemaining(fields::add);
            for (String field : fields) {
                JsonNode wanted = all.get(i).get(field);
                JsonNode is = payloads.get(i).get(field);
                if (wanted == null || !wanted.equals(is)) {
                    findings.problem(file,
                            line(file, wanted == null ? customer : customer.appendProperty(field)) + field + " becomes "
                                    + said(is) + ", not " + said(wanted) + " as expected");
                }
            }
        }
    }

    private static String said(JsonNode value) {
        return value == null ? "nothing" : value.toString();
    }

    private static String reasons(List<Rejected> rejected) {
        StringBuilder text = new StringBuilder();
        rejected.forEach(customer -> text.append("; rejected with ").append(customer.reason()).append(": ")
                .append(customer.detail() == null ? customer.reason().en() : customer.detail()));
        return text.toString();
    }

    /** Where a value stands in a file of JSON. */
    private String line(Path file, JsonPointer pointer) throws IOException {
        try (JsonParser parser = json.createParser(file.toFile())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY
                        && at(parser, token).equals(pointer)) {
                    return "line " + parser.currentTokenLocation().getLineNr() + ", column "
                            + parser.currentTokenLocation().getColumnNr() + ": ";
                }
            }
        }
        return "";
    }

    /** An object or array that has just begun is a context of its own already. */
    private static JsonPointer at(JsonParser parser, JsonToken token) {
        return token.isStructStart()
                ? parser.getParsingContext().getParent().pathAsPointer()
                : parser.getParsingContext().pathAsPointer();
    }
}
