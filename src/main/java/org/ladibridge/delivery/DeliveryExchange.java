package org.ladibridge.delivery;

import java.time.Instant;

import org.apache.camel.Exchange;
import org.ladibridge.trace.Step;

/** What the steps of {@link CustomerDeliveryRoute} tell each other with an exchange, as properties of it. */
final class DeliveryExchange {
    private static final String PLAN = "ladibridge.delivery.plan";
    private static final String CALL = "ladibridge.delivery.call";
    private static final String VERDICT = "ladibridge.delivery.verdict";
    private static final String SENT = "ladibridge.delivery.sent";

    /**
     * A call on its way.
     *
     * @param step of the trace
     */
    record Sent(byte[] body, Instant at, Step step) {
    }

    private final Exchange exchange;

    private DeliveryExchange(Exchange exchange) {
        this.exchange = exchange;
    }

    static DeliveryExchange of(Exchange exchange) {
        return new DeliveryExchange(exchange);
    }

    DeliveryPlan plan() {
        return exchange.getProperty(PLAN, DeliveryPlan.class);
    }

    void plan(DeliveryPlan plan) {
        exchange.setProperty(PLAN, plan);
    }

    /** To be made next; null for none. */
    LadiFlowCall call() {
        return exchange.getProperty(CALL, LadiFlowCall.class);
    }

    /** @param call null for none */
    void call(LadiFlowCall call) {
        exchange.setProperty(CALL, call);
    }

    /** What LadiFlow said last. */
    Verdict verdict() {
        return exchange.getProperty(VERDICT, Verdict.class);
    }

    void verdict(Verdict verdict) {
        exchange.setProperty(VERDICT, verdict);
    }

    Sent sent() {
        return exchange.getProperty(SENT, Sent.class);
    }

    void sent(Sent sent) {
        exchange.setProperty(SENT, sent);
    }
}
