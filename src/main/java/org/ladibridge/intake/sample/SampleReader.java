package org.ladibridge.intake.sample;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.file.FileColumns;
import org.ladibridge.intake.file.FileSample;
import org.ladibridge.intake.hook.BodyParser;
import org.ladibridge.intake.hook.HookRegistry;

/** Reads a sample as the source that it is for would: a file's content or a webhook's body, told apart by the content type. */
@ApplicationScoped
public class SampleReader {
    private static final List<String> FILES = List.of("text/", "application/vnd.openxmlformats-officedocument.spreadsheetml",
            "application/zip", "application/gzip");

    private final BodyParser bodies;
    private final HookRegistry hooks;
    private final FileColumns columns;

    /** Where no store is open, and so nobody has assigned columns. */
    public SampleReader(BodyParser bodies, HookRegistry hooks) {
        this(bodies, hooks, null);
    }

    @Inject
    SampleReader(BodyParser bodies, HookRegistry hooks, FileColumns columns) {
        this.bodies = bodies;
        this.hooks = hooks;
        this.columns = columns;
    }

    /**
     * @param source name of the source, by convention also the path of its webhook
     * @param contentType {@code text/csv}, or that of a workbook or an archive, for a file with columns; null is taken for JSON
     * @throws UnreadableException when the sample is not what the content type says
     */
    public List<RawRecord> read(String source, byte[] sample, String contentType) throws UnreadableException {
        if (isFile(source, contentType)) {
            return columns == null
                    ? FileSample.read(sample)
                    : columns.records(source, sample, name(contentType));
        }
        Optional<List<RawRecord>> received = hooks.records(source, sample, contentType);
        return received.isPresent()
                ? received.get()
                : bodies.parse(sample, contentType).stream().map(RawRecord::of).toList();
    }

    /** How the columns of a file would be understood; nothing when the sample is none. */
    public List<FileColumns.SeenPart> columns(String source, byte[] sample, String contentType) throws UnreadableException {
        return isFile(source, contentType) ? columns.ofSample(source, sample, name(contentType)) : List.of();
    }

    private boolean isFile(String source, String contentType) {
        return contentType != null && FILES.stream().anyMatch(contentType::startsWith)
                || columns != null && columns.isFileSource(source);
    }

    private static String name(String contentType) {
        return contentType == null || contentType.contains("json") ? "sample.json" : "sample.csv";
    }

    /** The content type that goes with a file's name. */
    public static String contentType(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".form")) {
            return "application/x-www-form-urlencoded";
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) {
            return "text/csv";
        }
        if (name.endsWith(".xlsx") || name.endsWith(".xlsm")) {
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        }
        if (name.endsWith(".zip") || name.endsWith(".gz")) {
            return "application/zip";
        }
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") ? "application/x-ndjson" : "application/json";
    }
}
