package org.ladibridge.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What was received lately. */
@Command(name = "events", mixinStandardHelpOptions = true, description = "Lists records, newest first.")
class EventsCommand implements Callable<Integer> {
    @Mixin
    AdminClient bridge;

    @Option(names = "--source", description = "Only records of this source.")
    String source;

    @Option(names = "--state", description = "Only records in this state: queued, waiting, delivered, unchanged, rejected, dead.")
    String state;

    @Option(names = "--customer", description = "Only records of this customer: e-mail, phone or key.")
    String customer;

    @Option(names = "--limit", defaultValue = "20", description = "How many (${DEFAULT-VALUE}).")
    int limit;

    @Override
    public Integer call() {
        try {
            JsonNode events = bridge.get("/api/events?limit=" + limit + query("source", source) + query("state", state)
                    + query("customer", customer));
            if (bridge.asJson) {
                System.out.println(events);
                return 0;
            }
            System.out.printf("%-8s %-24s %-20s %-10s %s%n", "id", "received", "source", "state", "reason");
            for (JsonNode event : events) {
                System.out.printf("%-8d %-24s %-20s %-10s %s%n", event.path("id").asLong(), event.path("receivedAt").asText(),
                        event.path("source").asText(), event.path("state").asText(),
                        event.path("reason").isTextual()
                                ? event.path("reason").asText() + ": " + event.path("reasonEn").asText()
                                : "");
            }
            return 0;
        } catch (AdminClient.Failure e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }

    private static String query(String name, String value) {
        return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
