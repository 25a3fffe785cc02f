package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.file.FilePlan.PlannedPart;
import org.ladibridge.journal.AppendResult;

/** How a file is read whose columns somebody assigned. */
class AssignedRunTest {
    private static final ColumnAssignment CONTACTS = ColumnAssignmentTest.assigned("Người", "full_name", "Liên lạc", "phone",
            "Khác",
            "-");

    @TempDir
    Path folder;

    private FileRun run(DroppedFile file, Function<Part, ColumnAssignment> assignments) throws Exception {
        return new FileRun(file, "", 3, 0, Drops.HEADINGS, part -> folder.resolve(part.name() + ".errors"), assignments);
    }

    private static List<String> bodies(FileRun run) {
        List<RawRecord> records = new ArrayList<>();
        run.chunks().forEachRemaining(records::addAll);
        return records.stream().map(record -> record.body().toString()).toList();
    }

    @Test
    void theMappingSeesTheFieldsAndTheErrorsFileTheColumnsAsTheyWere() throws Exception {
        Path file = Drops.write(folder, "a.csv", "Người,Liên lạc,Khác\nLan,12,x\n".getBytes(StandardCharsets.UTF_8));
        try (FileRun run = run(Drops.open(file, "", ""), part -> CONTACTS)) {
            assertEquals(List.of("{\"full_name\":\"Lan\",\"phone\":\"12\"}"), bodies(run));
            run.stored(
                    new AppendResult(1, 0, 1, 0, 0, Map.of(), List.of(new AppendResult.Rejection(0, Reason.BAD_PHONE, null))));
            List<String> errors = Files.readAllLines(run.completeErrors().get(0));
            assertEquals("\uFEFFNgười,Liên lạc,Khác,line,error_code,error_vi,error_en", errors.get(0));
            assertEquals(List.of("Lan", "12", "x", "2", "BAD_PHONE"), List.of(errors.get(1).split(",")).subList(0, 5));
        }
    }

    @Test
    void eachPartOfAnArchiveHasItsOwnHeadingsAndOneThatIsLeftOutIsNamed() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("1.csv", "Ghi chú\nx\ny\n".getBytes(StandardCharsets.UTF_8));
        entries.put("2.csv", "Liên lạc,Khác,Người\n0912345678,x,Lan\n".getBytes(StandardCharsets.UTF_8));
        entries.put("3.csv", "Email\nmai@example.vn\n".getBytes(StandardCharsets.UTF_8));
        entries.put("4.csv", "Ghi chú\nz\n".getBytes(StandardCharsets.UTF_8));
        DroppedFile file = Drops.open(Drops.write(folder, "a.zip", Drops.zip(entries)), "", "");
        List<ColumnAssignment> known = List.of(CONTACTS, ColumnAssignmentTest.assigned("ghi chu", "-"));
        List<PlannedPart> parts = new ArrayList<>();
        for (Part part : file.parts()) {
            PartLook look = PartLook.of(part, "", Drops.HEADINGS);
            parts.add(new PlannedPart(part, look, FileColumns.find(look, known).orElse(null), List.of(), false));
        }
        FilePlan plan = new FilePlan(parts);
        assertNull(plan.assignment(file.parts().get(2)));
        try (FileRun run = run(file, plan::assignment)) {
            assertEquals(List.of("{\"phone\":\"0912345678\",\"full_name\":\"Lan\"}", "{\"email\":\"mai@example.vn\"}"),
                    bodies(run));
            assertEquals(List.of("a.1.csv", "a.4.csv"), run.skipped());
        }
    }

    @Test
    void eachSheetOfAWorkbookHasItsOwnHeadings() throws Exception {
        byte[] workbook = Drops.workbook(content -> {
            String[][] sheets = {{"Tháng 1", "Người", "Liên lạc", "Khác"}, {"Tháng 2", "Ai", "Ở đâu", "Số"}};
            for (String[] cells : sheets) {
                Worksheet sheet = content.newWorksheet(cells[0]);
                for (int i = 1; i < cells.length; i++) {
                    sheet.value(0, i - 1, cells[i]);
                    sheet.value(1, i - 1, "0912345678");
                }
            }
        });
        DroppedFile file = Drops.open(Drops.write(folder, "a.xlsx", workbook), "", "");
        List<PartLook> looks = new ArrayList<>();
        for (Part part : file.parts()) {
            looks.add(PartLook.of(part, "", Drops.HEADINGS));
        }
        assertEquals(List.of(List.of("Người", "Liên lạc", "Khác"), List.of("Ai", "Ở đâu", "Số")),
                looks.stream().map(PartLook::headings).toList());
        assertEquals(CONTACTS, FileColumns.find(looks.get(0), List.of(CONTACTS)).orElseThrow());
        assertEquals(List.of(), FileColumns.find(looks.get(1), List.of(CONTACTS)).stream().toList());
        ColumnAssignment second = ColumnAssignmentTest.assigned("ai", "full_name", "Ở đâu", "-", "số", "phone");
        try (FileRun run = run(file, part -> part == file.parts().get(0) ? CONTACTS : second)) {
            assertEquals(2, bodies(run).stream().filter("{\"full_name\":\"0912345678\",\"phone\":\"0912345678\"}"::equals)
                    .count());
        }
    }

    @Test
    void aFileOfWhichNothingIsWantedIsReadToItsEnd() throws Exception {
        Path file = Drops.write(folder, "a.csv", "Ghi chú\nx\n".getBytes(StandardCharsets.UTF_8));
        try (FileRun run = run(Drops.open(file, "", ""), part -> ColumnAssignmentTest.assigned("Ghi chú", "-"))) {
            assertEquals(List.of(), bodies(run));
            assertEquals(List.of("a.csv"), run.skipped());
            assertEquals(List.of(), run.warnings(), "that it holds no records would be wrong");
        }
    }
}
