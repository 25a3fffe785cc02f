package org.ladibridge.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.ManualClock;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.ledger.History.Minute;

class HistoryTest {
    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T01:00:00Z"));

    @Test
    void eachMinuteHasWhatHappenedInIt() throws Exception {
        try (JournalFixture store = new JournalFixture(folder, clock)) {
            store.dead("before", "an@example.vn", "{}");
            History history = new History(new Ledger(store.reader), clock);
            history.sample();
            store.dead("one", "binh@example.vn", "{}");
            history.sample();
            clock.advance(Duration.ofMinutes(1));
            store.dead("two", "chi@example.vn", "{}");
            store.dead("three", "dung@example.vn", "{}");
            history.sample();
            List<Minute> minutes = history.minutes();
            assertEquals(List.of(1L, 2L), minutes.stream().map(Minute::received).toList());
            assertEquals(List.of(1L, 2L), minutes.stream().map(Minute::finished).toList());
            assertEquals(List.of(1L, 2L), minutes.stream().map(Minute::dead).toList());
            assertEquals(0, minutes.get(1).inFlight());
        }
    }

    @Test
    void whatIsOlderThanAnHourIsForgotten() throws Exception {
        try (JournalFixture store = new JournalFixture(folder, clock)) {
            History history = new History(new Ledger(store.reader), clock);
            for (int i = 0; i < 200; i++) {
                history.sample();
                clock.advance(Duration.ofMinutes(1));
            }
            assertEquals(60, history.minutes().size());
        }
    }
}
