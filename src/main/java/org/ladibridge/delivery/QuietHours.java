package org.ladibridge.delivery;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.ladibridge.BackfillConfig;
import org.ladibridge.BackfillConfig.QuietFor;
import org.ladibridge.journal.Priority;

import io.quarkus.runtime.configuration.ConfigurationException;

/** The hours in which deliveries could start automation that disturbs customers. */
@Singleton
final class QuietHours {
    private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final Pattern SPAN = Pattern.compile("\\s*(\\d{1,2}:\\d{2})\\s*-\\s*(\\d{1,2}:\\d{2})\\s*");

    private final Clock clock;
    private final QuietFor quietFor;
    /** Null when there are none. */
    private final LocalTime from;
    private final LocalTime until;

    @Inject
    QuietHours(Clock clock, BackfillConfig config) {
        this(clock, config.quietHours().orElse(""), config.quietFor());
    }

    /** @param hours such as {@code 22:00-07:00}; blank = none */
    QuietHours(Clock clock, String hours, QuietFor quietFor) {
        this.clock = clock;
        this.quietFor = quietFor;
        if (hours.isBlank()) {
            this.from = null;
            this.until = null;
            return;
        }
        Matcher span = SPAN.matcher(hours);
        if (!span.matches()) {
            throw wrong(hours);
        }
        this.from = time(span.group(1), hours);
        this.until = time(span.group(2), hours);
        if (from.equals(until)) {
            throw wrong(hours);
        }
    }

    static QuietHours none(Clock clock) {
        return new QuietHours(clock, "", QuietFor.BACKFILL);
    }

    private static LocalTime time(String text, String hours) {
        try {
            return LocalTime.parse(text.length() == "7:00".length() ? "0" + text : text);
        } catch (DateTimeParseException e) {
            throw wrong(hours);
        }
    }

    private static ConfigurationException wrong(String hours) {
        return new ConfigurationException(
                "LADIFLOW_QUIET_HOURS takes two different times of the day such as 22:00-07:00, not «" + hours + "»");
    }

    /** When the quiet hours end in which we are; empty outside of them. */
    Optional<Instant> end() {
        if (from == null) {
            return Optional.empty();
        }
        ZonedDateTime now = clock.instant().atZone(VIETNAM);
        LocalTime time = now.toLocalTime();
        boolean overnight = from.isAfter(until);
        boolean quiet = overnight
                ? !time.isBefore(from) || time.isBefore(until)
                : !time.isBefore(from) && time.isBefore(until);
        if (!quiet) {
            return Optional.empty();
        }
        ZonedDateTime end = now.with(until);
        return Optional.of((end.isAfter(now) ? end : end.plusDays(1)).toInstant());
    }

    /** Whether such records wait at the moment. */
    boolean holdsBack(Priority priority) {
        return (quietFor == QuietFor.ALL || priority == Priority.BACKFILL) && end().isPresent();
    }

    QuietFor quietFor() {
        return quietFor;
    }
}
