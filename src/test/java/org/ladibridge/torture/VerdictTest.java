package org.ladibridge.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.ladibridge.torture.LadiFlowStub.Answer;
import org.ladibridge.torture.Verdict.Ledger;

class VerdictTest {
    private static final String AN = "an@example.vn";
    private static final String HOA = "hoa@example.vn";

    @Test
    void eachEventDeliveredOnceAndInOrderBreaksNothing() {
        Verdict verdict = Verdict.of(events(3), taken(1, 2, 3), 0, clean(3));
        assertEquals(3, verdict.delivered());
        assertEquals(List.of(), List.copyOf(verdict.broken()));
    }

    @Test
    void anAcknowledgedEventWithoutACallIsLost() {
        assertBroken("1 acknowledged events were lost", Verdict.of(events(3), taken(1, 3), 0, clean(3)));
    }

    @Test
    void anEventThatLadiFlowNeverTookIsLostHoweverOftenItWasCalled() {
        List<Call> calls = Stream.concat(taken(1).stream(), Stream.of(call(2, Answer.DOWN), call(2, Answer.RESET))).toList();
        assertBroken("1 acknowledged events were lost", Verdict.of(events(2), calls, 0, clean(2)));
    }

    @Test
    void aRepetitionIsBorneForACallInFlightOnly() {
        Verdict verdict = Verdict.of(events(2), taken(1, 1, 2, 2), 1, clean(2));
        assertEquals(2, verdict.repeated());
        assertBroken("2 calls were repeated; 1 at most", verdict);
        assertTrue(Verdict.of(events(2), taken(1, 1, 2, 2), 2, clean(2)).broken().isEmpty());
    }

    @Test
    void anotherAttemptAtWhatLadiFlowDidNotTakeIsNoRepetition() {
        List<Call> calls = Stream.concat(Stream.of(call(1, Answer.HANG), call(1, Answer.BUSY)), taken(1).stream()).toList();
        assertTrue(Verdict.of(events(1), calls, 0, clean(1)).broken().isEmpty());
    }

    @Test
    void whatWasTakenWithoutAnAnswerIsNotLostAndMayBeRepeated() {
        List<Call> calls = Stream.concat(Stream.of(call(1, Answer.LOST), call(1, Answer.LOST)), taken(1).stream()).toList();
        assertTrue(Verdict.of(events(1), calls, 0, clean(1)).broken().isEmpty());
        assertTrue(Verdict.of(events(1), List.of(call(1, Answer.LOST)), 0, clean(1)).lost().isEmpty());
    }

    @Test
    void anOlderEventAfterAYoungerOneIsOutOfOrder() {
        assertBroken("1 calls came after a younger one", Verdict.of(events(3), taken(1, 3, 2), 0, clean(3)));
    }

    @Test
    void anAttemptThatFailedCountsForTheOrder() {
        List<Call> calls = Stream.concat(Stream.of(call(2, Answer.DOWN)), taken(1, 2).stream()).toList();
        assertBroken("1 calls came after a younger one", Verdict.of(events(2), calls, 0, clean(2)));
    }

    @Test
    void oneCustomersOrderSaysNothingOfAnothers() {
        List<Event> acknowledged = List.of(new Event(AN, 1), new Event(AN, 2), new Event(HOA, 1));
        List<Call> calls = List.of(call(1, Answer.OK), call(2, Answer.OK), new Call(new Event(HOA, 1), Answer.OK));
        assertTrue(Verdict.of(acknowledged, calls, 0, clean(3)).broken().isEmpty());
    }

    @Test
    void anEventMayBeSupersededByAYoungerOneIfTheLedgerSaysSo() {
        Verdict verdict = Verdict.of(events(4), taken(1, 4), 0, new Ledger(4, 2, 0, 0, 0, true));
        assertEquals(2, verdict.superseded());
        assertTrue(verdict.broken().isEmpty(), verdict.broken().toString());
        assertBroken("2 acknowledged events were lost", Verdict.of(events(4), taken(1, 4), 0, new Ledger(4, 1, 0, 0, 0, true)));
    }

    @Test
    void theYoungestEventIsNeverSuperseded() {
        assertBroken("1 acknowledged events were lost",
                Verdict.of(events(2), taken(1), 0, new Ledger(2, 1, 0, 0, 0, true)));
    }

    @Test
    void aLedgerThatDoesNotAddUpOrCountsOtherwiseIsNamed() {
        for (Ledger ledger : List.of(new Ledger(1, 0, 0, 0, 0, false), new Ledger(2, 0, 0, 0, 0, true),
                new Ledger(1, 0, 1, 0, 0, true), new Ledger(1, 0, 0, 1, 0, true), new Ledger(1, 0, 0, 0, 1, true))) {
            assertBroken("the ledger does not account for 1 events", Verdict.of(events(1), taken(1), 0, ledger));
        }
    }

    private static void assertBroken(String expected, Verdict verdict) {
        assertTrue(verdict.broken().stream().anyMatch(sentence -> sentence.startsWith(expected)), verdict.broken().toString());
    }

    private static List<Event> events(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(number -> new Event(AN, number)).toList();
    }

    private static List<Call> taken(int... numbers) {
        return IntStream.of(numbers).mapToObj(number -> call(number, Answer.OK)).toList();
    }

    private static Call call(int number, Answer answer) {
        return new Call(new Event(AN, number), answer);
    }

    private static Ledger clean(int events) {
        return new Ledger(events, 0, 0, 0, 0, true);
    }
}
