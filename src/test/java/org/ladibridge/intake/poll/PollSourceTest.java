package org.ladibridge.intake.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.ManualClock;
import org.ladibridge.ManualTicker;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.SourceSentences;
import org.ladibridge.intake.api.ApiCaller;
import org.ladibridge.intake.api.ApiReply;
import org.ladibridge.intake.api.ApiRequest;
import org.ladibridge.journal.Checkpoint;
import org.ladibridge.journal.JournalUnavailableException;

import javax.net.ssl.SSLHandshakeException;

/** One poll, with a server and a store of the test's own. */
class PollSourceTest {
    private static final String ROUTE = "poll-source-1";
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-20T03:04:05Z"));
    private final ManualTicker ticker = new ManualTicker();
    private final RefusedKeys refused = new RefusedKeys();
    /** What the source's owner is shown in the course of the test. */
    private final Set<String> told = new TreeSet<>();
    private final PollProgress progress = new PollProgress(clock) {
        @Override
        void update(String source, UnaryOperator<Status> change) {
            super.update(source, change);
            of(source).ifPresent(status -> Stream
                    .of(Optional.of(status.activity()), Optional.ofNullable(status.problem()),
                            Optional.ofNullable(status.remark()), attention(source), refused.of(List.of(ROUTE)))
                    .flatMap(Optional::stream).forEach(told::add));
        }
    };
    private final PollSettings settings = new PollSettings();
    private final List<ApiRequest> requests = new ArrayList<>();
    private final List<RawRecord> stored = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<Object> answers = new ArrayDeque<>();
    private ApiCaller server = this::next;
    private Set<Integer> rejected = Set.of();
    private String checkpoint;
    private boolean storeIsDown;
    private int stopAfter = Integer.MAX_VALUE;
    private PollSource poll;

    @BeforeEach
    void prepare() {
        settings.setName("crm-poll");
        settings.setUrl("http://localhost/customers");
        settings.setToken("secret-token");
        settings.setPaging("none");
    }

    @AfterEach
    void everythingThatWasToldHasAVietnameseSentence() {
        told.forEach(sentence -> assertTrue(SourceSentences.vietnamese(sentence).isPresent(), sentence));
    }

    private PollSource poll() {
        if (poll == null) {
            settings.validate();
            PollSource.Services services = new PollSource.Services(clock, ticker, RandomGenerator.of("L64X128MixRandom"),
                    refused,
                    source -> Optional.ofNullable(checkpoint), progress);
            poll = new PollSource(settings, EVERY, services, ROUTE, request -> {
                requests.add(request);
                return server.call(request);
            }, (records, backfill, newCheckpoint) -> store(records, newCheckpoint), time -> {
                pauses.add(time);
                return requests.size() < stopAfter;
            });
        }
        return poll;
    }

    private Set<Integer> store(List<RawRecord> records, Checkpoint newCheckpoint) {
        if (storeIsDown) {
            throw new JournalUnavailableException("full", new IOException());
        }
        stored.addAll(records);
        checkpoint = newCheckpoint.value();
        return rejected;
    }

    private ApiReply next(ApiRequest request) throws IOException {
        Object answer = answers.size() > 1 ? answers.remove() : answers.peek();
        if (answer instanceof IOException e) {
            throw e;
        }
        return (ApiReply) answer;
    }

    private static ApiReply reply(int status, String body, String... headers) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new ApiReply(status, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), all);
    }

    private void answers(Object... all) {
        answers.clear();
        answers.addAll(List.of(all));
    }

    private void pass(Duration time) {
        clock.advance(time);
        ticker.advance(time);
    }

    private void run() {
        pass(Duration.ofMinutes(15));
        poll().run();
    }

    private PollProgress.Status status() {
        return progress.of("crm-poll").orElseThrow();
    }

    private Optional<String> refusedAfter(int status, String body) {
        answers(reply(status, body));
        run();
        return refused.of(List.of("other", ROUTE));
    }

    /** One run over a list without times; what of it goes to the journal. */
    private List<String> rows(String answer, Integer... rejections) {
        answers(reply(200, answer));
        stored.clear();
        rejected = Set.of(rejections);
        poll().run();
        stored.forEach(
                row -> assertEquals(row.body().path("id").asText(), row.eventId(), "the last under the row's id counts"));
        return stored.stream().map(row -> row.body().path("company").asText()).toList();
    }

    @Test
    void aClockThatIsPutBackDoesNotMakeThePollWaitLonger() {
        refusedAfter(401, "{}");
        clock.advance(Duration.ofHours(-2));
        poll().run();
        assertEquals(1, requests.size(), "it waits a minute");
        ticker.advance(Duration.ofMinutes(1));
        poll().run();
        assertEquals(2, requests.size());
    }

    /** As Zoho answers when nothing has changed; others do so to a condition in a header. */
    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void anAnswerThatHasNothingIsTheEndAndNoTrouble(int status) {
        settings.setPaging("page");
        settings.setUpdated("/updated");
        answers(reply(200, "[{'id':1,'updated':'2026-01-20T03:00:00Z'}]"), reply(status, ""));
        run();
        assertEquals("idle", status().activity());
        assertEquals(Instant.parse("2026-01-20T03:00:00Z"), status().watermark());
        answers(reply(status, ""));
        run();
        assertEquals("idle", status().activity(), "the whole list has nothing new");
        assertEquals(Optional.empty(), progress.attention("crm-poll"));
        assertEquals(0, status().failures());
        assertEquals(Instant.parse("2026-01-20T03:00:00Z"), status().watermark());
        assertEquals(1, stored.size());
    }

    @Test
    void ofAListOnlyARowThatEqualsWhatWasStoredOfItLastIsLeftOut() {
        String x = "[{'id':1,'company':'X'},{'id':2,'company':'Z'}]";
        assertEquals(List.of("X", "Z"), rows(x));
        assertEquals(List.of(), rows(x));
        assertEquals(List.of("Y"), rows(x.replace("X", "Y")));
        assertEquals(List.of("X"), rows(x), "changed back is news");
        pass(Duration.ofMinutes(61));
        assertEquals(List.of("X", "Z"), rows(x), "the journal looks at all of them now and then");
    }

    @Test
    void aRowThatWasRejectedIsLookedAtAgainWithEachRun() {
        String rows = "[{'id':1,'company':'X'},{'id':2,'company':'Z'}]";
        assertEquals(List.of("X", "Z"), rows(rows, 1));
        assertEquals(List.of("Z"), rows(rows, 0));
        assertEquals(List.of("Z"), rows(rows));
        assertEquals(List.of(), rows(rows));
    }

    @Test
    void aRefusedTokenIsToldUntilTheServerAcceptsIt() {
        Optional<String> told = Optional
                .of("the source refuses to be asked, HTTP 401: correct CRM_POLL_TOKEN and restart");
        assertEquals(Optional.empty(), refusedAfter(500, ""));
        assertEquals(told, refusedAfter(401, "{}"));
        assertEquals(told, refusedAfter(503, ""), "an outage says nothing about the token");
        assertEquals(Optional.empty(), refusedAfter(200, "[]"));
    }

    /** A list ordered by time, two rows a page, which is asked from a bound on. */
    private final class Ordered {
        final List<String> asked = new ArrayList<>();
        final TreeMap<Instant, String> rows = new TreeMap<>();
        String date = "Tue, 20 Jan 2026 03:04:05 GMT";

        Ordered() {
            settings.setPaging("time");
            settings.setUpdated("/updated");
            settings.setSinceFormat("iso");
            settings.setQuery("since={since}");
            settings.setQueryWithin("at={at}&after={lastId}");
            settings.setLimit(2);
            server = this::answer;
        }

        void run() {
            pass(Duration.ofMinutes(2));
            poll().run();
        }

        private ApiReply answer(ApiRequest request) {
            String raw = request.uri().getRawQuery();
            String query = raw == null ? "" : URLDecoder.decode(raw, StandardCharsets.UTF_8);
            asked.add(query);
            Instant since = query.startsWith("at=")
                    ? Instant.MAX
                    : query.isEmpty() ? Instant.MIN : Instant.parse(query.substring("since=".length()));
            String body = rows.tailMap(since).entrySet().stream().limit(2)
                    .map(row -> "{\"id\":\"%s\",\"updated\":\"%s\"}".formatted(row.getValue(), row.getKey()))
                    .collect(Collectors.joining(",", "[", "]"));
            return date == null ? reply(200, body) : reply(200, body, "Date", date);
        }

        List<String> ids() {
            return stored.stream().map(item -> item.body().path("id").asText()).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2062-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-01-20T10:04:05Z"})
    void aRowThatIsDatedInTheFutureDoesNotEndTheReadingOfTheOthers(String future) {
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
    void manyRowsOfTheFutureAreReadToTheLastOne() {
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
    void withoutADateOurClockIsTheLimit() {
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
    void aCursorThatAnOlderVersionStoredInTheFutureIsMended(String old) {
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
    void aServersClockThatIsAMinuteOffIsNoReasonToBeginAgain() {
        Ordered list = new Ordered();
        list.rows.put(Instant.parse("2026-01-20T03:04:00Z"), "row");
        list.run();
        list.date = "Tue, 20 Jan 2026 03:03:05 GMT";
        list.run();
        assertEquals(2, list.asked.size(), list.asked.toString());
    }

    @Test
    void anAnswerBeyondTheLimitsStopsTheRunAndSaysWhatHelps() {
        answers(reply(200, "[" + "{},".repeat(500_001) + "{}]"));
        run();
        assertTrue(status().activity().startsWith("failed: HTTP 200: the answer is beyond the limits of one page"),
                status().activity());
        assertTrue(progress.attention("crm-poll").isPresent());
    }

    @Test
    void anOutageIsToldWhenNoRunEndsForThreeIntervalsAndNoLongerWhenOneDoes() {
        answers(new ConnectException("Connection refused"));
        run();
        assertEquals(Optional.empty(), progress.attention("crm-poll"), "it may pass by itself");
        for (int i = 0; i < 2; i++) {
            run();
        }
        assertEquals("no run has come to its end since the bridge started: no connection to localhost: Connection refused",
                progress.attention("crm-poll").orElseThrow());
        assertTrue(status().failures() > 0);
        answers(reply(200, "[]"));
        run();
        assertEquals(Optional.empty(), progress.attention("crm-poll"));
        assertEquals(clock.instant(), status().lastSuccess());
        answers(reply(500, "{}"));
        run();
        run();
        run();
        assertTrue(progress.attention("crm-poll").orElseThrow()
                .matches("no run has come to its end since 2026-01-20T.*: HTTP 500"), progress.attention("crm-poll").get());
    }

    @ParameterizedTest
    @CsvSource({"404, there is no such list at this address; correct the address",
            "302, the list has moved", "400, HTTP 400"})
    void whatDoesNotPassByItselfIsToldAtOnce(int status, String why) {
        answers(reply(status, "<html>"));
        run();
        assertTrue(progress.attention("crm-poll").orElseThrow().contains(why), progress.attention("crm-poll").get());
    }

    @Test
    void aCertificateThatIsNotTrustedIsToldAtOnceWithWhatHelps() {
        SSLHandshakeException failure = new SSLHandshakeException("PKIX path building failed");
        failure.initCause(new CertificateException("unable to find valid certification path to requested target"));
        answers(failure);
        run();
        String told = progress.attention("crm-poll").orElseThrow();
        assertTrue(told.contains("the certificate of localhost is not trusted") && told.contains("trustStore"), told);
        answers(new UnknownHostException("crm.example.vn"));
        run();
        assertTrue(status().activity().contains("there is no host localhost: correct the address"), status().activity());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "Wed, 21 Oct 2015 07:28:00 GMT"})
    void aServerThatWantsNoPauseIsNotAskedAtFullRate(String retryAfter) {
        answers(reply(429, "{}", "Retry-After", retryAfter));
        run();
        for (int i = 1; i < pauses.size(); i++) {
            assertTrue(pauses.get(i).toMillis() >= 1_000L << (i - 1), pauses.toString());
        }
        int asked = requests.size();
        assertTrue(asked <= 5, requests.toString());
        ticker.advance(Duration.ofSeconds(10));
        poll().run();
        assertEquals(asked, requests.size(), "the next tick waits as well");
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "'\"7\"', 7", "1768879152, 7", "'\"2026-01-20T03:19:12Z\"', 7", "-3, 1", "1, 1", "null, 1"})
    void anAnswerMaySayWhenItWantsToBeAskedAgain(String value, int seconds) {
        settings.setRetryAfterAt("/time/reset");
        clock.advance(Duration.ZERO);
        answers(reply(429, "{'time':{'reset':" + value + "}}"), reply(200, "[]"));
        run();
        assertEquals(seconds, pauses.get(1).toSeconds(), pauses.toString());
    }

    @Test
    void theApisOwnSentenceStandsBesideItsError() {
        settings.setError("/error");
        settings.setCode("error,error_description");
        answers(reply(200, "{'error':'QUERY_LIMIT','error_description':'Too many requests'}"));
        run();
        assertTrue(status().activity().contains("[QUERY_LIMIT, Too many requests]"), status().activity());
    }

    @Test
    void anAnswerWithoutItsListIsToldAtOnce() {
        settings.setItems("/data/items");
        answers(reply(200, "{'data':{'rows':[]}}"));
        run();
        assertTrue(
                progress.attention("crm-poll").orElseThrow().contains("the answer has no list at «/data/items», but nothing"),
                progress.attention("crm-poll").get());
    }

    @Test
    void aStoppedPollStoresNothingMoreAndIsNotAFailure() {
        settings.setPaging("cursor");
        settings.setNext("/next");
        settings.setItems("/data");
        stopAfter = 2;
        answers(reply(200, "{'data':[{'id':1}],'next':'a'}"), reply(200, "{'data':[{'id':2}],'next':'b'}"),
                reply(200, "{'data':[{'id':3}]}"));
        run();
        assertEquals(2, requests.size());
        assertEquals("idle", status().activity());
        assertEquals(0, status().failures());
        stopAfter = Integer.MAX_VALUE;
        run();
        assertEquals(List.of("1", "2", "3"), stored.stream().map(row -> row.body().path("id").asText()).toList());
    }

    @Test
    void aFullStoreLeavesThePageForTheNextRun() {
        storeIsDown = true;
        answers(reply(200, "[{'id':1}]"));
        run();
        assertEquals(null, checkpoint);
        storeIsDown = false;
        run();
        assertEquals(1, stored.size());
    }

    @Test
    void anotherAddressOrAccountIsReadFromTheBeginningAndARenewedTokenIsNot() {
        settings.setUpdated("/updated");
        settings.setQuery("since={since}");
        String row = "[{'id':1,'updated':1768000000000}]";
        answers(reply(200, row, "Date", "Tue, 20 Jan 2026 03:04:05 GMT"));
        run();
        settings.setToken("renewed");
        poll = null;
        run();
        assertTrue(requests.get(1).uri().toString().contains("since=1767999940000"), requests.toString());
        settings.setHeaders("Retailer: other-shop");
        poll = null;
        run();
        assertFalse(requests.get(2).uri().toString().contains("since="), requests.toString());
        settings.setUrl("http://localhost/other/customers");
        poll = null;
        run();
        assertFalse(requests.get(3).uri().toString().contains("since="), requests.toString());
        poll = null;
        run();
        assertTrue(requests.get(4).uri().toString().contains("since="), requests.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "abc"          | {"after":"abc","n":"abc","size":100}
        17             | {"after":"17","n":17,"size":100}
        {"k":["a",1]}  | {"after":{"k":["a",1]},"n":{"k":["a",1]},"size":100}
        ["a",1]        | {"after":["a",1],"n":["a",1],"size":100}
        """)
    void aCursorOfAnyTypeGoesBackAsItCameAndIsAbsentOnTheFirstPage(String cursor, String body, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("request.json");
        Files.writeString(file, "{\"after\": \"{cursor}\", \"n\": {cursor}, \"size\": {limit}}");
        settings.setBody(file.toString());
        settings.setPaging("cursor");
        settings.setItems("/data");
        settings.setNext("/next");
        answers(reply(200, "{\"data\":[{\"id\":1}],\"next\":" + cursor + "}"), reply(200, "{'data':[]}"));
        run();
        assertEquals("{\"size\":100}", requests.get(0).body());
        assertEquals(body, requests.get(1).body().replace(" ", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "{\"k\":1}"})
    void aCursorThatCannotBeSentBackIsToldAtOnce(String cursor) {
        settings.setPaging("cursor");
        settings.setQuery("cursor={cursor}");
        settings.setItems("/data");
        settings.setNext("/next");
        answers(reply(200, "{\"data\":[{\"id\":1}],\"next\":" + cursor + "}"));
        run();
        assertTrue(progress.attention("crm-poll").orElseThrow().contains("the cursor of the next page at /next is no text"),
                progress.attention("crm-poll").get());
    }

    @Test
    void aLinkThatHoldsTheTokenIsNotStored() {
        settings.setPaging("link");
        settings.setItems("/data");
        settings.setNext("/next");
        stopAfter = 1;
        answers(reply(200, "{'data':[{'id':1}],'next':'http://localhost/customers?p=2&token=secret-token'}"));
        run();
        assertFalse(checkpoint.contains("secret-token"), checkpoint);
    }

    @Test
    void aServerThatIgnoresSinceIsToldWithWhatHelps() {
        settings.setUpdated("/updated");
        settings.setQuery("modified={since}");
        answers(reply(200,
                "[{'id':1,'updated':1768000000000},{'id':2,'updated':1768100000000},{'id':3,'updated':1768878252000}]",
                "Date", "Tue, 20 Jan 2026 03:04:12 GMT"));
        run();
        assertEquals(null, status().remark());
        run();
        assertTrue(status().remark().contains("the server ignores {since}: 2 of 3 rows"), status().remark());
    }

    /** Of 250 customers, asked for 250 at a time by number, offset, id or time. */
    private ApiReply capped(ApiRequest request, int cap) {
        Map<String, Integer> asked = Stream.of(request.uri().getQuery().split("&")).map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length < 2 ? 0 : Integer.parseInt(pair[1])));
        int skip = asked.containsKey("page")
                ? (asked.get("page") - 1) * cap
                : asked.getOrDefault("after", 0) + asked.getOrDefault("offset", 0);
        return reply(200, IntStream.range(skip, Math.min(230, skip + cap)).mapToObj(i -> "{'id':" + (i + 1) + "}")
                .collect(Collectors.joining(",", "[", "]")));
    }

    @ParameterizedTest
    @CsvSource({"page,page={page}&per_page={limit},100", "offset,offset={offset}&limit={limit},100",
            "id,after={lastId}&limit={limit},100", "page,page={page}&per_page={limit},10",
            "offset,offset={offset}&limit={limit},25", "id,after={lastId}&limit={limit},50",
            "page,page={page}&per_page={limit},230"})
    void aServerThatGivesFewerRowsThanItIsAskedForIsReadToItsEndAndTold(String paging, String query, int cap) {
        settings.setPaging(paging);
        settings.setQuery(query);
        settings.setLimit(250);
        server = request -> capped(request, cap);
        run();
        assertEquals(null, status().problem());
        assertEquals(230, stored.stream().map(RawRecord::eventId).distinct().count());
        assertEquals(cap == 230
                ? null
                : "the server gives " + cap + " rows a page, although 250 are asked for: set limit to what it gives at most",
                status().remark());
        assertEquals(null, status().problem());
    }

    @Test
    void aShortPageIsTheLastWhenTheServerHasGivenALongerOne() {
        settings.setPaging("page");
        settings.setQuery("page={page}&per_page={limit}");
        settings.setLimit(25);
        server = request -> capped(request, 25);
        run();
        assertEquals(230, stored.size());
        int before = requests.size();
        answers(reply(200,
                IntStream.range(0, 20).mapToObj(i -> "{'id':" + (i + 300) + "}").collect(Collectors.joining(",", "[", "]"))));
        server = this::next;
        run();
        assertEquals(1, requests.size() - before, "twenty rows are fewer than it has given");
    }

    @Test
    void aListWhosePagesAreNamedByTheServerMayHaveShortOnes() {
        settings.setPaging("cursor");
        settings.setItems("/data");
        settings.setNext("/next");
        settings.setQuery("cursor={cursor}&limit={limit}");
        answers(reply(200, "{'data':[{'id':1},{'id':2},{'id':3}],'next':'a'}"), reply(200, "{'data':[{'id':4},{'id':5}]}"));
        run();
        assertEquals(5, stored.size());
        assertEquals(null, status().remark());
    }
}
