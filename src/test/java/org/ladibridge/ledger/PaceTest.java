package org.ladibridge.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.journal.NewRecord;
import org.ladibridge.journal.Priority;

class PaceTest {
    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private JournalFixture store;
    private Pace pace;
    private int events;

    @BeforeEach
    void open() {
        store = new JournalFixture(folder, clock);
        pace = new Pace(new Ledger(store.reader), clock);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private void receive(int good, int bad) {
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < good + bad; i++) {
            byte[] raw = String.valueOf(events++).getBytes(StandardCharsets.UTF_8);
            records.add(i < good
                    ? new NewRecord(0, "shop", "e" + events, "email:a", null, Priority.LIVE, raw, raw, null, null, null,
                            List.of())
                    : new NewRecord(0, "shop", "e" + events, null, null, Priority.LIVE, raw, null, null, Reason.BAD_EMAIL, null,
                            List.of()));
        }
        store.journal.append("customers", records, null).join();
    }

    private void sampleAfter(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        pace.sample();
    }

    @Test
    void theTimeLeftIsWhatIsInFlightAtTheSpeedOfTheLastMinute() {
        sampleAfter(0);
        receive(90, 30);
        sampleAfter(30);
        assertEquals(new Pace.Speed(4, 1, 90, 90L), pace.of("shop"));
        assertEquals(new Pace.Speed(0, 0, 0, null), pace.of("another"));
    }

    @Test
    void whatDoesNotMoveHasNoTimeLeftAndTheSpeedOfLongAgoIsForgotten() {
        sampleAfter(0);
        receive(10, 10);
        sampleAfter(5);
        sampleAfter(61);
        sampleAfter(5);
        assertEquals(0, pace.of("shop").finishedPerSecond());
        assertNull(pace.of("shop").secondsLeft());
        assertEquals(10, pace.of("shop").inFlight());
    }
}
