package org.ladibridge.intake;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Contents;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Compares what two rules make of the stored records of a source, newest first, or what one makes of them with what was stored. Holds
 * one record at a time and no cursor, so that it takes no more memory and keeps the store no longer from its housework for many
 * records than for few.
 */
public final class MappingDiff {
    private static final int PAGE = 200;
    /** It pauses as long as it worked, so that live records have priority. */
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final JournalReader reader;
    private final ObjectMapper json;
    private final String source;
    private final SourceTransformer before;
    private final SourceTransformer after;
    private final Range range;
    private final boolean gentle;
    private final Comparison comparison;
    private Event newest;
    private Event oldest;
    private int looked;
    private int unreadable;
    private boolean reachedTheFirst;

    /**
     * Which records.
     *
     * @param last at most so many
     * @param since null for all
     */
    public record Range(int last, Instant since) {
    }

    /**
     * How far it is.
     *
     * @param unreadable records whose contents are purged or are no JSON any more
     * @param reachedTheFirst whether there is no older record
     * @param oldest when the oldest of those that were looked at was received; null when there is none
     */
    public record Progress(Comparison.Result result, int looked, int unreadable, boolean reachedTheFirst, Instant oldest,
            Instant newest) {
    }

    /**
     * @param before null compares with what is stored
     * @param gentle rests in between, to leave the processor to what is live
     */
    public MappingDiff(String source, SourceTransformer before, SourceTransformer after, Range range, boolean gentle,
            JournalReader reader, ObjectMapper json) {
        this.source = source;
        this.before = before;
        this.after = after;
        this.range = range;
        this.gentle = gentle;
        this.reader = reader;
        this.json = json;
        this.comparison = new Comparison(source);
    }

    /**
     * Compares until the range or the time is over.
     *
     * @param goOn asked before each record
     * @return whether it came to the end of the range
     * @throws org.ladibridge.journal.JournalUnavailableException when the store cannot be read
     */
    public boolean run(Duration most, BooleanSupplier goOn) throws IOException {
        long end = System.nanoTime() + most.toNanos();
        Long from = range.since() == null ? null : Long.valueOf(reader.firstIdSince(range.since()));
        Long below = null;
        Sent last = null;
        long worked = System.nanoTime();
        while (true) {
            List<Event> page = reader.events(new Search(source, null, null, List.of(), from, below, PAGE));
            if (page.isEmpty()) {
                noteEnd(from);
                return true;
            }
            for (Event event : page) {
                if (!event.queue().equals(JournalReader.CUSTOMERS)) {
                    continue;
                }
                if (looked() == range.last()) {
                    return true;
                }
                if (System.nanoTime() > end || !goOn.getAsBoolean()) {
                    return false;
                }
                last = compare(event, last);
                long now = System.nanoTime();
                if (gentle && now - worked > WORK_NANOS) {
                    LockSupport.parkNanos(Math.min(now - worked, TimeUnit.SECONDS.toNanos(1)));
                    worked = System.nanoTime();
                }
            }
            below = page.get(page.size() - 1).id();
        }
    }

    private synchronized void noteEnd(Long from) {
        reachedTheFirst = from == null
                || reader.events(new Search(source, null, null, List.of(), null, from, 1)).isEmpty();
    }

    private synchronized int looked() {
        return looked;
    }

    /** Records of one body are mapped together. */
    private record Sent(byte[] raw, Instant at) {
        boolean isAlso(Contents contents, Event event) {
            return at.equals(event.receivedAt()) && Arrays.equals(raw, contents.raw());
        }
    }

    private Sent compare(Event event, Sent last) throws IOException {
        Contents contents = reader.contents(event.id()).orElse(null);
        JsonNode raw = contents == null ? null : tree(contents.raw());
        if (raw == null) {
            note(event, true);
            return null;
        }
        if (before != null && last != null && last.isAlso(contents, event)) {
            // Another customer of the same body.
            return last;
        }
        RawRecord record = RawRecord.of(raw);
        List<Transformed> made = after.transform(record);
        if (before != null) {
            add(event, before.transform(record), made);
        } else {
            Transformed stored = stored(event, contents);
            add(event, stored == null ? List.of() : List.of(stored),
                    StoredPart.of(event, made, id -> !reader.eventsOf(source, id).isEmpty()).map(List::of).orElse(made).stream()
                            .map(this::asStored).toList());
        }
        return new Sent(contents.raw(), event.receivedAt());
    }

    private synchronized void add(Event event, List<Transformed> was, List<Transformed> is) {
        comparison.add(event.id(), was, is);
        note(event, false);
    }

    private synchronized void note(Event event, boolean isUnreadable) {
        looked++;
        unreadable += isUnreadable ? 1 : 0;
        newest = newest == null ? event : newest;
        oldest = event;
    }

    private JsonNode tree(byte[] text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (IOException e) {
            return null;
        }
    }

    /** The result of the mapping at that time, without what a person patched later. */
    private Transformed stored(Event event, Contents contents) throws IOException {
        List<Warning> warnings = event.warnings() == null
                ? List.of()
                : json.<List<Warning>>readValue(event.warnings(), json.getTypeFactory().constructCollectionType(List.class,
                        Warning.class)).stream().filter(warning -> !warning.code().isOfDelivery()).toList();
        JsonNode payload = tree(event.patched() == null ? contents.mapped() : contents.first());
        if (payload != null) {
            return new Accepted(CustomerUpdate.fromJson(payload), warnings);
        }
        return event.reason() == null
                ? null
                : new Rejected(Reason.valueOf(event.reason()), event.detail(), warnings, json.createObjectNode());
    }

    /** Numbers as they come back from the store. */
    private Transformed asStored(Transformed made) {
        return made instanceof Accepted accepted
                ? new Accepted(CustomerUpdate.fromJson(reread(accepted.customer())), accepted.warnings())
                : made;
    }

    private JsonNode reread(CustomerUpdate customer) {
        try {
            return Objects.requireNonNull(json.readTree(json.writeValueAsBytes(customer)));
        } catch (IOException e) {
            throw new IllegalStateException("a payload that cannot be read again", e);
        }
    }

    /** How far it is; may be asked while it runs. */
    public synchronized Progress progress() {
        return new Progress(comparison.result(), looked, unreadable, reachedTheFirst,
                oldest == null ? null : oldest.receivedAt(), newest == null ? null : newest.receivedAt());
    }
}
