package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.transform.Transforming.json;
import static org.ladibridge.transform.Transforming.rejected;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.customer.Reason;

/** A program that does not end, or hardly ever, costs one record and little time. */
class MappingLimitTest {
    private static final Jq JQ = Transforming.jq(Duration.ofMillis(300));
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String MANY = IntStream.range(0, 20_000).mapToObj(String::valueOf)
            .collect(Collectors.joining(",", "[", "]"));
    private static final String RECORD = "{'bad': true, 'n': 1e15, 'text': '" + "a".repeat(60) + "!', 'many': " + MANY + "}";

    @ParameterizedTest
    @ValueSource(strings = {"[range(.n)]", "last(range(.n))", "reduce range(.n) as $i (0; . + $i)", "[range(0; .n; 1)]",
            "range(.n) | {email: \"\\(.)@example.vn\"}", "[limit(.n; range(.n))]", "first(range(.n) | select(. < 0))",
            "any(range(.n); . < 0)", "[60 | recurse(if . == 0 then empty else . - 1, . - 1 end)]",
            "[.many[:40] | .[] | [0, 1]] | [combinations]", "[range(.n) as $i | try error(\"no\") catch .]",
            // functions of one's own, without any of jq's
            "def f: if . == 0 then 0 else (. - 1 | f), (. - 1 | f) end; [60 | f]",
            "def f($n): # deep: and wide\n if $n == 0 then 0 else f($n - 1), f($n - 1) end; [f(60)]",
            // loops over the record, in loops over the record
            "reduce .many[] as $a (0; reduce $a as $b (.; . + 1))  | . as $n | [[0, 1], [0, 1]] | .[0] as [$a, $b] | {} | "
                    + "reduce range(1e15) as $i (0; .)",
            ".many as $many | reduce $many[] as $a (0; reduce $many[] as $b (.; reduce $many[] as $c (.; . + 1)))",
            "[.many as $m | $m[] as $a | $m[] as $b | $m[] as $c | null] | length"})
    void aLoopWithoutEndIsGivenUp(String program) {
        assertEquals(Reason.MAPPING_FAILED, givenUp(program).reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{email: (.text | test(\"^(a+)+$\"))}", "{email: (.text | test(\"^(a|a)*$\"; \"i\"))}",
            "{email: (.text | [match(\"(a+)+$\"; \"g\")])}", "{email: (.text | sub(\"^(a+)+$\"; \"\"))}",
            "{email: (.text | gsub(\"(?<x>(a+)+)$\"; \"\"))}", "{email: (.text | capture(\"^(?<x>(a+)+)$\"))}",
            "{email: (.text | [scan(\"(a+)+$\")])}", "{email: (.text | [splits(\"(a+)+$\")])}"})
    void anExpressionThatTriesForEverIsGivenUp(String program) {
        assertTrue(givenUp(program).detail().contains("takes longer than 300 ms for this record (BRIDGE_MAPPING_TIMEOUT)"));
    }

    private static Transformed.Rejected givenUp(String program) {
        Mapping mapping = Mapping.compile("if .bad then (" + program + ") else {} end", JQ);
        Transformed.Rejected rejected = assertTimeoutPreemptively(SOON,
                () -> rejected(Transforming.TRANSFORMER.transform(json(RECORD), mapping, Hints.none()).get(0)));
        assertTrue(rejected.detail().startsWith("mapping.jq was given up: it "), rejected.detail());
        assertEquals(List.of(json("{'ok': 1}")), Mapping.compile("{ok: 1}", JQ).apply(json("{}")),
                "and the next one is served");
        return rejected;
    }

    @Test
    void replacingTheEmptyTextWouldNeverEndAndSaysSo() {
        Mapping mapping = Mapping.compile("{email: (.mail // \"x\" | gsub(\"\\\\s*\"; \"\"))}", JQ);
        Transformed.Rejected rejected = assertTimeoutPreemptively(SOON,
                () -> rejected(Transforming.TRANSFORMER.transform(json("{'mail': 'a b'}"), mapping, Hints.none()).get(0)));
        assertTrue(rejected.detail().contains("write + instead of *"), rejected.detail());
    }

    @Test
    void anEndlessMappingIsNoReasonToStartForEver() {
        assertTimeoutPreemptively(SOON, () -> Mapping.compile("[range(1e15)]", JQ));
    }

    @ParameterizedTest
    @ValueSource(strings = {"def f: .a | def g: . + 1; g; {a: f}", "def f($x; g): $x + g; {a: f(1; .a)}",
            "def p: .a; {a: ([path(p)] | length + 1)}", "{a: (.a as $x | [$x, 1] as [$y, $z] | {b: $y} as {b: $w} | $w + $z)}",
            "{a: \"def f: as $x | \\(.a + 1)\" | .[-1:] | tonumber} # def g: 1", "{a: (reduce (.a, .a) as $n (0; . + $n))}",
            "{a: (label $out | foreach (.a, .a) as $n (0; . + $n; if . > 1 then ., break $out else empty end))}",
            "{a: (.b // {as: 2, def: 3} | .as)}"})
    void theStepsThatAreCountedChangeNoMeaning(String program) {
        assertEquals(List.of(json("{'a': 2}")), Mapping.compile(program, JQ).apply(json("{'a': 1}")));
    }
}
