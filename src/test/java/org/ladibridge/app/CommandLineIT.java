package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** From the terminal alone a new source is added, checked, tried and watched. */
class CommandLineIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ESCAPE = "\u001B[";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static Path routes;
    private static BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        routes = folder.resolve("routes");
        for (String part : List.of("kamelets", "ladipage-form", "ladipage-form/samples")) {
            Files.createDirectories(routes.resolve(part));
            try (Stream<Path> files = Files.list(Path.of("routes", part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, routes.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        bridge = new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.toString()).with("NEW_WEBHOOK_TOKEN", "hello")
                .with("NEW_POLL_TOKEN", "hello").with("NEW_POLL_URL", "http://127.0.0.1:9").start();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    private static BridgeProcess.Command inRoutes(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--routes", routes.toString()));
        return bridge.command(all.toArray(String[]::new));
    }

    private static JsonNode source(String name) throws IOException {
        for (JsonNode source : bridge.get("/api/sources")) {
            if (source.path("name").asText().equals(name)) {
                return source;
            }
        }
        return JSON.nullNode();
    }

    @ParameterizedTest
    @CsvSource({"webhook,json", "file,csv", "poll,json"})
    void aNewSourcePassesItsCheckAtOnceAndShowsItsPayload(String kind, String sample) throws Exception {
        String name = "new-" + kind;
        BridgeProcess.Command made = inRoutes("new-source", kind, name);
        assertEquals(0, made.exitCode(), made.output());
        assertTrue(made.output().contains("./ladibridge routes check " + name) && made.output().contains("--token demo"),
                made.output());
        BridgeProcess.Command check = inRoutes("routes", "check", name);
        if (BridgeProcess.isNative()) {
            assertEquals(2, check.exitCode(), check.output());
            assertTrue(check.output().startsWith("Nothing was checked: "), check.output());
        } else {
            assertEquals(0, check.exitCode(), check.output());
            assertTrue(check.output().contains("1 source, 1 sample: nothing to mend"), check.output());
        }
        Awaitility.await().until(() -> source(name).path("state").asText().equals("running"));
        Path samples = routes.resolve(name).resolve("samples");
        BridgeProcess.Command tried = bridge.command("try", name, samples.resolve("customer." + sample).toString(), "--json");
        assertEquals(JSON.readTree(samples.resolve("customer.expected.json").toFile()),
                JSON.readTree(tried.output()).get(0).path("payload"), tried.output());
    }

    /** One mistake in each of several sources. */
    private static final String MISTAKES = """
        webhook ~ name ~ X.camel.yaml ~ secret: ~ secert: ~ X.camel.yaml:9: kamelet:webhook-source has no parameter «secert»; did you mean «secret»?
        webhook ~ missing ~ X.camel.yaml ~ verify: token ~ header: X-Token ~ X.camel.yaml:5: kamelet:webhook-source needs the parameter «verify»
        file ~ type ~ X.camel.yaml ~ source: type ~ titleCase: maybe ~ X.camel.yaml:13: titleCase takes true or false, not «maybe»
        webhook ~ step ~ X.camel.yaml ~ steps: ~ stpes: ~ X.camel.yaml:11: Camel does not know the key «stpes» here; did you mean «steps»?
        poll ~ pointer ~ X.camel.yaml ~ items: /results ~ items: results ~ X.camel.yaml:12: items takes a JSON pointer such as /data/items, not «results»
        file ~ comma ~ mapping.jq ~ .email, ~ .email ~ mapping.jq:4: Encountered
        webhook ~ function ~ mapping.jq ~ .born ~ (.born | todate) ~ mapping.jq:6: the embedded jq has no todate
        webhook ~ golden ~ samples/customer.expected.json ~ 1992-09-05 ~ 1992-05-09 ~ samples/customer.expected.json:6: dob becomes "1992-09-05", not "1992-05-09" as expected
        """;

    @Test
    void eachMistakeIsNamedWithItsFileAndItsLineAndTheCheckEndsWithOne() throws Exception {
        assumeFalse(BridgeProcess.isNative(), "a native executable checks no routes");
        Path elsewhere = Files.createDirectory(folder.resolve("mistakes"));
        Files.createSymbolicLink(elsewhere.resolve("kamelets"), routes.resolve("kamelets"));
        List<String> expected = new ArrayList<>();
        for (String mistake : MISTAKES.strip().split("\n")) {
            String[] parts = mistake.split(" ~ ");
            String name = parts[1];
            bridge.command("new-source", parts[0], name, "--routes", elsewhere.toString());
            Path broken = elsewhere.resolve(name).resolve(parts[2].replace("X", name));
            String content = Files.readString(broken);
            assertTrue(content.contains(parts[3]), content);
            Files.writeString(broken, content.replace(parts[3], parts[4]));
            expected.add(elsewhere.resolve(name) + "/" + parts[5].replace("X.", name + "."));
        }
        BridgeProcess.Command check = bridge.command("routes", "check", "--routes", elsewhere.toString());
        assertEquals(1, check.exitCode());
        // The column stands behind the line.
        String found = check.output().replaceAll("(?m)^(\\S+:\\d+):\\d+: ", "$1: ");
        expected.forEach(problem -> assertTrue(found.contains(problem), problem + "\n" + check.output()));
        BridgeProcess.Command one = bridge.command("routes", "check", "golden", "--json", "--routes", elsewhere.toString());
        JsonNode problems = JSON.readTree(one.output()).path("problems");
        assertEquals(1, one.exitCode());
        assertEquals(1, problems.size(), one.output());
        assertEquals(6, problems.get(0).path("line").asInt());
    }

    @Test
    void theCheckNeedsNoBridgeAndLeavesNothingBehind() throws Exception {
        assumeFalse(BridgeProcess.isNative(), "a native executable checks no routes");
        Path data = folder.resolve("untouched");
        ProcessBuilder check = bridge.builder("routes", "check", "--routes", routes.toString());
        check.environment().put("BRIDGE_DATA", data.toString());
        check.environment().remove("BRIDGE_URL");
        Process run = check.start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, run.waitFor(), output);
        assertFalse(Files.exists(data));
    }

    @Test
    void aNameThatIsTakenOrCannotBeOneIsRefused() throws Exception {
        for (String name : List.of("ladipage-form", "Event Form", "../event", "_event", "kamelets", "a--b", "-x")) {
            BridgeProcess.Command made = inRoutes("new-source", "webhook", "--", name);
            assertEquals(2, made.exitCode(), name + made.output());
        }
        assertTrue(inRoutes("new-source", "webhook", "ladipage-form").output().contains("exists already"));
        BridgeProcess.Command reserved = inRoutes("new-source", "webhook", "outcomes");
        assertEquals(2, reserved.exitCode(), reserved.output());
        assertTrue(reserved.output().contains("the name outcomes is taken by the events of journal:outcomes"),
                reserved.output());
        assertEquals(2, bridge.command("new-source", "fax", "x").exitCode());
    }

    @Test
    void aSourceIsListedPausedAndResumed() throws Exception {
        BridgeProcess.Command paused = bridge.command("sources", "pause", "ladipage-form");
        assertEquals(0, paused.exitCode(), paused.output());
        assertTrue(paused.output().contains("ladipage-form is paused"), paused.output());
        BridgeProcess.Command list = bridge.command("sources");
        assertTrue(list.output().lines().anyMatch(line -> line.matches("ladipage-form +paused +.*")), list.output());
        assertFalse(list.output().contains(ESCAPE), "colours only on a terminal");
        assertEquals(2, bridge.command("sources", "pause", "ladipage-form").exitCode(), "it is paused already");
        JsonNode resumed = JSON.readTree(bridge.command("sources", "resume", "ladipage-form", "--json").output());
        assertEquals("running", resumed.path("state").asText());
        assertEquals(2, bridge.command("sources", "pause", "nobody").exitCode());
    }

    @Test
    void aSampleOfASourceThatDoesNotRunIsAnsweredWithWhatItWants() throws Exception {
        inRoutes("new-source", "webhook", "waiting");
        Awaitility.await()
                .until(() -> source("waiting").path("state").asText().equals("missing_setting"));
        String sample = routes.resolve("waiting/samples/customer.json").toString();
        BridgeProcess.Command tried = bridge.command("try", "waiting", sample);
        assertEquals(2, tried.exitCode(), tried.output());
        assertTrue(tried.output().contains("set WAITING_TOKEN") && tried.output().contains("./ladibridge sources"),
                tried.output());
        BridgeProcess.Command misspelt = bridge.command("try", "wating", sample);
        assertTrue(misspelt.output().contains("did you mean «waiting»?"), misspelt.output());
    }

    @Test
    void aKeyThatLadiFlowDoesNotHaveIsNamedWhereASampleIsTried() throws Exception {
        JsonNode tried = bridge.api("POST", "/api/try/ladipage-form/mapping", """
            {"mapping": "{phone: .tel, citty: .town}", "records": [{"tel": "0912345678", "town": "Huế"}]}""");
        assertEquals("LadiFlow has no field «citty»; did you mean «city»?",
                tried.path(0).path("warnings").path(0).path("detail").asText(), tried.toString());
    }

    /** Nobody has described this sender: its header, its text and its keys are found in one delivery. */
    @Test
    void aSourceIsLearnedFromOneDelivery() throws Exception {
        String path = "/hooks/" + bridge.api("POST", "/api/learn/learned", "").path("path").asText();
        HttpResponse<String> asked = bridge.send("GET", path + "?challenge=abc", new byte[0], Map.of());
        assertEquals("200 abc", asked.statusCode() + " " + asked.body());
        String secret = "s3cret-of-the-shop";
        long now = Instant.now().getEpochSecond();
        String body = "{\"event\":\"lead\",\"data\":{\"customer\":{\"id\":77,\"fullName\":\"Lê Thị Học\",\"mobilePhone\":\"0912 345 670\","
                + "\"emailAddress\":\"hoc@example.vn\"},\"product\":{\"name\":\"Áo\"}}}";
        assertEquals(200, learned(path, secret, now, body).statusCode());

        Path file = Files.writeString(folder.resolve("learned.secret"), "wrong\n");
        BridgeProcess.Command wrong = inRoutes("learn", "learned", "--secret-file", file.toString(), "--yes", "--take");
        assertEquals(1, wrong.exitCode(), wrong.output());
        assertTrue(
                wrong.output().contains(
                        "header:Shop-Signature[h1] is written like a SHA256 in hex, and this secret makes it of nothing"),
                wrong.output());
        assertTrue(Files.notExists(routes.resolve("learned")));
        Files.writeString(file, secret + "\n");
        BridgeProcess.Command right = inRoutes("learn", "learned", "--secret-file", file.toString(), "--yes", "--take");
        assertEquals(0, right.exitCode(), right.output());
        assertTrue(
                right.output()
                        .contains("signed: HMAC-SHA256, hex, over {timestamp}:{body}, in h1 in the header Shop-Signature"),
                right.output());
        assertTrue(right.output().contains("1 delivery was taken in"), right.output());
        assertFalse(right.output().contains(secret), "the secret is not printed");

        JsonNode record = bridge.get("/api/events?source=learned").path(0);
        JsonNode payload = bridge.get("/api/events/" + record.path("id").asText()).path("mapped");
        assertEquals("hoc@example.vn 0912345670 Lê Thị Học 77",
                payload.path("email").asText() + " " + payload.path("phone").asText() + " "
                        + payload.path("full_name").asText() + " " + payload.path("external_customer_id").asText(),
                payload.toString());
        assertEquals(202,
                learned("/hooks/learned", secret, now, body.replace("77", "78").replace("hoc@", "hoc2@")).statusCode());
        assertEquals(401, learned("/hooks/learned", "wrong", now, body).statusCode());
        String refused = bridge.command("sources").output();
        assertTrue(refused.contains("1 delivery refused since") && refused.contains("compare LEARNED_SECRET with"), refused);
        assertEquals(200, bridge.send("GET", "/hooks/learned?challenge=abc", new byte[0], Map.of()).statusCode());
        String sample = Files.readString(routes.resolve("learned/samples/customer.json"));
        assertFalse(sample.contains("hoc@") || sample.contains("345 670") || sample.contains("Học"),
                "nobody can be recognised in it: " + sample);
        if (!BridgeProcess.isNative()) {
            BridgeProcess.Command check = inRoutes("routes", "check", "learned");
            assertEquals(0, check.exitCode(), check.output());
        }
    }

    /** The secret is in the environment alone, and what is written is checked like any other source. */
    @Test
    void aPollIsLearnedFromTheAddressOfItsList() throws Exception {
        try (CrmStandIns.Rest crm = new CrmStandIns.Rest()) {
            for (int i = 0; i < 70; i++) {
                crm.put(1000 + i, "learned" + i + "@example.vn", Instant.parse("2026-01-20T03:04:05Z").plusSeconds(i));
            }
            ProcessBuilder learn = bridge.builder("learn", "learned-poll", "--yes", "--bearer", "CRM_KEY", "--routes",
                    routes.toString(), "--poll", crm.address()
                            + "/api/customers?active=1&kind=a%26b&sort=updated_at&offset=0&per_page=50&changed_after=2026-01-01T00:00:00.000Z");
            learn.environment().put("CRM_KEY", CrmStandIns.Rest.TOKEN);
            Process run = learn.start();
            String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, run.waitFor(), output);
            assertTrue(
                    output.contains("seen: paging: offset") && output.contains("to look up: ")
                            && output.contains("LEARNED_POLL_TOKEN"),
                    output);
            for (Path file : List.of(Path.of("learned-poll.camel.yaml"), Path.of("README.md"),
                    Path.of("samples/customer.json"))) {
                String text = Files.readString(routes.resolve("learned-poll").resolve(file));
                assertFalse(text.contains(CrmStandIns.Rest.TOKEN) || text.contains("learned1@") || text.contains("Nguyễn"),
                        text);
            }
            if (!BridgeProcess.isNative()) {
                BridgeProcess.Command check = inRoutes("routes", "check", "learned-poll");
                assertEquals(0, check.exitCode(), check.output());
            }
        }
        BridgeProcess.Command secret = inRoutes("learn", "other-poll", "--bearer", "key!secret", "--poll",
                "http://127.0.0.1:9/x");
        assertEquals(2, secret.exitCode(), secret.output());
        assertFalse(secret.output().contains("key!secret"), secret.output());
    }

    @Test
    void aDropFolderIsLearnedFromAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("partners.csv"),
                "Họ và tên;Gọi số;Hạng\nLê Thị Học;0912 345 670;Vàng\nTrần Văn Hai;0987 654 321;Bạc\n");
        BridgeProcess.Command learn = inRoutes("learn", "partners", "--file", file.toString(), "--yes");
        assertEquals(0, learn.exitCode(), learn.output());
        assertTrue(
                learn.output().contains("«Gọi số» is taken for phone")
                        && learn.output().contains("because nobody knows them: «Hạng»"),
                learn.output());
        assertFalse(Files.readString(routes.resolve("partners/samples/customer.csv")).contains("345 670"));
        if (!BridgeProcess.isNative()) {
            BridgeProcess.Command check = inRoutes("routes", "check", "partners");
            assertEquals(0, check.exitCode(), check.output());
        }
        Awaitility.await()
                .until(() -> source("partners").path("state").asText().equals("running"));
        bridge.drop("partners", "partners.csv", Files.readString(file));
        Awaitility.await()
                .until(() -> bridge.get("/api/events?source=partners").size() == 2);
    }

    /** What is captured is shown masked, the secret is never shown, and what is written runs and takes in what came. */
    @Test
    void aSourceIsLearnedInTheConsole() throws Exception {
        ConsoleSession console = ConsoleSession.loggedIn(bridge);
        String secret = "s3cret-of-the-console";
        assertTrue(console.post("/console/learn", Map.of("name", "Shop!")).body().contains("cannot be the name of a source"));
        String page = console.submit("/console/learn", Map.of("name", "in-console")).body();
        String path = page.replaceAll("(?s).*<code>(/hooks/in-console-[0-9a-f]+)</code>.*", "$1");
        assertTrue(page.contains("Nothing has come yet"), page);
        String body = "{\"event_id\":\"e1\",\"customer\":{\"fullName\":\"Lê Thị Nghe\",\"mobilePhone\":\"0912 345 671\","
                + "\"emailAddress\":\"nghe@example.vn\"}}";
        assertEquals(200, learned(path, secret, Instant.now().getEpochSecond(), body).statusCode());
        String live = console.get("/console/live/learn/in-console").body();
        assertTrue(live.contains("Shop-Signature") && !live.contains("nghe@example.vn") && !live.contains("345 671"), live);
        String wrong = console.post("/console/learn/in-console", Map.of("secret", "wrong")).body();
        assertTrue(wrong.contains("not found out") && !wrong.contains("Write the folder"), wrong);
        String found = console.post("/console/learn/in-console", Map.of("secret", secret)).body();
        assertTrue(found.contains("HMAC-SHA256, hex, over {timestamp}:{body}") && found.contains("eventIdAt: /event_id")
                && found.contains("email: .customer.emailAddress") && found.contains("Write the folder"), found);
        assertFalse(found.contains(secret) || found.contains("nghe@example.vn"), found);
        assertEquals("application/zip",
                console.post("/console/learn/in-console/files", Map.of()).headers().firstValue("Content-Type")
                        .orElse(""));
        assertEquals(403, console.post("/console/learn/in-console/write", Map.of("csrf", "another")).statusCode());
        assertTrue(console.submit("/console/learn/in-console/write", Map.of()).body().contains("is written"));
        Awaitility.await()
                .until(() -> source("in-console").path("state").asText().equals("running"));
        assertTrue(console.submit("/console/learn/in-console/take", Map.of()).body().contains("1 deliveries were taken in"));
        assertEquals(1, bridge.get("/api/events?source=in-console").size());
        assertEquals(404, console.get("/console/learn/in-console").statusCode());
    }

    private static HttpResponse<String> learned(String path, String secret, long at, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal((at + ":" + body).getBytes(StandardCharsets.UTF_8)));
        return bridge.send("POST", path, body.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json", "Shop-Signature", "ts=" + at + ";h1=" + signature));
    }

    @Test
    void aSourceThatRejectsIsNamedAndTheExitCodeIsOne() throws Exception {
        bridge.send("POST", "/hooks/ladipage-form", "{\"name\":\"Nobody\"}".getBytes(StandardCharsets.UTF_8),
                Map.of("X-Api-Key", BridgeProcess.FORM_TOKEN, "Content-Type", "application/json"));
        BridgeProcess.Command status = bridge.command("status");
        assertEquals(1, status.exitCode(), status.output());
        assertTrue(status.output().contains(
                "1 rejected, the newest NO_EMAIL_OR_PHONE: ./ladibridge events --source ladipage-form --state rejected"),
                status.output());
    }

    @Test
    void watchingIntoAPipeIsALineASecond() throws Exception {
        Process watch = bridge.builder("status", "--watch").start();
        try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < 2; i++) {
                String line = lines.readLine();
                assertTrue(line.matches("\\S+ received=\\d+ .*oldest=\\d+s .* balanced delivery=open"), line);
            }
        } finally {
            watch.destroy();
        }
    }

    @Test
    void onATerminalTheScreenIsDrawnAgainUnlessColoursAreNotWanted() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) makes a terminal");
        String drawn = onTerminal(Map.of());
        assertTrue(drawn.contains(ESCAPE + "H") && drawn.contains("nothing to do"), drawn);
        assertFalse(onTerminal(Map.of("NO_COLOR", "1")).contains(ESCAPE));
    }

    private static String onTerminal(Map<String, String> environment) throws Exception {
        List<String> command = bridge.builder("status", "--watch").command();
        ProcessBuilder builder = new ProcessBuilder("timeout", "12", "script", "-qec", String.join(" ", command), "/dev/null");
        builder.environment().putAll(bridge.builder("status").environment());
        builder.environment().putAll(environment);
        builder.environment().put("TERM", "xterm");
        Process watch = builder.redirectErrorStream(true).start();
        StringBuilder seen = new StringBuilder();
        try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.contains("received=") && !line.contains("nothing to do")) {
                seen.append(line).append('\n');
                line = lines.readLine();
            }
            return seen.append(line).toString();
        } finally {
            watch.descendants().forEach(ProcessHandle::destroy);
            watch.destroy();
        }
    }

    @Test
    void theShellCompletesCommands() throws Exception {
        BridgeProcess.Command script = bridge.command("generate-completion");
        assertEquals(0, script.exitCode());
        Path file = Files.writeString(folder.resolve("completion.bash"), script.output());
        Process shell = new ProcessBuilder("bash", "-c", "source " + file
                + "; COMP_WORDS=(ladibridge rou); COMP_CWORD=1; _complete_ladibridge; echo ${COMPREPLY[@]}").start();
        assertEquals("routes", new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }
}
