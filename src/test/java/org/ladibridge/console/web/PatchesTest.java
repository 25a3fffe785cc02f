package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.Map;

import jakarta.ws.rs.core.MultivaluedHashMap;

import org.junit.jupiter.api.Test;
import org.ladibridge.ledger.PatchNormaliser;
import org.ladibridge.transform.CustomerTransformer;

import com.fasterxml.jackson.databind.ObjectMapper;

class PatchesTest {
    private final Patches patches = new Patches(new PatchNormaliser(new CustomerTransformer(Clock.systemUTC())),
            new ObjectMapper());

    private static PatchForm typed(Map<String, String> inputs) {
        return PatchForm.of(new MultivaluedHashMap<>(inputs));
    }

    private String patch(Map<String, String> inputs) throws Patches.Refused {
        return String.valueOf(patches.content(typed(inputs), SaidMsg.ui()).patch());
    }

    private Map<String, String> refused(Map<String, String> inputs) {
        return assertThrows(Patches.Refused.class, () -> patch(inputs)).sentences;
    }

    @Test
    void whatIsTypedIsWrittenAsLadiFlowTakesIt() throws Exception {
        assertEquals("{\"phone\":\"0987654321\"}", patch(Map.of("set.phone", " +84 987 654 321 ")));
        assertEquals("{\"dob\":\"1990-12-31\"}", patch(Map.of("set.dob", "31/12/1990")));
        assertEquals("{\"company\":\"Sen Vàng\"}", patch(Map.of("field", "company", "value", "Sen Vàng")));
    }

    @Test
    void aNameIsWrittenWhereLadiFlowShowsItToo() throws Exception {
        assertEquals("{\"first_name\":\"Trần Mai\",\"full_name\":\"Trần Mai\"}", patch(Map.of("set.full_name", "Trần Mai")));
    }

    @Test
    void anInputThatIsLeftEmptyChangesNothing() throws Exception {
        assertNull(patches.content(typed(Map.of("set.email", "", "set.phone", "  ", "patch", " ")), SaidMsg.ui()).patch());
    }

    @Test
    void anInputThatIsLeftAsItStoodChangesNothingEvenWhenItIsWrong() throws Exception {
        PatchForm form = typed(Map.of("set.email", "binh.example.vn", "set.phone", "0987654321"));
        assertEquals("{\"phone\":\"0987654321\"}",
                patches.content(form.without(Map.of("email", "binh.example.vn", "phone", "0912 34")), SaidMsg.ui()).patch()
                        .toString());
    }

    @Test
    void whatIsStillWrongIsToldAtEachField() {
        assertEquals(Map.of("email", "expectedEmail", "phone", "expectedPhone", "dob", "expectedDate"),
                refused(Map.of("set.email", "binh", "set.phone", "12", "set.dob", "31/31/1990", "set.city", "Huế")));
        assertEquals(Map.of("nonsense", "patchUnknownField[nonsense]"), refused(Map.of("set.nonsense", "1")));
    }

    @Test
    void brokenJsonIsToldWithItsPlaceAndAnExample() {
        String sentence = refused(Map.of("patch", "{\n  \"city\": \"Huế\",\n}")).get("patch");
        assertTrue(sentence.startsWith("patchNotJson[3, ") && sentence.contains("{\"company\""), sentence);
        assertTrue(refused(Map.of("patch", "{} {}")).get("patch").startsWith("patchNotJson[1, "),
                "what follows is not ignored");
        assertTrue(refused(Map.of("patch", "[1]")).get("patch").startsWith("patchNotObject"));
        assertEquals("patchUnknownField[emial]", refused(Map.of("patch", "{\"emial\":\"a@example.vn\"}")).get("patch"));
    }
}
