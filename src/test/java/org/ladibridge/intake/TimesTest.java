package org.ladibridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

class TimesTest {
    private static final long TIME = Instant.parse("2026-01-20T03:04:05.678Z").toEpochMilli();
    private static final String VIETNAM = "Asia/Ho_Chi_Minh";

    @ParameterizedTest
    @CsvSource({"millis, UTC, 1768878245678", "seconds, UTC, 1768878245", "iso, UTC, 2026-01-20T03:04:05.678Z",
            "local, Asia/Ho_Chi_Minh, 2026-01-20T10:04:05", "yyyy-MM-dd HH:mm:ss, UTC, 2026-01-20 03:04:05",
            "yyyy-MM-dd'T'HH:mm:ssXXX, Asia/Ho_Chi_Minh, 2026-01-20T10:04:05+07:00"})
    void sinceIsWrittenAsTheSourceWantsIt(String format, String zone, String written) {
        assertEquals(written, new Times(format, zone).write(TIME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-20T03:04:05.678Z", "2026-01-20T10:04:05.6780000", "2026-01-20 10:04:05.678",
            "2026-01-20T10:04:05.678+07:00", "2026-01-20T10:04:05.678+0700", "2026-01-20 03:04:05.678Z", "1768878245678"})
    void aTimeIsReadHoweverItIsWritten(String text) {
        assertEquals(TIME, new Times("millis", VIETNAM).read(TextNode.valueOf(text)));
    }

    @Test
    void numbersAreSecondsOrMilliseconds() {
        Times times = new Times("millis", "UTC");
        assertEquals(TIME, times.read(JsonNodeFactory.instance.numberNode(TIME)));
        assertEquals(TIME / 1_000 * 1_000, times.read(JsonNodeFactory.instance.numberNode(TIME / 1_000)));
    }

    @Test
    void aDateIsTheBeginningOfItsDay() {
        assertEquals(Instant.parse("2026-01-19T17:00:00Z").toEpochMilli(),
                new Times("millis", VIETNAM).read(TextNode.valueOf("2026-01-20")));
    }

    @Test
    void whatIsNoTimeIsNone() {
        Times times = new Times("millis", "UTC");
        assertNull(times.read(NullNode.instance));
        assertNull(times.read(TextNode.valueOf("yesterday")));
        assertNull(Times.readDate("yesterday"));
    }

    @Test
    void theNextTimeIsOneThatAQuestionCanTell() {
        assertEquals(TIME + 1, new Times("millis", "UTC").after(TIME));
        assertEquals(Instant.parse("2026-01-20T03:04:06Z").toEpochMilli(), new Times("seconds", "UTC").after(TIME));
    }

    @Test
    void aWrongZoneOrFormatIsNamed() {
        assertEquals("zone takes a name such as Asia/Ho_Chi_Minh or UTC, not «Hanoi»",
                assertThrows(IllegalArgumentException.class, () -> new Times("iso", "Hanoi")).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Times("iso8601", "UTC"));
    }
}
