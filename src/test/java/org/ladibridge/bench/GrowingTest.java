package org.ladibridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class GrowingTest {
    private static final long MB = 1 << 20;
    private static final Vitals FIRST = new Vitals(5_000, 10, 25 * MB, 40 * MB, 200 * MB, 100, 50, 10, Map.of("event", 5_000L),
            Map.of("[B", 60_000L));

    private static List<String> faults(Vitals last) {
        return Growing.SHORT.faults(FIRST, last);
    }

    @Test
    void aBridgeThatStaysAsItIsHasNoFault() {
        assertEquals(List.of(), faults(new Vitals(35_000, 60, 26 * MB, 60 * MB, 225 * MB, 110, 55, 30,
                Map.of("event", 35_000L, "said", 20_000L), Map.of("[B", 61_000L))));
    }

    @Test
    void aClassOfWhichEachRecordLeavesOneIsNamed() {
        List<String> faults = faults(new Vitals(35_000, 60, 26 * MB, 40 * MB, 200 * MB, 100, 50, 10, Map.of(),
                Map.of("[B", 60_000L, "io.agroal.pool.wrapper.ResultSetWrapper", 30_012L)));
        assertEquals(List.of("30,012 more of io.agroal.pool.wrapper.ResultSetWrapper after 30,000 more records: 1.00 each"),
                faults);
    }

    @Test
    void heapAndMemoryBesideItHandlesThreadsAndRowsAreEachNamed() {
        List<String> faults = faults(
                new Vitals(35_000, 60, 45 * MB, 60 * MB, 400 * MB, 400, 400, 10, Map.of("checkpoint", 30_000L),
                        Map.of()));
        assertEquals(5, faults.size(), faults.toString());
        for (String named : List.of("live heap", "resident memory", "file handles", "threads", "the table checkpoint")) {
            assertTrue(faults.stream().anyMatch(fault -> fault.contains(named)), named + ": " + faults);
        }
    }

    @Test
    void memoryThatTheHeapTookIsNoLeak() {
        assertEquals(List.of(),
                faults(new Vitals(35_000, 60, 26 * MB, 134 * MB, 300 * MB, 100, 50, 10, Map.of(), Map.of())));
    }
}
