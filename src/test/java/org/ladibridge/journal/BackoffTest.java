package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 1", "1, 2", "2, 4", "5, 32", "6, 60", "40, 60", "2147483647, 60"})
    void aPauseDoublesWithEachFailureUpToTheLongest(int failures, long seconds) {
        assertEquals(Duration.ofSeconds(seconds),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0.25).after(failures));
    }

    @Test
    void itIsSpreadUpwardsOnlySoThatNothingGoesOutTooEarly() {
        Random random = new Random(1);
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0.25);
        for (int i = 0; i < 1_000; i++) {
            Duration pause = backoff.after(10, random);
            assertTrue(pause.compareTo(Duration.ofSeconds(60)) >= 0 && pause.compareTo(Duration.ofSeconds(75)) <= 0,
                    pause.toString());
        }
    }
}
