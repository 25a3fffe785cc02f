package org.ladibridge.intake.hook;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;

/** Webhooks for Prometheus, by what follows {@code /hooks/}. Of paths that nobody serves nothing is kept: anyone can invent them. */
@ApplicationScoped
public class HookMetrics {
    private final MeterRegistry registry;

    public HookMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void accepted(String path) {
        registry.counter("ladibridge.webhooks.accepted", "source", path).increment();
    }

    void refused(String path, Refusal.Cause cause) {
        registry.counter("ladibridge.webhooks.refused", "source", path, "reason", cause.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
