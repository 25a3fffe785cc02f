package org.ladibridge.intake.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ladibridge.ManualClock;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.journal.CheckpointStore;

/** The steps of a poll without Camel's route around them. */
class PollTest {
    private static final String ROUTE = "poll-source-1";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-20T03:04:05Z"));
    private final RefusedKeys refused = new RefusedKeys();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Poll poll = new Poll();

    @BeforeEach
    void prepare() {
        camel.getRegistry().bind("clock", Clock.class, clock);
        camel.getRegistry().bind("refused", refused);
        camel.getRegistry().bind("progress", new PollProgress());
        camel.getRegistry().bind("random", RandomGenerator.class, RandomGenerator.of("L64X128MixRandom"));
        camel.getRegistry().bind("checkpoints", CheckpointStore.class,
                (CheckpointStore) source -> Optional.empty());
        poll.setCamelContext(camel);
        PollSettings settings = poll.getSettings();
        settings.setName("crm-poll");
        settings.setUrl("http://localhost/customers");
        settings.setToken("secret-token");
        settings.setPaging("none");
        poll.init();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Optional<String> problemAfter(int status, String body) throws Exception {
        clock.advance(Duration.ofMinutes(2));
        Exchange exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setFromRouteId(ROUTE);
        poll.begin(exchange);
        poll.request(exchange);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(body);
        poll.answer(exchange);
        return refused.of(List.of("other", ROUTE));
    }

    @Test
    void aRefusedTokenIsToldUntilTheServerAcceptsIt() throws Exception {
        Optional<String> told = Optional
                .of("the source refuses to be asked, HTTP 401: correct CRM_POLL_TOKEN and restart");
        assertEquals(Optional.empty(), problemAfter(500, ""));
        assertEquals(told, problemAfter(401, "{}"));
        assertEquals(told, problemAfter(503, ""), "an outage says nothing about the token");
        assertEquals(Optional.empty(), problemAfter(200, "[]"));
    }
}
