package org.ladibridge.intake.hook;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.ladibridge.intake.Mistakes;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** One webhook; its parameters are those of {@code kamelet:webhook-source}, which describes them. */
@UriEndpoint(firstVersion = "1.0.0", scheme = "hook", title = "Hook", syntax = "hook:path", consumerOnly = true, category = Category.HTTP)
@RegisterForReflection
public class HookEndpoint extends DefaultEndpoint {
    @UriPath(description = "What follows /hooks/")
    @Metadata(required = true)
    private final String path;
    private final HookSettings settings;

    HookEndpoint(String uri, HookComponent component, HookSettings settings) {
        super(uri, component);
        this.path = settings.path();
        this.settings = settings;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("hook: is a source, nothing can be sent to it");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        HookConsumer consumer = new HookConsumer(this, processor, hook());
        configureConsumer(consumer);
        return consumer;
    }

    /** @throws IllegalArgumentException with all that is wrong with the parameters or the secret, which it never names */
    Hook hook() {
        Mistakes mistakes = new Mistakes();
        Hook hook = ((HookComponent) getComponent()).hook(settings, mistakes);
        mistakes.throwIfAny("hook:" + path);
        return hook;
    }

    HookSettings settings() {
        return settings;
    }

    public String getPath() {
        return path;
    }
}
