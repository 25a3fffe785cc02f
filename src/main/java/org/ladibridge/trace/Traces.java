package org.ladibridge.trace;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.ladibridge.BridgeConfig;

/** Begins the steps that are traced; all of them are {@link Step#UNSEEN} unless {@code bridge.traces} names a collector. */
@ApplicationScoped
public class Traces {
    private final Spans spans;

    @Inject
    public Traces(BridgeConfig config) {
        // Not by a method reference, which would load what nobody wants.
        this.spans = config.traces().isPresent() ? new Spans(config.traces().get()) : null;
    }

    /**
     * A request of a genuine sender.
     *
     * @param traceparent the sender's own; null when it gave none
     */
    public Step webhook(String source, String traceparent) {
        return spans == null ? Step.UNSEEN : spans.webhook(source, traceparent);
    }

    /**
     * A call to LadiFlow.
     *
     * @param traceparent that of the record; null when it came untraced, and then its calls are untraced, too
     */
    public Step call(String api, String source, long record, String traceparent) {
        return spans == null || traceparent == null ? Step.UNSEEN : spans.call(api, source, record, traceparent);
    }

    @PreDestroy
    void close() {
        if (spans != null) {
            spans.close();
        }
    }
}
