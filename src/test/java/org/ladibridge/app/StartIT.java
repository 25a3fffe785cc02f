package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the bridge comes up, for whoever sends it traffic as soon as it says that it is ready. */
@Execution(ExecutionMode.CONCURRENT)
class StartIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void whoWaitedUntilTheBridgeWasReadyIsServed() throws Exception {
        try (BridgeProcess bridge = new BridgeProcess(folder).launch()) {
            Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> isReady(bridge));
            assertEquals(202, bridge.signedWebhook("first", "{\"email\":\"a@example.vn\"}").statusCode());
        }
    }

    @ParameterizedTest
    @CsvSource({"ar,EG", "tr,TR"})
    void aMachineOfAnyCountryWritesPlainDigitsDatesAndUtf8(String language, String country) throws Exception {
        String options = "-Duser.language=" + language + " -Duser.country=" + country + " -Duser.extensions=ca-buddhist";
        try (BridgeProcess bridge = new BridgeProcess(folder)) {
            bridge.with("LC_ALL", "C").with("JAVA_TOOL_OPTIONS", options).start();
            assertEquals(202, bridge.signedWebhook("first", "{\"email\":\"a@example.vn\",\"full_name\":\"Đặng Thị Ế\"}")
                    .statusCode());
            bridge.awaitAllDelivered(1, Duration.ofSeconds(120));
            bridge.drop("csv-drop", "rows.csv", "email\nb@example.vn\n");
            bridge.awaitAllDelivered(2, Duration.ofSeconds(120));
            ProcessBuilder command = bridge.builder("events");
            command.environment().put("JAVA_TOOL_OPTIONS", options);
            command.environment().put("LC_ALL", "C");
            String events = new String(command.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String log = bridge.output();
            for (String text : List.of(log, events)) {
                assertTrue(text.chars().noneMatch(letter -> Character.isDigit(letter) && letter > '9'), text);
                assertTrue(text.contains(String.valueOf(Year.now(ZoneOffset.UTC))), text);
            }
            assertTrue(log.lines().filter(line -> line.contains("INFO")).allMatch(line -> line.matches("20\\d\\d-.*")), log);
            assertTrue(log.contains("LC_ALL=C.UTF-8"), "file names with accents need it, which is said: " + log);
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
