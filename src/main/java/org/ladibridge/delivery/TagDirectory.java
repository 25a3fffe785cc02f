package org.ladibridge.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.ladibridge.customer.CustomerTags;

/**
 * The tags that LadiFlow has, as it listed them last. Names are one when they are equal in NFC, without blanks around them and without
 * capitals. One delivery at a time lists or creates; the others wait for it.
 */
@Singleton
public class TagDirectory {
    private static final Logger LOG = Logger.getLogger(TagDirectory.class);
    /** Tags are renamed and deleted in LadiFlow. */
    private static final Duration KEPT = Duration.ofMinutes(15);
    /** A name that was missing is looked for again after this time: somebody may have created it. */
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    /** The API cannot remove a tag, and a mapping may take order numbers for tags. */
    private static final int MOST_CREATED_AN_HOUR = 100;
    private static final int MOST_REFUSED = 1_000;

    private final Clock clock;
    private volatile Listed listed = new Listed(Map.of(), Map.of(), Map.of(), null, null);
    private volatile boolean isDoubted;
    private final Deque<Instant> created = new ArrayDeque<>();
    /** Names that LadiFlow refused to create, and when. */
    private final Map<String, Instant> refused = new LinkedHashMap<>();
    private Object holder;

    TagDirectory(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param at when; null before the first time
     * @param refusal what LadiFlow said instead; null when it listed them
     */
    private record Listed(Map<String, Tag> spelt, Map<String, Tag> folded, Map<String, Tag> byId, Instant at, String refusal) {
        Listed with(Tag tag) {
            Map<String, Tag> spelt = new HashMap<>(this.spelt);
            Map<String, Tag> folded = new HashMap<>(this.folded);
            Map<String, Tag> byId = new HashMap<>(this.byId);
            spelt.put(tag.name(), tag);
            folded.putIfAbsent(CustomerTags.fold(tag.name()), tag);
            byId.put(tag.id(), tag);
            return new Listed(spelt, folded, byId, at, refusal);
        }
    }

    /** The id of the tag with this name: with exactly this one, if there is such a tag. */
    Optional<String> id(String name) {
        Listed now = listed;
        return Optional.ofNullable(now.spelt().get(name))
                .or(() -> Optional.ofNullable(now.folded().get(CustomerTags.fold(name))))
                .map(Tag::id);
    }

    /** The name of the tag with this id; the id, when it is not known. */
    String name(String id) {
        Tag tag = listed.byId().get(id);
        return tag == null ? id : tag.name();
    }

    /** Whether nothing has to be asked to know which of the names LadiFlow has. */
    boolean isCurrent(Collection<String> names) {
        Instant at = listed.at();
        return names.isEmpty() || isYounger(at, ASKED_AGAIN)
                || isYounger(at, KEPT) && !isDoubted && names.stream().allMatch(name -> id(name).isPresent());
    }

    /** A time in the future is ignored: the clock was put back. */
    private boolean isYounger(Instant at, Duration age) {
        Instant now = clock.instant();
        return at != null && !at.isAfter(now) && at.plus(age).isAfter(now);
    }

    /** Why LadiFlow did not list its tags the last time; null when it did. */
    String refusal() {
        return listed.refusal();
    }

    /**
     * Acquires the right to list or create tags. Waits for its current holder, for a limited time; after that both go on.
     *
     * @param who may call it again
     */
    synchronized void begin(Object who) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            for (long left = LONGEST_WAIT.toMillis(); holder != null && holder != who
                    && left > 0; left = (end - System.nanoTime())
                            / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        holder = who;
    }

    /** Releases what {@link #take} acquired; without effect when nothing was. */
    synchronized void end(Object who) {
        if (holder == who) {
            holder = null;
            notifyAll();
        }
    }

    /** @param refusal what LadiFlow said instead of some page; null when these are all */
    void listed(List<Tag> tags, String refusal) {
        if (refusal != null) {
            LOG.warnf("LadiFlow does not list its tags, so their names are not sent: %s", refusal);
            Listed before = listed;
            listed = new Listed(before.spelt(), before.folded(), before.byId(), clock.instant(), refusal);
            return;
        }
        Map<String, Tag> spelt = new HashMap<>();
        Map<String, Tag> folded = new HashMap<>();
        Map<String, Tag> byId = new HashMap<>();
        for (Tag tag : tags) {
            spelt.putIfAbsent(tag.name(), tag);
            folded.putIfAbsent(CustomerTags.fold(tag.name()), tag);
            byId.put(tag.id(), tag);
        }
        isDoubted = false;
        listed = new Listed(spelt, folded, byId, clock.instant(), null);
    }

    /** LadiFlow dropped a tag that it had listed: it may have been deleted there. */
    void doubt() {
        isDoubted = true;
    }

    /** Somebody has created tags in LadiFlow just now: they are listed before the next name is looked up. */
    public void listAgain() {
        Listed before = listed;
        listed = new Listed(before.spelt(), before.folded(), before.byId(), null, before.refusal());
    }

    /** Whether a tag with this name may be created now. */
    synchronized boolean mayCreate(String name) {
        while (!created.isEmpty() && !isYounger(created.peek(), Duration.ofHours(1))) {
            created.poll();
        }
        return created.size() < MOST_CREATED_AN_HOUR && !isYounger(refused.get(CustomerTags.fold(name)), ASKED_AGAIN);
    }

    synchronized void created(Tag tag) {
        created.add(clock.instant());
        listed = listed.with(tag);
        LOG.infof("The tag «%s» was created in LadiFlow", tag.name());
    }

    synchronized void refused(String name) {
        if (refused.size() >= MOST_REFUSED) {
            refused.remove(refused.keySet().iterator().next());
        }
        refused.put(CustomerTags.fold(name), clock.instant());
    }
}
