package org.ladibridge.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A source made of what a sender sends. */
@Command(name = "learn", sortOptions = false, description = {
        "Makes a source of what a sender sends: opens an address, looks at the first delivery, finds out how it is signed,"
                + " proposes a mapping, and writes the folder. With --poll of a list that is asked, with --file of a file."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:the folder is written",
                        "1:the secret does not explain the signature, or you said no; nothing is written",
                        "2:nothing came, or the bridge cannot be reached, or refuses"}, footer = {"", "Examples:",
                                "  ladibridge learn paddle",
                                "  PADDLE_SECRET=… ladibridge learn paddle --yes --take", "  ladibridge learn paddle --stop",
                                "  CRM_KEY=… ladibridge learn crm --bearer CRM_KEY --poll 'https://crm.example.vn/api/customers?updated_since=2026-01-31T00:00:00Z&page=1&per_page=50'",
                                "  ladibridge learn partners --file partners.xlsx"})
class LearnCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LOOKS_FOR_THE_SOURCE = 20;

    @Mixin
    AdminClient bridge;

    @Parameters(index = "0", paramLabel = "NAME", description = "Lower-case letters, digits and hyphens: the name of the folder, of the address and of the variables.")
    String name;

    @Option(names = "--routes", defaultValue = "${env:BRIDGE_ROUTES:-routes}", paramLabel = "FOLDER", description = "Folder of the sources (BRIDGE_ROUTES; ${DEFAULT-VALUE}).")
    Path routes;

    @Option(names = "--wait", defaultValue = "PT10M", paramLabel = "TIME", description = "How long to wait for a delivery (ISO 8601; ${DEFAULT-VALUE}).")
    Duration patience;

    @Option(names = "--secret-file", paramLabel = "FILE", description = "The secret, instead of typing it or setting NAME_SECRET or NAME_TOKEN; blanks and ends of line around it are no part of it.")
    Path secretFile;

    @Option(names = "--yes", description = "Write the folder without asking.")
    boolean yes;

    @Option(names = "--take", description = "Take the captured deliveries in as the source's own when it runs.")
    boolean take;

    @Option(names = "--stop", description = "Close the address.")
    boolean stop;

    @Mixin
    LearnPoll poll = new LearnPoll();

    @Option(names = "--file", paramLabel = "FILE", description = "Makes a drop folder for files like this one instead, by its columns; no bridge needs to run.")
    Path file;

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Integer call() throws Exception {
        String api = "/api/learn/" + AdminClient.encode(name);
        if (stop) {
            bridge.delete(api);
            System.out.println("the address is closed");
            return 0;
        }
        LearnedFolder folder = new LearnedFolder(routes, name, yes);
        if (poll.url != null) {
            return poll.learn(name, folder, bridge.asJson, System::getenv);
        }
        if (file != null) {
            return LearnFile.learn(name, file, folder, bridge.asJson);
        }
        JsonNode open = bridge.post(api, new byte[0], "application/json");
        say("Let the sender send a test delivery to "
                + (open.path("url").isTextual()
                        ? open.path("url").asText()
                        : bridge.url + "/hooks/" + open.path("path").asText()));
        if (!open.path("url").isTextual()) {
            say("(BRIDGE_PUBLIC_URL is not set: put the bridge's public address in the place of " + bridge.url + ")");
        }
        if (!waitForDelivery(api, open)) {
            System.err.println("nothing came; the address stays open until " + open.path("expires").asText()
                    + ", and the same command goes on waiting");
            return 2;
        }
        String secret = secret();
        JsonNode learned = bridge.post(api + "/proposal", body(secret), "application/json");
        if (bridge.asJson) {
            System.out.println(learned);
        } else {
            show(learned);
        }
        if (!learned.path("signed").isTextual() && (!secret.isEmpty() || learned.path("looksSigned").asBoolean())) {
            say(secret.isEmpty()
                    ? "The sender seems to sign: give its secret (--secret-file, or type it); the delivery is kept."
                    : "Nothing was written. Try another secret with the same command; the delivery is kept.");
            return 1;
        }
        Map<String, String> files = new LinkedHashMap<>();
        learned.path("files").properties().forEach(each -> files.put(each.getKey(), each.getValue().asText()));
        int written = folder.write(files, "It runs within seconds.");
        if (written != 0) {
            return written;
        }
        if (!secret.isEmpty()) {
            bridge.post(api + "/secret", body(secret), "application/json");
        }
        say("Set " + learned.path("variables").valueStream().map(JsonNode::asText).collect(Collectors.joining(" and "))
                + " before the bridge is started again.");
        if (take || !yes && LearnedFolder.agreed("Take the captured delivery in, once it runs? [y/N] ")) {
            return takeIn(api);
        }
        return 0;
    }

    /** With --json what is printed is one document. */
    private void say(String text) {
        (bridge.asJson ? System.err : System.out).println(text);
    }

    private boolean waitForDelivery(String api, JsonNode open) throws Exception {
        boolean asked = false;
        JsonNode now = open;
        for (long looks = patience.toMillis() / BETWEEN_LOOKS.toMillis(); now.path("deliveries").asInt() == 0
                && looks > 0; looks--) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            now = bridge.get(api);
            if (!asked && now.path("asked").asBoolean()) {
                asked = true;
                say("the sender asked whether somebody is there, and was answered");
            }
        }
        return now.path("deliveries").asInt() > 0;
    }

    /** A secret is never an argument, because other users could read it in the list of processes. */
    private String secret() throws IOException {
        if (secretFile != null) {
            return Files.readString(secretFile).strip();
        }
        String variable = name.toUpperCase(Locale.ROOT).replace('-', '_');
        for (String kind : new String[]{"_SECRET", "_TOKEN"}) {
            String value = System.getenv(variable + kind);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        Console console = System.console();
        char[] typed = console == null || yes
                ? new char[0]
                : console.readPassword("Something came. The secret as the sender shows it (nothing when it has none): ");
        return typed == null ? "" : new String(typed).strip();
    }

    private byte[] body(String secret) throws IOException {
        return json.writeValueAsBytes(json.createObjectNode().put("secret", secret));
    }

    private static void show(JsonNode learned) {
        System.out.println();
        if (learned.path("signed").isTextual()) {
            System.out.println("signed: " + learned.path("signed").asText());
        } else {
            learned.path("looked").forEach(sentence -> System.out.println("- " + sentence.asText()));
        }
        System.out.println();
        learned.path("placed").properties()
                .forEach(field -> System.out.println("  " + field.getKey() + "  <-  " + field.getValue().asText()));
        learned.path("occurrence").properties()
                .forEach(each -> System.out.println("  " + each.getKey() + ": " + each.getValue().asText()));
        System.out.println();
        if (learned.path("customers").asInt() > 1) {
            System.out.println("the delivery holds " + learned.path("customers").asInt() + " customers; the first:");
        }
        learned.path("warnings").forEach(warning -> System.out.println("  left out: " + warning.path("field").asText() + " "
                + warning.path("code").asText() + " " + warning.path("detail").asText("")));
        System.out.println(learned.path("payload").isObject()
                ? "what LadiFlow would get: " + learned.path("payload").toPrettyString()
                : "it would be rejected: " + learned.path("rejected").asText() + " (say in mapping.jq where the values stand)");
        System.out.println();
    }

    private int takeIn(String api) throws Exception {
        AdminClient.Failure last = null;
        for (int i = 0; i < LOOKS_FOR_THE_SOURCE; i++) {
            try {
                int taken = bridge.post(api + "/take", new byte[0], "application/json").path("taken").asInt();
                say(taken + (taken == 1 ? " delivery was" : " deliveries were") + " taken in");
                return 0;
            } catch (AdminClient.Failure e) {
                last = e;
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
        }
        System.err.println(last == null ? "the source does not run" : last.getMessage());
        return 2;
    }
}
