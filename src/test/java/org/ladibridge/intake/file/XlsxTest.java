package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;

import com.fasterxml.jackson.databind.JsonNode;

class XlsxTest {
    private static final String HEADER = "<row r='1'><c r='A1' t='inlineStr'><is><t>Email</t></is></c></row>";

    @TempDir
    Path folder;

    private Path xlsx(Consumer<Workbook> content) throws Exception {
        return Drops.write(folder, "f.xlsx", Drops.workbook(content));
    }

    private static Worksheet sheet(Workbook workbook, String name, String... header) {
        Worksheet sheet = workbook.newWorksheet(name);
        for (int i = 0; i < header.length; i++) {
            sheet.value(0, i, header[i]);
        }
        return sheet;
    }

    @Test
    void aPhoneColumnIsReadAsItIsShown() throws Exception {
        JsonNode row = Drops.records(xlsx(workbook -> {
            Worksheet sheet = sheet(workbook, "Khách", "SĐT", "SĐT 2", "SĐT 3", "SĐT 4", "SĐT 5", "SĐT 6");
            sheet.value(1, 0, "0912345678");
            sheet.value(1, 1, 912345678);
            sheet.style(1, 1).format("0000000000").set();
            sheet.value(1, 2, 912345678);
            sheet.value(1, 3, 912345678L);
            sheet.style(1, 3).format("0000 000 000").set();
            sheet.value(1, 4, 912345678L);
            sheet.style(1, 4).format("\"0\"###\\.###\\.##0").set();
            sheet.value(1, 5, 84912345678L);
            sheet.style(1, 5).format("#,##0").set();
        }), "").get(0).body();
        assertEquals("{\"sđt\":\"0912345678\",\"sđt 2\":\"0912345678\",\"sđt 3\":\"912345678\",\"sđt 4\":\"0912 345 678\","
                + "\"sđt 5\":\"0912.345.678\",\"sđt 6\":\"84912345678\"}", row.toString());
    }

    @Test
    void aDateIsWrittenYearMonthDayWhateverItsFormat() throws Exception {
        JsonNode row = Drops.records(xlsx(workbook -> {
            Worksheet sheet = sheet(workbook, "Khách", "Ngày sinh", "Sinh nhật", "Ghi chú", "Lúc", "Số");
            sheet.value(1, 0, LocalDate.of(1989, 11, 3));
            sheet.style(1, 0).format("dd/MM/yyyy").set();
            sheet.value(1, 1, 32815);
            sheet.value(1, 2, 32815);
            sheet.value(1, 3, LocalDateTime.of(2026, 1, 2, 3, 4, 5));
            sheet.style(1, 3).format("yyyy-MM-dd H:mm:ss").set();
            sheet.value(1, 4, 1234567.5);
            sheet.style(1, 4).format("#,##0 \"đ\"").set();
        }), "").get(0).body();
        assertEquals("{\"ngày sinh\":\"1989-11-03\",\"sinh nhật\":\"1989-11-03\",\"ghi chú\":\"32815\","
                + "\"lúc\":\"2026-01-02T03:04:05\",\"số\":\"1234567.5\"}", row.toString());
    }

    @Test
    void inAWorkbookOfThe1904SystemDatesAreFourYearsLater() throws Exception {
        Path file = Drops.write(folder, "mac.xlsx", Drops.rawWorkbook(
                "<row r='1'><c r='A1' t='inlineStr'><is><t>Ngày sinh</t></is></c></row><row r='2'><c r='A2'><v>31353</v></c></row>",
                "<workbookPr date1904='1'/>", Map.of()));
        assertEquals(List.of("{\"ngày sinh\":\"1989-11-03\"}"), Drops.bodies(file));
    }

    @Test
    void blankRowsAreNoneAndRowsKeepTheirNumber() throws Exception {
        Path file = xlsx(workbook -> {
            Worksheet sheet = sheet(workbook, "Khách", "Email");
            sheet.value(3, 0, " ");
            sheet.value(5, 0, "an@example.vn");
        });
        try (RowReader rows = Drops.open(file, "", "").parts().get(0).open("", Drops.HEADINGS, n -> {
        })) {
            assertEquals(6, rows.next().line());
            assertNull(rows.next());
        }
    }

    @Test
    void aTitleAndMergedCellsAboveTheHeaderAreNoRecords() throws Exception {
        assertEquals(List.of("{\"stt\":\"1\",\"họ và tên\":\"An\",\"sđt\":\"0912345678\",\"email\":\"an@example.vn\"}"),
                Drops.bodies(xlsx(workbook -> {
                    Worksheet sheet = workbook.newWorksheet("Khách");
                    sheet.value(0, 0, "DANH SÁCH KHÁCH HÀNG");
                    sheet.range(0, 0, 0, 3).merge();
                    sheet.value(2, 2, "Liên hệ");
                    sheet.range(2, 2, 2, 3).merge();
                    for (int i = 0; i < 4; i++) {
                        sheet.value(3, i, List.of("STT", "Họ và tên", "SĐT ", "Email").get(i));
                        sheet.value(4, i, List.of("1", "An", "0912345678", "an@example.vn").get(i));
                    }
                    sheet.value(4, 9, "a note outside the table");
                })));
    }

    @Test
    void everyVisibleSheetWithAHeaderIsReadAndTheOthersAreNamed() throws Exception {
        Path file = xlsx(workbook -> {
            sheet(workbook, "Tháng 1", "Email").value(1, 0, "a@example.vn");
            sheet(workbook, "Hướng dẫn", "Cách điền").value(1, 0, "Điền vào cột bên cạnh");
            Worksheet hidden = sheet(workbook, "Ẩn", "Email");
            hidden.value(1, 0, "hidden@example.vn");
            hidden.setVisibilityState(VisibilityState.HIDDEN);
            sheet(workbook, "Tháng 2", "SĐT", "Email").value(1, 1, "b@example.vn");
            workbook.newWorksheet("Trống");
        });
        assertEquals(List.of("{\"email\":\"a@example.vn\"}", "{\"sđt\":\"\",\"email\":\"b@example.vn\"}"), Drops.bodies(file));
        DroppedFile dropped = Drops.open(file, "", "");
        assertEquals(List.of("f.Tháng 1.xlsx", "f.Tháng 2.xlsx"), dropped.parts().stream().map(Part::name).toList());
        assertEquals(List.of("Hướng dẫn", "Trống", "Ẩn"), dropped.skipped().stream().sorted().toList());
        assertEquals(1, Drops.open(file, "", "tháng 2").parts().size());
        assertEquals(1, Drops.open(file, "", "Ẩn").parts().size(), "hidden, but asked for");
        assertTrue(assertThrows(UnreadableException.class, () -> Drops.open(file, "", "Tháng 3")).getMessage()
                .contains("«Tháng 3»"));
    }

    @Test
    void aSheetWithoutAKnownHeadingIsNoneToBeSkippedWhenSomebodyCanBeReachedBelowIt() throws Exception {
        Path file = xlsx(workbook -> {
            sheet(workbook, "Khách", "Email").value(1, 0, "a@example.vn");
            sheet(workbook, "Kênh 2", "Người", "Liên lạc kênh 2").value(1, 1, "0912 345 678");
            sheet(workbook, "Tổng hợp", "Chỉ tiêu", "Giá trị").value(1, 1, 1_234_567_890);
        });
        DroppedFile dropped = Drops.open(file, "", "");
        assertEquals(List.of("f.Khách.xlsx", "f.Kênh 2.xlsx"), dropped.parts().stream().map(Part::name).toList());
        assertEquals(List.of("Tổng hợp"), dropped.skipped());
    }

    @Test
    void aWorkbookWithHeadingsNobodyKnowsIsReadAllTheSame() throws Exception {
        assertEquals(List.of("{\"foo\":\"1\"}"), Drops.bodies(xlsx(workbook -> sheet(workbook, "S", "Foo").value(1, 0, 1))));
    }

    @Test
    void formulasGiveTheirComputedValueAndOneWithoutIsUnreadable() throws Exception {
        Path file = Drops.write(folder, "f.xlsx", Drops.rawWorkbook(HEADER
                + "<row r='2'><c r='A2' t='str'><f>LOWER(B2)</f><v>an@example.vn</v></c></row>"
                + "<row r='3'><c r='A3'><f>LOWER(B3)</f></c></row>"
                + "<row r='4'><c r='A4' t='e'><f>NA()</f><v>#N/A</v></c></row>"
                + "<row r='5'><c r='A5' t='d'><v>2020-01-01</v></c></row>"
                + "<row r='6'><c r='A6' t='b'><v>1</v></c></row>", "", Map.of()));
        List<RawRecord> records = Drops.records(file, "");
        assertEquals("{\"email\":\"an@example.vn\"}", records.get(0).body().toString());
        assertTrue(records.get(1).unreadable().contains("A3"), records.get(1).unreadable());
        assertEquals("{\"email\":\"\"}", records.get(2).body().toString());
        assertEquals("{\"email\":\"2020-01-01\"}", records.get(3).body().toString());
        assertEquals("{\"email\":\"TRUE\"}", records.get(4).body().toString());
    }

    @Test
    void aNumberOfAMillionDigitsStaysAsItIsWritten() throws Exception {
        Path file = Drops.write(folder, "f.xlsx",
                Drops.rawWorkbook(HEADER + "<row r='2'><c r='A2'><v>1E999999999</v></c></row>", "", Map.of()));
        assertEquals(List.of("{\"email\":\"1E999999999\"}"), Drops.bodies(file));
    }

    static List<byte[]> hostile() throws Exception {
        String cell = "<row r='2'><c r='A2' t='inlineStr'><is><t>%s</t></is></c></row>";
        String bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><sst><si><t>&b;</t></si></sst>";
        return List.of(
                Drops.rawWorkbook(HEADER, "", Map.of("xl/sharedStrings.xml", bomb)),
                Drops.rawWorkbook(HEADER, "", Map.of("xl/sharedStrings.xml",
                        "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><sst><si><t>&f;</t></si></sst>")),
                Drops.rawWorkbook(HEADER + "<row r='2'><c r='ZZZZZZ2'><v>1</v></c></row>", "", Map.of()),
                Drops.rawWorkbook(HEADER + "<row r='2'><c r='A2' t='s'><v>2000000000</v></c></row>", "", Map.of()),
                Drops.rawWorkbook(HEADER + cell.formatted("x".repeat(2_000_000)), "", Map.of()),
                Drops.rawWorkbook(HEADER + cell.formatted("<r><t>" + "x".repeat(600_000) + "</t></r>"
                        + "<r><t>" + "x".repeat(600_000) + "</t></r>"), "", Map.of()),
                Drops.rawWorkbook(HEADER + "<a b='" + "x".repeat(9_000_000) + "'/>", "", Map.of()),
                Drops.rawWorkbook(HEADER + "<a>".repeat(100) + "</a>".repeat(100), "", Map.of()),
                Drops.rawWorkbook(HEADER + "<row r='2'><c r='A2'><f>" + "1+".repeat(5_000) + "</f><v>1</v></c></row>", "",
                        Map.of()),
                Drops.rawWorkbook(HEADER + "<row r='2'><c r='A2'>", "", Map.of()),
                Drops.rawWorkbook(HEADER + " ".repeat(40_000_000), "", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aWorkbookThatWouldCostTooMuchIsRefusedBeforeItsFirstRow(byte[] content) throws Exception {
        Path file = Drops.write(folder, "f.xlsx", content);
        assertThrows(UnreadableException.class, () -> Drops.open(file, "", ""));
    }

    @ParameterizedTest
    @CsvSource({"xl/workbook.bin,another kind", "mimetype,another kind"})
    void otherSpreadsheetsAreRefusedWithWhatToDo(String part, String reason) throws Exception {
        Path file = Drops.write(folder, "f.ods", Drops.zip(Map.of(part, new byte[]{1})));
        String message = assertThrows(UnreadableException.class, () -> Drops.open(file, "", "")).getMessage();
        assertTrue(message.contains(reason) && message.contains(".xlsx"), message);
    }

    @Test
    void anExcelFileOfBefore2007IsRefusedWithWhatToDo() throws Exception {
        byte[] content = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Drops.write(folder, "f.xls", content);
        String message = assertThrows(UnreadableException.class, () -> Drops.open(file, "", "")).getMessage();
        assertTrue(message.contains(".xls)") && message.contains(".xlsx"), message);
    }
}
