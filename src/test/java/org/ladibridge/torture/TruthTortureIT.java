package org.ladibridge.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

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

/**
 * What LadiFlow holds when all is quiet is what was said last, and one bad neighbour stops nobody: in a heap of 134 MB, while senders go
 * on and the process is killed. {@code bench/torture} plays it at length, with the settings of {@link TortureIT}.
 */
class TruthTortureIT {
    /** Of each kind; a tenth of the kills that {@link TortureIT} is told to play. */
    private static final int ROUNDS = Math.max(1, Integer.getInteger("torture.rounds", Nightly.or(20, 5)) / 10);
    private static final boolean LONG = ROUNDS > 1;
    private static final long SEED = Long.getLong("torture.seed", SeededProperties.seed());
    private static final String RESULTS = System.getProperty("torture.results");
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Duration LATE = Duration.ofSeconds(180);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static final Random RANDOM = new Random(SEED);
    private static final Results RESULT = new Results();
    private static Scene scene;
    private static int rounds;

    @BeforeAll
    static void start() throws Exception {
        scene = new Scene(folder.resolve("scene"), RANDOM).asInASmallContainer();
        scene.bridge.start();
    }

    @AfterAll
    static void stop() throws Exception {
        scene.close();
        if (RESULTS != null) {
            RESULT.write(Path.of(RESULTS),
                    "# The last word, and bad neighbours, %s%n%n-Xmx134m, seed %d.%n".formatted(LocalDate.now(),
                            SEED));
        }
    }

    /** What is true when everything is delivered. */
    private interface Check {
        void holds() throws Exception;
    }

    private interface Fault {
        /**
         * Strikes.
         *
         * @param name of this round
         * @return what is true when all is quiet again
         */
        Check strike(Senders senders, String name) throws Exception;
    }

    private static Stream<DynamicTest> play(String fault, Fault strike) {
        return IntStream.range(0, ROUNDS).mapToObj(i -> DynamicTest.dynamicTest(fault, () -> {
            Instant began = Instant.now();
            String name = "t" + rounds++;
            List<Check> checks = new ArrayList<>();
            try {
                Verdict verdict = scene.round(Habit.NONE, true, senders -> checks.add(strike.strike(senders, name)))
                        .besideOthers();
                RESULT.add(fault, verdict, Duration.between(began, Instant.now()));
                assertEquals(Set.of(), verdict.broken(), "seed " + SEED);
                checks.get(0).holds();
                assertFalse(scene.bridge.output().contains("OutOfMemoryError"), "the heap was too small");
            } catch (Exception | AssertionError e) {
                RESULT.miss(fault, String.valueOf(e.getMessage()));
                throw e;
            }
        }));
    }

    private static void await(String what, Duration atMost, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(atMost).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(condition);
    }

    /** Whoever is wanted with a value and held with another, or not at all. */
    private static Map<String, String> wrong(Map<String, String> wanted) throws IOException {
        Map<String, String> held = scene.ladiflow.held();
        Map<String, String> wrong = new TreeMap<>();
        wanted.forEach((customer, value) -> {
            if (!value.equals(held.get(customer))) {
                wrong.put(customer, held.get(customer) + " instead of " + value);
            }
        });
        return wrong;
    }

    private static void restartAfterAKill() throws Exception {
        scene.kill();
        scene.bridge.start();
    }

    @TestFactory
    Stream<DynamicTest> theLastWordWins() {
        return play("values go to and fro, answers are lost, kill -9", (senders, name) -> {
            senders.rest(Duration.ofMillis(20));
            ChangingMinds minds = new ChangingMinds(scene.bridge, name, RANDOM).start();
            minds.awaitSaid(LONG ? 60 : 40);
            scene.ladiflow.answers(Answer.LOST, 20 + RANDOM.nextInt(30), RANDOM.nextInt(20));
            minds.awaitSaid(LONG ? 60 : 40);
            restartAfterAKill();
            minds.awaitSaid(LONG ? 40 : 20);
            scene.ladiflow.answers(Answer.OK, 100, RANDOM.nextInt(20));
            minds.awaitSaid(LONG ? 40 : 20);
            restartAfterAKill();
            minds.awaitSaid(LONG ? 40 : 20);
            Map<String, String> last = minds.stop();
            return () -> assertEquals(Map.of(), wrong(last), "seed " + SEED);
        });
    }

    @TestFactory
    Stream<DynamicTest> badNeighbours() {
        // The build plays it without a kill, in OperationsIT.
        return !LONG
                ? Stream.empty()
                : play("6 customers fail for ever, 40 are not answered, 300 are sound", (senders, name) -> {
                    senders.rest(Duration.ofMillis(50));
                    scene.ladiflow.fails("bad", Answer.BROKEN);
                    scene.ladiflow.fails("mute", Answer.HANG);
                    Map<String, String> unfortunate = new TreeMap<>();
                    post("bad", name, 6, unfortunate);
                    post("mute", name, 40, unfortunate);
                    Map<String, String> sound = new TreeMap<>();
                    post("sound", name, 300, sound);
                    await("300 sound customers", SOON, () -> wrong(sound).isEmpty());
                    assertEquals(unfortunate.size(), wrong(unfortunate).size());
                    // They go on failing after a kill, which forgets who they were.
                    restartAfterAKill();
                    Map<String, String> more = new TreeMap<>();
                    post("later", name, 50, more);
                    await("50 sound customers after a kill", SOON, () -> wrong(more).isEmpty());
                    scene.ladiflow.fails("bad", Answer.OK);
                    scene.ladiflow.fails("mute", Answer.OK);
                    return () -> {
                        assertEquals(Map.of(), wrong(unfortunate));
                        assertEquals(Map.of(), wrong(sound));
                    };
                });
    }

    private static void post(String who, String name, int customers, Map<String, String> wanted) throws Exception {
        for (int i = 0; i < customers; i++) {
            String email = who + i + "." + name + "@example.vn";
            wanted.put(email, "Công ty " + who);
            String json = "{\"email\":\"" + email + "\",\"" + Event.NUMBER_FIELD + "\":\"Công ty " + who + "\"}";
            await("202", SOON, () -> hook(json.getBytes(StandardCharsets.UTF_8), email, Map.of()).statusCode() == 202);
        }
    }

    private static HttpResponse<String> hook(byte[] body, String id, Map<String, String> more) throws IOException {
        Map<String, String> headers = new TreeMap<>(
                Map.of("X-Api-Key", Senders.TOKEN, "X-Event-Id", id, "Content-Type", "application/json"));
        headers.putAll(more);
        return scene.bridge.send("POST", "/hooks/any-webhook", body, headers);
    }

    @TestFactory
    Stream<DynamicTest> oddFiles() {
        return play("odd files, files replaced and appended to while they are read, kill -9", (senders, name) -> {
            senders.rest(Duration.ofMillis(50));
            OddFiles files = new OddFiles(scene.bridge, name);
            files.strange();
            files.replacedAndAppended(RANDOM, LONG ? 20_000 : 1_000);
            restartAfterAKill();
            await("the empty file is done", LATE, () -> files.isDone("csv-drop", "empty-" + name + ".csv"));
            for (String stuck : files.left()) {
                await(stuck + " is named", SOON, () -> scene.bridge.get("/api/sources").toString().contains(stuck));
            }
            files.mended();
            await("all that can be taken is taken", LATE, files::areTaken);
            return () -> assertEquals(Map.of(), wrong(files.wanted()));
        });
    }

    @TestFactory
    Stream<DynamicTest> heavyOnes() {
        // The build plays them without a kill, in HostileInputIT and DropFolderIT.
        return !LONG
                ? Stream.empty()
                : play("wrappers of 10 MB, cells of 200 KB, bodies of 349,000 records, gzip bombs, kill -9, stop",
                        (senders, name) -> {
                            senders.rest(Duration.ofMillis(50));
                            OddFiles files = new OddFiles(scene.bridge, name);
                            files.heavy(LONG ? 52_000 : 8_000, 60);
                            try (Bombs bombs = new Bombs()) {
                                await("bodies that are refused", SOON, () -> bombs.answered(413) > 4);
                                restartAfterAKill();
                                await("bodies that are refused after a kill", SOON, () -> bombs.answered(413) > 8);
                                scene.mayRepeatCallsInFlight();
                                scene.bridge.stop();
                                scene.bridge.start();
                                await("the wrapper and the wide rows are taken", LATE,
                                        () -> files.isDone("csv-drop", "wide-" + name + ".csv")
                                                && files.isDone("json-drop", "wrapped-" + name + ".json"));
                                assertEquals(Set.of(413, 503), union(bombs.statuses(), 413, 503), "nothing else is answered");
                            }
                            return () -> assertEquals(Map.of(), wrong(files.wanted()));
                        });
    }

    private static Set<Integer> union(Set<Integer> statuses, Integer... more) {
        Set<Integer> all = new TreeSet<>(statuses);
        all.addAll(List.of(more));
        return all;
    }

    /** Those who send bodies that are small and become large. */
    private static final class Bombs implements AutoCloseable {
        private static final byte[] MANY = ("[" + "{},".repeat(348_999) + "{}]").getBytes(StandardCharsets.UTF_8);
        private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean sending = true;

        Bombs() throws IOException {
            byte[] packed = packed("[" + "{},".repeat(3_400_000) + "{}]");
            for (int i = 0; i < 2; i++) {
                start(MANY, Map.of());
                start(packed, Map.of("Content-Encoding", "gzip"));
            }
        }

        private static byte[] packed(String text) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return packed.toByteArray();
        }

        private void start(byte[] body, Map<String, String> headers) {
            Thread thread = new Thread(() -> {
                while (sending) {
                    try {
                        answers.merge(hook(body, "bomb", headers).statusCode(), 1, Integer::sum);
                    } catch (IOException away) {
                        answers.merge(0, 1, Integer::sum);
                    }
                    try {
                        Thread.sleep(100);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            }, "bomb");
            threads.add(thread);
            thread.start();
        }

        int answered(int status) {
            return answers.getOrDefault(status, 0);
        }

        /** Those that were answered at all. */
        Set<Integer> statuses() {
            Set<Integer> statuses = new TreeSet<>(answers.keySet());
            statuses.remove(0);
            return statuses;
        }

        @Override
        public void close() throws InterruptedException {
            sending = false;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> theStoreIsGone() {
        return Stream.concat(play("the data folder is moved away and comes back", (senders, name) -> {
            Path data = scene.data();
            Path elsewhere = data.resolveSibling("elsewhere");
            int before = senders.turnedAway();
            Files.move(data, elsewhere);
            try {
                await("503", SOON, () -> senders.turnedAway() > before + 20);
                HttpResponse<String> ready = scene.bridge.send("GET", "/q/health/ready", new byte[0], Map.of());
                assertEquals(503, ready.statusCode());
                assertTrue(ready.body().contains("unmounted"), ready.body());
            } finally {
                putBack(elsewhere, data);
            }
            await("ready", SOON, () -> scene.bridge.send("GET", "/q/health/ready", new byte[0], Map.of()).statusCode() == 200);
            senders.awaitAcknowledged(100);
            return () -> {
            };
        }), play("the store is damaged at a start, and a sound one is put back", (senders, name) -> {
            scene.kill();
            Path store = scene.data().resolve("bridge.db");
            Path kept = Files.createDirectories(scene.data().resolveSibling("kept"));
            for (String file : List.of("bridge.db", "bridge.db-wal", "bridge.db-shm")) {
                if (Files.exists(store.resolveSibling(file))) {
                    Files.move(store.resolveSibling(file), kept.resolve(file),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            byte[] garbage = new byte[100_000];
            RANDOM.nextBytes(garbage);
            Files.write(store, garbage);
            scene.bridge.launch();
            assertEquals(1, scene.bridge.waitForEnd());
            assertTrue(scene.bridge.output().contains("is damaged"), scene.bridge.output());
            for (String file : List.of("bridge.db", "bridge.db-wal", "bridge.db-shm")) {
                Files.deleteIfExists(store.resolveSibling(file));
                if (Files.exists(kept.resolve(file))) {
                    Files.move(kept.resolve(file), store.resolveSibling(file));
                }
            }
            scene.bridge.start();
            senders.awaitAcknowledged(100);
            return () -> {
            };
        }));
    }

    /** Who drops files meanwhile makes the inbox anew. */
    private static void putBack(Path elsewhere, Path data) throws IOException {
        if (Files.exists(data)) {
            Path meanwhile = data.resolveSibling("meanwhile");
            Files.move(data, meanwhile);
            Files.move(elsewhere, data);
            try (Stream<Path> files = Files.walk(meanwhile)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = data.resolve(meanwhile.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } else {
            Files.move(elsewhere, data);
        }
    }
}
