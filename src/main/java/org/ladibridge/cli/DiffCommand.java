package org.ladibridge.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What another mapping would make of the stored records. */
@Command(name = "diff", sortOptions = false, description = "Shows what a mapping would change: maps the stored records of a source with the mapping in its folder, or another, and compares with the one in use. A mapping that is in use already is compared with what was stored. Changes nothing.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:nothing changes, or only values of the same customers",
        "1:customers or rejections change, or not all records could be compared",
        "2:the bridge cannot be reached, or refuses; no such source"}, footer = {"", "Examples:", "  ladibridge diff shopify",
                "  ladibridge diff shopify --mapping new.jq --since 7d",
                "  ladibridge diff shopify --json | jq .result.otherCustomer"})
class DiffCommand implements Callable<Integer> {
    private static final long ASK_AGAIN_MILLIS = 1_000;

    @Mixin
    AdminClient bridge;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "Name of the source.")
    String source;

    @ArgGroup
    Which which = new Which();

    @Option(names = "--mapping", paramLabel = "FILE", description = "Another mapping than the one in the source's folder.")
    Path mapping;

    /** Which records. */
    static class Which {
        @Option(names = "--last", paramLabel = "N", description = "How many records at most, the newest first (1000).")
        Integer last;

        @Option(names = "--since", paramLabel = "TIME", description = "The records that were received since: 7d, 24h, a date, or a time such as 2026-01-31T08:00:00+07:00.")
        String since;
    }

    @Override
    public Integer call() throws AdminClient.Failure, InterruptedException {
        String path = "/api/sources/" + AdminClient.encode(source) + "/diff";
        String query = which.last != null
                ? "?last=" + which.last
                : which.since != null
                        ? "?since=" + AdminClient.encode(Since.read("--since", which.since, Instant.now()).toString())
                        : "";
        JsonNode answer = bridge.post(path + query, program(), "text/plain; charset=UTF-8");
        while (isUnderWay(answer)) {
            System.err.println(answer.path("state").asText().equals("waiting")
                    ? "waits for another comparison"
                    : answer.path("looked").asLong() + " records");
            Thread.sleep(ASK_AGAIN_MILLIS);
            answer = bridge.get(path + "/" + answer.path("id").asLong());
        }
        System.out.print(bridge.asJson ? answer + System.lineSeparator() : text(answer, Ansi.AUTO));
        return exitCode(answer);
    }

    private byte[] program() throws AdminClient.Failure {
        if (mapping == null) {
            return new byte[0];
        }
        try {
            byte[] program = Files.readAllBytes(mapping);
            if (new String(program, StandardCharsets.UTF_8).isBlank()) {
                throw new AdminClient.Failure("--mapping: " + mapping + " is empty");
            }
            return program;
        } catch (IOException e) {
            throw new AdminClient.Failure("--mapping: " + mapping + " cannot be read: " + e.getMessage());
        }
    }

    private static boolean isUnderWay(JsonNode answer) {
        String state = answer.path("state").asText();
        return state.equals("waiting") || state.equals("running");
    }

    static int exitCode(JsonNode answer) {
        return switch (answer.path("state").asText()) {
            case "failed" -> 2;
            case "done" -> answer.path("harmless").asBoolean() ? 0 : 1;
            default -> 1;
        };
    }

    static String text(JsonNode answer, Ansi colours) {
        StringBuilder text = new StringBuilder();
        JsonNode result = answer.path("result");
        line(text, what(answer));
        examples(text, "GO TO ANOTHER CUSTOMER", result.path("otherCustomer"), result.path("customers"), colours);
        groups(text, "newly rejected", result.path("newlyRejected"), result.path("rejections"), colours);
        examples(text, "become nothing any more", result.path("newlyIgnored"), result.path("ignored"), colours);
        groups(text, "newly accepted", result.path("newlyAccepted"), result.path("acceptances"), colours);
        groups(text, "changed", result.path("changed"), result.path("fields"), colours);
        warnings(text, "new warnings", result.path("newWarnings"), colours);
        warnings(text, "gone warnings", result.path("goneWarnings"), colours);
        if (answer.path("unreadable").asLong() > 0) {
            line(text, answer.path("unreadable").asLong() + " records could not be compared: their contents are purged");
        }
        if (answer.path("purged").asLong() > 0) {
            line(text, answer.path("purged").asLong() + " older records are purged (bridge.retention)");
        }
        String state = answer.path("state").asText();
        if (!state.equals("done")) {
            line(text, state + " after " + answer.path("looked").asLong() + " records"
                    + (answer.hasNonNull("problem") ? ": " + answer.path("problem").asText() : ""));
        }
        line(text, result.path("compared").asLong() == 0
                ? "there is no stored record to compare with"
                : answer.path("summary").asText() + ", of " + result.path("compared").asLong());
        return text.toString();
    }

    private static String what(JsonNode answer) {
        String mapping = answer.path("mapping").asText().equals("folder") ? "the mapping in the folder" : "the given mapping";
        return answer.path("basis").asText().equals("stored")
                ? mapping + " is in use already: compared with what was stored of each record when it came"
                : mapping + " compared with the one in use, each applied to what was sent";
    }

    private static void examples(StringBuilder text, String title, JsonNode n, JsonNode examples, Ansi colours) {
        if (n.asInt() > 0) {
            line(text, "");
            Table table = new Table(colours, n.asText() + " " + title, "record", "before", "after");
            examples.forEach(example -> row(table, null, example));
            line(text, table.toString());
        }
    }

    private static void groups(StringBuilder text, String title, JsonNode n, JsonNode groups, Ansi colours) {
        if (n.asInt() > 0) {
            line(text, "");
            Table table = new Table(colours, n.asText() + " " + title, "record", "before", "after");
            for (JsonNode group : groups) {
                String name = group.path("records").asText() + " "
                        + (group.path("name").asText().isEmpty() ? "nothing came of" : group.path("name").asText());
                for (JsonNode example : group.path("examples")) {
                    row(table, name, example);
                    name = null;
                }
            }
            line(text, table.toString());
            groups.forEach(group -> {
                if (group.hasNonNull("detail")) {
                    line(text, group.path("name").asText() + ": " + group.path("detail").asText());
                }
            });
        }
    }

    private static void row(Table table, String name, JsonNode example) {
        table.row(name, "#" + example.path("record").asText(), example.path("before").asText(null),
                example.path("after").asText(null));
    }

    private static void warnings(StringBuilder text, String title, JsonNode groups, Ansi colours) {
        if (!groups.isEmpty()) {
            line(text, "");
            Table table = new Table(colours, title, "records", "for example");
            groups.forEach(group -> table.row(group.path("name").asText(), group.path("records").asLong(),
                    "#" + group.path("examples").path(0).path("record").asText()));
            line(text, table.toString());
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }
}
