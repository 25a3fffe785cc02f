package org.ladibridge.intake;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
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
        exchange.getMessage().setBody(source.records(exchange.getMessage().getBody(), told.eventId(), told.repetition(),
                told.priority(), this::isGivenUp));
    }

    /** Whether the time is over that what is in flight has to finish when the bridge stops. */
    private boolean isGivenUp() {
        CamelContext camel = getEndpoint().getCamelContext();
        return Thread.currentThread().isInterrupted()
                || camel.isStopping() && camel.getShutdownStrategy().isTimeoutOccurred() || camel.isStopped();
    }
}
