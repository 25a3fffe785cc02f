package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.ladibridge.BridgeConfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.arc.Unremovable;

/** Where files go, and the names that they and their reports get there. */
@ApplicationScoped
@Unremovable
class DropFolders {
    static final String DONE = "done";
    static final String ERRORS = "errors";
    static final String REPORT = ".report.json";
    private static final Logger LOG = Logger.getLogger(DropFolders.class);
    private static final int MOST_REFUSED = 1_000;
    private static final long LARGEST_REPORT = 64 * 1024;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final BridgeConfig config;
    private final Clock clock;
    private final ObjectMapper json;

    DropFolders(BridgeConfig config, Clock clock, ObjectMapper json) {
        this.config = config;
        this.clock = clock;
        this.json = json;
    }

    /** What is found out before anything is read need not be read twice. */
    void requireWritable(String source) throws FileProblem.StuckException {
        for (String kind : new String[]{DONE, ERRORS}) {
            Path folder = path(kind, source);
            try {
                Files.createDirectories(folder);
                if (!Files.isWritable(folder)) {
                    throw new AccessDeniedException(folder.toString());
                }
            } catch (IOException e) {
                throw new FileProblem.StuckException(FileProblem.folder(kind + "/" + source, e));
            }
        }
    }

    private Path path(String kind, String source) {
        return config.data().resolve(kind).resolve(source).toAbsolutePath();
    }

    /** A folder of the source's own, for what is expanded. */
    Path work(String source) {
        return path("work", source);
    }

    /** A file of this name that was read; empty when the name leads elsewhere. */
    Optional<Path> done(String source, String name) {
        Path folder = path(DONE, source).normalize();
        return folder.getFileName().toString().equals(source) ? in(folder, name) : Optional.empty();
    }

    /** A file of this name in a folder; empty when the name leads elsewhere. */
    static Optional<Path> in(Path folder, String name) {
        try {
            Path file = folder.resolve(name).normalize();
            return folder.normalize().equals(file.getParent()) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A place that nothing stands at, for a file of this name. */
    Path free(String kind, String source, String name) throws IOException {
        Path folder = Files.createDirectories(path(kind, source));
        Path wanted = folder.resolve(name);
        if (isFree(wanted)) {
            return wanted;
        }
        int dot = name.lastIndexOf('.');
        String stem = dot < 1 ? name : name.substring(0, dot);
        String extension = dot < 1 ? "" : name.substring(dot);
        String stamp = "." + STAMP.format(clock.instant());
        Path stamped = folder.resolve(ShortName.of(stem, stamp + extension));
        for (int n = 2; !isFree(stamped); n++) {
            stamped = folder.resolve(ShortName.of(stem, stamp + "." + n + extension));
        }
        return stamped;
    }

    /** The report of a file that could not be moved stands there already, and is overwritten. */
    private static boolean isFree(Path file) {
        return !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** One of its own for each content: the errors of another file of the same name are never overwritten. */
    Path errorsFile(String source, Part part) {
        int dot = part.name().lastIndexOf('.');
        String stem = dot < 1 ? part.name() : part.name().substring(0, dot);
        String extension = part.isJson() ? ".errors.jsonl" : ".errors.csv";
        Path folder = path(ERRORS, source);
        Path plain = folder.resolve(ShortName.of(stem, extension));
        return Files.exists(plain)
                ? folder.resolve(ShortName.of(stem, "." + part.facts().sha256().substring(0, 8) + extension))
                : plain;
    }

    /** A file that was refused as a whole and still lies in {@code errors}. */
    record Refused(Path place, String name, Instant at, FileProblem problem) {
    }

    /** What a restart would forget. */
    List<Refused> refused(String source) {
        List<Refused> all = new ArrayList<>();
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(path(ERRORS, source), "*" + REPORT)) {
            for (Path report : reports) {
                String name = report.getFileName().toString();
                Path file = report.resolveSibling(name.substring(0, name.length() - REPORT.length()));
                if (all.size() < MOST_REFUSED && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.size(report) < LARGEST_REPORT) {
                    JsonNode told = json.readTree(report.toFile());
                    if (told.hasNonNull("error_en") && told.hasNonNull("finishedAt")) {
                        all.add(new Refused(file, told.path("file").asText(), Instant.parse(told.path("finishedAt").asText()),
                                new FileProblem(told.path("error_en").asText(), told.path("error_vi").asText())));
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException | DateTimeParseException e) {
            LOG.debugf(e, "The reports in errors/%s cannot be read", source);
        }
        return all;
    }

    /** The report of a file; nothing when there is none. */
    Optional<JsonNode> report(Path file) {
        try {
            return Optional.of(json.readTree(reportOf(file).toFile()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Path reportOf(Path file) {
        return file.resolveSibling(ShortName.of(file.getFileName().toString(), REPORT));
    }

    /** Writes the report of a file that goes to {@code target}. */
    void write(Path target, Map<String, Object> report) throws IOException {
        Path place = reportOf(target);
        Path partial = place.resolveSibling("." + place.getFileName() + ".part");
        Files.writeString(partial, json.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n",
                StandardCharsets.UTF_8);
        Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
