package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class HookServerTest {
    @ParameterizedTest
    @ValueSource(strings = {"/hooks/a", "/hooks/", "/hooks/../api/ledger", "/hooks/%2e%2e/api/ledger", "/hooks/%2E/a",
            "/hooks/x/../y", "/hooks/.;/a", "/hooks\\..\\api", "//hooks//../api", "/hooks/%252e%252e/api", "/%68ooks/../api",
            "/./hooks/../api", "/hooks%2f..%2fapi", "/hooks%5c..%5capi", "/%2568ooks/a"})
    void whateverBeginsUnderHooksIsOurs(String path) {
        assertTrue(HookServer.isOurs(path));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"/", "*", "/hooks", "/hooksy/a", "/api/ledger", "/api/hooks/a", "/console/", "/%zz", "/%"})
    void nothingElseIs(String path) {
        assertFalse(HookServer.isOurs(path));
    }
}
