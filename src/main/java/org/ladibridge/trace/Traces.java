package org.ladibridge.trace;

import java.net.URI;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.ladibridge.BridgeConfig;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Begins the steps that are traced; all of them are {@link Step#UNSEEN} unless {@code bridge.traces} names a collector. */
@Startup
@ApplicationScoped
public class Traces {
    private final Spans spans;

    @Inject
    public Traces(BridgeConfig config) {
        // Not by a method reference, which would load what nobody wants.
        this.spans = config.traces().isPresent() ? spans(config.traces().get()) : null;
    }

    /** A collector that cannot be written to is told at the start, not to every sender. */
    private static Spans spans(URI collector) {
        try {
            return new Spans(collector);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ConfigurationException("BRIDGE_TRACES «" + collector + "»: no traces can be sent there: " + e.getMessage()
                    + "; give the address of a collector that speaks OTLP over HTTP, such as http://otel:4318/v1/traces, or leave it out");
        }
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
