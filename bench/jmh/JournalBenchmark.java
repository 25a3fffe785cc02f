package org.ladibridge.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Appending durably to a store on the disk of this machine, and handing out what was stored. */
@State(Scope.Benchmark)
public class JournalBenchmark {
    private static final int HANDED_OUT = 1_000;

    private final AtomicLong number = new AtomicLong();
    private Path folder;
    private JournalFixture fixture;
    private Dispatcher dispatcher;
    private volatile CountDownLatch handedOut;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory(Path.of("bench/.cache"), "journal");
        fixture = new JournalFixture(folder, Clock.systemUTC());
        dispatcher = new Dispatcher("bench", fixture.journal.records("bench"), DispatchGate.OPEN, Clock.systemUTC(), 32, 1,
                records -> {
                    dispatcher.delivered(records, records.get(0));
                    handedOut.countDown();
                });
        dispatcher.start();
        dispatcher.opened(0);
    }

    @TearDown
    public void close() throws Exception {
        dispatcher.close();
        fixture.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Benchmark
    @Threads(1)
    public AppendResult append1() {
        return append();
    }

    @Benchmark
    @Threads(16)
    public AppendResult append16() {
        return append();
    }

    @Benchmark
    @Threads(64)
    public AppendResult append64() {
        return append();
    }

    /** As a file does it: 500 in one transaction. */
    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(500)
    public AppendResult appendChunks() {
        List<NewRecord> records = new ArrayList<>(500);
        for (int i = 0; i < 500; i++) {
            records.add(record(number.incrementAndGet()));
        }
        return fixture.journal.append("customers", records, null).join();
    }

    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(HANDED_OUT)
    public void dispatch() throws InterruptedException {
        handedOut = new CountDownLatch(HANDED_OUT);
        Instant now = Instant.now();
        for (int i = 0; i < HANDED_OUT; i++) {
            long n = number.incrementAndGet();
            String customer = "email:bench" + n + "@example.vn";
            dispatcher.stored(new QueuedRecord(n, n, "bench", "bench", customer, customer, Priority.LIVE, new byte[0], null, null, 0,
                    null, now));
        }
        handedOut.await();
    }

    private AppendResult append() {
        return fixture.journal.append("customers", List.of(record(number.incrementAndGet())), null).join();
    }

    private static NewRecord record(long n) {
        byte[] raw = ("{\"id\":" + n + ",\"name\":\"Nguyễn Văn An\",\"email\":\"bench" + n + "@example.vn\",\"phone\":\"0912345678\","
                + "\"birthday\":\"03/04/1990\",\"gender\":\"Nam\",\"address\":{\"street\":\"12 Đường Ví Dụ\",\"city\":\"Hồ Chí Minh\"}}")
                .getBytes(StandardCharsets.UTF_8);
        return new NewRecord(0, "bench", "e" + n, "email:bench" + n + "@example.vn", "phone:" + n, Priority.LIVE, raw, raw, null, null,
                null, List.of());
    }
}
