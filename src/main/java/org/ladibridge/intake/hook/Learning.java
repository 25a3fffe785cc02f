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
import org.ladibridge.customer.Mask;
import org.ladibridge.customer.Warning;
import org.ladibridge.intake.LearnedSecrets;
import org.ladibridge.intake.LearnedSource;
import org.ladibridge.intake.LearnedSource.Trial;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.transform.Disguise;
import org.ladibridge.transform.MappingProposal;

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
    private final LearnedSource source;

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
        this.source = new LearnedSource(transform::trial);
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
     * @param looksSigned whether something in the deliveries is written like a signature, found out or not
     * @param variables what has to be set at the next start: the secret first, then the verify token where one is asked for
     * @param placed what each field of the customer is taken from
     * @param payload what the first delivery would become; null when it would be rejected
     * @param rejected why
     * @param warnings what of it was left out
     * @param customers how many customers the delivery holds
     * @param occurrence parameters of {@code kamelet:ladiflow-sink}: by what a repetition is known, and when it was changed
     * @param files the source, name and content
     */
    @RegisterForReflection
    public record Learned(String signed, List<String> looked, boolean looksSigned, Map<String, String> parameters,
            List<String> variables, Map<String, String> placed, JsonNode payload, String rejected, List<Warning> warnings,
            int customers, Map<String, String> occurrence, Map<String, String> files) {
    }

    public Open open(String name) {
        return shown(captures.open(name));
    }

    /**
     * Why this cannot be a source's secret, in both languages.
     *
     * @return empty when it can be
     */
    public static Optional<UnreadableException> refusal(String secret) {
        if (secret.strip().startsWith("v1,whsec_")) {
            return Optional.of(new UnreadableException("of a secret that is shown as v1,whsec_… take what begins with whsec_",
                    "với secret được hiển thị dạng v1,whsec_… hãy lấy phần bắt đầu bằng whsec_"));
        }
        return secret.contains(",")
                ? Optional.of(new UnreadableException(
                        "a secret must not hold a comma, which stands between two secrets while one is being"
                                + " rotated; let the sender make another",
                        "secret không được có dấu phẩy, vì dấu phẩy ngăn cách hai secret; hãy tạo"
                                + " secret khác"))
                : Optional.empty();
    }

    /** The names under which an address is open. */
    public List<String> open() {
        return captures.names();
    }

    /**
     * A delivery as it may be shown.
     *
     * @param line method, content type, size and the names of its headers
     * @param body masked
     */
    public record Seen(String line, String body) {
    }

    /** What came; empty when nothing did, or no address is open under this name. */
    public List<Seen> seen(String name) {
        return captures.find(name).map(Capture::deliveries).orElse(List.of()).stream().map(this::seen).toList();
    }

    private Seen seen(HookRequest delivery) {
        String line = delivery.method() + " " + String.valueOf(delivery.header("Content-Type")) + ", " + delivery.body().length
                + " B; " + String.join(", ", delivery.headers().names());
        try {
            return new Seen(line, LearnedSource.pretty(Mask.tree(body(delivery))));
        } catch (UnreadableException e) {
            return new Seen(line, e.getMessage());
        }
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
        SignatureSearch.Result result = new SignatureSearch(capture.deliveries(), secret,
                config.publicUrl().map(PublicAddress::new).orElse(null), clock).result();
        Map<String, String> parameters = new LinkedHashMap<>(
                result.found() == null ? Map.of("verify", "token") : result.found().parameters());
        boolean isToken = List.of("token", "bitrix24").contains(parameters.get("verify"));
        String setting = name + (isToken ? ".token" : ".secret");
        List<String> variables = new ArrayList<>(List.of(MissingSettingException.variable(setting)));
        parameters.put("secret", "{{" + setting + "}}");
        parameters.putAll(capture.handshake());
        if (Handshake.HUB.equals(parameters.get("handshake"))) {
            parameters.put("verifyToken", "{{" + name + ".verify-token}}");
            variables.add(MissingSettingException.variable(name + ".verify-token"));
        }
        Best best = best(name, capture.deliveries(), parameters.get("verify"));
        if (!best.proposal().unwrap().isEmpty()) {
            parameters.put("unwrap", best.proposal().unwrap());
        }
        Occurrence occurrence = occurrence(best);
        if (occurrence.header() != null && Preset.of(parameters.get("verify")).headers().stream()
                .noneMatch(occurrence.header()::equalsIgnoreCase)) {
            parameters.put("headers", occurrence.header());
        }
        Trial first = best.trials().get(0);
        return Optional.of(new Learned(result.found() == null ? null : result.found().described(), result.looked(),
                result.looksSigned(), parameters, variables, best.proposal().placed(), first.payload(), first.rejected(),
                first.warnings(), best.trials().size(), occurrence.parameters(),
                files(name, parameters, best, occurrence.parameters(), variables)));
    }

    private static Occurrence occurrence(Best best) {
        JsonNode value = best.body().isArray() ? best.body().path(0) : best.body();
        List<JsonNode> records = new ArrayList<>();
        Envelope.of(best.proposal().unwrap()).open(value).forEach(records::add);
        return Occurrence.of(best.delivery(), records.isEmpty() ? value : records.get(0));
    }

    /** A delivery with what would come of it. */
    private record Best(HookRequest delivery, JsonNode body, MappingProposal proposal, List<Trial> trials) {
    }

    /**
     * The first delivery that holds a customer: many senders begin with a ping.
     *
     * @throws UnreadableException when none can be read at all
     */
    private Best best(String name, List<HookRequest> deliveries, String verify) throws UnreadableException {
        Best readable = null;
        UnreadableException unreadable = null;
        for (HookRequest delivery : deliveries) {
            try {
                JsonNode body = body(delivery);
                MappingProposal proposal = proposal(name, body, verify);
                Best best = new Best(delivery, body, proposal, trials(proposal, body));
                if (best.trials().get(0).payload() != null) {
                    return best;
                }
                readable = readable == null ? best : readable;
            } catch (UnreadableException e) {
                unreadable = e;
            }
        }
        if (readable == null) {
            throw unreadable;
        }
        return readable;
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

    /** The shipped mapping of a known sender is better than any guess. */
    private MappingProposal proposal(String name, JsonNode body, String verify) {
        MappingProposal guess = MappingProposal.of(body, name);
        Path shipped = config.routes().resolve(FOLDERS.getOrDefault(verify, verify)).resolve("mapping.jq");
        if (!List.of("token", "basic").contains(verify) && Files.isRegularFile(shipped)) {
            try {
                MappingProposal known = new MappingProposal("", Files.readString(shipped),
                        Map.of("all fields", "the mapping of the shipped source " + shipped.getParent().getFileName()));
                return trials(known, body).get(0).payload() == null ? guess : known;
            } catch (IOException e) {
                return guess;
            }
        }
        return guess;
    }

    /** One for each customer of the body; at least one. */
    private List<Trial> trials(MappingProposal proposal, JsonNode body) {
        List<JsonNode> records = new ArrayList<>();
        (body.isArray() ? body : List.of(body)).forEach(value -> records.addAll(Envelope.of(proposal.unwrap()).open(value)));
        return source.trials(proposal, records);
    }

    private Map<String, String> files(String name, Map<String, String> parameters, Best best, Map<String, String> ofSink,
            List<String> variables) {
        JsonNode sample = Disguise.tree(best.body());
        Map<String, String> files = new LinkedHashMap<>();
        Map<String, String> all = new LinkedHashMap<>(Map.of("path", name));
        all.putAll(parameters);
        files.put(name + ".camel.yaml", LearnedSource.route(name, "webhook-source", all, ofSink));
        files.put("mapping.jq", best.proposal().program());
        files.put("samples/customer.json", LearnedSource.pretty(sample));
        String expected = LearnedSource.expected(trials(best.proposal(), sample));
        if (expected != null) {
            files.put("samples/customer.expected.json", expected);
        }
        files.put("README.md",
                """
                    # %s

                    Takes webhooks at `POST /hooks/%s`; set `%s` before the bridge starts. Learned from a delivery: `mapping.jq` says where each value goes,
                    `samples/` holds the delivery with other names and numbers, and what becomes of it. `./ladibridge routes check %s` checks both.
                    """.formatted(
                        name, name, String.join("`, `", variables), name));
        return files;
    }
}
