package org.ladibridge.intake.hook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.LearnedSecrets;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.transform.Disguise;
import org.ladibridge.transform.MappingException;
import org.ladibridge.transform.MappingProposal;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Makes a source of what an unknown sender sends to an address that was opened for it. */
@ApplicationScoped
public class Learning {
    /** The shipped folders of the senders that have a preset, where they are not called alike. */
    private static final Map<String, String> FOLDERS = Map.of("meta", "meta-lead-ads");

    private final Captures captures;
    private final HookRegistry registry;
    private final BodyParser parser;
    private final TransformComponent transform;
    private final BridgeConfig config;
    private final Clock clock;
    private final ObjectMapper json;
    private final BodyMemory memory;

    public Learning(Captures captures, HookRegistry registry, BodyParser parser, TransformComponent transform,
            BridgeConfig config,
            Clock clock, ObjectMapper json) {
        this.captures = captures;
        this.registry = registry;
        this.parser = parser;
        this.transform = transform;
        this.config = config;
        this.clock = clock;
        this.json = json;
        this.memory = BodyMemory.ofHeap(config.maxRecords());
    }

    /**
     * An open address.
     *
     * @param path below {@code /hooks/}
     * @param url the whole address; null when BRIDGE_PUBLIC_URL is not set
     * @param deliveries how many came
     * @param asked whether the sender asked whether somebody is there
     */
    @RegisterForReflection
    public record Open(String name, String path, String url, Instant expires, int deliveries, boolean asked) {
    }

    /**
     * What was found out.
     *
     * @param signed how the sender proves who it is, as a person says it; null when nothing was found
     * @param looked what speaks against each way, when nothing was found
     * @param parameters of {@code kamelet:webhook-source}
     * @param variable where the secret has to stand at the next start
     * @param placed what each field of the customer is taken from
     * @param payload what the first delivery would become; null when it would be rejected
     * @param rejected why
     * @param files the source, name and content
     */
    @RegisterForReflection
    public record Learned(String signed, List<String> looked, Map<String, String> parameters, String variable,
            Map<String, String> placed, JsonNode payload, String rejected, Map<String, String> files) {
    }

    public Open open(String name) {
        return shown(captures.open(name));
    }

    /** Empty when no address is open under this name. */
    public Optional<Open> find(String name) {
        return captures.find(name).map(this::shown);
    }

    public boolean close(String name) {
        return captures.close(name);
    }

    private Open shown(Capture capture) {
        String url = config.publicUrl().map(base -> new PublicAddress(base).base() + "/hooks/" + capture.path()).orElse(null);
        return new Open(capture.name(), capture.path(), url, capture.expires(), capture.deliveries().size(),
                !capture.handshake().isEmpty());
    }

    /**
     * @param secret as the sender shows it; blank = none is known
     * @return empty when nothing has come yet
     * @throws UnreadableException when the delivery is neither JSON nor a form
     */
    public Optional<Learned> learn(String name, String secret) throws UnreadableException {
        Capture capture = captures.find(name).orElse(null);
        if (capture == null || capture.deliveries().isEmpty()) {
            return Optional.empty();
        }
        HookRequest delivery = capture.deliveries().get(0);
        SignatureSearch.Result search = new SignatureSearch(capture.deliveries(), secret,
                config.publicUrl().map(PublicAddress::new).orElse(null), clock).result();
        Map<String, String> parameters = new LinkedHashMap<>(
                search.found() == null ? Map.of("verify", "token") : search.found().parameters());
        boolean isToken = List.of("token", "bitrix24").contains(parameters.get("verify"));
        String setting = name + (isToken ? ".token" : ".secret");
        parameters.put("secret", "{{" + setting + "}}");
        parameters.putAll(capture.handshake());
        if (Handshake.HUB.equals(parameters.get("handshake"))) {
            parameters.put("verifyToken", "{{" + name + ".verify-token}}");
        }
        JsonNode body = body(delivery);
        MappingProposal proposal = proposal(name, body, parameters.get("verify"));
        if (!proposal.unwrap().isEmpty()) {
            parameters.put("unwrap", proposal.unwrap());
        }
        Trial real = trial(proposal, body);
        return Optional.of(new Learned(search.found() == null ? null : search.found().described(), search.looked(), parameters,
                MissingSettingException.variable(setting), proposal.placed(), real.payload(), real.rejected(),
                files(name, parameters, proposal, body, setting)));
    }

    /** The secret is known until the bridge stops, so that the source runs at once. */
    public void keep(String name, String secret) {
        captures.find(name).ifPresent(capture -> {
            LearnedSecrets.learn(name + ".secret", secret);
            LearnedSecrets.learn(name + ".token", secret);
            if (capture.verifyToken() != null) {
                LearnedSecrets.learn(name + ".verify-token", capture.verifyToken());
            }
        });
    }

    /**
     * Takes the deliveries in as the source's own.
     *
     * @return how many were; empty when the source does not run yet
     */
    public Optional<Integer> takeIn(String name) {
        Capture capture = captures.find(name).orElse(null);
        HookConsumer consumer = registry.find(name).orElse(null);
        if (capture == null || consumer == null) {
            return Optional.empty();
        }
        int taken = 0;
        for (HookRequest delivery : capture.deliveries()) {
            taken += consumer.takeIn(delivery).status() / 100 == 2 ? 1 : 0;
        }
        captures.close(name);
        return Optional.of(taken);
    }

    private JsonNode body(HookRequest delivery) throws UnreadableException {
        try (BodyMemory.Share share = memory.share()) {
            HookBody body = new HookBody(delivery.body(), "gzip".equalsIgnoreCase(delivery.header("Content-Encoding")),
                    config.maxBody().asLongValue());
            List<JsonNode> values = new ArrayList<>();
            parser.parse(body, delivery.header("Content-Type"), share).forEach(values::add);
            return values.isEmpty() ? json.createObjectNode() : values.get(0);
        }
    }

    /** A sender that is known has a mapping that is better than any guess. */
    private MappingProposal proposal(String name, JsonNode body, String verify) {
        MappingProposal guess = MappingProposal.of(body, name);
        Path shipped = config.routes().resolve(FOLDERS.getOrDefault(verify, verify)).resolve("mapping.jq");
        if (!List.of("token", "basic").contains(verify) && Files.isRegularFile(shipped)) {
            try {
                MappingProposal known = new MappingProposal("", Files.readString(shipped), guess.placed());
                return trial(known, body).payload() == null ? guess : known;
            } catch (IOException e) {
                return guess;
            }
        }
        return guess;
    }

    private record Trial(JsonNode payload, String rejected) {
    }

    private Trial trial(MappingProposal proposal, JsonNode body) {
        JsonNode record = body.isArray() && !body.isEmpty() ? body.get(0) : body;
        for (String key : proposal.unwrap().split("/")) {
            record = key.isEmpty() ? record : record.path(key);
            record = record.isArray() && !record.isEmpty() ? record.get(0) : record;
        }
        try {
            List<Transformed> made = transform.trial(proposal.program(), record);
            if (made.isEmpty()) {
                return new Trial(null, "the mapping ignores it");
            }
            return made.get(0) instanceof Accepted accepted
                    ? new Trial(accepted.customer().toJson(), null)
                    : new Trial(null, ((Rejected) made.get(0)).reason().en());
        } catch (MappingException e) {
            return new Trial(null, e.getMessage());
        }
    }

    private Map<String, String> files(String name, Map<String, String> parameters, MappingProposal proposal, JsonNode body,
            String setting) {
        JsonNode sample = Disguise.tree(body);
        Map<String, String> files = new LinkedHashMap<>();
        files.put(name + ".camel.yaml", route(name, parameters));
        files.put("mapping.jq", proposal.program());
        files.put("samples/customer.json", pretty(sample));
        JsonNode expected = trial(proposal, sample).payload();
        if (expected != null) {
            files.put("samples/customer.expected.json", pretty(expected));
        }
        files.put("README.md",
                """
                    # %s

                    Takes webhooks at `POST /hooks/%s`; `%s` holds the secret. Learned from a delivery: `mapping.jq` says where each value goes,
                    `samples/` holds the delivery with other names and numbers, and what becomes of it. `./ladibridge routes check %s` checks both.
                    """.formatted(
                        name, name, MissingSettingException.variable(setting), name));
        return files;
    }

    private static String route(String name, Map<String, String> parameters) {
        StringBuilder yaml = new StringBuilder("""
            # yaml-language-server: $schema=../kamelets/source.schema.json
            - route:
                id: %1$s
                from:
                  uri: kamelet:webhook-source
                  parameters:
                    path: %1$s
            """.formatted(name));
        parameters.forEach((parameter, value) -> yaml.append("        ").append(parameter).append(": ").append(quoted(value))
                .append('\n'));
        return yaml.append("""
                  steps:
                    - to:
                        uri: kamelet:ladiflow-sink
                        parameters:
                          source: %s
            """.formatted(name)).toString();
    }

    /** Text that YAML would take for something else is quoted. */
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9][A-Za-z0-9_./-]*")
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private String pretty(JsonNode node) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
