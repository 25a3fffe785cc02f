package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A drop folder has no head of line, and what is written to a file while it is read is not lost. */
class DropFolderIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static RecordingLadiFlow ladiflow;
    private static BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        ladiflow = new RecordingLadiFlow();
        bridge = ladiflow.receivingFrom(new BridgeProcess(folder)).obeyingFileRights().withJavaOption("-Xmx134m").start();
    }

    @AfterAll
    static void stop() throws Exception {
        for (String source : List.of("csv-drop", "json-drop")) {
            mayWrite(inbox(source), true);
        }
        bridge.close();
        ladiflow.close();
    }

    private static Path inbox(String source) throws IOException {
        return Files.createDirectories(folder.resolve("data/inbox").resolve(source));
    }

    private static Path done(String name) {
        return folder.resolve("data/done/csv-drop").resolve(name);
    }

    private static void mayWrite(Path file, boolean may) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(may ? "rwxr-xr-x" : "r-xr-xr-x"));
    }

    private static void await(Duration time, Callable<Boolean> condition) {
        Awaitility.await().atMost(time).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(condition);
    }

    private static boolean arrived(String email) {
        return !ladiflow.writesOf(email).isEmpty();
    }

    private static JsonNode stuck(String source, String file) throws Exception {
        for (JsonNode one : bridge.get("/api/sources")) {
            for (JsonNode stuck : one.path("stuckFiles")) {
                if (one.path("name").asText().equals(source) && stuck.path("file").asText().equals(file)) {
                    return stuck;
                }
            }
        }
        return new ObjectMapper().nullNode();
    }

    private static JsonNode report(Path file) throws IOException {
        return new ObjectMapper().readTree(file.resolveSibling(file.getFileName() + ".report.json").toFile());
    }

    private static String row(String email, String name) {
        return "Email,Họ tên\n" + email + "," + name + "\n";
    }

    @Test
    void aFileThatCannotBeTakenStepsAsideAndIsNamedWithItsRemedy() throws Exception {
        Path inbox = inbox("csv-drop");
        Path unreadable = Files.writeString(inbox.resolve("unreadable.csv"), row("unreadable@example.vn", "An"));
        Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("---------"));
        Files.createFile(inbox.resolve("empty.csv"));
        Files.createSymbolicLink(inbox.resolve("link.csv"), Path.of("/etc/hosts"));
        assertEquals(0, new ProcessBuilder("mkfifo", inbox.resolve("pipe.csv").toString()).start().waitFor());
        Files.createDirectories(done("taken.csv"));
        Map<String, String> odd = Map.of("x".repeat(251) + ".csv", "long1@example.vn", "ế".repeat(83) + "é.csv",
                "long2@example.vn",
                "taken.csv", "taken@example.vn", "future.csv", "future@example.vn");
        for (Map.Entry<String, String> file : odd.entrySet()) {
            Files.writeString(inbox.resolve(file.getKey()), row(file.getValue(), "An") + "wrong,Bình\n");
        }
        Files.setLastModifiedTime(inbox.resolve("future.csv"), FileTime.from(Instant.parse("2062-01-01T00:00:00Z")));
        bridge.drop("csv-drop", "page.xls", "<html><table><tr><td>email</td></tr></table></html>");
        for (int i = 0; i < 20; i++) {
            bridge.drop("csv-drop", "good" + i + ".csv", row("good" + i + "@example.vn", "An"));
        }

        for (int i = 0; i < 20; i++) {
            String good = "good" + i + "@example.vn";
            await(SOON, () -> arrived(good));
        }
        for (String email : odd.values()) {
            await(SOON, () -> arrived(email));
        }
        await(SOON, () -> Files.exists(done("empty.csv")));
        assertEquals("the file is empty; look whether it was exported and copied completely, and drop it again",
                report(done("empty.csv")).path("warning_en").asText());
        assertEquals("tệp rỗng; hãy xem tệp đã được xuất và chép đầy đủ chưa rồi thả lại",
                report(done("empty.csv")).path("warning_vi").asText());
        assertTrue(bridge.output().contains("empty.csv: the file is empty"));
        await(SOON, () -> stuck("csv-drop", "unreadable.csv").path("problem").asText().contains("chmod"));
        assertTrue(stuck("csv-drop", "unreadable.csv").path("problemVi").asText().contains("cấp quyền"));
        assertTrue(stuck("csv-drop", "link.csv").path("problem").asText().contains("drop the file itself"));
        assertTrue(stuck("csv-drop", "pipe.csv").path("problem").asText().contains("pipe"));
        assertEquals("EMPTY", stuck("csv-drop", "empty.csv").path("left").asText());
        await(SOON, () -> stuck("csv-drop", "page.xls").path("left").asText().equals("REFUSED"));
        String well = bridge.send("GET", "/q/health/well", new byte[0], Map.of()).body();
        assertTrue(well.contains("csv-drop/page.xls") && well.contains("save it as .xlsx"), well);
        assertTrue(well.contains("csv-drop/unreadable.csv") && well.contains("chmod a+r") && well.contains("cấp quyền"), well);
        BridgeProcess.Command status = bridge.command("status");
        assertEquals(1, status.exitCode());
        assertTrue(status.output().contains("«unreadable.csv» stays: the bridge may not read it"), status.output());
        assertTrue(status.output().contains("«page.xls» left its folder without a record"), status.output());
        assertTrue(status.output().contains("«empty.csv» left its folder without a record: the file is empty"),
                status.output());
        assertEquals(1, bridge.output().lines().filter(line -> line.contains("«unreadable.csv» stays")).count(), "said once");

        Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("rw-r--r--"));
        Files.delete(inbox.resolve("link.csv"));
        Files.delete(inbox.resolve("pipe.csv"));
        Files.delete(folder.resolve("data/errors/csv-drop/page.xls"));
        await(Duration.ofSeconds(15), () -> arrived("unreadable@example.vn"));
        await(SOON, () -> bridge.send("GET", "/q/health/well", new byte[0], Map.of()).body()
                .replaceAll("\\s", "").contains("\"name\":\"files\",\"status\":\"UP\""));
    }

    @Test
    void aFileThatMayNotBeMovedIsStoredOnceAndNeverCopiedAlsoOverARestart() throws Exception {
        Path inbox = inbox("json-drop");
        Files.writeString(inbox.resolve("kept.json"), "[{\"email\":\"kept@example.vn\",\"name\":\"Lê Kept\"}]");
        mayWrite(inbox, false);
        await(SOON, () -> stuck("json-drop", "kept.json").path("problem").asText().contains("its records are stored"));
        await(SOON, () -> arrived("kept@example.vn"));
        bridge.kill();
        bridge.start();
        await(SOON, () -> stuck("json-drop", "kept.json").path("problem").asText().contains("its records are stored"));
        try (Stream<Path> copies = Files.list(folder.resolve("data/done/json-drop"))) {
            assertEquals(List.of("kept.json.report.json"), copies.map(file -> file.getFileName().toString()).toList());
        }
        assertEquals(1, bridge.ledger().path("sources").path("json-drop").path("received").asInt());
        mayWrite(inbox, true);
        await(SOON, () -> Files.exists(folder.resolve("data/done/json-drop/kept.json")));
        assertFalse(Files.exists(inbox.resolve("kept.json")));
        assertEquals(1, bridge.ledger().path("sources").path("json-drop").path("received").asInt());
    }

    private void dropAndAwait(String name, String content) throws Exception {
        bridge.drop("csv-drop", name, content);
        await(SOON, () -> Files.exists(done(name)));
    }

    @Test
    void theLastFileHasTheLastWordAlsoWhenItsContentCameBefore() throws Exception {
        String x = row("word@example.vn", "Trần X");
        String y = row("word@example.vn", "Trần Y");
        dropAndAwait("word1.csv", x);
        await(SOON, () -> lastName("word@example.vn").equals("Trần X"));
        dropAndAwait("word2.csv", y);
        await(SOON, () -> lastName("word@example.vn").equals("Trần Y"));
        dropAndAwait("word3.csv", x);
        await(SOON, () -> lastName("word@example.vn").equals("Trần X"));
        assertEquals(0, report(done("word3.csv")).path("duplicate").asInt());
        dropAndAwait("word4.csv", x);
        assertEquals(1, report(done("word4.csv")).path("duplicate").asInt(), "twice in a row adds nothing");
    }

    private static long of(String source, String state) throws Exception {
        return bridge.ledger().path("sources").path(source).path(state).asLong();
    }

    private static boolean customerHas(String phone, String name) throws Exception {
        JsonNode events = bridge.get("/api/events?limit=1&customer=" + phone);
        return bridge.get("/api/events/" + events.path(0).path("id").asLong()).path("sent").path("full_name").asText()
                .equals(name);
    }

    private static JsonNode assign(String columns, boolean dryRun) throws Exception {
        return bridge.api("POST", "/api/files/assignments", """
            {"source": "csv-drop", "file": "contacts.csv", "columns": %s, "dryRun": %b}""".formatted(columns, dryRun));
    }

    @Test
    void aFileWhoseColumnsTellNobodyWaitsUntilAPersonAssignsThemAndTheNextOneRunsByItself() throws Exception {
        String contacts = "Người,Liên lạc ở đâu,Hạng\nLan,0912000001,A\nMai,0912000002,B\n";
        long before = of("csv-drop", "received");
        bridge.drop("csv-drop", "contacts.csv", contacts);
        bridge.drop("csv-drop", "after-contacts.csv", row("after@example.vn", "An"));
        await(SOON, () -> arrived("after@example.vn"));
        await(SOON, () -> stuck("csv-drop", "contacts.csv").path("needsColumns").asBoolean());
        assertEquals(before + 1, of("csv-drop", "received"), "none of its rows was taken, so none was rejected");
        String problem = stuck("csv-drop", "contacts.csv").path("problem").asText();
        assertTrue(problem.contains("«Liên lạc ở đâu»") && problem.contains("/console/files"), problem);
        assertTrue(bridge.send("GET", "/q/health/well", new byte[0], Map.of()).body().contains("csv-drop/contacts.csv"));
        BridgeProcess.Command waiting = bridge.command("files");
        assertEquals(1, waiting.exitCode());
        assertTrue(waiting.output().contains("needs you"), waiting.output());
        BridgeProcess.Command shown = bridge.command("files", "show", "csv-drop", "contacts.csv");
        assertTrue(shown.output().contains("nothing (looks like phone)") && !shown.output().contains("0912000001"),
                shown.output());

        String wrong = "{\"Liên lạc ở đâu\": \"phone\", \"Hạng\": \"full_name\"}";
        JsonNode expected = assign(wrong, true);
        assertEquals("A", expected.path("customers").path(0).path("customer").path("payload").path("full_name").asText(),
                expected.toString());
        assertTrue(stuck("csv-drop", "contacts.csv").path("needsColumns").asBoolean(), "nothing was remembered");
        assign(wrong, false);
        await(SOON, () -> Files.exists(done("contacts.csv")));
        await(SOON, () -> customerHas("0912000001", "A"));

        bridge.kill();
        bridge.start();
        BridgeProcess.Command right = bridge.command("files", "assign", "csv-drop", "contacts.csv", "Liên lạc ở đâu=phone",
                "Người=full_name", "Hạng=custom:rank");
        assertEquals(0, right.exitCode(), right.output());
        assertEquals(0, bridge.command("files", "again", "csv-drop", "contacts.csv").exitCode());
        await(SOON, () -> customerHas("0912000001", "Lan"));
        await(SOON, () -> Files.exists(done("contacts.csv")));
        JsonNode report = report(done("contacts.csv"));
        assertEquals(0, report.path("duplicate").asInt() + report.path("rejected").asInt(), report.toString());
        assertEquals("Liên lạc ở đâu phone assigned 09••••••01", "%s %s %s %s".formatted(
                report.path("columns").path(1).path("column").asText(), report.path("columns").path(1).path("field").asText(),
                report.path("columns").path(1).path("how").asText(),
                report.path("columns").path(1).path("examples").path(0).asText()));
        assertEquals("rank", report.path("columns").path(2).path("field").asText());

        dropAndAwait("next-week.csv", "HẠNG,người,Liên lạc ở đâu,Ghi thêm\nC,Hoa,0912000003,x\n");
        await(SOON, () -> customerHas("0912000003", "Hoa"));
        String remarks = report(done("next-week.csv")).path("warning_en").asText();
        assertTrue(
                remarks.contains("«Ghi thêm»") && remarks.contains("became nothing") && remarks.contains("taken as assigned"),
                remarks);

        JsonNode assignment = bridge.get("/api/files/assignments?source=csv-drop").path(0);
        assertEquals(3, assignment.path("columns").size(), assignment.toString());
        assertEquals(0, bridge.command("files", "forget", "csv-drop", assignment.path("headings").asText()).exitCode());
        List<String> audited = bridge.get("/api/audit?limit=20").findValuesAsText("action");
        assertTrue(audited.containsAll(List.of("columns.assign", "columns.forget", "file.again")), audited.toString());
        bridge.drop("csv-drop", "contacts.csv", contacts.replace("Lan", "Lan Anh"));
        await(SOON, () -> stuck("csv-drop", "contacts.csv").path("needsColumns").asBoolean());
        Files.delete(inbox("csv-drop").resolve("contacts.csv"));
        await(SOON, () -> stuck("csv-drop", "contacts.csv").isNull());
    }

    private static String lastName(String email) {
        List<JsonNode> writes = ladiflow.writesOf(email);
        return writes.get(writes.size() - 1).path("first_name").asText();
    }

    /** @param at what follows each number; a row that is no address is rejected, and nobody has to wait for its delivery */
    private static String many(int rows, String at) {
        StringBuilder csv = new StringBuilder("Email\n");
        for (int i = 0; i < rows; i++) {
            csv.append("many").append(i).append(at).append('\n');
        }
        return csv.toString();
    }

    /** Until the next file is taken at the latest: a large one is being read while it is changed. */
    private void whileItIsRead(String name) {
        await(LONG, () -> {
            for (JsonNode source : bridge.get("/api/sources")) {
                if (source.path("progress").path("file").asText().equals(name)) {
                    return true;
                }
            }
            return false;
        });
    }

    @Test
    void whatIsWrittenToAFileWhileItIsReadIsReadToo() throws Exception {
        Path inbox = inbox("csv-drop");
        bridge.drop("csv-drop", "appended.csv", many(10_000, ""));
        whileItIsRead("appended.csv");
        Files.writeString(inbox.resolve("appended.csv"), "appended@example.vn\n", StandardOpenOption.APPEND);
        await(LONG, () -> Files.exists(done("appended.csv")));
        assertEquals(10_001, report(done("appended.csv")).path("received").asInt());
        assertTrue(bridge.output().contains("«appended.csv» changed while it was read; it is read again"));

        bridge.drop("csv-drop", "replaced.csv", many(10_000, ""));
        whileItIsRead("replaced.csv");
        Path other = Files.writeString(inbox.resolve("other.part"), row("replaced@example.vn", "An"));
        Files.move(other, inbox.resolve("replaced.csv"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        await(LONG, () -> Files.exists(done("replaced.csv")));
        assertEquals(1, report(done("replaced.csv")).path("received").asInt());
        assertEquals(row("replaced@example.vn", "An"), Files.readString(done("replaced.csv")));
    }

    /** At the heap of a small container. */
    @Test
    void wrappedRecordsAndLargeCellsAreStreamed() throws Exception {
        Path inbox = inbox("csv-drop");
        try (BufferedWriter json = Files.newBufferedWriter(inbox.resolve("wrapped.json.part"));
                BufferedWriter csv = Files.newBufferedWriter(inbox.resolve("wide.csv.part"))) {
            json.write("{\"total\":30000,\"data\":[");
            for (int i = 0; i < 30_000; i++) {
                json.write((i == 0 ? "" : ",") + "{\"email\":\"wrapped" + i + "\",\"note\":\"" + "n".repeat(300)
                        + "\"}");
            }
            json.write("],\"next\":null}");
            csv.write("Email,Ghi chú,Khác\n");
            for (int i = 0; i < 60; i++) {
                csv.write("wide" + i + "@example.vn," + "c".repeat(200_000) + "," + "d".repeat(200_000) + "\n");
            }
        }
        for (String name : List.of("wrapped.json", "wide.csv")) {
            Files.move(inbox.resolve(name + ".part"), inbox.resolve(name));
        }
        await(LONG, () -> Files.exists(done("wide.csv")) && Files.exists(done("wrapped.json")));
        assertEquals(60, report(done("wide.csv")).path("received").asInt());
        assertEquals(30_000, report(done("wrapped.json")).path("received").asInt());
        assertTrue(report(done("wrapped.json")).path("warning_en").asText().contains("«data»"));
    }

    @Test
    void aFileDuringWhichTheProcessEndedTwiceIsPutAsideAndANameThatCannotBeWrittenIsTold(@TempDir Path own) throws Exception {
        try (BridgeProcess killed = new BridgeProcess(own).with("LC_ALL", "C")) {
            killed.drop("csv-drop", "bad.csv", many(15_000, "@example.vn"));
            for (int death = 1; death <= 2; death++) {
                killed.start();
                await(LONG, () -> killed.get("/api/sources").toString().contains("\"file\":\"bad.csv\""));
                killed.kill();
            }
            // The test's own names are those of its locale; bytes are the same in any.
            assertEquals(0,
                    new ProcessBuilder("sh", "-c", "printf 'Email\\nname@example.vn\\n' > \"$(printf 'kh\\303\\241ch.csv')\"")
                            .directory(killed.folder.resolve("data/inbox/csv-drop").toFile()).start().waitFor());
            killed.drop("csv-drop", "good.csv", row("good@example.vn", "An"));
            killed.start();
            Path done = own.resolve("data/done/csv-drop/good.csv");
            await(SOON, () -> Files.exists(done));
            await(SOON, () -> killed.get("/api/sources").toString().contains("the bridge ended twice while it read this file"));
            if (!BridgeProcess.isNative()) {
                assertTrue(killed.get("/api/sources").toString().contains("LC_ALL=C.UTF-8"));
                assertTrue(killed.output().contains("Start it with LC_ALL=C.UTF-8"));
            }
            Path bad = own.resolve("data/inbox/csv-drop/bad.csv");
            assertTrue(Files.exists(bad));
            Files.setLastModifiedTime(bad, FileTime.from(Instant.now().minusSeconds(5)));
            await(LONG, () -> Files.exists(own.resolve("data/done/csv-drop/bad.csv")));
            JsonNode ledger = killed.ledger();
            assertEquals(15_001, ledger.path("received").asInt() - ledger.path("duplicate").asInt(), ledger.toString());
        }
    }

    @Test
    void whatARouteDoesBehindTheSinkCannotBreakTheAccounting(@TempDir Path own) throws Exception {
        Path routes = Files.createDirectories(own.resolve("routes"));
        copy(Path.of("routes/kamelets"), routes.resolve("kamelets"));
        copy(Path.of("routes/csv-drop"), routes.resolve("csv-drop"));
        Path route = routes.resolve("csv-drop/csv-drop.camel.yaml");
        Files.writeString(route, Files.readString(route).stripTrailing() + """

                    - setBody: { constant: "mine" }
                    - removeHeaders: { pattern: "*" }
                    - removeProperties: { pattern: "bridge*" }
                    - setHeader: { name: CamelFileName, constant: "elsewhere.csv" }
            """);
        try (BridgeProcess odd = new BridgeProcess(own).with("BRIDGE_ROUTES", routes.toString())) {
            odd.drop("csv-drop", "odd.csv", row("odd@example.vn", "An") + "wrong,Bình\n");
            odd.start();
            Path done = own.resolve("data/done/csv-drop/odd.csv");
            await(SOON, () -> Files.exists(done));
            assertEquals(2, report(done).path("received").asInt());
            assertEquals(1, report(done).path("rejected").asInt());
            assertTrue(Files.exists(own.resolve("data/errors/csv-drop/odd.errors.csv")));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.write(target, Files.readAllBytes(file));
            }
        }
    }
}
