package org.ladibridge.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** wrk with bench/load.lua: every request another event of another customer. */
final class Load {
    /** @param p50 in milliseconds */
    record Answered(long requests, double perSecond, double p50, double p99, long errors) {
    }

    static final int CONNECTIONS = 32;

    private final Path script;
    private final AtomicLong next = new AtomicLong(1);

    Load(Path script) {
        this.script = script;
    }

    Answered post(App to, String path, int seconds) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", "--timeout",
                "10s", "-s", script.toString(), "http://127.0.0.1:" + to.port)).redirectErrorStream(true);
        builder.environment().put("BENCH_FROM", String.valueOf(next.get()));
        builder.environment().put("BENCH_PATH", path);
        String output = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String[] result = output.lines().filter(line -> line.startsWith("BENCH ")).findFirst()
                .orElseThrow(() -> new IOException("wrk says: " + output)).split(" ");
        long requests = Long.parseLong(result[1]);
        // Some more were sent than answered.
        next.addAndGet(requests + 10L * CONNECTIONS);
        return new Answered(requests, requests / (Long.parseLong(result[2]) / 1e6), Double.parseDouble(result[3]) / 1e3,
                Double.parseDouble(result[4]) / 1e3, Long.parseLong(result[5]));
    }

    /** The number of the next customer. */
    long next() {
        return next.get();
    }
}
