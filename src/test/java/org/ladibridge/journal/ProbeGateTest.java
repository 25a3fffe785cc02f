package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.ladibridge.ManualTicker;

class ProbeGateTest {
    private final ManualTicker ticker = new ManualTicker();
    private final ProbeGate gate = new ProbeGate(ticker);

    @Test
    void whileItIsClosedOneProbeGoesOutAloneWhenItsTimeHasCome() {
        assertTrue(gate.permits(7));
        gate.close(Duration.ofSeconds(10));
        assertFalse(gate.permits(0));
        assertEquals(Duration.ofSeconds(10), gate.askAgainAfter());
        ticker.advance(Duration.ofSeconds(10));
        assertTrue(gate.permits(0));
        assertFalse(gate.permits(1), "the probe is on its way");
        assertEquals(Duration.ofSeconds(10), gate.closedFor());
        gate.open();
        assertTrue(gate.permits(7));
        assertEquals(0, gate.failures());
    }

    @Test
    void whatAsksForMoreTimeGetsItAndWhatAsksForLessDoesNotShortenIt() {
        gate.close(Duration.ofSeconds(10));
        gate.stayClosed(Duration.ofSeconds(5));
        assertEquals(Duration.ofSeconds(10), gate.untilProbe());
        gate.stayClosed(Duration.ofSeconds(60));
        assertEquals(Duration.ofSeconds(60), gate.untilProbe());
        gate.probeNow();
        assertTrue(gate.permits(0));
        assertFalse(gate.isOpen(), "only an answer opens it");
    }
}
