package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.BridgeConfig;
import org.ladibridge.ManualClock;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Personal data in files goes when its time is over, and nothing else does. */
class FileRetentionTest {
    private static final Instant START = Instant.now();

    @TempDir
    Path data;
    private final ManualClock clock = new ManualClock(START);

    private void purge() {
        BridgeConfig config = (BridgeConfig) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{BridgeConfig.class},
                (proxy, method, arguments) -> method.getName().equals("data") ? data : Duration.ofDays(30));
        new FileRetention(config, clock, new ObjectMapper()).purge();
    }

    private Path put(String name, String content, Instant modified) throws Exception {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private List<String> left() throws Exception {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> !Files.isDirectory(file)).map(file -> data.relativize(file).toString()).sorted()
                    .toList();
        }
    }

    @Test
    void doneAndErrorsArePurgedByTheTimeAtWhichTheBridgeWasDoneWithThem() throws Exception {
        Instant yearsAgo = START.minus(Duration.ofDays(1_000));
        put("done/s/old-content.csv", "x", yearsAgo);
        put("done/s/old-content.csv.report.json", "{\"finishedAt\":\"" + START + "\"}", START);
        put("done/s/without-report.csv", "x", yearsAgo);
        put("errors/s/rows.errors.csv", "x", START);
        put("errors/s/refused.pdf", "x", yearsAgo);
        put("errors/s/refused.pdf.report.json", "{\"finishedAt\":\"" + START.plus(Duration.ofDays(5)) + "\"}", START);
        put("inbox/s/stuck.csv", "x", yearsAgo);
        put("inbox/s/folder/inner.csv", "x", yearsAgo);
        put("done/s/folder/inner.csv", "x", yearsAgo);
        Path secret = put("elsewhere/secret.csv", "x", yearsAgo);
        Files.createSymbolicLink(data.resolve("done/s/link.csv"), secret);
        Files.createSymbolicLink(data.resolve("done/linked"), secret.getParent());
        List<String> all = left();

        clock.advance(Duration.ofDays(29));
        purge();
        assertEquals(all, left());

        clock.advance(Duration.ofDays(2));
        purge();
        assertEquals(List.of("done/s/folder/inner.csv", "done/s/link.csv", "elsewhere/secret.csv",
                "errors/s/refused.pdf", "errors/s/refused.pdf.report.json", "inbox/s/folder/inner.csv", "inbox/s/stuck.csv"),
                left());

        clock.advance(Duration.ofDays(5));
        purge();
        assertEquals(List.of("done/s/folder/inner.csv", "done/s/link.csv", "elsewhere/secret.csv",
                "inbox/s/folder/inner.csv", "inbox/s/stuck.csv"), left());
    }
}
