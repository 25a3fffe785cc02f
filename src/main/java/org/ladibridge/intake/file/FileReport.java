package org.ladibridge.intake.file;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.ladibridge.customer.Reason;
import org.ladibridge.intake.UnreadableException;

/**
 * What is told about a file when it ends.
 *
 * @param errors the files of its rejected rows
 */
record FileReport(Taken taken, List<Path> errors, Instant finished) {
    static Map<String, Object> refused(Taken taken, UnreadableException problem, Instant finished) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", taken.name);
        report.put("source", taken.source);
        report.put("error_code", Reason.UNREADABLE.name());
        report.put("error_vi", problem.vi());
        report.put("error_en", problem.getMessage());
        report.put("finishedAt", finished.toString());
        return report;
    }

    long millis() {
        return Duration.between(taken.started, finished).toMillis();
    }

    Map<String, Object> content() {
        FileRun run = taken.run;
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", taken.name);
        report.put("source", taken.source);
        report.put("sha256", run.file().facts().sha256());
        report.put("charset", charsets());
        report.put("delimiter", run.delimiter());
        report.put("records", run.records());
        report.put("received", run.received());
        report.put("duplicate", run.duplicate());
        report.put("replayed", run.replayed());
        report.put("earlier", earlier());
        report.put("rejected", run.rejected());
        report.put("errorsFile", errors.isEmpty()
                ? null
                : errors.stream().map(path -> path.getFileName().toString()).collect(Collectors.joining(", ")));
        if (!run.warnings().isEmpty()) {
            report.put("warning_vi", run.warnings().stream().map(FileProblem::vi).collect(Collectors.joining("; ")));
            report.put("warning_en", run.warnings().stream().map(FileProblem::en).collect(Collectors.joining("; ")));
        }
        if (run.file().parts().size() > 1) {
            report.put("parts", run.file().parts().stream().map(Part::name).toList());
        }
        if (!run.skipped().isEmpty()) {
            report.put("skipped", run.skipped());
        }
        if (taken.columns != null) {
            report.put("columns", taken.columns.report());
        }
        report.put("startedAt", taken.started.toString());
        report.put("finishedAt", finished.toString());
        report.put("durationMs", millis());
        return report;
    }

    /** How the first ones of the repetitions stood, by state. */
    private Map<String, Integer> earlier() {
        Map<String, Integer> earlier = new TreeMap<>();
        taken.run.earlier().forEach((state, n) -> earlier.put(state.name().toLowerCase(Locale.ROOT), n));
        return earlier;
    }

    /** For the log: {@code  (earlier: delivered 5, rejected 2; 2 replayed)}; nothing without repetitions. */
    String repetitions() {
        String states = earlier().entrySet().stream()
                .map(state -> String.format(Locale.ROOT, "%s %,d", state.getKey(), state.getValue()))
                .collect(Collectors.joining(", "));
        String replayed = taken.run.replayed() == 0
                ? ""
                : String.format(Locale.ROOT, "%,d replayed", taken.run.replayed());
        if (states.isEmpty() && replayed.isEmpty()) {
            return "";
        }
        return " (" + (states.isEmpty() ? "" : "earlier: " + states) + (states.isEmpty() || replayed.isEmpty() ? "" : "; ")
                + replayed + ")";
    }

    /** Null when nothing was text. */
    private String charsets() {
        String names = taken.run.file().parts().stream().map(part -> part.facts().charset()).filter(Objects::nonNull)
                .map(Charset::name).distinct().collect(Collectors.joining(", "));
        return names.isEmpty() ? null : names;
    }
}
