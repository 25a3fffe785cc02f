package org.ladibridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.ladibridge.ManualTicker;

class SourceGateTest {
    private final ManualTicker ticker = new ManualTicker();
    private final SourceGate gate = new SourceGate(ticker);

    @Test
    void aClosedGateLetsOneProbeThroughWhenItsTimeHasCome() {
        assertTrue(gate.permits(3));
        gate.close(Duration.ofSeconds(10));
        assertFalse(gate.permits(0));
        assertEquals(Duration.ofSeconds(10), gate.askAgainAfter());
        ticker.advance(Duration.ofSeconds(10));
        assertTrue(gate.permits(0));
        assertFalse(gate.permits(1), "one probe, not all");
    }

    @Test
    void aShorterPauseDoesNotCutALongerOne() {
        gate.close(Duration.ofSeconds(60));
        gate.close(Duration.ofSeconds(1));
        ticker.advance(Duration.ofSeconds(30));
        assertFalse(gate.permits(0));
    }

    @Test
    void anAnswerOpensTheGateAtOnceAndForgetsTheFailures() {
        AtomicInteger told = new AtomicInteger();
        gate.onChange(told::incrementAndGet);
        assertEquals(1, gate.close(Duration.ofSeconds(60)));
        assertEquals(2, gate.close(Duration.ofSeconds(60)));
        gate.open();
        assertTrue(gate.permits(5));
        assertEquals(1, told.get());
        assertEquals(0, gate.failures());
        gate.open();
        assertEquals(1, told.get(), "nothing changed");
    }
}
