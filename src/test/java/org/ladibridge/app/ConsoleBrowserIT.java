package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.Nightly;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The console in Chromium: what {@code console.mjs} does in it, and whether it found it as it should be. By night every page is looked at in
 * all eight ways that width, theme and language make, and photographed; in the build in two that have each of them once.
 */
class ConsoleBrowserIT {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @TestFactory
    Stream<DynamicTest> theConsoleInABrowser() throws Exception {
        String browser = browser().orElse(null);
        assumeTrue(browser != null,
                "no Chromium is installed, so the console was not tried in a browser: apt-get install chromium");
        try (BridgeProcess bridge = new BridgeProcess(folder).start()) {
            String records = records(bridge);
            Process script = NodeLibraries.start("console.mjs", "http://127.0.0.1:" + bridge.port, "admin-for-tests", browser,
                    Path.of("target/console-screenshots").toAbsolutePath().toString(), records,
                    Nightly.or("night", "build"));
            String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, script.waitFor(), said);
            assertTrue(said.lines().count() > 15, said);
            return said.lines().map(ConsoleBrowserIT::test).toList().stream();
        }
    }

    private static DynamicTest test(String line) {
        String[] result = line.replaceFirst("^(not )?ok ", "").split("\t", 2);
        return DynamicTest.dynamicTest(result[0], () -> assertTrue(line.startsWith("ok "), result[result.length - 1]));
    }

    private static Optional<String> browser() {
        return BROWSERS.stream().flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))).filter(Files::isExecutable).map(Path::toString).findFirst();
    }

    /** One record of each kind; the answer is their numbers, as JSON. */
    private static String records(BridgeProcess bridge) throws Exception {
        long delivered = form(bridge, "name=Tr%E1%BA%A7n+Th%E1%BB%8B+Mai&email=tran.thi.mai@example.vn&phone=0912345678",
                "delivered");
        form(bridge, "name=Tr%E1%BA%A7n+Mai&email=tran.thi.mai@example.vn&phone=0912345678&address=1+L%C3%AA+L%E1%BB%A3i",
                "delivered");
        long script = form(bridge, "name=%3Cscript%3Ealert(1)%3C%2Fscript%3E&email=script@example.vn", "delivered");
        bridge.send("PUT", "/sandbox/faults", "{\"mode\":\"refuse\",\"customer\":\"refused\"}".getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"));
        for (int i = 1; i <= 4; i++) {
            form(bridge, "name=Ho%C3%A0ng+" + i + "&email=refused" + i + "@example.vn", "dead");
        }
        bridge.send("DELETE", "/sandbox/faults", new byte[0], Map.of());
        form(bridge, "name=B%C3%ACnh&email=binh.example.vn", "rejected");
        form(bridge, "name=B%C3%ACnh&email=binh+at+example.vn", "rejected");
        long rejected = form(bridge, "name=Ai+%C4%91%C3%B3&phone=0912+34", "rejected");
        bridge.drop("csv-drop", "contacts.csv", "Người,Liên lạc ở đâu,Hạng\nHoàng Lan,0977000001,A\n");
        bridge.drop("csv-drop", "other.csv", "Người,Chỗ ở\nHoàng Lan,Huế\n");
        Awaitility.await()
                .until(() -> bridge.get("/api/files").findValuesAsText("waits").stream().filter("true"::equals).count() >= 2);
        return "{\"delivered\":%d,\"script\":%d,\"rejected\":%d}".formatted(delivered, script, rejected);
    }

    private static long form(BridgeProcess bridge, String body, String state) throws Exception {
        long before = newest(bridge);
        assertEquals(202, bridge.send("POST", "/hooks/ladipage-form", body.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "X-Api-Key", BridgeProcess.FORM_TOKEN))
                .statusCode());
        Awaitility.await().ignoreExceptions().until(() -> {
            JsonNode event = bridge.get("/api/events?limit=1").get(0);
            return event.path("id").asLong() > before && event.path("state").asText().equals(state);
        });
        return newest(bridge);
    }

    private static long newest(BridgeProcess bridge) throws Exception {
        return bridge.get("/api/events?limit=1").path(0).path("id").asLong();
    }
}
