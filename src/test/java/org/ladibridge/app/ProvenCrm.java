package org.ladibridge.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.LongConsumer;

import org.ladibridge.app.CrmStandIn.Contact;

/**
 * A CRM that lives while it is read: contacts are added, changed and deleted, many at one time, and some become visible only after
 * others that changed later. An address that begins with the number of the change tells which state of a contact somebody holds.
 */
final class ProvenCrm {
    /** Its clock is ahead of its database's by so much. */
    private static final Duration AHEAD = Duration.ofSeconds(15);
    private static final Instant FIRST = Instant.parse("2026-01-20T03:04:05.678Z");
    static final long FIRST_ID = 1_000;
    private static final int ONE_TIME = 1_000;

    /** A state that is not visible yet. */
    private record Late(Contact contact, Instant visibleAt) {
    }

    final CrmStandIn crm;
    final PollTroubles troubles;
    private final Random random;
    private final LongConsumer announced;
    private final boolean precise;
    private final Duration latest;
    private final List<Long> ids = new ArrayList<>();
    private final Map<Long, Integer> places = new HashMap<>();
    private final PriorityQueue<Late> late = new PriorityQueue<>(java.util.Comparator.comparing(Late::visibleAt));
    private final Set<Long> hidden = new HashSet<>();
    private long lastId = FIRST_ID;
    /** What was there before is visible. */
    private boolean lives;
    private int changes;
    private int deleted;
    private int lates;

    /**
     * @param announced is told of every contact that changes
     * @param precise whether it keeps milliseconds; otherwise seconds
     * @param latest how long a change may take to become visible; zero where changes are announced
     */
    ProvenCrm(CrmStandIn crm, PollTroubles troubles, Random random, LongConsumer announced, boolean precise, Duration latest) {
        this.crm = crm;
        this.troubles = troubles;
        this.random = random;
        this.announced = announced;
        this.precise = precise;
        this.latest = latest;
        crm.between(troubles);
        crm.forgetCalls();
    }

    /** Every fifth block of a thousand changed at one time, as an import leaves them. */
    synchronized void fill(int rows) {
        for (int i = 0; i < rows; i++) {
            int second = i / ONE_TIME % 5 == 2 ? i / ONE_TIME * ONE_TIME : i;
            add(FIRST.plus(Duration.ofMillis(second * 700L)));
        }
    }

    private Instant now() {
        return at(Instant.now().minus(AHEAD));
    }

    private Instant at(Instant time) {
        return Instant.ofEpochMilli(precise ? time.toEpochMilli() : time.getEpochSecond() * 1_000);
    }

    private void add(Instant changed) {
        long id = ++lastId;
        places.put(id, ids.size());
        ids.add(id);
        write(id, changed);
    }

    private void write(long id, Instant changed) {
        changes++;
        Contact contact = new Contact(id, email(id), changes + " Lê Lợi", at(changed));
        if (latest.isZero() || !lives || random.nextInt(20) > 0) {
            crm.put(contact);
            announced.accept(id);
        } else {
            lates++;
            hidden.add(id);
            late.add(new Late(contact, Instant.now().plusMillis(random.nextLong(latest.toMillis()))));
        }
    }

    String email(long id) {
        return crm.source() + id + "@example.vn";
    }

    private void change(Instant changed) {
        long id = ids.get(random.nextInt(ids.size()));
        if (!hidden.contains(id)) {
            write(id, changed);
        }
    }

    private void delete() {
        long id = ids.get(random.nextInt(ids.size()));
        if (hidden.contains(id)) {
            return;
        }
        int place = places.remove(id);
        long moved = ids.remove(ids.size() - 1);
        if (moved != id) {
            ids.set(place, moved);
            places.put(moved, place);
        }
        crm.delete(id);
        deleted++;
        announced.accept(id);
    }

    /** A moment of its life. */
    synchronized void live() {
        lives = true;
        appear(Instant.now());
        Instant now = now();
        int moment = random.nextInt(400);
        if (moment == 0) {
            for (int i = 0; i < Math.min(ONE_TIME, ids.size() / 5); i++) {
                change(now);
            }
        } else if (moment == 1) {
            for (int i = 0; i < 250; i++) {
                add(now);
            }
        } else {
            for (int i = random.nextInt(5); i > 0; i--) {
                change(now());
            }
            if (moment % 3 == 0) {
                add(now());
            }
            if (moment % 4 == 0) {
                delete();
            }
        }
    }

    private void appear(Instant until) {
        while (!late.isEmpty() && !late.peek().visibleAt().isAfter(until)) {
            Contact contact = late.remove().contact();
            hidden.remove(contact.id());
            crm.put(contact);
        }
    }

    /** Until everything is visible. */
    synchronized boolean settled() {
        appear(Instant.now());
        return late.isEmpty();
    }

    synchronized int changes() {
        return changes;
    }

    synchronized int deleted() {
        return deleted;
    }

    synchronized int lates() {
        return lates;
    }

    synchronized boolean has(long id) {
        return places.containsKey(id);
    }
}
