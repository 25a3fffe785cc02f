package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.ladibridge.ManualTicker;

class SessionsTest {
    private final ManualTicker ticker = new ManualTicker();
    private final Sessions sessions = new Sessions(ticker);

    @Test
    void aSessionIsFoundByItsIdAndNoOther() {
        String id = sessions.open("Lan");
        assertEquals("Lan", sessions.find(id).orElseThrow().user);
        assertTrue(sessions.find("guessed").isEmpty());
        assertTrue(sessions.find(null).isEmpty());
        assertNotEquals(id, sessions.find(id).orElseThrow().csrf);
    }

    @Test
    void aSessionThatNobodyUsesEnds() {
        String id = sessions.open("");
        ticker.advance(Sessions.IDLE);
        assertTrue(sessions.find(id).isPresent());
        ticker.advance(Duration.ofSeconds(1));
        assertTrue(sessions.find(id).isEmpty());
    }

    @Test
    void lookingDoesNotKeepASessionAliveAndUsingDoes() {
        String id = sessions.open("");
        ticker.advance(Sessions.IDLE);
        sessions.used(sessions.find(id).orElseThrow());
        ticker.advance(Sessions.IDLE);
        assertTrue(sessions.find(id).isPresent());
        ticker.advance(Duration.ofSeconds(1));
        assertTrue(sessions.find(id).isEmpty());
    }

    @Test
    void aBusySessionEndsInTheEvening() {
        String id = sessions.open("");
        for (Duration used = Duration.ZERO; used.compareTo(Sessions.LONGEST) < 0; used = used.plus(Sessions.IDLE)) {
            sessions.used(sessions.find(id).orElseThrow());
            ticker.advance(Sessions.IDLE);
        }
        ticker.advance(Duration.ofSeconds(1));
        assertTrue(sessions.find(id).isEmpty());
    }

    @Test
    void aClosedSessionOpensNothing() {
        String id = sessions.open("");
        sessions.close(id);
        assertTrue(sessions.find(id).isEmpty());
    }

    @Test
    void whoOpensSessionsWithoutEndPushesOutTheOldest() {
        String first = sessions.open("");
        for (int i = 0; i < 1_000; i++) {
            sessions.open("");
        }
        assertTrue(sessions.find(first).isEmpty());
    }
}
