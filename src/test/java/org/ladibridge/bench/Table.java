package org.ladibridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, as Markdown. */
final class Table {
    /** One thing measured of one system; what is not known of it is null. */
    record Measured(String what, String system, Double rate, Double p50, Double p99, Double cpuPer1000, Double bytesEach,
            Double rss, String note) {
    }

    /** A row of the design's table. */
    record Target(String what, String target, String measured, String beside, boolean reached) {
    }

    private final List<Measured> measured = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Measured add(Measured one) {
        measured.add(one);
        System.out.println(line(one));
        return one;
    }

    void add(Target target) {
        targets.add(target);
        System.out.println(line(target));
    }

    void note(String note) {
        notes.add(note);
        System.out.println(note);
    }

    /** Which threads took the time, in CPU seconds per 1,000 records. */
    void stages(String what, App.Usage used, long records) {
        note(what + ", CPU s per 1,000 by thread: " + used.stages(records));
    }

    /** What one system did in some time. */
    static Measured of(String what, String system, long records, double seconds, Load.Answered answered, App.Usage used,
            Double rss, String note) {
        return new Measured(what, system, records / seconds, answered == null ? null : answered.p50(),
                answered == null ? null : answered.p99(), used == null ? null : used.cpuSeconds() * 1000 / records,
                used == null ? null : (double) used.bytesWritten() / records, rss, note);
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        if (!targets.isEmpty()) {
            lines.add("| what | target | measured | beside, in the same run | reached |\n|---|---|---|---|---|");
            targets.forEach(target -> lines.add(line(target)));
            lines.add("");
        }
        if (!measured.isEmpty()) {
            lines.add("| what | who | per second | p50 ms | p99 ms | CPU s per 1,000 | bytes written each | RSS MB | |\n"
                    + "|---|---|---:|---:|---:|---:|---:|---:|---|");
            measured.forEach(one -> lines.add(line(one)));
            lines.add("");
        }
        notes.forEach(note -> lines.add("- " + note));
        return String.join("\n", lines) + "\n";
    }

    void write(Path file, String heading) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, heading + "\n" + markdown());
    }

    private static String line(Target target) {
        return "| " + String.join(" | ", target.what(), target.target(), target.measured(), target.beside(),
                target.reached() ? "yes" : "**no**") + " |";
    }

    private static String line(Measured one) {
        return "| " + String.join(" | ", one.what(), one.system(), number("%,.0f", one.rate()), number("%.1f", one.p50()),
                number("%.1f", one.p99()), number("%.3f", one.cpuPer1000()), number("%,.0f", one.bytesEach()),
                number("%.0f", one.rss()), one.note()) + " |";
    }

    static String number(String format, Double value) {
        return value == null ? "" : String.format(Locale.ROOT, format, value);
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
