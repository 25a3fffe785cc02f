package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ladibridge.customer.CustomerField;

class TermsTest {
    @Test
    void everyTermIsThereInBothLanguages() {
        assertEquals(Terms.read("en").stringPropertyNames(), Terms.read("vi").stringPropertyNames());
    }

    @ParameterizedTest
    @EnumSource(CustomerField.class)
    void everyFieldOfLadiFlowHasAName(CustomerField field) {
        assertTrue(Terms.read("vi").containsKey("field." + field.wireName()));
    }

    @Test
    void aNameWithoutATermStandsAsItIs() {
        assertEquals("Ngày đăng ký", Terms.of("vi", "field", "subcribed_at"));
        assertEquals("unheard_of", Terms.of("vi", "field", "unheard_of"));
    }
}
