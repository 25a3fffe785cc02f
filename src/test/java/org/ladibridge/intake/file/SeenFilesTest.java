package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenFilesTest {
    private final SeenFiles files = new SeenFiles();

    private void see(String name, boolean waits) {
        files.add(new SeenFiles.Entry("s", name, Instant.EPOCH, waits, SeenFiles.Reading.DONE, List.of(), List.of()));
    }

    @Test
    void manyFilesThatWereReadDoNotMakeOneForgottenThatWaits() {
        see("waits", true);
        for (int i = 0; i < 300; i++) {
            see("read" + i, false);
        }
        assertEquals(100, files.all().size());
        assertTrue(files.find("s", "waits").isPresent());
        assertTrue(files.find("s", "read299").isPresent() && files.find("s", "read0").isEmpty());
        for (int i = 0; i < 300; i++) {
            see("waits" + i, true);
        }
        assertEquals(100, files.all().size(), "nor do they fill the memory");
    }

    @Test
    void ofAFileAFewRowsAreKeptAndOfALongTextItsBeginning(@TempDir Path folder) throws Exception {
        String content = "Email,Ghi chú\n" + ("mai@example.vn," + "x".repeat(5_000) + "\n").repeat(100);
        PartLook look = PartLook.of(
                Drops.open(Drops.write(folder, "a.csv", content.getBytes(StandardCharsets.UTF_8)), "", "").parts().get(0), "",
                Drops.HEADINGS);
        PartLook kept = look.shortened(25, 16_384);
        assertEquals(25, kept.rows().size());
        assertEquals(300, kept.rows().get(0).path("ghi chú").textValue().length());
        assertEquals(1, look.shortened(25, 10).rows().size());
    }

    @Test
    void aNameThatLeadsElsewhereIsNoFileOfTheFolder() {
        Path folder = Path.of("/data/done/s");
        assertEquals(folder.resolve("a.csv"), DropFolders.in(folder, "a.csv").orElseThrow());
        for (String name : List.of("../t/a.csv", "/etc/passwd", "", ".", "x/../../b", "a/b.csv", "a\0b")) {
            assertTrue(DropFolders.in(folder, name).isEmpty(), name);
        }
    }
}
