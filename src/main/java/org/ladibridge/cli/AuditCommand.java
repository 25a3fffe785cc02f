package org.ladibridge.cli;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What people did. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Who replayed, paused, resumed or copied what, newest first.")
class AuditCommand implements Callable<Integer> {
    @Mixin
    AdminClient bridge;

    @Option(names = "--limit", defaultValue = "20", description = "How many (${DEFAULT-VALUE}).")
    int limit;

    @Option(names = "--before", paramLabel = "ID", description = "Only what was done before this entry.")
    Long before;

    @Override
    public Integer call() {
        try {
            JsonNode entries = bridge.get("/api/audit?limit=" + limit + (before == null ? "" : "&before=" + before));
            if (bridge.asJson) {
                System.out.println(entries);
                return 0;
            }
            System.out.printf("%-6s %-24s %-24s %-22s %-24s%n", "id", "at", "who", "what", "");
            for (JsonNode entry : entries) {
                System.out.printf("%-6d %-24s %-24s %-22s %-24s %s%n", entry.path("id").asLong(), entry.path("at").asText(),
                        entry.path("actor").asText(), entry.path("action").asText(), entry.path("subject").asText(),
                        entry.hasNonNull("detail") ? entry.path("detail") : "");
            }
            return 0;
        } catch (AdminClient.Failure e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }
}
