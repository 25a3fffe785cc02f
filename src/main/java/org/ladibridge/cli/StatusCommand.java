package org.ladibridge.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ledger and sources at a glance; the exit code is for scripts. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows the ledger, the delivery and the sources.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:balanced and healthy", "1:there are dead letters, or something does not run",
        "2:not balanced, or not reachable; no backup was written"})
class StatusCommand implements Callable<Integer> {
    @Mixin
    AdminClient bridge;

    @Option(names = "--backup", paramLabel = "FILE", description = "Write a copy of the whole store, taken while the bridge runs: a data folder with this file as bridge.db goes on from there.")
    Path backup;

    @Override
    public Integer call() {
        try {
            if (backup != null) {
                return backUp();
            }
            JsonNode ledger = bridge.get("/api/ledger");
            JsonNode delivery = bridge.get("/api/delivery");
            JsonNode sources = bridge.get("/api/sources");
            if (bridge.asJson) {
                System.out.printf("{\"ledger\":%s,\"delivery\":%s,\"sources\":%s}%n", ledger, delivery, sources);
            } else {
                print(ledger, delivery, sources);
            }
            return exitCode(ledger, delivery, sources);
        } catch (AdminClient.Failure e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }

    private int backUp() throws AdminClient.Failure {
        if (Files.exists(backup)) {
            System.err.println(backup + " exists already; name another file");
            return 2;
        }
        bridge.download("/api/backup", backup);
        System.out.println("the store was copied to " + backup);
        return 0;
    }

    private static void print(JsonNode ledger, JsonNode delivery, JsonNode sources) {
        System.out.printf("%-20s %9s %9s %9s %10s %9s %8s %6s %8s%n", "", "received", "delivered", "unchanged", "superseded",
                "duplicate",
                "rejected", "dead", "inFlight");
        row("all", ledger);
        ledger.path("sources").properties().forEach(source -> row(source.getKey(), source.getValue()));
        System.out.println(ledger.path("balanced").asBoolean() ? "balanced" : "NOT BALANCED");
        if (!delivery.path("open").asBoolean()) {
            System.out.println("delivery: " + (delivery.path("paused").asBoolean()
                    ? "paused"
                    : "waits, " + delivery.path("reason").asText() + ": " + delivery.path("detail").asText()));
        }
        System.out.println();
        for (JsonNode source : sources) {
            System.out.printf("%-20s %-16s %s%n", source.path("name").asText(), source.path("state").asText(),
                    source.path("message").asText(source.path("activity").asText("")).replace("null", ""));
        }
    }

    private static void row(String name, JsonNode counts) {
        System.out.printf("%-20s %9d %9d %9d %10d %9d %8d %6d %8d%n", name, counts.path("received").asLong(),
                counts.path("delivered").asLong(), counts.path("unchanged").asLong(), counts.path("superseded").asLong(),
                counts.path("duplicate").asLong(), counts.path("rejected").asLong(), counts.path("dead").asLong(),
                counts.path("inFlight").asLong());
    }

    private static int exitCode(JsonNode ledger, JsonNode delivery, JsonNode sources) {
        if (!ledger.path("balanced").asBoolean()) {
            return 2;
        }
        boolean unwell = ledger.path("dead").asLong() > 0 || !delivery.path("open").asBoolean();
        for (JsonNode source : sources) {
            String state = source.path("state").asText();
            unwell |= state.equals("quarantined") || state.equals("running") && source.hasNonNull("message");
        }
        return unwell ? 1 : 0;
    }
}
