package org.ladibridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The JMH benchmarks of bench/jmh, which bench/run has compiled. */
final class Micro {
    private final Machine machine;
    private final Table table;

    Micro(Machine machine, Table table) {
        this.machine = machine;
        this.table = table;
    }

    void run(boolean quick) throws IOException {
        machine.tidyWork();
        Path csv = machine.work.resolve("jmh.csv");
        String classes = Files.readString(machine.cache.resolve("jmh/classpath")).strip();
        List<String> command = machine.jdk.java("-cp", classes, "org.openjdk.jmh.Main", "-rf", "csv", "-rff", csv.toString(),
                "-foe",
                "true", "-f", "1", "-wi", quick ? "1" : "5", "-i", quick ? "1" : "5", "-w", quick ? "1" : "2", "-r", "1");
        Machine.run(machine.work.resolve("jmh.log"), machine.home, command, Map.of());
        double shopify = 0;
        for (String line : Files.readAllLines(csv).stream().skip(1).toList()) {
            String[] cells = line.replace("\"", "").split(",");
            String name = cells[0].replaceAll("^.*\\.bench\\.|^org\\.ladibridge\\.\\w+\\.", "");
            double perSecond = Double.parseDouble(cells[4]);
            table.add(new Table.Measured("JMH", name, perSecond, null, null, null, null, null, "threads " + cells[2] + ", ± "
                    + Table.number("%,.0f", Double.parseDouble(cells[5].replace("NaN", "0")))));
            shopify = name.endsWith("TransformBenchmark.shopify") ? perSecond : shopify;
        }
        table.add(new Table.Target("transform alone, one thread", "≥ 150,000/s", Table.number("%,.0f/s", shopify), "",
                shopify >= 150_000));
    }
}
