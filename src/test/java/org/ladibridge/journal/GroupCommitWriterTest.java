package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.journal.GroupCommitWriter.OnFailure;

import com.fasterxml.jackson.databind.ObjectMapper;

class GroupCommitWriterTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);

    @TempDir
    Path folder;
    /** Until it is open, the write that meets it hangs as a disk may. */
    private final CountDownLatch disk = new CountDownLatch(1);
    private JournalFixture fixture;
    private GroupCommitWriter writer;
    private CompletableFuture<String> hanging;

    @BeforeEach
    void aDiskHangs() throws Exception {
        fixture = new JournalFixture(folder, Clock.systemUTC());
        writer = new GroupCommitWriter(fixture.database(), new ObjectMapper(), PATIENCE);
        writer.start();
        CountDownLatch begun = new CountDownLatch(1);
        hanging = writer.submit(tx -> {
            begun.countDown();
            await(disk);
            return "written";
        }, OnFailure.FAIL);
        assertTrue(begun.await(60, TimeUnit.SECONDS));
    }

    @AfterEach
    void close() throws Exception {
        disk.countDown();
        writer.close();
        fixture.close();
    }

    @Test
    void whileTheDiskHangsWhoeverStillHasTheDataIsRefusedAtOnce() {
        Awaitility.await().until(() -> writer.trouble() != null);
        CompletableFuture<String> refused = writer.submit(tx -> "written", OnFailure.FAIL);
        assertTrue(refused.isDone());
        ExecutionException e = assertThrows(ExecutionException.class, refused::get);
        assertTrue(e.getCause() instanceof JournalUnavailableException, e.toString());
    }

    @Test
    void whatHasHappenedAlreadyWaitsForTheDisk() throws Exception {
        Awaitility.await().until(() -> writer.trouble() != null);
        CompletableFuture<String> outcome = writer.submit(tx -> "written", OnFailure.RETRY);
        assertFalse(outcome.isDone());
        disk.countDown();
        assertEquals("written", outcome.get(60, TimeUnit.SECONDS));
    }

    @Test
    void whenTheDiskGoesOnSoDoesTheWriter() throws Exception {
        Awaitility.await().until(() -> writer.trouble() != null);
        disk.countDown();
        assertEquals("written", hanging.get(60, TimeUnit.SECONDS));
        Awaitility.await().until(() -> writer.trouble() == null);
        assertEquals("written", writer.submit(tx -> "written", OnFailure.FAIL).get(60, TimeUnit.SECONDS));
    }

    @Test
    void aWriterWithNothingToDoDoesNotHang() throws Exception {
        disk.countDown();
        hanging.get(60, TimeUnit.SECONDS);
        Awaitility.await().during(PATIENCE.multipliedBy(2)).until(() -> writer.trouble() == null);
        assertNull(writer.trouble());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
