package org.ladibridge.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

class MaskTest {
    @Test
    void theFormOfAValueStaysAndItsContentDoesNot() {
        assertEquals("m••@e••••••.v•", Mask.text("mai@example.vn"));
        assertEquals("N••••• T•• M••", Mask.text("Nguyễn Thị Mai"));
        assertEquals("(+84) •••-•••-•78", Mask.text("(+84) 912-345-678"));
        assertEquals("••", Mask.text("12"));
        assertEquals("", Mask.text(""));
    }

    @Test
    void accentsWrittenAsSignsOfTheirOwnAreMaskedToo() {
        assertEquals("N•••••••", Mask.text("Nguye\u0302\u0303n"));
    }

    @Test
    void ofACustomersKeyTheKindIsShown() {
        assertEquals("email:m••@e••••••.v•", Mask.key("email:mai@example.vn"));
        assertEquals("phone:09••••••78", Mask.key("phone:0912345678"));
    }

    @Test
    void inATreeEveryTextAndNumberIsMasked() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String masked = Mask.tree(json.readTree("""
            {"name":"Mai","born":19920905,"tags":["spa",{"x":"Lan"}],"vip":true,"note":null}""")).toString();
        assertEquals("""
            {"name":"M••","born":"19••••05","tags":["s••",{"x":"L••"}],"vip":true,"note":null}""", masked);
        assertFalse(masked.contains("Mai"));
    }

    @Test
    void aHeadingIsMaskedOnlyWhenItMayBeACustomers() {
        assertEquals("Số điện thoại 2", Mask.heading("Số điện thoại 2"));
        assertEquals("09••••••78", Mask.heading("0912345678"));
        assertEquals(Mask.text("an@example.vn"), Mask.heading("an@example.vn"));
    }
}
