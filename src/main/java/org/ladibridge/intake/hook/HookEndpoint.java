package org.ladibridge.intake.hook;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.ladibridge.intake.Mistakes;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One webhook; its parameters are those of {@code kamelet:webhook-source}, which describes them, and of which {@code hook.json} is made
 * for tools.
 */
@RegisterForReflection
public class HookEndpoint extends DefaultEndpoint {
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
