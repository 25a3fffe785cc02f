package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.ladibridge.ledger.Balance;
import org.ladibridge.ledger.History.Minute;

class PicturesTest {
    private static final Instant NOW = Instant.parse("2026-01-31T01:00:00Z");

    private static Plot plot(Minute... minutes) {
        return Plot.of("received", "Received", List.of(minutes), Minute::received, NOW);
    }

    private static Minute minute(int ago, long received) {
        return new Minute(NOW.minusSeconds(60L * ago), received, 0, 0, 0);
    }

    @Test
    void theHighestMinuteReachesTheTopAndTheNewestTheRightEdge() {
        Plot plot = plot(minute(60, 0), minute(30, 50), minute(0, 100));
        assertEquals("M0.0 46.0L120.0 24.0L240.0 2.0", plot.line());
        assertEquals(100, plot.most());
        assertEquals(100, plot.last());
    }

    @Test
    void oneMinuteIsALineToo() {
        assertEquals("M240.0 2.0h-4.0", plot(minute(0, 7)).line());
        assertEquals("", plot().line());
    }

    @Test
    void theBarIsFullAndWhatIsThereCanBeSeen() {
        List<Bar.Segment> bar = Bar.of(new Balance(1_000_001, 1_000_000, 0, 0, 0, 0, 0, 1, 0));
        assertEquals(1_000, bar.stream().mapToDouble(segment -> Double.parseDouble(segment.width())).sum(), 0.1);
        Bar.Segment dead = bar.get(bar.size() - 1);
        assertEquals("dead", dead.state());
        assertTrue(Double.parseDouble(dead.width()) > 5);
        assertEquals("0.00", bar.get(1).width(), "unchanged");
    }

    @Test
    void aPlotTellsTheNumberOfTheMeterBesideIt() {
        Plot plot = plot(minute(0, 2));
        assertEquals(2, plot.last());
        assertEquals(7, plot.now(7).last());
        assertEquals(7, plot.now(7).most(), "which is never above the highest");
        assertEquals(2, plot.now(1).most());
    }
}
