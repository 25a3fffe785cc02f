package org.ladibridge.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** How one source writes times. */
public final class Times {
    /** A number below it cannot be milliseconds (they would lie before March 1973), one above cannot be seconds. */
    private static final long SMALLEST_MILLIS = 100_000_000_000L;
    private static final DateTimeFormatter WRITTEN = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart().appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME).optionalEnd().optionalStart().appendPattern("[ ]").optionalStart()
            .appendOffset("+HH:MM", "Z").optionalEnd().optionalStart().appendOffset("+HHMM", "Z").optionalEnd().optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0).toFormatter(java.util.Locale.ROOT);

    private static final long MOST_CUT_OFF = 86_400_000L;
    private static final Pattern EPOCH = Pattern.compile("\\d{9,16}");
    private static final Pattern DAY = Pattern.compile("\\s*\\d{4}-\\d{2}-\\d{2}\\s*");

    private final String format;
    private final ZoneId zone;
    private final DateTimeFormatter pattern;

    /**
     * @param format {@code millis}, {@code seconds}, {@code iso}, {@code local}, or a pattern of {@link DateTimeFormatter}
     * @param zone of times that are written without one
     * @throws IllegalArgumentException when the format or the zone is none
     */
    public Times(String format, String zone) {
        this.format = format;
        try {
            this.zone = ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("zone takes a name such as Asia/Ho_Chi_Minh or UTC, not «" + zone + "»", e);
        }
        this.pattern = switch (format) {
            case "millis", "seconds", "iso" -> null;
            case "local" -> DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", java.util.Locale.ROOT);
            default -> pattern(format);
        };
    }

    private static DateTimeFormatter pattern(String format) {
        try {
            return DateTimeFormatter.ofPattern(format, java.util.Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "sinceFormat takes millis, seconds, iso, local or a pattern such as yyyy-MM-dd HH:mm:ss, not «" + format
                            + "»",
                    e);
        }
    }

    /** As the source wants it in a question; never later than the time itself. */
    public String write(long millis) {
        return switch (format) {
            case "millis" -> String.valueOf(millis);
            case "seconds" -> String.valueOf(Math.floorDiv(millis, 1_000));
            case "iso" -> Instant.ofEpochMilli(millis).toString();
            default -> pattern.format(Instant.ofEpochMilli(millis).atZone(zone));
        };
    }

    /** Whether a question cannot tell these two apart. */
    public boolean same(long a, long b) {
        return write(a).equals(write(b));
    }

    /** What a question that is written with this time asks from: patterns cut off what they do not hold. */
    public long floor(long millis) {
        Long read = format.equals("millis") || format.equals("iso") ? Long.valueOf(millis) : read(new TextNode(write(millis)));
        return read == null ? millis - MOST_CUT_OFF : Math.min(read, millis);
    }

    /** The first time that a question can tell from this one. */
    public long after(long millis) {
        return same(millis, millis + 1) ? Math.floorDiv(millis, 1_000) * 1_000 + 1_000 : millis + 1;
    }

    /** @return epoch milliseconds; null when it is no time */
    public Long read(JsonNode time) {
        if (time.isNumber() || time.isTextual() && EPOCH.matcher(time.textValue()).matches()) {
            long number = time.asLong();
            return number < SMALLEST_MILLIS ? Long.valueOf(number * 1_000) : Long.valueOf(number);
        }
        return time.isTextual() ? read(time.textValue().trim()) : null;
    }

    /** When something was changed; null when it is no time, or only a day: two changes of one day could not be told apart. */
    public Instant moment(JsonNode time) {
        Long millis = time.isTextual() && DAY.matcher(time.textValue()).matches() ? null : read(time);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private Long read(String text) {
        try {
            TemporalAccessor read = WRITTEN.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return (read instanceof OffsetDateTime withOffset
                    ? withOffset.toInstant()
                    : ((LocalDateTime) read).atZone(zone).toInstant()).toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** @param header the HTTP header {@code Date}; null when there is none */
    public static Long readDate(String header) {
        try {
            return header == null
                    ? null
                    : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC).parse(header)).toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
