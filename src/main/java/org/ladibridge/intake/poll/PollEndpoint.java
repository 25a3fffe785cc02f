package org.ladibridge.intake.poll;

import java.time.Duration;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.ladibridge.intake.Parameters;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** One system that is polled. */
@UriEndpoint(firstVersion = "1.0.0", scheme = "poll", title = "Poll", syntax = "poll:name", consumerOnly = true, category = Category.HTTP)
@RegisterForReflection
public class PollEndpoint extends ScheduledPollEndpoint {
    @UriPath(description = "Name of the source")
    @Metadata(required = true)
    private final String name;
    @UriParam(description = "What to ask and how to read the answers; a bean")
    private PollSettings settings = new PollSettings();
    @UriParam(defaultValue = "5m", description = "The pause between two runs, such as 30s or 5m")
    private String every = "5m";

    public PollEndpoint(String uri, PollComponent component, String name) {
        super(uri, component);
        this.name = name;
        setUseFixedDelay(true);
        setDelay(Duration.ofMinutes(5).toMillis());
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("poll: reads only; it stands in a route's from");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        settings.setName(name);
        settings.validate();
        PollConsumer consumer = new PollConsumer(this, processor, ((PollComponent) getComponent()).services());
        configureConsumer(consumer);
        return consumer;
    }

    public String getName() {
        return name;
    }

    public PollSettings getSettings() {
        return settings;
    }

    public void setSettings(PollSettings settings) {
        this.settings = settings;
    }

    public String getEvery() {
        return every;
    }

    /** @param every the pause between two runs, such as {@code 5m} */
    public void setEvery(String every) {
        this.every = every;
        setDelay(Parameters.duration("every", every).toMillis());
    }
}
