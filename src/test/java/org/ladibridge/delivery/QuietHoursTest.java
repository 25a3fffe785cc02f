package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.BackfillConfig.QuietFor;
import org.ladibridge.journal.Priority;

import io.quarkus.runtime.configuration.ConfigurationException;

class QuietHoursTest {
    private static QuietHours at(String utc, String hours, QuietFor quietFor) {
        return new QuietHours(Clock.fixed(Instant.parse("2026-06-01T" + utc + ":00Z"), ZoneOffset.UTC), hours, quietFor);
    }

    /** 22:00 in Việt Nam is 15:00 UTC. */
    @ParameterizedTest
    @CsvSource({"14:59,22:00-07:00,", "15:00,22:00-07:00,2026-06-02T00:00:00Z", "23:59,22:00-7:00,2026-06-02T00:00:00Z",
            "00:00,22:00-07:00,", "05:30,12:00-13:00,2026-06-01T06:00:00Z", "06:00,12:00-13:00,", "20:00,'',"})
    void theyGoByTheClockOfVietnam(String utc, String hours, Instant end) {
        assertEquals(Optional.ofNullable(end), at(utc, hours, QuietFor.BACKFILL).end());
    }

    @Test
    void theyHoldBackABackfillOrEverything() {
        assertTrue(at("15:00", "22:00-07:00", QuietFor.BACKFILL).holdsBack(Priority.BACKFILL));
        assertEquals(false, at("15:00", "22:00-07:00", QuietFor.BACKFILL).holdsBack(Priority.LIVE));
        assertTrue(at("15:00", "22:00-07:00", QuietFor.ALL).holdsBack(Priority.LIVE));
        assertEquals(false, at("14:00", "22:00-07:00", QuietFor.ALL).holdsBack(Priority.LIVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22-7", "22:00", "25:00-07:00", "07:00-07:00", "night"})
    void whatIsNoSpanIsNamedWithItsSetting(String hours) {
        assertTrue(assertThrows(ConfigurationException.class, () -> at("15:00", hours, QuietFor.ALL)).getMessage()
                .contains("LADIFLOW_QUIET_HOURS takes two different times"));
    }
}
