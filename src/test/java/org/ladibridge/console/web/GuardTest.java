package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;

class GuardTest {
    @Test
    void aFormOfAnotherSiteIsForeign() {
        assertTrue(Guard.isForeign(Map.of("Sec-Fetch-Site", "cross-site", "Host", "bridge.example.vn")));
        assertTrue(Guard.isForeign(Map.of("Sec-Fetch-Site", "same-site", "Host", "bridge.example.vn")));
        assertTrue(Guard.isForeign(Map.of("Origin", "https://evil.example", "Host", "bridge.example.vn")));
        assertTrue(Guard.isForeign(Map.of("Origin", "null", "Host", "bridge.example.vn")));
        assertTrue(Guard.isForeign(Map.of("Origin", "https://bridge.example.vn:99999999", "Host", "bridge.example.vn")));
    }

    @Test
    void aFormOfOursIsNot() {
        assertFalse(Guard.isForeign(Map.of("Sec-Fetch-Site", "same-origin", "Host", "bridge.example.vn")));
        assertFalse(Guard.isForeign(Map.of("Origin", "https://bridge.example.vn", "Host", "bridge.example.vn")));
        assertFalse(Guard.isForeign(Map.of("Host", "bridge.example.vn")));
    }

    @Test
    void afterTheLoginOnlyPagesOfTheConsoleAreGoneTo() {
        assertEquals("/console/events?state=dead", LoginPage.local("/console/events?state=dead"));
        for (String elsewhere : new String[]{null, "", "https://evil.example", "//evil.example", "/consolex", "/console\\evil",
                "/console/\r\nSet-Cookie: a=b", "/api/ledger"}) {
            assertEquals("/console", LoginPage.local(elsewhere), elsewhere);
        }
    }
}
