package org.ladibridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands look where a bridge of the same environment would listen. */
class BridgeAddressTest {

    @ParameterizedTest
    @CsvSource({",,,http://localhost:8080", ",,9090,http://localhost:9090", ",0.0.0.0,9090,http://localhost:9090",
            ",::,9090,http://localhost:9090", ",127.0.0.1,9090,http://127.0.0.1:9090",
            ",bridge.local,,http://bridge.local:8080",
            ",::1,9090,http://[::1]:9090", "https://crm.example.vn,127.0.0.1,9090,https://crm.example.vn",
            "'  ',,9090,http://localhost:9090"})
    void theEnvironmentSaysWhere(String url, String host, String port, String expected) {
        Map<String, String> environment = new HashMap<>();
        put(environment, "BRIDGE_URL", url);
        put(environment, "QUARKUS_HTTP_HOST", host);
        put(environment, "QUARKUS_HTTP_PORT", port);
        assertEquals(expected, BridgeAddress.of(environment));
    }

    private static void put(Map<String, String> environment, String name, String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }
}
