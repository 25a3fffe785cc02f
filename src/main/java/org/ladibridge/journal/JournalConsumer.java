package org.ladibridge.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Gives each record of a queue to the route, records of one customer in order, and stores what the route decided. */
class JournalConsumer extends DefaultConsumer implements ShutdownAware {
    private static final Logger LOG = Logger.getLogger(JournalConsumer.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0);
    /** What every line of the log that is written meanwhile carries. */
    private static final String RECORD = "record";

    private final Journal journal;
    private Dispatcher dispatcher;
    private ExecutorService executor;

    JournalConsumer(JournalEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.journal = endpoint.journal();
    }

    @Override
    public JournalEndpoint getEndpoint() {
        return (JournalEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        JournalEndpoint endpoint = getEndpoint();
        executor = endpoint.getCamelContext().getExecutorServiceManager().newFixedThreadPool(this, endpoint.getEndpointUri(),
                endpoint.getConcurrentConsumers());
        Dispatcher own = new Dispatcher(endpoint.getQueue(), journal.records(endpoint.getQueue()), endpoint.getGate(), clock(),
                endpoint.getConcurrentConsumers(), endpoint.getTogether(), records -> executor.execute(() -> deliver(records)));
        try {
            journal.listen(endpoint.getQueue(), own);
        } catch (IllegalStateException e) {
            // The queue is another consumer's. This one never ran, and has nothing to stop later.
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(executor);
            throw e;
        }
        dispatcher = own;
        dispatcher.start();
    }

    @Override
    protected void doStop() throws Exception {
        // One that was built and never started, because its route was refused, has nothing to stop.
        if (dispatcher != null) {
            journal.stopListening(getEndpoint().getQueue(), dispatcher);
            dispatcher.close();
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(executor);
        }
        super.doStop();
    }

    /**
     * What is with the route is finished, while nothing more is handed out from here on: Camel would say so only after it has seen the
     * route idle, which with a queue behind it is never.
     */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        if (dispatcher != null) {
            dispatcher.stopHandingOut();
        }
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return dispatcher == null ? 0 : dispatcher.delivering();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // It is prepared since it was deferred.
    }

    private java.time.Clock clock() {
        return ((JournalComponent) getEndpoint().getComponent()).clock();
    }

    private void deliver(List<QueuedRecord> offered) {
        Exchange exchange = createExchange(false);
        JournalExchange told = JournalExchange.of(exchange);
        List<Attempt> attempts = new ArrayList<>();
        QueuedRecord oldest = offered.get(0);
        Outcome outcome;
        List<QueuedRecord> taken;
        boolean inDoubt;
        MDC.put(RECORD, String.valueOf(oldest.id()));
        journal.handedOut(offered);
        try {
            exchange.getMessage().setBody(oldest.payload());
            told.offer(offered, attempts);
            journal.traceparent(oldest).ifPresent(told::traceparent);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        } finally {
            outcome = outcome(exchange, oldest);
            taken = told.taken();
            inDoubt = told.inDoubt() > 0;
            releaseExchange(exchange, false);
            MDC.remove(RECORD);
        }
        if (taken.size() > 1 && (outcome instanceof Outcome.Dead || outcome instanceof Outcome.Rejected)) {
            // Whose fault it is shows when each goes by itself.
            journal.attempted(taken.get(taken.size() - 1), attempts)
                    .whenComplete((nothing, failure) -> {
                        journal.returned(offered);
                        dispatcher.refusedTogether(taken);
                    });
            return;
        }
        complete(offered, taken, outcome, attempts, inDoubt);
    }

    private void complete(List<QueuedRecord> offered, List<QueuedRecord> taken, Outcome outcome, List<Attempt> attempts,
            boolean inDoubt) {
        QueuedRecord oldest = taken.get(0);
        journal.complete(taken, outcome, attempts, inDoubt).whenComplete((after, failure) -> {
            if (failure != null && journal.isOpen() && !(outcome instanceof Outcome.RetryAt)) {
                LOG.errorf("The outcome of record %d of %s cannot be stored, so it waits and will be delivered once more: %s",
                        oldest.id(), oldest.source(), failure.getMessage());
                complete(offered, taken, new Outcome.RetryAt(now().plus(BACKOFF.after(oldest.attempts())),
                        getEndpoint().getRetryReason(), "its outcome could not be stored"), List.of(), true);
                return;
            }
            journal.returned(offered);
            if (failure == null && outcome instanceof Outcome.SameCustomer) {
                dispatcher.givenBack(taken);
            } else if (failure == null) {
                dispatcher.delivered(taken, after);
            } else {
                // Only when the journal closes: the record is still queued and the next start delivers it again.
                LOG.debugf(failure, "The outcome of record %d was not stored", oldest.id());
            }
        });
    }

    private Outcome outcome(Exchange exchange, QueuedRecord record) {
        Outcome outcome = JournalExchange.of(exchange).outcome();
        if (outcome != null) {
            return outcome;
        }
        Exception failure = exchange.getException();
        if (failure == null) {
            return Outcome.Delivered.PLAIN;
        }
        if (failure instanceof RejectedExecutionException) {
            return new Outcome.RetryAt(now(), getEndpoint().getRetryReason(), "the bridge was stopping");
        }
        LOG.warnf("Record %d of %s could not be delivered and waits: %s", record.id(), record.source(), failure);
        return new Outcome.RetryAt(now().plus(BACKOFF.after(record.attempts())), getEndpoint().getRetryReason(),
                String.valueOf(failure));
    }

    private Instant now() {
        return clock().instant();
    }
}
