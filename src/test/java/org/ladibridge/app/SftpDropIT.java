package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.Nightly;

import com.fasterxml.jackson.databind.JsonNode;

/** Files on somebody else's SFTP server, fetched by the packaged application: each test has a server and a source of its own. */
class SftpDropIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String WRONG = "wr0ng-password";
    private static final KeyPair KEY = SftpStandIn.newKey();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static OwnRoutes routes;
    private static BridgeProcess shared;
    private static int servers;

    private final String name = "sftp" + (10 + ++servers);
    private SftpStandIn server;
    private BridgeProcess bridge;
    private Path knownHosts;

    @BeforeAll
    static void start() throws Exception {
        routes = new OwnRoutes(folder.resolve("routes"));
        Path key = folder.resolve("id");
        try (OutputStream out = Files.newOutputStream(key)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(KEY, "test", null, out);
        }
        shared = new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.folder().toString())
                .with("RIGHT_PASSWORD", SftpStandIn.PASSWORD).with("WRONG_PASSWORD", WRONG).with("RIGHT_KEY", key.toString())
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        shared.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        bridge = shared;
        Path own = Files.createDirectories(folder.resolve(name));
        server = new SftpStandIn(own.resolve("server"));
        knownHosts = Files.writeString(own.resolve("known_hosts"), server.knownHost());
    }

    @AfterEach
    void remove() throws Exception {
        try {
            routes.remove(name);
            if (bridge != shared) {
                bridge.close();
            }
            for (String secret : List.of(SftpStandIn.PASSWORD, WRONG)) {
                assertFalse(bridge.output().contains(secret), "the password is in the log");
            }
        } finally {
            server.close();
        }
    }

    /** @param settings with their values */
    private void fetch(String... settings) throws IOException {
        Map<String, String> all = new HashMap<>(
                Map.of("url", server.url(), "user", SftpStandIn.USER, "password", "right.password",
                        "known-hosts", knownHosts.toString(), "every", "1s"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        routes.add("sftp-drop", name, all);
    }

    private String email(int i) {
        return "khach" + i + "." + name + "@example.vn";
    }

    private String customers(int from, int to) {
        StringBuilder csv = new StringBuilder("Họ và tên,Email,Số điện thoại\n");
        for (int i = from; i < to; i++) {
            csv.append("Nguyễn Văn A,").append(email(i)).append(",\n");
        }
        return csv.toString();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(condition);
    }

    /** What the log says of this source or its server. */
    private void awaitLog(String text) {
        await(() -> bridge.output().lines()
                .anyMatch(line -> line.contains(text) && (line.contains(name) || line.contains(":" + server.port))));
    }

    private List<String> local(String kind) throws IOException {
        Path listed = folder.resolve("data").resolve(kind).resolve(name);
        if (!Files.exists(listed)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(listed)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private JsonNode counts() throws IOException {
        return bridge.ledger().path("sources").path(name);
    }

    private void assertLedger(int received, int duplicate) throws Exception {
        bridge.awaitAllDelivered(name, received, Duration.ofSeconds(180));
        assertTrue(bridge.ledger().path("balanced").asBoolean(), bridge.ledger().toString());
        assertEquals(received, counts().path("received").asInt(), counts().toString());
        assertEquals(duplicate, counts().path("duplicate").asInt(), counts().toString());
    }

    private JsonNode awaitSource() {
        return Awaitility.await(name + " is listed").until(() -> bridge.get("/api/sources").valueStream()
                .filter(source -> source.path("name").asText().equals(name)).findFirst(), Optional::isPresent).orElseThrow();
    }

    @Test
    void aFileOnTheServerBecomesCustomersAndIsPutAsideThereWithItsCopyAndReportHere() throws Exception {
        server.put("khách hàng.csv", customers(0, 3) + "Trần Thị B,,\n");
        fetch();
        await(() -> server.names(".done").equals(List.of("khách hàng.csv")));
        assertEquals(List.of(), server.names("."));
        assertLedger(4, 0);
        assertEquals(1, counts().path("rejected").asInt());
        assertEquals(List.of("khách hàng.csv", "khách hàng.csv.report.json"), local("done"));
        assertEquals(List.of("khách hàng.errors.csv"), local("errors"));
        assertEquals(3, bridge.get("/sandbox/customers?limit=20000").findValuesAsText("email").stream()
                .filter(email -> email.contains("." + name + "@")).count());
        assertFalse(bridge.get("/api/sources").toString().contains(SftpStandIn.PASSWORD));

        server.put("again.csv", customers(0, 3) + "Trần Thị B,,\n");
        await(() -> server.names(".done").size() == 2);
        assertLedger(8, 4);
    }

    @Test
    void aFileThatCannotBeReadGoesToErrorsAndIsPutAsideToo() throws Exception {
        server.put("broken.csv", "%PDF-1.7");
        fetch();
        await(() -> server.names(".done").equals(List.of("broken.csv")));
        assertEquals(List.of("broken.csv", "broken.csv.report.json"), local("errors"));
    }

    @Test
    void aBridgeKilledInTheMiddleOfAFileReadsItAgainAndLosesNobody() throws Exception {
        int rows = Nightly.or(10_000, 4_000);
        server.put("many.csv", customers(0, rows));
        Path own = folder.resolve(name);
        bridge = new BridgeProcess(own).with("SFTP_DROP_URL", server.url()).with("SFTP_DROP_USER", SftpStandIn.USER)
                .with("SFTP_DROP_PASSWORD", SftpStandIn.PASSWORD).with("SFTP_DROP_KNOWN_HOSTS", knownHosts.toString())
                .with("SFTP_DROP_EVERY", "1s").start();
        await(() -> bridge.ledger().path("received").asInt() > 500);
        bridge.kill();
        assertEquals(List.of("many.csv"), server.names("."), "it was killed before the end");
        bridge.start();
        await(() -> server.names(".done").equals(List.of("many.csv")));
        JsonNode ledger = bridge.awaitAllDelivered(rows, Duration.ofSeconds(240));
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        assertEquals(rows, ledger.path("received").asInt() - ledger.path("duplicate").asInt(), ledger.toString());
        assertEquals(0, ledger.path("dead").asInt() + ledger.path("rejected").asInt(), ledger.toString());
    }

    @Test
    void aServerThatGoesAwayInMidDownloadIsAskedAgainAndNoRowIsStoredTwice() throws Exception {
        server.cutAfter(100_000);
        server.put("cut.csv", customers(0, 4_000));
        fetch();
        awaitLog("«cut.csv» stays there and is tried again");
        await(() -> server.names(".done").equals(List.of("cut.csv")));
        assertLedger(4_000, 0);
    }

    @Test
    void filesAreFetchedAfterAnOutageOfTheServer() throws Exception {
        server.put("before.csv", customers(0, 2));
        fetch();
        await(() -> server.names(".done").size() == 1);
        server.stop();
        awaitLog("no files are fetched");
        server.put("after.csv", customers(2, 4));
        server.start();
        await(() -> server.names(".done").size() == 2);
        assertLedger(4, 0);
        awaitLog("files are fetched again");
    }

    @Test
    void aFileThatStillGrowsIsLeftAlone() throws Exception {
        fetch();
        awaitSource();
        Path growing = Files.writeString(server.outbox().resolve("slow.csv"), customers(0, 1));
        for (int row = 1; row < 15; row++) {
            String line = customers(row, row + 1).lines().skip(1).findFirst().orElseThrow() + "\n";
            Awaitility.await().pollDelay(Duration.ofMillis(400)).until(() -> true);
            assertTrue(Files.exists(growing), "it was taken with row " + row);
            Files.writeString(growing, line, StandardOpenOption.APPEND);
        }
        await(() -> server.names(".done").equals(List.of("slow.csv")));
        assertLedger(15, 0);
    }

    @Test
    void aFileThatCannotBeMovedIsNotReadAgain() throws Exception {
        server.readOnly(true);
        server.put("kept.csv", customers(0, 3));
        fetch();
        awaitLog("«kept.csv» stays there and is tried again");
        server.put("next.csv", customers(3, 5));
        await(() -> counts().path("received").asInt() >= 5);
        assertEquals(List.of("kept.csv", "next.csv"), server.names("."));
        server.readOnly(false);
        await(() -> server.names(".done").equals(List.of("kept.csv", "next.csv")));
        assertLedger(5, 0);
    }

    @Test
    void aNameThatWouldReachOtherFilesIsRefusedAndTheOthersGoOn() throws Exception {
        server.put("a\\*.csv", customers(0, 1));
        server.put("good.csv", customers(1, 2));
        fetch();
        await(() -> server.names(".done").equals(List.of("good.csv")));
        awaitLog("its name has a path, a wildcard or a control character");
        assertEquals(List.of("a\\*.csv"), server.names("."));
        assertLedger(1, 0);
    }

    @Test
    void aWrongPasswordIsNamedAndNotShown() throws Exception {
        server.put("waiting.csv", customers(0, 2));
        fetch("password", "wrong.password");
        awaitLog("it refuses the user «partner»; correct the user, the password or the private key");
        assertEquals(List.of("waiting.csv"), server.names("."));
    }

    @Test
    void anUnknownServerGetsNoPasswordUntilItsKeyIsKnown() throws Exception {
        Files.writeString(knownHosts, "");
        server.put("waiting.csv", customers(0, 2));
        fetch();
        awaitLog("its host key is not in «" + knownHosts + "»; write it with: ssh-keyscan -p " + server.port + " 127.0.0.1");
        assertEquals(0, server.logins.get());
        Files.writeString(knownHosts, server.knownHost());
        await(() -> server.names(".done").equals(List.of("waiting.csv")));
    }

    @Test
    void aServerWithAnotherKeyThanBeforeGetsNoPassword() throws Exception {
        server.changeHostKey();
        fetch();
        awaitLog("its host key is not the one in «" + knownHosts + "»");
        assertEquals(0, server.logins.get());
    }

    @Test
    void aMissingFileOfHostKeysIsNamed() throws Exception {
        Files.delete(knownHosts);
        fetch();
        awaitLog("the file of known host keys «" + knownHosts + "» cannot be read; write it with: ssh-keyscan");
        assertEquals(0, server.logins.get());
    }

    @Test
    void aPrivateKeyDoesInsteadOfAPassword() throws Exception {
        server.accept(KEY.getPublic());
        server.put("keyed.csv", customers(0, 2));
        fetch("password", "unset.password", "privateKey", "right.key");
        await(() -> server.names(".done").equals(List.of("keyed.csv")));
        assertLedger(2, 0);
        assertEquals(0, server.logins.get(), "no password was tried");
    }

    @Test
    void withoutPasswordAndKeyItDoesNotStartAndNamesBoth() throws Exception {
        fetch("password", "unset.password", "privateKey", "unset.key");
        JsonNode source = awaitSource();
        assertEquals("set UNSET_PASSWORD or UNSET_KEY to start it", source.path("message").asText(), source.toString());
        assertEquals("missing_setting", source.path("state").asText());
    }

    @Test
    void withoutItsSettingsItDoesNotStartAndNamesThem() throws Exception {
        fetch("url", "{{sftp-drop.url}}", "user", "{{sftp-drop.user}}", "known-hosts", "{{sftp-drop.known-hosts}}");
        JsonNode source = awaitSource();
        assertEquals("set SFTP_DROP_URL and SFTP_DROP_USER and SFTP_DROP_KNOWN_HOSTS to start it",
                source.path("message").asText(), source.toString());
    }

    /** 100 MB through a heap of 256 MB, which the process has: fetched and read as a stream. */
    @Test
    void aLargeFileStreams() throws Exception {
        int rows = Nightly.or(50_000, 5_000);
        String note = "x".repeat(100_000_000 / rows);
        Path file = server.outbox().resolveSibling("large.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("Email,Ghi chú\n");
            for (int i = 0; i < rows; i++) {
                writer.write(email(i) + "," + note + "\n");
            }
        }
        assertTrue(Files.size(file) > 100_000_000);
        Files.move(file, server.outbox().resolve("large.csv"));
        fetch();
        Awaitility.await().atMost(Duration.ofSeconds(180)).until(() -> server.names(".done").equals(List.of("large.csv")));
        assertEquals(rows, counts().path("received").asInt());
    }
}
