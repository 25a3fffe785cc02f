package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.journal.JournalFixture.live;
import static org.ladibridge.journal.JournalFixture.record;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.Reason;

class DispatcherTest {
    @TempDir
    Path folder;
    private Clock clock = Clock.systemUTC();
    private final ExecutorService lanes = Executors.newFixedThreadPool(8);
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private JournalFixture fixture;
    private Dispatcher dispatcher;

    @BeforeEach
    void open() {
        fixture = new JournalFixture(folder, clock);
    }

    @AfterEach
    void close() throws Exception {
        if (dispatcher != null) {
            dispatcher.close();
        }
        lanes.shutdownNow();
        fixture.close();
    }

    private void dispatch(int concurrency, DispatchGate gate, Function<QueuedRecord, Outcome> consumer) {
        dispatcher = new Dispatcher("customers", fixture.journal.records("customers"), gate, clock, concurrency, 1,
                records -> lanes.execute(() -> {
                    QueuedRecord record = records.get(0);
                    Outcome outcome = consumer.apply(record);
                    if (!(outcome instanceof Outcome.RetryAt)) {
                        String event = new String(record.payload(), StandardCharsets.UTF_8);
                        seen.computeIfAbsent(record.customerKey(), key -> Collections.synchronizedList(new ArrayList<>()))
                                .add(event);
                        order.add(event);
                    }
                    fixture.journal.complete(records, outcome, List.of())
                            .thenAccept(after -> dispatcher.delivered(records, after));
                }));
        fixture.journal.listen("customers", dispatcher);
        dispatcher.start();
    }

    private void await(long delivered) {
        Awaitility.await().until(() -> fixture.count("delivered") == delivered);
    }

    private static String payload(int n) {
        return "{\"event\":\"" + n + "\"}";
    }

    @Test
    void recordsOfOneCustomerKeepTheirOrderThroughRetriesWhileOthersGoOn() {
        Map<Long, AtomicInteger> tries = new ConcurrentHashMap<>();
        Random random = new Random(7);
        dispatch(8, DispatchGate.OPEN, record -> {
            boolean fails;
            synchronized (random) {
                fails = random.nextInt(5) == 0;
            }
            return fails && tries.computeIfAbsent(record.id(), id -> new AtomicInteger()).incrementAndGet() < 3
                    ? new Outcome.RetryAt(clock.instant().plusMillis(20), Reason.LADIFLOW_DOWN, null)
                    : Outcome.Delivered.PLAIN;
        });
        for (int i = 0; i < 600; i++) {
            fixture.append(live(String.valueOf(i), "c" + i % 20));
        }
        await(600);
        for (int customer = 0; customer < 20; customer++) {
            List<String> expected = new ArrayList<>();
            for (int i = customer; i < 600; i += 20) {
                expected.add(payload(i));
            }
            assertEquals(expected, seen.get("email:c" + customer));
        }
    }

    @Test
    void whatIsHeldBackStaysWhileLiveRecordsGoAndGoesAlongWithALiveRecordOfItsCustomer() {
        AtomicBoolean quiet = new AtomicBoolean(true);
        dispatch(2, new DispatchGate() {
            @Override
            public boolean permits(int inFlight) {
                return true;
            }

            @Override
            public boolean holdsBack(Priority priority) {
                return quiet.get() && priority == Priority.BACKFILL;
            }

            @Override
            public Duration askAgainAfter() {
                return Duration.ofSeconds(1);
            }

            @Override
            public void onChange(Runnable listener) {
                // It is asked again soon.
            }
        }, record -> Outcome.Delivered.PLAIN);
        fixture.append(record("old1", "waits", Priority.BACKFILL));
        fixture.append(record("old2", "acts", Priority.BACKFILL));
        fixture.append(live("live1", "acts"));
        fixture.append(live("live2", "other"));
        await(3);
        assertFalse(seen.containsKey("email:waits"));
        assertEquals(2, seen.get("email:acts").size(), "in their order, so the older one first");

        quiet.set(false);

        await(4);
    }

    @Test
    void aCustomerThatAlwaysFailsDelaysNobodyElse() {
        dispatch(2, DispatchGate.OPEN, record -> record.customerKey().equals("email:bad")
                ? new Outcome.RetryAt(clock.instant().plusMillis(50), Reason.LADIFLOW_DOWN, null)
                : Outcome.Delivered.PLAIN);
        for (int i = 0; i < 300; i++) {
            fixture.append(live("bad" + i, "bad"));
        }
        for (int i = 0; i < 100; i++) {
            fixture.append(live("good" + i, "good" + i));
        }
        await(100);
        assertEquals(1, fixture.count("waiting"), "only the oldest of the failing customer is tried");
        assertEquals(299, fixture.count("queued"));
    }

    @Test
    void aBacklogFarLargerThanTheWindowIsDeliveredInOrderPerCustomer() {
        List<NewRecord> batch = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            batch.add(record(String.valueOf(i), i % 3 == 0 ? "busy" : "c" + i % 50, Priority.BACKFILL));
        }
        fixture.journal.append("customers", batch, null).join();
        dispatch(8, DispatchGate.OPEN, record -> Outcome.Delivered.PLAIN);
        await(6_000);
        seen.forEach((customer, events) -> {
            List<Integer> numbers = events.stream().map(event -> Integer.parseInt(event.replaceAll("\\D", ""))).toList();
            assertEquals(numbers.stream().sorted().toList(), numbers, customer);
        });
    }

    @Test
    void liveRecordsGoBeforeABackfillButNeverBeforeTheSameCustomersOlderOnes() {
        SwitchGate gate = new SwitchGate(false);
        List<NewRecord> backfill = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            backfill.add(record("old" + i, "c" + i, Priority.BACKFILL));
        }
        fixture.journal.append("customers", backfill, null).join();
        dispatch(1, gate, record -> Outcome.Delivered.PLAIN);
        fixture.append(live("new", "c3999"));
        gate.open(true);
        await(4_001);
        int old = order.indexOf("{\"event\":\"old3999\"}");
        int live = order.indexOf("{\"event\":\"new\"}");
        assertTrue(old < live, "the customer's older record is first");
        assertTrue(live < 100, "but both overtake the backfill; stood at " + live);
    }

    @Test
    void sourcesTakeTurnsHoweverMuchOneHasSent() {
        SwitchGate gate = new SwitchGate(false);
        List<NewRecord> batch = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            batch.add(record("many" + i, "m" + i, Priority.BACKFILL));
        }
        for (int i = 0; i < 20; i++) {
            batch.add(of("few", record("few" + i, "f" + i, Priority.BACKFILL)));
        }
        fixture.journal.append("customers", batch, null).join();
        dispatch(1, gate, record -> Outcome.Delivered.PLAIN);
        gate.open(true);
        await(5_020);
        assertTrue(order.indexOf("{\"event\":\"few19\"}") < 60, "stood at " + order.indexOf("{\"event\":\"few19\"}"));
    }

    private static NewRecord of(String source, NewRecord record) {
        return new NewRecord(0, source, record.eventId(), record.customerKey(), null, record.priority(), record.raw(),
                record.payload(), null, null, null, List.of());
    }

    @Test
    void whatWaitedBeforeARestartStillHoldsItsYoungerRecordsBack() throws Exception {
        fixture.append(live("1", "a"), live("2", "a"), live("3", "b"));
        QueuedRecord first = fixture.journal.records("customers").page(Priority.LIVE, "test", 0, Long.MAX_VALUE, 1).get(0);
        Instant due = clock.instant().plusMillis(1_500);
        fixture.journal.complete(List.of(first), new Outcome.RetryAt(due, Reason.LADIFLOW_DOWN, null), List.of()).join();
        fixture.close();
        fixture = new JournalFixture(folder, clock);
        dispatch(4, DispatchGate.OPEN, record -> Outcome.Delivered.PLAIN);
        await(3);
        Instant done = clock.instant();
        assertEquals(List.of("{\"event\":\"1\"}", "{\"event\":\"2\"}"), seen.get("email:a"));
        assertFalse(done.isBefore(due), "the due time outlives the restart");
        assertEquals("{\"event\":\"3\"}", order.get(0));
    }

    @Test
    void aClockThatIsPutBackMakesNobodyWaitForSoLong() throws Exception {
        fixture.close();
        ManualClock manual = new ManualClock(Instant.parse("2026-01-20T03:04:05Z"));
        clock = manual;
        fixture = new JournalFixture(folder, clock);
        AtomicBoolean down = new AtomicBoolean(true);
        dispatch(4, DispatchGate.OPEN, record -> down.get()
                ? new Outcome.RetryAt(clock.instant().plusSeconds(2), Reason.LADIFLOW_DOWN, null)
                : Outcome.Delivered.PLAIN);
        fixture.append(live("1", "a"), live("2", "a"), live("3", "b"));
        Awaitility.await().until(() -> fixture.count("waiting") == 2);
        down.set(false);
        manual.advance(Duration.ofHours(-2));
        await(3);
        assertEquals(List.of("{\"event\":\"1\"}", "{\"event\":\"2\"}"), seen.get("email:a"));
    }

    @Test
    void aClockThatIsPutBackWhileTheBridgeIsDownMakesNobodyWaitForSoLong() throws Exception {
        fixture.append(live("1", "a"), live("2", "a"));
        QueuedRecord first = fixture.journal.records("customers").page(Priority.LIVE, "test", 0, Long.MAX_VALUE, 1).get(0);
        Instant tried = clock.instant();
        fixture.journal.complete(List.of(first),
                new Outcome.RetryAt(tried.plusSeconds(2), Reason.LADIFLOW_DOWN, null),
                List.of(new Attempt(tried, "customer/update", null, 503, 5, ""))).join();
        fixture.close();
        clock = new ManualClock(tried.minus(Duration.ofHours(2)));
        fixture = new JournalFixture(folder, clock);
        dispatch(4, DispatchGate.OPEN, record -> Outcome.Delivered.PLAIN);
        await(2);
        assertEquals(List.of("{\"event\":\"1\"}", "{\"event\":\"2\"}"), seen.get("email:a"));
    }

    @Test
    void aClosedGateHoldsEverythingBack() {
        SwitchGate gate = new SwitchGate(false);
        dispatch(4, gate, record -> Outcome.Delivered.PLAIN);
        fixture.append(live("1", "a"), live("2", "b"));
        Awaitility.await().during(Duration.ofMillis(300)).until(() -> fixture.count("delivered") == 0);
        gate.open(true);
        await(2);
    }

    /** Knows who fails, and wants probes when it is told to. */
    private static class KnowingGate implements DispatchGate {
        final List<String> restored = Collections.synchronizedList(new ArrayList<>());
        volatile boolean closed;
        volatile boolean knows = true;
        volatile int probes;
        private volatile Runnable listener = () -> {
        };

        void letProbes(int n) {
            probes = n;
            listener.run();
        }

        @Override
        public boolean permits(int inFlight) {
            if (!closed) {
                return true;
            }
            if (inFlight > 0 || probes == 0) {
                return false;
            }
            probes--;
            return true;
        }

        @Override
        public Duration askAgainAfter() {
            return Duration.ofMillis(20);
        }

        @Override
        public void onChange(Runnable listener) {
            this.listener = listener;
        }

        @Override
        public Pick pick() {
            return closed ? Pick.PROBE : Pick.NEXT;
        }

        @Override
        public boolean isFailing(String line) {
            return knows && line.startsWith("email:bad");
        }

        @Override
        public String failingReason() {
            return Reason.LADIFLOW_FAILS_ON_THIS.name();
        }

        @Override
        public void restored(String line, int attempts, Instant since) {
            restored.add(line + " " + attempts);
        }
    }

    @Test
    void thoseWhoFailTakeAQuarterOfThePlacesHoweverLongTheyTake() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger bad = new AtomicInteger();
        AtomicInteger mostBad = new AtomicInteger();
        dispatch(8, new KnowingGate(), record -> {
            if (record.customerKey().startsWith("email:bad")) {
                mostBad.accumulateAndGet(bad.incrementAndGet(), Math::max);
                await(end);
                bad.decrementAndGet();
            }
            return Outcome.Delivered.PLAIN;
        });
        for (int i = 0; i < 40; i++) {
            fixture.append(live("bad" + i, "bad" + i));
        }
        for (int i = 0; i < 300; i++) {
            fixture.append(live("good" + i, "good" + i));
        }
        await(300);
        assertEquals(2, mostBad.get());
        end.countDown();
        await(340);
        assertEquals(2, mostBad.get(), "also when nobody else is there");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoIsHurriedByAPersonStandsBehindNobodyWhoFails() {
        CountDownLatch end = new CountDownLatch(1);
        List<String> hurried = Collections.synchronizedList(new ArrayList<>());
        KnowingGate gate = new KnowingGate() {
            @Override
            public List<String> hurried() {
                List<String> lines = List.copyOf(hurried);
                hurried.removeAll(lines);
                return lines;
            }
        };
        dispatch(8, gate, record -> {
            if (record.customerKey().equals("email:bad8") || record.customerKey().equals("email:bad9")) {
                return record.attempts() == 0 && record.customerKey().endsWith("9")
                        ? new Outcome.RetryAt(clock.instant().plusSeconds(3_600), Reason.LADIFLOW_FAILS_ON_THIS, null)
                        : Outcome.Delivered.PLAIN;
            }
            await(end);
            return Outcome.Delivered.PLAIN;
        });
        fixture.append(live("bad9", "bad9"));
        Awaitility.await().until(() -> fixture.count("waiting") == 1);
        for (int i = 0; i < 9; i++) {
            fixture.append(live("bad" + i, "bad" + i));
        }
        Awaitility.await().until(() -> dispatcher.delivering() == 2);
        hurried.addAll(List.of("email:bad8", "email:bad9", "email:unknown"));
        gate.letProbes(0);
        await(2);
        assertEquals(Set.of("email:bad8", "email:bad9"), seen.keySet(), "one that was ready, and one that waited");
        end.countDown();
        await(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void thoseWhoFailFastTakeEveryFourthTurnFromTheOthers(int concurrency) {
        AtomicInteger bad = new AtomicInteger();
        SwitchGate opening = new SwitchGate(false);
        KnowingGate gate = new KnowingGate() {
            @Override
            public boolean permits(int inFlight) {
                return opening.permits(inFlight);
            }

            @Override
            public void onChange(Runnable listener) {
                opening.onChange(listener);
            }
        };
        dispatch(concurrency, gate, record -> {
            if (record.customerKey().startsWith("email:bad")) {
                bad.incrementAndGet();
                return new Outcome.RetryAt(clock.instant(), Reason.LADIFLOW_FAILS_ON_THIS, null);
            }
            return Outcome.Delivered.PLAIN;
        });
        for (int i = 0; i < 40; i++) {
            fixture.append(live("bad" + i, "bad" + i));
        }
        List<NewRecord> good = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            good.add(live("good" + i, "good" + i));
        }
        fixture.journal.append("customers", good, null).join();
        Awaitility.await().until(() -> fixture.count("queued") == 340);
        opening.open(true);
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> order.size() == 300);
        assertTrue(bad.get() > 0, "they are not forgotten");
        assertTrue(bad.get() <= 300 / 3 + 25, "tries of those who fail: " + bad.get());
    }

    @Test
    void aProbeIsOneThatNeverFailedElseTheOneThatFailedTheLeast() {
        KnowingGate gate = new KnowingGate();
        gate.closed = true;
        AtomicBoolean down = new AtomicBoolean(true);
        List<String> tried = Collections.synchronizedList(new ArrayList<>());
        dispatch(4, gate, record -> {
            tried.add(record.customerKey());
            return down.get()
                    ? new Outcome.RetryAt(clock.instant(), Reason.LADIFLOW_DOWN, null)
                    : Outcome.Delivered.PLAIN;
        });
        for (String customer : List.of("a", "b", "c", "d", "bad")) {
            fixture.append(live(customer, customer));
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                int before = tried.size();
                gate.letProbes(1);
                Awaitility.await().until(() -> tried.size() == before + 1 && fixture.attempts() == before + 1);
            }
            Set<String> thisRound = Set.copyOf(tried.subList(4 * round, 4 * round + 4));
            assertEquals(4, thisRound.size(), "each once, and nobody again: " + tried);
            assertFalse(thisRound.contains("email:bad"), "who fails on its own is the last: " + tried);
        }
        fixture.append(live("new", "new"));
        gate.letProbes(1);
        Awaitility.await().until(() -> tried.size() == 13);
        assertEquals("email:new", tried.get(12), "who just came in");
    }

    @Test
    void whoIsKnownAsFailingIsKnownAfterARestart() throws Exception {
        fixture.append(live("1", "bad"), live("2", "down"));
        List<QueuedRecord> records = fixture.journal.records("customers").page(Priority.LIVE, "test", 0, Long.MAX_VALUE, 2);
        Instant due = clock.instant().plusSeconds(3_600);
        fixture.journal.complete(List.of(records.get(0)), new Outcome.RetryAt(due, Reason.LADIFLOW_FAILS_ON_THIS, null),
                List.of()).join();
        fixture.journal.complete(List.of(records.get(1)), new Outcome.RetryAt(due, Reason.LADIFLOW_DOWN, null), List.of())
                .join();
        fixture.close();
        fixture = new JournalFixture(folder, clock);
        KnowingGate gate = new KnowingGate();
        dispatch(4, gate, record -> Outcome.Delivered.PLAIN);
        Awaitility.await().until(() -> !gate.restored.isEmpty());
        assertEquals(List.of("email:bad 1"), gate.restored);
    }
}
