package org.ladibridge.cli;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What people did. */
@Command(name = "audit", description = "Who replayed, paused, resumed or copied what, newest first.", footer = {"", "Examples:",
        "  ladibridge audit --limit 100", "  ladibridge audit --json | jq '.[] | select(.action == \"source.pause\")'"})
class AuditCommand implements Callable<Integer> {
    @Mixin
    AdminClient bridge;

    @Option(names = "--limit", defaultValue = "20", description = "How many (${DEFAULT-VALUE}).")
    int limit;

    @Option(names = "--before", paramLabel = "ID", description = "Only what was done before this entry.")
    Long before;

    @Override
    public Integer call() throws AdminClient.Failure {
        JsonNode entries = bridge.get("/api/audit?limit=" + limit + (before == null ? "" : "&before=" + before));
        if (bridge.asJson) {
            System.out.println(entries);
            return 0;
        }
        Table table = new Table(Ansi.AUTO, "id", "at", "who", "what", "to", "");
        for (JsonNode entry : entries) {
            table.row(entry.path("id").asLong(), entry.path("at").asText(), entry.path("actor").asText(),
                    entry.path("action").asText(), entry.path("subject").asText(),
                    entry.hasNonNull("detail") ? entry.path("detail") : null);
        }
        System.out.println(table);
        return 0;
    }
}
