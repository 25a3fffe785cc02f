package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.journal.JournalUnavailableException;

/** What a source remembers of its files outlives the bridge, and an outage of the store. */
class FileHistoriesTest {
    private static final String SOURCE = "csv-drop";

    @TempDir
    Path folder;

    private static boolean begins(FileHistories histories) {
        return histories.change(SOURCE, history -> history.begin("khách.csv", "1"));
    }

    @Test
    void aFileWhoseReadingTheStoreInterruptsIsNotTakenForOneThatEndsBridges() throws Exception {
        try (JournalFixture before = new JournalFixture(folder, Clock.systemUTC())) {
            assertTrue(begins(new FileHistories(before.journal)), "the bridge ends while it reads");
        }
        try (JournalFixture fixture = new JournalFixture(folder, Clock.systemUTC());
                Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bridge.db"));
                Statement statement = store.createStatement()) {
            FileHistories histories = new FileHistories(fixture.journal);
            assertTrue(begins(histories));
            statement.execute("create trigger refusing before insert on checkpoint begin select raise(abort, 'no'); end");
            histories.ended(SOURCE, "khách.csv");
            assertThrows(JournalUnavailableException.class, () -> begins(histories), "the store is away");
            statement.execute("drop trigger refusing");
            assertTrue(begins(histories), "it was begun twice, and ended in order once");
            assertFalse(begins(new FileHistories(fixture.journal)) && begins(new FileHistories(fixture.journal)),
                    "while deaths count");
        }
    }
}
