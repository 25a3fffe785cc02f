package org.ladibridge.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The one thread that writes. It takes everything that waits as one transaction, so that many writers share one fsync. When a
 * transaction fails, its members are tried one by one: one bad member does not fail the others, and does not make the store one that
 * cannot be written.
 */
final class GroupCommitWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GroupCommitWriter.class);
    private static final int MAX_BATCH = 512;
    private static final long RETRY_MILLIS = 500;

    /** Changes rows within the transaction it is given. */
    interface Write<T> {
        T apply(JournalTransaction tx) throws SQLException;

        /** Says what it is going to ask, so that it is read together with what the others ask. */
        default void ask(ReadAhead ahead) {
        }

        static <T> Write<T> after(Consumer<ReadAhead> asked, Write<T> write) {
            return new Write<>() {
                @Override
                public T apply(JournalTransaction tx) throws SQLException {
                    return write.apply(tx);
                }

                @Override
                public void ask(ReadAhead ahead) {
                    asked.accept(ahead);
                }
            };
        }
    }

    /** What to do with a write when the store cannot be written. */
    enum OnFailure {
        /** Tell the caller, who still has the data. */
        FAIL,
        /** Keep it until the store can be written again: what it records has already happened. */
        RETRY
    }

    private static final class Pending<T> {
        final Write<T> write;
        final OnFailure onFailure;
        final Consumer<T> afterCommit;
        final CompletableFuture<T> future = new CompletableFuture<>();
        T result;

        Pending(Write<T> write, OnFailure onFailure, Consumer<T> afterCommit) {
            this.write = write;
            this.onFailure = onFailure;
            this.afterCommit = afterCommit;
        }

        void apply(JournalTransaction tx) throws SQLException {
            result = write.apply(tx);
        }

        /** @param lost why what was committed would not be found after the next start; null when it would */
        void committed(Exception lost) {
            afterCommit.accept(result);
            if (lost != null && onFailure == OnFailure.FAIL) {
                future.completeExceptionally(unavailable(lost));
            } else {
                future.complete(result);
            }
        }
    }

    private final Database database;
    private final ObjectMapper json;
    private final Duration patience;
    private final Runnable settled;
    private final OutcomeEvents outcomes;
    private final LinkedBlockingDeque<Pending<?>> queue = new LinkedBlockingDeque<>();
    private final Thread thread = new Thread(this::run, "journal-writer");
    private volatile boolean closing;
    private volatile Exception trouble;
    /** A commit failed, and whether it did is not known: the connection may have been lost after the store had it. */
    private boolean inDoubt;
    /** Whether a connection that is lost is worth another one at once: the last one had written something. */
    private boolean reconnects;
    /** {@link System#nanoTime} when the writes at hand were begun; null while there are none. */
    private volatile Long begun;

    /** @param patience after which writes that do not end have met a disk that hangs */
    GroupCommitWriter(Database database, ObjectMapper json, Duration patience) {
        this(database, json, patience, () -> {
        }, OutcomeEvents.NONE);
    }

    /**
     * @param settled called on the writer's thread after the first commit that succeeds when one before had failed: what that one was to
     *            store is in the store by now or never will be
     */
    GroupCommitWriter(Database database, ObjectMapper json, Duration patience, Runnable settled,
            OutcomeEvents outcomes) {
        this.database = database;
        this.json = json;
        this.patience = patience;
        this.settled = settled;
        this.outcomes = outcomes;
    }

    void start() {
        thread.start();
    }

    /** Completed after the commit; fails with {@link JournalUnavailableException}. */
    <T> CompletableFuture<T> submit(Write<T> write, OnFailure onFailure) {
        return submit(write, onFailure, result -> {
        });
    }

    /**
     * As {@link #submit(Write, OnFailure)}.
     *
     * @param afterCommit called on the writer's thread in the order of the commits, which a stage that is chained to the future
     *            is not: where the future is complete already, that one runs on the thread that chains it
     */
    <T> CompletableFuture<T> submit(Write<T> write, OnFailure onFailure, Consumer<T> afterCommit) {
        Pending<T> pending = new Pending<>(write, onFailure, afterCommit);
        if (closing) {
            pending.future.completeExceptionally(new JournalUnavailableException("the journal is stopping", null));
        } else if (onFailure == OnFailure.FAIL && hangs()) {
            // A caller that waits holds a thread, and nothing limits how many would wait.
            pending.future.completeExceptionally(unavailable(hung()));
        } else {
            queue.add(pending);
        }
        return pending.future;
    }

    boolean isOpen() {
        return !closing;
    }

    boolean isAlive() {
        return thread.getState() != Thread.State.TERMINATED;
    }

    /** Why the last transaction failed or the one at hand does not end; null when all is well. */
    Exception trouble() {
        return hangs() ? hung() : trouble;
    }

    private boolean hangs() {
        Long since = begun;
        return since != null && System.nanoTime() - since > patience.toNanos();
    }

    private Exception hung() {
        Exception known = trouble;
        if (known != null) {
            return known;
        }
        Exception cause = new TimeoutException("no transaction ended within " + patience.toSeconds() + " s");
        inTrouble(cause);
        return cause;
    }

    private static JournalUnavailableException unavailable(Exception cause) {
        return new JournalUnavailableException(
                (WriteFault.of(cause) == WriteFault.MEMBER ? "this cannot be stored: " : "the store cannot be written: ")
                        + cause.getMessage(),
                cause);
    }

    /** Commits what is queued, then ends. */
    @Override
    public void close() {
        closing = true;
        // Wakes the thread, which would wait a while for something to write.
        queue.add(new Pending<>(tx -> null, OnFailure.FAIL, nothing -> {
        }));
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Pending<?>> batch = new ArrayList<>();
        while (!closing || !queue.isEmpty()) {
            try {
                boolean isAny = take(batch);
                while (isAny && !batch.isEmpty()) {
                    writeWhileSound(batch);
                }
            } catch (SQLException e) {
                connectionLost(batch, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Holds on to one connection and its prepared statements as long as something can be written. */
    private void writeWhileSound(List<Pending<?>> batch) throws SQLException, InterruptedException {
        try (Connection pooled = database.dataSource().getConnection()) {
            Connection connection = PreparedQuery.driversOwn(pooled);
            database.writesThrough(connection);
            try (JournalTransaction tx = new JournalTransaction(database, connection, json, outcomes)) {
                boolean sound = write(batch, tx);
                while (sound && !(closing && queue.isEmpty())) {
                    sound = !take(batch) || write(batch, tx);
                }
            } finally {
                database.writesNoMore(connection);
            }
        }
    }

    /** @return whether there is something to write */
    private boolean take(List<Pending<?>> batch) throws InterruptedException {
        batch.clear();
        begun = null;
        Pending<?> first = queue.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, MAX_BATCH - 1);
        } else if (trouble != null || isLost()) {
            // While senders stay away because of the trouble, nothing else would notice its end.
            batch.add(new Pending<>(JournalTransaction::probe, OnFailure.FAIL, nothing -> {
            }));
        }
        if (batch.isEmpty()) {
            return false;
        }
        begun = System.nanoTime();
        return true;
    }

    /**
     * Leaves the batch empty, unless the connection was lost before anything was committed: a server that was started anew takes a new
     * connection at once, and nobody has to be told.
     */
    private boolean write(List<Pending<?>> batch, JournalTransaction tx) throws InterruptedException {
        Exception together = tryTogether(batch, tx);
        if (together == null) {
            committed(batch);
            batch.clear();
            reconnects = true;
            return true;
        }
        if (reconnects && !inDoubt && WriteFault.isConnectionLost(together)) {
            reconnects = false;
            return false;
        }
        boolean anyWritten = false;
        Map<Pending<?>, Exception> failed = new LinkedHashMap<>();
        // Each by itself would wait for whoever else is writing as long as all did.
        boolean oneByOne = WriteFault.of(together) != WriteFault.AGAIN && batch.size() > 1;
        for (Pending<?> pending : batch) {
            Exception failure = oneByOne ? tryTogether(List.of(pending), tx) : together;
            if (failure == null) {
                anyWritten = true;
                pending.committed(lost());
                outcomes.announce();
            } else {
                failed.put(pending, failure);
            }
        }
        boolean sound = anyWritten || failed.values().stream().allMatch(cause -> WriteFault.of(cause) == WriteFault.MEMBER);
        if (failed.isEmpty()) {
            recovered();
        } else {
            failed(failed);
        }
        batch.clear();
        return sound;
    }

    private void committed(List<Pending<?>> batch) {
        Exception lost = lost();
        if (lost == null) {
            recovered();
        } else {
            inTrouble(lost);
        }
        batch.forEach(pending -> pending.committed(lost));
        outcomes.announce();
    }

    /** With nothing to write, a folder that was removed is noticed, too; a file system that hangs may hang here. */
    private boolean isLost() {
        begun = System.nanoTime();
        return lost() != null;
    }

    /** Why nothing that is written now would be found after the next start; null when it would. */
    private Exception lost() {
        try {
            database.check();
            return null;
        } catch (StoreFault e) {
            return e;
        }
    }

    private Exception tryTogether(List<Pending<?>> batch, JournalTransaction tx) {
        Exception lost = lost();
        if (lost != null) {
            return lost;
        }
        try {
            tx.begin();
            batch.forEach(pending -> pending.write.ask(tx.ahead()));
            tx.ahead().read();
            for (Pending<?> pending : batch) {
                pending.apply(tx);
            }
            tx.flush();
            commit(tx);
            return null;
        } catch (SQLException | RuntimeException e) {
            tx.rollback();
            return database.explain(e);
        }
    }

    private void commit(JournalTransaction tx) throws SQLException {
        boolean wasInDoubt = inDoubt;
        inDoubt = true;
        tx.commit();
        inDoubt = false;
        if (wasInDoubt) {
            settled.run();
        }
    }

    private void connectionLost(List<Pending<?>> batch, SQLException e) {
        if (batch.isEmpty()) {
            LOG.debug("A connection was broken when it was closed", e);
            return;
        }
        try {
            Map<Pending<?>, Exception> failed = new LinkedHashMap<>();
            Exception lost = lost();
            Exception cause = lost == null ? database.explain(e) : lost;
            batch.forEach(pending -> failed.put(pending, cause));
            failed(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Map<Pending<?>, Exception> failed) throws InterruptedException {
        List<Pending<?>> again = new ArrayList<>();
        failed.forEach((pending, cause) -> {
            // A write that is wrong in itself would fail for ever.
            boolean isWrong = WriteFault.of(cause) == WriteFault.MEMBER;
            if (isWrong) {
                LOG.errorf("The store is well, but it refused what was to be written: %s. Please report this", cause);
            } else {
                inTrouble(cause);
            }
            if (pending.onFailure == OnFailure.RETRY && !closing && !isWrong) {
                again.add(pending);
            } else {
                pending.future.completeExceptionally(unavailable(cause));
            }
        });
        if (!again.isEmpty()) {
            for (int i = again.size() - 1; i >= 0; i--) {
                queue.addFirst(again.get(i));
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    private synchronized void inTrouble(Exception cause) {
        if (trouble == null || StoreTrouble.of(trouble).kind() != StoreTrouble.of(cause).kind()) {
            LOG.errorf(
                    "The store cannot be written: %s. Senders get 503 and files stay where they are until it can%s",
                    cause.getMessage(),
                    cause instanceof StoreFault || WriteFault.of(cause) == WriteFault.AGAIN
                            ? ""
                            : "; " + database.remedy());
        }
        trouble = cause;
    }

    private synchronized void recovered() {
        if (trouble != null) {
            trouble = null;
            LOG.info("The store can be written again");
        }
    }
}
