package org.ladibridge.intake;

import java.io.InputStream;
import java.io.Reader;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.DefaultProducer;

/** Replaces what the source sent by records for the journal. */
class TransformProducer extends DefaultProducer {
    private final SourceTransformer source;

    TransformProducer(TransformEndpoint endpoint, SourceTransformer source) {
        super(endpoint);
        this.source = source;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        component().started(source);
    }

    @Override
    protected void doStop() throws Exception {
        component().stopped(source);
        super.doStop();
    }

    private TransformComponent component() {
        return (TransformComponent) getEndpoint().getComponent();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        IntakeExchange told = IntakeExchange.of(exchange);
        exchange.getMessage().setBody(source.records(body(exchange), told.eventId(), told.repetition(),
                told.priority(), this::isGivenUp));
    }

    /** Components give what they read as they like, also as something that is still to be read. */
    private static Object body(Exchange exchange) throws InvalidPayloadException {
        Object body = exchange.getMessage().getBody();
        return body instanceof InputStream || body instanceof Reader || body instanceof StreamCache
                || body instanceof WrappedFile ? exchange.getMessage().getMandatoryBody(byte[].class) : body;
    }

    /** Whether the time is over that what is in flight has to finish when the bridge stops. */
    private boolean isGivenUp() {
        CamelContext camel = getEndpoint().getCamelContext();
        return Thread.currentThread().isInterrupted()
                || camel.isStopping() && camel.getShutdownStrategy().isTimeoutOccurred() || camel.isStopped();
    }
}
