package org.ladibridge.intake.poll;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.ladibridge.intake.Times;

import com.fasterxml.jackson.databind.JsonNode;

/** How APIs write times, as the parameter {@code sinceFormat} has it. */
final class TimeFormats {
    private static final String SECONDS_UTC = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private static final String WITH_OFFSET = "yyyy-MM-dd'T'HH:mm:ssXXX";
    private static final String BLANK = "yyyy-MM-dd HH:mm:ss";
    private static final Times UTC = new Times("iso", "UTC");
    private static final long OLDEST = Instant.parse("1990-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

    private TimeFormats() {
    }

    /** @return how a text is written; null when it is no time */
    static String of(String text) {
        if (text.matches("\\d{13}")) {
            return "millis";
        }
        if (text.matches("\\d{10}")) {
            return "seconds";
        }
        if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
            return "yyyy-MM-dd";
        }
        if (!text.matches("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d([.]\\d+)?)?.*")) {
            return null;
        }
        if (text.endsWith("Z")) {
            return text.contains(".") ? "iso" : SECONDS_UTC;
        }
        if (text.matches(".*[+-]\\d\\d:\\d\\d")) {
            return WITH_OFFSET;
        }
        if (text.matches(".*[+-]\\d{4}")) {
            return "yyyy-MM-dd'T'HH:mm:ssXX";
        }
        return text.contains("T") ? "local" : BLANK;
    }

    /** Whether a time that is written so carries no zone. */
    static boolean isNaive(String format) {
        return List.of("local", BLANK, "yyyy-MM-dd").contains(format);
    }

    /** The likeliest first: as the request's example is written, as the rows are, and what is common. */
    static Set<String> likely(String example, String ofRows) {
        Set<String> formats = new LinkedHashSet<>();
        for (String text : new String[]{example, ofRows}) {
            String format = text == null ? null : of(text);
            if (format != null) {
                formats.add(format);
            }
        }
        formats.addAll(List.of("iso", SECONDS_UTC, "millis", "seconds", WITH_OFFSET, BLANK));
        return formats;
    }

    /** Epoch milliseconds, where it is a time of these years; null otherwise. */
    static Long read(JsonNode value) {
        Long time = UTC.read(value);
        return time == null || time < OLDEST || time > LATEST ? null : time;
    }
}
