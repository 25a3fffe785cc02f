package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;

import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever is dropped into an inbox is read, or refused with a sentence. */
class FileFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void aFileIsReadOrRefused(byte[] content) {
        try {
            List<RawRecord> records = FileSample.read(content);
            for (RawRecord record : records) {
                assertFalse(record.body() == null, "a record has a body, or what could be kept of it");
            }
        } catch (UnreadableException e) {
            assertFalse(e.getMessage().isBlank());
        }
    }
}
