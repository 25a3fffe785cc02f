package org.ladibridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.ladibridge.Nightly;

/**
 * A bridge under {@link SoakLoad} for millions of records, looked at from time to time while it rests, see {@code bench/soak --help}.
 */
public final class Soak {
    static final String HEAP = "-Xmx134m";
    /** What is on its way beyond this lets the load wait, so that a rest is soon reached. */
    private static final long MOST_IN_FLIGHT = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /**
     * How long.
     *
     * @param first records before the first look, to which the last is compared
     * @param records in all, about
     * @param looks after the first
     * @param longest after which no more is sent
     */
    record Length(long first, long records, int looks, Duration longest) {
        /** What {@code mvn verify} plays: as short as it can be, and one object that each record leaves behind is seen. */
        static final Length SHORT = new Length(5_000, Nightly.or(35_000, 17_000), 1, Duration.ofMinutes(5));

        long until(int look) {
            return first + (records - first) * look / looks;
        }
    }

    private final Machine machine;
    private final Length length;
    private final List<Vitals> looks = new ArrayList<>();
    private String summary = "";
    private List<Exception> failures = List.of();

    private Soak(Machine machine, Length length) {
        this.machine = machine;
        this.length = length;
    }

    /** @param work a folder that is emptied */
    static Soak in(Path work, Length length) throws IOException {
        return new Soak(new Machine(Path.of("").toAbsolutePath(), work, Jdk.all().get(0), List.of(HEAP)), length);
    }

    public static void main(String[] arguments) throws IOException {
        long records = 5_000_000;
        long first = 0;
        Duration longest = Duration.ofDays(7);
        boolean isShort = false;
        Path results = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--records" -> records = Long.parseLong(arguments[++i]);
                case "--first" -> first = Long.parseLong(arguments[++i]);
                case "--for" -> longest = Duration.parse(arguments[++i]);
                case "--results" -> results = Path.of(arguments[++i]);
                case "--short" -> isShort = true;
                default -> throw new IllegalArgumentException("unknown: " + arguments[i] + "; see bench/soak --help");
            }
        }
        Soak soak = in(Path.of("bench/.cache/soak").toAbsolutePath(),
                isShort ? Length.SHORT : new Length(first > 0 ? first : records / 10, records, 9, longest));
        List<String> faults = new ArrayList<>();
        try {
            soak.run();
            faults.addAll(soak.faults(isShort ? Growing.SHORT : Growing.LONG));
        } catch (IOException e) {
            faults.add(String.valueOf(e.getMessage()));
        } finally {
            String text = soak
                    .markdown("# Soak\n\n" + LocalDate.now() + ", JDK " + soak.machine.jdk.version() + ", " + HEAP + ", "
                            + Runtime.getRuntime().availableProcessors() + " cores.", faults);
            System.out.println("\n" + text);
            if (results != null) {
                Files.writeString(results, text);
            }
        }
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    void run() throws IOException {
        machine.tidyWork();
        long began = System.nanoTime();
        try (App stub = machine.stub()) {
            run(machine.bridge(stub).unlearnt(machine.jdk).set("BRIDGE_RETENTION", "1H"), began);
        }
    }

    private void run(Machine.Bridge bridge, long began) throws IOException {
        try (SoakLoad load = new SoakLoad(bridge); App app = bridge.start()) {
            load.begin(app);
            try {
                for (int look = 0; look <= length.looks() && !isOver(began); look++) {
                    loadUntil(app, load, length.until(look), began);
                    rest(app, load);
                    double seconds = (System.nanoTime() - began) / 1e9;
                    Vitals vitals = Vitals.of(app, machine.jdk, bridge.data, Machine.ledger(app, "received"), seconds);
                    looks.add(vitals);
                    System.err.printf(Locale.ROOT, "%,d records after %,.0f s, %.1f MB live, %s%n", vitals.records(), seconds,
                            vitals.liveHeap() / 1024.0 / 1024, load.summary());
                }
            } finally {
                summary = load.summary();
                failures = load.failures();
            }
        }
    }

    private boolean isOver(long began) {
        return System.nanoTime() - began > length.longest().toNanos();
    }

    private void loadUntil(App app, SoakLoad load, long records, long began) throws IOException {
        long received = 0;
        while (received < records && !isOver(began)) {
            load.rests(Machine.ledger(app, "inFlight") > MOST_IN_FLIGHT);
            Machine.pause(200);
            received = Machine.ledger(app, "received");
        }
    }

    /** Until nothing is on its way, and what was asked for last is answered. */
    private static void rest(App app, SoakLoad load) throws IOException {
        load.rests(true);
        Machine.pause(1_500);
        app.await("rest", PATIENCE, () -> {
            try {
                long before = Machine.ledger(app, "received");
                Machine.pause(1_000);
                return Machine.ledger(app, "inFlight") == 0 && Machine.ledger(app, "received") == before;
            } catch (IOException busy) {
                return false;
            }
        });
    }

    List<Vitals> looks() {
        return looks;
    }

    List<String> faults(Growing limits) {
        List<String> faults = new ArrayList<>();
        if (looks.size() < 2) {
            faults.add("there was no time for two looks");
        } else {
            faults.addAll(limits.faults(looks.get(0), looks.get(looks.size() - 1)));
        }
        // Once in some thousand records a busy machine may let somebody wait too long.
        if (!looks.isEmpty() && failures.size() > 5 + looks.get(looks.size() - 1).records() / 10_000) {
            faults.add(failures.size() + " calls failed, such as: " + failures.get(0));
        }
        return faults;
    }

    String markdown(String heading, List<String> faults) {
        StringBuilder text = new StringBuilder(heading).append("\n\n").append(Growing.table(looks)).append('\n').append(summary)
                .append(". ").append(failures.size()).append(" calls failed");
        failures.stream().limit(3).forEach(failure -> text.append("; ").append(failure.getMessage()));
        text.append(".\n");
        if (looks.size() > 1) {
            text.append("\nClasses that grew by 0.001 and more a record:\n");
            new Growing(0.001, 0, 0, 0).classes(looks.get(0), looks.get(looks.size() - 1))
                    .forEach((name, each) -> text.append(String.format(Locale.ROOT, "* %s: %.3f%n", name, each)));
        }
        text.append(faults.isEmpty() ? "\nNothing grew that should not.\n" : "\nGrew, and should not have:\n");
        faults.forEach(fault -> text.append("* ").append(fault).append('\n'));
        return text.toString();
    }
}
