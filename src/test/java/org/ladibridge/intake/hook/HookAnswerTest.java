package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.State;

class HookAnswerTest {
    private static String body(AppendResult result) {
        return HookAnswer.accepted(202, result).body();
    }

    @Test
    void whatIsNewIsCountedAsEver() {
        assertEquals("{\"received\":2,\"duplicate\":0,\"rejected\":1}", body(new AppendResult(2, 0, 1, List.of())));
    }

    @Test
    void ofRepetitionsItTellsHowTheFirstOnesHadEnded() {
        assertEquals(
                "{\"received\":5,\"duplicate\":4,\"rejected\":0,"
                        + "\"earlier\":{\"queued\":1,\"delivered\":2,\"dead\":1},\"replayed\":1}",
                body(new AppendResult(5, 4, 0, 0, 1, Map.of(State.DEAD, 1, State.DELIVERED, 2, State.QUEUED, 1), List.of())));
    }
}
