package org.ladibridge.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

import org.ladibridge.customer.Warning;
import org.ladibridge.transform.Disguise;
import org.ladibridge.transform.MappingException;
import org.ladibridge.transform.MappingProposal;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The files of a source that was learned, however its records come. */
public final class LearnedSource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BiFunction<String, JsonNode, List<Transformed>> transform;

    /** @param transform what a record becomes by a program, without any hints; throws {@link MappingException} when it is no jq */
    public LearnedSource(BiFunction<String, JsonNode, List<Transformed>> transform) {
        this.transform = transform;
    }

    /**
     * What one customer of a record becomes.
     *
     * @param payload null when it would be rejected
     * @param rejected why; null when it would not
     */
    public record Trial(JsonNode payload, String rejected, List<Warning> warnings) {
    }

    /** One for each customer of the records; at least one. */
    public List<Trial> trials(MappingProposal proposal, Iterable<JsonNode> records) {
        List<Trial> trials = new ArrayList<>();
        for (JsonNode record : records) {
            try {
                transform.apply(proposal.program(), record).forEach(made -> trials.add(made instanceof Accepted accepted
                        ? new Trial(accepted.customer().toJson(), null, made.warnings())
                        : new Trial(null, ((Rejected) made).reason().en(), made.warnings())));
            } catch (MappingException e) {
                trials.add(new Trial(null, e.getMessage(), List.of()));
            }
        }
        return trials.isEmpty() ? List.of(new Trial(null, "the mapping ignores it", List.of())) : trials;
    }

    /** What {@code samples/x.expected.json} has to hold; null when nothing would be accepted. */
    public static String expected(List<Trial> trials) {
        List<JsonNode> payloads = trials.stream().map(Trial::payload).filter(Objects::nonNull).toList();
        return payloads.isEmpty()
                ? null
                : pretty(payloads.size() == 1 ? payloads.get(0) : JSON.valueToTree(payloads));
    }

    /**
     * Mapping, disguised sample and what becomes of it, by their names in the folder.
     *
     * @param sample as it came
     */
    public Map<String, String> samples(MappingProposal proposal, JsonNode sample) {
        JsonNode disguised = Disguise.tree(sample);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("mapping.jq", proposal.program());
        files.put("samples/customer.json", pretty(disguised));
        String expected = expected(trials(proposal, List.of(disguised)));
        if (expected != null) {
            files.put("samples/customer.expected.json", expected);
        }
        return files;
    }

    /**
     * The route: a source kamelet into {@code kamelet:ladiflow-sink}.
     *
     * @param parameters of the source kamelet
     * @param ofSink those of the sink, but for {@code source}
     */
    public static String route(String name, String kamelet, Map<String, String> parameters, Map<String, String> ofSink) {
        StringBuilder yaml = new StringBuilder("""
            # yaml-language-server: $schema=../kamelets/source.schema.json
            - route:
                id: %s
                from:
                  uri: kamelet:%s
                  parameters:
            """.formatted(name, kamelet));
        parameters.forEach((parameter, value) -> yaml.append("        ").append(parameter).append(": ").append(quoted(value))
                .append('\n'));
        yaml.append("""
                  steps:
                    - to:
                        uri: kamelet:ladiflow-sink
                        parameters:
                          source: %s
            """.formatted(name));
        ofSink.forEach((parameter, value) -> yaml.append("              ").append(parameter).append(": ").append(quoted(value))
                .append('\n'));
        return yaml.toString();
    }

    /** Text that YAML would take for something else is quoted. */
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9/][A-Za-z0-9_./-]*") && !value.matches("(?i)yes|no|on|off|true|false|null|y|n|[0-9.]+")
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** Whether a source, its folder, its address and its variables can have this name. */
    public static boolean isName(String name) {
        return name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") && name.length() <= 60 && !name.equals("kamelets");
    }

    /**
     * Under another name first, which a running bridge leaves alone.
     *
     * @throws IOException when the folder cannot be written, or is there already
     */
    public static void write(Path routes, String name, Map<String, String> files) throws IOException {
        Path folder = routes.resolve(name);
        if (Files.exists(folder)) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        Path partial = Files.createDirectories(routes.resolve("." + name));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = partial.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
        }
        Files.move(partial, folder);
    }

    /** With an end of line. */
    public static String pretty(JsonNode node) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
