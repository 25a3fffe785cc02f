package org.ladibridge.intake.file;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.jboss.logging.Logger;
import org.ladibridge.BridgeConfig;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.IntakeProperties;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.JournalUnavailableException;
import org.ladibridge.journal.Repetition;
import org.ladibridge.transform.Headings;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The steps of {@code kamelet:file-source} around the records themselves: open, take results, report. */
@ApplicationScoped
@Named("fileIntake")
@RegisterForReflection
@Unremovable
public class FileIntake {
    private static final Logger LOG = Logger.getLogger(FileIntake.class);
    private static final String RUN = "bridgeFileRun";
    private static final String STARTED = "bridgeFileStarted";
    /** Where camel-file moves the file afterwards. */
    private static final String TARGET = "bridgeFileTarget";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final BridgeConfig config;
    private final Journal journal;
    private final FileProgress progress;
    private final Clock clock;
    private final ObjectMapper json;
    private final Headings headings = new Headings();

    FileIntake(BridgeConfig config, Journal journal, FileProgress progress, Clock clock, ObjectMapper json) {
        this.config = config;
        this.journal = journal;
        this.progress = progress;
        this.clock = clock;
        this.json = json;
    }

    /** Makes an iterator over chunks of records of the body, a file; one that cannot be read as a whole has none and goes to errors. */
    public void open(Exchange exchange) throws IOException {
        journal.trouble().ifPresent(trouble -> {
            throw new JournalUnavailableException("files stay in the inbox while the store cannot be written: " + trouble,
                    null);
        });
        String source = exchange.getProperty("bridgeSource", String.class);
        Path file = exchange.getMessage().getBody(File.class).toPath();
        if (isFetched(exchange) && Files.size(file) != exchange.getMessage().getHeader(Exchange.FILE_LENGTH, -1L, Long.class)) {
            throw new IOException("it changed or was cut off while it was fetched");
        }
        exchange.setProperty(STARTED, clock.instant());
        exchange.setProperty(IntakeProperties.BACKFILL, true);
        exchange.setProperty(IntakeProperties.REPETITION, Repetition.OF_FILE_ROW);
        try {
            DroppedFile dropped = DroppedFile.open(file, settings(exchange, source), headings);
            FileRun run = new FileRun(dropped, exchange.getProperty("bridgeDelimiter", "", String.class),
                    exchange.getProperty("bridgeChunk", 500, Integer.class), headings, part -> errorsFile(source, part));
            exchange.setProperty(RUN, run);
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    close(run, source);
                }
            });
            exchange.getMessage().setBody(run);
        } catch (UnreadableException e) {
            refuse(exchange, source, file, e);
        }
    }

    private DroppedFile.Settings settings(Exchange exchange, String source) {
        return new DroppedFile.Settings(exchange.getProperty("bridgeCharset", "", String.class),
                exchange.getProperty("bridgeSheet", "", String.class),
                ExpansionLimits.of(exchange.getProperty("bridgeMaxExpanded", "1G", String.class),
                        exchange.getProperty("bridgeMaxRatio", 100, Integer.class)),
                config.data().resolve("work").resolve(source).toAbsolutePath());
    }

    private void refuse(Exchange exchange, String source, Path file, UnreadableException problem) throws IOException {
        Path target = free(folder("errors", source).resolve(file.getFileName()));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", file.getFileName().toString());
        report.put("source", source);
        report.put("error_code", Reason.UNREADABLE.name());
        report.put("error_vi", problem.vi());
        report.put("error_en", problem.getMessage());
        report.put("finishedAt", clock.instant().toString());
        write(target.resolveSibling(target.getFileName() + ".report.json"), report);
        LOG.errorf("%s: the file «%s» cannot be read: %s. It was moved to %s", source, file.getFileName(),
                problem.getMessage(), target);
        moveTo(target, exchange);
        exchange.getMessage().setBody(Collections.emptyIterator());
    }

    /** camel-file moves a dropped file where TARGET says; of one fetched from a server it would only delete the copy that we have. */
    private static void moveTo(Path target, Exchange exchange) throws IOException {
        if (isFetched(exchange)) {
            Files.move(Path.of(exchange.getMessage().getHeader(Exchange.FILE_LOCAL_WORK_PATH, String.class)), target);
        } else {
            exchange.setProperty(TARGET, target.toString());
        }
    }

    private static boolean isFetched(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.FILE_LOCAL_WORK_PATH) != null;
    }

    /** Takes what became of a chunk. */
    public void stored(Exchange exchange) {
        FileRun run = exchange.getProperty(RUN, FileRun.class);
        run.stored(exchange.getProperty(JournalExchange.APPENDED, AppendResult.class));
        progress.advanced(exchange.getProperty("bridgeSource", String.class),
                exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class),
                run, exchange.getProperty(STARTED, Instant.class));
    }

    /** Everything is stored: writes the reports and says where the file goes. */
    public void finish(Exchange exchange) throws IOException {
        FileRun run = exchange.getProperty(RUN, FileRun.class);
        if (run == null) {
            return;
        }
        String source = exchange.getProperty("bridgeSource", String.class);
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
        Path target = free(folder("done", source).resolve(name));
        List<Path> errors = run.completeErrors();
        List<String> errorsFiles = errors.stream().map(path -> path.getFileName().toString()).toList();
        Instant started = exchange.getProperty(STARTED, Instant.class);
        Instant now = clock.instant();
        long millis = Duration.between(started, now).toMillis();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", name);
        report.put("source", source);
        report.put("sha256", run.file().facts().sha256());
        report.put("charset", charsets(run.file()));
        report.put("delimiter", run.delimiter());
        report.put("records", run.records());
        report.put("received", run.received());
        report.put("duplicate", run.duplicate());
        report.put("rejected", run.rejected());
        report.put("errorsFile", errorsFiles.isEmpty() ? null : String.join(", ", errorsFiles));
        if (run.file().parts().size() > 1) {
            report.put("parts", run.file().parts().stream().map(Part::name).toList());
        }
        if (!run.file().skipped().isEmpty()) {
            report.put("skipped", run.file().skipped());
        }
        report.put("startedAt", started.toString());
        report.put("finishedAt", now.toString());
        report.put("durationMs", millis);
        write(target.resolveSibling(target.getFileName() + ".report.json"), report);
        LOG.infof("%s: %s is stored: %,d records, %,d duplicate, %,d rejected, %,d rows/s%s", source, name, run.records(),
                run.duplicate(),
                run.rejected(), run.records() * 1000 / Math.max(1, millis),
                errors.isEmpty()
                        ? ""
                        : "; rejected rows are in " + errors.stream().map(Path::toString).collect(Collectors.joining(", ")));
        moveTo(target, exchange);
    }

    private void close(FileRun run, String source) {
        progress.ended(source);
        try {
            run.close();
        } catch (IOException e) {
            LOG.debug("A file could not be closed", e);
        }
        try {
            Archive.clear(config.data().resolve("work").resolve(source).toAbsolutePath());
        } catch (IOException e) {
            LOG.debug("Expanded files could not be removed; the next archive tries again", e);
        }
    }

    /** Null when nothing was text. */
    private static String charsets(DroppedFile file) {
        String names = file.parts().stream().map(part -> part.facts().charset()).filter(Objects::nonNull).map(Charset::name)
                .distinct().collect(Collectors.joining(", "));
        return names.isEmpty() ? null : names;
    }

    /** One of its own for each content: the errors of another file of the same name are never overwritten. */
    private Path errorsFile(String source, Part part) {
        int dot = part.name().lastIndexOf('.');
        String stem = dot < 1 ? part.name() : part.name().substring(0, dot);
        String extension = part.isJson() ? ".errors.jsonl" : ".errors.csv";
        Path folder = config.data().resolve("errors").resolve(source).toAbsolutePath();
        Path plain = folder.resolve(stem + extension);
        return Files.exists(plain)
                ? folder.resolve(stem + "." + part.facts().sha256().substring(0, 8) + extension)
                : plain;
    }

    private Path folder(String kind, String source) throws IOException {
        return Files.createDirectories(config.data().resolve(kind).resolve(source).toAbsolutePath());
    }

    private Path free(Path wanted) {
        if (!Files.exists(wanted)) {
            return wanted;
        }
        String name = wanted.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stamp = "." + STAMP.format(clock.instant());
        return wanted.resolveSibling(dot < 1 ? name + stamp : name.substring(0, dot) + stamp + name.substring(dot));
    }

    private void write(Path report, Map<String, Object> content) throws IOException {
        Path partial = report.resolveSibling("." + report.getFileName() + ".part");
        Files.writeString(partial, json.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n",
                StandardCharsets.UTF_8);
        Files.move(partial, report, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
