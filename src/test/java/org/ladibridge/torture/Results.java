package org.ladibridge.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The table of what was played: one line for each fault, its rounds added up. */
final class Results {
    private record Line(int rounds, int acknowledged, int delivered, int superseded, int lost, int repeated, int repeatable,
            int outOfOrder, boolean balanced, double seconds) {
        static final Line NONE = new Line(0, 0, 0, 0, 0, 0, 0, 0, true, 0);

        Line plus(Verdict verdict, Duration took) {
            return new Line(rounds + 1, acknowledged + verdict.acknowledged(), delivered + verdict.delivered(),
                    superseded + verdict.superseded(), lost + verdict.lost().size(), repeated + verdict.repeated(),
                    repeatable + verdict.repeatable(), outOfOrder + verdict.outOfOrder().size(),
                    balanced && verdict.isAccountedFor(), seconds + took.toMillis() / 1000.0);
        }
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Map<String, String> notPlayed = new LinkedHashMap<>();

    void add(String fault, Verdict verdict, Duration took) {
        lines.put(fault, lines.getOrDefault(fault, Line.NONE).plus(verdict, took));
    }

    /** @param why it was not played, or broke off */
    void miss(String fault, String why) {
        notPlayed.put(fault, why);
    }

    void write(Path file, String heading) throws IOException {
        StringBuilder text = new StringBuilder(heading)
                .append("""

                    | fault | rounds | acknowledged | delivered | superseded | lost | repeated (in flight at most) | out of order | ledger balanced | seconds |
                    |---|---|---|---|---|---|---|---|---|---|
                    """);
        lines.forEach((fault, line) -> text.append(String.format(Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %d (%d) | %d | %s | %.0f |%n", fault, line.rounds(), line.acknowledged(),
                line.delivered(), line.superseded(), line.lost(), line.repeated(), line.repeatable(), line.outOfOrder(),
                line.balanced() ? "yes" : "NO", line.seconds())));
        if (!notPlayed.isEmpty()) {
            text.append("\nNot played, or broken off:\n\n");
            notPlayed.forEach((fault, why) -> text.append("* ").append(fault).append(": ").append(why).append('\n'));
        }
        // Behind those of other tests.
        Files.writeString(file, text.append('\n'), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
