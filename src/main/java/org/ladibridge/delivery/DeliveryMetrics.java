package org.ladibridge.delivery;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** How delivery stands, for Prometheus. */
@ApplicationScoped
class DeliveryMetrics implements MeterBinder {
    private final LadiFlowGate gate;

    DeliveryMetrics(LadiFlowGate gate) {
        this.gate = gate;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ladibridge.ladiflow.up", () -> gate.status().reason() == null ? 1 : 0)
                .description("Whether LadiFlow takes records, 1 or 0").register(registry);
        Gauge.builder("ladibridge.customers.failing", () -> gate.status().failing())
                .description("Customers on whom LadiFlow fails while it takes others").register(registry);
        Gauge.builder("ladibridge.ladiflow.paused", () -> gate.status().paused() ? 1 : 0)
                .description("Whether somebody has paused the delivery, 1 or 0").register(registry);
    }
}
