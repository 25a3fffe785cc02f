package org.ladibridge.intake.file;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which files have stopped changing, by a clock of our own that nobody sets: the times of servers and of files are wrong. A writer that
 * was once quiet for longer than the wait, and then went on, is waited for longer from then on.
 */
final class Settling {
    private static final int REMEMBERED = 10_000;
    private static final int MORE = 4;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** An empty file is often filled a little later. */
    private static final int EMPTY = 5;

    private record Seen(FileVersion version, long sinceNanos, long waitNanos) {
    }

    private final long waitNanos;
    private final LongSupplier nanos;
    private final Map<String, Seen> files = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param nanos a clock that nobody sets back */
    Settling(Duration wait, LongSupplier nanos) {
        this.waitNanos = wait.toNanos();
        this.nanos = nanos;
    }

    /**
     * Whether this version was seen long enough ago.
     *
     * @param age how old the file says it is; null when nobody believes that
     */
    synchronized boolean isSettled(String file, FileVersion version, Duration age) {
        long now = nanos.getAsLong();
        Seen seen = files.get(file);
        if (seen == null || !seen.version().equals(version)) {
            long wait = seen == null ? waitNanos : seen.waitNanos();
            seen = new Seen(version, now, wait);
            files.put(file, seen);
        }
        long wait = version.size() == 0 ? seen.waitNanos() * EMPTY : seen.waitNanos();
        return age != null && !age.isNegative() && age.toNanos() >= wait || now - seen.sinceNanos() >= wait;
    }

    /** It changed although it had settled. */
    synchronized Duration surprised(String file, FileVersion version) {
        Seen seen = files.get(file);
        long former = seen == null ? waitNanos : seen.waitNanos();
        long wait = Math.min(LONGEST.toNanos(), Math.max(former, Duration.ofMillis(500).toNanos()) * MORE);
        files.put(file, new Seen(version, nanos.getAsLong(), wait));
        return Duration.ofNanos(wait);
    }

    /** It left its folder; one of the same name is another one. */
    synchronized void left(String file) {
        files.remove(file);
    }
}
