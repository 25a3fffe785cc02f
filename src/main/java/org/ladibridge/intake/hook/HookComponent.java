package org.ladibridge.intake.hook;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.Mistakes;
import org.ladibridge.intake.Mistakes.Mistake;
import org.ladibridge.trace.Traces;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** {@code hook:<path>}: a verified webhook at {@code /hooks/<path>}. */
@ApplicationScoped
@Named("hook")
@RegisterForReflection
public class HookComponent extends DefaultComponent {
    private final HookRegistry registry;
    private final BodyParser parser;
    private final HookMetrics metrics;
    private final RefusedDeliveries refused;
    private final Traces traces;
    private final Clock clock;
    private final BridgeConfig config;
    private final BodyMemory memory;

    public HookComponent(HookRegistry registry, BodyParser parser, HookMetrics metrics, RefusedDeliveries refused,
            Traces traces, Clock clock, BridgeConfig config) {
        this.refused = refused;
        this.registry = registry;
        this.parser = parser;
        this.metrics = metrics;
        this.traces = traces;
        this.clock = clock;
        this.config = config;
        this.memory = BodyMemory.ofHeap(config.maxRecords());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        HookEndpoint endpoint = new HookEndpoint(uri, this, HookSettings.taken(remaining, parameters));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /**
     * What is wrong with the parameters of a webhook; nothing is served by asking.
     *
     * @param parameters by name, placeholders filled
     * @throws org.ladibridge.intake.MissingSettingException when a setting that is signed along is missing
     */
    public List<Mistake> mistakes(String path, Map<String, Object> parameters) {
        Mistakes mistakes = new Mistakes();
        hook(HookSettings.taken(path, new HashMap<>(parameters)), mistakes);
        return mistakes.all();
    }

    /** @param mistakes gets what is wrong; when there is any, what is returned is of no use */
    Hook hook(HookSettings settings, Mistakes mistakes) {
        return Hook.of(settings, clock, this::publicAddress, mistakes);
    }

    HookRegistry registry() {
        return registry;
    }

    BodyParser parser() {
        return parser;
    }

    BodyMemory memory() {
        return memory;
    }

    HookMetrics metrics() {
        return metrics;
    }

    RefusedDeliveries refused() {
        return refused;
    }

    Traces traces() {
        return traces;
    }

    /** Null when it is not set. */
    private PublicAddress publicAddress() {
        return config.publicUrl().map(PublicAddress::new).orElse(null);
    }

    long maxBody() {
        return config.maxBody().asLongValue();
    }
}
