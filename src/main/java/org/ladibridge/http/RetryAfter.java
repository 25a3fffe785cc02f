package org.ladibridge.http;

import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The header {@code Retry-After}: seconds or an HTTP date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, 10.2.3</a>
 */
public final class RetryAfter {
    private RetryAfter() {
    }

    /**
     * @param header null when the answer has none
     * @param longest a longer pause is cut to this
     * @return empty when there is no header or it makes no sense; never negative
     */
    public static Optional<Duration> parse(String header, Clock clock, Duration longest) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        Duration pause;
        try {
            String text = header.trim();
            pause = text.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(clock.instant(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
        if (pause.isNegative()) {
            return Optional.of(Duration.ZERO);
        }
        return Optional.of(pause.compareTo(longest) > 0 ? longest : pause);
    }
}
