package org.ladibridge.intake.hook;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Webhooks for Prometheus, by what follows {@code /hooks/}. Of paths that nobody serves nothing is kept: anyone can invent them. */
@ApplicationScoped
public class HookMetrics {
    private final MeterRegistry registry;

    public HookMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void accepted(String path) {
        Counter.builder("ladibridge.webhooks.accepted").description("Webhooks whose records were stored").tag("source", path)
                .register(registry).increment();
    }

    void refused(String path, Refusal.Cause cause) {
        Counter.builder("ladibridge.webhooks.refused").description("Webhooks that were not taken, by reason")
                .tag("source", path).tag("reason", cause.name().toLowerCase(Locale.ROOT)).register(registry).increment();
    }
}
