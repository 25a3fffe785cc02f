package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.core.MultivaluedHashMap;

import org.junit.jupiter.api.Test;
import org.ladibridge.console.web.MendForm.Answer;
import org.ladibridge.console.web.MendForm.Input;
import org.ladibridge.customer.Warning;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.ledger.Replay.Standing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

class MendFormTest {
    private static final List<Remark> WRONG = List.of(new Remark("BAD_PHONE", "phone", ""), new Remark("BAD_DATE", "dob", ""),
            new Remark("SECOND_PHONE", "phone", ""), new Remark("UNKNOWN_FIELD", "nonsense", ""));

    private static MendForm form(String reason, Answer answer, boolean masked) throws Exception {
        Event event = new Event(1, "shop", "e1", null, "rejected", reason, null, null, 0, Instant.EPOCH, null, Instant.EPOCH,
                JournalReader.CUSTOMERS, null, 1, null);
        return MendForm.of(event, new Standing(tree("{'full_name':'Trần Thị Mai'}"),
                tree("{'full_name':'tran thi mai','phone':'0912 34','dob':'31/31/1990','tags':['a']}")), WRONG, answer, masked,
                false, SaidMsg.ui());
    }

    private static JsonNode tree(String json) throws Exception {
        return new ObjectMapper().readTree(json.replace('\'', '"'));
    }

    private static PatchForm typed(String field, String value) {
        return PatchForm.of(new MultivaluedHashMap<>(Map.of("set." + field, value)));
    }

    private static Input input(MendForm form, String name) {
        return form.inputs().stream().filter(input -> input.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void whatIsWrongComesFirstAndThenWhatACustomerIsKnownBy() throws Exception {
        MendForm form = form("BAD_PHONE", Answer.NONE, false);
        assertEquals(List.of("phone", "dob", "email", "full_name"), form.inputs().stream().map(Input::name).toList());
        assertEquals("set-phone", form.first());
        assertEquals(Warning.Code.BAD_PHONE.en(), input(form, "phone").problem());
        assertEquals("0912 34", input(form, "phone").value(), "a wrong value can be corrected");
        assertEquals("Trần Thị Mai", input(form, "full_name").value(), "what is understood goes before what was placed");
        assertTrue(form.inputs().stream().noneMatch(Input::isFocused), "nobody is taken away from the top of the page");
    }

    @Test
    void withoutEmailAndPhoneBothAreAskedFor() throws Exception {
        MendForm form = form("NO_EMAIL_OR_PHONE", Answer.NONE, false);
        assertEquals("set-email", form.first());
        assertTrue(input(form, "email").problem().contains("neither"), form.toString());
    }

    @Test
    void maskedAnInputIsEmptyAndShowsNoMoreThanThePage() throws Exception {
        MendForm form = form("BAD_PHONE", Answer.NONE, true);
        assertEquals("", input(form, "full_name").value());
        assertEquals("T••• T•• M••", input(form, "full_name").placeholder().replace("••••", "•••"));
        assertFalse(form.toString().contains("Mai") || form.toString().contains("0912"), form.toString());
    }

    @Test
    void whatWasTypedIsShownAgainAndTheFirstThatIsStillWrongHasTheFocus() throws Exception {
        MendForm form = form("BAD_PHONE", Answer.refused(typed("dob", "1/13/1990"), Map.of("dob", "no date")), true);
        assertEquals("1/13/1990", input(form, "dob").value());
        assertEquals("no date", input(form, "dob").problem());
        assertEquals(List.of("phone", "dob", "email", "full_name"), form.inputs().stream().map(Input::name).toList(),
                "no input moves");
        assertEquals(List.of("dob"),
                form.inputs().stream().filter(Input::isFocused).map(Input::name).toList());
    }

    @Test
    void aProblemOfTheWholeIsReadFirstOnlyWhereNoInputIsWrong() throws Exception {
        MendForm wrong = form("BAD_PHONE", Answer.problem(typed("company", "Sen"), "why"), true);
        assertTrue(input(wrong, "phone").isFocused());
        assertFalse(wrong.isProblemFocused());
        MendForm right = MendForm.of(new Event(1, "shop", "e1", null, "dead", "LADIFLOW_REFUSED", null, null, 0, Instant.EPOCH,
                null, Instant.EPOCH, JournalReader.CUSTOMERS, null, 1, null), null, List.of(),
                Answer.problem(typed("city", "Huế"), "why"),
                true,
                false, SaidMsg.ui());
        assertTrue(right.isProblemFocused());
    }
}
