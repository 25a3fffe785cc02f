package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.transform.Transforming.json;
import static org.ladibridge.transform.Transforming.rejected;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.customer.Reason;

class MappingTest {
    @Test
    void anObjectIsOneCustomer() {
        assertEquals(List.of(json("{'email': 'a@example.vn'}")), apply("{email: .mail}", "{'mail': 'a@example.vn'}"));
    }

    @Test
    void anArrayAndSeveralOutputsAreSeveralCustomers() {
        String raw = "{'a': {'phone': '1'}, 'b': {'phone': '2'}}";
        List<?> both = List.of(json("{'phone': '1'}"), json("{'phone': '2'}"));
        assertEquals(both, apply("[.a, null, .b, {}]", raw));
        assertEquals(both, apply(".a, .b", raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "null", "[]", "[null]", "select(.type == \"contact\")", "{}"})
    void aMappingMayIgnoreARecord(String program) {
        assertEquals(List.of(), Transforming.TRANSFORMER.transform(json("{'type': 'order'}"), compile(program), Hints.none()));
    }

    @Test
    void whatCameWithADeliveryStandsInAVariableAndNotInTheRecord() {
        String raw = "{'mail': 'a@example.vn', '_delivery': {'headers': {'X-Topic': 'created'}, 'query': {'shop': 'hn'}}}";
        assertEquals(List.of(json("{'source': 'created hn', 'columns': {'mail': 'a@example.vn'}}")),
                apply("{source: \"\\($delivery.headers[\"X-Topic\"]) \\($delivery.query.shop)\", columns: .}", raw));
        assertEquals(List.of(), apply("if $delivery.headers[\"X-Topic\"] == \"created\" then empty else . end", raw));
        assertEquals(List.of(json("{'mail': 'a'}")), apply("{mail: ($delivery.query.shop // \"a\")}", "{}"), "none came along");
        assertEquals(List.of(json("{'_delivery': 'text'}")), apply(".", "{'_delivery': 'text'}"), "a field of that name");
    }

    @Test
    void aSyntaxErrorNamesLineAndColumn() {
        String message = assertThrows(MappingException.class, () -> compile("{\n a: .b,\n c: foo(1]}")).getMessage();
        assertTrue(message.contains("line 3, column 10"), message);
        assertFalse(message.contains("expecting"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a: no_such_function(.b)}", "{a: $no_such_variable}"})
    void whatDoesNotExistIsFoundBeforeTheFirstRecord(String program) {
        String message = assertThrows(MappingException.class, () -> compile(program)).getMessage();
        assertTrue(message.contains("no_such_"), message);
    }

    @Test
    void whatDoesNotExistIsNamedWithItsPlace() {
        assertEquals("mapping.jq: line 2, column 9: Function no_such/1 does not exist; define or correct it",
                refusal("{\n  mail: no_such(.mail)\n}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        {dob: (.born | strptime("%Y") | mktime)} ~ line 1, column 33 ~ no mktime; place the value as it is
        {a: (if .x then (.y | todate) else null end)} ~ line 1, column 23 ~ no todate; place
        {key: $ENV.SECRET} ~ line 1, column 7 ~ no $ENV; a mapping gets one record
        {email: (.mail | trim)} ~ line 1, column 18 ~ no trim; it came after jq 1.6; the bridge trims
        pick(.email) ~ line 1, column 1 ~ no pick; it came after jq 1.6; name the keys
        """)
    void aFunctionOfJqThatIsNotHereIsNamedWithARemedy(String program, String place, String remedy) {
        String message = refusal(program);
        assertTrue(message.contains(place) && message.contains(remedy), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{trim: .trim, input, env: .env}", "# todate\n{a: \"strptime\"}", "def trim: .; {a: (.a | trim)}",
            ".input | {date: .date}"})
    void aFieldOrAFunctionOfOnesOwnMayHaveTheSameName(String program) {
        compile(program);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        if .x == 1 then frist(.y) else {} end ~ line 1, column 17: Function frist/1 does not exist; define or correct it; did you mean «first»?
        try plus(1) catch {} ~ Function plus/1 does not exist
        {a: (reduce .x[]? as $i (0; . + plus($i)))} ~ Function plus/1 does not exist
        {a: [foreach .x[]? as $i (0; . + 1; emit)]} ~ Function emit/0 does not exist
        {a: "b\\(.c | uper)"} ~ Function uper/0 does not exist
        def f(g): h; {} ~ Function h/0 does not exist
        {a: (.b | select(frist))} ~ Function frist/0 does not exist
        {a: (.b | select)} ~ Function select/0 does not exist; there is select/1, the number says how many arguments it takes
        if .x then $y else {} end ~ $y is not defined; define or correct it
        """)
    void aNameThatNobodyKnowsIsNamedInWhateverBranchItStands(String program, String problem) {
        assertTrue(refusal(program).contains(problem), refusal(program));
    }

    @ParameterizedTest
    @ValueSource(strings = {"def f(g; $x): g | . + $x; {a: f(.b; 1)}", ". as {a: $x, b: [$y]} | {x: $x, y: $y}",
            ". as [$a, {b: $c}] | {$a, c: $c}", "{a: (reduce .x[]? as [$i, $j] (0; . + $i + $j))}",
            "label $out | foreach (1, 2) as $i (0; . + $i; ., break $out) | {a: .}",
            "{\"a\\(.b | tostring)\": 1, (\"c\", \"d\"): 2, if: 3, then, \"e f\": .g}", "try error(\"x\") catch {a: .}",
            "[.[]? | select((.a? and .b?) | not)] | {a: length}",
            "{a: [.. | numbers], b: -1, c: (.d // null), e: [limit(3; .[]?)]}",
            "\"\\(1 + (\"a\\(2)\" | length))\" | {a: .}", "def f: def g: 1; g; {a: f}",
            "{a: $delivery.headers[\"X-Topic\"]} # foo($bar)",
            "{a: (.b | if . == \"bar(baz\" then true elif . then false else null end)}",
            "{a: @base64 \"x\\(.y)\", b: .c[1:], d: .\"e\"}"})
    void whatJqKnowsOrTheProgramDefinesIsTaken(String program) {
        compile(program);
    }

    @Test
    void anIfWithoutElseIsExplained() {
        String message = refusal("{a: (if .b then 1 end)}");
        assertTrue(message.contains("line 1, column 19") && message.contains("Every if wants an else"), message);
    }

    @Test
    void aProgramThatDislikesAnEmptyRecordCompiles() {
        compile("{phone: (.phones | map(.number) | first), born: (.born | tonumber)}");
    }

    @Test
    void outputsThatAreNoObjectsAreNamedByTheirType() {
        var rejected = rejected(Transforming.TRANSFORMER.transform(json("{'a': 1}"), compile(".a"), Hints.none()).get(0));
        assertEquals(Reason.MAPPING_FAILED, rejected.reason());
        assertEquals("mapping.jq must yield objects, not number", rejected.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {".a + 1", ".a.b", "error(\"bad \\(.a)\")", ".a | fromjson", ".a | tonumber", "{(.a): 1} | keys[0]"})
    void aFailureSaysWhatFailedButNotOnWhichValue(String program) {
        var results = Transforming.TRANSFORMER.transform(json("{'a': 'Hoàng 0912345678 a@example.vn'}"), compile(program),
                Hints.none());
        String detail = rejected(results.get(0)).detail();
        assertEquals(1, results.size());
        assertTrue(detail.startsWith("mapping.jq "), detail);
        assertFalse(detail.contains("Hoàng") || detail.contains("0912345678") || detail.contains("example"), detail);
    }

    @Test
    void jqWordsSurviveInAFailure() {
        String detail = rejected(Transforming.TRANSFORMER
                .transform(json("{'a': 'Hoàng'}"), compile(".a + 1"), Hints.none()).get(0)).detail();
        assertEquals("mapping.jq failed: string … and number 1 cannot be added", detail);
    }

    @Test
    void endlessRecursionIsAFailureLikeAnyOther() {
        var results = Transforming.TRANSFORMER.transform(json("{'a': 1}"), compile("def f: f; if .a then f else {} end"),
                Hints.none());
        assertEquals(Reason.MAPPING_FAILED, rejected(results.get(0)).reason());
    }

    private static String refusal(String program) {
        return assertThrows(MappingException.class, () -> compile(program)).getMessage();
    }

    private static Mapping compile(String program) {
        return Mapping.compile(program, Transforming.JQ);
    }

    private static List<?> apply(String program, String raw) {
        return compile(program).apply(json(raw));
    }
}
