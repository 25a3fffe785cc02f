package org.ladibridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.api.PlainCalls;
import org.ladibridge.intake.poll.LearnedPoll;
import org.ladibridge.intake.poll.PollLearning;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.SourceHints;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Option;

/** Makes a source of an API's list. No bridge needs to run; secrets come from the environment and go nowhere else. */
class LearnPoll {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--poll", paramLabel = "URL", description = "Asks a list instead: its address with the parameters that the API documents, each with an example, or as {since}, {page}, {offset}, {cursor}, {lastId}, {limit}.")
    String url;

    @Option(names = "--body", paramLabel = "FILE", description = "With --poll, the request's body, JSON with examples; then it is a POST.")
    Path body;

    @Option(names = "--within", paramLabel = "QUERY|FILE", description = "With --poll, how the rows of one moment {at} with ids above {lastId} are asked for, where the API can: then it is paged by time.")
    String within;

    @Option(names = "--header", paramLabel = "NAME:VALUE", description = "With --poll, a further header that is no secret.")
    List<String> headers = new ArrayList<>();

    @Option(names = "--bearer", paramLabel = "VARIABLE", description = "With --poll, the environment variable that holds the bearer token (NAME_TOKEN, when it is set).")
    String bearer;

    @Option(names = "--basic", paramLabel = "VARIABLE", description = "The same for user:password.")
    String basic;

    @Option(names = "--key", paramLabel = "HEADER=VARIABLE", description = "The same for a key in a header of its own.")
    String key;

    @Option(names = "--parameter", paramLabel = "NAME=VARIABLE", description = "The same for a key in a parameter of the address.")
    String parameter;

    @Option(names = "--in-url", paramLabel = "VARIABLE", description = "The same for a secret that stands as {token} in the address or the body.")
    String inUrl;

    @Option(names = "--oauth", paramLabel = "TOKEN_URL", description = "Client credentials of OAuth 2, from NAME_CLIENT_ID and NAME_SECRET; further fields of the token request behind a ?, such as https://id.example.vn/token?scope=contacts.")
    String oauth;

    @Option(names = "--zone", paramLabel = "ZONE", description = "With --poll, the zone of times that carry none, such as Asia/Ho_Chi_Minh.")
    String zone;

    /** The variables that the bridge needs at its start, and what a route says of them. */
    private record Access(Map<String, String> secrets, Map<String, String> ofRoute, List<String> variables) {
    }

    /** @return the exit code */
    int learn(String name, LearnedFolder folder, boolean asJson, UnaryOperator<String> environment) throws IOException {
        Access access = access(name, environment);
        Path work = Files.createTempDirectory("ladibridge-learn");
        try {
            PollLearning learning = new PollLearning(new PlainCalls(), Clock.systemUTC(), work, LearnPoll::pause);
            if (!asJson) {
                System.out.println("Asking; that takes up to half a minute, because the API is asked slowly.");
            }
            PollLearning.Learned learned = learning.learn(new PollLearning.Asked(name, url,
                    body == null ? null : Files.readString(body), withinText(), headers(), access.secrets(), zone));
            Jq jq = Jq.standalone(Duration.ofSeconds(5));
            CustomerTransformer transformer = new CustomerTransformer(Clock.systemUTC());
            LearnedPoll poll = LearnedPoll.of(name, learned, access.ofRoute(), access.variables(),
                    (program, record) -> transformer.transform(record, Mapping.compile(program, jq), SourceHints.defaults()));
            if (asJson) {
                ObjectNode all = JSON.createObjectNode();
                all.set("parameters", JSON.valueToTree(learned.parameters()));
                all.set("proved", JSON.valueToTree(learned.proved()));
                all.set("unsure", JSON.valueToTree(LearnedPoll.questions(learned)));
                all.set("placed", JSON.valueToTree(poll.proposal().placed()));
                all.set("files", JSON.valueToTree(poll.files()));
                System.out.println(all);
            } else {
                show(learned, poll);
            }
            return folder.write(poll.files(), "The bridge asks within seconds of its next start with "
                    + (access.variables().isEmpty() ? "no further variable" : String.join(", ", access.variables()))
                    + "; one that runs with them already takes the folder up by itself.");
        } finally {
            try (var files = Files.list(work)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(work);
        }
    }

    private String withinText() throws IOException {
        return within == null || body == null ? within : Files.readString(Path.of(within));
    }

    private String headers() {
        for (String header : headers) {
            if (header.matches("(?i)(authorization|cookie|.*(token|secret|api-?key).*?)\\s*:.*")) {
                throw new IllegalArgumentException(
                        "--header takes nothing secret, for it stands in the history of the shell and in the"
                                + " route; name the variable that holds it: --bearer, --basic or --key HEADER=VARIABLE");
            }
            if (!header.contains(":") || header.contains(";")) {
                throw new IllegalArgumentException("--header takes one header, such as --header «Retailer: my-shop»");
            }
        }
        return headers.isEmpty() ? null : String.join("; ", headers);
    }

    private Access access(String name, UnaryOperator<String> environment) {
        String prefix = MissingSettingException.variable(name);
        String own = prefix + "_TOKEN";
        String token = "{{" + name + ".token}}";
        if (oauth != null) {
            String[] parts = oauth.split("[?]", 2);
            Map<String, String> shown = new LinkedHashMap<>(Map.of("auth", "oauth2", "tokenUrl", parts[0]));
            if (parts.length > 1) {
                shown.put("tokenForm", parts[1]);
            }
            Map<String, String> secrets = new LinkedHashMap<>(shown);
            secrets.put("clientId", value(prefix + "_CLIENT_ID", environment));
            secrets.put("clientSecret", value(prefix + "_SECRET", environment));
            shown.put("clientId", "{{" + name + ".client-id}}");
            shown.put("clientSecret", "{{" + name + ".secret}}");
            return new Access(secrets, shown, List.of(prefix + "_CLIENT_ID", prefix + "_SECRET"));
        }
        Map<String, String> shown = new LinkedHashMap<>();
        String variable = bearer;
        if (basic != null) {
            shown.put("auth", "basic");
            variable = basic;
        } else if (key != null) {
            shown.put("tokenHeader", part("--key", key, 0));
            shown.put("tokenPrefix", "");
            variable = part("--key", key, 1);
        } else if (parameter != null) {
            shown.put("auth", "query");
            shown.put("tokenParameter", part("--parameter", parameter, 0));
            variable = part("--parameter", parameter, 1);
        } else if (inUrl != null) {
            shown.put("auth", "none");
            variable = inUrl;
        } else if (bearer == null && environment.apply(own) != null) {
            variable = own;
        }
        if (variable == null) {
            return new Access(Map.of("auth", "none"), Map.of("auth", "none"), List.of());
        }
        Map<String, String> secrets = new LinkedHashMap<>(shown);
        secrets.put("token", value(variable, environment));
        shown.put("token", token);
        return new Access(secrets, shown, List.of(own));
    }

    private static String part(String option, String pair, int index) {
        String[] parts = pair.split("=", 2);
        if (parts.length < 2 || parts[0].isBlank()) {
            throw new IllegalArgumentException(
                    option + " takes a name and the variable that holds the secret, such as " + option
                            + " X-Api-Key=CRM_KEY");
        }
        return parts[index];
    }

    private static String value(String variable, UnaryOperator<String> environment) {
        if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "that is no name of an environment variable; the secret itself does not belong on the command line");
        }
        String value = environment.apply(variable);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + variable + " is not set");
        }
        return value.strip();
    }

    private static void show(PollLearning.Learned learned, LearnedPoll poll) {
        System.out.println();
        learned.proved().forEach(sentence -> System.out.println("seen: " + sentence));
        System.out.println();
        poll.proposal().placed().forEach((field, path) -> System.out.println("  " + field + "  <-  " + path));
        System.out.println();
        System.out.println(poll.trial().payload() == null
                ? "a row would be rejected: " + poll.trial().rejected() + " (say in mapping.jq where the values stand)"
                : "what LadiFlow would get of a row: " + poll.trial().payload().toPrettyString());
        System.out.println();
        LearnedPoll.questions(learned).forEach(sentence -> System.out.println("to look up: " + sentence));
        System.out.println();
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("interrupted", e);
        }
    }
}
