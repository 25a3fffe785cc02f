package org.ladibridge.intake.file;

import java.time.Clock;
import java.util.List;

import org.ladibridge.BridgeConfig;
import org.ladibridge.journal.JournalFixture;

import com.fasterxml.jackson.databind.ObjectMapper;

/** What {@code kamelet:file-source} looks for in the registry, for routes that are loaded and get no file. */
public final class FileBeans {
    private FileBeans() {
    }

    /** All of them. */
    public static List<Object> of(JournalFixture journal, BridgeConfig config, Clock clock, ObjectMapper json) {
        StuckFiles stuck = new StuckFiles(clock);
        DropFolders folders = new DropFolders(config, clock, json);
        FileHistories histories = new FileHistories(journal.journal);
        return List.of(stuck, folders, histories, new FileSources(), new FileIntake(journal.journal, journal.reader, histories,
                new FileProgress(clock), folders, null, null, stuck, clock));
    }
}
