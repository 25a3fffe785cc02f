package org.ladibridge.journal;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultProducer;

/** Appends the exchange's records durably; the {@link AppendResult} is told as {@link JournalExchange#APPENDED} and as the body. */
class JournalProducer extends DefaultProducer {
    private static final int TIMEOUT_SECONDS = 30;

    private final Journal journal;

    JournalProducer(JournalEndpoint endpoint, Journal journal) {
        super(endpoint);
        this.journal = journal;
    }

    @Override
    public JournalEndpoint getEndpoint() {
        return (JournalEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        JournalExchange told = JournalExchange.of(exchange);
        try {
            AppendResult result = journal
                    .append(getEndpoint().getQueue(), records(exchange), told.checkpoint(),
                            told.traceparent())
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            told.appended(result);
            AppendTally.add(exchange, result);
            exchange.getMessage().setBody(result);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof JournalUnavailableException unavailable
                    ? unavailable
                    : new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new JournalUnavailableException("the store did not write within " + TIMEOUT_SECONDS + " s", e);
        }
    }

    private static List<NewRecord> records(Exchange exchange) throws InvalidPayloadException {
        Object body = exchange.getMessage().getBody();
        if (body instanceof NewRecord record) {
            return List.of(record);
        }
        if (body instanceof List<?> list) {
            return list.stream().map(NewRecord.class::cast).toList();
        }
        throw new InvalidPayloadException(exchange, NewRecord.class);
    }
}
