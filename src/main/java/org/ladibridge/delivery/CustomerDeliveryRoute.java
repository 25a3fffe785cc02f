package org.ladibridge.delivery;

import java.io.IOException;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.camel.LoggingLevel;
import org.apache.camel.Predicate;
import org.apache.camel.builder.RouteBuilder;
import org.ladibridge.BridgeConfig;
import org.ladibridge.delivery.LadiFlowCall.Api;

/** Takes customers out of the journal and brings them to LadiFlow. */
@ApplicationScoped
public class CustomerDeliveryRoute extends RouteBuilder {
    private static final int FIRST_REDELIVERY_MILLIS = 200;
    /** The most queued updates of one customer that one call can carry. */
    private static final int TOGETHER = 50;

    private final LadiFlowConfig ladiflow;
    private final BridgeConfig bridge;
    private final CustomerDelivery delivery;
    private final LadiFlowClient client;
    private final LadiFlowGate gate;

    public CustomerDeliveryRoute(LadiFlowConfig ladiflow, BridgeConfig bridge, CustomerDelivery delivery,
            LadiFlowClient client, LadiFlowGate gate) {
        this.ladiflow = ladiflow;
        this.bridge = bridge;
        this.delivery = delivery;
        this.client = client;
        this.gate = gate;
    }

    // @formatter:off
    @Override
    public void configure() {
        errorHandler(defaultErrorHandler().allowRedeliveryWhileStopping(false));

        // A short outage is bridged here, a longer one in the journal; and so is one customer's failure, when others wait for the place.
        onException(OutageException.class)
            .retryWhile(delivery::repeats)
            .redeliveryDelay(FIRST_REDELIVERY_MILLIS).useExponentialBackOff().backOffMultiplier(2)
            .useCollisionAvoidance().collisionAvoidancePercent(25)
            .maximumRedeliveryDelay(ladiflow.redeliveryMaxDelay().toMillis())
            .onExceptionOccurred(delivery::stumbled)
            .retryAttemptedLogLevel(LoggingLevel.DEBUG)
            .handled(true).logHandled(false).logExhausted(false)
            .process(delivery::outage);

        // One call at a time per customer, several customers at once.
        from("journal:customers?gate=#ladiflowGate&concurrentConsumers=" + ladiflow.concurrency()
                + "&together=" + (ladiflow.coalesce() ? TOGETHER : 1))
            .routeId("ladiflow-delivery")
            .process(delivery::plan)
            .loopDoWhile(delivery::hasCall)
                .to("direct:ladiflow-call")
                .process(delivery::answered)
            .end();

        // One call. Errors belong to the caller, who repeats it as a whole.
        var call = from("direct:ladiflow-call").routeId("ladiflow-call").errorHandler(noErrorHandler());
        if (ladiflow.rate() > 0) {
            call.process(exchange -> gate.waitsForTurn()).throttle(ladiflow.rate()).process(exchange -> gate.hasTurn());
        }
        call.doTry()
                .process(client::request)
                .process(delivery::limit)
                .choice()
                    .when(calls(Api.SHOW)).to(address(Api.SHOW))
                    .when(calls(Api.CREATE_OR_UPDATE)).to(address(Api.CREATE_OR_UPDATE))
                    .when(calls(Api.LIST_TAG)).to(address(Api.LIST_TAG))
                    .when(calls(Api.CREATE_TAG)).to(address(Api.CREATE_TAG))
                    .otherwise().to(address(Api.UPDATE))
                .end()
            .endDoTry()
            .doCatch(IOException.class)
                .process(client::noAnswer)
            .end()
            .process(client::answer);
    }
    // @formatter:on

    private static Predicate calls(Api api) {
        return exchange -> DeliveryExchange.of(exchange).call().api() == api;
    }

    private String address(Api api) {
        String base = bridge.sandbox() ? bridge.sandboxUrl() : ladiflow.url();
        return base.replaceAll("/+$", "") + "/" + api.path() + "?throwExceptionOnFailure=false&followRedirects=false"
                + "&httpClientConfigurer=#ladiflowCalls"
                + "&connectionsPerRoute=" + ladiflow.concurrency()
                + "&connectTimeout=" + millis(ladiflow.connectTimeout())
                + "&soTimeout="
                + millis(ladiflow.responseTimeout()) + "&responseTimeout=" + millis(ladiflow.responseTimeout());
    }

    private static long millis(Duration duration) {
        return duration.toMillis();
    }
}
