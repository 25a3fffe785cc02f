package org.ladibridge.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** The throw-away data folder of {@code ./ladibridge demo}, which begins empty each time. */
public final class DemoFolder {
    private static final String LOCK = "bridge.lock";

    private DemoFolder() {
    }

    /**
     * Deletes what an earlier demo left, unless it still runs.
     *
     * @return false when another bridge uses the folder: then nothing in it was touched
     */
    public static boolean empty(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path lockFile = folder.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!file.equals(lockFile)) {
                        Files.delete(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    if (!visited.equals(folder)) {
                        Files.delete(visited);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            channel.truncate(0);
            return true;
        }
    }
}
