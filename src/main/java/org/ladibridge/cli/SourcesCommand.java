package org.ladibridge.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the state of each source, and pauses or resumes it. */
@Command(name = "sources", description = "Lists the sources: state, last record, speed, progress, what is missing.", subcommands = {
        SourcesCommand.Pause.class, SourcesCommand.Resume.class, SourcesCommand.From.class,
        SourcesCommand.Accept.class}, footer = {"", "Examples:",
                "  ladibridge sources",
                "  ladibridge sources pause shopify", "  ladibridge sources from hubspot-poll 2026-01-31",
                "  ladibridge sources --json | jq '.[] | select(.state != \"running\")'"})
class SourcesCommand implements Callable<Integer> {
    private static final int MINUTE = "2026-01-31T08:00".length();

    @Mixin
    AdminClient bridge;

    @Override
    public Integer call() throws AdminClient.Failure {
        JsonNode sources = bridge.get("/api/sources");
        System.out.println(bridge.asJson ? sources : table(sources, Instant.now(), Ansi.AUTO));
        return 0;
    }

    static Table table(JsonNode sources, Instant now, Ansi colours) {
        Table table = new Table(colours, "source", "state", "last record", "in/s", "out/s", "waiting", "progress", "missing");
        for (JsonNode source : sources) {
            JsonNode speed = source.path("speed");
            table.row(source.path("name").asText(), Table.state(source.path("state").asText()),
                    source.hasNonNull("lastRecord") ? ago(source.path("lastRecord").asText(), now) : "never",
                    speed.path("receivedPerSecond").asDouble(), speed.path("finishedPerSecond").asDouble(),
                    speed.path("inFlight").asLong(), progress(source, now),
                    missing(source, now));
        }
        return table;
    }

    private static String missing(JsonNode source, Instant now) {
        String message = Language.text(source, "message");
        return Stream.of(message.isEmpty() ? null : message, refused(source, now), mappingChange(source, now))
                .filter(Objects::nonNull).collect(Collectors.joining("; "));
    }

    /** What its webhook refused since it last took something; null when nothing. */
    static String refused(JsonNode source, Instant now) {
        JsonNode refused = source.path("refused");
        if (!refused.isObject()) {
            return null;
        }
        long count = refused.path("count").asLong();
        return (isRefusing(source) ? "REFUSES ITS SENDER: " : "") + count + (count == 1 ? " delivery" : " deliveries in a row")
                + " refused since " + refused.path("first").asText().substring(0, MINUTE).replace('T', ' ')
                + " UTC, the newest " + ago(refused.path("last").asText(), now) + ": " + Language.text(refused, "message");
    }

    /** Whether so many deliveries in a row were refused that it is the sender itself, most likely. */
    static boolean isRefusing(JsonNode source) {
        return source.path("refused").path("many").asBoolean();
    }

    /** What became of a changed mapping; null when there is nothing to tell, or the source's message tells it. */
    static String mappingChange(JsonNode source, Instant now) {
        JsonNode change = source.path("mapping");
        return change.isObject() && !change.path("held").asBoolean()
                ? "mapping changed " + ago(change.path("at").asText(), now) + ": " + Language.text(change, "summary")
                : null;
    }

    private static String progress(JsonNode source, Instant now) {
        List<String> parts = new ArrayList<>();
        JsonNode file = source.path("progress");
        if (file.isObject()) {
            parts.add(file.path("file").asText() + " " + file.path("percent").asInt() + " %"
                    + (file.hasNonNull("secondsLeft")
                            ? ", " + Durations.text(file.path("secondsLeft").asLong()) + " left"
                            : ""));
        }
        JsonNode poll = source.path("poll");
        if (poll.isObject()) {
            parts.add(Language.text(poll, "activity") + (poll.hasNonNull("watermark")
                    ? ", up to " + ago(poll.path("watermark").asText(), now)
                    : "")
                    + (poll.hasNonNull("lastSuccess") ? ", ended " + ago(poll.path("lastSuccess").asText(), now) : "")
                    + String.format(Locale.ROOT, ", last run %,d rows on %,d pages", poll.path("runItems").asLong(),
                            poll.path("runPages").asLong()));
            if (poll.path("failures").asLong() > 0) {
                parts.add(poll.path("failures").asLong() + " failures");
            }
            if (poll.hasNonNull("remark")) {
                parts.add(Language.text(poll, "remark"));
            }
        }
        if (source.path("speed").hasNonNull("secondsLeft")) {
            parts.add("delivered in " + Durations.text(source.path("speed").path("secondsLeft").asLong()));
        }
        return String.join("; ", parts);
    }

    private static String ago(String time, Instant now) {
        return Durations.text(Math.max(0, Duration.between(Instant.parse(time), now).toSeconds())) + " ago";
    }

    /** Stops a source. */
    @Command(name = "pause", description = "Stops a source; what it has stored is delivered all the same, its webhooks are answered 503.", footer = {
            "", "Example:", "  ladibridge sources pause shopify"})
    static class Pause extends Change {
        Pause() {
            super("pause");
        }
    }

    /** Lets it go on. */
    @Command(name = "resume", description = "Lets a paused source go on.", footer = {"", "Example:",
            "  ladibridge sources resume shopify"})
    static class Resume extends Change {
        Resume() {
            super("resume");
        }
    }

    /** Accepts a changed mapping that is held back. */
    @Command(name = "accept", description = "Lets in a changed mapping that is held back (BRIDGE_MAPPING_GUARD=hold): this text, and no other.", footer = {
            "", "Examples:", "  ladibridge diff shopify", "  ladibridge sources accept shopify",
            "  ladibridge sources accept shopify --digest 4a51c09f3e1b"})
    static class Accept implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the source.")
        String source;

        @Option(names = "--digest", paramLabel = "DIGEST", description = "Of the text that you looked at, as the message of the source has it; nothing is done when another is held back by now.")
        String digest;

        @Override
        public Integer call() throws AdminClient.Failure {
            JsonNode now = bridge.post("/api/sources/" + AdminClient.encode(source) + "/accept",
                    JsonNodeFactory.instance.objectNode().put("digest", digest).toString().getBytes(StandardCharsets.UTF_8),
                    "application/json");
            System.out.println(bridge.asJson
                    ? now
                    : source + " runs with the changed mapping (" + now.path("mapping").path("digest").asText() + ")");
            return 0;
        }
    }

    /** Moves the watermark of a poll. */
    @Command(name = "from", description = "Lets a poll read again what has changed since a date, or from the start; what is stored already is stored once.", footer = {
            "", "Examples:", "  ladibridge sources from hubspot-poll 2026-01-31",
            "  ladibridge sources from hubspot-poll start"})
    static class From implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the source.")
        String source;

        @Parameters(index = "1", paramLabel = "DATE", description = "A date such as 2026-01-31, a time such as 2026-01-31T08:00:00+07:00, or start.")
        String from;

        @Override
        public Integer call() throws AdminClient.Failure {
            JsonNode now = bridge.post("/api/sources/" + AdminClient.encode(source) + "/from",
                    JsonNodeFactory.instance.objectNode().put("from", from).toString().getBytes(StandardCharsets.UTF_8),
                    "application/json");
            System.out.println(bridge.asJson ? now : source + " reads from " + from + " on");
            return 0;
        }
    }

    private abstract static class Change implements Callable<Integer> {
        private final String change;

        @Mixin
        AdminClient bridge;

        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the source.")
        String source;

        Change(String change) {
            this.change = change;
        }

        @Override
        public Integer call() throws AdminClient.Failure {
            JsonNode now = bridge.post("/api/sources/" + AdminClient.encode(source) + "/" + change, new byte[0],
                    "application/json");
            System.out.println(bridge.asJson ? now : source + " is " + now.path("state").asText());
            return 0;
        }
    }
}
