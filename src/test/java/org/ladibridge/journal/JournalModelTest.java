package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.Reason;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * The real journal and dispatcher against a model of them: whatever arrives, repeats, fails, waits, crashes and is replayed, every
 * record is accounted for, and those of one customer are handed out in their order.
 */
class JournalModelTest {
    private static final int PERSONS = 4;
    private static final int CONCURRENCY = 3;
    private static final int TOGETHER = 3;

    /** What happens next; the numbers choose among what there is. */
    record Step(What what, int a, int b) {
    }

    enum What {
        ARRIVE,
        ARRIVE_MANY,
        ARRIVE_UNSURE,
        REPEAT,
        DELIVER,
        RETRY,
        REFUSE,
        RESTART,
        RESTART_BUSY,
        PAUSE,
        RESUME,
        LATER,
        REPLAY
    }

    /** How much a record tells of a person: what it is recognised by. */
    enum Known {
        BY_PHONE,
        BY_EMAIL,
        BY_BOTH
    }

    /** A record as the model has it. */
    private static final class Record {
        final String eventId;
        final int person;
        final Known known;
        int place;
        boolean finished;
        boolean dead;
        Instant due;

        Record(String eventId, int person, Known known, int place) {
            this.eventId = eventId;
            this.person = person;
            this.known = known;
            this.place = place;
        }

        String key() {
            return known == Known.BY_PHONE ? "phone:" + person : "email:" + person;
        }
    }

    private static final class World implements AutoCloseable {
        private final TestStore kind;
        private final Path folder;
        private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
        private final Map<String, Record> records = new TreeMap<>();
        /** Since which place a person's e-mail and phone are known to belong together. */
        private final Map<Integer, Integer> links = new HashMap<>();
        private final List<String> log = new ArrayList<>();
        private final FaultyStore store = new FaultyStore();
        private JournalFixture fixture;
        private Dispatcher dispatcher;
        private SwitchGate gate;
        private List<List<QueuedRecord>> offers;
        private boolean paused;
        /** Nothing is handed out as long as something is with the consumer. */
        private boolean doubted;
        private int places;
        private int received;
        private int duplicates;

        World(TestStore kind) throws IOException {
            this.kind = kind;
            folder = Files.createTempDirectory("journal-model");
            open(() -> {
            });
        }

        /** @param meanwhile what happens before the dispatcher's first look into the store */
        private void open(Runnable meanwhile) {
            doubted = false;
            fixture = kind.open(folder, clock, store::over);
            gate = new SwitchGate(!paused);
            List<List<QueuedRecord>> mine = new CopyOnWriteArrayList<>();
            offers = mine;
            dispatcher = new Dispatcher("customers", fixture.journal.records("customers"), gate, clock, CONCURRENCY, TOGETHER,
                    new Dispatcher.Limits(120, 2), offered -> mine.add(offered));
            fixture.journal.listen("customers", dispatcher);
            meanwhile.run();
            dispatcher.start();
        }

        /** What was with the consumer is forgotten, as after a kill: calls were made, their outcomes not stored. */
        private void reopen(Runnable meanwhile) throws Exception {
            dispatcher.close();
            fixture.close();
            open(meanwhile);
        }

        void run(Step step) throws Exception {
            log.add(step.toString());
            switch (step.what()) {
                case ARRIVE -> arrive(step.a(), step.b(), 1);
                case ARRIVE_MANY -> arrive(step.a(), step.b(), 7);
                case ARRIVE_UNSURE -> arriveUnsure(step.a(), step.b());
                case REPEAT -> repeat(step.a());
                case DELIVER -> deliver(step.a(), step.b());
                case RETRY -> retry(step.a(), step.b());
                case REFUSE -> refuse(step.a());
                case RESTART -> reopen(() -> {
                });
                case RESTART_BUSY -> reopen(() -> arrive(step.a(), step.b(), 2));
                case PAUSE -> pause(true);
                case RESUME -> pause(false);
                case LATER -> later();
                default -> replay(step.a());
            }
            check();
        }

        /** They are stored, and their sender is told that they are not. */
        private void arriveUnsure(int person, int how) {
            // What was on its way is written.
            fixture.journal.audit(JournalFixture.BY_LAN).join();
            store.loseAnswers(1);
            assertThrows(CompletionException.class, () -> arrive(person, how, 3));
            fixture.journal.audit(JournalFixture.BY_LAN).join();
            doubted = true;
        }

        private void arrive(int person, int how, int many) {
            List<NewRecord> batch = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                int who = (person + i) % PERSONS;
                Known known = Known.values()[(how + i) % 3];
                Record record = new Record("e" + records.size(), who, known, places++);
                records.put(record.eventId, record);
                received++;
                batch.add(newRecord(record, how % 2 == 0 ? Priority.LIVE : Priority.BACKFILL));
                if (known == Known.BY_BOTH) {
                    links.putIfAbsent(who, record.place);
                }
            }
            fixture.append(batch.toArray(NewRecord[]::new));
        }

        private static NewRecord newRecord(Record record, Priority priority) {
            byte[] raw = record.eventId.getBytes(StandardCharsets.UTF_8);
            return new NewRecord(0, "test" + record.person % 2, record.eventId, record.key(),
                    record.known == Known.BY_BOTH ? "phone:" + record.person : null, priority, raw, raw, null, null, null,
                    List.of());
        }

        private void repeat(int which) {
            if (!records.isEmpty()) {
                Record record = List.copyOf(records.values()).get(which % records.size());
                received++;
                duplicates++;
                assertEquals(1, fixture.append(newRecord(record, Priority.LIVE)).duplicate());
                if (record.dead) {
                    // What came to no good end goes out again.
                    revive(record);
                }
            }
        }

        private void revive(Record record) {
            record.dead = false;
            record.finished = false;
            record.due = null;
            record.place = places++;
        }

        private List<QueuedRecord> takeOffer(int which) {
            return offers.isEmpty() ? null : offers.remove(which % offers.size());
        }

        private void deliver(int which, int howMany) {
            List<QueuedRecord> offered = takeOffer(which);
            if (offered != null) {
                List<QueuedRecord> taken = offered.subList(0, 1 + howMany % offered.size());
                QueuedRecord after = fixture.journal.complete(taken, Outcome.Delivered.PLAIN, List.of()).join();
                taken.forEach(record -> model(record).finished = true);
                dispatcher.delivered(taken, after);
            }
        }

        private void retry(int which, int seconds) {
            List<QueuedRecord> offered = takeOffer(which);
            if (offered != null) {
                Instant due = clock.instant().plusSeconds(seconds);
                QueuedRecord after = fixture.journal
                        .complete(offered, new Outcome.RetryAt(due, Reason.LADIFLOW_DOWN, null), List.of()).join();
                model(offered.get(0)).due = due;
                dispatcher.delivered(offered, after);
            }
        }

        private void refuse(int which) {
            List<QueuedRecord> offered = takeOffer(which);
            if (offered == null) {
                return;
            }
            if (offered.size() > 1) {
                dispatcher.refusedTogether(offered);
                return;
            }
            QueuedRecord after = fixture.journal
                    .complete(offered, new Outcome.Dead(Reason.LADIFLOW_REFUSED, null), List.of()).join();
            model(offered.get(0)).finished = true;
            model(offered.get(0)).dead = true;
            dispatcher.delivered(offered, after);
        }

        private void pause(boolean on) {
            paused = on;
            gate.open(!on);
        }

        private void later() {
            clock.advance(Duration.ofSeconds(4));
            gate.open(!paused);
        }

        private void replay(int which) {
            List<Record> dead = records.values().stream().filter(record -> record.dead).toList();
            if (!dead.isEmpty()) {
                Record record = dead.get(which % dead.size());
                long id = fixture.reader.events(new JournalReader.Search(null, null, null, List.of(), null, null, 1_000))
                        .stream()
                        .filter(event -> event.eventId().equals(record.eventId)).findFirst().orElseThrow().id();
                assertTrue(fixture.journal.replay(id, null, Priority.LIVE, JournalFixture.BY_LAN, true).join());
                revive(record);
            }
        }

        private Record model(QueuedRecord record) {
            return records.get(new String(record.payload(), StandardCharsets.UTF_8));
        }

        /** In one line: of one key, or of a person of whom e-mail and phone are known to belong together. */
        private String line(Record record) {
            return links.containsKey(record.person) ? "email:" + record.person : record.key();
        }

        private List<Record> unfinished(String line) {
            return records.values().stream().filter(record -> !record.finished && line(record).equals(line))
                    .sorted((x, y) -> Integer.compare(x.place, y.place)).toList();
        }

        private void check() {
            assertBalanced();
            Awaitility.await("offers after " + log).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                    .until(() -> offers.size() == expectedOffers());
            assertOrder();
        }

        private void assertBalanced() {
            Map<String, Long> counts = new HashMap<>();
            fixture.reader.counts().forEach(count -> counts.merge(count.state(), count.n(), Long::sum));
            assertEquals(received, counts.getOrDefault("received", 0L), log.toString());
            assertEquals(duplicates, counts.getOrDefault("duplicate", 0L), log.toString());
            long dead = records.values().stream().filter(record -> record.dead).count();
            long done = records.values().stream().filter(record -> record.finished && !record.dead).count();
            assertEquals(dead, counts.getOrDefault("dead", 0L), log.toString());
            assertEquals(done, counts.getOrDefault("delivered", 0L) + counts.getOrDefault("superseded", 0L), log.toString());
            assertEquals(records.size() - dead - done,
                    counts.getOrDefault("queued", 0L) + counts.getOrDefault("waiting", 0L), log.toString());
        }

        /** Every line that could move has an offer, as many as may be out at once. */
        private int expectedOffers() {
            int out = offers.size();
            doubted &= out > 0;
            if (paused || doubted) {
                return out;
            }
            Set<String> busy = new HashSet<>();
            offers.forEach(offer -> busy.add(line(model(offer.get(0)))));
            Set<String> lines = new HashSet<>();
            records.values().forEach(record -> lines.add(line(record)));
            int couldMove = 0;
            for (String line : lines) {
                List<Record> unfinished = unfinished(line);
                if (!busy.contains(line) && !unfinished.isEmpty()
                        && (unfinished.get(0).due == null || !unfinished.get(0).due.isAfter(clock.instant()))) {
                    couldMove++;
                }
            }
            return Math.max(out, Math.min(CONCURRENCY, out + couldMove));
        }

        private void assertOrder() {
            Set<Long> out = new HashSet<>();
            for (List<QueuedRecord> offer : offers) {
                for (int i = 0; i < offer.size(); i++) {
                    Record record = model(offer.get(i));
                    assertTrue(out.add(offer.get(i).id()), "a record is with the consumer twice: " + log);
                    assertFalse(record.finished, "a finished record is handed out: " + log);
                    Set<Record> before = new HashSet<>(offer.subList(0, i).stream().map(this::model).toList());
                    for (Record older : records.values()) {
                        assertTrue(!mustPrecede(older, record) || older.finished || before.contains(older),
                                record.eventId + " is handed out before " + older.eventId + ": " + log);
                    }
                }
            }
        }

        private boolean mustPrecede(Record older, Record record) {
            return older.person == record.person && older.place < record.place && (older.key().equals(record.key())
                    || record.place >= links.getOrDefault(record.person, Integer.MAX_VALUE));
        }

        /** Everything goes right from now on. */
        void finish() {
            pause(false);
            for (int i = 0; i < 5_000 && records.values().stream().anyMatch(record -> !record.finished); i++) {
                later();
                check();
                deliver(0, 0);
            }
            check();
            assertTrue(records.values().stream().allMatch(record -> record.finished), "left behind: " + log);
        }

        @Override
        public void close() throws Exception {
            dispatcher.close();
            fixture.close();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    TestStore kind() {
        return TestStore.SQLITE;
    }

    final void play(List<Step> steps) throws Exception {
        try (World world = new World(kind())) {
            for (Step step : steps) {
                world.run(step);
            }
            world.finish();
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void everyRecordIsAccountedForAndEachCustomersStayInOrder(@ForAll("lives") List<Step> steps) throws Exception {
        play(steps);
    }

    @Provide
    Arbitrary<List<Step>> lives() {
        Arbitrary<What> what = Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(6, Arbitraries.of(What.ARRIVE)),
                net.jqwik.api.Tuple.of(3, Arbitraries.of(What.ARRIVE_MANY)),
                net.jqwik.api.Tuple.of(8, Arbitraries.of(What.DELIVER)),
                net.jqwik.api.Tuple.of(8, Arbitraries.of(What.values())));
        return Combinators.combine(what, Arbitraries.integers().between(0, 20), Arbitraries.integers().between(0, 9))
                .as(Step::new).list().ofMinSize(1).ofMaxSize(60);
    }

    private static Step step(What what) {
        return step(what, 0, 0);
    }

    private static Step step(What what, int a, int b) {
        return new Step(what, a, b);
    }

    private static final Step BY_EMAIL = step(What.ARRIVE, 0, 1);

    @Test
    void orderHoldsThroughABackOff() throws Exception {
        play(List.of(BY_EMAIL, step(What.RETRY, 0, 5), BY_EMAIL, BY_EMAIL, step(What.LATER), step(What.LATER),
                step(What.DELIVER, 0, 0), BY_EMAIL));
    }

    @Test
    void orderHoldsWhenTheStoresAnswerIsLost() throws Exception {
        play(List.of(step(What.ARRIVE, 0, 0), BY_EMAIL, step(What.ARRIVE_UNSURE, 0, 2), step(What.RETRY, 0, 3), BY_EMAIL,
                step(What.DELIVER, 0, 0), step(What.LATER), step(What.ARRIVE_UNSURE, 0, 1)));
    }

    @Test
    void orderHoldsWhenOneIsGivenUp() throws Exception {
        play(List.of(BY_EMAIL, BY_EMAIL, BY_EMAIL, step(What.DELIVER, 0, 0), step(What.REFUSE), step(What.REFUSE), BY_EMAIL,
                step(What.REPLAY)));
    }

    @Test
    void orderHoldsWhileABridgeStopsAndStartsAgain() throws Exception {
        play(List.of(BY_EMAIL, BY_EMAIL, step(What.RETRY, 0, 9), BY_EMAIL, step(What.RESTART), BY_EMAIL,
                step(What.RESTART_BUSY, 0, 1),
                step(What.LATER), step(What.LATER), step(What.LATER), BY_EMAIL));
    }

    @Test
    void whoWasKnownByPhoneStaysInOrderWhenTheEmailBecomesKnown() throws Exception {
        play(List.of(step(What.ARRIVE, 0, 0), step(What.ARRIVE, 0, 0), step(What.ARRIVE, 0, 2), step(What.ARRIVE, 0, 0),
                step(What.ARRIVE, 0, 1), step(What.RETRY, 0, 3), step(What.RESTART), step(What.LATER)));
    }

    @Test
    void whoWaitsHoldsNobodyUpWhoBecameHisElderWhileTheBridgeStarted() throws Exception {
        play(List.of(step(What.ARRIVE, 0, 0), step(What.ARRIVE, 0, 1), step(What.RETRY, 1, 9), step(What.RESTART_BUSY, 0, 2)));
    }

    @Test
    void bothLinesOfOneCustomerAreFinishedBeforeWhatJoinsThem() throws Exception {
        play(List.of(step(What.ARRIVE, 0, 0), step(What.ARRIVE, 0, 1), step(What.ARRIVE, 0, 2), step(What.RETRY, 0, 3),
                step(What.DELIVER, 0, 0), step(What.LATER)));
    }
}
