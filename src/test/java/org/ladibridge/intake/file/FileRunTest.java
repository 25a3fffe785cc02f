package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.State;

class FileRunTest {
    @TempDir
    Path folder;

    private Path file(String name, byte[] content) throws Exception {
        return Files.write(folder.resolve(name), content);
    }

    private Path file(String name, String content) throws Exception {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private FileRun open(Path file, String charset) throws Exception {
        return new FileRun(Drops.open(file, charset, ""), "", 3, 0, Drops.HEADINGS, part -> folder.resolve("errors"));
    }

    private List<RawRecord> records(Path file, String charset) throws Exception {
        List<RawRecord> records = new ArrayList<>();
        try (FileRun run = open(file, charset)) {
            run.chunks().forEachRemaining(records::addAll);
        }
        return records;
    }

    private List<String> bodies(String name, String content) throws Exception {
        return records(file(name, content), "").stream().map(record -> record.body().toString()).toList();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theDelimiterIsTheOneThatSplitsTheHeader(String delimiter) throws Exception {
        String csv = "Họ và tên,\"Ghi chú; và, thêm|\tnữa\",Email\nAn,x,a@example.vn\n".replace(",E", delimiter + "E")
                .replace("n,\"", "n" + delimiter + "\"").replace(",x,", delimiter + "x" + delimiter);
        assertEquals(List.of("{\"họ và tên\":\"An\",\"ghi chú; và, thêm| nữa\":\"x\",\"email\":\"a@example.vn\"}"),
                bodies("f.csv", csv));
    }

    @Test
    void quotesAndLineBreaksStayInsideTheirCellAndBlankRowsAreNone() throws Exception {
        assertEquals(
                List.of("{\"name\":\"Nguyễn \\\"An\\\"\",\"address\":\"12 Đường A,\\nTầng 3\"}",
                        "{\"name\":\"Bình\",\"address\":\"\"}"),
                bodies("f.csv", "name,address\r\n\"Nguyễn \"\"An\"\"\",\"12 Đường A,\nTầng 3\"\r\n\r\n,\r\nBình,\r\n"));
    }

    @Test
    void aRowWithFewerCellsLacksThemAndOneWithMoreIsUnreadable() throws Exception {
        List<RawRecord> records = records(file("f.csv", "a,b\n1\n1,2,3\n"), "");
        assertEquals("{\"a\":\"1\"}", records.get(0).body().toString());
        assertTrue(records.get(1).unreadable().contains("3 cells"), records.get(1).unreadable());
    }

    @Test
    void aQuotationMarkThatIsNotClosedCostsOnlyItsLine() throws Exception {
        assertEquals(List.of("{\"a\":\"x\"}", "{\"a\":\"1 y\"}"), bodies("f.csv", "a\nx\n\"1\" y\n"));
        List<RawRecord> records = records(file("g.csv", "a\nx\n\"" + "1\n".repeat(600_000)), "");
        assertEquals(600_001, records.size());
        assertTrue(records.get(1).unreadable().contains("quotation mark"), records.get(1).unreadable());
        assertEquals(1, records.stream().filter(record -> record.unreadable() != null).count());
    }

    @Test
    void columnsWithoutANameOrWithAnothersNameKeepTheirPlace() throws Exception {
        assertEquals(List.of("{\"tên\":\"1\",\"column 2\":\"2\",\"tên #2\":\"3\"}"), bodies("f.csv", "Tên,,TÊN\n1,2,3\n"));
    }

    @Test
    void aMarkAtTheBeginningIsNoPartOfTheFirstColumn() throws Exception {
        String csv = "email,tên\nan@example.vn,Nguyễn\n";
        String expected = "{\"email\":\"an@example.vn\",\"tên\":\"Nguyễn\"}";
        byte[] utf8 = joined(HexFormat.of().parseHex("efbbbf"), csv.getBytes(StandardCharsets.UTF_8));
        byte[] le = joined(HexFormat.of().parseHex("fffe"), csv.getBytes(StandardCharsets.UTF_16LE));
        byte[] be = joined(HexFormat.of().parseHex("feff"), csv.getBytes(StandardCharsets.UTF_16BE));
        for (byte[] content : List.of(utf8, le, be)) {
            assertEquals(expected, records(file("f.csv", content), "").get(0).body().toString());
            assertEquals(expected, records(file("f.csv", content), "windows-1258").get(0).body().toString(),
                    "a mark says more than a setting");
        }
    }

    @Test
    void oldVietnameseCharsetsAreReadWhenTheSourceNamesThem() throws Exception {
        byte[] header = "ten\n".getBytes(StandardCharsets.US_ASCII);
        byte[] windows = joined(header, HexFormat.of().parseHex("4e677579eade6e"));
        String name = records(file("w.csv", windows), "windows-1258").get(0).body().path("ten").textValue();
        assertEquals("Nguyễn", Normalizer.normalize(name, Normalizer.Form.NFC));
        byte[] tcvn = joined(header, HexFormat.of().parseHex("4e677579d46e2056a86e20416e"));
        assertEquals("Nguyễn Văn An", records(file("t.csv", tcvn), "tcvn3").get(0).body().path("ten").textValue());
    }

    @Test
    void whatIsNotUtf8IsRefusedAsAWholeWhenNoCharsetIsSet() throws Exception {
        byte[] windows = "ghi chú\nĐà\n".getBytes(Charset.forName("windows-1258"));
        String message = assertThrows(UnreadableException.class, () -> open(file("w.csv", windows), "")).getMessage();
        assertTrue(message.contains("windows-1258") && message.contains("charset"), message);
        String unknown = assertThrows(UnreadableException.class, () -> open(file("a.csv", "a\n1\n"), "latin-99")).getMessage();
        assertTrue(unknown.contains("latin-99"), unknown);
        for (String magic : List.of("504b0304", "1f8b0800", "d0cf11e0", "25504446")) {
            assertThrows(UnreadableException.class, () -> open(file("x.csv", HexFormat.of().parseHex(magic)), ""), magic);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        d0cf11e0             |          | đây là tệp Excel trước năm 2007 (.xls) hoặc có mật khẩu; hãy lưu thành .xlsx không mật khẩu rồi thả lại
        25504446             |          | đây là tệp PDF; hãy xuất dữ liệu ra XLSX hoặc CSV (UTF-8) rồi thả lại
        377abcaf             |          | đây là loại tệp nén không đọc được; hãy dùng zip hoặc gzip, hoặc thả từng tệp
        504b0304             |          | tệp nén bị hỏng; hãy chép lại đầy đủ rồi thả lại
        1f8b0800             |          | tệp nén bị hỏng hoặc có mật khẩu; hãy nén lại không mật khẩu
        610000616100006161           |          | tệp không phải văn bản cũng không phải bảng tính; hãy lưu thành CSV (UTF-8) rồi thả lại
        610aff               |          | tệp không phải bảng mã UTF-8; hãy lưu thành UTF-8, hoặc đặt tham số charset của nguồn
        610a                 | latin-99 | tham số charset của nguồn ghi bảng mã không có: «latin-99»
        22610a31             |          | dấu ngoặc kép trong dòng tiêu đề chưa đóng; hãy sửa rồi thả lại
        """)
    void aRefusedFileSaysSoInVietnameseToo(String content, String charset, String sentence) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(content);
        UnreadableException refusal = assertThrows(UnreadableException.class,
                () -> open(file("f.csv", bytes), charset == null ? "" : charset));
        assertTrue(refusal.vi().startsWith(sentence), refusal.vi());
    }

    @Test
    void aWrongLetterFarBehindIsFoundBeforeTheFirstRowIsStored() throws Exception {
        byte[] rows = "email\n".concat("x".repeat(70_000)).concat("\nễ").getBytes(StandardCharsets.UTF_8);
        rows[rows.length - 1] = 'x';
        assertThrows(UnreadableException.class, () -> open(file("f.csv", rows), ""));
    }

    @Test
    void jsonIsAnArrayAnObjectOrAnObjectPerLine() throws Exception {
        List<String> two = List.of("{\"a\":1}", "{\"a\":12345678901234567890.10}");
        assertEquals(two, bodies("f.json", "[{\"a\":1},\n {\"a\":12345678901234567890.10}]"));
        assertEquals(two, bodies("f.jsonl", "{\"a\":1}\n\n{\"a\":12345678901234567890.10}\n"));
        assertEquals(two, bodies("f.json", "\uFEFF{\"a\":1}\r\n{\"a\":12345678901234567890.10}"));
        assertEquals(List.of("{\"a\":{\"b\":[1]}}"), bodies("f.json", "{\n \"a\": {\"b\": [1]}\n}\n"));
        assertEquals(List.of(), bodies("f.json", "[]"));
        assertEquals(List.of(), bodies("f.jsonl", ""));
    }

    @Test
    void aBadLineIsOneUnreadableRecordAndTheOthersAreFine() throws Exception {
        List<RawRecord> lines = records(file("f.jsonl", "{\"a\":1}\n{\"a\":\n5\n{\"a\":2}\n"), "");
        assertEquals(4, lines.size());
        assertNull(lines.get(0).unreadable());
        assertTrue(lines.get(1).unreadable().contains("not a JSON object"));
        assertTrue(lines.get(2).unreadable().contains("object was expected"));
        assertEquals("{\"a\":2}", lines.get(3).body().toString());
    }

    @Test
    void anArrayThatBreaksOffKeepsWhatCameBeforeAndReportsTheRest() throws Exception {
        List<RawRecord> records = records(file("f.json", "[{\"a\":1},{\"a\":2},{\"a\""), "");
        assertEquals(3, records.size());
        assertTrue(records.get(2).unreadable().contains("breaks off"));
    }

    @Test
    void theEventIdIsTheContentAndThePlaceNotTheName() throws Exception {
        List<RawRecord> first = records(file("a.csv", "email\na@example.vn\nb@example.vn\n"), "");
        List<RawRecord> second = records(file("b.csv", "email\na@example.vn\nb@example.vn\n"), "");
        List<RawRecord> other = records(file("c.csv", "email\na@example.vn\nc@example.vn\n"), "");
        assertEquals(first.stream().map(RawRecord::eventId).toList(), second.stream().map(RawRecord::eventId).toList());
        assertEquals(2, first.stream().map(RawRecord::eventId).distinct().count());
        assertFalse(other.get(0).eventId().equals(first.get(0).eventId()));
    }

    @Test
    void aContentThatComesAgainHasIdsOfItsOwn() throws Exception {
        Path file = file("a.csv", "email\na@example.vn\nb@example.vn\n");
        List<String> first = records(file, "").stream().map(RawRecord::eventId).toList();
        try (FileRun run = new FileRun(Drops.open(file, "", ""), "", 3, 7, Drops.HEADINGS, part -> folder.resolve("errors"))) {
            assertEquals(first.stream().map(id -> id.replace(":", "~7:")).toList(),
                    run.next().stream().map(RawRecord::eventId).toList());
        }
    }

    @Test
    void whatBecameOfRepetitionsIsSummedUp() throws Exception {
        try (FileRun run = open(file("a.csv", "email\na@example.vn\nb@example.vn\n"), "")) {
            for (int chunk = 0; chunk < 2; chunk++) {
                run.stored(new AppendResult(3, 3, 0, 0, 1, Map.of(State.REJECTED, 1, State.DELIVERED, 2), List.of()));
            }
            assertEquals(2, run.replayed());
            assertEquals(Map.of(State.REJECTED, 2, State.DELIVERED, 4), run.earlier());
        }
    }

    @Test
    void aFileIsHandedOutInChunksHoweverLongItIs() throws Exception {
        String rows = String.join("\n", IntStream.rangeClosed(1, 10).mapToObj(i -> "a" + i + "@example.vn").toList());
        List<Integer> sizes = new ArrayList<>();
        try (FileRun run = open(file("f.csv", "email\n" + rows), "")) {
            run.chunks().forEachRemaining(chunk -> sizes.add(chunk.size()));
            assertEquals(Files.size(folder.resolve("f.csv")), run.bytesRead());
        }
        assertEquals(List.of(3, 3, 3, 1), sizes);
    }

    @Test
    void aCorrectedErrorsFileHoldsTheOriginalColumnsOfOnlyTheRejectedRows() throws Exception {
        Path file = file("f.csv", "Email;Ghi chú\nan@example.vn;x\n;\"=1+1\"\nbad;'quoted\n");
        Path errors;
        try (FileRun run = open(file, "")) {
            run.next();
            run.stored(new AppendResult(3, 0, 2, List.of(new AppendResult.Rejection(1, Reason.NO_EMAIL_OR_PHONE, null),
                    new AppendResult.Rejection(2, Reason.BAD_EMAIL, "no at sign"))));
            assertEquals(2, run.rejected());
            errors = run.completeErrors().get(0);
        }
        List<String> lines = Files.readAllLines(errors);
        assertEquals("\uFEFFEmail;Ghi chú;line;error_code;error_vi;error_en", lines.get(0));
        assertTrue(lines.get(1).startsWith(";'=1+1;3;NO_EMAIL_OR_PHONE;"), lines.get(1));
        assertTrue(lines.get(2).startsWith("bad;''quoted;4;BAD_EMAIL;"), lines.get(2));
        Path corrected = file("f.errors.csv", Files.readString(errors).replace("bad;", "good@example.vn;"));
        assertEquals(
                List.of("{\"email\":\"\",\"ghi chú\":\"=1+1\"}", "{\"email\":\"good@example.vn\",\"ghi chú\":\"'quoted\"}"),
                records(corrected, "").stream().map(record -> record.body().toString()).toList());
    }

    @Test
    void aRunThatIsCutShortLeavesNoErrorsFile() throws Exception {
        Path target = folder.resolve("errors");
        try (FileRun run = open(file("f.csv", "email\nx\n"), "")) {
            run.next();
            run.stored(new AppendResult(1, 0, 1, List.of(new AppendResult.Rejection(0, Reason.BAD_EMAIL, null))));
        }
        assertFalse(Files.exists(target));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "the half-written one is gone too");
        }
    }

    @Test
    void aCharsetThatDoesNotFitTheFileStopsItInsteadOfDamagingNames() throws Exception {
        byte[] late = joined("ten\n".getBytes(StandardCharsets.US_ASCII),
                "x\n".repeat(50_000).getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().parseHex("d2"));
        assertTrue(assertThrows(UnreadableException.class, () -> open(file("late.csv", late), "US-ASCII")).getMessage()
                .contains("US-ASCII"));
    }

    @Test
    void aHeaderThatCannotBeReadRefusesTheFile() throws Exception {
        assertThrows(UnreadableException.class, () -> open(file("f.csv", "\"email\nan@example.vn\n"), ""));
    }
}
