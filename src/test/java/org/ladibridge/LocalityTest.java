package org.ladibridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the start says of a machine that cannot write Vietnamese. */
class LocalityTest {

    @Test
    void aMachineWithUtf8IsWell() {
        assertEquals(Optional.empty(), Locality.shortcoming(StandardCharsets.UTF_8, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"US-ASCII", "ISO-8859-1", "windows-1258", "windows-1252", "UTF-16"})
    void anotherDefaultIsToldWithItsRemedy(String charset) {
        String said = Locality.shortcoming(Charset.forName(charset), StandardCharsets.UTF_8).orElseThrow();
        assertTrue(said.contains(charset) && said.contains("-Dfile.encoding=UTF-8"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"US-ASCII", "ISO-8859-1", "windows-1252"})
    void soAreNamesOfFiles(String charset) {
        String said = Locality.shortcoming(StandardCharsets.UTF_8, Charset.forName(charset)).orElseThrow();
        assertTrue(said.contains(charset) && said.contains("LC_ALL=C.UTF-8"), said);
    }
}
