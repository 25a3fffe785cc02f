package org.ladibridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.ladibridge.ManualTicker;

class LoginThrottleTest {
    private final ManualTicker ticker = new ManualTicker();
    private final LoginThrottle throttle = new LoginThrottle(ticker);
    private int guesses;

    /** @return what the last guess costs */
    private long guess(String visitor, int times) {
        long wait = 0;
        for (int i = 0; i < times; i++) {
            wait = throttle.wrong(visitor, "guess" + guesses++);
        }
        return wait;
    }

    @Test
    void aFewMistakesCostNothing() {
        assertEquals(0, guess("10.0.0.1", 4));
    }

    @Test
    void moreMakeTheVisitorWaitLongerEachTimeAndNoOtherVisitor() {
        long first = guess("10.0.0.1", 5);
        assertTrue(first > 0);
        assertEquals(0, guess("10.0.0.2", 1));
        ticker.advance(Duration.ofSeconds(first));
        assertTrue(guess("10.0.0.1", 1) > first);
    }

    @Test
    void theSameWrongTokenAgainIsNoFurtherGuess() {
        for (int i = 0; i < 1_000; i++) {
            assertEquals(0, throttle.wrong("10.0.0.1", "the token of last year"));
        }
        assertEquals(0, guess("10.0.0.1", 3));
        assertTrue(guess("10.0.0.1", 1) > 0);
    }

    @Test
    void whoGuessesFromManyAddressesIsSeenAsOne() {
        long wait = 0;
        for (int i = 0; i < 200; i++) {
            wait = guess("10.0.0." + i, 1);
        }
        assertTrue(wait > 0);
    }

    @Test
    void theWaitHasAnEndAndIsForgotten() {
        assertTrue(guess("10.0.0.1", 100) <= 300);
        ticker.advance(Duration.ofMinutes(16));
        assertEquals(0, guess("10.0.0.1", 1));
    }

    @Test
    void whoGoesOnWhileHeWaitsIsToldToWaitAndNotToBegin() {
        long wait = guess("10.0.0.1", 5);
        assertTrue(guess("10.0.0.1", 50) <= wait, "he can hold out until the end of the pause that he was told");
    }
}
