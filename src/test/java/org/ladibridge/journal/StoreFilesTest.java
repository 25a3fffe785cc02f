package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ladibridge.journal.StoreTrouble.Kind;

import io.quarkus.runtime.configuration.ConfigurationException;

/** The files under the path, and those that are open. */
class StoreFilesTest {
    private static final int RECORDS = 200;

    @TempDir
    Path parent;

    private Path folder() throws IOException {
        return Files.createDirectories(parent.resolve("data"));
    }

    private static NewRecord record(int n) {
        byte[] payload = ("{\"email\":\"a" + n + "@example.vn\",\"note\":\"" + "x".repeat(2_000) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        return new NewRecord(0, "test", "e" + n, "email:a" + n + "@example.vn", null, Priority.LIVE, payload, payload, null,
                null,
                null, List.of());
    }

    private JournalFixture open() throws IOException {
        return new JournalFixture(folder(), Clock.systemUTC());
    }

    private void fill() throws Exception {
        try (JournalFixture fixture = open()) {
            for (int i = 0; i < RECORDS; i++) {
                fixture.append(record(i));
            }
        }
    }

    /** What somebody does to the folder while the bridge runs, and whether it can be undone. */
    enum Gone {
        FOLDER_MOVED {
            @Override
            void happen(Path folder) throws IOException {
                Files.move(folder, folder.resolveSibling("elsewhere"));
            }

            @Override
            void undo(Path folder) throws IOException {
                Files.move(folder.resolveSibling("elsewhere"), folder);
            }
        },
        ANOTHER_FOLDER_MOUNTED {
            @Override
            void happen(Path folder) throws IOException {
                FOLDER_MOVED.happen(folder);
                Files.createDirectory(folder);
            }

            @Override
            void undo(Path folder) throws IOException {
                try (Stream<Path> made = Files.list(folder)) {
                    for (Path file : made.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
                FOLDER_MOVED.undo(folder);
            }
        },
        DATABASE_REPLACED {
            @Override
            void happen(Path folder) throws IOException {
                Files.move(folder.resolve("bridge.db"), folder.resolve("aside"));
                Files.copy(folder.resolve("aside"), folder.resolve("bridge.db"));
            }

            @Override
            void undo(Path folder) throws IOException {
                Files.move(folder.resolve("aside"), folder.resolve("bridge.db"), StandardCopyOption.REPLACE_EXISTING);
            }
        },
        LOG_REMOVED {
            @Override
            void happen(Path folder) throws IOException {
                Files.move(folder.resolve("bridge.db-wal"), folder.resolve("aside"));
            }

            @Override
            void undo(Path folder) throws IOException {
                Files.move(folder.resolve("aside"), folder.resolve("bridge.db-wal"), StandardCopyOption.REPLACE_EXISTING);
            }
        },
        LOCK_REMOVED {
            @Override
            void happen(Path folder) throws IOException {
                Files.move(folder.resolve("bridge.lock"), folder.resolve("aside"));
            }

            @Override
            void undo(Path folder) throws IOException {
                Files.move(folder.resolve("aside"), folder.resolve("bridge.lock"));
            }
        };

        abstract void happen(Path folder) throws IOException;

        abstract void undo(Path folder) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAcknowledgedThatTheNextStartWouldNotFind(Gone gone) throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.append(record(1));
            gone.happen(parent.resolve("data"));
            CompletionException e = assertThrows(CompletionException.class, () -> fixture.append(record(2)));
            assertTrue(e.getCause() instanceof JournalUnavailableException, e.toString());
            assertTrue(e.getMessage().contains("while the bridge runs"), e.getMessage());
            assertEquals(Kind.GONE, fixture.journal.storeTrouble().orElseThrow().kind());
            gone.undo(parent.resolve("data"));
            Awaitility.await().until(() -> fixture.journal.trouble().isEmpty());
            fixture.append(record(2));
        }
    }

    @Test
    void aFolderThatIsRemovedIsNoticedWhenNobodyWrites() throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.append(record(1));
            try (Stream<Path> files = Files.list(folder())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder());
            Awaitility.await().until(() -> fixture.journal.trouble().isPresent());
            String trouble = fixture.journal.trouble().orElseThrow();
            assertTrue(trouble.contains("was removed or unmounted") && trouble.contains("data"), trouble);
        }
    }

    @Test
    void aDatabaseThatIsCutWhileItIsOpenIsDamaged() throws Exception {
        fill();
        try (JournalFixture fixture = open()) {
            try (RandomAccessFile file = new RandomAccessFile(folder().resolve("bridge.db").toFile(), "rw")) {
                file.setLength(file.length() / 2);
            }
            CompletionException e = assertThrows(CompletionException.class, () -> fixture.append(record(-1)));
            assertTrue(e.getMessage().contains("is damaged"), e.getMessage());
            assertEquals(Kind.DAMAGED, fixture.journal.storeTrouble().orElseThrow().kind());
            assertThrows(CompletionException.class, () -> fixture.append(record(-2)), "it stays so");
        }
    }

    @Test
    void whatAReaderFindsDamagedIsNotWrittenToAnyMore() throws Exception {
        try (JournalFixture fixture = open()) {
            fixture.append(record(1));
            fixture.journal.noticed(new JournalUnavailableException("",
                    new SQLException("[SQLITE_CORRUPT_INDEX] An index is damaged", null, 779 & 0xff)));
            Awaitility.await().until(() -> fixture.journal.trouble().isPresent());
            assertEquals(Kind.DAMAGED, fixture.journal.storeTrouble().orElseThrow().kind());
            assertThrows(CompletionException.class, () -> fixture.append(record(2)));
        }
    }

    /** What a bad disk, a bad copy or a full one leaves. */
    enum Damage {
        EMPTIED {
            @Override
            void happen(RandomAccessFile file) throws IOException {
                file.setLength(0);
            }
        },
        CUT_TO_A_BYTE {
            @Override
            void happen(RandomAccessFile file) throws IOException {
                file.setLength(1);
            }
        },
        CUT_IN_THE_MIDDLE {
            @Override
            void happen(RandomAccessFile file) throws IOException {
                file.setLength(file.length() / 2);
            }
        },
        BEGINNING_OVERWRITTEN {
            @Override
            void happen(RandomAccessFile file) throws IOException {
                file.write(new byte[4096]);
            }
        },
        MIDDLE_ZEROED {
            @Override
            void happen(RandomAccessFile file) throws IOException {
                file.seek(file.length() / 4096 / 2 * 4096);
                file.write(new byte[10 * 4096]);
            }
        };

        abstract void happen(RandomAccessFile file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedStoreIsNamedAsSuchWithTheWayBack(Damage damage) throws Exception {
        fill();
        try (RandomAccessFile file = new RandomAccessFile(folder().resolve("bridge.db").toFile(), "rw")) {
            damage.happen(file);
        }
        String message = assertThrows(ConfigurationException.class, this::open).getMessage();
        assertTrue(
                message.contains("bridge.db» is damaged") && message.contains("status --backup")
                        && message.contains(".recover"),
                message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void aStartThatWasKilledBeforeItsFirstWriteIsNoDamage() throws Exception {
        Files.createFile(folder().resolve("bridge.db"));
        Files.createFile(folder().resolve("bridge.lock"));
        try (JournalFixture fixture = open()) {
            fixture.append(record(1));
        }
        try (JournalFixture fixture = open()) {
            assertEquals(1, fixture.count("queued"));
        }
    }
}
