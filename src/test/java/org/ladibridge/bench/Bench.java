package org.ladibridge.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The whole table of the design in one run, see {@code bench/run --help}. */
public final class Bench {
    private static final List<String> ROWS = List.of("ceiling", "accept", "deliver", "file", "start", "idle", "jmh");
    private static final List<String> MORE_ROWS = List.of("nodered", "growth");

    /** How long and how much. */
    record Size(int warmUp, int seconds, int rows, int nodeRedRows, int starts, int idleSeconds) {
        static final Size WHOLE = new Size(15, 30, 1_000_000, 50_000, 5, 20);
        static final Size QUICK = new Size(4, 5, 50_000, 5_000, 2, 5);

        Size rows(int other) {
            return new Size(warmUp, seconds, other, Math.min(other, nodeRedRows), starts, idleSeconds);
        }
    }

    private final Machine machine;
    private final Size size;
    private final boolean profile;
    private final boolean nodeRed;
    private final Load load;
    private final Table table = new Table();

    private Bench(Machine machine, Size size, boolean profile, boolean nodeRed) {
        this.machine = machine;
        this.size = size;
        this.profile = profile;
        this.nodeRed = nodeRed;
        this.load = new Load(machine.home.resolve("bench/load.lua"));
    }

    public static void main(String[] arguments) throws Exception {
        Size size = Size.WHOLE;
        boolean profile = false;
        boolean growth = false;
        TreeSet<String> rows = new TreeSet<>();
        List<String> options = List.of();
        Path results = null;
        Path home = Path.of("").toAbsolutePath();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> size = Size.QUICK;
                case "--rows" -> size = size.rows(Integer.parseInt(arguments[++i]));
                case "--profile" -> profile = true;
                case "--growth" -> growth = true;
                case "--options" -> options = List.of(arguments[++i].split(" "));
                case "--results" -> results = Path.of(arguments[++i]);
                default -> rows.add(arguments[i]);
            }
        }
        boolean all = rows.isEmpty();
        if (all) {
            rows.addAll(ROWS);
        }
        if (growth) {
            rows.add("growth");
        }
        Machine machine = new Machine(home, Jdk.all().get(0), options);
        boolean nodeRed = (all || rows.contains("nodered"))
                && Files.exists(machine.cache.resolve("node-red/node_modules/node-red"));
        Bench bench = new Bench(machine, size, profile, nodeRed);
        try {
            bench.run(rows);
        } finally {
            String heading = "# Performance\n\n" + LocalDate.now() + ", " + describe(machine.jdk)
                    + (size.starts() < Size.WHOLE.starts()
                            ? " A quick run: a smoke check, no measurement."
                            : "")
                    + "\n";
            System.out.println("\n" + heading + "\n" + bench.table.markdown());
            if (results != null) {
                bench.table.write(results, heading);
            }
        }
    }

    private static String describe(Jdk jdk) throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.replaceAll(".*:\\s*", "")).findFirst().orElse("unknown processor");
        String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("\\D", "");
        return Runtime.getRuntime().availableProcessors() + " cores (" + model + "), " + Long.parseLong(memory) / 1024 / 1024
                + " GB, Linux " + System.getProperty("os.version").replaceAll("[^\\d.].*", "") + ", JDK " + jdk.version()
                + ". Load, stub and whoever is measured share the machine.";
    }

    private void run(TreeSet<String> rows) throws Exception {
        for (String row : rows) {
            if (!ROWS.contains(row) && !MORE_ROWS.contains(row)) {
                throw new IllegalArgumentException("there is no row «" + row + "»; see bench/run --help");
            }
        }
        machine.train(load);
        // In this order, so that the first to be known are those that say most.
        if (rows.contains("ceiling")) {
            ceiling();
        }
        if (rows.contains("accept")) {
            accept();
        } else if (rows.contains("nodered")) {
            nodeRedWebhooks();
        }
        if (rows.contains("deliver")) {
            deliver();
        }
        if (rows.contains("file")) {
            file();
        } else if (rows.contains("nodered")) {
            nodeRedFile();
        }
        if (rows.contains("idle")) {
            idle();
        }
        if (rows.contains("start")) {
            start();
        }
        if (rows.contains("jmh")) {
            new Micro(machine, table).run(size.starts() < Size.WHOLE.starts());
        }
        if (rows.contains("growth")) {
            new Growth(machine, table, load).run(size);
        }
    }

    /** What the stub answers at most. */
    private void ceiling() throws IOException {
        machine.tidyWork();
        try (App stub = machine.stub()) {
            load.post(stub, "/customer/update", size.warmUp());
            App.Usage before = stub.usage();
            Load.Answered answered = load.post(stub, "/customer/update", size.seconds());
            table.add(Table.of("webhook", "the stub itself", answered.requests(), answered.requests() / answered.perSecond(),
                    answered, stub.usage().since(before), stub.rss(), "ceiling"));
        }
    }

    private void accept() throws IOException {
        Table.Measured floor = floorWebhooks();
        Table.Measured paused = bridgeAccepts();
        Optional<Table.Measured> red = nodeRed ? Optional.of(nodeRedWebhooks()) : Optional.empty();
        table.add(new Table.Target("webhook accepted durably, " + Load.CONNECTIONS + " connections",
                "≥ 1.0 × plain Camel, p99 ≤ 25 ms",
                Table.number("%,.0f/s, ", paused.rate()) + Table.number("%.2f ×, ", paused.rate() / floor.rate())
                        + Table.number("p99 %.1f ms", paused.p99()),
                Table.number("plain Camel without a store %,.0f/s", floor.rate())
                        + red.map(one -> Table.number(", Node-RED %,.0f/s", one.rate())).orElse(""),
                paused.rate() >= floor.rate() && paused.p99() <= 25));
    }

    private Table.Measured floorWebhooks() throws IOException {
        machine.tidyWork();
        try (App stub = machine.stub(); App floor = machine.floor(stub)) {
            return webhooks(floor, stub, "plain Camel", "platform-http → http, nothing stored");
        }
    }

    private Table.Measured nodeRedWebhooks() throws IOException {
        machine.tidyWork();
        try (App stub = machine.stub(); App red = machine.nodeRed(stub)) {
            return webhooks(red, stub, "Node-RED", "http in → function → http request, nothing stored");
        }
    }

    private Table.Measured webhooks(App app, App stub, String system, String note) throws IOException {
        load.post(app, "/hooks/bench", size.warmUp());
        stub.get("/forget");
        Table.Measured measured = measured(app, stub, system, note);
        table.note("webhook, " + system + ": the stub saw " + delivered(stub) + " different customers meanwhile");
        return measured;
    }

    private Table.Measured measured(App app, App stub, String system, String note) throws IOException {
        Others others = new Others(app, stub);
        App.Usage before = app.usage();
        Load.Answered answered = load.post(app, "/hooks/bench", size.seconds());
        App.Usage used = app.usage().since(before);
        table.stages("webhook, " + system + ", " + note, used, answered.requests());
        return table.add(Table.of("webhook", system, answered.requests(), answered.requests() / answered.perSecond(), answered,
                used, app.rss(), note + errors(answered) + others.remark()));
    }

    private static String errors(Load.Answered answered) {
        return answered.errors() == 0 ? "" : ", **" + answered.errors() + " errors**";
    }

    /** @return with delivery paused, when accepting has the machine for itself */
    private Table.Measured bridgeAccepts() throws IOException {
        machine.tidyWork();
        try (App stub = machine.stub(); App bridge = started(stub, "accept")) {
            load.post(bridge, "/hooks/bench", size.warmUp());
            drained(bridge);
            Machine.admin(bridge, "POST", "/api/delivery/pause");
            Table.Measured paused = measured(bridge, stub, "LadiBridge", "fsynced before 202, delivery paused");
            Machine.admin(bridge, "POST", "/api/delivery/resume");
            drained(bridge);
            stub.get("/forget");
            measured(bridge, stub, "LadiBridge", "the same while delivery runs as fast as it can");
            table.note(Table.number("webhook: %,.0f/s", delivered(stub) / (double) size.seconds()) + " delivered meanwhile");
            drained(bridge);
            lost(bridge, stub, "webhook");
            return paused;
        }
    }

    private App started(App stub, String row, String... options) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        if (profile) {
            Files.createDirectories(machine.cache.resolve("profile"));
            all.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                    + machine.cache.resolve("profile/" + row + ".jfr"));
        }
        return machine.bridge(stub).with(all.toArray(String[]::new)).start();
    }

    private static long delivered(App stub) throws IOException {
        return Long.parseLong(stub.get("/record").split(" ")[1]);
    }

    private static void drained(App bridge) throws IOException {
        bridge.await("end of the queue", Duration.ofHours(1), () -> {
            try {
                Machine.pause(200);
                return Machine.ledger(bridge, "inFlight") == 0;
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** What the sender was told is stored has to be in the stub's record. */
    private void lost(App bridge, App stub, String what) throws IOException {
        long dead = Machine.ledger(bridge, "dead") + Machine.ledger(bridge, "rejected");
        if (dead > 0) {
            table.note(what + ": **" + dead + " records rejected or dead**");
        }
        table.note(what + ": ledger delivered " + Machine.ledger(bridge, "delivered") + ", the stub saw " + delivered(stub)
                + " different customers since it last forgot");
    }

    /** A queue that was filled while delivery was paused, then delivered with nothing else to do. */
    private void deliver() throws IOException {
        machine.tidyWork();
        try (App stub = machine.stub(); App bridge = started(stub, "deliver")) {
            load.post(bridge, "/hooks/bench", size.warmUp());
            drained(bridge);
            Machine.admin(bridge, "POST", "/api/delivery/pause");
            stub.get("/forget");
            load.post(bridge, "/hooks/bench", size.seconds());
            long queued = Machine.ledger(bridge, "inFlight");
            Others others = new Others(bridge, stub);
            App.Usage before = bridge.usage();
            Machine.admin(bridge, "POST", "/api/delivery/resume");
            drained(bridge);
            String remark = others.remark();
            App.Usage used = bridge.usage().since(before);
            String[] record = stub.get("/record").split(" ");
            long customers = Long.parseLong(record[1]);
            table.stages("delivered, LadiBridge", used, customers);
            Table.Measured delivered = table.add(Table.of("delivered", "LadiBridge", customers,
                    Long.parseLong(record[2]) / 1e9, null, used, bridge.rss(),
                    "a queue of " + queued + ", " + (queued - customers) + " missing at the stub" + remark));
            table.add(new Table.Target("delivered end to end", "≥ 5,000/s", Table.number("%,.0f/s", delivered.rate()), "",
                    delivered.rate() >= 5_000));
        }
    }

    private void file() throws IOException {
        Table.Measured floor = floorFile();
        Table.Measured bridge = bridgeFile();
        Optional<Table.Measured> red = nodeRed ? Optional.of(nodeRedFile()) : Optional.empty();
        table.add(new Table.Target(String.format("CSV of %,d rows dropped → as many calls", size.rows()),
                "≥ 1.0 × plain Camel, heap ≤ 256 MB",
                Table.number("%,.0f rows/s, ", bridge.rate()) + Table.number("%.2f ×", bridge.rate() / floor.rate()),
                Table.number("plain Camel without a store %,.0f/s", floor.rate())
                        + red.map(one -> Table.number(", Node-RED %,.0f/s", one.rate())).orElse(""),
                bridge.rate() >= floor.rate()));
    }

    private Table.Measured floorFile() throws IOException {
        machine.tidyWork();
        try (App stub = machine.stub(); App floor = machine.floor(stub)) {
            Path csv = csv(size.rows());
            return dropped("plain Camel", floor, stub, size.rows(), "split in parallel → http, nothing stored",
                    () -> Files.move(csv, machine.work.resolve("floor-inbox/bench.csv"), StandardCopyOption.ATOMIC_MOVE),
                    done());
        }
    }

    private Table.Measured bridgeFile() throws IOException {
        machine.tidyWork();
        try (App stub = machine.stub(); App bridge = started(stub, "file")) {
            Path csv = csv(size.rows());
            Path data = machine.work.resolve("data");
            Files.createDirectories(data.resolve("inbox/csv-drop"));
            Table.Measured measured = dropped("LadiBridge", bridge, stub, size.rows(), "every row stored before it is sent",
                    () -> Files.move(csv, data.resolve("inbox/csv-drop/bench.csv"), StandardCopyOption.ATOMIC_MOVE),
                    data.resolve("done/csv-drop/bench.csv"));
            drained(bridge);
            lost(bridge, stub, "file");
            return measured;
        }
    }

    private Table.Measured nodeRedFile() throws IOException {
        machine.tidyWork();
        int rows = size.nodeRedRows();
        try (App stub = machine.stub(); App red = machine.nodeRed(stub)) {
            Path csv = csv(rows);
            return dropped("Node-RED", red, stub, rows,
                    String.format("file in → csv → http request, %,d rows: it holds all calls "
                            + "of a file in memory at once", rows),
                    () -> red.send("POST", "/drop", "{\"file\":\"" + csv + "\"}", Map.of("Content-Type", "application/json")),
                    done());
        }
    }

    private Path done() {
        return machine.work.resolve("nowhere");
    }

    private interface Drop {
        void drop() throws IOException;
    }

    private Table.Measured dropped(String system, App app, App stub, int rows, String note, Drop drop, Path done)
            throws IOException {
        stub.get("/forget");
        Others others = new Others(app, stub);
        App.Usage before = app.usage();
        long start = System.nanoTime();
        drop.drop();
        double early = 0;
        double most = 0;
        double rss = 0;
        double stored = 0;
        long arrived = 0;
        long lastChange = start;
        while (arrived < rows) {
            Machine.pause(200);
            long now = delivered(stub);
            lastChange = now == arrived ? lastChange : System.nanoTime();
            arrived = now;
            rss = app.rss();
            most = Math.max(most, rss);
            early = early == 0 && arrived >= rows / 10 ? rss : early;
            stored = stored == 0 && Files.exists(done) ? (System.nanoTime() - start) / 1e9 : stored;
            if (System.nanoTime() - lastChange > 60e9) {
                note = note + ", **stopped after " + arrived + " calls**";
                break;
            }
        }
        double seconds = (lastChange - start) / 1e9;
        App.Usage used = app.usage().since(before);
        table.stages("row of a CSV, " + system, used, arrived);
        return table.add(Table.of("row of a CSV", system, arrived, seconds, null, used, rss,
                note + Table.number(", RSS %.0f MB", early) + " after a tenth" + Table.number(", at most %.0f MB", most)
                        + (stored == 0
                                ? ""
                                : Table.number(", all stored after %.0f s", stored)
                                        + Table.number(" of %.0f s", seconds))
                        + others.remark()));
    }

    private Path csv(int rows) throws IOException {
        Path csv = machine.work.resolve("bench.csv");
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("Họ và tên,Số điện thoại,Email,Ngày sinh,Giới tính,Địa chỉ,Quận/Huyện,Tỉnh/Thành phố,Mã khách hàng\n");
            for (int n = 1; n <= rows; n++) {
                out.write("Nguyễn Văn An,09" + String.format("%08d", n) + ",bench" + n
                        + "@example.vn,03/04/1990,Nam,12 Đường Ví Dụ,Quận 1,Hồ Chí Minh,KH" + n + "\n");
            }
        }
        return csv;
    }

    private void idle() throws IOException {
        double heap256 = idle("-Xmx256m");
        idle("-Xmx64m", "-Xmx64m");
        table.add(new Table.Target("idle RSS", "≤ 150 MB", Table.number("%.0f MB", heap256), "", heap256 <= 150));
    }

    private double idle(String what, String... options) throws IOException {
        machine.tidyWork();
        try (App stub = machine.stub(); App bridge = machine.bridge(stub).with(options).start()) {
            Machine.pause(size.idleSeconds() * 1000L);
            table.add(new Table.Measured("idle", "LadiBridge", null, null, null, null, null, bridge.rss(), what + ", "
                    + size.idleSeconds() + " s after the first webhook"));
            return bridge.rss();
        }
    }

    private void start() throws IOException {
        double best = starts("JDK " + machine.jdk.feature() + (machine.jdk.feature() >= 25 ? ", AOT cache" : ""),
                machine::bridge);
        if (machine.jdk.feature() >= 25) {
            starts("JDK " + machine.jdk.feature() + ", no AOT cache", stub -> machine.bridge(stub).unlearnt(machine.jdk));
        }
        Optional<Jdk> seventeen = Jdk.all().stream().filter(jdk -> jdk.feature() == 17).findFirst();
        if (seventeen.isPresent()) {
            starts("JDK 17", stub -> machine.bridge(stub).unlearnt(seventeen.get()));
        }
        double floor = floorStarts();
        table.add(new Table.Target("start to first accepted webhook", "≤ 1.0 s", Table.number("%.2f s", best),
                Table.number("plain Camel %.2f s", floor), best <= 1.0));
    }

    private interface Starter {
        App start(App stub) throws IOException;
    }

    private double starts(String how, Function<App, Machine.Bridge> bridge) throws IOException {
        return median("LadiBridge", how, stub -> bridge.apply(stub).start());
    }

    private double floorStarts() throws IOException {
        return median("plain Camel", "JDK " + machine.jdk.feature(), machine::floor);
    }

    private double median(String system, String note, Starter starter) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < size.starts(); i++) {
            machine.tidyWork();
            try (App stub = machine.stub()) {
                long before = System.nanoTime();
                try (App app = starter.start(stub)) {
                    seconds.add((System.nanoTime() - before) / 1e9);
                }
            }
        }
        seconds.sort(null);
        double median = seconds.get(seconds.size() / 2);
        table.add(new Table.Measured("start", system, null, null, null, null, null, null,
                note + Table.number(": %.2f s", median)
                        + " to the first 202, median of " + size.starts() + Table.number(", %.2f", seconds.get(0))
                        + Table.number(" to %.2f s", seconds.get(seconds.size() - 1))));
        return median;
    }
}
