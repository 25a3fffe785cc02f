package org.ladibridge.cli;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends again what a changed mapping would make otherwise, or LadiFlow stores by now. */
@Command(name = "replay", sortOptions = false, description = "Sends those records again of which the mapping in use makes something else than what was sent, or of which LadiFlow did not store something. For dead letters and rejected records alone: «dead replay».", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:all that change were put back (or would be)", "1:some cannot be, or the replay was stopped",
        "2:nothing was done, or the bridge cannot go on"}, footer = {"", "Examples:",
                "  ladibridge replay --source shopify --since 7d --changed --dry-run",
                "  ladibridge replay --source shopify --since 2026-01-31 --changed --rate 5",
                "  ladibridge replay --not-taken loyalty_tier"})
class ReplayCommand implements Callable<Integer> {
    private static final String API = "/api/replay";
    private static final long ASK_AGAIN_MILLIS = 1_000;

    @Mixin
    AdminClient bridge;

    @Option(names = "--changed", description = "Only records whose payload the mapping in use changes; with --source or --since.")
    boolean changed;

    @Option(names = "--not-taken", paramLabel = "NAME", description = "Only records of which LadiFlow did not store this custom field, tag or field, as «status» names them.")
    String notTaken;

    @Option(names = "--source", description = "Only records of this source.")
    String source;

    @Option(names = "--since", paramLabel = "TIME", description = "Only records received since: 7d, 24h, a date, or a time such as 2026-01-31T08:00:00+07:00.")
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only records received before.")
    String until;

    @Option(names = "--rate", paramLabel = "N", description = "At most N records a second. Ctrl-C leaves the bridge at it; «dead stop» ends it.")
    Integer rate;

    @Option(names = "--go", description = "Also when it brings more changes than are sent without being asked (LADIFLOW_BACKFILL_ASKS).")
    boolean go;

    @Option(names = "--dry-run", description = "Show by field what would change; do nothing.")
    boolean dryRun;

    @Override
    public Integer call() throws AdminClient.Failure, InterruptedException {
        if (notTaken != null && (changed || since != null || until != null)) {
            throw new AdminClient.Failure("with --not-taken go --source, --rate, --go and --dry-run only");
        }
        if (notTaken == null && (!changed || source == null && since == null)) {
            throw new AdminClient.Failure(
                    "name what to replay: --changed with --source or --since, or --not-taken; everything is too much. "
                            + "Dead letters are replayed by «dead replay»");
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun).put("source", source)
                .put("since", time("--since", since)).put("until", time("--until", until)).put("rate", rate)
                .put("notTaken", notTaken).put("go", go);
        if (changed) {
            request.put("changed", true);
        }
        JsonNode outcome = bridge.post(API, request.toString().getBytes(StandardCharsets.UTF_8), "application/json");
        while (outcome.path("state").asText().equals("running")) {
            System.err.printf("%d of %d%n", outcome.path("done").asLong(), outcome.path("matched").asLong());
            Thread.sleep(ASK_AGAIN_MILLIS);
            outcome = bridge.get(API);
        }
        if (bridge.asJson) {
            System.out.println(outcome);
        } else {
            DeadCommand.ReplayCommand.print(outcome);
            if (notTaken == null) {
                System.out.printf("%d stay: the mapping in use makes the same of them%n", outcome.path("same").asLong());
            }
            if (outcome.path("patched").asLong() > 0) {
                System.out.printf("%d stay: a person set values of them; replay them one by one%n",
                        outcome.path("patched").asLong());
            }
            if (outcome.path("moved").asLong() > 0) {
                System.out.printf("%d %s to ANOTHER CUSTOMER than before; what the former one holds stays there%n",
                        outcome.path("moved").asLong(), dryRun ? "would go" : "go");
            }
        }
        return exitCode(outcome);
    }

    private static String time(String option, String text) throws AdminClient.Failure {
        return text == null ? null : Since.read(option, text, Instant.now()).toString();
    }

    static int exitCode(JsonNode outcome) {
        if (outcome.path("state").asText().equals("failed")) {
            return 2;
        }
        long through = outcome.path("queued").asLong() + outcome.path("same").asLong() + outcome.path("patched").asLong();
        return through == outcome.path("matched").asLong() ? 0 : 1;
    }
}
