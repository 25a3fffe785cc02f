package org.ladibridge.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.ManualClock;
import org.ladibridge.Ticker;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.SourceRoute;
import org.ladibridge.intake.SourceSentences;
import org.ladibridge.intake.SourceTroubles;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.Outcome;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.QueuedRecord;

/** What becomes of an event by what its receiver says. */
class OutcomeSenderTest {
    private static final Instant NOW = Instant.parse("2026-01-20T03:04:05Z");
    private static final byte[] EVENT = """
        {"id":"outcome_7_7","type":"record.dead","data":{"source":"shopify","state":"dead","customer":"email:an@example.vn"}}"""
            .getBytes(StandardCharsets.UTF_8);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SourceTroubles troubles = new SourceTroubles();
    private final OutcomeSender sender = new OutcomeSender();
    private final List<Attempt> attempts = new ArrayList<>();

    @BeforeEach
    void prepare() {
        camel.getRegistry().bind("clock", Clock.class, new ManualClock(NOW));
        camel.getRegistry().bind("ticker", Ticker.class, Ticker.SYSTEM);
        camel.getRegistry().bind("random", RandomGenerator.class, RandomGenerator.of("L64X128MixRandom"));
        camel.getRegistry().bind("troubles", troubles);
        sender.setCamelContext(camel);
    }

    @AfterEach
    void whatIsToldIsToldInVietnameseToo() {
        troubles().forEach(sentence -> assertTrue(SourceSentences.vietnamese(sentence).isPresent(), sentence));
    }

    private List<String> troubles() {
        return troubles.of(List.of("crm")).stream().toList();
    }

    private Exchange begun(int tried) throws Exception {
        DefaultExchange exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setFromRouteId("crm");
        JournalExchange.of(exchange).offer(List.of(new QueuedRecord(9, 9, "outcomes", "outcomes", "outcomes/x", "outcomes/x",
                Priority.LIVE, EVENT, null, null, 9, false, tried, null, NOW, null)), attempts);
        exchange.getMessage().setBody(EVENT);
        sender.begin(exchange);
        return exchange;
    }

    private Outcome failed(int tried, Exception failure) throws Exception {
        Exchange exchange = begun(tried);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        sender.failed(exchange);
        return JournalExchange.of(exchange).outcome();
    }

    private Outcome answered(int status, String retryAfter) throws Exception {
        return failed(0, new HttpOperationFailedException("http://crm.example.vn", status, "", null,
                retryAfter == null ? Map.of() : Map.of("retry-after", retryAfter), "no"));
    }

    private void taken() throws Exception {
        Exchange exchange = begun(0);
        sender.taken(exchange);
        assertNull(JournalExchange.of(exchange).outcome(), "the journal's own: delivered");
    }

    private static Duration pause(Outcome outcome) {
        Outcome.RetryAt retry = assertInstanceOf(Outcome.RetryAt.class, outcome);
        assertEquals(Reason.RECEIVER_DOWN, retry.reason());
        return Duration.between(NOW, retry.due());
    }

    @Test
    void theRouteIsToldWhatItMaySendBy() throws Exception {
        Exchange exchange = begun(0);
        assertEquals(Map.of("outcomeId", "outcome_7_7", "outcomeState", "dead", "outcomeSource", "shopify", "outcomeCustomer",
                "email:an@example.vn"), exchange.getMessage().getHeaders());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 413, 415, 422})
    void whatTheReceiverRefusesIsADeadLetterAndTheOthersGoOn(int status) throws Exception {
        Outcome.Dead dead = assertInstanceOf(Outcome.Dead.class, answered(status, null));
        assertEquals(Reason.RECEIVER_REFUSED, dead.reason());
        assertEquals("HTTP " + status, dead.detail());
        assertEquals("no", attempts.get(0).answer());
        assertTrue(sender.permits(5));
    }

    @Test
    void oneFailureIsTheEventsOwnAndThreeInARowAreTheReceivers() throws Exception {
        pause(answered(500, null));
        pause(answered(502, null));
        assertTrue(sender.permits(5));
        pause(answered(500, null));
        assertFalse(sender.permits(5));
        assertEquals(List.of(), troubles(), "it may pass by itself");
    }

    @Test
    void aReceiverThatWantsToBeLeftAloneIs() throws Exception {
        assertEquals(Duration.ofMinutes(5), pause(answered(503, "300")));
        assertFalse(sender.permits(0));
        assertTrue(sender.askAgainAfter().compareTo(Duration.ofMinutes(4)) > 0);
    }

    @Test
    void aReceiverThatIsAwayIsToldAfterAWhileAndNothingIsGivenUp() throws Exception {
        for (int i = 0; i < 40; i++) {
            pause(failed(i, new ConnectException("Connection refused")));
        }
        assertEquals(1, troubles().size());
        taken();
        assertEquals(List.of(), troubles());
        assertTrue(sender.permits(5));
    }

    /** 410 is a command to stop; as long as nobody has seen to it, everything is kept. */
    @Test
    void oneThatIsGoneForGoodIsAskedOnceAnHourAndItsOwnerIsTold() throws Exception {
        assertTrue(pause(answered(410, null)).compareTo(Duration.ofSeconds(2)) < 0, "the gate waits, not the event");
        assertFalse(sender.permits(0));
        assertTrue(sender.askAgainAfter().compareTo(Duration.ofMinutes(59)) > 0);
        assertEquals(List.of("outcomes are not sent: HTTP 410: the receiver is gone for good; correct its address, or set "
                + "BRIDGE_OUTCOMES=off. It is asked once an hour"), troubles());
    }

    @Test
    void whenItsRouteIsStartedAgainItIsAskedAtOnce() throws Exception {
        answered(410, null);
        sender.onChange(() -> {
        });
        assertTrue(sender.permits(0));
        assertFalse(sender.permits(1), "by one event");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 401, 403, 404})
    void aWrongAddressOrSecretLosesNothing(int status) throws Exception {
        pause(answered(status, null));
        assertFalse(sender.permits(0));
        assertEquals(1, troubles().size());
    }

    @Test
    void anEventOnWhichTheReceiverFailsAloneIsGivenUpAtLast() throws Exception {
        Exception failure = new IllegalStateException("no such partition");
        for (int i = 0; i < 20; i++) {
            pause(failed(i, failure));
            taken();
        }
        assertEquals(Reason.RECEIVER_REFUSED, assertInstanceOf(Outcome.Dead.class, failed(20, failure)).reason());
    }

    /** Camel names the kamelet's route, which nobody has heard of. */
    @Test
    void itsSourceIsNamedAndNotTheKamelet() throws Exception {
        List<String> told = new ArrayList<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("outcome-source").from("direct:outcomes")
                        .process(exchange -> told.addAll(List.of(exchange.getFromRouteId(), SourceRoute.id(exchange))))
                        .to("kamelet:sink");
                from("kamelet:outcome-source").routeId("crm" + SourceRoute.BESIDE).to("log:taken");
                from("direct:other").routeId("other").to("log:other");
            }
        });
        camel.start();
        camel.createProducerTemplate().sendBody("direct:outcomes", "");
        camel.stop();
        assertEquals("crm~2", told.get(1), told.get(0) + " is the kamelet's");
        assertFalse(told.get(0).startsWith("crm"), told.get(0));
        assertEquals("crm", SourceRoute.declared(told.get(1)));
    }

    @Test
    void onItsOwnItIsNotGivenUp() throws Exception {
        for (int i = 0; i < 30; i++) {
            pause(failed(i, new IllegalStateException("no such partition")));
        }
    }
}
