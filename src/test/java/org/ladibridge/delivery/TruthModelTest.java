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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.ladibridge.ManualClock;
import org.ladibridge.Nightly;
import org.ladibridge.SeededProperties;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.delivery.TruthWorld.Fate;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.Repetition;
import org.ladibridge.journal.State;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Random lives of a few customers, against a model that knows only what the promise says: when all is quiet, LadiFlow holds of every
 * field the last value that any source said, by the source's time where it tells one, else by arrival; whatever was repeated, reverted,
 * refused, replayed, lost on the way or known under another key before.
 */
class TruthModelTest {
    private static final int LIVES = Integer.getInteger("truth.lives", Nightly.or(3_000, 60));
    private static final int MOST_PERSONS = 3;
    /** In the longest life. Short ones find most, as what is shortened shows; long ones cost most. */
    private static final int STEPS = Integer.getInteger("truth.steps", 44);
    /** Lives that share one store, so that opening it does not take most of the time. */
    private static final int LIVES_A_STORE = Math.min(100, LIVES);
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    enum What {
        /** A form without ids, under address and number, or under one of them. */
        FORM,
        /** A shop that tells when it changed something, in any order, and gives its customers ids. */
        SHOP,
        /** A row of a CRM that is polled. */
        ROW,
        /** A row of a file; after a crash it is read again. */
        FILE,
        /** A system that tells when it changed a field which the form says without a time. */
        ERP,
        /** A system that has LadiFlow's ids. */
        BY_ID,
        /** A level that stands in a list, which LadiFlow may drop. */
        LEVEL,
        /** Somebody gives a customer a tag by its name, or takes one away; with or without a time. */
        TAG,
        /** Somebody gives a customer a tag in LadiFlow: it stays. */
        TAG_BY_HAND,
        /** Something is said, changed and said again, while what goes wrong goes wrong. */
        BACK,
        /** A sender sends an event again. */
        REPEAT,
        /** What a sender says is rejected by the mapping, at first. */
        REJECTED,
        /** The mapping is mended, and the sender says it again. */
        MENDED,
        /** The shop's customer has a new e-mail address. */
        NEW_EMAIL,
        CALL,
        COMPLETE,
        KILL,
        LATER,
        REPLAY,
        REPLAY_DEAD,
        /** A person sets a field of a record. */
        PATCH,
        /** Somebody changes a field in LadiFlow. */
        EDIT
    }

    /** How the customers of a life come to be known. */
    enum Kind {
        /** Every source knows at once who it is talking about. */
        PLAIN,
        /** LadiFlow is written to by {@code create-or-update} only, which goes by the address. */
        UPSERT,
        /** Two have one phone number, so nobody says anything of a phone number alone. */
        SHARED_PHONE,
        /** Known by a phone number at first. */
        PHONE_FIRST,
        /** LadiFlow has them already; the bridge learns later that a number and an address are one customer. */
        TWO_LINES
    }

    /** The numbers choose among what there is. */
    record Step(What what, int a, int b, Fate fate) {
    }

    record Script(Kind kind, int persons, boolean isKnownBefore, boolean addsTags, List<Step> steps) {
    }

    private static final What[] OFTEN = {What.FORM, What.FORM, What.SHOP, What.SHOP, What.ROW, What.REPEAT, What.CALL,
            What.CALL,
            What.CALL, What.COMPLETE, What.COMPLETE, What.COMPLETE};

    private static Script script(Random random) {
        Kind kind = random.nextInt(3) == 0 ? Kind.PLAIN : Kind.values()[random.nextInt(Kind.values().length)];
        int persons = kind == Kind.SHARED_PHONE
                ? 2 + random.nextInt(MOST_PERSONS - 1)
                // One says most: customers meet only where they share a number, or wait for one another.
                : random.nextInt(3) > 0 ? 1 : MOST_PERSONS;
        List<Step> steps = new ArrayList<>();
        int many = 1 + random.nextInt(STEPS);
        for (int i = 0; i < many; i++) {
            What what = random.nextInt(3) == 0
                    ? What.values()[random.nextInt(What.values().length)]
                    : OFTEN[random.nextInt(OFTEN.length)];
            Fate fate = random.nextInt(3) > 0 ? Fate.FINE : Fate.values()[random.nextInt(Fate.values().length)];
            steps.add(new Step(what, random.nextInt(1_000), random.nextInt(1_000), fate));
        }
        return new Script(kind, persons, random.nextBoolean(), random.nextBoolean(), steps);
    }

    /** Something that a source said: the value of one field. */
    private record Said(String source, String event, Repetition repetition, String payload, Instant changedAt, String field,
            String value, int person) {

        /** Whether it is as young as the last time that it was said. */
        boolean isYoungAgain() {
            return repetition == Repetition.OF_CUSTOMER || repetition == Repetition.OF_FILE_ROW;
        }
    }

    /** A value and how young it is. */
    private record Word(Said said, String value, Instant changedAt, long arrival) {
        boolean isYounger(Word other) {
            return changedAt != null && other.changedAt != null && !changedAt.equals(other.changedAt)
                    ? changedAt.isAfter(other.changedAt)
                    : arrival > other.arrival;
        }
    }

    private static final class Person {
        final String name;
        final List<String> emails = new ArrayList<>();
        final String phone;
        final Map<String, List<Word>> words = new TreeMap<>();
        /** Fields that somebody changed in LadiFlow: nobody has to notice. */
        final Map<String, String> edited = new HashMap<>();
        boolean byHand;

        Person(int life, int number, int phone) {
            name = "p" + life + "-" + number;
            emails.add(name + "@example.vn");
            this.phone = String.format("09%05d%03d", life % 100_000, phone);
        }

        String email() {
            return emails.get(emails.size() - 1);
        }

        void hear(String field, Word word) {
            words.computeIfAbsent(field, any -> new ArrayList<>()).add(word);
        }

        /**
         * The youngest: usually one. With times of one source only, a second one's word may be younger than the third's by arrival,
         * the third's younger than the first's likewise, and the first's younger than the second's by its time. Then none of them is
         * wrong.
         */
        List<Word> youngest(String field) {
            List<Word> all = words.getOrDefault(field, List.of());
            Word best = null;
            long bestBeats = -1;
            for (Word word : all) {
                long beats = all.stream().filter(word::isYounger).count();
                if (beats > bestBeats) {
                    best = word;
                    bestBeats = beats;
                }
            }
            List<Word> youngest = new ArrayList<>();
            if (best != null) {
                youngest.add(best);
                for (int i = 0; i < youngest.size(); i++) {
                    Word beaten = youngest.get(i);
                    all.stream().filter(word -> word.isYounger(beaten) && !youngest.contains(word)).forEach(youngest::add);
                }
            }
            return youngest;
        }
    }

    /** One life of a few customers. */
    private static final class Life {
        private final TruthWorld world;
        private final ManualClock clock;
        private final int number;
        private final Script script;
        private final Kind kind;
        private final List<Person> persons = new ArrayList<>();
        private final List<Said> said = new ArrayList<>();
        private final List<Said> rejected = new ArrayList<>();
        private final Map<String, String> lastUnder = new HashMap<>();
        /** Events of which a person set a field; when their senders repeat them, is not played. */
        private final Set<String> patched = new HashSet<>();
        private long firstId;
        private long arrivals;

        Life(TruthWorld world, ManualClock clock, int number, Script script) {
            this.world = world;
            this.clock = clock;
            this.number = number;
            this.script = script;
            this.kind = script.kind();
        }

        void live() {
            firstId = world.store.reader.lastId();
            world.ladiflow.tag("VIP");
            world.ladiflow.tag("Đã mua");
            world.ladiflow.addsTags = script.addsTags();
            world.use(kind == Kind.UPSERT ? Write.UPSERT : Write.RESOLVE);
            for (int i = 0; i < script.persons(); i++) {
                boolean shares = kind == Kind.SHARED_PHONE && i == script.persons() - 1;
                persons.add(new Person(number, i, shares ? 0 : i));
                introduce(i);
            }
            for (Step step : script.steps()) {
                run(step);
            }
            world.quiet();
            replayDead();
            world.quiet();
            check(true);
            if (number % 4 == 0 || persons.stream().anyMatch(person -> !person.edited.isEmpty())) {
                // Who edited something in LadiFlow has the sources' word back when he wants it; else it changes nothing.
                world.replay(events().stream().filter(event -> !event.state().equals(State.REJECTED.label())).map(Event::id)
                        .toList());
                world.quiet();
                check(false);
            }
        }

        private void introduce(int who) {
            Person person = persons.get(who);
            switch (kind) {
                case PHONE_FIRST -> {
                    form(who, 1, 0);
                    form(who, 0, 0);
                }
                case TWO_LINES -> {
                    world.ladiflow.create(person.email(), person.phone);
                    // One source would say a repetition of one line in the other, before it is known that they are one.
                    form(who, 1, 0);
                    row(who, 0);
                    return;
                }
                default -> form(who, 0, 0);
            }
            if (script.isKnownBefore()) {
                world.quiet();
            } else {
                shop(who, 0);
            }
        }

        private void run(Step step) {
            int who = step.a() % script.persons();
            switch (step.what()) {
                case FORM -> form(who, step.b() % 3, step.b() / 3);
                case SHOP -> shop(who, step.b());
                case ROW -> row(who, step.b());
                case FILE -> file(who, step.b());
                case ERP -> erp(who, step.b());
                case BY_ID -> byId(who, step.b());
                case LEVEL -> level(who, step.b());
                case TAG -> tag(who, step.b());
                case TAG_BY_HAND -> tagByHand(who);
                case BACK -> back(who, step);
                case REPEAT -> repeat(step.a());
                case REJECTED -> reject(who, step.b());
                case MENDED -> mended(step.a());
                case NEW_EMAIL -> newEmail(who);
                case CALL -> call(step);
                case COMPLETE -> complete(step.a());
                case KILL -> world.kill();
                case LATER -> clock.advance(Duration.ofMinutes(1 + step.a()));
                case REPLAY -> replay(step.a());
                case REPLAY_DEAD -> replayDead();
                case PATCH -> patch(step.a(), step.b());
                default -> edit(who, step.b());
            }
        }

        private static String value(int b) {
            return String.valueOf((char) ('A' + b % 3));
        }

        private String keys(Person person, int how) {
            if (how == 1 && kind != Kind.UPSERT && kind != Kind.SHARED_PHONE) {
                return "'phone':'" + person.phone + "'";
            }
            return "'email':'" + person.emails.get(0) + "'" + (how == 0 ? ",'phone':'" + person.phone + "'" : "");
        }

        private String event() {
            return "e" + number + "-" + arrivals;
        }

        private void form(int who, int how, int b) {
            String field = List.of("company", "city", "address").get(b % 3);
            say(new Said("form", null, Repetition.OF_CUSTOMER,
                    "{" + keys(persons.get(who), kind == Kind.TWO_LINES ? 1 : how) + ",'" + field + "':'" + value(b / 3) + "'}",
                    null, field, value(b / 3),
                    who));
        }

        private void shop(int who, int b) {
            say(shopSays(who, b));
        }

        private Said shopSays(int who, int b) {
            Person person = persons.get(who);
            String payload = "{'email':'" + person.email() + "','phone':'" + person.phone + "','external_customer_id':'"
                    + person.name
                    + "','job_title':'" + value(b) + "'}";
            return new Said("shop", event(), Repetition.OF_EVENT, payload, START.plus(Duration.ofHours(b % 50)), "job_title",
                    value(b), who);
        }

        private void row(int who, int b) {
            Person person = persons.get(who);
            say(new Said("crm", person.name, Repetition.OF_POLLED_ROW,
                    "{'email':'" + person.emails.get(0) + "','company':'" + value(b) + "'}", null, "company", value(b), who));
        }

        private void file(int who, int b) {
            Said row = new Said("list", event(), Repetition.OF_FILE_ROW,
                    "{" + keys(persons.get(who), kind == Kind.TWO_LINES ? 2 : b % 3) + ",'city':'" + value(b / 3) + "'}", null,
                    "city", value(b / 3), who);
            say(row);
            if (b % 2 == 0) {
                say(row);
            }
        }

        private void erp(int who, int b) {
            say(new Said("erp", event(), Repetition.OF_EVENT,
                    "{" + keys(persons.get(who), b % 3) + ",'address':'" + value(b) + "'}",
                    START.plus(Duration.ofHours(b % 50)), "address", value(b), who));
        }

        private void byId(int who, int b) {
            Person person = persons.get(who);
            List<ObjectNode> known = world.ladiflow.withEmail(person.emails);
            if (!known.isEmpty()) {
                say(new Said("ladi", event(), Repetition.OF_EVENT,
                        "{'_id':'" + known.get(0).path("_id").asText() + "','email':'"
                                + (hasTold("ladi", who) ? person.email() : person.emails.get(0)) + "','city':'" + value(b)
                                + "'}",
                        null, "city", value(b), who));
            }
        }

        private void level(int who, int b) {
            say(new Said("level", event(), Repetition.OF_EVENT, "{" + keys(persons.get(who), 2)
                    + ",'custom_fields':[{'name':'level','value':'" + value(b) + "'}]}", null, "custom_fields", value(b), who));
        }

        private void tag(int who, int b) {
            String tag = b % 2 == 0 ? "VIP" : "Đã mua";
            // Where LadiFlow only adds tags, none can be taken away.
            boolean removes = b / 2 % 3 == 0 && !world.ladiflow.addsTags;
            boolean timed = b / 6 % 2 == 0;
            String tags = removes
                    ? "'tags_remove_by_name':['" + tag.toUpperCase() + "']"
                    : "'tags':['" + (timed ? tag : " " + tag.toLowerCase()) + "'],'import_by_tag_name':true";
            say(new Said(timed ? "tags" : "tagger", timed ? event() : null,
                    timed ? Repetition.OF_EVENT : Repetition.OF_CUSTOMER,
                    "{" + keys(persons.get(who), kind == Kind.TWO_LINES ? 2 : b / 12 % 3) + "," + tags + "}",
                    timed ? START.plus(Duration.ofHours(b % 50)) : null, "tag " + tag, removes ? "out" : "in", who));
        }

        private void tagByHand(int who) {
            // For some seconds LadiFlow's own answer is believed.
            clock.advance(Duration.ofSeconds(11));
            for (ObjectNode customer : world.ladiflow.withEmail(persons.get(who).emails)) {
                world.ladiflow.giveTag(customer, "by hand");
                persons.get(who).byHand = true;
            }
        }

        private void back(int who, Step step) {
            int how = step.b() / 6 % 3;
            int before = 3 * step.a();
            Fate fate = step.b() % 2 == 0 ? Fate.APPLIED_AND_LOST : step.fate();
            form(who, how, before);
            world.quiet();
            form(who, how, before + 3);
            world.free().forEach(line -> world.call(line, () -> fate));
            if (step.b() % 3 == 0) {
                world.kill();
            } else if (step.b() % 3 == 1) {
                world.underway().forEach(world::complete);
            }
            form(who, how, before);
        }

        private void repeat(int which) {
            // What has no id cannot be told from something that is said again.
            List<Said> events = said.stream()
                    .filter(one -> one.repetition() == Repetition.OF_EVENT && !patched.contains(one.event())).toList();
            if (!events.isEmpty()) {
                say(events.get(which % events.size()));
            }
        }

        private void reject(int who, int b) {
            Said one = b % 2 == 0
                    ? shopSays(who, b)
                    : new Said("form", null, Repetition.OF_CUSTOMER,
                            "{" + keys(persons.get(who), 0) + ",'city':'" + event() + "'}",
                            null, "city", event(), who);
            for (int i = 0; i < 2; i++) {
                assertEquals(i, world.sayInVain(one.source(), one.event(), one.repetition(), one.payload(), one.changedAt())
                        .duplicate());
            }
            arrivals++;
            rejected.add(one);
            firstArrivals.put(one, arrivals);
        }

        private final Map<Said, Long> firstArrivals = new HashMap<>();

        private void mended(int which) {
            if (!rejected.isEmpty()) {
                Said one = rejected.remove(which % rejected.size());
                assertEquals(1,
                        world.say(one.source(), one.event(), one.repetition(), one.payload(), one.changedAt()).replayed());
                arrivals++;
                said.add(one);
                lastUnder.put(mark(one), one.payload());
                persons.get(one.person()).hear(one.field(), new Word(one, one.value(), one.changedAt(),
                        one.isYoungAgain() ? arrivals : firstArrivals.get(one)));
            }
        }

        private void newEmail(int who) {
            Person person = persons.get(who);
            if (person.emails.size() < 3 && kind != Kind.UPSERT && hasTold("shop", who)) {
                person.emails.add(person.name + "." + person.emails.size() + "@example.vn");
            }
        }

        /** Whether a source has told its id of a person together with an address that is known. */
        private boolean hasTold(String source, int who) {
            return said.stream().anyMatch(one -> one.source().equals(source) && one.person() == who);
        }

        private String mark(Said one) {
            return one.source() + "/" + (one.isYoungAgain() ? persons.get(one.person()).name : one.event());
        }

        private void say(Said one) {
            boolean repeats = one.payload().equals(lastUnder.put(mark(one), one.payload()));
            AppendResult result = world.say(one.source(), one.event(), one.repetition(), one.payload(), one.changedAt());
            assertEquals(repeats ? 1 : 0, result.duplicate(), () -> "repeated: " + one);
            arrivals++;
            if (!repeats) {
                said.add(one);
            }
            // Whoever has no ids says it anew when what he said before had come to nothing.
            if (!repeats || one.isYoungAgain() && result.replayed() == 1) {
                persons.get(one.person()).hear(one.field(), new Word(one, one.value(), one.changedAt(), arrivals));
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
            return world.eventsAfter(firstId);
        }

        private List<Event> finished() {
            return events().stream()
                    .filter(event -> event.finishedAt() != null && !event.state().equals(State.REJECTED.label())).toList();
        }

        private void replay(int which) {
            List<Event> finished = finished();
            if (!finished.isEmpty()) {
                assertTrue(world.replay(finished.get(which % finished.size()).id()));
            }
        }

        private void replayDead() {
            world.replay(events().stream().filter(event -> event.state().equals(State.DEAD.label())).map(Event::id).toList());
        }

        private void patch(int which, int b) {
            List<Event> finished = finished().stream().filter(event -> event.source().equals("shop")).toList();
            if (!finished.isEmpty()) {
                Event event = finished.get(which % finished.size());
                String field = b % 2 == 0 ? "company" : "job_title";
                Said one = said.stream().filter(any -> event.eventId().equals(any.event())).findFirst().orElseThrow();
                patched.add(event.eventId());
                clock.advance(Duration.ofSeconds(1));
                assertTrue(world.patch(event.id(), field, "patch " + value(b)));
                arrivals++;
                persons.get(one.person()).hear(field, new Word(one, "patch " + value(b), clock.instant(), arrivals));
            }
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
            Map<String, Event> events = new HashMap<>();
            events().forEach(event -> events.put(event.eventId(), event));
            for (Person person : persons) {
                List<String> addresses = new ArrayList<>(person.emails);
                addresses.add(person.phone + ".ladiflow@ladimail.com");
                List<ObjectNode> customers = world.ladiflow.withEmail(addresses);
                assertEquals(1, customers.size(), () -> person.name + " is several in LadiFlow: " + customers);
                assertEquals(person.byHand, world.ladiflow.tagsOf(customers.get(0)).contains("by hand"),
                        () -> "what was done in LadiFlow to " + person.name);
                person.words.keySet().forEach(field -> {
                    List<Word> youngest = person.youngest(field);
                    JsonNode value = customers.get(0).path(field);
                    String held = field.equals("custom_fields")
                            ? value.path(0).path("value").asText()
                            : !field.startsWith("tag ")
                                    ? value.asText()
                                    : world.ladiflow.tagsOf(customers.get(0)).contains(field.substring(4)) ? "in" : "out";
                    if (!mayBeEdited || !(held.equals("edited") && person.edited.containsKey(field)
                            || field.equals("custom_fields") && held.isEmpty() && isWarned(youngest, events))) {
                        assertTrue(youngest.stream().anyMatch(word -> word.value().equals(held)),
                                () -> field + " of " + person.name + " is " + held + " instead of " + youngest + "; said: "
                                        + said);
                    }
                });
            }
            Map<String, Long> counts = new HashMap<>();
            world.store.reader.counts().forEach(count -> counts.merge(count.state(), count.n(), Long::sum));
            long accounted = Stream
                    .of("delivered", "unchanged", "superseded", "duplicate", "rejected", "dead", "queued", "waiting")
                    .mapToLong(state -> counts.getOrDefault(state, 0L)).sum();
            assertEquals(counts.get("received"), accounted, "the ledger balances");
        }

        /** Whether somebody who looks at the records sees that LadiFlow did not take a list. */
        private boolean isWarned(List<Word> words, Map<String, Event> events) {
            return words.stream().allMatch(word -> {
                Event event = events.get(word.said().event());
                while (!isWarned(event) && event.detail() != null && event.detail().startsWith("merged into record ")) {
                    event = world.store.reader.event(Long.parseLong(event.detail().substring(19))).orElseThrow();
                }
                return isWarned(event);
            });
        }

        private static boolean isWarned(Event event) {
            return event.warnings() != null && event.warnings().contains("DROPPED_BY_LADIFLOW");
        }
    }

    /** @return null when all is well */
    private static Throwable play(List<Script> lives) throws Exception {
        Path folder = Files.createTempDirectory("truth");
        ManualClock clock = new ManualClock(START.plus(Duration.ofDays(30)));
        try (TruthWorld world = new TruthWorld(folder, clock)) {
            int number = 0;
            for (Script life : lives) {
                new Life(world, clock, number++, life).live();
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
    private static Script shrunk(Script life) throws Exception {
        List<Step> shortest = life.steps();
        for (int chunk = Math.max(1, shortest.size() / 2); chunk >= 1; chunk /= 2) {
            for (int from = 0; from + chunk <= shortest.size();) {
                List<Step> shorter = new ArrayList<>(shortest);
                shorter.subList(from, from + chunk).clear();
                if (play(List
                        .of(new Script(life.kind(), life.persons(), life.isKnownBefore(), life.addsTags(), shorter))) == null) {
                    from += chunk;
                } else {
                    shortest = shorter;
                }
            }
        }
        return new Script(life.kind(), life.persons(), life.isKnownBefore(), life.addsTags(), shortest);
    }

    private static void play(long seed, int lives) throws Exception {
        for (int done = 0; done < lives; done += LIVES_A_STORE) {
            List<Script> batch = new ArrayList<>();
            for (int i = 0; i < LIVES_A_STORE; i++) {
                batch.add(script(new Random(seed + done + i)));
            }
            Throwable failure = play(batch);
            if (failure != null) {
                for (Script life : batch) {
                    if (play(List.of(life)) != null) {
                        Script shortest = shrunk(life);
                        throw new AssertionError("seed " + seed + ": " + shortest, play(List.of(shortest)));
                    }
                }
                throw new AssertionError("seed " + seed + ", only together with the lives before", failure);
            }
        }
    }

    @Test
    void theLastWordWinsInLivesThatWerePlayedBefore() throws Exception {
        play(1, LIVES);
    }

    @Test
    void theLastWordWinsInOtherLives() throws Exception {
        play(Long.getLong("truth.seed", SeededProperties.seed()), LIVES);
    }
}
