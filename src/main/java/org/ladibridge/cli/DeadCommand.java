package org.ladibridge.cli;

import java.io.IOException;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What LadiFlow refused and what was rejected, and the way back. */
@Command(name = "dead", mixinStandardHelpOptions = true, description = "Dead letters and rejected records: lists, shows, replays.", subcommands = {
        DeadCommand.ListCommand.class, DeadCommand.ShowCommand.class, DeadCommand.ReplayCommand.class}, footer = {"",
                "Examples:", "  ladibridge dead list",
                "  ladibridge dead replay --reason LADIFLOW_REFUSED --patch '{\"gender\":null}' --dry-run",
                "  ladibridge dead replay --source shopify --mapping current"})
class DeadCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** The groups. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Counts them by reason and source.")
    static class ListCommand implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Override
        public Integer call() {
            try {
                JsonNode groups = bridge.get("/api/dead-letters");
                if (bridge.asJson) {
                    System.out.println(groups);
                    return 0;
                }
                System.out.printf("%8s %-9s %-20s %-20s %-24s %s%n", "count", "state", "reason", "source", "last", "");
                for (JsonNode group : groups) {
                    System.out.printf("%8d %-9s %-20s %-20s %-24s %s%n", group.path("count").asLong(),
                            group.path("state").asText(), group.path("reason").asText(), group.path("source").asText(),
                            group.path("last").asText(), group.path("reasonEn").asText());
                }
                return 0;
            } catch (AdminClient.Failure e) {
                System.err.println(e.getMessage());
                return 2;
            }
        }
    }

    /** One record. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one record whole: raw, mapped, sent, answer, attempts.")
    static class ShowCommand implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Parameters(index = "0", description = "Its id, as in «events».")
        long id;

        @Override
        public Integer call() {
            try {
                System.out.println(bridge.get("/api/events/" + id).toPrettyString());
                return 0;
            } catch (AdminClient.Failure e) {
                System.err.println(e.getMessage());
                return 2;
            }
        }
    }

    /** One record or a group. */
    @Command(name = "replay", mixinStandardHelpOptions = true, description = "Puts one record, or all of a reason or source, back into the queue.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            "0:all were put back", "1:some cannot be", "2:nothing was done"})
    static class ReplayCommand implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Parameters(index = "0", arity = "0..1", description = "Id of one record; without it, name a reason or a source.")
        Long id;

        @Option(names = "--reason", description = "All with this reason.")
        String reason;

        @Option(names = "--source", description = "All of this source.")
        String source;

        @Option(names = "--mapping", defaultValue = "original", description = "«current» maps the raw record again, «original» takes the stored payload (${DEFAULT-VALUE}).")
        String mapping;

        @Option(names = "--patch", paramLabel = "JSON", description = "JSON merge patch over the payload; null removes a field.")
        String patch;

        @Option(names = "--dry-run", description = "Show what would be sent; change nothing. For groups.")
        boolean dryRun;

        private final ObjectMapper json = new ObjectMapper();

        @Override
        public Integer call() {
            try {
                ObjectNode request = json.createObjectNode().put("mapping", mapping);
                if (patch != null) {
                    request.set("patch", json.readTree(patch));
                }
                return id == null ? group(request) : one(request);
            } catch (JsonProcessingException e) {
                System.err.println("--patch is not JSON: " + e.getOriginalMessage());
                return 2;
            } catch (IOException | AdminClient.Failure e) {
                System.err.println(e.getMessage());
                return 2;
            }
        }

        private int one(ObjectNode request) throws AdminClient.Failure, IOException {
            JsonNode result = bridge.post("/api/events/" + id + "/replay", json.writeValueAsBytes(request), "application/json");
            System.out.println(bridge.asJson ? result.toString() : "1 record is back in the queue");
            return 0;
        }

        private int group(ObjectNode request) throws AdminClient.Failure, IOException {
            request.put("reason", reason).put("source", source).put("dryRun", dryRun);
            JsonNode outcome = bridge.post("/api/dead-letters/replay", json.writeValueAsBytes(request), "application/json");
            if (bridge.asJson) {
                System.out.println(outcome);
            } else {
                outcome.path("changes").forEach(change -> System.out.printf("%d%n  before %s%n  after  %s%n",
                        change.path("id").asLong(), change.path("before"), change.path("after")));
                outcome.path("refused").forEach(
                        refused -> System.out.printf("%d stays: %s%n", refused.path("id").asLong(),
                                refused.path("problem").asText()));
                System.out.printf("%d of %d records %s back in the queue%s%n", outcome.path("queued").asInt(),
                        outcome.path("matched").asInt(), dryRun ? "would be" : "are",
                        outcome.path("more").asBoolean() ? "; there are more, run it again" : "");
            }
            return outcome.path("queued").asInt() == outcome.path("matched").asInt() ? 0 : 1;
        }
    }
}
