package org.ladibridge.ledger;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.TroubleFilter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Replays dead letters and rejected records by the group. One replay runs at a time. */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final String SUBJECT = "dead-letters";
    /** A replay that is over by then is answered as a whole. */
    private static final long PATIENCE_MILLIS = 10_000;

    private final Journal journal;
    private final JournalReader reader;
    private final Replay replay;
    private final Clock clock;
    private final ObjectMapper json;
    private GroupReplay last;

    public DeadLetters(Journal journal, JournalReader reader, Replay replay, Clock clock, ObjectMapper json) {
        this.journal = journal;
        this.reader = reader;
        this.replay = replay;
        this.clock = clock;
        this.json = json;
    }

    /**
     * Which records, as what, and how.
     *
     * @param dryRun shows what would be sent and changes nothing
     * @param rate records a second; 0 for no limit but delivery's own
     * @param changed not the dead letters and rejected records, but all of which the mapping in use makes something else than what
     *        was sent
     * @param untaken not the dead letters and rejected records, but those of which LadiFlow did not store one of these; empty for none
     */
    public record Request(TroubleFilter which, Replay.Content content, boolean dryRun, int rate, boolean changed,
            List<JournalReader.Untaken> untaken) {
        public Request(TroubleFilter which, Replay.Content content, boolean dryRun, int rate) {
            this(which, content, dryRun, rate, false, List.of());
        }

        /** The records of which LadiFlow did not store something, as they stand; by source only. */
        public static Request ofUntaken(List<JournalReader.Untaken> untaken, String source, boolean dryRun, int rate) {
            return new Request(new TroubleFilter(source, null, null, null, null, null),
                    new Replay.Content(Replay.Mapping.LATEST, null), dryRun, rate, false, untaken);
        }

        /** Of all records those of which the mapping in use makes something else; by source and time only. */
        public static Request ofChanged(String source, Instant since, Instant until, boolean dryRun, int rate) {
            return new Request(new TroubleFilter(source, null, null, since, until, null),
                    new Replay.Content(Replay.Mapping.CURRENT, null), dryRun, rate, true, List.of());
        }

        /** How long the n-th record (from 0) has to wait when so much time has passed. */
        long pause(long n, long passedNanos) {
            return rate == 0 || dryRun ? 0 : Math.max(0, n * TimeUnit.SECONDS.toNanos(1) / rate - passedNanos);
        }
    }

    /**
     * How the replay of a group stands.
     *
     * @param state {@code running}, {@code done}, {@code stopped} or {@code failed}
     * @param matched how many records there are
     * @param done how many of them were looked at
     * @param queued how many were put back into their queue, or would be
     * @param same of the changed: how many are as the mapping in use makes them, and stay
     * @param patched of the changed: how many stay because a person set values of them
     * @param moved how many of the queued go to another customer
     * @param changes the first ones, as they would be sent; empty unless it is a dry run
     * @param refused the first ones that cannot be replayed, and why
     * @param problem why it failed
     */
    @RegisterForReflection
    public record Outcome(String state, boolean dryRun, long matched, long done, long queued, long same, long patched,
            long moved, List<Replay.Plan> changes,
            List<Replay.Result> refused, String problem) {
    }

    /**
     * Replays a group, oldest first and behind what is live. What takes longer than a call should goes on by itself, as does what has
     * a rate: see {@link #progress}. A dry run ends with the call, but of those that look at all records for the changed ones.
     *
     * @param actor who wants it, for the audit
     * @throws IllegalStateException when one is running
     */
    public Outcome replay(Request request, String actor) {
        boolean ends = request.dryRun() && !request.changed() && request.untaken().isEmpty();
        GroupReplay run = ends ? new GroupReplay(request, actor, reader, replay, outcome -> {
        }) : next(request, actor);
        run.start();
        if (ends) {
            run.await(PATIENCE_MILLIS);
            run.stop();
            run.await(PATIENCE_MILLIS);
        } else if (request.rate() == 0) {
            run.await(PATIENCE_MILLIS);
        }
        return run.outcome();
    }

    /**
     * How many records a replay would send, at most: of the changed ones they are counted, as far as that goes quickly.
     *
     * @param enough where it does not matter how many more there are
     */
    public long most(Request request, long enough) {
        GroupReplay count = new GroupReplay(new Request(request.which(), request.content(), true, 0, request.changed(),
                request.untaken()), "", reader, replay, outcome -> {
                });
        long matched = count.outcome().matched();
        if (!request.changed() || matched <= enough) {
            return matched;
        }
        count.start();
        count.await(PATIENCE_MILLIS);
        count.stop();
        count.await(PATIENCE_MILLIS);
        Outcome counted = count.outcome();
        return counted.state().equals("done") ? counted.queued() : matched - counted.done() + counted.queued();
    }

    /** How the last replay stands; empty when there was none since the start. */
    public synchronized Optional<Outcome> progress() {
        return Optional.ofNullable(last).map(GroupReplay::outcome);
    }

    /** Stops the running replay; the records that it has not reached stay as they are. */
    public synchronized Optional<Outcome> stop(String actor) {
        if (last != null && last.isRunning()) {
            journal.auditDone(new AuditEntry(actor, "dead-letters.stop", SUBJECT, null));
            last.stop();
            last.await(PATIENCE_MILLIS);
        }
        return progress();
    }

    @PreDestroy
    synchronized void close() {
        if (last != null) {
            last.stop();
            last.await(PATIENCE_MILLIS);
        }
    }

    private synchronized GroupReplay next(Request request, String actor) {
        if (last != null && last.isRunning()) {
            throw new IllegalStateException("a replay is running");
        }
        Request asOfNow = new Request(upToNow(request.which()), request.content(), request.dryRun(), request.rate(),
                request.changed(), request.untaken());
        ObjectNode detail = describe(request);
        GroupReplay run = new GroupReplay(asOfNow, actor, reader, replay, outcome -> ended(request, detail, outcome, actor));
        if (request.dryRun()) {
            last = run;
            return run;
        }
        journal.audit(new AuditEntry(actor, name(request) + ".replay", name(request),
                detail.deepCopy().put("matched", run.outcome().matched()).toString())).join();
        last = run;
        return run;
    }

    /** What fails while it runs is for the next one. */
    private TroubleFilter upToNow(TroubleFilter which) {
        Instant now = clock.instant();
        return which.until() != null && which.until().isBefore(now)
                ? which
                : new TroubleFilter(which.source(), which.reason(), which.customerKey(), which.since(), now, which.ids());
    }

    private static String name(Request request) {
        return request.changed() ? "changed" : request.untaken().isEmpty() ? SUBJECT : "not-taken";
    }

    private void ended(Request request, ObjectNode detail, Outcome outcome, String actor) {
        if (request.dryRun()) {
            return;
        }
        if (outcome.state().equals("done")) {
            // What LadiFlow does not store of them again is counted again.
            request.untaken().forEach(one -> journal.sentAgain(one.what(),
                    request.which().source() == null ? one.records() : Math.min(one.records(), outcome.queued())));
        }
        detail.put("state", outcome.state()).put("matched", outcome.matched()).put("queued", outcome.queued())
                .put("refused", outcome.done() - outcome.queued() - outcome.same() - outcome.patched());
        if (request.changed()) {
            detail.put("same", outcome.same()).put("patched", outcome.patched()).put("moved", outcome.moved());
        }
        journal.auditDone(new AuditEntry(actor, name(request) + ".replayed", name(request), detail.toString()));
        LOG.infof("Replayed (%s): %s", name(request), detail);
    }

    /** A customer's key is personal data, so only its kind is told. */
    private ObjectNode describe(Request request) {
        TroubleFilter which = request.which();
        ObjectNode detail = json.createObjectNode();
        if (which.reason() != null) {
            detail.put("reason", which.reason());
        }
        if (which.source() != null) {
            detail.put("source", which.source());
        }
        if (which.customerKey() != null) {
            detail.put("customer", "by " + which.customerKey().replaceAll(":.*", ""));
        }
        if (which.since() != null) {
            detail.put("since", which.since().toString());
        }
        if (which.until() != null) {
            detail.put("until", which.until().toString());
        }
        if (which.ids() != null) {
            detail.put("ids", which.ids().size());
        }
        request.untaken().forEach(one -> detail.put(one.what().kind().label(), one.what().name()));
        if (request.rate() > 0) {
            detail.put("rate", request.rate());
        }
        return request.content().describe(detail);
    }
}
