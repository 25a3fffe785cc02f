package org.ladibridge.journal;

import java.time.Clock;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** {@code journal:<queue>}: a durable, keyed {@code seda:}. */
@ApplicationScoped
@Named("journal")
@Component("journal")
@RegisterForReflection
public class JournalComponent extends DefaultComponent {
    private final Journal journal;
    private final Clock clock;

    public JournalComponent(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining.isBlank()) {
            throw new IllegalArgumentException("journal: takes the name of a queue, for example journal:customers");
        }
        JournalEndpoint endpoint = new JournalEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Journal journal() {
        return journal;
    }

    Clock clock() {
        return clock;
    }
}
