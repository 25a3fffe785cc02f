package org.ladibridge.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.junit6.CamelTestSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.BridgeConfig;
import org.ladibridge.Nightly;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.delivery.LadiFlowConfig.Missing;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.http.CallDeadline;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.JournalComponent;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.journal.NewRecord;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.Replacement;
import org.ladibridge.trace.Traces;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The route itself, between a real journal and an HTTP server. */
class CustomerDeliveryRouteTest extends CamelTestSupport {
    private static final String ACCEPTED = "{\"code\":201,\"message\":\"ok\",\"data\":{\"_id\":\"64f000000000000000000001\"}}";

    @TempDir
    Path folder;
    private final Clock clock = Clock.systemUTC();
    private final WireMockServer ladiflow = new WireMockServer(
            WireMockConfiguration.options().dynamicPort().containerThreads(80));
    private final ObjectMapper json = new ObjectMapper();
    private final CallDeadline deadline = new CallDeadline();
    private JournalFixture store;
    private LadiFlowGate gate;

    @Override
    protected void bindToRegistry(Registry registry) {
        ladiflow.start();
        store = new JournalFixture(folder, clock);
        gate = new LadiFlowGate(clock, System::nanoTime, new Random(1), new TestConfig(Write.UPSERT, Missing.CREATE));
        registry.bind("journal", new JournalComponent(store.journal, clock));
        registry.bind("ladiflowGate", gate);
        registry.bind("ladiflowCalls", new LadiFlowCalls(deadline, new TestConfig(Write.UPSERT, Missing.CREATE)));
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        context.getComponent("http", HttpComponent.class).setAutomaticRetriesDisabled(true);
        TestConfig config = new TestConfig(Write.UPSERT, Missing.CREATE, ladiflow.baseUrl() + "/1.0");
        BridgeConfig bridge = JournalFixture.config(folder);
        return new CustomerDeliveryRoute(config, bridge,
                new CustomerDelivery(store.journal, config, gate, new TagDirectory(clock), json, clock),
                new LadiFlowClient(json, clock, new AnswerJudge(json, clock, config), new SimpleMeterRegistry(),
                        new Traces(bridge),
                        config, bridge),
                gate);
    }

    @Override
    protected void doPostTearDown() throws Exception {
        store.close();
        ladiflow.stop();
        deadline.close();
    }

    private void answers(ResponseDefinitionBuilder... answers) {
        String state = STARTED;
        for (int i = 0; i < answers.length; i++) {
            String next = i == answers.length - 1 ? state : "after " + i;
            ladiflow.stubFor(post(anyUrl()).inScenario("answers").whenScenarioStateIs(state).willSetStateTo(next)
                    .willReturn(answers[i]));
            state = next;
        }
    }

    private void store(String eventId, String email) {
        byte[] payload = ("{\"email\":\"" + email + "\",\"first_name\":\"Nguyễn " + eventId + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        store.journal
                .append("customers", List.of(new NewRecord(0, "test", eventId, "email:" + email, null, Priority.LIVE, payload,
                        payload, null, null, null, List.of())), null)
                .join();
    }

    private Event event(String eventId) {
        return store.reader.events(new Search("test", null, null, List.of(), null, null, 1_000)).stream()
                .filter(event -> event.eventId().equals(eventId)).findFirst().orElseThrow();
    }

    private Event awaitState(String eventId, String state) {
        Awaitility.await(eventId + " is " + state).atMost(Duration.ofSeconds(20))
                .until(() -> event(eventId).state().equals(state));
        return event(eventId);
    }

    private List<LoggedRequest> requests() {
        return ladiflow.findAll(postRequestedFor(anyUrl()));
    }

    @Test
    void aCustomerGoesOutWithOurHeadersAndNothingElse() {
        answers(okJson(ACCEPTED));
        store("e1", "an@example.vn");
        awaitState("e1", "delivered");
        LoggedRequest request = ladiflow.findAll(postRequestedFor(urlPathEqualTo("/1.0/customer/create-or-update"))).get(0);
        assertEquals("key", request.getHeader("Api-Key"));
        assertTrue("application/json; charset=utf-8".equalsIgnoreCase(request.getHeader("Content-Type")));
        assertEquals("{\"email\":\"an@example.vn\",\"first_name\":\"Nguyễn e1\"}", request.getBodyAsString());
        assertFalse(request.getAllHeaderKeys().stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("camel")),
                request.getAllHeaderKeys().toString());
    }

    @Test
    void aShortOutageIsBridgedByRedelivery() {
        answers(aResponse().withStatus(503), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), okJson(ACCEPTED));
        store("e1", "an@example.vn");
        assertEquals(1, awaitState("e1", "delivered").attempts(), "the record never left its consumer");
        assertEquals(3, requests().size());
        assertEquals(3, store.reader.attempts(event("e1").id()).size());
    }

    @Test
    void aLongerOutageSendsTheRecordBackToWaitAndNeverToTheDeadLetters() {
        answers(aResponse().withStatus(500));
        store("e1", "an@example.vn");
        Event waiting = awaitState("e1", "waiting");
        assertEquals("LADIFLOW_DOWN", waiting.reason());
        assertEquals(3, requests().size(), "one call and two redeliveries");
        answers(okJson(ACCEPTED));
        awaitState("e1", "delivered");
    }

    /** How long the healthy ones take in milliseconds, who are stored after those who fail for ever. */
    private long serveHealthyBehind(int failing, ResponseDefinitionBuilder answer) {
        ladiflow.stubFor(post(anyUrl()).willReturn(okJson(ACCEPTED)));
        ladiflow.stubFor(post(anyUrl()).withRequestBody(containing("bad")).willReturn(answer));
        storeMany("bad", failing);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !requests().isEmpty());
        long start = System.nanoTime();
        storeMany("good", 300);
        Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(60))
                .until(() -> store.count("delivered") == 300);
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertEquals(failing, store.count("waiting") + store.count("queued"), "and no failing one is lost");
        return millis;
    }

    private void storeMany(String name, int customers) {
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            String email = name + i + "@example.vn";
            byte[] payload = ("{\"email\":\"" + email + "\"}").getBytes(StandardCharsets.UTF_8);
            records.add(new NewRecord(i, "test", name + i, "email:" + email, null, Priority.LIVE, payload, payload, null, null,
                    null, List.of()));
        }
        store.journal.append("customers", records, null).join();
    }

    private void awaitNamed(int failing) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            // Whoever is served shows that it is not LadiFlow.
            store("witness" + System.nanoTime(), "witness" + System.nanoTime() + "@example.vn");
            return gate.status().failing() == failing;
        });
        assertTrue(gate.status().open());
    }

    static int[] fewToMany() {
        return Nightly.or(new int[]{6, 40, 200}, new int[]{6, 40});
    }

    @ParameterizedTest
    @MethodSource("fewToMany")
    void healthyCustomersAreServedWithinSecondsBehindThoseOnWhomLadiFlowFails(int failing) {
        long millis = serveHealthyBehind(failing, aResponse().withStatus(500));
        assertTrue(millis < 15_000, millis + " ms");
        if (failing == 6) {
            awaitNamed(6);
            assertEquals("LADIFLOW_FAILS_ON_THIS", event("bad0").reason());
            long calls = badCalls();
            assertTrue(calls <= 6 * 8, "and they are asked for less and less often: " + calls);
        }
    }

    private long badCalls() {
        return requests().stream().filter(request -> request.getBodyAsString().contains("bad")).count();
    }

    static List<String> waysToFail() {
        return Nightly.or(List.of("reset", "garbage", "html"), List.of("garbage"));
    }

    @ParameterizedTest
    @MethodSource("waysToFail")
    void howTheyFailDoesNotMatter(String how) {
        long millis = serveHealthyBehind(40, switch (how) {
            case "reset" -> aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
            case "garbage" -> aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE);
            default -> aResponse().withStatus(200).withBody("<html>");
        });
        assertTrue(millis < 15_000, millis + " ms");
    }

    static int[] someWhoTimeOut() {
        return Nightly.or(new int[]{6, 40}, new int[]{40});
    }

    @ParameterizedTest
    @MethodSource("someWhoTimeOut")
    void whoTimesOutHoldsNobodyUp(int failing) {
        long millis = serveHealthyBehind(failing, okJson(ACCEPTED).withFixedDelay(20_000));
        assertTrue(millis < 25_000, millis + " ms");
    }

    @Test
    void anOutageOfAllCostsFewCallsAndEndsByItself() {
        ladiflow.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(500)));
        storeMany("c", 300);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !gate.status().open());
        Awaitility.await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(6)).until(() -> !gate.status().open());
        int calls = requests().size();
        assertTrue(calls <= 8 + 2 + 5, "those in flight, the repeated one, and the probes: " + calls);
        ladiflow.stubFor(post(anyUrl()).willReturn(okJson(ACCEPTED)));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> store.count("delivered") == 300);
        assertEquals(0, gate.status().failing());
    }

    @Test
    void aHealthyCustomerWhoComesWhileOnlyFailingOnesWaitIsServedAtOnce() {
        ladiflow.stubFor(post(anyUrl()).willReturn(okJson(ACCEPTED)));
        ladiflow.stubFor(post(anyUrl()).withRequestBody(containing("bad")).willReturn(aResponse().withStatus(500)));
        storeMany("bad", 6);
        // Some probes later the next one is far away.
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> gate.status().probeAt() != null
                && Duration.between(clock.instant(), gate.status().probeAt()).toSeconds() > 6);
        store("good", "good@example.vn");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> event("good").state().equals("delivered"));
        store("good again", "good2@example.vn");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> event("good again").state().equals("delivered"));
    }

    @Test
    void aPersonSetsARecordAsideAndTheCustomersNextOneIsTried() {
        ladiflow.stubFor(post(anyUrl()).willReturn(okJson(ACCEPTED)));
        ladiflow.stubFor(post(anyUrl()).withRequestBody(containing("poison")).willReturn(aResponse().withStatus(500)));
        store("poison", "an@example.vn");
        Event waiting = awaitState("poison", "waiting");
        store("next", "an@example.vn");
        gate.setAside(store.reader.waitingIn(waiting.id()).orElseThrow(), waiting.id());
        assertEquals("LADIFLOW_FAILS_ON_THIS", awaitState("poison", "dead").reason());
        awaitState("next", "delivered");
    }

    @Test
    void anAnswerThatTricklesIsCutOffAfterTheResponseTimeout() {
        answers(okJson(ACCEPTED).withChunkedDribbleDelay(ACCEPTED.length(), 60_000), okJson(ACCEPTED));
        store("e1", "an@example.vn");
        awaitState("e1", "delivered");
        assertEquals(2, requests().size());
    }

    @Test
    void anAnswerThatIsTooLargeIsAnOutageAndSaysWhichSettingMovesTheLimit() {
        String large = "{\"code\":200,\"data\":{\"_id\":\"64f000000000000000000001\",\"note\":\"" + "x".repeat(64 * 1024)
                + "\"}}";
        answers(okJson(large).withGzipDisabled(true), okJson(large), okJson(ACCEPTED));
        store("e1", "an@example.vn");
        awaitState("e1", "delivered");
        List<Attempt> attempts = store.reader.attempts(event("e1").id());
        assertEquals(3, attempts.size());
        for (Attempt attempt : attempts.subList(0, 2)) {
            assertNull(attempt.status());
            assertTrue(attempt.answer().contains("larger than 65536 bytes") && attempt.answer().contains("LADIFLOW_ANSWER_MAX"),
                    attempt.answer());
        }
    }

    @Test
    void anAnswerThatCallsItsPackingByAnotherNameIsNotUnpackedBehindTheLimit() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(("{\"code\":200,\"data\":{\"_id\":\"64f000000000000000000001\"}}" + " ".repeat(10_000_000))
                    .getBytes(StandardCharsets.US_ASCII));
        }
        answers(aResponse().withHeader("Content-Type", "application/json").withHeader("Content-Encoding", "x-other-gzip")
                .withBody(packed.toByteArray()), okJson(ACCEPTED));
        store("e1", "an@example.vn");
        awaitState("e1", "delivered");
        assertEquals(2, requests().size());
    }

    @Test
    void anAnswerOfCountlessSmallValuesIsNoAnswer() {
        answers(okJson("{\"code\":200,\"data\":[" + "0,".repeat(30_000) + "0]}"), okJson(ACCEPTED));
        store("e1", "an@example.vn");
        awaitState("e1", "delivered");
        assertEquals(2, requests().size());
    }

    @Test
    void aShortRetryAfterIsObeyed() {
        answers(aResponse().withStatus(429).withHeader("retry-after", "1"), okJson(ACCEPTED));
        store("e1", "an@example.vn");
        awaitState("e1", "delivered");
        List<Instant> at = requests().stream().map(request -> request.getLoggedDate().toInstant()).sorted().toList();
        assertTrue(Duration.between(at.get(0), at.get(1)).toMillis() >= 990, at.toString());
    }

    @Test
    void aLongRetryAfterIsWaitedForInTheStore() {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "600"));
        Instant before = clock.instant();
        store("e1", "an@example.vn");
        Event waiting = awaitState("e1", "waiting");
        assertTrue(Duration.between(before, waiting.dueAt()).toSeconds() >= 599, waiting.toString());
        assertEquals(1, requests().size(), "it is not asked again before");
    }

    @Test
    void aRefusalIsADeadLetterAtOnce() {
        answers(aResponse().withStatus(400).withHeader("Content-Type", "application/json")
                .withBody("{\"code\":400,\"message\":\"email không hợp lệ\"}"));
        store("e1", "an@example.vn");
        Event dead = awaitState("e1", "dead");
        assertEquals("LADIFLOW_REFUSED", dead.reason());
        assertTrue(dead.detail().contains("không hợp lệ"), dead.detail());
        assertNull(dead.dueAt());
        assertEquals(1, requests().size());
    }

    @Test
    void theNextRecordOfACustomerWaitsForTheOneBefore() {
        answers(aResponse().withStatus(503), aResponse().withStatus(503), aResponse().withStatus(503), okJson(ACCEPTED));
        store("e1", "an@example.vn");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !requests().isEmpty());
        store("e2", "an@example.vn");
        awaitState("e2", "delivered");
        assertEquals("superseded", event("e1").state());
        List<String> names = requests().stream().map(LoggedRequest::getBodyAsString).toList();
        assertTrue(names.get(names.size() - 1).contains("e2"), names.toString());
        assertTrue(names.subList(0, names.size() - 1).stream().allMatch(name -> name.contains("e1")), names.toString());
    }

    private void store(String eventId, String payload, Instant changedAt) {
        byte[] bytes = payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        store.journal.append("customers",
                List.of(new NewRecord(0, "test", eventId, "email:an@example.vn", null, Priority.LIVE, bytes,
                        bytes, changedAt, null, null, List.of())),
                null).join();
    }

    @Test
    void queuedUpdatesOfOneCustomerGoOutAsOneCall() {
        answers(okJson(ACCEPTED));
        gate.pause();
        store("e1", "{'email':'an@example.vn','first_name':'An','city':'Huế'}", null);
        store("e2", "{'email':'an@example.vn','company':null}", null);
        store("e3", "{'email':'an@example.vn','first_name':'Nguyễn An'}", null);
        gate.resume();
        awaitState("e3", "delivered");
        assertEquals("merged into record " + event("e3").id(), event("e1").detail());
        assertEquals("superseded", event("e2").state());
        assertEquals(List.of("{\"email\":\"an@example.vn\",\"first_name\":\"Nguyễn An\",\"city\":\"Huế\",\"company\":null}"),
                requests().stream().map(LoggedRequest::getBodyAsString).toList());
    }

    @Test
    void whatIsKnownByPhoneOnlyIsNotMixedWithWhatIsKnownByEmail() {
        answers(okJson(ACCEPTED));
        gate.pause();
        byte[] byPhone = "{\"phone\":\"0912345678\",\"first_name\":\"An\"}".getBytes(StandardCharsets.UTF_8);
        byte[] byBoth = "{\"email\":\"an@example.vn\",\"phone\":\"0912345678\"}".getBytes(StandardCharsets.UTF_8);
        store.journal.append("customers", List.of(
                new NewRecord(0, "test", "phone", "phone:0912345678", null, Priority.LIVE, byPhone, byPhone, null, null, null,
                        List.of()),
                new NewRecord(1, "test", "both", "email:an@example.vn", "phone:0912345678", Priority.LIVE, byBoth, byBoth, null,
                        null, null, List.of())),
                null).join();
        gate.resume();
        awaitState("both", "delivered");
        assertEquals(List.of(new String(byPhone, StandardCharsets.UTF_8), new String(byBoth, StandardCharsets.UTF_8)),
                requests().stream().map(LoggedRequest::getBodyAsString).toList());
    }

    @Test
    void ofUpdatesThatAreRefusedTogetherOnlyTheFaultyOneIsADeadLetter() {
        ladiflow.stubFor(post(anyUrl()).willReturn(okJson(ACCEPTED)));
        ladiflow.stubFor(post(anyUrl()).withRequestBody(containing("nowhere")).willReturn(aResponse().withStatus(400)
                .withHeader("Content-Type", "application/json").withBody("{\"code\":400,\"message\":\"city\"}")));
        gate.pause();
        store("e1", "{'email':'an@example.vn','first_name':'An'}", null);
        store("e2", "{'email':'an@example.vn','city':'nowhere'}", null);
        store("e3", "{'email':'an@example.vn','company':'LadiPage'}", null);
        gate.resume();
        awaitState("e3", "delivered");
        assertEquals("dead", event("e2").state());
        assertEquals("delivered", event("e1").state());
        assertEquals(4, requests().size(), "once together, then each by itself");
        assertEquals(2, store.reader.attempts(event("e3").id()).size(), "the refused call is on record");
    }

    @Test
    void anOlderChangeNeverGoesOverANewerOne() {
        answers(okJson(ACCEPTED));
        store("new", "{'email':'an@example.vn','first_name':'Nguyễn An'}", Instant.parse("2026-01-02T00:00:00Z"));
        awaitState("new", "delivered");
        store("old", "{'email':'an@example.vn','first_name':'An'}", Instant.parse("2026-01-01T00:00:00Z"));
        assertEquals("STALE", awaitState("old", "superseded").reason());
        assertEquals(1, requests().size());

        store("older", "{'email':'an@example.vn','first_name':'A','city':'Huế'}", Instant.parse("2026-01-01T00:00:00Z"));
        Event partly = awaitState("older", "delivered");
        assertTrue(partly.warnings().contains("OLDER_THAN_ACCEPTED"), partly.warnings());
        assertEquals("{\"email\":\"an@example.vn\",\"city\":\"Huế\"}", requests().get(1).getBodyAsString());
    }

    @Test
    void aReplayNeverGoesOverNewerFieldsButWhatAPersonPatchedDoes() {
        ladiflow.stubFor(post(anyUrl()).willReturn(okJson(ACCEPTED)));
        ladiflow.stubFor(post(anyUrl()).withRequestBody(containing("nowhere")).willReturn(aResponse().withStatus(400)
                .withHeader("Content-Type", "application/json").withBody("{\"code\":400,\"message\":\"city\"}")));
        store("old", "{'email':'an@example.vn','first_name':'An','city':'nowhere'}", Instant.parse("2026-01-01T00:00:00Z"));
        awaitState("old", "dead");
        store("new", "{'email':'an@example.vn','first_name':'Nguyễn An'}", Instant.parse("2026-01-02T00:00:00Z"));
        awaitState("new", "delivered");

        replay("old", "{'email':'an@example.vn','first_name':'An','city':'Huế'}", CustomerField.CITY);
        assertTrue(awaitState("old", "delivered").warnings().contains("OLDER_THAN_ACCEPTED"));
        assertEquals("{\"email\":\"an@example.vn\",\"city\":\"Huế\"}", lastBody());

        replay("old", "{'email':'an@example.vn','first_name':'Ân','city':'Huế'}", CustomerField.FIRST_NAME);
        awaitState("old", "delivered");
        assertTrue(lastBody().contains("Ân"), lastBody());
        store("between", "{'email':'an@example.vn','first_name':'A'}", Instant.parse("2026-01-03T00:00:00Z"));
        assertEquals("STALE", awaitState("between", "superseded").reason(), "the patch is newer");
    }

    private void replay(String eventId, String payload, CustomerField patched) {
        assertTrue(store.journal.replay(event(eventId).id(),
                new Replacement(payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "email:an@example.vn", null,
                        null, List.of(), Set.of(patched), false),
                Priority.BACKFILL, JournalFixture.BY_LAN, true).join());
    }

    private String lastBody() {
        List<LoggedRequest> requests = requests();
        return requests.get(requests.size() - 1).getBodyAsString();
    }

    @Test
    void anUnchangedRecordMakesItsCustomerAsNewAsItsChange() {
        answers(okJson(ACCEPTED));
        store("first", "{'email':'an@example.vn','first_name':'An'}", Instant.parse("2026-01-01T00:00:00Z"));
        awaitState("first", "delivered");
        store("same", "{'email':'an@example.vn','first_name':'An'}", Instant.parse("2026-01-03T00:00:00Z"));
        awaitState("same", "unchanged");
        store("between", "{'email':'an@example.vn','first_name':'Ân'}", Instant.parse("2026-01-02T00:00:00Z"));
        awaitState("between", "superseded");
    }
}
