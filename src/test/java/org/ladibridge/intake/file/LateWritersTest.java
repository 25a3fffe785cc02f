package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.ManualTicker;

class LateWritersTest {
    @TempDir
    Path folder;
    private final ManualTicker ticker = new ManualTicker();
    private final LateWriters late = new LateWriters(ticker);
    private Path inbox;
    private Path done;

    @BeforeEach
    void files() {
        inbox = folder.resolve("list.csv");
        done = folder.resolve("done-list.csv");
    }

    private OutputStream readAndMoved() throws IOException {
        OutputStream writer = Files.newOutputStream(inbox);
        writer.write("email\na@example.vn\n".getBytes());
        FileVersion read = FileVersion.of(inbox);
        Files.move(inbox, done);
        late.moved(inbox, done, read);
        return writer;
    }

    @Test
    void whoGoesOnWritingIsReadAgain() throws Exception {
        try (OutputStream writer = readAndMoved()) {
            assertEquals(List.of(), late.broughtBack());
            writer.write("b@example.vn\n".getBytes());
            assertEquals(List.of(inbox), late.broughtBack());
        }
        assertEquals("email\na@example.vn\nb@example.vn\n", Files.readString(inbox));
        assertFalse(Files.exists(done));
        assertEquals(List.of(), late.broughtBack());
    }

    @Test
    void whatAPersonCorrectsThereStays() throws Exception {
        readAndMoved().close();
        Files.writeString(done, "email\nanh.a@example.vn\nb@example.vn\n");
        assertEquals(List.of(), late.broughtBack());
        Files.writeString(done, "");
        assertEquals(List.of(), late.broughtBack());
    }

    @Test
    void aFileThatCameUnderTheSameNameIsNotReplaced() throws Exception {
        readAndMoved().close();
        Files.writeString(inbox, "another");
        Files.writeString(done, "b@example.vn\n", StandardOpenOption.APPEND);
        assertEquals(List.of(), late.broughtBack());
        Files.delete(inbox);
        assertEquals(List.of(inbox), late.broughtBack(), "when there is room for it");
    }

    @Test
    void afterAWhileNobodyLooksAnyMore() throws Exception {
        readAndMoved().close();
        ticker.advance(Duration.ofMinutes(11));
        assertEquals(List.of(), late.broughtBack());
        Files.writeString(done, "b@example.vn\n", StandardOpenOption.APPEND);
        assertEquals(List.of(), late.broughtBack());
        assertTrue(Files.exists(done));
    }
}
