package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.awaitility.Awaitility;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What marketers have, dropped into one inbox of the packaged application. */
class FileFormatsIT {
    private static final String INBOX = "csv-drop";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private JsonNode report(BridgeProcess bridge, String kind, String name, byte[] content) throws Exception {
        bridge.drop(INBOX, name, content);
        Path report = folder.resolve("data").resolve(kind).resolve(INBOX).resolve(name + ".report.json");
        Awaitility.await().until(
                () -> Files.exists(report) && !Files.exists(folder.resolve("data/inbox").resolve(INBOX).resolve(name)));
        return new ObjectMapper().readTree(report.toFile());
    }

    @Test
    void workbooksArchivesAndOldCharsetsArriveAndRejectedRowsComeBack() throws Exception {
        try (BridgeProcess bridge = new BridgeProcess(folder)) {
            bridge.start();
            JsonNode workbook = report(bridge, "done", "khách.xlsx", workbook());
            assertEquals(3, workbook.path("received").asInt(), workbook.toString());
            assertEquals(1, workbook.path("rejected").asInt());
            assertEquals("khách.Tháng 2.errors.csv", workbook.path("errorsFile").textValue());
            assertEquals("Ghi chú", workbook.path("skipped").path(0).textValue());

            Path errors = folder.resolve("data/errors/csv-drop/khách.Tháng 2.errors.csv");
            List<String> lines = Files.readAllLines(errors);
            assertEquals("\uFEFFHọ tên,SĐT,line,error_code,error_vi,error_en", lines.get(0));
            byte[] corrected = Files.readString(errors).replace("không có", "0912345673").getBytes(StandardCharsets.UTF_8);
            JsonNode again = report(bridge, "done", "sửa.csv", corrected);
            assertEquals(1, again.path("received").asInt(), again.toString());
            assertEquals(0, again.path("rejected").asInt(), again.toString());

            byte[] csv = "Email\nzip1@example.vn\nzip2@example.vn\n".getBytes(StandardCharsets.UTF_8);
            assertEquals(0, report(bridge, "done", "a.csv.gz", gzip(csv)).path("duplicate").asInt());
            assertEquals(2, report(bridge, "done", "a.zip", zip("trong/a.csv", csv)).path("duplicate").asInt());
            assertTrue(!Files.exists(folder.resolve("data/work/csv-drop/0")), "nothing expanded is left behind");

            byte[] vni = HexFormat.of().parseHex("486fef207661f8207465e26e2c456d61696c0a4e677579"
                    + "65e36e2c" + "766e69406578616d706c652e766e0a");
            assertEquals("VNI", report(bridge, "done", "vni.csv", vni).path("charset").textValue());

            JsonNode old = report(bridge, "errors", "old.xls", HexFormat.of().parseHex("d0cf11e0a1b11ae1"));
            assertEquals("UNREADABLE", old.path("error_code").textValue(), old.toString());
            assertTrue(old.path("error_en").textValue().contains("save it as .xlsx without a password"), old.toString());
            assertTrue(old.path("error_vi").textValue().contains("hãy lưu thành .xlsx không mật khẩu"), old.toString());

            Path world = Path.of("src/test/resources/world/csv");
            JsonNode quote = report(bridge, "done", "stray.csv", Files.readAllBytes(world.resolve("01-stray-quote.csv")));
            assertEquals(4, quote.path("received").asInt(), quote.toString());
            assertTrue(quote.path("warning_en").textValue().contains("in line 2"), quote.toString());
            JsonNode twoRows = report(bridge, "done", "two.xlsx",
                    Files.readAllBytes(world.resolve("12-two-row-heading.xlsx")));
            assertEquals(1, twoRows.path("received").asInt(), twoRows.toString());
            JsonNode page = report(bridge, "errors", "page.xls", Files.readAllBytes(world.resolve("19-html.xls")));
            assertTrue(page.path("error_vi").textValue().contains("trang web (HTML)"), page.toString());

            JsonNode ledger = bridge.awaitAllDelivered(14, Duration.ofSeconds(120));
            assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
            String customers = bridge.get("/sandbox/customers").toString();
            for (String arrived : List.of("0912345671", "0912345673", "zip2@example.vn", "Nguyễn", "0902000002",
                    "lan@example.vn")) {
                assertTrue(customers.contains(arrived), arrived + " is not in " + customers);
            }
        }
    }

    private static byte[] workbook() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Workbook workbook = new Workbook(bytes, "Test", "1.0");
        for (int month = 1; month <= 2; month++) {
            Worksheet sheet = workbook.newWorksheet("Tháng " + month);
            sheet.value(0, 0, "Họ tên");
            sheet.value(0, 1, "SĐT");
            sheet.value(1, 0, "Trần An");
            sheet.value(1, 1, 912345670 + month);
            sheet.style(1, 1).format("0000000000").set();
            if (month == 2) {
                sheet.value(2, 0, "Lê Bình");
                sheet.value(2, 1, "không có");
            }
        }
        workbook.newWorksheet("Ghi chú").value(0, 0, "Không phải khách hàng");
        workbook.finish();
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String name, byte[] content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }
}
