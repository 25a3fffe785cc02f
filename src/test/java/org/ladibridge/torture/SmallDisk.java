package org.ladibridge.torture;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own in memory; takes root. */
final class SmallDisk implements AutoCloseable {
    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    static SmallDisk at(Path path, String size) throws IOException, InterruptedException {
        Files.createDirectories(path);
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString()),
                "a file system can be mounted by root only");
        return new SmallDisk(path);
    }

    /** Leaves no more than some pages. Whoever writes meanwhile may need more than was left: then it is measured again. */
    void fill() throws IOException, InterruptedException {
        FileStore store = Files.getFileStore(path);
        String size;
        do {
            size = "size=" + (store.getTotalSpace() - store.getUnallocatedSpace() + 64 * 1024);
        } while (!isRemounted(size));
    }

    void hasSize(String size) throws IOException, InterruptedException {
        remount("size=" + size);
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
