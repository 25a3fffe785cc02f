package org.ladibridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    Path folder;

    /** A process of its own, which holds the lock as a demo does: until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try (FileChannel lock = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                lock.lock();
                System.out.println("locked");
                System.in.read();
            }
        }
    }

    private void fill() throws Exception {
        Files.createDirectories(folder.resolve("inbox/csv-drop"));
        Files.writeString(folder.resolve("inbox/csv-drop/a.csv"), "email\n");
        Files.writeString(folder.resolve("bridge.db"), "x");
        Files.writeString(folder.resolve("bridge.lock"), "In use by the store bridge.db.\n");
    }

    @Test
    void whatAnEarlierDemoLeftIsGone() throws Exception {
        fill();
        assertTrue(DemoFolder.empty(folder));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of("bridge.lock"), left.map(file -> file.getFileName().toString()).toList());
        }
        assertEquals(0, Files.size(folder.resolve("bridge.lock")), "an empty store that is made now is a new one");
        assertTrue(DemoFolder.empty(folder.resolve("new")));
    }

    @Test
    void theFolderOfADemoThatRunsIsNotTouched() throws Exception {
        fill();
        Process demo = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), folder.resolve("bridge.lock").toString())
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("locked", said.readLine());
            assertFalse(DemoFolder.empty(folder));
            assertTrue(Files.exists(folder.resolve("inbox/csv-drop/a.csv")) && Files.exists(folder.resolve("bridge.db")));
        } finally {
            demo.destroy();
            demo.waitFor();
        }
        assertTrue(DemoFolder.empty(folder));
        assertFalse(Files.exists(folder.resolve("bridge.db")));
    }
}
