package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MsgTest {
    @ParameterizedTest
    @CsvSource({"org.ladibridge.console.web.Msg,msg", "org.ladibridge.console.web.FileMsg,files",
            "org.ladibridge.console.web.LearnMsg,learn"})
    void everySentenceIsThereInVietnamese(Class<?> bundle, String name) throws Exception {
        Properties vietnamese = new Properties();
        try (Reader reader = new InputStreamReader(Msg.class.getResourceAsStream("/messages/" + name + "_vi.properties"),
                StandardCharsets.UTF_8)) {
            vietnamese.load(reader);
        }
        TreeSet<String> english = new TreeSet<>(Arrays.stream(bundle.getMethods()).map(Method::getName).toList());
        assertEquals(english, new TreeSet<>(vietnamese.stringPropertyNames()));
    }

    /** The class that Qute makes of more cannot be verified, and the bridge would not start; a further bundle can hold them. */
    @Test
    void thereAreNoMoreSentencesThanQuteTakesInOneBundle() {
        assertTrue(Msg.class.getMethods().length <= 300);
    }
}
