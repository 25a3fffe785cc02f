package org.ladibridge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.probe.Finding.Fit;
import org.ladibridge.sandbox.SandboxHttp;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The probe finds every reading that the sandbox can be given. */
class ProbeTest {
    private static final SandboxHttp SANDBOX = start();
    private static final Plan ALL = new Plan("probe@example.vn", "probe2@example.vn", "0912345678", false,
            List.of("rank", "branch"), 0, 10);
    /** The sandbox's knob, the question that finds it, and what is answered where it is not the value itself. */
    private static final Map<String, Map<String, String>> ASKED_OTHERWISE = Map.of("withoutId",
            Map.of("refuse", "400"), "unknownId", Map.of("refuse", "400", "create", "upsert"));
    private static final Map<String, Question> QUESTIONS = Map.ofEntries(Map.entry("notFound", Question.NOT_FOUND),
            Map.entry("unknownId", Question.UNKNOWN_ID), Map.entry("withoutId", Question.WITHOUT_ID),
            Map.entry("emailOfAnother", Question.EMAIL_OF_ANOTHER), Map.entry("status", Question.STATUS),
            Map.entry("nulls", Question.NULL), Map.entry("blanks", Question.BLANK),
            Map.entry("tags", Question.TAGS), Map.entry("tagNames", Question.TAG_NAMES),
            Map.entry("unknownTag", Question.UNKNOWN_TAG), Map.entry("shownTags", Question.SHOWN_TAGS),
            Map.entry("sameTag", Question.SAME_TAG), Map.entry("customFields", Question.CUSTOM_FIELDS),
            Map.entry("unknownField", Question.UNKNOWN_FIELD), Map.entry("phones", Question.PHONE_FORM),
            Map.entry("emails", Question.EMAIL_CASE), Map.entry("dob", Question.DOB_SLASHES), Map.entry("name", Question.NAME),
            Map.entry("postalCode", Question.POSTAL_CODE), Map.entry("website", Question.WEBSITE));

    private static SandboxHttp start() {
        try {
            return new SandboxHttp();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void empty() {
        SANDBOX.reset();
        SANDBOX.define("rank", "branch");
    }

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    /** So many at once as there are knobs: the n-th values of all of them. */
    static List<Map<String, String>> readings() {
        int most = SandboxHttp.knobs().values().stream().mapToInt(List::size).max().orElseThrow();
        return IntStream.range(0, most).mapToObj(n -> SandboxHttp.knobs().entrySet().stream().collect(
                Collectors.toMap(Map.Entry::getKey, knob -> knob.getValue().get(Math.min(n, knob.getValue().size() - 1)))))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("readings")
    void itFindsEachReading(Map<String, String> reading) throws Exception {
        SANDBOX.behave(new ObjectMapper().writeValueAsString(reading));

        Map<Question, Finding> found = ask(ALL);

        Map<String, String> expected = new HashMap<>();
        Map<String, String> answers = new HashMap<>();
        QUESTIONS.forEach((knob, question) -> {
            String value = reading.get(knob);
            expected.put(knob, value.equals("not-found")
                    ? reading.get("notFound").replace("null-customer", "null")
                    : ASKED_OTHERWISE.getOrDefault(knob, Map.of()).getOrDefault(value, value));
            answers.put(knob, found.get(question).answer());
        });
        assertEquals(expected, answers);
        assertEquals(reading.get("pages").equals("from-1") ? "1" : "0", found.get(Question.FIRST_PAGE).answer());
        assertEquals(Set.of("lang", "both").contains(reading.get("lang")), found.get(Question.LANG).answer().equals("stored"));
        assertEquals(Set.of("language", "both").contains(reading.get("lang")),
                found.get(Question.LANGUAGE).answer().equals("stored"));
    }

    @Test
    void thereIsAQuestionForEachKnob() {
        Set<String> knobs = new TreeSet<>(SandboxHttp.knobs().keySet());
        knobs.removeAll(QUESTIONS.keySet());

        // These are asked below.
        assertEquals(Set.of("lang", "pages", "retryAfter"), knobs);
    }

    @Test
    void whatTheBridgeAssumesNeedsNoSetting() throws Exception {
        Map<Question, Finding> found = ask(ALL);

        assertEquals(List.of(), new ProbeReport(java.time.Instant.EPOCH, "", List.copyOf(found.values())).settings());
        assertTrue(found.values().stream().noneMatch(finding -> finding.fit() == Fit.MIND || finding.fit() == Fit.SETTING),
                found.toString());
        assertEquals(Set.of(Question.BURST, Question.RETRY_AFTER),
                found.values().stream().filter(finding -> finding.fit() == Fit.UNANSWERED).map(Finding::question)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @CsvSource({"'{\"website\":\"list\"}',ladiflow.website,list",
            "'{\"customFields\":\"replace\"}',ladiflow.custom-fields,replace",
            "'{\"unknownId\":\"create\"}',ladiflow.not-found,created", "'{\"lang\":\"language\"}',ladiflow.lang,language"})
    void whatIsDifferentBecomesASetting(String behaviour, String property, String value) throws Exception {
        SANDBOX.behave(behaviour);

        assertEquals(List.of(new Finding.Setting(property, value)),
                new ProbeReport(java.time.Instant.EPOCH, "", List.copyOf(ask(ALL).values())).settings());
    }

    @ParameterizedTest
    @CsvSource({"replace,take", "add,ignore", "add,take"})
    void namesOfTagsAreTriedWhicheverWayTagsAreWritten(String tags, String names) throws Exception {
        SANDBOX.behave("{\"tags\":\"" + tags + "\",\"tagNames\":\"" + names + "\"}");

        assertEquals(names, ask(ALL).get(Question.TAG_NAMES).answer());
        assertEquals(names, ask(ALL).get(Question.TAG_NAMES).answer(), "and again with the same customer");
    }

    @ParameterizedTest
    @CsvSource({"401,AS_ASSUMED", "403,AS_ASSUMED", "400,MIND"})
    void itSeesHowAWrongKeyIsAnswered(int code, Fit fit) throws Exception {
        SANDBOX.behave("{\"wrongKey\":" + code + ",\"status\":\"always-200\"}");

        Finding finding = ask(readOnly(0)).get(Question.WRONG_KEY);

        assertEquals(String.valueOf(code), finding.answer());
        assertEquals(fit, finding.fit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "seconds", "date"})
    void itFindsTheLimitWithinWhatIsAllowed(String retryAfter) throws Exception {
        SANDBOX.behave("{\"rate\":20,\"retryAfter\":\"" + retryAfter + "\",\"largestBody\":100000}");

        Map<Question, Finding> found = ask(readOnly(60));

        assertEquals(Fit.SETTING, found.get(Question.BURST).fit());
        assertEquals("ladiflow.rate", found.get(Question.BURST).setting().property());
        assertTrue(Integer.parseInt(found.get(Question.BURST).setting().value()) <= 20, found.toString());
        assertEquals(retryAfter, found.get(Question.RETRY_AFTER).answer());
        assertEquals("256-refused", found.get(Question.BODY_SIZE).answer());
    }

    @Test
    void aRateBelowTheLimitStays() throws Exception {
        SANDBOX.behave("{\"rate\":20}");

        Finding finding = ask(new Plan(null, null, null, true, List.of(), 60, 5)).get(Question.BURST);

        assertEquals(Fit.AS_ASSUMED, finding.fit(), finding.did());
    }

    @Test
    void readOnlyWritesNothing() throws Exception {
        Map<Question, Finding> found = ask(readOnly(0));

        assertEquals(Set.of("customer/show", "customer/list-tag"), SANDBOX.calls().keySet());
        assertEquals(Fit.UNANSWERED, found.get(Question.TAGS).fit());
        assertEquals(Question.values().length, found.size());
    }

    @Test
    void somebodyElsesAddressIsLeftAlone() throws Exception {
        SANDBOX.customer("{\"email\":\"probe@example.vn\",\"company\":\"real\"}");

        assertTrue(assertThrows(Probe.Refused.class, () -> ask(ALL)).getMessage().contains("name an address that nobody has"));

        assertEquals(Set.of("customer/show"), SANDBOX.calls().keySet());
    }

    @Test
    void aRefusedKeyEndsIt() {
        assertTrue(assertThrows(Probe.Refused.class,
                () -> new Probe(new LadiFlow(SANDBOX.url(), "wrong", Duration.ZERO), ALL).ask(one -> {
                })).getMessage().contains("LADIFLOW_API_KEY"));
    }

    @Test
    void aLadiFlowThatBreaksLeavesQuestionsOpen() throws Exception {
        SANDBOX.fail("{\"mode\":\"html\",\"every\":4}");

        Map<Question, Finding> found = ask(ALL);

        assertEquals(Question.values().length, found.size());
        assertTrue(
                found.values().stream()
                        .anyMatch(finding -> finding.fit() == Fit.UNANSWERED && finding.did().contains("HTTP 200")),
                found.toString());
    }

    private static Plan readOnly(int burst) {
        return new Plan(null, null, null, true, List.of(), burst, 0);
    }

    private static Map<Question, Finding> ask(Plan plan) throws Exception {
        return new Probe(new LadiFlow(SANDBOX.url(), "key", Duration.ZERO), plan).ask(one -> {
        }).stream().collect(Collectors.toMap(Finding::question, Function.identity()));
    }
}
