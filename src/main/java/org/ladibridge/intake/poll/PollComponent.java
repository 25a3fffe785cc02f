package org.ladibridge.intake.poll;

import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.ladibridge.Ticker;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.journal.CheckpointStore;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** {@code poll:<name>}: what has changed in another system since the last time, page by page. */
@ApplicationScoped
@Named("poll")
@Component("poll")
@RegisterForReflection
public class PollComponent extends DefaultComponent {
    private final PollSource.Services services;

    public PollComponent(Clock clock, Ticker ticker, RandomGenerator random, RefusedKeys refusedKeys,
            CheckpointStore checkpoints, PollProgress progress) {
        this.services = new PollSource.Services(clock, ticker, random, refusedKeys, checkpoints, progress);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PollEndpoint endpoint = new PollEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    PollSource.Services services() {
        return services;
    }
}
