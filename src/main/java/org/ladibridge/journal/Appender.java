package org.ladibridge.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

import org.ladibridge.customer.CustomerKey;

/** Puts records into a queue: new ones at its end, each into its customer's line; repetitions to where they belong. */
final class Appender {
    /** A source that is polled repeats what LadiFlow refused with every run. */
    private static final Duration REFUSED_ROWS_REST = Duration.ofHours(1);

    private final AtomicLong lastId;
    private final LongPredicate handedOut;

    /**
     * @param lastId the last number that was given to a record or a place in the queue
     * @param handedOut whether the record is with its consumer
     */
    Appender(AtomicLong lastId, LongPredicate handedOut) {
        this.lastId = lastId;
        this.handedOut = handedOut;
    }

    /**
     * A record with what need not be computed on the writer's thread.
     *
     * @param eventId the source's own, or one made of the content
     * @param identity of source and event id, by which it is looked for
     * @param warnings JSON array; null for none
     */
    record Prepared(NewRecord record, Digests.Digest digest, String eventId, long identity, String warnings) {
        static Prepared of(NewRecord record, String warnings) {
            Digests.Digest digest = Digests.Digest.of(record.raw());
            String content = record.part() == 0 ? digest.hex() : digest.hex() + "#" + record.part();
            String eventId = record.eventId() == null ? content : record.eventId();
            return new Prepared(record, digest, eventId, Digests.identity(record.source(), eventId), warnings);
        }
    }

    /** What is told to whoever hands out a queue's records, once it is on disk. */
    static final class News {
        private final List<Consumer<QueueListener>> items = new ArrayList<>();

        void clear() {
            items.clear();
        }

        void tell(QueueListener listener) {
            items.forEach(item -> item.accept(listener));
        }

        private void stored(QueuedRecord record) {
            items.add(listener -> listener.stored(record));
        }

        private void moved(String line, String into) {
            items.add(listener -> listener.moved(line, into));
        }

        private void changed(String line) {
            items.add(listener -> listener.changed(line));
        }
    }

    /** @param traceparent the trace that they came in with; null for none */
    AppendResult append(JournalTransaction tx, String queue, List<Prepared> records, String traceparent, Instant now,
            News news) throws SQLException {
        int duplicates = 0;
        int rejected = 0;
        int ignored = 0;
        int replayed = 0;
        Map<State, Integer> earlier = new EnumMap<>(State.class);
        List<AppendResult.Rejection> rejections = new ArrayList<>();
        // One record may tell twice of one customer: its second part is no repetition of its first.
        Map<String, Integer> newsOf = new HashMap<>();
        for (Prepared prepared : records) {
            NewRecord record = prepared.record();
            if (record.rejected() != null) {
                rejections.add(new AppendResult.Rejection(record.position(), record.rejected(), record.detail()));
            }
            String line = record.customerKey() == null
                    ? null
                    : line(tx, queue, record.customerKey(), record.aliases(), news);
            boolean isMoreOfTheSame = line != null && Integer.valueOf(record.position()).equals(newsOf.get(line));
            HoldingRows.Earlier first = isMoreOfTheSame ? null : earlier(tx, prepared, line);
            if (first != null) {
                duplicates++;
                tx.duplicate(queue, record.source());
                earlier.merge(first.state(), 1, Integer::sum);
                if (isSentNow(tx, first, record, now)) {
                    replayed++;
                    replay(tx, first.id(), prepared, now, news);
                }
                continue;
            }
            long id = lastId.incrementAndGet();
            tx.insert(queue, prepared, line, id, now);
            if (record.rejected() != null) {
                rejected++;
                continue;
            }
            if (!record.initialState().inFlight()) {
                ignored++;
                continue;
            }
            if (record.repetition().goesByCustomer()) {
                newsOf.put(line, record.position());
                tx.holdings().say(line, record.source(), prepared.digest().number(), id);
            }
            news.stored(new QueuedRecord(id, id, queue, record.source(), record.customerKey(), line, record.priority(),
                    record.payload(), record.changedAt(), null, id, false, 0, null, now, traceparent));
            if (traceparent != null) {
                tx.trace(id, traceparent);
            }
        }
        return new AppendResult(records.size(), duplicates, rejected, ignored, replayed, earlier, rejections);
    }

    /** The record of which this one is a repetition; null when it is news. */
    private HoldingRows.Earlier earlier(JournalTransaction tx, Prepared prepared, String line) throws SQLException {
        NewRecord record = prepared.record();
        long digest = prepared.digest().number();
        if (record.repetition().goesByEvent()) {
            HoldingRows.Earlier last = tx.holdings().last(record.source(), record.eventId());
            if (last != null && last.digest() == digest) {
                boolean isOver = record.repetition() == Repetition.OF_WAITING
                        && (!last.state().inFlight() || handedOut.test(last.id()));
                return isOver ? null : last;
            }
        }
        if (!record.repetition().goesByCustomer()) {
            return null;
        }
        if (line != null) {
            HoldingRows.Earlier last = tx.holdings().lastSaid(line, record.source());
            if (last != null && last.digest() == prepared.digest().number()) {
                return last;
            }
        }
        // What was rejected or ignored was said of nobody; its content is all that there is to know it by.
        HoldingRows.Earlier same = tx.holdings().last(record.source(), prepared.eventId());
        return same != null && (same.state() == State.REJECTED || same.state() == State.IGNORED) && same.digest() == digest
                ? same
                : null;
    }

    /** Whether a repetition of what came to no good end goes out: as it is mapped now. */
    private static boolean isSentNow(JournalTransaction tx, HoldingRows.Earlier first, NewRecord record, Instant now)
            throws SQLException {
        if (record.payload() == null
                || first.state() != State.DEAD && first.state() != State.REJECTED && first.state() != State.IGNORED) {
            return false;
        }
        return record.repetition() != Repetition.OF_POLLED_ROW || first.finishedAt() == null
                || !first.finishedAt().plus(REFUSED_ROWS_REST).isAfter(now)
                || !Arrays.equals(record.payload(), tx.mapped(first.id()));
    }

    private void replay(JournalTransaction tx, long id, Prepared prepared, Instant now, News news) throws SQLException {
        NewRecord record = prepared.record();
        Replacement replacement = new Replacement(record.payload(), record.customerKey(), record.aliases(), null,
                record.warnings(), Set.of(), false);
        AuditEntry entry = new AuditEntry("source " + record.source(), "event.repeat", "event/" + id,
                "{\"mapping\":\"current\"}");
        boolean saidOnceMore = record.repetition().goesByCustomer();
        Requeue requeue = new Requeue(replacement, prepared.warnings(), record.priority(), saidOnceMore, false, entry);
        requeue(tx, id, requeue, now, news);
        if (saidOnceMore) {
            String line = tx.holdings().lineOf(record.customerKey());
            tx.holdings().say(line == null ? record.customerKey() : line, record.source(), prepared.digest().number(), id);
        }
    }

    /**
     * How a finished record is put back.
     *
     * @param replacement null keeps the payload and the keys
     * @param warnings of the replacement, a JSON array; null for none
     * @param saidOnceMore whether its source said it again without telling which event that is: it is as young as that
     * @param wanted whether a person sends it again
     * @param entry who does it, and as what
     */
    record Requeue(Replacement replacement, String warnings, Priority priority, boolean saidOnceMore, boolean wanted,
            AuditEntry entry) {
    }

    /**
     * Puts a finished record at the end of its queue again.
     *
     * @return the queue; null when there is no such record, it is still in flight, or it has no payload
     */
    String requeue(JournalTransaction tx, long id, Requeue how, Instant now, News news) throws SQLException {
        Optional<QueuedRecord> requeued = tx.requeue(id, lastId.incrementAndGet(), how, now);
        if (requeued.isEmpty()) {
            return null;
        }
        QueuedRecord record = requeued.get();
        List<String> aliases = how.replacement() == null ? List.of() : how.replacement().aliases();
        String line = line(tx, record.queue(), record.customerKey(), aliases, news);
        news.stored(line.equals(record.line()) ? record : tx.putInto(record, line));
        return record.queue();
    }

    /**
     * The line that a record stands in: that of its customer, whichever of his keys he was known by before. When two lines turn out to
     * be one customer's, what waits in one moves over first, so that it stays before this record.
     */
    private static String line(JournalTransaction tx, String queue, String key, List<String> aliases, News news)
            throws SQLException {
        HoldingRows holdings = tx.holdings();
        String own = holdings.lineOf(key);
        if (aliases.isEmpty()) {
            return own == null ? key : own;
        }
        String line = null;
        Set<String> unknown = new HashSet<>();
        for (String alias : aliases) {
            String known = CustomerKey.isShared(alias) ? null : holdings.lineOf(alias);
            if (known == null) {
                unknown.add(alias);
            } else if (line == null) {
                line = known;
            } else if (!known.equals(line)) {
                join(tx, queue, known, line, news);
            }
        }
        if (line == null) {
            line = own == null ? key : own;
        } else if (!line.equals(own == null ? key : own)) {
            if (CustomerKey.isShared(key) && own != null) {
                move(tx, queue, key, own, line, news);
            } else {
                join(tx, queue, own == null ? key : own, line, news);
            }
        }
        for (String alias : unknown) {
            if (!CustomerKey.isShared(alias)) {
                holdings.put(alias, line);
            } else if (!alias.equals(line) && holdings.lineOf(alias) == null) {
                // Known by the phone number only, until now.
                join(tx, queue, alias, line, news);
            }
        }
        return line;
    }

    /**
     * Two lines are one customer's.
     *
     * @param into the line that stays; one that is called by a phone number would be taken for whoever has the number next
     */
    static void join(JournalTransaction tx, String queue, String from, String into, News news) throws SQLException {
        if (queue.equals(JournalReader.CUSTOMERS) && tx.ahead().isUnused(from) && tx.holdings().lineOf(into) == null) {
            tx.holdings().put(from, into);
            return;
        }
        tx.holdings().join(from, into);
        if (tx.move(queue, from, into)) {
            news.moved(from, into);
        }
    }

    /** One key belongs to another customer than was thought: what waits under it moves over, the rest of the line stays. */
    static void move(JournalTransaction tx, String queue, String key, String from, String into, News news)
            throws SQLException {
        tx.holdings().put(key, into);
        if (tx.moveOfKey(queue, key, from, into)) {
            news.changed(from);
            news.changed(into);
        }
    }
}
