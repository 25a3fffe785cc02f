package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** How the bridge comes up, for whoever sends it traffic as soon as it says that it is ready. */
class StartIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void whoWaitedUntilTheBridgeWasReadyIsServed() throws Exception {
        try (BridgeProcess bridge = new BridgeProcess(folder).launch()) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10)).until(() -> isReady(bridge));
            assertEquals(202, bridge.signedWebhook("first", "{\"email\":\"a@example.vn\"}").statusCode());
        }
    }

    private static boolean isReady(BridgeProcess bridge) {
        try {
            return bridge.send("GET", "/q/health/ready", new byte[0], Map.of()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
