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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ladibridge.Nightly;

import com.fasterxml.jackson.databind.JsonNode;

/** Files on somebody else's SFTP server, fetched by the packaged application. */
@Execution(ExecutionMode.CONCURRENT)
class SftpDropIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private SftpStandIn server;
    private BridgeProcess bridge;
    private Path knownHosts;

    @BeforeEach
    void prepare() throws Exception {
        server = new SftpStandIn(folder.resolve("server"));
        knownHosts = Files.writeString(folder.resolve("known_hosts"), server.knownHost());
        bridge = new BridgeProcess(folder).with("SFTP_DROP_URL", server.url()).with("SFTP_DROP_USER", SftpStandIn.USER)
                .with("SFTP_DROP_PASSWORD", SftpStandIn.PASSWORD).with("SFTP_DROP_KNOWN_HOSTS", knownHosts.toString())
                .with("SFTP_DROP_EVERY", "1s");
    }

    @AfterEach
    void stop() throws Exception {
        try {
            bridge.close();
            assertFalse(bridge.output().contains(SftpStandIn.PASSWORD), "the password is in the log");
        } finally {
            server.close();
        }
    }

    private static String customers(int from, int to) {
        StringBuilder csv = new StringBuilder("Họ và tên,Email,Số điện thoại\n");
        for (int i = from; i < to; i++) {
            csv.append("Nguyễn Văn A,khach").append(i).append("@example.vn,\n");
        }
        return csv.toString();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(condition);
    }

    private void awaitLog(String text) {
        await(() -> bridge.output().contains(text));
    }

    private List<String> local(String kind) throws IOException {
        Path listed = folder.resolve("data").resolve(kind).resolve("sftp-drop");
        if (!Files.exists(listed)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(listed)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void assertLedger(int received, int duplicate) throws Exception {
        JsonNode ledger = bridge.awaitAllDelivered(received, Duration.ofSeconds(180));
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        assertEquals(received, ledger.path("received").asInt(), ledger.toString());
        assertEquals(duplicate, ledger.path("duplicate").asInt(), ledger.toString());
    }

    private JsonNode source() throws Exception {
        for (JsonNode source : bridge.get("/api/sources")) {
            if (source.path("name").asText().equals("sftp-drop")) {
                return source;
            }
        }
        throw new AssertionError("sftp-drop is not listed");
    }

    @Test
    void aFileOnTheServerBecomesCustomersAndIsPutAsideThereWithItsCopyAndReportHere() throws Exception {
        server.put("khách hàng.csv", customers(0, 3) + "Trần Thị B,,\n");
        bridge.start();
        await(() -> server.names(".done").equals(List.of("khách hàng.csv")));
        assertEquals(List.of(), server.names("."));
        assertLedger(4, 0);
        assertEquals(1, bridge.ledger().path("rejected").asInt());
        assertEquals(List.of("khách hàng.csv", "khách hàng.csv.report.json"), local("done"));
        assertEquals(List.of("khách hàng.errors.csv"), local("errors"));
        assertEquals(3, bridge.get("/sandbox/customers?limit=100").size());
        assertFalse(bridge.get("/api/sources").toString().contains(SftpStandIn.PASSWORD));

        server.put("again.csv", customers(0, 3) + "Trần Thị B,,\n");
        await(() -> server.names(".done").size() == 2);
        assertLedger(8, 4);
    }

    @Test
    void aFileThatCannotBeReadGoesToErrorsAndIsPutAsideToo() throws Exception {
        server.put("broken.csv", "%PDF-1.7");
        bridge.start();
        await(() -> server.names(".done").equals(List.of("broken.csv")));
        assertEquals(List.of("broken.csv", "broken.csv.report.json"), local("errors"));
    }

    @Test
    void aBridgeKilledInTheMiddleOfAFileReadsItAgainAndLosesNobody() throws Exception {
        int rows = Nightly.or(10_000, 4_000);
        server.put("many.csv", customers(0, rows));
        bridge.start();
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
        int rows = Nightly.or(8_000, 3_000);
        server.cutAfter(60_000);
        server.put("many.csv", customers(0, rows));
        bridge.start();
        awaitLog("«many.csv» stays there and is tried again");
        await(() -> server.names(".done").equals(List.of("many.csv")));
        assertLedger(rows, 0);
    }

    @Test
    void filesAreFetchedAfterAnOutageOfTheServer() throws Exception {
        server.put("before.csv", customers(0, 2));
        bridge.start();
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
        bridge.start();
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
        bridge.start();
        awaitLog("«kept.csv» stays there and is tried again");
        server.put("next.csv", customers(3, 5));
        await(() -> bridge.ledger().path("received").asInt() >= 5);
        assertEquals(List.of("kept.csv", "next.csv"), server.names("."));
        server.readOnly(false);
        await(() -> server.names(".done").equals(List.of("kept.csv", "next.csv")));
        assertLedger(5, 0);
    }

    @Test
    void aNameThatWouldReachOtherFilesIsRefusedAndTheOthersGoOn() throws Exception {
        server.put("a\\*.csv", customers(0, 1));
        server.put("good.csv", customers(1, 2));
        bridge.start();
        await(() -> server.names(".done").equals(List.of("good.csv")));
        awaitLog("its name has a path, a wildcard or a control character");
        assertEquals(List.of("a\\*.csv"), server.names("."));
        assertLedger(1, 0);
    }

    @Test
    void aWrongPasswordIsNamedAndNotShown() throws Exception {
        server.put("waiting.csv", customers(0, 2));
        bridge.with("SFTP_DROP_PASSWORD", "wr0ng-password").start();
        awaitLog("it refuses the user «partner»; correct the user, the password or the private key");
        assertFalse(bridge.output().contains("wr0ng-password"));
        assertEquals(List.of("waiting.csv"), server.names("."));
    }

    @Test
    void anUnknownServerGetsNoPasswordUntilItsKeyIsKnown() throws Exception {
        Files.writeString(knownHosts, "");
        server.put("waiting.csv", customers(0, 2));
        bridge.start();
        awaitLog("its host key is not in «" + knownHosts + "»; write it with: ssh-keyscan -p " + server.port + " 127.0.0.1");
        assertEquals(0, server.logins.get());
        Files.writeString(knownHosts, server.knownHost());
        await(() -> server.names(".done").equals(List.of("waiting.csv")));
    }

    @Test
    void aServerWithAnotherKeyThanBeforeGetsNoPassword() throws Exception {
        server.changeHostKey();
        bridge.start();
        awaitLog("its host key is not the one in «" + knownHosts + "»");
        assertEquals(0, server.logins.get());
    }

    @Test
    void aMissingFileOfHostKeysIsNamed() throws Exception {
        Files.delete(knownHosts);
        bridge.start();
        awaitLog("the file of known host keys «" + knownHosts + "» cannot be read; write it with: ssh-keyscan");
        assertEquals(0, server.logins.get());
    }

    @Test
    void aPrivateKeyDoesInsteadOfAPassword() throws Exception {
        KeyPair key = SftpStandIn.newKey();
        server.accept(key.getPublic());
        Path file = folder.resolve("id");
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
        }
        server.put("keyed.csv", customers(0, 2));
        bridge.with("SFTP_DROP_PASSWORD", "").with("SFTP_DROP_KEY", file.toString()).start();
        await(() -> server.names(".done").equals(List.of("keyed.csv")));
        assertLedger(2, 0);
        assertEquals(0, server.logins.get(), "no password was tried");
    }

    @Test
    void withoutPasswordAndKeyItDoesNotStartAndNamesBoth() throws Exception {
        bridge.with("SFTP_DROP_PASSWORD", "").start();
        JsonNode source = source();
        assertEquals("set SFTP_DROP_PASSWORD or SFTP_DROP_KEY to start it", source.path("message").asText(), source.toString());
        assertEquals("missing_setting", source.path("state").asText());
    }

    @Test
    void withoutItsSettingsItDoesNotStartAndNamesThem() throws Exception {
        bridge.with("SFTP_DROP_URL", "").with("SFTP_DROP_USER", "").with("SFTP_DROP_KNOWN_HOSTS", "").start();
        JsonNode source = source();
        assertEquals("set SFTP_DROP_URL and SFTP_DROP_USER and SFTP_DROP_KNOWN_HOSTS to start it",
                source.path("message").asText(), source.toString());
    }

    /** 40 MB through a heap of 88 MB, of which an idle bridge fills a third, by night 100 MB: fetched and read as a stream. */
    @Test
    void aLargeFileStreams() throws Exception {
        int bytes = Nightly.or(100_000_000, 40_000_000);
        int rows = Nightly.or(50_000, 4_000);
        String note = "x".repeat(bytes / rows);
        Path file = server.outbox().resolveSibling("large.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("Email,Ghi chú\n");
            for (int i = 0; i < rows; i++) {
                writer.write("khach" + i + "@example.vn," + note + "\n");
            }
        }
        assertTrue(Files.size(file) > bytes);
        Files.move(file, server.outbox().resolve("large.csv"));
        bridge.withJavaOption("-Xmx88m").start();
        Awaitility.await().atMost(Duration.ofMinutes(6)).until(() -> server.names(".done").equals(List.of("large.csv")));
        assertEquals(rows, bridge.ledger().path("received").asInt());
    }
}
