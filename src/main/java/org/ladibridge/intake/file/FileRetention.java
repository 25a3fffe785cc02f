package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.ladibridge.BridgeConfig;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/**
 * Deletes what lies in {@code done/} and {@code errors/} after {@code bridge.retention}: it is personal data. What is in an inbox is
 * somebody's to look at, and stays.
 */
@ApplicationScoped
class FileRetention {
    private static final Logger LOG = Logger.getLogger(FileRetention.class);
    /** A report is short; what is larger is none. */
    private static final long LARGEST_REPORT = 1024 * 1024;

    private final BridgeConfig config;
    private final Clock clock;
    private final ObjectMapper json;

    FileRetention(BridgeConfig config, Clock clock, ObjectMapper json) {
        this.config = config;
        this.clock = clock;
        this.json = json;
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void purge() {
        Instant before = clock.instant().minus(config.retention());
        for (String kind : List.of(DropFolders.DONE, DropFolders.ERRORS)) {
            for (Path folder : in(config.data().resolve(kind))) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    purge(folder, before);
                }
            }
        }
    }

    /** A file goes before its report, which tells how old it is. */
    private void purge(Path folder, Instant before) {
        int deleted = 0;
        for (Path file : in(folder).stream().sorted(FileRetention::reportsLast).toList()) {
            try {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && ended(file).isBefore(before)) {
                    Files.deleteIfExists(file);
                    deleted++;
                }
            } catch (IOException e) {
                LOG.warnf("«%s» is older than BRIDGE_RETENTION and cannot be deleted: %s", file, FileProblem.innermost(e));
            }
        }
        if (deleted > 0) {
            LOG.infof("%d files in «%s» were older than BRIDGE_RETENTION and are deleted", deleted, folder);
        }
    }

    private static int reportsLast(Path a, Path b) {
        return Boolean.compare(isReport(a), isReport(b));
    }

    private static boolean isReport(Path file) {
        return file.toString().endsWith(DropFolders.REPORT);
    }

    private static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            LOG.warnf("«%s» cannot be looked into: %s", folder, FileProblem.innermost(e));
            return List.of();
        }
    }

    /** When the bridge was done with it: a file that was dropped keeps the time at which it was written, which may be long ago. */
    private Instant ended(Path file) throws IOException {
        Path report = isReport(file) ? file : DropFolders.reportOf(file);
        if (Files.isRegularFile(report, LinkOption.NOFOLLOW_LINKS) && Files.size(report) < LARGEST_REPORT) {
            try {
                return Instant.parse(json.readTree(Files.readString(report)).path("finishedAt").asText());
            } catch (IOException | DateTimeParseException e) {
                LOG.debugf("«%s» tells no time", report);
            }
        }
        FileTime modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        try {
            // The change time is set by the move and cannot be set by users.
            FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
            return changed.compareTo(modified) > 0 && !isOurs(file) ? changed.toInstant() : modified.toInstant();
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return modified.toInstant();
        }
    }

    /** What the bridge itself wrote has the time at which it did. */
    private static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".errors.csv") || name.endsWith(".errors.jsonl") || name.endsWith(".part");
    }
}
