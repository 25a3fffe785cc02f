package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.ladibridge.ManualClock;
import org.ladibridge.delivery.TruthWorld.Fate;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.Repetition;
import org.ladibridge.journal.State;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Random lives of a few customers, against a model that knows only what the promise says: when all is quiet, LadiFlow holds of every
 * field the last value that any source said, by the source's time where it tells one, else by arrival; whatever was repeated, reverted,
 * refused, replayed, lost on the way or known under another key before.
 */
class TruthModelTest {
    private static final int PERSONS = 3;
    private static final int STEPS = 40;
    /** Lives that share one store, so that opening it does not take most of the time. */
    private static final int LIVES_A_STORE = 25;
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    enum What {
        /** A form without ids, under address and number, or under one of them. */
        FORM,
        /** A shop that tells when it changed something, in any order, and gives its customers ids. */
        SHOP,
        /** A row of a CRM that is polled. */
        ROW,
        /** A sender sends an event again. */
        REPEAT,
        /** The shop's customer has a new e-mail address. */
        NEW_EMAIL,
        CALL,
        COMPLETE,
        KILL,
        LATER,
        REPLAY,
        REPLAY_DEAD,
        /** Somebody changes a field in LadiFlow. */
        EDIT
    }

    /** The numbers choose among what there is. */
    record Step(What what, int a, int b, Fate fate) {
    }

    private static final What[] OFTEN = {What.FORM, What.FORM, What.SHOP, What.SHOP, What.ROW, What.REPEAT, What.CALL,
            What.CALL,
            What.CALL, What.COMPLETE, What.COMPLETE, What.COMPLETE};

    private static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        int many = 5 + random.nextInt(STEPS);
        for (int i = 0; i < many; i++) {
            What what = random.nextInt(4) == 0
                    ? What.values()[random.nextInt(What.values().length)]
                    : OFTEN[random.nextInt(OFTEN.length)];
            Fate fate = random.nextInt(3) > 0 ? Fate.FINE : Fate.values()[random.nextInt(Fate.values().length)];
            steps.add(new Step(what, random.nextInt(1_000), random.nextInt(1_000), fate));
        }
        return steps;
    }

    /** Something that a source said: the value of one field. */
    private record Said(String source, String event, Repetition repetition, String payload, Instant changedAt, String field,
            String value, int person) {
    }

    /** A value and how young it is. */
    private record Word(String value, Instant changedAt, long arrival) {
        boolean isYounger(Word other) {
            return other == null || (changedAt != null && !changedAt.equals(other.changedAt)
                    ? changedAt.isAfter(other.changedAt)
                    : arrival > other.arrival);
        }
    }

    private static final class Person {
        final String name;
        final List<String> emails = new ArrayList<>();
        final String phone;
        final Map<String, Word> last = new TreeMap<>();
        /** Fields that somebody changed in LadiFlow: nobody has to notice. */
        final Map<String, String> edited = new HashMap<>();
        /** What each source without ids said last. */
        final Map<String, String> lastOf = new HashMap<>();

        Person(int life, int number) {
            name = "p" + life + "-" + number;
            emails.add(name + "@example.vn");
            phone = String.format("09%05d%03d", life % 100_000, number);
        }

        String email() {
            return emails.get(emails.size() - 1);
        }
    }

    /** One life of a few customers. */
    private static final class Life {
        private final TruthWorld world;
        private final ManualClock clock;
        private final int number;
        private final List<Person> persons = new ArrayList<>();
        private final List<Said> said = new ArrayList<>();
        private final Map<String, String> lastUnder = new HashMap<>();
        private long firstId;
        private long arrivals;

        Life(TruthWorld world, ManualClock clock, int number) {
            this.world = world;
            this.clock = clock;
            this.number = number;
        }

        void live(List<Step> steps) {
            firstId = world.store.reader.lastId();
            for (int i = 0; i < PERSONS; i++) {
                Person person = new Person(number, i);
                persons.add(person);
                // Every source knows who it is talking about, from the beginning.
                form(i, 0, 0);
                shop(i, 0);
            }
            for (Step step : steps) {
                run(step);
            }
            world.quiet();
            replayDead();
            world.quiet();
            check(true);
            // Who edited something in LadiFlow has the sources' word back when he wants it.
            for (Event event : events()) {
                world.replay(event.id());
                world.quiet();
            }
            check(false);
        }

        private void run(Step step) {
            int who = step.a() % PERSONS;
            switch (step.what()) {
                case FORM -> form(who, step.b() % 3, step.b() / 3);
                case SHOP -> shop(who, step.b());
                case ROW -> row(who, step.b());
                case REPEAT -> repeat(step.a());
                case NEW_EMAIL -> newEmail(who);
                case CALL -> call(step);
                case COMPLETE -> complete(step.a());
                case KILL -> world.kill();
                case LATER -> clock.advance(Duration.ofMinutes(1 + step.a()));
                case REPLAY -> replay(step.a());
                case REPLAY_DEAD -> replayDead();
                default -> edit(who, step.b());
            }
        }

        private static String value(int b) {
            return String.valueOf((char) ('A' + b % 3));
        }

        private void form(int who, int how, int b) {
            Person person = persons.get(who);
            String keys = switch (how) {
                case 0 -> "'email':'" + person.emails.get(0) + "','phone':'" + person.phone + "'";
                case 1 -> "'phone':'" + person.phone + "'";
                default -> "'email':'" + person.emails.get(0) + "'";
            };
            String field = b % 2 == 0 ? "company" : "city";
            say(new Said("form", null, Repetition.OF_CUSTOMER, "{" + keys + ",'" + field + "':'" + value(b) + "'}", null, field,
                    value(b), who));
        }

        private void shop(int who, int b) {
            Person person = persons.get(who);
            String payload = "{'email':'" + person.email() + "','phone':'" + person.phone + "','external_customer_id':'"
                    + person.name
                    + "','job_title':'" + value(b) + "'}";
            say(new Said("shop", "e" + number + "-" + said.size(), Repetition.OF_EVENT, payload,
                    START.plus(Duration.ofHours(b % 50)), "job_title", value(b), who));
        }

        private void row(int who, int b) {
            Person person = persons.get(who);
            say(new Said("crm", person.name, Repetition.OF_POLLED_ROW,
                    "{'email':'" + person.emails.get(0) + "','company':'" + value(b) + "'}", null, "company", value(b), who));
        }

        private void repeat(int which) {
            // What has no id cannot be told from something that is said again.
            List<Said> events = said.stream().filter(one -> one.repetition() == Repetition.OF_EVENT).toList();
            if (!events.isEmpty()) {
                say(events.get(which % events.size()));
            }
        }

        private void newEmail(int who) {
            Person person = persons.get(who);
            if (person.emails.size() < 3) {
                person.emails.add(person.name + "." + person.emails.size() + "@example.vn");
            }
        }

        private void say(Said one) {
            Person person = persons.get(one.person());
            String mark = one.event() == null ? one.source() + "/" + person.name : one.source() + "/" + one.event();
            boolean repeats = one.payload().equals(lastUnder.put(mark, one.payload()));
            AppendResult result = world.say(one.source(), one.event(), one.repetition(), one.payload(), one.changedAt());
            assertEquals(repeats ? 1 : 0, result.duplicate(), () -> "repeated: " + one);
            arrivals++;
            if (!repeats) {
                said.add(one);
            }
            // Whoever has no ids says it anew when what he said before had come to nothing.
            if (!repeats || one.event() == null && result.replayed() == 1) {
                Word word = new Word(one.value(), one.changedAt(), arrivals);
                if (word.isYounger(person.last.get(one.field()))) {
                    person.last.put(one.field(), word);
                }
            }
        }

        private void call(Step step) {
            List<String> free = world.free();
            if (!free.isEmpty()) {
                Random fates = new Random(step.b());
                world.call(free.get(step.a() % free.size()), () -> fates.nextBoolean() ? step.fate() : Fate.FINE);
            }
        }

        private void complete(int which) {
            List<String> underway = world.underway();
            if (!underway.isEmpty()) {
                world.complete(underway.get(which % underway.size()));
            }
        }

        private List<Event> events() {
            return world.events().stream().filter(event -> event.id() > firstId).toList();
        }

        private void replay(int which) {
            List<Event> finished = events().stream().filter(event -> event.finishedAt() != null).toList();
            if (!finished.isEmpty()) {
                assertTrue(world.replay(finished.get(which % finished.size()).id()));
            }
        }

        private void replayDead() {
            events().stream().filter(event -> event.state().equals(State.DEAD.label()))
                    .forEach(event -> world.replay(event.id()));
        }

        private void edit(int who, int b) {
            Person person = persons.get(who);
            String field = List.of("company", "city", "job_title").get(b % 3);
            for (ObjectNode customer : world.ladiflow.withEmail(person.emails)) {
                customer.put(field, "edited");
                person.edited.put(field, "edited");
            }
        }

        private void check(boolean mayBeEdited) {
            for (Person person : persons) {
                List<String> addresses = new ArrayList<>(person.emails);
                addresses.add(person.phone + ".ladiflow@ladimail.com");
                List<ObjectNode> customers = world.ladiflow.withEmail(addresses);
                assertEquals(1, customers.size(), () -> person.name + " is several in LadiFlow: " + customers);
                person.last.forEach((field, word) -> {
                    String held = customers.get(0).path(field).asText();
                    if (!mayBeEdited || !person.edited.containsKey(field) || !held.equals("edited")) {
                        assertEquals(word.value(), held, () -> field + " of " + person.name + "; said: " + said);
                    }
                });
            }
            long received = world.store.count("received");
            long accounted = Stream
                    .of("delivered", "unchanged", "superseded", "duplicate", "rejected", "dead", "queued", "waiting")
                    .mapToLong(world.store::count).sum();
            assertEquals(received, accounted, "the ledger balances");
        }
    }

    /** @return null when all is well */
    private static Throwable play(List<List<Step>> lives) throws Exception {
        Path folder = Files.createTempDirectory("truth");
        ManualClock clock = new ManualClock(START.plus(Duration.ofDays(30)));
        try (TruthWorld world = new TruthWorld(folder, clock)) {
            int number = 0;
            for (List<Step> life : lives) {
                new Life(world, clock, number++).live(life);
            }
            return null;
        } catch (AssertionError | RuntimeException e) {
            return e;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Leaves out what is not needed to fail. */
    private static List<Step> shrunk(List<Step> life) throws Exception {
        List<Step> shortest = life;
        for (int chunk = Math.max(1, life.size() / 2); chunk >= 1; chunk /= 2) {
            for (int from = 0; from + chunk <= shortest.size();) {
                List<Step> shorter = new ArrayList<>(shortest);
                shorter.subList(from, from + chunk).clear();
                if (play(List.of(shorter)) == null) {
                    from += chunk;
                } else {
                    shortest = shorter;
                }
            }
        }
        return shortest;
    }

    private static void play(long seed, int lives) throws Exception {
        for (int done = 0; done < lives; done += LIVES_A_STORE) {
            List<List<Step>> batch = new ArrayList<>();
            for (int i = 0; i < LIVES_A_STORE; i++) {
                batch.add(steps(new Random(seed + done + i)));
            }
            Throwable failure = play(batch);
            if (failure != null) {
                for (List<Step> life : batch) {
                    if (play(List.of(life)) != null) {
                        List<Step> shortest = shrunk(life);
                        throw new AssertionError("seed " + seed + ": " + shortest, play(List.of(shortest)));
                    }
                }
                throw new AssertionError("seed " + seed + ", only together with the lives before", failure);
            }
        }
    }

    @Test
    void theLastWordWinsInLivesThatWerePlayedBefore() throws Exception {
        play(1, Integer.getInteger("truth.lives", 150));
    }

    @Test
    void theLastWordWinsInNewLives() throws Exception {
        play(Long.getLong("truth.seed", new Random().nextLong()), Integer.getInteger("truth.lives", 150));
    }
}
