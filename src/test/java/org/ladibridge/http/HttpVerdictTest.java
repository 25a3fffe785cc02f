package org.ladibridge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpVerdictTest {

    @ParameterizedTest
    @CsvSource({"200, SUCCESS", "207, SUCCESS", "301, MOVED", "308, MOVED", "302, MOVED_FOR_NOW", "307, MOVED_FOR_NOW",
            "401, UNAUTHORIZED", "403, FORBIDDEN", "404, ABSENT", "410, ABSENT", "429, SLOW_DOWN", "408, LATER", "423, LATER",
            "425, LATER", "500, LATER", "503, LATER", "599, LATER", "400, REFUSED", "409, REFUSED", "422, REFUSED", "0, BROKEN",
            "100, BROKEN", "304, BROKEN"})
    void aStatusSaysOneThing(int status, HttpVerdict verdict) {
        assertEquals(verdict, HttpVerdict.of(status));
    }
}
