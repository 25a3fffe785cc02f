package org.ladibridge.ledger;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jboss.logging.Logger;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalUnavailableException;
import org.ladibridge.ledger.DeadLetters.Outcome;
import org.ladibridge.ledger.DeadLetters.Request;

/**
 * One walk over a group of dead letters, or over all records for those that the mapping in use changes or of which LadiFlow did not store
 * all, on a thread of its own, oldest first. What it has not reached stays as it is, so whatever ends it early loses nothing.
 */
final class GroupReplay {
    private static final Logger LOG = Logger.getLogger(GroupReplay.class);
    private static final int PAGE = 500;
    private static final int SHOWN = 50;

    private enum State {
        RUNNING,
        DONE,
        STOPPED,
        FAILED
    }

    private final Request request;
    private final String actor;
    private final JournalReader reader;
    private final Replay replay;
    private final Consumer<Outcome> ended;
    private final long first;
    private final long last;
    private final long matched;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "dead-letters-replay");
    private final List<Replay.Plan> changes = new ArrayList<>();
    private final List<Replay.Result> refused = new ArrayList<>();
    private long done;
    private long queued;
    private long same;
    private long patched;
    private long moved;
    private State state = State.RUNNING;
    private String problem;

    /**
     * @param actor who wants it
     * @param ended told what became of it, on its thread
     */
    GroupReplay(Request request, String actor, JournalReader reader, Replay replay, Consumer<Outcome> ended) {
        this.request = request;
        this.actor = actor;
        this.reader = reader;
        this.replay = replay;
        this.ended = ended;
        Instant since = request.which().since();
        Instant until = request.which().until();
        this.first = !request.changed() || since == null ? 0 : reader.firstIdSince(since);
        this.last = !request.changed() ? 0 : until == null ? reader.lastId() : reader.firstIdSince(until) - 1;
        this.matched = !request.untaken().isEmpty()
                ? countUntaken()
                : request.changed()
                        ? reader.countStored(request.which().source(), first, last)
                        : reader.countTroubled(request.which());
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes up no further record; what was put back goes on. */
    void stop() {
        stop.countDown();
    }

    void await(long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    synchronized Outcome outcome() {
        return new Outcome(state.name().toLowerCase(Locale.ROOT), request.dryRun(), matched, done, queued, same, patched, moved,
                List.copyOf(changes),
                List.copyOf(refused), problem);
    }

    private void run() {
        State end;
        String trouble = null;
        try {
            end = walk() ? State.DONE : State.STOPPED;
        } catch (InterruptedException e) {
            end = State.STOPPED;
        } catch (JournalUnavailableException | CompletionException | IOException e) {
            LOG.warnf("The replay of a group ended early, the others stay: %s", e.getMessage());
            end = State.FAILED;
            trouble = e.getMessage();
        } catch (RuntimeException e) {
            LOG.error("The replay of a group ended early, the others stay", e);
            end = State.FAILED;
            trouble = "unexpected: " + e.getClass().getSimpleName();
        }
        synchronized (this) {
            state = end;
            problem = trouble;
        }
        ended.accept(outcome());
    }

    /** @return whether it came to the end */
    private boolean walk() throws IOException, InterruptedException {
        long started = System.nanoTime();
        long taken = 0;
        boolean stopped = false;
        List<Long> page = page(Math.max(0, first - 1));
        while (!stopped && !page.isEmpty()) {
            List<CompletableFuture<?>> onTheirWay = new ArrayList<>();
            Iterator<Long> ids = page.iterator();
            while (ids.hasNext() && !stopped) {
                stopped = stop.await(request.pause(taken, System.nanoTime() - started), TimeUnit.NANOSECONDS);
                if (!stopped) {
                    Optional<CompletableFuture<Void>> onItsWay = take(ids.next());
                    taken += onItsWay.isPresent() ? 1 : 0;
                    onItsWay.ifPresent(onTheirWay::add);
                }
            }
            onTheirWay.forEach(CompletableFuture::join);
            page = page(page.get(page.size() - 1));
        }
        return !stopped;
    }

    private long countUntaken() {
        return request.untaken().stream().mapToLong(one -> reader.countWithUntaken(one, request.which().source())).sum();
    }

    private List<Long> untaken(long after) {
        return request.untaken().stream()
                .flatMap(one -> reader.withUntaken(one, request.which().source(), after, PAGE).stream()).sorted().distinct()
                .limit(PAGE).toList();
    }

    private List<Long> page(long after) {
        if (!request.untaken().isEmpty()) {
            return untaken(after);
        }
        return request.changed()
                ? reader.stored(request.which().source(), after, last, PAGE)
                : reader.troubled(request.which(), after, PAGE);
    }

    /** @return empty when the record stays as it is */
    private Optional<CompletableFuture<Void>> take(long id) throws IOException {
        boolean moves = false;
        if (request.changed()) {
            Replay.Fate fate = replay.fate(id);
            if (fate == Replay.Fate.SAME || fate == Replay.Fate.PATCHED) {
                left(fate);
                return Optional.empty();
            }
            moves = fate == Replay.Fate.MOVED;
        }
        boolean isMoved = moves;
        if (!request.dryRun()) {
            return Optional
                    .of(replay.replayOfGroup(id, request.content(), actor).thenAccept(result -> replayed(result, isMoved)));
        }
        planned(replay.plan(id, request.content()), isMoved);
        return Optional.of(CompletableFuture.completedFuture(null));
    }

    private synchronized void left(Replay.Fate fate) {
        done++;
        same += fate == Replay.Fate.SAME ? 1 : 0;
        patched += fate == Replay.Fate.PATCHED ? 1 : 0;
    }

    private synchronized void planned(Replay.Plan plan, boolean isMoved) {
        if (plan.problem() != null) {
            replayed(Replay.Result.of(plan), isMoved);
            return;
        }
        done++;
        queued++;
        moved += isMoved ? 1 : 0;
        if (changes.size() < SHOWN) {
            changes.add(plan);
        }
    }

    private synchronized void replayed(Replay.Result result, boolean isMoved) {
        done++;
        if (result.queued()) {
            queued++;
            moved += isMoved ? 1 : 0;
        } else if (refused.size() < SHOWN) {
            refused.add(result);
        }
    }
}
