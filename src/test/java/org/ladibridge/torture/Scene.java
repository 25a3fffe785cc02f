package org.ladibridge.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import org.awaitility.Awaitility;
import org.ladibridge.Nightly;
import org.ladibridge.app.BridgeProcess;
import org.ladibridge.torture.LadiFlowStub.Answer;
import org.ladibridge.torture.Senders.Habit;
import org.ladibridge.torture.Verdict.Ledger;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One bridge, the LadiFlow it delivers to and, where gcc is, the faulty machine it stands on. A round is: senders begin, a fault
 * strikes, senders end, all is delivered, verdict.
 */
final class Scene implements AutoCloseable {
    static final int CONCURRENCY = 8;
    /** A busy machine takes long to deliver what came in during an outage. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    /** Between two events of a sender: without it the round measures how fast a backlog is delivered, which is the night's. */
    private static final Duration REST = Duration.parse(System.getProperty("torture.rest", "PT0.01S"));

    /** Several outages in one round make a customer's backoff long, and a round ends when all are delivered. */
    private static final String MOST_WAIT = Nightly.or("1h", "4s");

    final BridgeProcess bridge;
    final LadiFlow ladiflow;
    /** Null where it cannot be made. */
    final FaultyMachine machine;
    final RandomGenerator random;
    private SmallDisk disk;
    private Ledger before = new Ledger(0, 0, 0, 0, 0, true);
    private List<Call> calls;
    private int repeatable;
    private int rounds;

    Scene(Path folder, RandomGenerator random) throws IOException, InterruptedException {
        this.random = random;
        Files.createDirectories(folder);
        ladiflow = new LadiFlow(folder);
        machine = FaultyMachine.in(folder);
        bridge = new BridgeProcess(folder).with("BRIDGE_SANDBOX", "false").with("LADIFLOW_API_KEY", "key")
                .with("LADIFLOW_URL", ladiflow.url()).with("LADIFLOW_CONCURRENCY", String.valueOf(CONCURRENCY))
                .with("LADIFLOW_RESPONSE_TIMEOUT", Nightly.or("5s", "2s")).with("LADIFLOW_COALESCE", "false")
                .with("LADIFLOW_FAILING_MAX_WAIT", MOST_WAIT);
        Senders.areKnownTo(bridge);
        if (machine != null) {
            machine.carries(bridge);
        }
    }

    Path data() {
        return bridge.folder.resolve("data");
    }

    /** A disk that can be full; without, there is room enough. */
    void standsOn(SmallDisk disk) {
        this.disk = disk;
    }

    interface Fault {
        void strike(Senders senders) throws Exception;
    }

    Verdict round(Habit habit, boolean clocksAgree, Fault fault) throws Exception {
        rounds++;
        calls = new ArrayList<>();
        repeatable = 0;
        Senders senders = new Senders(bridge, "round" + rounds, habit, clocksAgree);
        senders.rest(REST);
        senders.start();
        try {
            awaitCalls(Answer.OK, Nightly.or(200, 50));
            fault.strike(senders);
            List<Event> acknowledged = senders.stop();
            Ledger after = drained();
            calls.addAll(ladiflow.newCalls());
            Verdict verdict = Verdict.of(acknowledged, calls, repeatable, after.since(before));
            before = after;
            return verdict;
        } catch (Exception | AssertionError e) {
            try {
                heal();
                senders.stop();
                before = drained();
                ladiflow.newCalls();
            } catch (Exception | AssertionError unhealed) {
                e.addSuppressed(unhealed);
            }
            throw e;
        }
    }

    /** A round that broke off leaves a sound scene to the next. */
    private void heal() throws Exception {
        ladiflow.answers(Answer.OK);
        ladiflow.listens(true);
        if (machine != null) {
            machine.heal();
        }
        if (disk != null) {
            disk.isReadOnly(false);
            disk.hasRoom();
        }
        bridge.kill();
        bridge.with("LADIFLOW_URL", ladiflow.url()).start();
    }

    /** What is in flight now may be repeated. */
    void mayRepeatCallsInFlight() {
        repeatable += CONCURRENCY;
    }

    void kill() throws InterruptedException {
        bridge.kill();
        mayRepeatCallsInFlight();
    }

    void killAndLosePower() throws InterruptedException, IOException {
        kill();
        machine.losesPower(data(), random);
    }

    /** Waits until LadiFlow has answered so many more write calls in this way. */
    void awaitCalls(Answer kind, int more) throws IOException {
        calls.addAll(ladiflow.newCalls());
        int before = calls.size();
        Awaitility.await("calls answered " + kind).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            calls.addAll(ladiflow.newCalls());
            return calls.stream().skip(before).filter(call -> call.answer() == kind).count() >= more;
        });
    }

    /** A heap as small as that of a small container, whose end is the end of the process; customers on whom it fails are asked soon again. */
    Scene asInASmallContainer() {
        bridge.obeyingFileRights().withJavaOption("-Xmx134m").withJavaOption("-XX:+ExitOnOutOfMemoryError")
                .with("LADIFLOW_COALESCE", "true")
                .with("LADIFLOW_FAILING_MAX_WAIT", "4s");
        return this;
    }

    private Ledger drained() {
        Awaitility.await("the last delivery").atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptions()
                .until(() -> ledger().inFlight() == 0);
        try {
            return ledger();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Ledger ledger() throws IOException {
        JsonNode all = bridge.ledger();
        return new Ledger(all.path("received").asLong() - all.path("duplicate").asLong(), all.path("superseded").asLong(),
                all.path("rejected").asLong(), all.path("dead").asLong(), all.path("inFlight").asLong(),
                all.path("balanced").asBoolean());
    }

    @Override
    public void close() throws InterruptedException {
        bridge.close();
        ladiflow.close();
    }
}
