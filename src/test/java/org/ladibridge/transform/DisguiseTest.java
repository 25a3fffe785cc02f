package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

class DisguiseTest {
    @Test
    void aPhoneNumberStaysOneOfItsNetwork() {
        assertEquals("+84 912 345 678".length(), Disguise.text("+84 912 345 678").length());
        assertEquals("0912", Disguise.text("0912987654").substring(0, 4));
        assertFalse(Disguise.text("0912987654").endsWith("987654"));
    }

    @Test
    void anAddressStaysOneOfItsKind() {
        assertEquals("xxx.xxx@xxxxxxx.vn", Disguise.text("mai.lan@example.vn"));
    }

    @Test
    void aDateStaysADate() {
        assertEquals("1990-01-01", Disguise.text("1985-12-24"));
        assertEquals("1/01/1990", Disguise.text("5/12/1985"));
    }

    @Test
    void namesAreGoneAndWhatAMappingDecidesByStays() throws Exception {
        String disguised = Disguise.tree(new ObjectMapper().readTree("""
            {"type":"contact","name":"Trần Thị Mai","tags":["VIP"],"id":123456789012,"vip":true,"note":null}""")).toString();
        assertEquals("""
            {"type":"contact","name":"Xxxx Xxx Xxx","tags":["XXX"],"id":123456123456,"vip":true,"note":null}""", disguised);
    }

    @Test
    void theTitleOfAQuestionStays() throws Exception {
        assertEquals("{\"label\":\"Họ và tên\",\"value\":\"Xx Xxx\"}", Disguise.tree(
                new ObjectMapper().readTree("{\"label\":\"Họ và tên\",\"value\":\"Lê Mai\"}")).toString());
    }
}
