package org.ladibridge.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment as people type it: a span before now, a date, or a time. */
final class Since {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([mhd])");

    private Since() {
    }

    /**
     * Reads it.
     *
     * @param option its name, for the message
     * @throws AdminClient.Failure when it is none
     */
    static Instant read(String option, String text, Instant now) throws AdminClient.Failure {
        Matcher span = SPAN.matcher(text.strip());
        if (span.matches()) {
            long n = Long.parseLong(span.group(1));
            return now.minus(switch (span.group(2)) {
                case "m" -> Duration.ofMinutes(n);
                case "h" -> Duration.ofHours(n);
                default -> Duration.ofDays(n);
            });
        }
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text.strip()).atStartOfDay(ZoneId.systemDefault()).toInstant()
                    : OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeParseException e) {
            throw new AdminClient.Failure(
                    option + " takes a span such as 7d, 24h or 30m, a date such as 2026-01-31, or a time such "
                            + "as 2026-01-31T08:00:00+07:00, not «" + text + "»");
        }
    }
}
