package org.ladibridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.routes.Source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A source to begin with, from the templates in {@code routes/}, which are packaged with this class. */
@Command(name = "new-source", mixinStandardHelpOptions = true, sortOptions = false, description = "Makes the folder of a new source: route, mapping, sample and what it becomes. A bridge that runs takes it up by itself.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:the folder is there", "2:the name is taken or cannot be one, or the folder cannot be written"}, footer = {"",
                "Examples:", "  ladibridge new-source webhook event-form", "  ladibridge new-source file partner-list",
                "  ladibridge new-source poll guest-book", "  ladibridge new-source kafka crm-topic",
                "  ladibridge new-source sql shop-db", "  ladibridge new-source mail portal-leads",
                "  ladibridge new-source s3 partner-files", "  ladibridge new-source outcome crm"})
class NewSourceCommand implements Callable<Integer> {
    private static final String NAME_IN_TEMPLATE = "my-source";

    /** What the records come by. */
    enum Kind {
        webhook("samples/customer.json"),
        file("samples/customer.csv"),
        poll("samples/customer.json", "request.json",
                "request-within.json"),
        kafka("samples/customer.json", "samples/debezium.json",
                "samples/debezium.expected.json"),
        sql("samples/customer.json", "query.sql"),
        mail("samples/customer.json"),
        s3("samples/customer.csv"),
        outcome();

        /** Null for what takes nothing in. */
        final String sample;
        final List<String> files;

        Kind() {
            this.sample = null;
            this.files = List.of(NAME_IN_TEMPLATE + ".camel.yaml");
        }

        Kind(String sample, String... further) {
            this.sample = sample;
            this.files = new ArrayList<>(List.of(NAME_IN_TEMPLATE + ".camel.yaml", "mapping.jq", sample,
                    "samples/customer.expected.json"));
            this.files.addAll(List.of(further));
        }
    }

    @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}: the sender calls, drops files, is asked regularly, writes into a topic, writes mails, lays objects into a bucket; or, outcome, it is told how records ended.")
    Kind kind;

    @Parameters(index = "1", paramLabel = "NAME", description = "Lower-case letters, digits and hyphens: the name of the folder, of the address or inbox, and of the variables.")
    String name;

    @Option(names = "--routes", defaultValue = "${env:BRIDGE_ROUTES:-routes}", paramLabel = "FOLDER", description = "Folder of the sources (BRIDGE_ROUTES; ${DEFAULT-VALUE}).")
    Path routes;

    @Option(names = "--json", description = "Print the folder and its files as JSON, for programs.")
    boolean asJson;

    @Override
    public Integer call() {
        Path folder = routes.resolve(name);
        String refusal = refusal(folder);
        if (refusal != null) {
            System.err.println(refusal);
            return 2;
        }
        try {
            List<String> files = write(folder);
            System.out.println(asJson ? json(folder, files) : nextSteps(folder, files));
            return 0;
        } catch (IOException e) {
            System.err.println(folder + " cannot be written: " + e.getMessage());
            return 2;
        }
    }

    private String refusal(Path folder) {
        Optional<String> reserved = Source.reserved(name);
        if (reserved.isPresent()) {
            return reserved.get();
        }
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") || name.length() > 60 || name.equals("kamelets")) {
            return "«" + name + "» cannot be the name of a source; take lower-case letters, digits and single hyphens, such as "
                    + "event-form";
        }
        if (!Files.isDirectory(routes)) {
            return "there is no folder " + routes + "; name the folder of the sources with --routes or BRIDGE_ROUTES";
        }
        return Files.exists(folder) ? folder + " exists already; choose another name" : null;
    }

    /** Under another name first, which a running bridge leaves alone. */
    private List<String> write(Path folder) throws IOException {
        Path partial = Files.createDirectories(routes.resolve("." + name));
        List<String> written = new ArrayList<>();
        for (String file : kind.files) {
            String own = file.replace(NAME_IN_TEMPLATE, name);
            Path path = partial.resolve(own);
            Files.createDirectories(path.getParent());
            Files.writeString(path, template(file).replace(NAME_IN_TEMPLATE, name)
                    .replace(MissingSettingException.variable(NAME_IN_TEMPLATE), MissingSettingException.variable(name)));
            written.add(own);
        }
        Files.move(partial, folder);
        return written;
    }

    private String template(String file) throws IOException {
        try (InputStream template = NewSourceCommand.class.getResourceAsStream("templates/_template-" + kind + "/" + file)) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String json(Path folder, List<String> files) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        return json.writeValueAsString(json.createObjectNode().put("folder", folder.toString()).set("files",
                json.valueToTree(files)));
    }

    private String nextSteps(Path folder, List<String> files) {
        String variable = MissingSettingException.variable(name);
        if (kind == Kind.outcome) {
            return """
                %1$s holds %2$s.
                Next:
                  1. say in it who is told: a webhook as it stands, or any other component (docs/outcomes.md)
                  2. ./ladibridge routes check %3$s    says what is wrong
                  3. BRIDGE_OUTCOMES=on %4$s_URL=https://… %4$s_SECRET=whsec_$(openssl rand -base64 32) ./ladibridge demo    starts a
                     bridge with a built-in LadiFlow that tells how its records ended
                A bridge that runs takes the folder up by itself; for a new variable it has to be started again."""
                    .formatted(folder,
                            String.join(", ", files), name, variable);
        }
        String start = switch (kind) {
            case webhook ->
                variable + "_TOKEN=hello ./ladibridge demo    starts a bridge with a built-in LadiFlow; it takes POST /hooks/"
                        + name + " with the header X-Api-Key: hello";
            case file -> "./ladibridge demo    starts a bridge with a built-in LadiFlow; it takes files from target/demo/inbox/"
                    + name + "/";
            case kafka -> "./ladibridge components add kafka, once; then " + variable + "_TOPIC=… " + variable
                    + "_BROKERS=host:9092 ./ladibridge demo    starts a bridge with a built-in LadiFlow that reads the topic";
            case sql -> "./ladibridge components add org.postgresql:postgresql, once, or another driver; write query.sql; "
                    + variable + "_URL=jdbc:postgresql://… " + variable
                    + "_TOKEN=user:password ./ladibridge demo    starts a bridge with a built-in LadiFlow that asks";
            case mail ->
                "./ladibridge components add mail, once; then " + variable + "_HOST=imap.example.vn:993 " + variable
                        + "_USER=… " + variable
                        + "_PASSWORD=… ./ladibridge demo    starts a bridge with a built-in LadiFlow that reads"
                        + " unread mails";
            case s3 -> "./ladibridge components add aws2-s3, once; then " + variable + "_BUCKET=… " + variable + "_USER=… "
                    + variable
                    + "_SECRET=… ./ladibridge demo    starts a bridge with a built-in LadiFlow that takes what lies below inbox/";
            case outcome -> throw new IllegalStateException("told above");
            case poll -> "say in " + name + ".camel.yaml and in request*.json what is asked; " + variable
                    + "_TOKEN=… " + variable
                    + "_URL=https://… ./ladibridge demo    starts a bridge with a built-in LadiFlow that asks";
        };
        return """
            %1$s holds %2$s.
            Next:
              1. put what the sender really sends, with invented customers, in the place of %1$s/%3$s
              2. say in %1$s/mapping.jq where each value goes
              3. ./ladibridge routes check %4$s    says what is wrong, and what the sample becomes
              4. %5$s
              5. ./ladibridge try %4$s %1$s/%3$s --token demo    shows, in a second terminal, what LadiFlow would get
            A bridge that runs takes the folder up by itself; for a new variable it has to be started again.""".formatted(
                folder,
                String.join(", ", files), kind.sample, name, start);
    }
}
