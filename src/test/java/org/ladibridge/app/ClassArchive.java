package org.ladibridge.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The classes of the packaged bridge as its JVM maps them (class data sharing). Tests start hundreds of bridges and commands, and
 * reading and verifying the same 12,000 classes each time would be most of their processor time. The first test process that needs
 * the archive makes it, by running a bridge once; a JVM to which it does not fit takes no notice of it.
 */
final class ClassArchive {
    /** What makes a bridge write its classes down when it ends. */
    static final String WRITE_OPTION = "-XX:ArchiveClassesAtExit=";
    private static final Path FOLDER = Path.of("target/class-archive").toAbsolutePath();
    private static final Path ARCHIVE = FOLDER.resolve("bridge.jsa");

    private ClassArchive() {
    }

    /**
     * @param application its folder
     * @return empty where this JVM writes none
     */
    static synchronized Optional<Path> of(Path application) throws IOException {
        Files.createDirectories(FOLDER);
        // Several test processes run at a time; the others wait for the first.
        try (FileChannel file = FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            FileTime packaged = newest(application);
            Path tried = FOLDER.resolve("tried");
            if (!Files.exists(tried) || Files.getLastModifiedTime(tried).compareTo(packaged) < 0) {
                write();
                Files.writeString(tried, "");
            }
        }
        return Files.exists(ARCHIVE) ? Optional.of(ARCHIVE) : Optional.empty();
    }

    private static FileTime newest(Path application) throws IOException {
        try (Stream<Path> files = Files.walk(application)) {
            FileTime newest = FileTime.fromMillis(0);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                FileTime changed = Files.getLastModifiedTime(file);
                newest = changed.compareTo(newest) > 0 ? changed : newest;
            }
            return newest;
        }
    }

    /** Not only what a start needs: a webhook, a file, a delivery and a question, too. */
    private static void write() throws IOException {
        Files.deleteIfExists(ARCHIVE);
        Path work = FOLDER.resolve("work");
        delete(work);
        Files.createDirectories(work);
        Path written = FOLDER.resolve("written.jsa");
        Files.deleteIfExists(written);
        try (BridgeProcess bridge = new BridgeProcess(work).withJavaOption(WRITE_OPTION + written).start()) {
            bridge.signedWebhook("first", "{\"email\":\"an@example.vn\",\"phone\":\"0912345678\"}");
            bridge.drop("csv-drop", "first.csv", "Email\nbinh@example.vn\n");
            bridge.awaitAllDelivered(2, Duration.ofSeconds(120));
            bridge.get("/api/sources");
            bridge.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        if (Files.exists(written)) {
            Files.move(written, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
