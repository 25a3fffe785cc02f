package org.ladibridge.intake.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.ManualClock;
import org.ladibridge.Ticker;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.SourceSentences;
import org.ladibridge.intake.SourceTroubles;
import org.ladibridge.intake.api.ApiReply;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.Outcome;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.QueuedRecord;
import org.ladibridge.transform.Jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** A reference to many contacts, as HubSpot's batch read answers it. */
class FetchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROUTE = "fetch-1";

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-20T03:04:05Z"));
    private final SourceTroubles troubles = new SourceTroubles();
    private final RefusedKeys refusedKeys = new RefusedKeys();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Fetch fetch = new Fetch();
    private final List<List<String>> questions = new ArrayList<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> failing = new HashSet<>();
    private ApiReply everywhere;
    private int attempts;

    @BeforeEach
    void prepare() throws Exception {
        Scope functions = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, functions);
        camel.getRegistry().bind("clock", Clock.class, clock);
        camel.getRegistry().bind("ticker", Ticker.class, Ticker.SYSTEM);
        camel.getRegistry().bind("random", RandomGenerator.class, RandomGenerator.of("L64X128MixRandom"));
        camel.getRegistry().bind("refused", refusedKeys);
        camel.getRegistry().bind("troubles", troubles);
        camel.getRegistry().bind("jq", new Jq(functions, Duration.ofSeconds(5)));
        fetch.setCamelContext(camel);
        Path program = folder.resolve("request.jq");
        Files.writeString(program, "{inputs: .ids}");
        FetchSettings settings = fetch.getSettings();
        settings.setQueue("hubspot-contacts");
        settings.setUrl("http://localhost/");
        settings.setPath("batch/read");
        settings.setBody(program.toString());
        settings.setVariable("HUBSPOT_TOKEN");
        settings.setItems("/results");
        settings.setId("/id");
        settings.setAsked("/ids");
        settings.setErrors("/errors");
        settings.setCode("category");
        settings.setGone("OBJECT_NOT_FOUND");
        settings.setRate(100_000);
        fetch.setCalls(request -> answer(request.body()));
    }

    @AfterEach
    void whatIsToldIsToldInVietnameseToo() {
        List<String> routes = List.of(ROUTE);
        Stream.of(troubles.of(routes), refusedKeys.of(routes)).flatMap(Optional::stream)
                .forEach(sentence -> assertTrue(SourceSentences.vietnamese(sentence).isPresent(), sentence));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private ApiReply answer(String body) throws IOException {
        List<String> ids = new ArrayList<>();
        JSON.readTree(body).path("inputs").forEach(id -> ids.add(id.asText()));
        questions.add(ids);
        if (everywhere != null) {
            return everywhere;
        }
        if (ids.stream().anyMatch(refused::contains)) {
            return reply(400, "{\"category\":\"VALIDATION_ERROR\"}");
        }
        ObjectNode answer = JSON.createObjectNode();
        var results = answer.putArray("results");
        for (String id : ids) {
            if (gone.contains(id) || failing.contains(id)) {
                answer.withArray("errors").addObject().put("category", gone.contains(id) ? "OBJECT_NOT_FOUND" : "INTERNAL");
            } else {
                results.addObject().put("id", id);
            }
        }
        return reply(answer.has("errors") ? 207 : 200, answer.toString());
    }

    private static ApiReply reply(int status, String body) {
        return new ApiReply(status, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private Outcome ask(int ids, Set<String> found, Set<String> rejected) throws Exception {
        String reference = "{\"ids\":" + IntStream.rangeClosed(1, ids).mapToObj(id -> "\"" + id + "\"").toList()
                + ",\"at\":[1]}";
        Exchange exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setFromRouteId(ROUTE);
        JournalExchange.of(exchange).offer(List.of(new QueuedRecord(7, 7, "hubspot-contacts", "hubspot-contacts", "key", "key",
                Priority.LIVE, reference.getBytes(StandardCharsets.UTF_8), null, null, 7, false, attempts++, null,
                clock.instant(), null)), new ArrayList<>());
        fetch.ask(exchange);
        List<?> body = exchange.getMessage().getBody(List.class);
        if (body != null) {
            for (Object item : body) {
                RawRecord record = (RawRecord) item;
                JsonNode id = record.body().path("id");
                (record.rejected() == null ? found : rejected)
                        .add(record.rejected() == null ? id.asText() : id.asText() + " " + record.rejected());
            }
            fetch.stored(exchange);
        }
        return JournalExchange.of(exchange).outcome();
    }

    @Test
    void p11OneIdThatIsRefusedDoesNotHoldTheOthersBack() throws Exception {
        refused.add("37");
        Set<String> found = new TreeSet<>();
        Set<String> rejected = new TreeSet<>();
        assertNull(ask(100, found, rejected));
        assertEquals(99, found.size());
        assertEquals(Set.of("37 " + Reason.SOURCE_REFUSED), rejected);
        assertTrue(questions.size() < 20, questions.size() + " questions");
    }

    @Test
    void p11AQuestionThatIsRefusedWhateverItNamesIsADeadLetterAndNoHundredOnes() throws Exception {
        everywhere = reply(400, "{\"category\":\"VALIDATION_ERROR\"}");
        Set<String> found = new TreeSet<>();
        assertInstanceOf(Outcome.Dead.class, ask(100, found, found));
        assertEquals(Set.of(), found);
        assertTrue(questions.size() < 20, questions.size() + " questions");
    }

    @Test
    void p12OfAPartialAnswerWhatWasAnsweredIsStoredAndTheRestAskedAgain() throws Exception {
        failing.add("5");
        gone.add("6");
        Set<String> found = new TreeSet<>();
        Set<String> rejected = new TreeSet<>();
        assertInstanceOf(Outcome.RetryAt.class, ask(100, found, rejected));
        assertEquals(98, found.size());
        questions.clear();
        found.clear();
        assertInstanceOf(Outcome.RetryAt.class, ask(100, found, rejected));
        assertEquals(List.of(List.of("5", "6")), questions, "the others are not asked for again");
        failing.clear();
        assertNull(ask(100, found, rejected));
        assertEquals(Set.of("5"), found);
        assertEquals(Set.of("6 SOURCE_GONE"), rejected);
    }

    @Test
    void p12ARecordThatIsAnsweredWithAnErrorOfItsOwnIsNotAskedForWithoutEnd() throws Exception {
        failing.add("1");
        Set<String> rejected = new TreeSet<>();
        Outcome outcome;
        do {
            outcome = ask(1, new TreeSet<>(), rejected);
        } while (outcome instanceof Outcome.RetryAt && attempts < 50);
        assertEquals(Set.of("1 SOURCE_REFUSED"), rejected);
    }

    @ParameterizedTest
    @CsvSource({"404, <html>Not found</html>", "404, {\"message\":\"no such path\"}", "410, <html>", "404, ''", "301, ''"})
    void p6WhatTheSourceDoesNotSayItselfIsAnOutageAndTold(int status, String body) throws Exception {
        everywhere = reply(status, body);
        Set<String> found = new TreeSet<>();
        assertInstanceOf(Outcome.RetryAt.class, ask(3, found, found));
        assertEquals(Set.of(), found);
        assertTrue(troubles.of(List.of(ROUTE)).orElseThrow().contains("correct the route's url"),
                troubles.of(List.of(ROUTE)).get());
        everywhere = null;
        assertNull(ask(3, found, found));
        assertTrue(troubles.of(List.of(ROUTE)).isEmpty());
        assertEquals(3, found.size());
    }

    @Test
    void whatTheSourceSaysIsGoneIsGone() throws Exception {
        gone.addAll(List.of("1", "2"));
        Set<String> rejected = new TreeSet<>();
        assertNull(ask(2, new TreeSet<>(), rejected));
        assertEquals(Set.of("1 SOURCE_GONE", "2 SOURCE_GONE"), rejected);
    }
}
