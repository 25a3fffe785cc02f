package org.ladibridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of the machine somebody else takes while something is measured; a rate beside a busy neighbour says little. */
final class Others {
    private final App[] own;
    private final double busyBefore;
    private final double ownBefore;
    private final long start = System.nanoTime();

    /** @param own what is measured, and its stub; this process and the load it waited for are taken for granted */
    Others(App... own) throws IOException {
        this.own = own;
        this.busyBefore = busy();
        this.ownBefore = ownTime();
    }

    /** @return empty when it is not worth a word */
    String remark() throws IOException {
        double others = busy() - busyBefore - (ownTime() - ownBefore);
        double share = others / ((System.nanoTime() - start) / 1e9 * Runtime.getRuntime().availableProcessors());
        return share < 0.05 ? "" : Table.number(", *others took %.0f %% of the machine*", share * 100);
    }

    private static double busy() throws IOException {
        String[] ticks = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
        return (Long.parseLong(ticks[1]) + Long.parseLong(ticks[2]) + Long.parseLong(ticks[3]) + Long.parseLong(ticks[6])
                + Long.parseLong(ticks[7])) / App.TICKS;
    }

    private double ownTime() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double seconds = 0;
        for (int field = 11; field <= 14; field++) {
            seconds += Long.parseLong(fields[field]) / App.TICKS;
        }
        for (App app : own) {
            seconds += app.usage().cpuSeconds();
        }
        return seconds;
    }
}
