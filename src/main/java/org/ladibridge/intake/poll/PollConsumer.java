package org.ladibridge.intake.poll;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.ladibridge.intake.IntakeExchange;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.api.ApiCaller;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.Checkpoint;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.JournalUnavailableException;
import org.ladibridge.journal.Repetition;

/**
 * Lets a {@link PollSource} run at each tick, makes its calls and gives its pages to the route. It stops between two pages: a page
 * whose answer comes after that is not stored, and is asked for again.
 */
class PollConsumer extends ScheduledPollConsumer {
    /** A page is more work than a record. */
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final PollSource.Services services;
    private final ReentrantLock storing = new ReentrantLock();
    private final Condition stopped = storing.newCondition();
    private final ApiCaller.ByHttp calls;
    private final SqlCaller queries;
    private boolean stopping;
    private PollSource source;

    PollConsumer(PollEndpoint endpoint, Processor processor, PollSource.Services services) {
        super(endpoint, processor);
        this.services = services;
        this.calls = new ApiCaller.ByHttp(endpoint.getCamelContext(), "poll", TIMEOUT);
        this.queries = new SqlCaller(services.clock());
    }

    @Override
    public PollEndpoint getEndpoint() {
        return (PollEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        goOn();
        source = new PollSource(getEndpoint().getSettings(), Duration.ofMillis(getDelay()), services, getRouteId(),
                getEndpoint().getSettings().isDatabase() ? queries : calls,
                this::store, this::pause);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        halt();
        super.doStop();
        calls.close();
        queries.close();
    }

    @Override
    protected void doSuspend() throws Exception {
        halt();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        goOn();
        super.doResume();
    }

    private void goOn() {
        storing.lock();
        try {
            stopping = false;
        } finally {
            storing.unlock();
        }
    }

    /** When this is done, a page has been stored whole or will not be. */
    private void halt() {
        storing.lock();
        try {
            stopping = true;
            stopped.signalAll();
        } finally {
            storing.unlock();
        }
    }

    @Override
    protected int poll() {
        source.run();
        return 0;
    }

    private boolean pause(Duration time) {
        storing.lock();
        try {
            long nanos = time.toNanos();
            while (!stopping && nanos > 0) {
                nanos = stopped.awaitNanos(nanos);
            }
            return !stopping;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            storing.unlock();
        }
    }

    private Set<Integer> store(List<RawRecord> records, boolean backfill, Checkpoint checkpoint) {
        storing.lock();
        try {
            if (stopping) {
                throw new PollSource.StoppedException();
            }
            return append(records, backfill, checkpoint);
        } finally {
            storing.unlock();
        }
    }

    private Set<Integer> append(List<RawRecord> records, boolean backfill, Checkpoint checkpoint) {
        Exchange exchange = createExchange(false);
        try {
            IntakeExchange.of(exchange).tell(backfill, Repetition.OF_POLLED_ROW);
            JournalExchange.of(exchange).checkpoint(checkpoint);
            exchange.getMessage().setBody(records);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            AppendResult result = JournalExchange.of(exchange).appended();
            return result == null
                    ? Set.of()
                    : result.rejections().stream().map(AppendResult.Rejection::index).collect(Collectors.toSet());
        } catch (JournalUnavailableException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
