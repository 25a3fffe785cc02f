package org.ladibridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.http.AnswerLimit;

/** How large a page may be, and what is said when it is larger. */
class SourceCallsTest {
    private static final long MEGABYTE = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"64, 134", "1024, 134", "9, 134", "8, 96", "8, 8"})
    void whateverTheSettingSaysAPageTakesItsShareOfTheMemoryOnly(long setting, long memory) {
        AnswerLimit limit = SourceCalls.limit(setting * MEGABYTE, memory * MEGABYTE);
        assertEquals(Math.max(MEGABYTE, memory * MEGABYTE / 16), limit.most());
        assertTrue(limit.remedy().contains("the page size") && limit.remedy().contains("-Xmx"), limit.remedy());
    }

    @Test
    void whereThereIsRoomTheSettingCounts() {
        AnswerLimit limit = SourceCalls.limit(8 * MEGABYTE, 134 * MEGABYTE);
        assertEquals(8 * MEGABYTE, limit.most());
        assertTrue(limit.remedy().contains("the page size") && limit.remedy().contains("raise BRIDGE_ANSWER_MAX"),
                limit.remedy());
    }
}
