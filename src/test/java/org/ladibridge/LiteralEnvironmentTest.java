package org.ladibridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.Expressions;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class LiteralEnvironmentTest {

    private static SmallRyeConfig config(String secret) {
        return new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredInterceptors()
                .withSources(new EnvConfigSource(Map.of("MY_SECRET", secret), 300),
                        new PropertiesConfigSource(Map.of("my.address", "http://host/${my.secret}?${nobody:x}"), "file", 100))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "$", "$$", "$$$", "\\", "\\\\", "\\$", "\\$$", "\\\\${x}", "${x}", "${:x}",
            "${my.address}",
            "a$$b\\1${x}\\$+&%\"'#{y}{{z}})&}c", "$1", "a$", "${", "}", "${x", "${x::y}", " blanks "})
    void aVariableIsTakenAsItStandsAndExpressionsOfFilesAreExpanded(String secret) {
        SmallRyeConfig config = config(secret);
        assertEquals(secret, config.getValue("my.secret", String.class));
        assertEquals("http://host/" + secret + "?x", config.getValue("my.address", String.class));
        assertEquals(secret, Expressions.withoutExpansion(() -> config.getConfigValue("my.secret").getValue()));
    }
}
