package org.ladibridge.journal;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.ladibridge.customer.Reason;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** One queue of the journal. */
@UriEndpoint(firstVersion = "1.0.0", scheme = "journal", title = "Journal", syntax = "journal:queue", category = Category.MESSAGING)
@RegisterForReflection
public class JournalEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the queue")
    @Metadata(required = true)
    private final String queue;
    @UriParam(label = "consumer", defaultValue = "1", description = "How many records may be with the consumer at once")
    private int concurrentConsumers = 1;
    @UriParam(label = "consumer", description = "Decides whether records are handed out at the moment; a bean")
    private DispatchGate gate = DispatchGate.OPEN;
    @UriParam(label = "consumer", defaultValue = "1", description = "How many records of one key the consumer is offered at once")
    private int together = 1;
    @UriParam(label = "consumer", defaultValue = "LADIFLOW_DOWN", description = "Why a record waits when its route failed without saying why")
    private Reason retryReason = Reason.LADIFLOW_DOWN;

    public JournalEndpoint(String uri, JournalComponent component, String queue) {
        super(uri, component);
        this.queue = queue;
    }

    @Override
    public Producer createProducer() {
        return new JournalProducer(this, journal());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        JournalConsumer consumer = new JournalConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    Journal journal() {
        return ((JournalComponent) getComponent()).journal();
    }

    public String getQueue() {
        return queue;
    }

    public int getConcurrentConsumers() {
        return concurrentConsumers;
    }

    public void setConcurrentConsumers(int concurrentConsumers) {
        if (concurrentConsumers < 1) {
            throw new IllegalArgumentException(
                    "journal:" + queue + ": concurrentConsumers must be 1 or more, not " + concurrentConsumers);
        }
        this.concurrentConsumers = concurrentConsumers;
    }

    public DispatchGate getGate() {
        return gate;
    }

    public void setGate(DispatchGate gate) {
        this.gate = gate;
    }

    public int getTogether() {
        return together;
    }

    public void setTogether(int together) {
        this.together = together;
    }

    public Reason getRetryReason() {
        return retryReason;
    }

    public void setRetryReason(Reason retryReason) {
        this.retryReason = retryReason;
    }
}
