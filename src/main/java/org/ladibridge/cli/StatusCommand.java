package org.ladibridge.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ladibridge.cli.StatusScreen.Snapshot;
import org.ladibridge.cli.StatusScreen.Trouble;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ledger and sources at a glance; the exit code is for scripts. */
@Command(name = "status", description = "Shows the ledger, the delivery and the sources.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:balanced and healthy, whatever strangers send and whatever BRIDGE_MAPPING_GUARD=warn remarked on",
        "1:dead letters, rejected records, something that does not run, or a changed mapping that is held back",
        "2:not balanced, or not reachable; no backup was written"}, footer = {"", "Examples:", "  ladibridge status --watch",
                "  ladibridge status --json | jq .ledger.inFlight", "  ladibridge status --backup bridge-today.db"})
class StatusCommand implements Callable<Integer> {
    private static final long AGAIN_MILLIS = 1_000;
    /** The terminal's second screen, without cursor and without breaking long lines. */
    private static final String OWN_SCREEN = "\033[?1049h\033[?25l\033[?7l";
    private static final String FORMER_SCREEN = "\033[?7h\033[?25h\033[?1049l";

    @Mixin
    AdminClient bridge;

    @Option(names = "--backup", paramLabel = "FILE", description = "Write a copy of the whole store, taken while the bridge runs: a data folder with this file as bridge.db goes on from there.")
    Path backup;

    @Option(names = "--watch", description = "Draw it again each second, with the progress of files and polls, until Ctrl-C. Into a file or a pipe: a line each second.")
    boolean watch;

    @Override
    public Integer call() throws AdminClient.Failure, InterruptedException {
        if (backup != null) {
            return backUp();
        }
        if (watch) {
            watch();
        }
        Snapshot now = snapshot();
        if (bridge.asJson) {
            System.out.println(json(now));
        } else {
            print(now);
        }
        return exitCode(now);
    }

    private Snapshot snapshot() throws AdminClient.Failure {
        return new Snapshot(Instant.now(), bridge.get("/api/ledger"), bridge.get("/api/delivery"), bridge.get("/api/sources"),
                bridge.get("/api/queues"), bridge.get("/api/dead-letters"), bridge.get("/api/not-taken"));
    }

    private static String json(Snapshot now) {
        return "{\"ledger\":%s,\"delivery\":%s,\"sources\":%s,\"queues\":%s,\"deadLetters\":%s,\"notTaken\":%s}".formatted(
                now.ledger(), now.delivery(), now.sources(), now.queues(), now.troubles(), now.notTaken());
    }

    /** Never returns: Ctrl-C ends it. A bridge that is being restarted is waited for. */
    private void watch() throws InterruptedException, AdminClient.Failure {
        boolean screen = Ansi.AUTO.enabled() && !bridge.asJson;
        StatusScreen picture = new StatusScreen(Ansi.AUTO);
        snapshot();
        if (screen) {
            System.out.print(OWN_SCREEN);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                System.out.print(FORMER_SCREEN);
                System.out.flush();
            }));
        }
        while (true) {
            String text;
            try {
                Snapshot now = snapshot();
                text = screen
                        ? StatusScreen.drawn(picture.lines(now))
                        : (bridge.asJson ? json(now) : StatusScreen.line(now)) + "\n";
            } catch (AdminClient.Failure e) {
                text = screen ? StatusScreen.drawn(List.of(e.getMessage())) : e.getMessage() + "\n";
            }
            System.out.print(text);
            System.out.flush();
            Thread.sleep(AGAIN_MILLIS);
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

    private static void print(Snapshot now) {
        Table table = new Table(Ansi.AUTO, "", "received", "delivered", "unchanged", "superseded", "duplicate", "ignored",
                "rejected", "dead", "inFlight");
        row(table, "all", now.ledger());
        now.ledger().path("sources").properties().forEach(source -> row(table, source.getKey(), source.getValue()));
        System.out.println(table);
        System.out.println(now.ledger().path("balanced").asBoolean() ? "balanced" : "NOT BALANCED");
        if (now.oldestSeconds() > 0) {
            System.out.println("the oldest undelivered record waits " + Durations.text(now.oldestSeconds()));
        }
        JsonNode delivery = now.delivery();
        if (!delivery.path("open").asBoolean()) {
            System.out.println("delivery: " + (delivery.path("paused").asBoolean()
                    ? "paused"
                    : "waits, " + delivery.path("reason").asText() + ": " + delivery.path("detail").asText()));
        }
        if (!now.quietText().isEmpty()) {
            System.out.println(now.quietText());
        }
        if (now.failing() > 0) {
            System.out.println(now.failingText());
        }
        if (!now.outcomesText().isEmpty()) {
            System.out.println(now.outcomesText());
        }
        now.notTakenTexts().forEach(System.out::println);
        System.out.println();
        System.out.println(sources(now, Ansi.AUTO));
    }

    static Table sources(Snapshot now, Ansi colours) {
        Table table = new Table(colours, "source", "state", "");
        Map<String, Trouble> toLookAt = now.toLookAt();
        for (JsonNode source : now.sources()) {
            String message = source.hasNonNull("message")
                    ? Language.text(source, "message")
                    : source.path("activity").asText("");
            for (JsonNode file : source.path("stuckFiles")) {
                message += (message.isEmpty() ? "" : "; ") + StatusScreen.stuck(file);
            }
            Trouble trouble = toLookAt.remove(source.path("name").asText());
            String text = Stream
                    .of(message.isEmpty() ? null : message, SourcesCommand.refused(source, now.at()),
                            SourcesCommand.mappingChange(source, now.at()), trouble)
                    .filter(Objects::nonNull).map(Object::toString).collect(Collectors.joining("; "));
            table.row(source.path("name").asText(), Table.state(source.path("state").asText()),
                    trouble == null && !SourcesCommand.isRefusing(source) ? text : new Table.Coloured(text, Style.fg_red));
        }
        // What is left is of sources that are gone.
        toLookAt.forEach((source, trouble) -> table.row(source, null, new Table.Coloured(trouble, Style.fg_red)));
        return table;
    }

    private static void row(Table table, String name, JsonNode counts) {
        table.row(name, counts.path("received").asLong(), counts.path("delivered").asLong(),
                counts.path("unchanged").asLong(), counts.path("superseded").asLong(), counts.path("duplicate").asLong(),
                counts.path("ignored").asLong(),
                counts.path("rejected").asLong(), counts.path("dead").asLong(), counts.path("inFlight").asLong());
    }

    static int exitCode(Snapshot now) {
        if (!now.ledger().path("balanced").asBoolean()) {
            return 2;
        }
        boolean unwell = !now.troubles().isEmpty() || !now.delivery().path("open").asBoolean() || now.failing() > 0
                || !now.outcomesText().isEmpty();
        for (JsonNode source : now.sources()) {
            String state = source.path("state").asText();
            unwell |= state.equals("quarantined") || state.equals("running") && source.hasNonNull("message")
                    || source.path("stuckFiles").valueStream().anyMatch(StatusScreen::isTrouble);
        }
        return unwell ? 1 : 0;
    }
}
