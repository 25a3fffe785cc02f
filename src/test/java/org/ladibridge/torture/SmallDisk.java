package org.ladibridge.torture;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own in memory, with room enough until it is told otherwise; takes root. */
final class SmallDisk implements AutoCloseable {
    private static final String ROOMY = "size=800m";

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    static SmallDisk at(Path path) throws IOException, InterruptedException {
        Files.createDirectories(path);
        assumeTrue(run("mount", "-t", "tmpfs", "-o", ROOMY, "tmpfs", path.toString()),
                "a file system can be mounted by root only");
        return new SmallDisk(path);
    }

    /** So much more can be written. Whoever writes meanwhile may need more than that: then it is measured again. */
    void leaves(int kilobytes) throws IOException, InterruptedException {
        FileStore store = Files.getFileStore(path);
        String size;
        do {
            size = "size=" + (store.getTotalSpace() - store.getUnallocatedSpace() + kilobytes * 1024L);
        } while (!isRemounted(size));
    }

    void hasRoom() throws IOException, InterruptedException {
        remount(ROOMY);
    }

    void isReadOnly(boolean readOnly) throws IOException, InterruptedException {
        remount(readOnly ? "ro" : "rw");
    }

    private void remount(String option) throws IOException, InterruptedException {
        if (!isRemounted(option)) {
            throw new IOException("remount with " + option + " failed");
        }
    }

    private boolean isRemounted(String option) throws IOException, InterruptedException {
        return run("mount", "-o", "remount," + option, path.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                .waitFor() == 0;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", path.toString());
    }
}
