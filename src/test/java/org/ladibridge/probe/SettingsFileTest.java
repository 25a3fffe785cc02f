package org.ladibridge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.probe.Finding.Setting;

class SettingsFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsThereIsChangedInItsPlaceAndTheRestStays() throws IOException {
        Path file = folder.resolve("application.properties");
        Files.writeString(file, "# mine\nladiflow.website = text\nladiflow.api-key=k$$\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        SettingsFile.set(file, List.of(new Setting("ladiflow.website", "list"), new Setting("ladiflow.rate", "7")), "found");

        assertEquals("# mine\nladiflow.website=list\nladiflow.api-key=k$$\n# found\nladiflow.rate=7\n", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), "it holds a key");
    }

    @Test
    void aFileThatIsNotThereIsMade() throws IOException {
        Path file = folder.resolve("config/application.properties");

        SettingsFile.set(file, List.of(new Setting("ladiflow.website", "list")), "found");

        assertEquals("# found\nladiflow.website=list\n", Files.readString(file));
    }
}
