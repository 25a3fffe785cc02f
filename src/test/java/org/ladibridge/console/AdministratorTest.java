package org.ladibridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class AdministratorTest {
    /** As HTTP hands it over. */
    private static String header(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void anAddressIsEnough() {
        assertEquals("10.0.0.1", Administrator.name("10.0.0.1", null));
        assertEquals("10.0.0.1", Administrator.name("10.0.0.1", " "));
    }

    @Test
    void aNameStandsBeforeTheAddress() {
        assertEquals("Lê Lan (10.0.0.1)", Administrator.name("10.0.0.1", header("Lê Lan")));
        assertEquals("Bình (10.0.0.1)", Administrator.name("10.0.0.1", "Bình"), "in Latin-1");
    }

    @Test
    void aNameIsCutAndCannotSteerATerminal() {
        assertEquals("x".repeat(100) + " (10.0.0.1)", Administrator.name("10.0.0.1", "x".repeat(300)));
        assertEquals("[31mroot (10.0.0.1)", Administrator.name("10.0.0.1", header("\u001b[31m\u202eroot\r\n")));
    }
}
