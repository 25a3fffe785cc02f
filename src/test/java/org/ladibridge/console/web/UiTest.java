package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UiTest {
    /** In Vietnam the first of January has just begun. */
    private static final Instant NOW = Instant.parse("2026-12-31T17:10:00Z");

    @ParameterizedTest
    @CsvSource(textBlock = """
        2026-12-31T17:03:05Z, today 00:03:05,      hôm nay 00:03:05
        2026-12-31T16:59:59Z, yesterday 23:59:59,  hôm qua 23:59:59
        2026-12-30T16:59:59Z, 30/12/2026 23:59,    30/12/2026 23:59
        2027-01-01T17:00:00Z, 02/01 00:00:00,      02/01 00:00:00
        """)
    void aTimeIsToldWithItsDayInVietnam(Instant time, String english, String vietnamese) {
        assertEquals(english, ui("en").when(time));
        assertEquals(vietnamese, ui("vi").when(time));
    }

    @ParameterizedTest
    @CsvSource({"0, 0/min, 0/phút", "0.1, 6/min, 6/phút", "0.99, 59/min, 59/phút", "1, 1.0/s, '1,0/giây'",
            "8200, '8,200/s', 8.200/giây"})
    void aFewRecordsAreToldByTheMinute(double perSecond, String english, String vietnamese) {
        assertEquals(english, ui("en").rate(perSecond) + ui("en").per(perSecond));
        assertEquals(vietnamese, ui("vi").rate(perSecond) + ui("vi").per(perSecond));
    }

    @Test
    void anAddressBreaksAtItsSigns() {
        assertEquals(List.of("email:", "tran", ".mai@", "example", ".vn"), ui("en").pieces("email:tran.mai@example.vn"));
    }

    private static Ui ui(String language) {
        return new Ui("events", Locale.forLanguageTag(language), "auto", "token", "", "/console", null, NOW, null, null);
    }
}
