package org.ladibridge.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTextTest {

    @Test
    void anIdentifierThatCanBeStoredIsLeftAlone() {
        String id = "đơn-" + "x".repeat(496);
        assertSame(id, StoredText.key(id));
        assertNull(StoredText.key(null));
        assertEquals("🙂", StoredText.key("🙂"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\u0000", "half \ud83d", "\ude42 half", "\ude42\ud83d"})
    void whatCannotBeStoredIsReplacedAndStaysAnotherId(String id) {
        String key = StoredText.key(id);
        assertEquals(-1, key.indexOf(0));
        assertEquals(key, new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        assertNotEquals(StoredText.excerpt(id, 100), key);
        assertEquals(key, StoredText.key(key));
    }

    @Test
    void longIdentifiersKeepTheirBeginningAndStayDifferent() {
        String long1 = "id/" + "🙂".repeat(1_000) + "1";
        String long2 = "id/" + "🙂".repeat(1_000) + "2";
        assertNotEquals(StoredText.key(long1), StoredText.key(long2));
        assertTrue(StoredText.key(long1).startsWith("id/🙂"));
        assertTrue(StoredText.key(long1).getBytes(StandardCharsets.UTF_8).length <= 1_500);
        assertEquals(StoredText.key(long1), StoredText.key(StoredText.key(long1)));
    }

    @Test
    void anExcerptDoesNotEndInHalfACharacter() {
        assertEquals("ab", StoredText.excerpt("ab🙂", 3));
        assertEquals("ab🙂", StoredText.excerpt("ab🙂", 4));
        assertEquals("a\ufffdb", StoredText.excerpt("a\u0000b", 10));
    }
}
