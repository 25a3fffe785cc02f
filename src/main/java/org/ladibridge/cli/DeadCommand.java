package org.ladibridge.cli;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists dead letters and rejected records, and replays them. */
@Command(name = "dead", mixinStandardHelpOptions = true, description = "Dead letters and rejected records: lists, shows, replays.", subcommands = {
        DeadCommand.ListCommand.class, DeadCommand.ShowCommand.class, DeadCommand.ReplayCommand.class,
        DeadCommand.StopCommand.class}, footer = {"",
                "Examples:", "  ladibridge dead list",
                "  ladibridge dead replay --reason LADIFLOW_REFUSED --patch '{\"gender\":null}' --dry-run",
                "  ladibridge dead replay --source shopify --mapping current --rate 5", "  ladibridge dead replay 17 18 19"})
class DeadCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** The groups. */
    @Command(name = "list", description = "Counts them by reason and source.", footer = {"", "Examples:",
            "  ladibridge dead list",
            "  ladibridge dead list --json | jq 'map(.count) | add'"})
    static class ListCommand implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Override
        public Integer call() throws AdminClient.Failure {
            JsonNode groups = bridge.get("/api/dead-letters");
            if (bridge.asJson) {
                System.out.println(groups);
                return 0;
            }
            Table table = new Table(Ansi.AUTO, "count", "state", "reason", "source", "first", "last", "");
            for (JsonNode group : groups) {
                table.row(group.path("count").asLong(), Table.state(group.path("state").asText()),
                        group.path("reason").asText(), group.path("source").asText(), group.path("first").asText(),
                        group.path("last").asText(), group.path("reasonEn").asText());
            }
            System.out.println(table);
            return 0;
        }
    }

    /** One record. */
    @Command(name = "show", description = "Shows one record whole: raw, mapped, sent, answer, attempts.", footer = {"",
            "Examples:",
            "  ladibridge dead show 17", "  ladibridge dead show 17 --json | jq .raw"})
    static class ShowCommand implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Parameters(index = "0", description = "Its id, as in «events».")
        long id;

        @Override
        public Integer call() throws AdminClient.Failure {
            JsonNode event = bridge.get("/api/events/" + id);
            System.out.println(bridge.asJson ? event.toString() : event.toPrettyString());
            return 0;
        }
    }

    /** One record or a group. */
    @Command(name = "replay", sortOptions = false, description = "Puts one record, or all that the options name, back into the queue.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            "0:all were put back (or would be)", "1:some cannot be, or the replay was stopped",
            "2:nothing was done, or the bridge cannot go on"}, footer = {"", "Examples:",
                    "  ladibridge dead replay 17 --patch '{\"gender\":null}' --dry-run",
                    "  ladibridge dead replay --source shopify --mapping current --rate 5"})
    static class ReplayCommand implements Callable<Integer> {
        private static final long ASK_AGAIN_MILLIS = 1_000;

        @Mixin
        AdminClient bridge;

        @Parameters(index = "0", arity = "0..*", paramLabel = "ID", description = "Ids of records, as in «events»; without one, name a group.")
        List<Long> ids = List.of();

        @Option(names = "--reason", description = "All with this reason.")
        String reason;

        @Option(names = "--source", description = "All of this source.")
        String source;

        @Option(names = "--customer", description = "All of this customer: e-mail, phone or key.")
        String customer;

        @Option(names = "--since", paramLabel = "TIME", description = "All received from then on, such as 2026-01-31T08:00:00+07:00.")
        String since;

        @Option(names = "--until", paramLabel = "TIME", description = "All received before.")
        String until;

        @Option(names = "--mapping", defaultValue = "original", description = "«current» maps the raw record again, «original» takes the payload as it was mapped at first, «latest» as it stands now (${DEFAULT-VALUE}).")
        String mapping;

        @Option(names = "--patch", paramLabel = "JSON", description = "JSON merge patch over the payload; null removes a field.")
        String patch;

        @Option(names = "--rate", paramLabel = "N", description = "At most N records of a group a second. Ctrl-C leaves the bridge at it; «dead stop» ends it.")
        Integer rate;

        @Option(names = "--go", description = "Also when it brings more changes than are sent without being asked (LADIFLOW_BACKFILL_ASKS).")
        boolean go;

        @Option(names = "--dry-run", description = "Show by field what would change; do nothing.")
        boolean dryRun;

        private final ObjectMapper json = new ObjectMapper();

        @Override
        public Integer call() throws AdminClient.Failure {
            if (ids.isEmpty() && !hasFilter()) {
                throw new AdminClient.Failure("name what to replay: ids, as in «events», or --reason, --source, --customer, "
                        + "--since or --until; everything is too much");
            }
            try {
                ObjectNode request = json.createObjectNode().put("mapping", mapping).put("dryRun", dryRun);
                if (patch != null) {
                    request.set("patch", json.readTree(patch));
                }
                return ids.size() == 1 && !hasFilter() ? one(request) : group(request);
            } catch (JsonProcessingException e) {
                System.err.println("--patch is not JSON: " + e.getOriginalMessage());
                return 2;
            } catch (IOException e) {
                System.err.println(e.getMessage());
                return 2;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 2;
            }
        }

        private boolean hasFilter() {
            return Stream.of(reason, source, customer, since, until).anyMatch(Objects::nonNull);
        }

        private int one(ObjectNode request) throws AdminClient.Failure, IOException {
            JsonNode result = bridge.post("/api/events/" + ids.get(0) + "/replay", json.writeValueAsBytes(request),
                    "application/json");
            if (bridge.asJson) {
                System.out.println(result);
            } else if (dryRun) {
                printChange(result);
            } else {
                System.out.println("1 record is back in the queue");
            }
            return 0;
        }

        private int group(ObjectNode request) throws AdminClient.Failure, IOException, InterruptedException {
            request.put("reason", reason).put("source", source).put("customer", customer).put("since", since)
                    .put("until", until).put("rate", rate).put("go", go);
            if (!ids.isEmpty()) {
                ids.forEach(request.putArray("ids")::add);
            }
            JsonNode outcome = bridge.post("/api/dead-letters/replay", json.writeValueAsBytes(request), "application/json");
            while (outcome.path("state").asText().equals("running")) {
                System.err.printf("%d of %d%n", outcome.path("done").asLong(), outcome.path("matched").asLong());
                Thread.sleep(ASK_AGAIN_MILLIS);
                outcome = bridge.get("/api/dead-letters/replay");
            }
            if (bridge.asJson) {
                System.out.println(outcome);
            } else {
                print(outcome);
            }
            if (outcome.path("state").asText().equals("failed")) {
                return 2;
            }
            return outcome.path("queued").asLong() == outcome.path("matched").asLong() ? 0 : 1;
        }

        static void print(JsonNode outcome) {
            outcome.path("changes").forEach(ReplayCommand::printChange);
            outcome.path("refused").forEach(refused -> System.out.printf("%d stays: %s%n", refused.path("id").asLong(),
                    refused.path("problem").asText()));
            long queued = outcome.path("queued").asLong();
            System.out.printf("%d of %d records %s back in the queue%n", queued, outcome.path("matched").asLong(),
                    outcome.path("dryRun").asBoolean() ? "would be" : "are");
            if (!outcome.path("state").asText().equals("done")) {
                System.out.printf("%s after %d%s%n", outcome.path("state").asText(), outcome.path("done").asLong(),
                        outcome.hasNonNull("problem") ? ": " + outcome.path("problem").asText() : "");
            }
        }

        /** Absent values are left blank; a value that is cleared stands as null. */
        private static void printChange(JsonNode change) {
            Table table = new Table(Ansi.AUTO, change.path("id").asText(), "field", "before", "after");
            for (JsonNode field : change.path("diff")) {
                table.row(null, field.path("field").asText(), field.path("before"), field.path("after"));
            }
            for (JsonNode field : change.path("leftOut")) {
                table.row(null, field.asText(), "", "left out: LadiFlow has the value of a younger record");
            }
            System.out.println(change.path("diff").isEmpty() && change.path("leftOut").isEmpty()
                    ? table.row(null, "as it stands")
                    : table);
        }
    }

    /** The group replay that is running. */
    @Command(name = "stop", description = "Stops the running replay of a group; what it has not reached stays.", footer = {"",
            "Example:",
            "  ladibridge dead stop"})
    static class StopCommand implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Override
        public Integer call() throws AdminClient.Failure {
            JsonNode outcome = bridge.delete("/api/dead-letters/replay");
            System.out.println(bridge.asJson
                    ? outcome.toString()
                    : "%s: %d of %d records are back in the queue".formatted(outcome.path("state").asText(),
                            outcome.path("queued").asLong(), outcome.path("matched").asLong()));
            return 0;
        }
    }
}
