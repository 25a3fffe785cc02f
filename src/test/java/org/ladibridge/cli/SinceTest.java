package org.ladibridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import picocli.CommandLine.Help.Ansi;

/** Moments as people type them, and what the commands that take them say and end with. */
class SinceTest {
    private static final Instant NOW = Instant.parse("2026-02-08T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"7d, 2026-02-01T10:00:00Z", "24h, 2026-02-07T10:00:00Z", "30m, 2026-02-08T09:30:00Z",
            "2026-01-31T08:00:00+07:00, 2026-01-31T01:00:00Z"})
    void aSpanAndATime(String typed, Instant meant) throws Exception {
        assertEquals(meant, Since.read("--since", typed, NOW));
    }

    @Test
    void aDateBeginsWhereTheCommandIsTyped() throws Exception {
        assertEquals(LocalDate.of(2026, 1, 31).atStartOfDay(ZoneId.systemDefault()).toInstant(),
                Since.read("--since", "2026-01-31", NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "7w", "yesterday", "-7d", "2026-02-30", "2026-01-31T08:00:00"})
    void anythingElseIsNamed(String typed) {
        String said = assertThrows(AdminClient.Failure.class, () -> Since.read("--since", typed, NOW)).getMessage();
        assertTrue(said.startsWith("--since takes a span such as 7d") && said.endsWith("not «" + typed + "»"), said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"done | true | 0", "done | false | 1", "stopped | true | 1", "failed | true | 2"})
    void theExitCodeOfADiffSaysWhetherCustomersOrRejectionsChange(String state, boolean harmless, int exitCode) {
        var answer = new ObjectMapper().createObjectNode().put("state", state).put("harmless", harmless);
        assertEquals(exitCode, DiffCommand.exitCode(answer));
    }

    @Test
    void theDangerousStandsFirstAndWhatIsMissingIsSaid() throws Exception {
        String text = DiffCommand.text(new ObjectMapper().readTree(
                """
                    {"state":"stopped","mapping":"folder","basis":"stored","looked":9,"unreadable":1,"purged":7,"summary":"SUM","result":{
                     "compared":8,"otherCustomer":1,"newlyRejected":2,"newlyIgnored":0,"newlyAccepted":0,"changed":5,
                     "customers":[{"record":3,"before":"email:a•","after":"email:b•"}],
                     "rejections":[{"name":"MAPPING_FAILED","records":2,"detail":"it fails","examples":[{"record":4}]}],
                     "fields":[{"name":"city","records":5,"examples":[{"record":5,"before":"H•","after":null}]}],
                     "newWarnings":[{"name":"BAD_DATE dob","records":4,"examples":[{"record":6}]}],"goneWarnings":[]}}"""),
                Ansi.OFF);
        int at = -1;
        for (String part : new String[]{"is in use already", "1 GO TO ANOTHER CUSTOMER", "#3", "email:b•", "2 newly rejected",
                "2 MAPPING_FAILED", "#4", "MAPPING_FAILED: it fails", "5 changed", "5 city", "H•", "new warnings",
                "BAD_DATE dob",
                "1 records could not be compared", "7 older records are purged", "stopped after 9 records", "SUM, of 8"}) {
            int next = text.indexOf(part, at + 1);
            assertTrue(next > at, part + " in its place of\n" + text);
            at = next;
        }
    }
}
