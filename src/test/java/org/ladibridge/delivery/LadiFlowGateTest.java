package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.Reason;

class LadiFlowGateTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-06-01T00:00:00Z"));
    private final LadiFlowGate gate = new LadiFlowGate(clock, RandomGenerator.of("L64X128MixRandom"));

    private static OutageException http500() {
        return new OutageException(Reason.LADIFLOW_DOWN, "HTTP 500", null);
    }

    @Test
    void oneFailingCustomerDoesNotCloseIt() {
        for (int i = 0; i < 20; i++) {
            gate.failed(http500(), false);
            gate.answered();
        }
        assertTrue(gate.permits(3));
    }

    @Test
    void severalFailuresInARowCloseItAndOneProbeIsLetThrough() {
        for (int i = 0; i < 4; i++) {
            gate.failed(http500(), false);
        }
        assertFalse(gate.permits(0));
        clock.advance(Duration.ofSeconds(5));
        assertTrue(gate.permits(0), "the probe");
        assertFalse(gate.permits(1), "but only one");
        gate.answered();
        assertTrue(gate.permits(7));
    }

    @Test
    void thePauseGrowsWithEachFailedProbeButNotWithLateFailures() {
        gate.failed(http500(), true);
        Instant first = gate.status().probeAt();
        gate.failed(http500(), true);
        assertEquals(first, gate.status().probeAt(), "a call that was in flight when it closed");
        Duration last = Duration.between(clock.instant(), first);
        for (int i = 0; i < 10; i++) {
            clock.set(gate.status().probeAt());
            gate.failed(http500(), true);
            Duration pause = Duration.between(clock.instant(), gate.status().probeAt());
            assertTrue(pause.compareTo(Duration.ofSeconds(38)) < 0, "never longer than 30 s and jitter: " + pause);
            assertTrue(pause.compareTo(last.dividedBy(2)) > 0);
            last = pause;
        }
        assertTrue(last.compareTo(Duration.ofSeconds(29)) > 0);
    }

    @Test
    void retryAfterIsObeyed() {
        Instant due = gate.failed(new OutageException.Long(Reason.LADIFLOW_BUSY, "HTTP 429", Duration.ofMinutes(7)), true);
        assertEquals(clock.instant().plus(Duration.ofMinutes(7)), due);
        clock.advance(Duration.ofMinutes(6));
        assertFalse(gate.permits(0));
        clock.advance(Duration.ofMinutes(1));
        assertTrue(gate.permits(0));
    }

    @Test
    void aBadApiKeyIsShownAsSuch() {
        gate.failed(new OutageException.Long(Reason.BAD_API_KEY, "HTTP 401", null), true);
        assertEquals(Reason.BAD_API_KEY, gate.status().reason());
        assertFalse(gate.status().open());
    }

    @Test
    void aClockThatIsPutBackDoesNotKeepItClosed() {
        gate.failed(http500(), true);
        clock.advance(Duration.ofHours(-2));
        assertTrue(gate.permits(0), "the probe");
        Instant due = gate.failed(http500(), true);
        assertTrue(Duration.between(clock.instant(), due).toSeconds() < 60, "by the clock as it is now: " + due);
        assertFalse(gate.permits(0));
        gate.resume();
        gate.answered();
        assertTrue(gate.permits(7));
    }

    @Test
    void anOperatorsPauseOutlivesAnswers() {
        gate.pause();
        gate.answered();
        assertFalse(gate.permits(0));
        gate.resume();
        assertTrue(gate.permits(0));
    }

    @Test
    void nobodyIsHandedOutToWaitInARowForTheRateLimit() {
        gate.waitsForTurn();
        assertTrue(gate.permits(1));
        gate.waitsForTurn();
        assertFalse(gate.permits(2));
        gate.hasTurn();
        assertTrue(gate.permits(2));
    }
}
