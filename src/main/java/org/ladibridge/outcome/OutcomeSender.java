package org.ladibridge.outcome;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.Registry;
import org.jboss.logging.Logger;
import org.ladibridge.Ticker;
import org.ladibridge.customer.Reason;
import org.ladibridge.http.ConnectionTrouble;
import org.ladibridge.http.HttpVerdict;
import org.ladibridge.http.RetryAfter;
import org.ladibridge.intake.SourceGate;
import org.ladibridge.intake.SourceRoute;
import org.ladibridge.intake.SourceTroubles;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.Backoff;
import org.ladibridge.journal.DispatchGate;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.Outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The steps of {@code kamelet:outcome-source}: gives an event to the route, and decides by what the route met whether it is told, sent
 * again or a dead letter. An event that the receiver refuses is its own fault; everything else waits for the receiver, however long.
 */
@RegisterForReflection
public class OutcomeSender implements CamelContextAware, DispatchGate {
    /** Headers of the exchange: what a route may want to send by, without reading the event. */
    public static final String ID = "outcomeId";
    public static final String STATE = "outcomeState";
    public static final String SOURCE = "outcomeSource";
    public static final String CUSTOMER = "outcomeCustomer";

    private static final Logger LOG = Logger.getLogger(OutcomeSender.class);
    private static final String BEGUN = "ladibridge.outcomeBegun";
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10), 0.25);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    /** A receiver that has asked not to be called any more is asked whether that still holds. */
    private static final Duration AFTER_GONE = Duration.ofHours(1);
    /** One that refuses everybody is corrected by somebody. */
    private static final Duration AFTER_REFUSED_ALL = Duration.ofSeconds(30);
    /** One failure may be the event's own; so many in a row are the receiver's. */
    private static final int MOST_FAILURES_IN_A_ROW = 3;
    /** An event that failed so often, while others got through, is given up. */
    private static final int MOST_ATTEMPTS = 20;
    private static final int TOLD_FROM = 5;
    private static final int EXCERPT = 500;

    private final ObjectMapper json = new ObjectMapper();
    private CamelContext camel;
    private SourceGate gate;
    private Clock clock;
    private RandomGenerator random;
    private SourceTroubles troubles;
    private int failuresInARow;
    private volatile String routeId;

    /** An event is about to be sent. */
    public void begin(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        JsonNode event = json.readTree(JournalExchange.of(exchange).record().payload());
        exchange.setProperty(BEGUN, clock.instant());
        message.removeHeaders("*");
        message.setHeader(ID, event.path("id").asText());
        message.setHeader(STATE, event.path("data").path("state").asText());
        message.setHeader(SOURCE, event.path("data").path("source").asText());
        Optional.ofNullable(event.path("data").path("customer").asText(null))
                .ifPresent(customer -> message.setHeader(CUSTOMER, customer));
    }

    /** The route's steps have taken it. */
    public void taken(Exchange exchange) {
        note(exchange, exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class), null);
        answered(exchange);
    }

    /** A step of the route has failed. */
    public void failed(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (failure instanceof HttpOperationFailedException answer) {
            answered(exchange, answer);
            return;
        }
        ConnectionTrouble trouble = ConnectionTrouble.of(failure, null);
        note(exchange, null, trouble.text());
        later(exchange, trouble.text(), null, trouble.isLasting() || isConnection(failure));
    }

    /** Nobody got through, whatever the event. */
    private static boolean isConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private void answered(Exchange exchange, HttpOperationFailedException answer) {
        int status = answer.getStatusCode();
        String said = "HTTP " + status;
        note(exchange, status, answer.getResponseBody());
        switch (HttpVerdict.of(status)) {
            case REFUSED -> {
                answered(exchange);
                JournalExchange.of(exchange).outcome(new Outcome.Dead(Reason.RECEIVER_REFUSED, said));
            }
            case SLOW_DOWN, LATER -> {
                Duration wanted = retryAfter(answer);
                later(exchange, said, wanted, wanted != null || HttpVerdict.of(status) == HttpVerdict.SLOW_DOWN);
            }
            default -> {
                Duration pause = status == 410 ? AFTER_GONE : AFTER_REFUSED_ALL;
                gate.close(pause);
                tell(exchange, said + (status == 410
                        ? ": the receiver is gone for good; correct its address, or set BRIDGE_OUTCOMES=off. It is asked once an hour"
                        : ": nobody takes them at this address; correct the address of the receiver, or what it is shown"));
                // The gate holds it back; whoever has corrected the address and starts again is not to wait for it.
                waits(exchange, said, BACKOFF.after(0, random));
            }
        }
    }

    private Duration retryAfter(HttpOperationFailedException answer) {
        return answer.getResponseHeaders() == null
                ? null
                : answer.getResponseHeaders().entrySet().stream()
                        .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                        .findFirst().flatMap(header -> RetryAfter.parse(header.getValue(), clock, LONGEST_RETRY_AFTER))
                        .orElse(null);
    }

    /**
     * @param wanted how long the receiver wants to be left alone; null when it does not say
     * @param everybody whether the others would fare no better
     */
    private void later(Exchange exchange, String why, Duration wanted, boolean everybody) {
        int attempts = JournalExchange.of(exchange).record().attempts();
        int inARow = failedInARow();
        boolean othersGotThrough = gate.failures() == 0 && inARow < MOST_FAILURES_IN_A_ROW;
        if (!everybody && othersGotThrough && attempts >= MOST_ATTEMPTS) {
            JournalExchange.of(exchange).outcome(new Outcome.Dead(Reason.RECEIVER_REFUSED,
                    why + ", " + (attempts + 1) + " times while others got through"));
            return;
        }
        Duration pause = BACKOFF.after(attempts, random);
        if (everybody || inARow >= MOST_FAILURES_IN_A_ROW) {
            pause = longer(wanted, BACKOFF.after(gate.failures(), random));
            int closings = gate.close(pause);
            if (closings == 1) {
                LOG.warnf("%s: outcomes are not sent for now: %s. They are kept and sent when the receiver takes them again",
                        SourceRoute.declared(routeId(exchange)), why);
            } else if (closings >= TOLD_FROM) {
                tell(exchange, why + "; they are kept and sent when the receiver takes them again");
            }
        }
        waits(exchange, why, pause);
    }

    private synchronized int failedInARow() {
        return ++failuresInARow;
    }

    private static Duration longer(Duration wanted, Duration own) {
        return wanted == null || wanted.compareTo(own) < 0 ? own : wanted;
    }

    private void waits(Exchange exchange, String why, Duration pause) {
        JournalExchange.of(exchange).outcome(new Outcome.RetryAt(clock.instant().plus(pause), Reason.RECEIVER_DOWN, why));
    }

    private void tell(Exchange exchange, String trouble) {
        if (troubles.tell(routeId(exchange), "outcomes are not sent: " + trouble)) {
            LOG.warnf("%s: outcomes are not sent: %s", SourceRoute.declared(routeId(exchange)), trouble);
        }
    }

    /** Each route has a sender of its own, and a route that is built anew has another. */
    private String routeId(Exchange exchange) {
        if (routeId == null) {
            routeId = SourceRoute.id(exchange);
        }
        return routeId;
    }

    private synchronized void answered(Exchange exchange) {
        failuresInARow = 0;
        troubles.over(routeId(exchange));
        gate.open();
    }

    private void note(Exchange exchange, Integer status, String answer) {
        Instant begun = exchange.getProperty(BEGUN, Instant.class);
        JournalExchange.of(exchange).attempts().add(new Attempt(begun, "outcome", null, status,
                Duration.between(begun, clock.instant()).toMillis(),
                answer == null || answer.length() <= EXCERPT ? answer : answer.substring(0, EXCERPT)));
    }

    @Override
    public boolean permits(int inFlight) {
        return gate.permits(inFlight);
    }

    @Override
    public Duration askAgainAfter() {
        return gate.askAgainAfter();
    }

    @Override
    public void onChange(Runnable listener) {
        gate.onChange(listener);
        // The route starts, perhaps because somebody has mended what was wrong.
        gate.probeNow();
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camel = camelContext;
        Registry beans = camelContext.getRegistry();
        this.clock = beans.findSingleByType(Clock.class);
        this.random = beans.findSingleByType(RandomGenerator.class);
        this.troubles = beans.findSingleByType(SourceTroubles.class);
        this.gate = new SourceGate(beans.findSingleByType(Ticker.class));
    }
}
