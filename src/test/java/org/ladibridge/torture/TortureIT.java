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
import java.util.List;
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
import org.ladibridge.Nightly;
import org.ladibridge.SeededProperties;
import org.ladibridge.torture.LadiFlowStub.Answer;
import org.ladibridge.torture.Senders.Habit;
import org.opentest4j.TestAbortedException;

/**
 * Everything around the bridge fails, one thing after the other, while senders go on; after each round all that was acknowledged
 * has been delivered, in order, and the ledger balances. By night each fault has a round of its own. In the build faults of one kind share
 * a round, in which they strike one after the other: each is played and judged, but fewer backlogs are delivered. {@code bench/torture}
 * plays it at greater length, with 100 kills, an outage of two minutes and senders that never rest: {@code -Dtorture.rounds},
 * {@code -Dtorture.outage}, {@code -Dtorture.rest}, {@code -Dtorture.seed}, {@code -Dtorture.results} (a file to write).
 */
class TortureIT {
    private static final int ROUNDS = Integer.getInteger("torture.rounds", Nightly.or(10, 2));
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
        return play("LadiFlow: every kind of bad answer",
                Stream.of(Answer.values()).filter(kind -> kind != Answer.OK)
                        .map(kind -> new Trial("LadiFlow: " + said(kind), senders -> {
                            scene.ladiflow.answers(kind);
                            // As many as are under way at once; after them it is probed, with longer and longer pauses.
                            scene.awaitCalls(kind, Scene.CONCURRENCY);
                            scene.ladiflow.answers(Answer.OK);
                            scene.awaitCalls(Answer.OK, 2 * Scene.CONCURRENCY);
                        })));
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
        return play("LadiFlow: is away", Stream.of(new Trial("LadiFlow: every third call fails somehow", senders -> {
            for (Answer kind : Set.of(Answer.DOWN, Answer.BROKEN, Answer.RESET, Answer.HTML, Answer.WRONG_JSON)) {
                scene.ladiflow.answers(kind, 33, 5);
                scene.awaitCalls(kind, Nightly.or(30, 6));
            }
            scene.ladiflow.answers(Answer.OK);
        }), new Trial("LadiFlow: refuses connections", senders -> {
            refuse(Duration.ofSeconds(2));
        }), new Trial("LadiFlow: an outage of " + OUTAGE.toSeconds() + " s", senders -> {
            senders.rest(Duration.ofMillis(20));
            refuse(OUTAGE.dividedBy(2));
            scene.ladiflow.answers(Answer.HANG);
            Thread.sleep(OUTAGE.dividedBy(2).toMillis());
            scene.ladiflow.answers(Answer.OK);
        }), new Trial("LadiFlow: TLS failure", senders -> {
            wrongAddress(senders, scene.ladiflow.untrustedUrl(), "SSLHandshakeException");
        }), new Trial("LadiFlow: DNS failure", senders -> {
            assumeUnknown("ladiflow.invalid");
            wrongAddress(senders, "http://ladiflow.invalid/1.0", "UnknownHostException");
        })));
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
        Scene.Fault crowd = senders -> senders.crowd(Nightly.or(1_000, 300), 3);
        return Nightly.is()
                ? Stream.of(play("senders: reset", Habit.RESETS, senders -> senders.awaitAcknowledged(500)),
                        play("senders: half bodies", Habit.HALF_BODIES, senders -> senders.awaitAcknowledged(500)),
                        play("senders: each event three times at once", Habit.DUPLICATES,
                                senders -> senders.awaitAcknowledged(500)),
                        play("senders: 1,000 connections", Habit.NONE, crowd))
                : Stream.of(play("senders: reset, half bodies, each event three times at once, 300 connections", Habit.ALL,
                        senders -> {
                            senders.awaitAcknowledged(300);
                            crowd.strike(senders);
                        }));
    }

    @TestFactory
    Stream<DynamicTest> theMachineIsFaulty() {
        return Stream.concat(play("a faulty disk", Stream.of(new Trial("slow fsync (150 ms)", senders -> {
            assumeMachine();
            long before = scene.machine.fsyncs();
            scene.machine.fsyncTakesLonger(Duration.ofMillis(150));
            Awaitility.await().until(() -> scene.machine.fsyncs() > before + 15);
            scene.machine.fsyncTakesLonger(Duration.ZERO);
        }), new Trial("fsync fails", senders -> {
            assumeMachine();
            scene.machine.fsyncsFail(FaultyMachine.EIO);
            awaitTurnedAway(senders);
            scene.machine.fsyncsFail(0);
            senders.awaitAcknowledged(20);
        }), new Trial("fsync fails, then a power cut", senders -> {
            assumeMachine();
            scene.machine.fsyncsFail(FaultyMachine.EIO);
            awaitTurnedAway(senders);
            scene.killAndLosePower();
            scene.machine.fsyncsFail(0);
            scene.bridge.start();
        }), new Trial("the store turns read-only", senders -> {
            assumeMachine();
            scene.machine.writesFail(FaultyMachine.EROFS);
            awaitTurnedAway(senders);
            scene.machine.writesFail(0);
        }))), Nightly.is()
                ? Stream.of(playWithWrongClock("the clock jumps 2 h forth, and back in an outage", Duration.ofHours(2)),
                        playWithWrongClock("the clock jumps 2 h back, and forth in an outage", Duration.ofHours(-2)))
                : Stream.of(
                        playWithWrongClock("the clock jumps 2 h forth, 4 h back and 2 h forth in outages", Duration.ofHours(2),
                                Duration.ofHours(-2))));
    }

    private static DynamicTest playWithWrongClock(String fault, Duration... offsets) {
        return play(fault, Habit.NONE, false, senders -> {
            assumeMachine();
            for (Duration by : offsets) {
                clockJumpsInAnOutage(by);
                senders.awaitAcknowledged(100);
                Awaitility.await("the clock to be off by " + by).until(() -> {
                    String received = scene.bridge.get("/api/events?limit=1").path(0).path("receivedAt").asText();
                    return Duration.between(Instant.now().plus(by), Instant.parse(received)).abs().toMinutes() < 20;
                });
                scene.awaitCalls(Answer.OK, Nightly.or(300, 100));
            }
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
        Awaitility.await("503").until(() -> senders.turnedAway() > before + Nightly.or(50, 20));
    }

    @TestFactory
    Stream<DynamicTest> theDiskIsFull() {
        return Stream.of(DynamicTest.dynamicTest("a disk of its own", () -> {
            try (SmallDisk disk = SmallDisk.at(folder.resolve("small/data"));
                    Scene small = new Scene(folder.resolve("small"), RANDOM)) {
                small.standsOn(disk);
                small.bridge.start();
                judgeAll(small, "a full disk, a read-only disk", List.of(new Trial("full disk", senders -> {
                    disk.leaves(4_000);
                    awaitTurnedAway(senders);
                    disk.hasRoom();
                }), new Trial("full disk, kill -9, start on the full disk", senders -> {
                    disk.leaves(64);
                    awaitTurnedAway(senders);
                    small.kill();
                    small.bridge.start();
                    awaitTurnedAway(senders);
                    disk.hasRoom();
                }), new Trial("start on a read-only store", senders -> {
                    small.kill();
                    disk.isReadOnly(true);
                    small.bridge.launch();
                    assertEquals(1, small.bridge.waitForEnd());
                    assertTrue(small.bridge.output().contains("BRIDGE_DATA"), small.bridge.output());
                    disk.isReadOnly(false);
                    small.bridge.start();
                })));
            } catch (TestAbortedException e) {
                RESULT.miss("full disk, read-only store", e.getMessage());
                throw e;
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> power() {
        return Stream.concat(play("power cut, kill -9", IntStream.range(0, ROUNDS).mapToObj(i -> i % 2 == 0
                ? new Trial("power cut, unsynced writes lost or torn", senders -> {
                    assumeMachine();
                    kills(senders, Scene::killAndLosePower, i);
                })
                : new Trial("kill -9", senders -> kills(senders, Scene::kill, i)))),
                Stream.of(play("kill -9 twice with LADIFLOW_COALESCE on", Habit.NONE, senders -> {
                    coalesces(true);
                    kills(senders, Scene::kill, 2);
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

    /** A fault that strikes while senders go on, and has an end. */
    private record Trial(String fault, Scene.Fault strike) {
    }

    /** By night a round for each of them, in the build one in which all of them strike. */
    private static Stream<DynamicTest> play(String together, Stream<Trial> trials) {
        return Nightly.is()
                ? trials.map(trial -> play(trial.fault(), Habit.NONE, trial.strike()))
                : Stream.of(play(together, Habit.NONE, oneAfterTheOther(trials.toList())));
    }

    private static void judgeAll(Scene scene, String together, List<Trial> trials) throws Exception {
        if (Nightly.is()) {
            for (Trial trial : trials) {
                judge(scene, trial.fault(), Habit.NONE, true, trial.strike());
            }
        } else {
            judge(scene, together, Habit.NONE, true, oneAfterTheOther(trials));
        }
    }

    private static Scene.Fault oneAfterTheOther(List<Trial> trials) {
        return senders -> {
            for (Trial trial : trials) {
                try {
                    trial.strike().strike(senders);
                } catch (TestAbortedException impossible) {
                    RESULT.miss(trial.fault(), impossible.getMessage());
                } catch (Exception | AssertionError e) {
                    throw new AssertionError("«" + trial.fault() + "»: " + e.getMessage(), e);
                }
            }
        };
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
