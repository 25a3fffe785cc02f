package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Whose time a mapping's limit is. */
class MeterTest {
    private static final Duration LIMIT = Duration.ofMillis(300);

    private long clock;
    private long worked;
    private final Meter meter = new Meter(LIMIT, () -> clock, () -> worked);

    private void steps(int count) {
        IntStream.range(0, count).forEach(i -> meter.step());
    }

    @Test
    void aRecordIsNotRejectedBecauseTheMachineIsBusy() {
        meter.start();
        for (int i = 0; i < 100; i++) {
            clock += Duration.ofSeconds(10).toNanos();
            worked += Duration.ofMillis(2).toNanos();
            assertDoesNotThrow(() -> steps(64));
        }
    }

    @Test
    void theTimeThatItWorksIsLimited() {
        meter.start();
        clock += Duration.ofSeconds(10).toNanos();
        worked += LIMIT.toNanos() - 1;
        assertDoesNotThrow(() -> steps(64));
        clock += 1;
        worked += 1;
        assertThrows(MappingException.class, () -> steps(64));
    }

    @Test
    void theNextRecordHasATimeOfItsOwn() {
        meter.start();
        clock += LIMIT.toNanos();
        worked += LIMIT.toNanos();
        meter.start();
        clock += LIMIT.toNanos();
        assertDoesNotThrow(() -> steps(64));
    }

    @Test
    void whereNobodyKnowsHowLongAThreadWorkedTheClockCounts() {
        worked = -1;
        meter.start();
        clock += LIMIT.toNanos() - 1;
        assertDoesNotThrow(() -> steps(64));
        clock += 1;
        assertThrows(MappingException.class, () -> steps(64));
    }
}
