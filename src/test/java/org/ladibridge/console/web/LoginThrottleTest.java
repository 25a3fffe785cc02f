package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.ladibridge.ManualClock;

class LoginThrottleTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T01:00:00Z"));
    private final LoginThrottle throttle = new LoginThrottle(clock);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed("10.0.0.1");
        }
    }

    @Test
    void aFewMistakesCostNothing() {
        fail(4);
        assertEquals(0, throttle.secondsToWait("10.0.0.1"));
    }

    @Test
    void moreMakeTheAddressWaitLongerEachTimeAndNoOtherAddress() {
        fail(5);
        long first = throttle.secondsToWait("10.0.0.1");
        assertTrue(first > 0);
        assertEquals(0, throttle.secondsToWait("10.0.0.2"));
        clock.advance(Duration.ofSeconds(first));
        assertEquals(0, throttle.secondsToWait("10.0.0.1"));
        fail(1);
        assertTrue(throttle.secondsToWait("10.0.0.1") > first);
    }

    @Test
    void theWaitHasAnEnd() {
        fail(100);
        assertTrue(throttle.secondsToWait("10.0.0.1") <= 301);
    }

    @Test
    void theRightTokenForgivesAll() {
        fail(5);
        throttle.succeeded("10.0.0.1");
        assertEquals(0, throttle.secondsToWait("10.0.0.1"));
    }
}
