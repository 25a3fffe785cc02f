package org.ladibridge.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;

import org.jboss.logging.Logger;
import org.ladibridge.journal.StoreTrouble.Kind;

import javax.sql.DataSource;

/**
 * Looks whether the files under the data folder's path are the ones that are open, and what SQLite wrote. An open file outlives its
 * name: what is written to a folder that was removed or unmounted is gone with the process, and no write ever fails.
 */
final class StoreFiles {
    private static final Logger LOG = Logger.getLogger(StoreFiles.class);
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 100;
    private static final long EXAMINED_BEFORE_START = 8L * 1024 * 1024;
    private static final long EXAMINED_BESIDE = 256L * 1024 * 1024;

    /** Which file stands under a name; null when there is none. */
    private record Identity(Object key, long size) {
        static Identity of(Path file) throws IOException {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Identity(attributes.fileKey(), attributes.size());
            } catch (NoSuchFileException e) {
                return null;
            }
        }

        boolean isAnother(Identity now) {
            return now == null || !Objects.equals(key, now.key);
        }
    }

    private final Path folder;
    private final Path database;
    private final Path log;
    private final Path lock;
    private Identity openedDatabase;
    private Identity openedLock;
    private Identity openedLog;
    private long largest;
    private volatile StoreFault damage;

    /** @param folder of {@code bridge.db} and {@code bridge.lock} */
    StoreFiles(Path folder) {
        this.folder = folder;
        this.database = folder.resolve("bridge.db");
        this.log = folder.resolve("bridge.db-wal");
        this.lock = folder.resolve("bridge.lock");
    }

    /**
     * Called while nobody has opened the database yet: SQLite would take an emptied file for a new one.
     *
     * @throws StoreFault when it cannot be a store
     */
    void beforeOpening() throws IOException, StoreFault {
        Identity now = Identity.of(database);
        if (now == null) {
            return;
        }
        if (now.size == 0) {
            boolean used = Files.size(lock) > 0;
            Identity wal = Identity.of(log);
            if (used || wal != null && wal.size > 0) {
                throw damaged("the file is empty");
            }
            return;
        }
        ByteBuffer header;
        try (InputStream in = Files.newInputStream(database)) {
            header = ByteBuffer.wrap(in.readNBytes(HEADER));
        }
        if (header.capacity() < HEADER || !Arrays.equals(MAGIC, 0, MAGIC.length, header.array(), 0, MAGIC.length)) {
            throw damaged("it does not begin as a store does");
        }
        int size = Short.toUnsignedInt(header.getShort(16));
        long pages = Integer.toUnsignedLong(header.getInt(28));
        boolean written = header.getInt(24) == header.getInt(92);
        Identity wal = Identity.of(log);
        // What stands in the log is written over on opening, and may be what is missing.
        if (written && (wal == null || wal.size == 0) && pages * (size == 1 ? 65_536 : size) > now.size) {
            throw damaged("%d bytes are missing at its end".formatted(pages * (size == 1 ? 65_536 : size) - now.size));
        }
    }

    /**
     * Called when the store is open and has its tables.
     *
     * @param held the open {@code bridge.lock}: to open it once more and close it would let go of the lock
     * @throws StoreFault when a small store holds something that SQLite did not write; a larger one is read beside the start
     */
    void opened(DataSource dataSource, FileChannel held) throws IOException, StoreFault, SQLException {
        openedDatabase = Identity.of(database);
        openedLock = Identity.of(lock);
        if (openedDatabase == null) {
            return;
        }
        largest = openedDatabase.size;
        if (openedLock != null && openedLock.size == 0) {
            // From now on an empty database is one that was emptied.
            held.write(ByteBuffer.wrap("In use by the store bridge.db.\n".getBytes(StandardCharsets.US_ASCII)));
        }
        if (largest <= EXAMINED_BEFORE_START) {
            examine(dataSource);
        } else if (largest <= EXAMINED_BESIDE) {
            Thread beside = new Thread(() -> {
                try {
                    examine(dataSource);
                } catch (StoreFault e) {
                    LOG.error(e.getMessage());
                } catch (SQLException e) {
                    LOG.debug("The store could not be examined", e);
                }
            }, "store-examination");
            beside.setDaemon(true);
            beside.start();
        }
    }

    private void examine(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma quick_check(1)")) {
            if (row.next() && !row.getString(1).equals("ok")) {
                throw met(damaged(row.getString(1)));
            }
        } catch (SQLException e) {
            if (StoreFault.isDamage(e)) {
                throw met(damaged(e.getMessage()));
            }
            throw e;
        }
    }

    /**
     * Cheap enough for every transaction.
     *
     * @throws StoreFault when what is written now would not be found after the next start
     */
    void check() throws StoreFault {
        if (damage != null) {
            throw damage;
        }
        if (openedDatabase == null) {
            return;
        }
        try {
            Identity now = Identity.of(database);
            if (openedDatabase.isAnother(now)) {
                throw gone(now == null && !Files.isDirectory(folder) ? null : database, now);
            }
            if (now.size < largest) {
                throw met(damaged("it was cut from " + largest + " to " + now.size + " bytes while it was in use"));
            }
            largest = now.size;
            Identity wal = Identity.of(log);
            if (openedLog == null) {
                openedLog = wal;
            } else if (openedLog.isAnother(wal)) {
                throw gone(log, wal);
            }
            Identity held = Identity.of(lock);
            if (openedLock != null && openedLock.isAnother(held)) {
                throw gone(lock, held);
            }
        } catch (IOException e) {
            throw new StoreFault(Kind.GONE, "the data folder BRIDGE_DATA «%s» cannot be looked into: %s"
                    .formatted(folder.toAbsolutePath(), e.getMessage()));
        }
    }

    /** The connection that wrote was closed; where it was the last one, its log is gone with it, and the next has another. */
    void reopened() {
        openedLog = null;
    }

    /** @return what the writer was told, or what it means */
    Exception explain(Exception e) {
        if (e instanceof StoreFault) {
            return e;
        }
        if (e instanceof SQLException sql && WriteFault.of(e) == WriteFault.AGAIN) {
            return new SQLException(
                    ("another program has had «%s» locked for so long that nothing could be written (%s): end it; "
                            + "a copy of the store in use is made by «status --backup FILE»")
                            .formatted(database.toAbsolutePath(),
                                    e.getMessage()),
                    sql.getSQLState(), sql.getErrorCode(), e);
        }
        return StoreFault.isDamage(e) ? met(damaged(e.getMessage())) : e;
    }

    private StoreFault met(StoreFault fault) {
        if (damage == null) {
            damage = fault;
        }
        return damage;
    }

    private StoreFault gone(Path file, Identity now) {
        String what = file == null
                ? "the data folder BRIDGE_DATA «%s» was removed or unmounted"
                : now == null
                        ? "%s was removed from the data folder BRIDGE_DATA «%%s», or the folder was unmounted"
                                .formatted(file.getFileName())
                        : "%s in the data folder BRIDGE_DATA «%%s» is another file than the one that is in use"
                                .formatted(file.getFileName());
        return new StoreFault(Kind.GONE, what.formatted(folder.toAbsolutePath())
                + " while the bridge runs: mount it or put it back as it was, then it goes on; else restart the bridge, which begins "
                + "with what it finds there then");
    }

    StoreFault damaged(String how) {
        return new StoreFault(Kind.DAMAGED,
                ("the store «%s» is damaged (%s). Stop the bridge and move bridge.db, bridge.db-wal and "
                        + "bridge.db-shm aside; then put a backup (made by «status --backup FILE») there as bridge.db, or what «sqlite3 "
                        + "bridge.db .recover | sqlite3 new.db» saves of the damaged one, or start with none, which is an empty store")
                        .formatted(database.toAbsolutePath(), how.strip().replaceAll("\\s+", " ")));
    }
}
