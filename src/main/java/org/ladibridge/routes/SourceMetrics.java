package org.ladibridge.routes;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.routes.Source.State;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** How the sources stand, for Prometheus. */
@ApplicationScoped
class SourceMetrics implements MeterBinder {
    private final Sources sources;

    SourceMetrics(Sources sources) {
        this.sources = sources;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (State state : State.values()) {
            Gauge.builder("ladibridge.sources", () -> sources.all().stream().filter(source -> source.state() == state).count())
                    .tag("state", state.name().toLowerCase(Locale.ROOT)).description("Sources by how they stand")
                    .register(registry);
        }
        Gauge.builder("ladibridge.sources.needing.attention",
                () -> sources.all().stream().filter(Source::needsAttention).count())
                .description("Sources that cannot be used as they are, whose change cannot be used, or whose token is refused")
                .register(registry);
    }
}
