package org.ladibridge.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What grew while records went through, by the first and the last look at a bridge at rest.
 *
 * @param perRecord instances of one class that may have been added per record
 * @param heap bytes by which the live heap may have grown
 * @param resident bytes by which resident memory may have grown beyond what the heap took
 * @param handles that may have been added; the same for threads
 */
record Growing(double perRecord, long heap, long resident, int handles) {
    /** Over millions of records. */
    static final Growing LONG = new Growing(0.01, 4L << 20, 32L << 20, 24);
    /** Over some ten thousand, of which the first may still find pools empty and code not compiled. */
    static final Growing SHORT = new Growing(0.5, 8L << 20, 64L << 20, 60);

    /** What grows with records until {@code BRIDGE_RETENTION} is over, and with customers and their names for good. */
    static final Set<String> ROWS_BY_DESIGN = Set.of("event", "payload", "attempt", "replay", "trace", "held_customer",
            "customer_alias", "said");
    /** Grow with what people do, which here is done more often than by people. */
    private static final Set<String> ROWS_BY_PEOPLE = Set.of("audit");
    private static final long MEGABYTE = 1024 * 1024;

    /** A sentence for each thing that grew and should not have. */
    List<String> faults(Vitals first, Vitals last) {
        List<String> faults = new ArrayList<>();
        long records = last.records() - first.records();
        classes(first, last).forEach((name, each) -> faults.add(String.format(Locale.ROOT,
                "%,d more of %s after %,d more records: %.2f each", added(first, last, name), name, records, each)));
        if (last.liveHeap() - first.liveHeap() > heap) {
            faults.add("the live heap grew " + byMegabytes(first.liveHeap(), last.liveHeap()));
        }
        long heapTook = Math.max(0, last.committedHeap() - first.committedHeap());
        if (last.resident() - first.resident() > heapTook + resident) {
            faults.add("resident memory grew " + byMegabytes(first.resident(), last.resident()) + ", the heap "
                    + byMegabytes(first.committedHeap(), last.committedHeap()));
        }
        if (last.handles() - first.handles() > handles) {
            faults.add("file handles grew from " + first.handles() + " to " + last.handles());
        }
        if (last.threads() - first.threads() > handles) {
            faults.add("threads grew from " + first.threads() + " to " + last.threads());
        }
        last.rows().forEach((table, rows) -> {
            long added = rows - first.rows().getOrDefault(table, 0L);
            if (added >= perRecord * records && !ROWS_BY_DESIGN.contains(table) && !ROWS_BY_PEOPLE.contains(table)) {
                faults.add("the table " + table + " grew by " + added + " rows");
            }
        });
        return faults;
    }

    /** Classes of which at least {@link #perRecord} instances were added per record, most first. */
    Map<String, Double> classes(Vitals first, Vitals last) {
        double records = last.records() - first.records();
        Map<String, Double> classes = new LinkedHashMap<>();
        last.instances().keySet().stream().filter(name -> added(first, last, name) >= perRecord * records)
                .sorted(Comparator.comparing((String name) -> -added(first, last, name)))
                .forEach(name -> classes.put(name, added(first, last, name) / records));
        return classes;
    }

    private static long added(Vitals first, Vitals last, String name) {
        return last.instances().get(name) - first.instances().getOrDefault(name, 0L);
    }

    private static String byMegabytes(long from, long to) {
        return String.format(Locale.ROOT, "from %.1f to %.1f MB", (double) from / MEGABYTE, (double) to / MEGABYTE);
    }

    /** One line for each look. */
    static String table(List<Vitals> looks) {
        StringBuilder text = new StringBuilder(
                "| records | seconds | live heap MB | heap MB | RSS MB | handles | threads | files | rows per record |\n"
                        + "|---:|---:|---:|---:|---:|---:|---:|---:|---|\n");
        for (Vitals look : looks) {
            text.append(String.format(Locale.ROOT, "| %,d | %,.0f | %.2f | %.0f | %.0f | %d | %d | %d | %s |\n", look.records(),
                    look.seconds(), (double) look.liveHeap() / MEGABYTE, (double) look.committedHeap() / MEGABYTE,
                    (double) look.resident() / MEGABYTE, look.handles(), look.threads(), look.files(), rows(look)));
        }
        return text.toString();
    }

    private static String rows(Vitals look) {
        Map<String, Double> each = new TreeMap<>();
        look.rows().forEach((table, rows) -> each.put(table, (double) rows / Math.max(1, look.records())));
        StringBuilder text = new StringBuilder();
        for (String table : new TreeSet<>(each.keySet())) {
            if (each.get(table) >= 0.01) {
                text.append(String.format(Locale.ROOT, "%s%s %.2f", text.isEmpty() ? "" : ", ", table, each.get(table)));
            }
        }
        return text.toString();
    }
}
