package org.ladibridge.intake.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.ManualClock;
import org.ladibridge.ManualTicker;
import org.ladibridge.Ticker;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.IntakeProperties;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.Checkpoint;
import org.ladibridge.journal.CheckpointStore;
import org.ladibridge.journal.JournalExchange;

/** The steps of a poll without Camel's route around them. */
class PollTest {
    private static final String ROUTE = "poll-source-1";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-20T03:04:05Z"));
    private final ManualTicker ticker = new ManualTicker();
    private final RefusedKeys refused = new RefusedKeys();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Poll poll = new Poll();
    private final PollProgress progress = new PollProgress();
    private String checkpoint;

    @BeforeEach
    void prepare() {
        camel.getRegistry().bind("clock", Clock.class, clock);
        camel.getRegistry().bind("ticker", Ticker.class, ticker);
        camel.getRegistry().bind("refused", refused);
        camel.getRegistry().bind("progress", progress);
        camel.getRegistry().bind("random", RandomGenerator.class, RandomGenerator.of("L64X128MixRandom"));
        camel.getRegistry().bind("checkpoints", CheckpointStore.class,
                (CheckpointStore) source -> Optional.ofNullable(checkpoint));
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

    private void pass(Duration time) {
        clock.advance(time);
        ticker.advance(time);
    }

    @Test
    void aClockThatIsPutBackDoesNotMakeThePollWaitLonger() throws Exception {
        problemAfter(401, "{}");
        clock.advance(Duration.ofHours(-2));
        Exchange exchange = new DefaultExchange(camel);
        poll.begin(exchange);
        assertEquals(false, exchange.getProperty("pollMore"), "it waits a minute");
        ticker.advance(Duration.ofMinutes(1));
        poll.begin(exchange);
        assertEquals(true, exchange.getProperty("pollMore"));
    }

    private Optional<String> problemAfter(int status, String body) throws Exception {
        pass(Duration.ofMinutes(2));
        Exchange exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setFromRouteId(ROUTE);
        poll.begin(exchange);
        poll.request(exchange);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(body);
        poll.answer(exchange);
        return refused.of(List.of("other", ROUTE));
    }

    /** One run over a list without times; what of it goes to the journal. */
    private List<String> rows(String answer, Integer... rejected) throws Exception {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setFromRouteId(ROUTE);
        poll.begin(exchange);
        poll.request(exchange);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        exchange.getMessage().setBody(answer.replace('\'', '"'));
        poll.answer(exchange);
        List<String> rows = new ArrayList<>();
        for (Object row : exchange.getMessage().getBody(List.class)) {
            RawRecord record = (RawRecord) row;
            assertEquals(record.body().path("id").asText(), record.eventId(), "the last under the row's id is what counts");
            rows.add(record.body().path("company").asText());
        }
        exchange.setProperty(JournalExchange.APPENDED, new AppendResult(rows.size(), 0, 0, Stream.of(rejected)
                .map(index -> new AppendResult.Rejection(index, Reason.BAD_PHONE, null)).toList()));
        poll.stored(exchange);
        return rows;
    }

    @Test
    void ofAListOnlyARowThatEqualsWhatWasStoredOfItLastIsLeftOut() throws Exception {
        String x = "[{'id':1,'company':'X'},{'id':2,'company':'Z'}]";
        assertEquals(List.of("X", "Z"), rows(x));
        assertEquals(List.of(), rows(x));
        assertEquals(List.of("Y"), rows(x.replace("X", "Y")));
        assertEquals(List.of("X"), rows(x), "changed back is news");
        pass(Duration.ofMinutes(61));
        assertEquals(List.of("X", "Z"), rows(x), "the journal looks at all of them now and then");
    }

    @Test
    void aRowThatWasRejectedIsLookedAtAgainWithEachRun() throws Exception {
        String rows = "[{'id':1,'company':'X'},{'id':2,'company':'Z'}]";
        assertEquals(List.of("X", "Z"), rows(rows, 1));
        assertEquals(List.of("Z"), rows(rows, 0));
        assertEquals(List.of("Z"), rows(rows));
        assertEquals(List.of(), rows(rows));
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

    /** One run of a list ordered by time, which is asked from a bound on; what is stored becomes the next run's beginning. */
    private final class Ordered {
        final List<String> asked = new ArrayList<>();
        final List<RawRecord> stored = new ArrayList<>();
        final TreeMap<Instant, String> rows = new TreeMap<>();
        String date = "Tue, 20 Jan 2026 03:04:05 GMT";

        Ordered() throws Exception {
            PollSettings settings = poll.getSettings();
            settings.setPaging("time");
            settings.setUpdated("/updated");
            settings.setSinceFormat("iso");
            settings.setQuery("since={since}");
            settings.setQueryWithin("at={at}&after={lastId}");
            settings.setLimit(2);
            poll.init();
        }

        void run() throws Exception {
            pass(Duration.ofMinutes(2));
            Exchange exchange = new DefaultExchange(camel);
            exchange.getExchangeExtension().setFromRouteId(ROUTE);
            poll.begin(exchange);
            for (int i = 0; i < 20 && exchange.getProperty("pollMore", Boolean.class); i++) {
                poll.request(exchange);
                String raw = exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, String.class);
                String query = raw == null ? "" : URLDecoder.decode(raw, StandardCharsets.UTF_8);
                asked.add(query);
                boolean within = query.startsWith("at=");
                Instant since = within
                        ? Instant.MAX
                        : query.isEmpty() ? Instant.MIN : Instant.parse(query.substring("since=".length()));
                exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
                if (date != null) {
                    exchange.getMessage().setHeader("Date", date);
                }
                exchange.getMessage().setBody(rows.tailMap(since).entrySet().stream().limit(2)
                        .map(row -> "{\"id\":\"%s\",\"updated\":\"%s\"}".formatted(row.getValue(), row.getKey()))
                        .collect(Collectors.joining(",", "[", "]")));
                poll.answer(exchange);
                if (exchange.getProperty("pollPage", Boolean.class)) {
                    List<?> records = exchange.getMessage().getBody(List.class);
                    records.forEach(item -> stored.add((RawRecord) item));
                    checkpoint = exchange.getProperty(IntakeProperties.CHECKPOINT, Checkpoint.class).value();
                    poll.stored(exchange);
                }
            }
        }

        List<String> ids() {
            return stored.stream().map(item -> item.body().path("id").asText()).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2062-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-01-20T10:04:05Z"})
    void aRowThatIsDatedInTheFutureDoesNotEndTheReadingOfTheOthers(String future) throws Exception {
        Ordered list = new Ordered();
        list.rows.put(Instant.parse("2026-01-19T00:00:00Z"), "old");
        list.rows.put(Instant.parse(future), "future");
        list.run();
        assertEquals(List.of("old", "future"), list.ids());
        list.rows.put(Instant.parse("2026-01-20T03:05:00Z"), "new");
        list.date = "Tue, 20 Jan 2026 03:06:05 GMT";
        list.run();
        list.rows.put(Instant.parse("2026-01-20T03:07:00Z"), "newer");
        list.date = "Tue, 20 Jan 2026 03:08:05 GMT";
        list.run();
        assertEquals(List.of("old", "future", "new", "newer"), list.ids(), list.asked.toString());
    }

    @Test
    void manyRowsOfTheFutureAreReadToTheLastOne() throws Exception {
        Ordered list = new Ordered();
        for (int i = 0; i < 9; i++) {
            list.rows.put(Instant.parse("2062-01-01T00:00:00Z").plusSeconds(i), "future" + i);
        }
        list.run();
        assertEquals(9, list.ids().stream().distinct().count(), list.ids().toString());
        list.rows.put(Instant.parse("2026-01-20T03:04:30Z"), "new");
        list.run();
        assertEquals(10, list.ids().stream().distinct().count(), list.ids().toString());
    }

    @Test
    void withoutADateOurClockIsTheLimit() throws Exception {
        Ordered list = new Ordered();
        list.date = null;
        list.rows.put(Instant.parse("2062-01-01T00:00:00Z"), "future");
        list.run();
        list.rows.put(clock.instant().plusSeconds(10), "new");
        list.run();
        assertEquals(List.of("future", "new"), list.ids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"since\":2903212800000,\"backfill\":false}",
            "{\"since\":2903212800000,\"at\":2903212800000,\"lastId\":\"7\",\"backfill\":true}",
            "{\"since\":1768000000000,\"until\":2903212800000,\"backfill\":false}"})
    void aCursorThatAnOlderVersionStoredInTheFutureIsMended(String old) throws Exception {
        Ordered list = new Ordered();
        checkpoint = old;
        list.rows.put(Instant.parse("2026-01-10T00:00:00Z"), "missed");
        list.rows.put(Instant.parse("2026-01-20T00:00:00Z"), "new");
        list.run();
        assertEquals(List.of("missed", "new"), list.ids(), list.asked.toString());
        list.run();
        assertEquals(List.of("missed", "new"), list.ids(), "it is mended once");
        assertTrue(list.asked.size() <= 4, list.asked.toString());
    }

    @Test
    void aServersClockThatIsAMinuteOffIsNoReasonToBeginAgain() throws Exception {
        Ordered list = new Ordered();
        list.rows.put(Instant.parse("2026-01-20T03:04:00Z"), "row");
        list.run();
        list.date = "Tue, 20 Jan 2026 03:03:05 GMT";
        list.run();
        assertEquals(2, list.asked.size(), list.asked.toString());
    }

    @Test
    void anAnswerBeyondTheLimitsStopsTheRunAndSaysWhatHelps() throws Exception {
        problemAfter(200, "[" + "{},".repeat(500_001) + "{}]");
        String activity = progress.of("crm-poll").orElseThrow().activity();
        assertTrue(activity.startsWith("failed: HTTP 200: the answer is beyond the limits of one page"), activity);
    }
}
