package org.ladibridge.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

import org.ladibridge.app.BridgeProcess;

/**
 * A bad disk and a wrong clock for a bridge: {@code faulty-machine.c}, compiled by gcc and preloaded. The disk knows what was
 * written since the last fsync, so it can lose that as a power cut does; kill -9 alone leaves it to the operating system, which
 * writes it all.
 */
final class FaultyMachine {
    static final int EIO = 5;
    static final int EROFS = 30;
    private static final int SECTOR = 512;
    private static final List<String> FILES = List.of("bridge.db", "bridge.db-wal");
    private static final int FSYNC_DELAY = 0;
    private static final int WRITE_ERRNO = 1;
    private static final int FSYNC_ERRNO = 2;
    private static final int CLOCK_OFFSET = 3;
    private static final int FSYNCS = 4;
    private static final int CONTROLS = 5;

    private final Path folder;
    private final Path library;
    private final MappedByteBuffer control;

    private FaultyMachine(Path folder, Path library) throws IOException {
        this.folder = folder;
        this.library = library;
        try (FileChannel file = new RandomAccessFile(controlFile().toFile(), "rw").getChannel()) {
            control = file.map(FileChannel.MapMode.READ_WRITE, 0, CONTROLS * Long.BYTES);
        }
        control.order(ByteOrder.nativeOrder());
    }

    /** @return null where it cannot be compiled */
    static FaultyMachine in(Path folder) throws IOException, InterruptedException {
        Path library = folder.resolve("faulty-machine.so");
        Path source = folder.resolve("faulty-machine.c");
        try (InputStream in = FaultyMachine.class.getResourceAsStream("faulty-machine.c")) {
            Files.copy(in, source);
        }
        Process gcc = new ProcessBuilder("sh", "-c", "gcc -O2 -shared -fPIC -o \"$0\" \"$1\" -ldl -lpthread",
                library.toString(),
                source.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("gcc.log").toFile()).start();
        return gcc.waitFor() == 0 ? new FaultyMachine(folder, library) : null;
    }

    private Path controlFile() {
        return folder.resolve("control");
    }

    void carries(BridgeProcess bridge) {
        bridge.with("LD_PRELOAD", library.toString()).with("TORTURE_CONTROL", controlFile().toString());
    }

    void fsyncTakesLonger(Duration by) {
        set(FSYNC_DELAY, by.toMillis());
    }

    /** @param errno 0 = they succeed */
    void writesFail(int errno) {
        set(WRITE_ERRNO, errno);
    }

    /** @param errno 0 = they succeed */
    void fsyncsFail(int errno) {
        set(FSYNC_ERRNO, errno);
    }

    void clockIsOffBy(Duration by) {
        set(CLOCK_OFFSET, by.toMillis());
    }

    long fsyncs() {
        return control.getLong(FSYNCS * Long.BYTES);
    }

    void heal() {
        fsyncTakesLonger(Duration.ZERO);
        writesFail(0);
        fsyncsFail(0);
        clockIsOffBy(Duration.ZERO);
    }

    private void set(int index, long value) {
        control.putLong(index * Long.BYTES, value);
    }

    /**
     * Takes back, sector by sector and by chance, what a killed bridge wrote after its last fsync.
     *
     * @return how many sectors were lost
     */
    int losesPower(Path data, RandomGenerator random) throws IOException {
        int lost = 0;
        for (String name : FILES) {
            Path undo = folder.resolve(name + ".undo");
            List<Written> written = written(undo);
            if (!written.isEmpty()) {
                lost += takeBack(data.resolve(name), written, random);
                Files.write(undo, new byte[0]);
            }
        }
        // Memory of the machine; SQLite makes it anew.
        Files.deleteIfExists(data.resolve("bridge.db-shm"));
        return lost;
    }

    /** @param size of the file before */
    private record Written(long offset, byte[] replaced, long size) {
    }

    private static List<Written> written(Path undo) throws IOException {
        List<Written> written = new ArrayList<>();
        ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(undo)).order(ByteOrder.nativeOrder());
        while (log.remaining() >= 3 * Long.BYTES) {
            long offset = log.getLong();
            int length = (int) log.getLong();
            long size = log.getLong();
            if (length > log.remaining()) {
                break; // killed before the write that belongs to it
            }
            byte[] replaced = new byte[length];
            log.get(replaced);
            written.add(new Written(offset, replaced, size));
        }
        return written;
    }

    private static int takeBack(Path path, List<Written> written, RandomGenerator random) throws IOException {
        long fsyncedSize = written.get(0).size();
        // None, some or all of it: the last write may be torn, the first may be missing, all may be there.
        int chance = random.nextInt(3) * 50;
        int lost = 0;
        Collections.reverse(written);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (Written write : written) {
                for (int from = 0; from < write.replaced().length; from += SECTOR) {
                    if (random.nextInt(100) < chance) {
                        byte[] sector = Arrays.copyOfRange(write.replaced(), from,
                                Math.min(from + SECTOR, write.replaced().length));
                        if (write.offset() + from >= fsyncedSize && random.nextBoolean()) {
                            random.nextBytes(sector); // the file had grown already, its new sectors hold what was on the disk
                        }
                        file.seek(write.offset() + from);
                        file.write(sector);
                        lost++;
                    }
                }
            }
            if (file.length() > fsyncedSize && chance == 100) {
                file.setLength(fsyncedSize);
            }
        }
        return lost;
    }
}
