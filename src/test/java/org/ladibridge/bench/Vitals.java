package org.ladibridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a bridge at rest holds.
 *
 * @param records received until now, repetitions included
 * @param liveHeap in bytes, after a full collection
 * @param committedHeap in bytes
 * @param resident memory in bytes
 * @param handles open files and connections
 * @param files in the data folder
 * @param rows by table of the store
 * @param instances by class, after a full collection
 */
record Vitals(long records, double seconds, long liveHeap, long committedHeap, long resident, int handles, int threads,
        long files,
        Map<String, Long> rows, Map<String, Long> instances) {
    private static final Pattern CLASS = Pattern.compile(" *\\d+: +(\\d+) +(\\d+) +(\\S+).*");
    /** What the collector puts where it does not care to compact: dead, though the histogram counts it. */
    private static final Pattern FILLER = Pattern.compile(".*jdk\\.internal\\.vm\\.Filler.*");
    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");
    private static final Pattern COMMITTED = Pattern
            .compile("(?m)^ *(?:DefNew|Tenured|def new generation|tenured generation).*? total (\\d+)K");

    static Vitals of(App app, Jdk jdk, Path data, long records, double seconds) throws IOException {
        // The first asks for threads and handles of its own, which stay.
        jcmd(jdk, app, "GC.run");
        String heap = jcmd(jdk, app, "GC.heap_info");
        String histogram = jcmd(jdk, app, "GC.class_histogram");
        Map<String, Long> instances = new TreeMap<>();
        long live = 0;
        long fillers = 0;
        for (String line : histogram.lines().toList()) {
            Matcher one = CLASS.matcher(line);
            Matcher total = TOTAL.matcher(line);
            if (one.matches() && FILLER.matcher(line).matches()) {
                fillers += Long.parseLong(one.group(2));
            } else if (one.matches()) {
                instances.merge(one.group(3).replaceAll("0x[0-9a-f]+|\\d{3,}", "…"), Long.valueOf(one.group(1)), Long::sum);
            } else if (total.find()) {
                live = Long.parseLong(total.group(1));
            }
        }
        if (live == 0) {
            throw new IOException("no histogram: " + histogram);
        }
        Path process = Path.of("/proc/" + app.pid());
        return new Vitals(records, seconds, live - fillers,
                COMMITTED.matcher(heap).results().mapToLong(kb -> Long.parseLong(kb.group(1)))
                        .sum() * 1024,
                (long) (app.rss() * 1024 * 1024), count(process.resolve("fd")), count(process.resolve("task")),
                files(data), rows(data.resolve("bridge.db")), instances);
    }

    private static String jcmd(Jdk jdk, App app, String command) throws IOException {
        Path said = Files.createTempFile("jcmd", ".txt");
        try {
            Machine.run(said, said.getParent(),
                    List.of(jdk.home().resolve("bin/jcmd").toString(), String.valueOf(app.pid()), command), Map.of());
            return Files.readString(said);
        } finally {
            Files.delete(said);
        }
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return (int) entries.count();
        }
    }

    private static long files(Path folder) throws IOException {
        long files = 0;
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                files += Files.isDirectory(entry) ? files(entry) : 1;
            }
        } catch (NoSuchFileException gone) {
            return 0;
        }
        return files;
    }

    private static Map<String, Long> rows(Path store) throws IOException {
        Map<String, Long> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like 'flyway%'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet count = statement.executeQuery("select count(*) from " + table)) {
                    rows.put(table, count.getLong(1));
                }
            }
        } catch (SQLException e) {
            throw new IOException("the store cannot be read", e);
        }
        return rows;
    }
}
