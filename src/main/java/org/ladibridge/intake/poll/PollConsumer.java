package org.ladibridge.intake.poll;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.ladibridge.intake.IntakeProperties;
import org.ladibridge.intake.RawRecord;
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
    /** Each request brings its own address; http: because its component is the one that never repeats calls by itself. */
    private static final String CALLS = "http://poll?throwExceptionOnFailure=false&followRedirects=false&connectTimeout=5000"
            + "&soTimeout=60000&responseTimeout=60000&httpClientConfigurer=#callDeadline";
    private static final List<String> READ = List.of("Retry-After", "Link", "Date");

    private final PollSource.Services services;
    private final ReentrantLock storing = new ReentrantLock();
    private final Condition stopped = storing.newCondition();
    private boolean stopping;
    private Producer calls;
    private PollSource source;

    PollConsumer(PollEndpoint endpoint, Processor processor, PollSource.Services services) {
        super(endpoint, processor);
        this.services = services;
    }

    @Override
    public PollEndpoint getEndpoint() {
        return (PollEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        goOn();
        if (calls == null) {
            Endpoint http = getEndpoint().getCamelContext().getEndpoint(CALLS);
            calls = http.createProducer();
        }
        ServiceHelper.startService(calls);
        source = new PollSource(getEndpoint().getSettings(), Duration.ofMillis(getDelay()), services, getRouteId(), this::call,
                this::store, this::pause);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        halt();
        super.doStop();
        ServiceHelper.stopService(calls);
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

    private PollSource.Reply call(PollRequest request) throws IOException {
        Exchange exchange = calls.getEndpoint().createExchange(ExchangePattern.InOut);
        Message message = exchange.getMessage();
        request.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_METHOD, request.method());
        message.setHeader(Exchange.HTTP_URI, PollRequest.withoutQuery(request.uri()));
        message.setHeader(Exchange.HTTP_RAW_QUERY, request.uri().getRawQuery());
        message.setBody(request.body());
        try {
            calls.process(exchange);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
        if (exchange.getException() instanceof IOException e) {
            throw e;
        }
        if (exchange.getException() != null) {
            throw new IOException(exchange.getException().getMessage(), exchange.getException());
        }
        Message answer = exchange.getMessage();
        Map<String, String> headers = new HashMap<>();
        READ.forEach(name -> {
            String value = answer.getHeader(name, String.class);
            if (value != null) {
                headers.put(name, value);
            }
        });
        try (InputStream body = answer.getBody(InputStream.class)) {
            return new PollSource.Reply(answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                    body == null ? new byte[0] : body.readAllBytes(), headers);
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
            exchange.setProperty(IntakeProperties.BACKFILL, backfill);
            exchange.setProperty(IntakeProperties.REPETITION, Repetition.OF_POLLED_ROW);
            exchange.setProperty(IntakeProperties.CHECKPOINT, checkpoint);
            exchange.getMessage().setBody(records);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            AppendResult result = exchange.getProperty(JournalExchange.APPENDED, AppendResult.class);
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
