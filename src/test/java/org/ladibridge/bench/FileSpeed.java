package org.ladibridge.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a dropped file costs, beside another build of the bridge and one after the other, see {@code bench/files --help}. */
public final class FileSpeed {
    private static final List<String> PARTS = List.of("reader", "intake", "small", "json", "lines");
    private static final String HEAP = "-Xmx134m";
    private static final int ROWS_OF_SMALL = 3;
    private static final Duration AT_MOST = Duration.ofMinutes(30);

    /** What one file, or many, cost a bridge that stores and does not deliver. */
    private record Cost(double cpuMicros, double wallMicros, double rss) {
    }

    private final Path home;
    private Path work;
    private final Jdk jdk = Jdk.all().get(0);
    private final Map<String, Path> builds = new LinkedHashMap<>();
    private int rows = 1_000_000;
    private int files = 5_000;
    private int megabytes = 500;
    private int rounds = 3;

    private FileSpeed(Path home, Path work) throws IOException {
        this.home = home;
        this.work = work;
    }

    public static void main(String[] arguments) throws IOException {
        Path home = Path.of("").toAbsolutePath();
        FileSpeed speed = new FileSpeed(home, home.resolve("bench/.cache/files"));
        TreeSet<String> parts = new TreeSet<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--beside" -> speed.builds.put("before", Path.of(arguments[++i]).toAbsolutePath());
                case "--rows" -> speed.rows = Integer.parseInt(arguments[++i]);
                case "--files" -> speed.files = Integer.parseInt(arguments[++i]);
                case "--megabytes" -> speed.megabytes = Integer.parseInt(arguments[++i]);
                case "--work" -> speed.work = Path.of(arguments[++i]).toAbsolutePath();
                case "--rounds" -> speed.rounds = Integer.parseInt(arguments[++i]);
                default -> parts.add(arguments[i]);
            }
        }
        speed.builds.put("now", home);
        for (String part : PARTS) {
            if (parts.isEmpty() || parts.contains(part)) {
                speed.run(part);
            }
        }
    }

    private void run(String part) throws IOException {
        Files.createDirectories(work);
        switch (part) {
            case "reader" -> reader();
            case "intake" -> alternately("one CSV of " + rows + " rows, stored; each row", build -> whole(build, csv(), rows));
            case "small" -> alternately(files + " files of " + ROWS_OF_SMALL + " rows, stored; each file", this::small);
            case "json" -> onlyNow("one list in a JSON object of " + megabytes + " MB; each row", json(true));
            default -> onlyNow("JSON lines of " + megabytes + " MB; each row", json(false));
        }
    }

    private interface Measured {
        Cost of(Path build) throws IOException;
    }

    /** One build after the other in every round: whatever else the machine does, it does to both. */
    private void alternately(String what, Measured measured) throws IOException {
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Path> build : builds.entrySet()) {
                Cost cost = measured.of(build.getValue());
                costs.computeIfAbsent(build.getKey(), name -> new ArrayList<>()).add(cost);
                System.err.println(what + ", " + build.getKey() + ": " + cost);
            }
        }
        costs.forEach((build, all) -> print(what, build, all));
    }

    private void onlyNow(String what, Path file) throws IOException {
        print(what, "now", List.of(whole(home, file, count(file))));
    }

    private static void print(String what, String build, List<Cost> costs) {
        System.out.printf(Locale.ROOT, "| %s | %s | %.1f | %.1f | %.0f |%n", what, build,
                median(costs.stream().map(Cost::cpuMicros).toList()), median(costs.stream().map(Cost::wallMicros).toList()),
                costs.stream().mapToDouble(Cost::rss).max().orElse(0));
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private void reader() throws IOException {
        List<String> command = jdk.java(HEAP, "-cp", home.resolve("target/test-classes").toString(),
                FileReading.class.getName(),
                csv().toString());
        builds.values().forEach(build -> command.add(build.resolve("target").toString()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            for (String build : builds.keySet()) {
                System.out.println("| the reader alone; each row | " + build + " | " + out.readLine() + " | | |");
            }
        }
    }

    private Cost whole(Path build, Path file, long records) throws IOException {
        return stored(build, records, records, file.getFileName().toString().endsWith(".csv") ? "csv-drop" : "json-drop",
                inbox -> {
                    Path copy = inbox.resolveSibling(file.getFileName());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(copy, inbox.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                });
    }

    private Cost small(Path build) throws IOException {
        return stored(build, files, (long) files * ROWS_OF_SMALL, "csv-drop", inbox -> {
            for (int i = 0; i < files; i++) {
                StringBuilder csv = new StringBuilder("email,phone,full_name\n");
                for (int row = 0; row < ROWS_OF_SMALL; row++) {
                    long n = (long) i * ROWS_OF_SMALL + row;
                    csv.append("bench").append(n).append("@example.vn,09").append(String.format("%08d", n))
                            .append(",Nguyễn Văn An\n");
                }
                Files.writeString(inbox.resolve("small" + i + ".csv"), csv);
            }
        });
    }

    private interface Drop {
        void into(Path inbox) throws IOException;
    }

    private Cost stored(Path build, long units, long records, String source, Drop drop) throws IOException {
        Machine machine = new Machine(build, work.resolve("data"), jdk, List.of(HEAP));
        machine.tidyWork();
        Machine.Bridge bridge = machine.bridge(null).shipped("json-drop");
        try (App app = bridge.launch()) {
            app.await("GET", "/q/health/ready", "", Map.of(), 200);
            Machine.admin(app, "POST", "/api/delivery/pause");
            Path inbox = Files.createDirectories(bridge.data.resolve("inbox").resolve(source));
            double cpu = app.usage().cpuSeconds();
            long from = System.nanoTime();
            drop.into(inbox);
            double[] rss = {0};
            app.await(records + " records", AT_MOST, () -> {
                try {
                    Machine.pause(100);
                    rss[0] = Math.max(rss[0], app.rss());
                    return Machine.ledger(app, "received") >= records && isEmpty(inbox);
                } catch (IOException e) {
                    return false;
                }
            });
            long nanos = System.nanoTime() - from;
            if (Machine.ledger(app, "received") != records || Machine.ledger(app, "rejected") != 0) {
                throw new IOException("of " + records + " records: " + Machine.admin(app, "GET", "/api/ledger"));
            }
            return new Cost((app.usage().cpuSeconds() - cpu) * 1e6 / units, nanos / 1e3 / units, rss[0]);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.noneMatch(file -> Files.isRegularFile(file));
        }
    }

    private Path csv() throws IOException {
        Path file = work.resolve("rows-" + rows + ".csv");
        if (!Files.exists(file)) {
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                out.write("Họ và tên,Email,Số điện thoại,Ngày sinh,Giới tính,Địa chỉ,Tỉnh,Ghi chú\n");
                for (int i = 0; i < rows; i++) {
                    out.write("Nguyễn Văn An,bench" + i + "@example.vn," + String.format("09%08d", i)
                            + ",03/04/1990,Nam,\"12 Đường Ví Dụ, Quận 1\",Hồ Chí Minh,\n");
                }
            }
        }
        return file;
    }

    private Path json(boolean wrapped) throws IOException {
        Path file = work.resolve(megabytes + (wrapped ? ".json" : ".jsonl"));
        if (!Files.exists(file)) {
            long size = 0;
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                out.write(wrapped ? "{\"total\": 1, \"customers\": [\n" : "");
                for (int i = 0; size < megabytes * 1_000_000L; i++) {
                    String row = "{\"email\":\"bench" + i + "@example.vn\",\"phone\":\"" + String.format("09%08d", i)
                            + "\",\"full_name\":\"Nguyễn Văn An\",\"address\":\"12 Đường Ví Dụ\",\"city\":\"Hồ Chí Minh\",\"tags\":[\"vip\"],"
                            + "\"dob\":\"1990-04-03\",\"orders\":[{\"id\":" + i
                            + ",\"lines\":[{\"sku\":\"VD-1\",\"price\":\"120000\"},"
                            + "{\"sku\":\"VD-2\",\"price\":\"90000\"}],\"note\":\"" + "giao giờ hành chính ".repeat(8)
                            + "\"}]}";
                    out.write((wrapped && i > 0 ? ",\n" : "") + row + (wrapped ? "" : "\n"));
                    size += row.length();
                }
                out.write(wrapped ? "\n]}\n" : "");
            }
        }
        return file;
    }

    private static long count(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("{\"email\"")).count();
        }
    }
}
