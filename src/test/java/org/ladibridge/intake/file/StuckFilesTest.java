package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.ManualClock;

/** How files step aside and settle, by a clock that is not the wall's. */
class StuckFilesTest {
    private static final FileProblem PROBLEM = new FileProblem("why", "vì sao");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final StuckFiles stuck = new StuckFiles(clock, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void fail(String signature) {
        stuck.stepsAside("s", "here", "f", signature, PROBLEM);
    }

    @Test
    void itIsLookedAtLaterAndLaterAndAtOnceWhenItChanges() {
        long waited = 0;
        for (int i = 0; i < 20; i++) {
            fail("v1");
            long seconds = 0;
            while (!stuck.mayTry("s", "f", "v1")) {
                pass(Duration.ofSeconds(1));
                seconds++;
            }
            assertTrue(seconds >= Math.min(600, waited) && seconds <= 600 && seconds > 0, i + ": " + seconds);
            waited = seconds;
        }
        assertEquals(600, waited);
        fail("v1");
        assertFalse(stuck.mayTry("s", "f", "v1"));
        assertTrue(stuck.mayTry("s", "f", "v2"));
        assertTrue(stuck.mayTry("s", "g", "v1"));
        assertTrue(stuck.mayTry("t", "f", "v1"));
    }

    @Test
    void theStoreIsNoFaultOfTheFile() {
        for (int i = 0; i < 20; i++) {
            stuck.stepsAside("s", "here", "f", "v1", FileProblem.STORE);
            assertFalse(stuck.mayTry("s", "f", "v1"));
            pass(Duration.ofSeconds(2));
            assertTrue(stuck.mayTry("s", "f", "v1"));
        }
    }

    @Test
    void aFileThatWaitsForItsColumnsIsLookedAtAtOnceWhenTheyAreAssigned() {
        FileProblem columns = new FileProblem("which?", "cột nào?", true);
        for (int i = 0; i < 5; i++) {
            stuck.stepsAside("s", "here", "waits", "v1", columns);
        }
        fail("v1");
        assertTrue(stuck.of("s").stream().filter(file -> file.file().equals("waits")).allMatch(StuckFiles.Stuck::needsColumns));
        stuck.decided("t");
        assertFalse(stuck.mayTry("s", "waits", "v1"), "another source");
        stuck.decided("s");
        assertTrue(stuck.mayTry("s", "waits", "v1"));
        assertFalse(stuck.mayTry("s", "f", "v1"), "what is stuck for another reason stays so");
    }

    @Test
    void whatIsNoLongerThereIsNoLongerTold() {
        fail("v1");
        stuck.lookedThrough("s");
        assertFalse(stuck.mayTry("s", "f", "v1"));
        stuck.lookedThrough("s");
        assertEquals(List.of(new StuckFiles.Stuck("f", Instant.EPOCH, "why", "vì sao", false, false, false, null)),
                stuck.of("s"));
        stuck.lookedThrough("s");
        assertEquals(List.of(), stuck.of("s"));
        fail("v1");
        stuck.taken("s", "f");
        assertEquals(List.of(), stuck.of("s"));
    }

    @Test
    void aWriterThatPausedLongerThanExpectedIsWaitedForLonger() {
        Settling settling = new Settling(Duration.ofSeconds(1), nanos::get);
        FileVersion first = new FileVersion(1, "1", "");
        FileVersion second = new FileVersion(2, "2", "");
        assertFalse(settling.isSettled("f", first, null));
        pass(Duration.ofSeconds(1));
        assertTrue(settling.isSettled("f", first, null));
        assertEquals(Duration.ofSeconds(4), settling.surprised("f", second));
        pass(Duration.ofSeconds(3));
        assertFalse(settling.isSettled("f", second, Duration.ofSeconds(3)));
        pass(Duration.ofSeconds(1));
        assertTrue(settling.isSettled("f", second, null));
        FileVersion third = new FileVersion(3, "3", "");
        assertFalse(settling.isSettled("f", third, null), "every change begins the wait again, as long as it has become");
        pass(Duration.ofSeconds(3));
        assertFalse(settling.isSettled("f", third, null));
        for (int i = 0; i < 20; i++) {
            assertTrue(settling.surprised("f", first).compareTo(Duration.ofMinutes(10)) <= 0);
        }
        settling.left("f");
        assertFalse(settling.isSettled("f", first, null));
        pass(Duration.ofSeconds(1));
        assertTrue(settling.isSettled("f", first, null), "another file of the same name");
    }

    @Test
    void aTimeInTheFutureIsNotWaitedForAndOneInThePastIsBelieved() {
        Settling settling = new Settling(Duration.ofSeconds(1), nanos::get);
        FileVersion version = new FileVersion(1, "1", "");
        assertFalse(settling.isSettled("f", version, Duration.ofDays(-13_000)));
        pass(Duration.ofSeconds(1));
        assertTrue(settling.isSettled("f", version, Duration.ofDays(-13_000)));
        assertTrue(settling.isSettled("g", version, Duration.ofSeconds(1)));
        assertFalse(settling.isSettled("h", new FileVersion(0, "1", ""), Duration.ofSeconds(1)), "an empty one may be filled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ế", "👍", "xế👍"})
    void aNameWithSomethingAddedIsNeverTooLongAndNeverCutInALetter(String letter) {
        for (int n = 1; n <= 255; n++) {
            String stem = letter.repeat(n);
            String name = ShortName.of(stem, ".20260101-000000-000.report.json");
            byte[] bytes = ("." + name + ".part").getBytes(StandardCharsets.UTF_8);
            assertTrue(bytes.length <= 255, n + ": " + bytes.length);
            assertFalse(new String(bytes, StandardCharsets.UTF_8).contains("?"), name);
            assertTrue(name.endsWith(".20260101-000000-000.report.json"));
            if (stem.getBytes(StandardCharsets.UTF_8).length < 200) {
                assertTrue(name.startsWith(stem), name);
            }
        }
        assertFalse(ShortName.of("a".repeat(300) + "b", "").equals(ShortName.of("a".repeat(300) + "c", "")));
    }

    @Test
    void whatLeftItsFolderWithoutARecordIsToldUntilItIsRemovedThereOrReadAnew(@TempDir Path data) throws IOException {
        Path refused = Files.createFile(Files.createDirectories(data.resolve("errors/s")).resolve("f.xls"));
        stuck.left("s", "f.xls", Instant.EPOCH, refused, PROBLEM, StuckFiles.Left.REFUSED);
        pass(Duration.ofDays(20));
        clock.advance(Duration.ofDays(20));
        StuckFiles.Stuck told = stuck.of("s").get(0);
        assertTrue(told.isTrouble() && told.problem().startsWith("why (it lies in errors/s"), told.problem());
        assertTrue(told.problemVi().contains("errors/s"), told.problemVi());
        Files.delete(refused);
        assertEquals(List.of(), stuck.of("s"));

        Files.createFile(refused);
        stuck.left("s", "f.xls", clock.instant(), refused, PROBLEM, StuckFiles.Left.REFUSED);
        stuck.read("s", "f.xls");
        assertEquals(List.of(), stuck.of("s"));
    }

    @Test
    void anEmptyFileIsToldForADayAndNoTrouble(@TempDir Path data) throws IOException {
        Path empty = Files.createFile(Files.createDirectories(data.resolve("done/s")).resolve("f.csv"));
        stuck.left("s", "f.csv", clock.instant(), empty, PROBLEM, StuckFiles.Left.EMPTY);
        assertFalse(stuck.of("s").get(0).isTrouble());
        clock.advance(Duration.ofHours(25));
        assertEquals(List.of(), stuck.of("s"));
    }
}
