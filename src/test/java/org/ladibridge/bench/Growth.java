package org.ladibridge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whether a long queue, a long history or many sources make the bridge slower. The store is filled by SQL, see {@link Fill}. */
final class Growth {
    private record Rates(double accepted, double delivered) {
    }

    private final Machine machine;
    private final Table table;
    private final Load load;

    Growth(Machine machine, Table table, Load load) {
        this.machine = machine;
        this.table = table;
        this.load = load;
    }

    void run(Bench.Size size) throws IOException {
        boolean quick = size.starts() < Bench.Size.WHOLE.starts();
        Rates empty = rates(0, 0, 0, size);
        boolean reached = true;
        for (int queued : quick ? List.of(200_000) : List.of(1_000_000, 5_000_000)) {
            reached &= isAlike(rates(queued, 0, 0, size), empty);
        }
        for (int finished : quick ? List.of(200_000) : List.of(20_000_000)) {
            reached &= isAlike(rates(0, finished, 0, size), empty);
        }
        for (int sources : List.of(10, 100)) {
            reached &= isAlike(rates(0, 0, sources - 1, size), empty);
        }
        table.add(
                new Table.Target("a long queue, a long history, many sources", "rates within 10 %", "see growth", "", reached));
    }

    private static boolean isAlike(Rates rates, Rates empty) {
        return rates.accepted() >= 0.9 * empty.accepted() && rates.delivered() >= 0.9 * empty.delivered();
    }

    private Rates rates(int queued, int finished, int moreSources, Bench.Size size) throws IOException {
        machine.tidyWork();
        try (App stub = machine.stub()) {
            Machine.Bridge bridge = machine.bridge(stub).sources(moreSources);
            // The first start makes the store.
            bridge.start().close();
            if (queued + finished > 0) {
                fill(bridge.data.resolve("bridge.db"), queued, finished);
            }
            try (App app = bridge.start()) {
                load.post(app, "/hooks/bench", size.warmUp());
                Machine.admin(app, "POST", "/api/delivery/pause");
                Load.Answered answered = load.post(app, "/hooks/bench", size.seconds());
                String what = "growth: "
                        + String.format("%,d queued, %,d finished, %d sources", queued, finished, 2 + moreSources);
                table.add(Table.of(what, "accept", answered.requests(), answered.requests() / answered.perSecond(), answered,
                        null,
                        app.rss(), "delivery paused"));
                stub.get("/forget");
                Machine.admin(app, "POST", "/api/delivery/resume");
                Machine.pause(size.seconds() * 1000L);
                String[] record = stub.get("/record").split(" ");
                Table.Measured delivered = table.add(Table.of(what, "deliver", Long.parseLong(record[1]),
                        Long.parseLong(record[2]) / 1e9, null, null, app.rss(), "nothing arrives"));
                return new Rates(answered.perSecond(), delivered.rate());
            }
        }
    }

    private void fill(Path store, int queued, int finished) throws IOException {
        List<String> command = machine.jdk.java("-cp",
                machine.home.resolve("target/test-classes") + ":" + machine.home.resolve("target/quarkus-app/lib/main") + "/*",
                Fill.class.getName(), store.toString(), String.valueOf(queued), String.valueOf(finished));
        Machine.run(machine.work.resolve("fill.log"), machine.home, command, Map.of());
    }
}
