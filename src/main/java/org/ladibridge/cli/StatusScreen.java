package org.ladibridge.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** The picture that {@code status --watch} draws again each second; it remembers where each poll stood when it began. */
final class StatusScreen {
    private static final int BAR = 24;
    private static final int MOST_NOT_TAKEN = 10;
    private static final String HOME = "\033[H";
    private static final String REST_OF_LINE = "\033[K";
    private static final String REST_OF_SCREEN = "\033[J";

    private final Ansi colours;
    private final Map<String, Mark> polls = new HashMap<>();

    private record Mark(Instant seen, Instant watermark) {
    }

    /**
     * Records of a source that somebody has to look at.
     *
     * @param what how many there are, and why the newest is there
     * @param command what shows them
     */
    record Trouble(String what, String command) {
        @Override
        public String toString() {
            return what + ": " + command;
        }
    }

    private static final DateTimeFormatter VIETNAM = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
            .withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

    /**
     * What the bridge answered at one moment.
     *
     * @param troubles dead letters and rejected records, in groups
     * @param notTaken what LadiFlow does not store
     */
    record Snapshot(Instant at, JsonNode ledger, JsonNode delivery, JsonNode sources, JsonNode queues, JsonNode troubles,
            JsonNode notTaken) {
        /** Custom fields, tags and fields, and what to do; the first ones. */
        List<String> notTakenTexts() {
            List<String> texts = new ArrayList<>();
            notTaken.valueStream().limit(MOST_NOT_TAKEN)
                    .forEach(one -> texts.add(Language.text(one, "message") + ": " + Language.text(one, "remedy")));
            if (notTaken.size() > MOST_NOT_TAKEN) {
                texts.add("and " + (notTaken.size() - MOST_NOT_TAKEN)
                        + " more that LadiFlow does not store: ./ladibridge status --json");
            }
            return texts;
        }

        /** By source. */
        Map<String, Trouble> toLookAt() {
            Map<String, List<JsonNode>> groups = new TreeMap<>();
            troubles.forEach(group -> groups.computeIfAbsent(group.path("source").asText(), source -> new ArrayList<>())
                    .add(group));
            Map<String, Trouble> toLookAt = new TreeMap<>();
            groups.forEach((source, own) -> toLookAt.put(source, trouble(source, own)));
            return toLookAt;
        }

        private static Trouble trouble(String source, List<JsonNode> groups) {
            StringJoiner counts = new StringJoiner(", ");
            for (String state : List.of("dead", "rejected")) {
                long n = groups.stream().filter(group -> group.path("state").asText().equals(state))
                        .mapToLong(group -> group.path("count").asLong()).sum();
                if (n > 0) {
                    counts.add(n + " " + state);
                }
            }
            JsonNode newest = Collections.max(groups,
                    Comparator.comparing((JsonNode group) -> Instant.parse(group.path("last").asText())));
            return new Trouble(counts + ", the newest " + newest.path("reason").asText(),
                    "./ladibridge events --source " + source + " --state " + newest.path("state").asText());
        }

        /** On how many customers LadiFlow fails while it takes others. */
        long failing() {
            return delivery.path("failing").asLong();
        }

        String failingText() {
            return "LadiFlow fails on " + failing() + (failing() == 1 ? " customer" : " customers")
                    + ": ./ladibridge events --state waiting --reason LADIFLOW_FAILS_ON_THIS";
        }

        /** What is wrong with the way of the outcomes; blank when nothing is. */
        String outcomesText() {
            return delivery.hasNonNull("outcomes") ? "outcomes: " + Language.text(delivery, "outcomes") : "";
        }

        /** What the quiet hours hold back; blank outside of them. */
        String quietText() {
            if (!delivery.hasNonNull("quietUntil")) {
                return "";
            }
            long waiting = delivery.path("quietWaiting").asLong();
            return String.format(Locale.ROOT, "quiet hours until %s: %,d %s wait", VIETNAM.format(
                    Instant.parse(delivery.path("quietUntil").asText())), waiting,
                    (delivery.path("quietFor").asText().equals("ALL") ? "" : "backfill ")
                            + (waiting == 1 ? "record" : "records"));
        }

        /** How long the oldest undelivered customer waits. */
        long oldestSeconds() {
            String since = queues.path("customers").asText("");
            return since.isEmpty() || since.equals("null")
                    ? 0
                    : Math.max(0, Duration.between(Instant.parse(since), at).toSeconds());
        }

        double perSecond(String rate) {
            double sum = 0;
            for (JsonNode source : sources) {
                sum += source.path("speed").path(rate).asDouble();
            }
            return sum;
        }
    }

    StatusScreen(Ansi colours) {
        this.colours = colours;
    }

    /** For a log or a pipe. */
    static String line(Snapshot now) {
        JsonNode ledger = now.ledger();
        return String.format(Locale.ROOT,
                "%s received=%d delivered=%d dead=%d rejected=%d in_flight=%d oldest=%ds in=%.1f/s out=%.1f/s %s delivery=%s%s",
                now.at().toString().substring(0, 19), ledger.path("received").asLong(), ledger.path("delivered").asLong(),
                ledger.path("dead").asLong(), ledger.path("rejected").asLong(), ledger.path("inFlight").asLong(),
                now.oldestSeconds(), now.perSecond("receivedPerSecond"), now.perSecond("finishedPerSecond"),
                ledger.path("balanced").asBoolean() ? "balanced" : "NOT_BALANCED", delivery(now.delivery()),
                now.failing() == 0 ? "" : " failing=" + now.failing());
    }

    private static String delivery(JsonNode delivery) {
        return delivery.path("open").asBoolean()
                ? "open"
                : delivery.path("paused").asBoolean() ? "paused" : "waits:" + delivery.path("reason").asText();
    }

    List<String> lines(Snapshot now) {
        JsonNode ledger = now.ledger();
        List<String> lines = new ArrayList<>();
        lines.add(styled("LadiBridge", Style.bold) + "  " + now.at().toString().substring(0, 19).replace('T', ' ') + " UTC");
        lines.add("");
        lines.addAll(new Table(colours, "received", "delivered", "unchanged", "superseded", "duplicate", "ignored", "rejected",
                "dead",
                "in flight")
                .row(ledger.path("received").asLong(), ledger.path("delivered").asLong(), ledger.path("unchanged").asLong(),
                        ledger.path("superseded").asLong(), ledger.path("duplicate").asLong(), ledger.path("ignored").asLong(),
                        counted(ledger.path("rejected").asLong()), counted(ledger.path("dead").asLong()),
                        ledger.path("inFlight").asLong())
                .lines());
        lines.add(ledger.path("balanced").asBoolean()
                ? styled("balanced", Style.fg_green)
                : styled("NOT BALANCED", Style.fg_red));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "in %.1f/s   out %.1f/s   queue %,d, the oldest waits %s",
                now.perSecond("receivedPerSecond"), now.perSecond("finishedPerSecond"), ledger.path("inFlight").asLong(),
                Durations.text(now.oldestSeconds())));
        JsonNode delivery = now.delivery();
        lines.add("LadiFlow " + (delivery.path("open").asBoolean()
                ? styled("takes records", Style.fg_green)
                : styled(delivery(delivery).replace(':', ' ') + " " + delivery.path("detail").asText(""),
                        Style.fg_red)));
        if (!now.quietText().isEmpty()) {
            lines.add(styled(now.quietText(), Style.fg_yellow));
        }
        if (now.failing() > 0) {
            lines.add(styled(now.failingText(), Style.fg_red));
        }
        if (!now.outcomesText().isEmpty()) {
            lines.add(styled(now.outcomesText(), Style.fg_red));
        }
        now.notTaken().forEach(one -> {
            lines.add(styled(Language.text(one, "message"), Style.fg_yellow));
            lines.add("  " + Language.text(one, "remedy"));
        });
        lines.add("");
        Map<String, Trouble> toLookAt = now.toLookAt();
        int idle = 0;
        for (JsonNode source : now.sources()) {
            List<String> own = source(source, now.at());
            Trouble trouble = toLookAt.remove(source.path("name").asText());
            if (trouble != null) {
                own.addAll(lines(source.path("name").asText(), trouble));
            }
            idle += own.isEmpty() ? 1 : 0;
            lines.addAll(own);
        }
        toLookAt.forEach((source, trouble) -> lines.addAll(lines(source, trouble)));
        lines.add(styled(idle == 1 ? "1 other source has nothing to do" : idle + " other sources have nothing to do",
                Style.faint));
        return lines;
    }

    /** Two lines, because a terminal cuts off longer ones. */
    private List<String> lines(String source, Trouble trouble) {
        return List.of(name(source) + styled(trouble.what(), Style.fg_red), name("") + trouble.command());
    }

    /** What the terminal is sent: the lines, and nothing of what stood there before. */
    static String drawn(List<String> lines) {
        return HOME + String.join(REST_OF_LINE + "\n", lines) + REST_OF_LINE + "\n" + REST_OF_SCREEN;
    }

    private static String name(String source) {
        return String.format(Locale.ROOT, "%-20s ", source);
    }

    private Table.Coloured counted(long n) {
        return new Table.Coloured(n, n == 0 ? null : Style.fg_red);
    }

    /** Nothing of a source that only waits to be called. */
    private List<String> source(JsonNode source, Instant now) {
        String name = name(source.path("name").asText());
        List<String> lines = new ArrayList<>();
        JsonNode file = source.path("progress");
        if (file.isObject()) {
            lines.add(name + bar(file.path("percent").asDouble() / 100) + String.format(Locale.ROOT, " %s, %,d rows, %,d/s%s",
                    file.path("file").asText(), file.path("rows").asLong(), file.path("rowsPerSecond").asLong(),
                    file.hasNonNull("secondsLeft")
                            ? ", " + Durations.text(file.path("secondsLeft").asLong()) + " left"
                            : ""));
        }
        JsonNode poll = source.path("poll");
        if (poll.hasNonNull("watermark")) {
            lines.add(name + poll(source.path("name").asText(), poll, now));
        } else if (poll.isObject()) {
            lines.add(name + Language.text(poll, "activity"));
        }
        JsonNode speed = source.path("speed");
        if (speed.path("inFlight").asLong() > 0) {
            lines.add(name + String.format(Locale.ROOT, "%,d to be delivered, %.1f/s%s", speed.path("inFlight").asLong(),
                    speed.path("finishedPerSecond").asDouble(), speed.hasNonNull("secondsLeft")
                            ? ", " + Durations.text(speed.path("secondsLeft").asLong()) + " left"
                            : ""));
        }
        String state = source.path("state").asText();
        if (state.equals("quarantined") || state.equals("paused") || state.equals("running") && source.hasNonNull("message")) {
            lines.add(name + styled(state + ": " + Language.text(source, "message"),
                    state.equals("paused") ? Style.fg_yellow : Style.fg_red));
        }
        String refused = SourcesCommand.refused(source, now);
        if (refused != null) {
            lines.add(name + styled(refused, SourcesCommand.isRefusing(source) ? Style.fg_red : Style.faint));
        }
        for (JsonNode stuck : source.path("stuckFiles")) {
            lines.add(name + styled(stuck(stuck), isTrouble(stuck) ? Style.fg_red : Style.fg_yellow));
        }
        return lines;
    }

    /** That a file held nothing may be as it should. */
    static boolean isTrouble(JsonNode file) {
        return !file.path("left").asText().equals("EMPTY") && !file.path("decided").asBoolean();
    }

    /** A file that cannot be taken, or brought no record, and what to do. */
    static String stuck(JsonNode file) {
        String how = file.hasNonNull("left") ? " left its folder without a record: " : " stays: ";
        return "«" + file.path("file").asText() + "»" + how + file.path("problem").asText();
    }

    /** How far a poll is on its way from where it stood when the watching began to the present. */
    private String poll(String name, JsonNode poll, Instant now) {
        Instant watermark = Instant.parse(poll.path("watermark").asText());
        String activity = poll.path("activity").asText();
        if (!activity.equals("running")) {
            polls.remove(name);
            return activity + ", has everything up to " + watermark.toString().substring(0, 19).replace('T', ' ') + " UTC";
        }
        Mark first = polls.computeIfAbsent(name, key -> new Mark(now, watermark));
        double way = Math.max(1, Duration.between(first.watermark(), now).toMillis());
        double done = Duration.between(first.watermark(), watermark).toMillis();
        double seconds = Duration.between(first.seen(), now).toMillis() / 1000.0;
        String left = done <= 0 || seconds < 1
                ? ""
                : ", " + Durations.text((long) ((way - done) / (done / seconds))) + " left";
        return bar(done / way) + String.format(Locale.ROOT, " %,d records, up to %s UTC%s", poll.path("items").asLong(),
                watermark.toString().substring(0, 19).replace('T', ' '), left);
    }

    private static String bar(double part) {
        int full = (int) Math.round(Math.max(0, Math.min(1, part)) * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full) + String.format(Locale.ROOT, " %3.0f %%", 100 * part);
    }

    private String styled(String text, Style style) {
        return colours.enabled() ? style.on() + text + style.off() : text;
    }
}
