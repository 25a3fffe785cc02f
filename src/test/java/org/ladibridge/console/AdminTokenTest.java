package org.ladibridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.journal.JournalFixture;

class AdminTokenTest {
    @TempDir
    Path folder;

    @Test
    void aTokenIsMadeOnceForItsOwnerOnly() throws Exception {
        assertFalse(new AdminToken(JournalFixture.config(folder)).matches(null));
        Path file = folder.resolve("admin-token");
        String token = Files.readString(file).strip();
        assertEquals(48, token.length());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(new AdminToken(JournalFixture.config(folder)).matches(token));
    }

    @Test
    void anEmptyFileOpensNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("admin-token"), "\n");
        assertFalse(new AdminToken(JournalFixture.config(folder)).matches(""));
        assertEquals(48, Files.readString(file).strip().length());
    }
}
