package org.ladibridge.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.quarkus.runtime.configuration.ConfigurationException;

/** The folder {@code BRIDGE_DATA}, which one bridge uses at a time, wherever its store stands: the drop folders are in it. */
final class DataFolder {
    private final Path path;
    private FileChannel lockFile;

    DataFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** @throws ConfigurationException when it cannot be used, or another bridge uses it */
    void take() {
        try {
            Files.createDirectories(path);
            lockFile = FileChannel.open(path.resolve("bridge.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked()) {
                throw new IOException("another LadiBridge uses it; give each its own BRIDGE_DATA");
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private boolean isLocked() throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The open file of the lock: to open it once more and close it would let go of the lock. */
    FileChannel lockFile() {
        return lockFile;
    }

    ConfigurationException unusable(IOException e) {
        return new ConfigurationException(
                "BRIDGE_DATA: the folder «" + path.toAbsolutePath() + "» cannot be used: " + reason(e));
    }

    /** A file system's exception often says no more than the path. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException && e.getMessage().equals(((FileSystemException) e).getFile())
                ? e.getClass().getSimpleName().replace("Exception", "")
                : e.getMessage();
    }

    void leave() throws IOException {
        if (lockFile != null) {
            lockFile.close();
        }
    }
}
