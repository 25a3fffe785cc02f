package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Replayed;

import com.fasterxml.jackson.databind.ObjectMapper;

class StepTest {
    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }

    @Test
    void theTimeLineTellsHowARecordEndedBeforeWhoMendedItAndWhatCameOfIt() throws Exception {
        Event event = new Event(1, "shop", "e1", "email:a@example.vn", "delivered", null, null, null, 1, at(1), null, at(5),
                JournalReader.CUSTOMERS, null, 1, null);
        List<Step> steps = Step.of(event,
                List.of(new Replayed(at(3), "lan (10.0.0.1)", "{\"mapping\":\"latest\",\"patched\":[\"email\",\"phone\"]}",
                        "rejected", "BAD_PHONE", "too short",
                        "[{\"code\":\"BAD_PHONE\",\"field\":\"phone\",\"detail\":\"too short\"}]",
                        at(2))),
                List.of(new Attempt(at(4), "customer/update", null, 200, 5, "{}")), new Shown(new ObjectMapper()), true);
        assertEquals(List.of(
                "received",
                "rejected BAD_PHONE null [Remark[code=BAD_PHONE, field=phone, detail=too short]]",
                "lan (10.0.0.1) [email, phone]",
                "customer/update",
                "delivered null null []"), steps.stream().map(StepTest::text).toList());
    }

    private static String text(Step step) {
        if (step.end() != null) {
            return step.end().state() + " " + step.end().reason() + " " + step.end().detail() + " " + step.end().remarks();
        }
        if (step.again() != null) {
            return step.again().who() + " " + step.again().fields();
        }
        return step.call() == null ? "received" : step.call().call();
    }

    @Test
    void whatWasMergedNamesTheRecordThatItWentAlongWith() {
        assertEquals("12", Step.mergedInto("merged into record 12"));
        assertNull(Step.mergedInto("HTTP 400"));
        assertNull(Step.mergedInto(null));
    }
}
