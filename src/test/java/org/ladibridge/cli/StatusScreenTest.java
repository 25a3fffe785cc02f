package org.ladibridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.ladibridge.cli.StatusScreen.Snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import picocli.CommandLine.Help.Ansi;

class StatusScreenTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-01-20T10:00:00Z");

    private static Snapshot snapshot(Instant at, String sources) throws JsonProcessingException {
        return snapshot(at, sources, "[]");
    }

    private static Snapshot snapshot(Instant at, String sources, String troubles) throws JsonProcessingException {
        return new Snapshot(at, JSON.readTree("""
            {"received":1200,"delivered":1000,"unchanged":0,"superseded":0,"duplicate":0,"rejected":3,"dead":0,"inFlight":197,
             "balanced":true,"sources":{}}"""), JSON.readTree("""
            {"open":false,"paused":false,"reason":"LADIFLOW_DOWN","detail":"no connection"}"""), JSON.readTree(sources),
                JSON.readTree("{\"customers\":\"2026-01-20T09:55:00Z\"}"), JSON.readTree(troubles), JSON.readTree(
                        """
                            [{"message":"LadiFlow does not know the custom field tier (12 records since 2026-01-20)","remedy":"create it"}]"""));
    }

    private static String source(String rest) {
        return """
            [{"name":"s","state":"running","message":null,"speed":{"receivedPerSecond":2.0,"finishedPerSecond":1.5,
              "inFlight":0,"secondsLeft":null},"progress":null,"poll":null%s}]""".formatted(rest);
    }

    private static List<String> lines(StatusScreen screen, Instant at, String sources) throws JsonProcessingException {
        return screen.lines(snapshot(at, sources));
    }

    private static String lineOf(List<String> lines, String beginning) {
        return lines.stream().filter(line -> line.startsWith(beginning)).findFirst()
                .orElseThrow(() -> new AssertionError(String.join("\n", lines)));
    }

    @Test
    void theLedgerTheRatesTheQueueAndLadiFlowAreSeen() throws Exception {
        List<String> lines = lines(new StatusScreen(Ansi.OFF), NOW, source(""));
        assertTrue(lines.contains("balanced"), lines.toString());
        assertEquals("in 2.0/s   out 1.5/s   queue 197, the oldest waits 5 min", lineOf(lines, "in "));
        assertEquals("LadiFlow waits LADIFLOW_DOWN no connection", lineOf(lines, "LadiFlow"));
        assertEquals("LadiFlow does not know the custom field tier (12 records since 2026-01-20)",
                lineOf(lines, "LadiFlow does"));
        assertEquals("1 other source has nothing to do", lineOf(lines, "1 other"));
    }

    private static final String TROUBLES = """
        [{"state":"rejected","reason":"BAD_PHONE","source":"s","count":2,"last":"2026-01-20T09:00:00Z"},
         {"state":"rejected","reason":"NO_EMAIL_OR_PHONE","source":"s","count":1,"last":"2026-01-20T09:00:00.500Z"},
         {"state":"dead","reason":"LADIFLOW_REFUSED","source":"s","count":4,"last":"2026-01-20T08:00:00Z"},
         {"state":"dead","reason":"LADIFLOW_REFUSED","source":"gone","count":1,"last":"2026-01-20T08:00:00Z"}]""";
    private static final String OF_S = "4 dead, 3 rejected, the newest NO_EMAIL_OR_PHONE: ./ladibridge events --source s --state rejected";
    private static final String OF_GONE = "1 dead, the newest LADIFLOW_REFUSED: ./ladibridge events --source gone --state dead";

    @Test
    void aSourceWithRejectedRecordsOrDeadLettersIsNamedWithTheReasonAndTheCommandThatShowsThem() throws Exception {
        Snapshot now = snapshot(NOW, source(""), TROUBLES);
        List<String> screen = new StatusScreen(Ansi.OFF).lines(now);
        assertEquals(List.of("s                    4 dead, 3 rejected, the newest NO_EMAIL_OR_PHONE",
                "                     ./ladibridge events --source s --state rejected",
                "gone                 1 dead, the newest LADIFLOW_REFUSED",
                "                     ./ladibridge events --source gone --state dead"),
                screen.subList(screen.size() - 5, screen.size() - 1));
        assertEquals("0 other sources have nothing to do", lineOf(screen, "0 other"));
        assertEquals(List.of("source  state", "s       running  " + OF_S, "gone             " + OF_GONE),
                StatusCommand.sources(now, Ansi.OFF).lines());
    }

    @Test
    void rejectedRecordsWantToBeLookedAt() throws Exception {
        Snapshot well = well("[]");
        assertEquals(0, StatusCommand.exitCode(well));
        assertEquals(1, StatusCommand.exitCode(well(TROUBLES)));
    }

    private static Snapshot well(String troubles) throws JsonProcessingException {
        Snapshot now = snapshot(NOW, source(""), troubles);
        return new Snapshot(NOW, now.ledger(), JSON.readTree("{\"open\":true}"), now.sources(), now.queues(), now.troubles(),
                now.notTaken());
    }

    @Test
    void aMessageIsDrawnOverThePictureAndNothingOfItStays() {
        assertEquals("\u001B[Hno bridge answers\u001B[K\n\u001B[J", StatusScreen.drawn(List.of("no bridge answers")));
    }

    @Test
    void aFileHasABarAndTheTimeThatIsLeft() throws Exception {
        assertEquals("s                    ██████░░░░░░░░░░░░░░░░░░  25 % big.csv, 5,000 rows, 900/s, 2 min left",
                lineOf(lines(new StatusScreen(Ansi.OFF), NOW, source(
                        ",\"progress\":{\"file\":\"big.csv\",\"rows\":5000,\"percent\":25,\"rowsPerSecond\":900,\"secondsLeft\":150}")),
                        "s "));
    }

    @Test
    void aPollThatCatchesUpHasABarFromWhereItStoodWhenTheWatchingBegan() throws Exception {
        StatusScreen screen = new StatusScreen(Ansi.OFF);
        String poll = ",\"poll\":{\"activity\":\"running\",\"watermark\":\"%s\",\"items\":4200}";
        lines(screen, NOW, source(poll.formatted("2026-01-20T08:00:00Z")));
        assertEquals(
                "s                    ████████████░░░░░░░░░░░░  50 % 4,200 records, up to 2026-01-20 09:00:05 UTC, 10 s left",
                lineOf(lines(screen, NOW.plusSeconds(10), source(poll.formatted("2026-01-20T09:00:05Z"))), "s "));
    }

    @Test
    void inAPipeItIsALineASecond() throws Exception {
        assertEquals("2026-01-20T10:00:00 received=1200 delivered=1000 dead=0 rejected=3 in_flight=197 oldest=300s in=2.0/s "
                + "out=1.5/s balanced delivery=waits:LADIFLOW_DOWN", StatusScreen.line(snapshot(NOW, source(""))));
    }

    @Test
    void whoRefusesItsSenderIsToldWithTheCauseAndASingleStrangerIsOnlyCounted() throws Exception {
        String refused = """
            ,"refused":{"count":%d,"first":"2026-01-20T09:02:03Z","last":"2026-01-20T09:57:00Z","many":%s,"cause":"signature",
             "message":"the signature in X does not fit","messageVi":"chữ ký không khớp"}""";
        assertEquals(
                "REFUSES ITS SENDER: 12 deliveries in a row refused since 2026-01-20 09:02 UTC, the newest 3 min ago: the signature in X does not fit",
                lineOf(lines(new StatusScreen(Ansi.OFF), NOW, source(refused.formatted(12, true))), "s ").substring(21));
        assertEquals("1 delivery refused since 2026-01-20 09:02 UTC, the newest 3 min ago: the signature in X does not fit",
                lineOf(lines(new StatusScreen(Ansi.OFF), NOW, source(refused.formatted(1, false))), "s ").substring(21));
        assertTrue(StatusCommand.sources(snapshot(NOW, source(refused.formatted(12, true))), Ansi.OFF).toString()
                .contains("REFUSES ITS SENDER: 12"));
    }
}
