package org.ladibridge.cli;

/** Spans of time as people say them. */
final class Durations {
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;
    private static final int DAY = 86_400;

    private Durations() {
    }

    static String text(long seconds) {
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        return seconds < 2 * HOUR
                ? seconds / MINUTE + " min"
                : seconds < 2 * DAY ? seconds / HOUR + " h" : seconds / DAY + " days";
    }
}
