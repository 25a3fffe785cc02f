package org.ladibridge.intake.file;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

/** How far each running file is: for the log, the admin API and the status command. */
@ApplicationScoped
public class FileProgress {
    private static final Logger LOG = Logger.getLogger(FileProgress.class);
    private static final Duration LOG_EVERY = Duration.ofSeconds(5);

    /**
     * A running file.
     *
     * @param rows records stored so far
     * @param percent of the bytes
     * @param rowsPerSecond since its beginning
     * @param secondsLeft estimated from the bytes; null before there is anything to go by
     */
    public record Progress(String file, long rows, int percent, long rowsPerSecond, Long secondsLeft) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %,d rows, %d %%, %,d rows/s%s", file, rows, percent, rowsPerSecond,
                    secondsLeft == null ? "" : ", about " + left(secondsLeft) + " left");
        }

        private static String left(long seconds) {
            return seconds < 90 ? seconds + " s" : (seconds + 30) / 60 + " min";
        }
    }

    private final Clock clock;
    private final Map<String, Progress> running = new ConcurrentHashMap<>();
    private final Map<String, Instant> logged = new ConcurrentHashMap<>();

    FileProgress(Clock clock) {
        this.clock = clock;
    }

    /** The file that a source is reading; empty between files. */
    public Optional<Progress> of(String source) {
        return Optional.ofNullable(running.get(source));
    }

    void advanced(String source, String file, FileRun run, Instant started) {
        Instant now = clock.instant();
        long millis = Math.max(1, Duration.between(started, now).toMillis());
        long size = Math.max(1, run.size());
        long read = Math.min(size, run.bytesRead());
        Long left = millis < 1_000 || read == 0 ? null : millis * (size - read) / read / 1_000;
        Progress progress = new Progress(file, run.records(), (int) (100 * read / size), run.records() * 1_000 / millis, left);
        running.put(source, progress);
        Instant last = logged.putIfAbsent(source, now);
        if (last != null && !now.isBefore(last.plus(LOG_EVERY))) {
            logged.put(source, now);
            LOG.infof("%s: %s", source, progress);
        }
    }

    void ended(String source) {
        running.remove(source);
        logged.remove(source);
    }
}
