package org.ladibridge.torture;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.ladibridge.app.BridgeProcess;

/** Files as careless people and programs leave them in an inbox. */
final class OddFiles {
    private static final int MEGABYTES = 10;

    private final BridgeProcess bridge;
    private final String name;
    /** What LadiFlow has to hold in the end, by e-mail address. */
    private final Map<String, String> wanted = new TreeMap<>();

    /** @param name of these files and their customers */
    OddFiles(BridgeProcess bridge, String name) {
        this.bridge = bridge;
        this.name = name;
    }

    Map<String, String> wanted() {
        return wanted;
    }

    Path inbox(String source) throws IOException {
        return Files.createDirectories(bridge.folder.resolve("data/inbox").resolve(source));
    }

    private Path done(String source) throws IOException {
        return Files.createDirectories(bridge.folder.resolve("data/done").resolve(source));
    }

    boolean isDone(String source, String file) throws IOException {
        return Files.isRegularFile(done(source).resolve(file));
    }

    /** Whether none of them stands in the inbox any more. */
    boolean areTaken() throws IOException {
        try (Stream<Path> files = Files.list(inbox("csv-drop"))) {
            return files.noneMatch(file -> file.getFileName().toString().contains(name + ".")
                    || file.getFileName().toString().contains(name + "x"));
        }
    }

    private String rows(String who, int from, int to, String value) {
        StringBuilder csv = new StringBuilder();
        for (int i = from; i < to; i++) {
            String email = who + i + "." + name + "@example.vn";
            wanted.put(email, value);
            csv.append(email).append(',').append(value).append('\n');
        }
        return csv.toString();
    }

    /** Those that nobody can take, and those that can be taken only by who expects the worst. */
    void strange() throws IOException, InterruptedException {
        Path inbox = inbox("csv-drop");
        Files.createFile(inbox.resolve("empty-" + name + ".csv"));
        Files.createSymbolicLink(inbox.resolve("link-" + name + ".csv"), Path.of("/etc/hosts"));
        new ProcessBuilder("mkfifo", inbox.resolve("pipe-" + name + ".csv").toString()).start().waitFor();
        Path unreadable = unreadable();
        Files.writeString(unreadable.resolveSibling(unreadable.getFileName() + ".part"),
                "Email,Công ty\n" + rows("secret", 0, 2, "Công ty kín"));
        Files.setPosixFilePermissions(unreadable.resolveSibling(unreadable.getFileName() + ".part"), Set.of());
        Files.move(unreadable.resolveSibling(unreadable.getFileName() + ".part"), unreadable);
        // Where it is to go there is a folder already.
        Files.createDirectories(done("csv-drop").resolve("taken-" + name + ".csv"));
        Map<String, String> odd = Map.of("taken", "taken-" + name + ".csv", "long",
                name + "x".repeat(250 - name.length()) + ".csv",
                "future", "future-" + name + ".csv");
        for (Map.Entry<String, String> file : odd.entrySet()) {
            bridge.drop("csv-drop", shortened(file.getValue()),
                    "Email,Công ty\n" + rows(file.getKey(), 0, 2, "Công ty " + file.getKey()));
        }
        Files.setLastModifiedTime(inbox.resolve("future-" + name + ".csv"),
                FileTime.from(Instant.parse("2062-01-01T00:00:00Z")));
    }

    /** The name of the part file is longer by five. */
    private static String shortened(String file) {
        return file.length() <= 250 ? file : file.substring(0, 246) + ".csv";
    }

    /** A list that is written anew, and over the old one, before and while that is read; then more is written behind it. */
    void replacedAndAppended(RandomGenerator random, int rows) throws IOException, InterruptedException {
        Path list = inbox("csv-drop").resolve("list-" + name + ".csv");
        for (int version = 1; version <= 3; version++) {
            Path partial = Files.writeString(list.resolveSibling(list.getFileName() + ".part"),
                    "Email,Công ty\n" + rows("list", 0, rows, "Công ty " + version));
            Files.move(partial, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Thread.sleep(random.nextInt(2_500));
        }
        String more = rows("more", 0, 20, "Công ty mới");
        boolean appended;
        try {
            Files.writeString(list, more, StandardOpenOption.APPEND);
            // Had it been moved away in the same moment, whoever appends would look once more, too.
            appended = Files.exists(list);
        } catch (NoSuchFileException taken) {
            appended = false;
        }
        if (!appended) {
            bridge.drop("csv-drop", "more-" + name + ".csv", "Email,Công ty\n" + more);
        }
    }

    /** An object of 10 MB around a list, and cells of 200 KB. */
    void heavy(int customers, int wide) throws IOException {
        Path json = inbox("json-drop").resolve("wrapped-" + name + ".json");
        Path part = json.resolveSibling(json.getFileName() + ".part");
        String note = "n".repeat(Math.max(1, MEGABYTES * 1024 * 1024 / customers - 90));
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            out.write("{\"total\":" + customers + ",\"data\":[");
            for (int i = 0; i < customers; i++) {
                String email = "wrapped" + i + "." + name + "@example.vn";
                wanted.put(email, "Công ty gói");
                out.write((i == 0 ? "" : ",") + "{\"email\":\"" + email + "\",\"company\":\"Công ty gói\",\"note\":\"" + note
                        + "\"}");
            }
            out.write("]}");
        }
        Files.move(part, json, StandardCopyOption.ATOMIC_MOVE);
        Path csv = inbox("csv-drop").resolve("wide-" + name + ".csv");
        part = csv.resolveSibling(csv.getFileName() + ".part");
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            out.write("Email,Công ty,Ghi chú\n");
            for (int i = 0; i < wide; i++) {
                out.write(rows("wide", i, i + 1, "Công ty rộng").strip() + "," + "c".repeat(200_000) + "\n");
            }
        }
        Files.move(part, csv, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path unreadable() throws IOException {
        return inbox("csv-drop").resolve("unreadable-" + name + ".csv");
    }

    /** Those of {@link #strange} that stay where they are. */
    List<String> left() {
        return Stream.of("unreadable-", "link-", "pipe-").map(file -> file + name + ".csv").toList();
    }

    /** Somebody does as the bridge has asked for. */
    void mended() throws IOException {
        Files.setPosixFilePermissions(unreadable(), PosixFilePermissions.fromString("rw-r--r--"));
        for (String file : new String[]{"link-", "pipe-"}) {
            Files.deleteIfExists(inbox("csv-drop").resolve(file + name + ".csv"));
        }
    }
}
