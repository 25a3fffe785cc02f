package org.ladibridge.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.SeededProperties;
import org.ladibridge.torture.LadiFlowStub.Answer;
import org.ladibridge.torture.Senders.Habit;
import org.opentest4j.TestAbortedException;

/**
 * Everything around the bridge fails, one thing after the other, while senders go on; after each round all that was acknowledged
 * has been delivered, in order, and the ledger balances. The build plays every kind of fault once and every kind of kill, with senders that
 * rest for 10 ms after each event. {@code bench/torture} plays it at length, by night 100 kills, an outage of two minutes and senders that
 * never rest: {@code -Dtorture.rounds}, {@code -Dtorture.outage}, {@code -Dtorture.rest}, {@code -Dtorture.seed},
 * {@code -Dtorture.results} (a file to write).
 */
class TortureIT {
    private static final int ROUNDS = Integer.getInteger("torture.rounds", 3);
    private static final Duration OUTAGE = Duration.parse(System.getProperty("torture.outage", "PT6S"));
    private static final long SEED = Long.getLong("torture.seed", SeededProperties.seed());
    private static final String RESULTS = System.getProperty("torture.results");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static final Random RANDOM = new Random(SEED);
    private static final Results RESULT = new Results();
    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = new Scene(folder.resolve("scene"), RANDOM);
        scene.bridge.start();
    }

    @AfterAll
    static void stop() throws Exception {
        scene.close();
        if (RESULTS != null) {
            RESULT.write(Path.of(RESULTS), "# Torture, %s%n%n%d kills, an outage of %s, seed %d; Java %s, %d cores, Linux %s.%n"
                    .formatted(LocalDate.now(), ROUNDS, OUTAGE, SEED, Runtime.version().feature(),
                            Runtime.getRuntime().availableProcessors(), System.getProperty("os.version")));
        }
    }

    @TestFactory
    Stream<DynamicTest> ladiFlowAnswersBadly() {
        return Stream.of(Answer.values()).filter(kind -> kind != Answer.OK)
                .map(kind -> play("LadiFlow: " + said(kind), senders -> {
                    scene.ladiflow.answers(kind);
                    // As many as are under way at once; after them it is probed, with longer and longer pauses.
                    scene.awaitCalls(kind, Scene.CONCURRENCY);
                    scene.ladiflow.answers(Answer.OK);
                }));
    }

    private static String said(Answer kind) {
        return switch (kind) {
            case OK -> "as documented";
            case LOST -> "takes it, and the answer is lost";
            case BUSY -> "429 storm";
            case DOWN -> "503";
            case BROKEN -> "500 without JSON";
            case HANG -> "hangs";
            case RESET -> "reset in mid-body";
            case TRICKLE -> "an answer that trickles and never ends";
            case HTML -> "HTML";
            case WRONG_JSON -> "wrong JSON";
            case WRONG_CODE -> "`code` 500 in a 200";
        };
    }

    @TestFactory
    Stream<DynamicTest> ladiFlowIsAway() {
        return Stream.of(play("LadiFlow: every third call fails somehow", senders -> {
            for (Answer kind : Set.of(Answer.DOWN, Answer.BROKEN, Answer.RESET, Answer.HTML, Answer.WRONG_JSON)) {
                scene.ladiflow.answers(kind, 33, 5);
                scene.awaitCalls(kind, 30);
            }
            scene.ladiflow.answers(Answer.OK);
        }), play("LadiFlow: refuses connections", senders -> {
            refuse(Duration.ofSeconds(2));
        }), play("LadiFlow: an outage of " + OUTAGE.toSeconds() + " s", senders -> {
            senders.rest(Duration.ofMillis(20));
            refuse(OUTAGE.dividedBy(2));
            scene.ladiflow.answers(Answer.HANG);
            Thread.sleep(OUTAGE.dividedBy(2).toMillis());
            scene.ladiflow.answers(Answer.OK);
        }), play("LadiFlow: TLS failure", senders -> {
            wrongAddress(senders, scene.ladiflow.untrustedUrl(), "SSLHandshakeException");
        }), play("LadiFlow: DNS failure", senders -> {
            assumeUnknown("ladiflow.invalid");
            wrongAddress(senders, "http://ladiflow.invalid/1.0", "UnknownHostException");
        }));
    }

    private static void refuse(Duration howLong) throws Exception {
        scene.mayRepeatCallsInFlight();
        scene.ladiflow.listens(false);
        Thread.sleep(howLong.toMillis());
        scene.ladiflow.listens(true);
    }

    private static void wrongAddress(Senders senders, String url, String trouble) throws Exception {
        scene.kill();
        scene.bridge.with("LADIFLOW_URL", url).start();
        senders.awaitAcknowledged(100);
        Awaitility.await().until(() -> scene.bridge.output().contains(trouble));
        scene.kill();
        scene.bridge.with("LADIFLOW_URL", scene.ladiflow.url()).start();
    }

    private static void assumeUnknown(String host) {
        boolean known;
        try {
            known = InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            known = false;
        }
        assumeFalse(known, host + " has an address here");
    }

    @TestFactory
    Stream<DynamicTest> sendersMisbehave() {
        return Stream.of(play("senders: reset", Habit.RESETS, senders -> senders.awaitAcknowledged(500)),
                play("senders: half bodies", Habit.HALF_BODIES, senders -> senders.awaitAcknowledged(500)),
                play("senders: each event three times at once", Habit.DUPLICATES, senders -> senders.awaitAcknowledged(500)),
                play("senders: 1,000 connections", senders -> senders.crowd(1_000, 3)));
    }

    @TestFactory
    Stream<DynamicTest> theMachineIsFaulty() {
        return Stream.of(play("slow fsync (150 ms)", senders -> {
            assumeMachine();
            long before = scene.machine.fsyncs();
            scene.machine.fsyncTakesLonger(Duration.ofMillis(150));
            Awaitility.await().until(() -> scene.machine.fsyncs() > before + 15);
            scene.machine.fsyncTakesLonger(Duration.ZERO);
        }), play("fsync fails", senders -> {
            assumeMachine();
            scene.machine.fsyncsFail(FaultyMachine.EIO);
            awaitTurnedAway(senders);
            scene.machine.fsyncsFail(0);
        }), play("fsync fails, then a power cut", senders -> {
            assumeMachine();
            scene.machine.fsyncsFail(FaultyMachine.EIO);
            awaitTurnedAway(senders);
            scene.killAndLosePower();
            scene.machine.fsyncsFail(0);
            scene.bridge.start();
        }), play("the store turns read-only", senders -> {
            assumeMachine();
            scene.machine.writesFail(FaultyMachine.EROFS);
            awaitTurnedAway(senders);
            scene.machine.writesFail(0);
        }), playWithWrongClock("the clock jumps 2 h forth, and back in an outage", Duration.ofHours(2)),
                playWithWrongClock("the clock jumps 2 h back, and forth in an outage", Duration.ofHours(-2)));
    }

    private DynamicTest playWithWrongClock(String fault, Duration by) {
        return play(fault, Habit.NONE, false, senders -> {
            assumeMachine();
            clockJumpsInAnOutage(by);
            senders.awaitAcknowledged(100);
            Instant received = Instant.parse(scene.bridge.get("/api/events?limit=1").path(0).path("receivedAt").asText());
            assertTrue(Duration.between(Instant.now(), received).abs().toMinutes() > 100, "the clock did not jump");
            scene.awaitCalls(Answer.OK, 300);
            clockJumpsInAnOutage(Duration.ZERO);
        });
    }

    /** Records wait until a time that the clock has passed by far, or is far away of. */
    private static void clockJumpsInAnOutage(Duration to) throws Exception {
        scene.ladiflow.answers(Answer.DOWN);
        Awaitility.await("records that wait")
                .until(() -> scene.bridge.get("/api/events?state=waiting").size() >= Scene.CONCURRENCY);
        scene.machine.clockIsOffBy(to);
        scene.ladiflow.answers(Answer.OK);
    }

    private static void assumeMachine() {
        assumeTrue(scene.machine != null, "gcc and its headers are not installed");
    }

    private static void awaitTurnedAway(Senders senders) {
        int before = senders.turnedAway();
        Awaitility.await("503").until(() -> senders.turnedAway() > before + 50);
    }

    @TestFactory
    Stream<DynamicTest> theDiskIsFull() {
        return Stream.of(DynamicTest.dynamicTest("a disk of its own", () -> {
            try (SmallDisk disk = SmallDisk.at(folder.resolve("small/data"));
                    Scene small = new Scene(folder.resolve("small"), RANDOM)) {
                small.standsOn(disk);
                small.bridge.start();
                judge(small, "full disk", Habit.NONE, true, senders -> {
                    disk.leaves(4_000);
                    awaitTurnedAway(senders);
                    disk.hasRoom();
                });
                judge(small, "full disk, kill -9, start on the full disk", Habit.NONE, true, senders -> {
                    disk.leaves(64);
                    awaitTurnedAway(senders);
                    small.kill();
                    small.bridge.start();
                    awaitTurnedAway(senders);
                    disk.hasRoom();
                });
                judge(small, "start on a read-only store", Habit.NONE, true, senders -> {
                    small.kill();
                    disk.isReadOnly(true);
                    small.bridge.launch();
                    assertEquals(1, small.bridge.waitForEnd());
                    assertTrue(small.bridge.output().contains("BRIDGE_DATA"), small.bridge.output());
                    disk.isReadOnly(false);
                    small.bridge.start();
                });
            } catch (TestAbortedException e) {
                RESULT.miss("full disk, read-only store", e.getMessage());
                throw e;
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> power() {
        return Stream.concat(IntStream.range(0, ROUNDS).mapToObj(i -> i % 2 == 0
                ? play("power cut, unsynced writes lost or torn", senders -> {
                    assumeMachine();
                    kills(senders, Scene::killAndLosePower, i);
                })
                : play("kill -9", senders -> kills(senders, Scene::kill, i))),
                Stream.of(play("kill -9 with LADIFLOW_COALESCE on", senders -> {
                    coalesces(true);
                    kills(senders, Scene::kill, 0);
                    coalesces(false);
                })));
    }

    private static void coalesces(boolean on) throws Exception {
        scene.bridge.stop();
        scene.bridge.with("LADIFLOW_COALESCE", String.valueOf(on)).start();
    }

    private interface Kill {
        void strike(Scene scene) throws Exception;
    }

    /** At a random moment, with LadiFlow in a random state; every third time once more while the bridge starts. */
    private static void kills(Senders senders, Kill kill, int round) throws Exception {
        scene.ladiflow.answers(RANDOM.nextInt(4) == 0 ? Answer.DOWN : Answer.OK, 50 + RANDOM.nextInt(50), RANDOM.nextInt(20));
        Thread.sleep(RANDOM.nextInt(1_500));
        kill.strike(scene);
        if (round % 3 == 2) {
            scene.bridge.launch();
            Thread.sleep(RANDOM.nextInt(3_000));
            kill.strike(scene);
        }
        scene.ladiflow.answers(Answer.OK);
        scene.bridge.start();
        senders.awaitAcknowledged(100);
    }

    private static DynamicTest play(String fault, Scene.Fault strike) {
        return play(fault, Habit.NONE, strike);
    }

    private static DynamicTest play(String fault, Habit habit, Scene.Fault strike) {
        return play(fault, habit, true, strike);
    }

    private static DynamicTest play(String fault, Habit habit, boolean clocksAgree, Scene.Fault strike) {
        return DynamicTest.dynamicTest(fault, () -> judge(scene, fault, habit, clocksAgree, strike));
    }

    private static void judge(Scene scene, String fault, Habit habit, boolean clocksAgree, Scene.Fault strike)
            throws Exception {
        Instant began = Instant.now();
        try {
            Verdict verdict = scene.round(habit, clocksAgree, strike);
            RESULT.add(fault, verdict, Duration.between(began, Instant.now()));
            assertEquals(Set.of(), verdict.broken(), "seed " + SEED);
        } catch (Exception | AssertionError e) {
            RESULT.miss(fault, String.valueOf(e.getMessage()));
            throw e;
        }
    }
}
