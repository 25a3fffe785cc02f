package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Which rows are the same as earlier ones, over restarts. */
class FileHistoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FileHistory history = new FileHistory();
    private final Set<String> store = new HashSet<>();

    private void restart() throws Exception {
        history = JSON.readValue(JSON.writeValueAsString(history), FileHistory.class);
    }

    private long begin(String sha) throws Exception {
        assertTrue(history.begin("f.csv", sha));
        long generation = history.open(sha, () -> store.contains(sha));
        store.add(sha);
        restart();
        return generation;
    }

    private long read(String sha) throws Exception {
        long generation = begin(sha);
        history.finished(sha, "f.csv", sha, "done");
        history.moved("f.csv");
        restart();
        return generation;
    }

    @Test
    void aContentThatComesAgainAfterAnotherIsAnotherGenerationAndTwiceInARowIsNot() throws Exception {
        assertEquals(0, read("f1"));
        assertEquals(0, read("f1"));
        assertEquals(0, read("f2"));
        assertEquals(1, read("f1"));
        assertEquals(1, read("f1"));
        assertEquals(2, read("f2"));
        assertEquals(0, read("f3"));
        assertEquals(3, read("f1"));
    }

    @Test
    void aContentInWhoseMiddleTheProcessEndedGoesOnWithItsGeneration() throws Exception {
        read("f1");
        assertEquals(0, begin("f2"));
        read("f3");
        assertEquals(0, read("f2"), "f2 was begun and not finished");
        assertEquals(1, begin("f1"));
        assertEquals(1, begin("f1"));
        assertEquals(2, read("f2"), "f2 was finished meanwhile");
        assertEquals(1, read("f1"));
        assertEquals(1, read("f1"));
    }

    @Test
    void whatTheStoreHeldBeforeAnythingWasRememberedIsAnotherGeneration() throws Exception {
        store.add("f1");
        assertEquals(1, read("f1"));
    }

    @Test
    void whatChangedWhileItWasReadIsNotTheSameWhenItComesAgain() throws Exception {
        begin("f1");
        history.forget("f1");
        assertEquals(1, read("f1"));
    }

    @Test
    void theOpenOnesAreBounded() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            begin("f" + i);
            history.ended();
        }
        assertTrue(JSON.writeValueAsString(history).length() < 10_000);
        assertEquals(0, begin("f999"));
    }

    @Test
    void aFileDuringWhichTheProcessEndedTwiceIsNotTriedAThirdTimeUntilItChanges() throws Exception {
        for (int death = 1; death <= 2; death++) {
            assertTrue(history.begin("bad.csv", "v1"));
            restart();
        }
        assertFalse(history.begin("bad.csv", "v1"));
        read("good");
        restart();
        assertFalse(history.begin("bad.csv", "v1"), "others in between do not make it better");
        assertTrue(history.begin("bad.csv", "v2"));
    }

    @Test
    void anEndForAKnownReasonIsNoDeath() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertTrue(history.begin("f.csv", "v1"));
            history.ended();
            restart();
        }
    }

    @Test
    void aStoredFileIsKnownUntilItLeavesOrChanges() throws Exception {
        history.begin("f.csv", "v1");
        history.open("sha", () -> false);
        history.finished("sha", "f.csv", "v1", "done");
        restart();
        assertEquals("done", history.stored("f.csv", "v1").orElseThrow().folder());
        assertTrue(history.stored("f.csv", "v2").isEmpty());
        history.moved("f.csv");
        restart();
        assertTrue(history.stored("f.csv", "v1").isEmpty());
    }
}
