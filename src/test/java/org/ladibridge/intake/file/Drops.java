package org.ladibridge.intake.file;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.dhatim.fastexcel.Workbook;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.transform.Headings;

/** Files as they are dropped, and short ways to read them. */
final class Drops {
    static final Headings HEADINGS = new Headings();
    private static final ExpansionLimits LIMITS = new ExpansionLimits(64 * 1024 * 1024, 100);

    private Drops() {
    }

    static DroppedFile open(Path file, String charset, String sheet) throws Exception {
        return DroppedFile.open(file,
                new DroppedFile.Settings(charset, sheet, LIMITS, file.resolveSibling("work")), HEADINGS);
    }

    /** The errors of each part go to {@code <part>.errors} beside the file. */
    static FileRun run(Path file, String charset) throws Exception {
        return run(file, charset, 3);
    }

    static FileRun run(Path file, String charset, int chunkSize) throws Exception {
        return new FileRun(open(file, charset, ""), "", chunkSize, 0, HEADINGS,
                part -> file.resolveSibling(part.name() + ".errors" + (part.isJson() ? ".jsonl" : ".csv")));
    }

    static List<RawRecord> records(Path file, String charset) throws Exception {
        List<RawRecord> records = new ArrayList<>();
        try (FileRun run = run(file, charset)) {
            run.chunks().forEachRemaining(records::addAll);
        }
        return records;
    }

    static List<String> bodies(Path file) throws Exception {
        return records(file, "").stream().map(record -> record.body().toString()).toList();
    }

    static byte[] workbook(Consumer<Workbook> content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Workbook workbook = new Workbook(bytes, "Test", "1.0");
        content.accept(workbook);
        workbook.finish();
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    static byte[] zip(Map<String, byte[]> entries) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** A workbook made by hand, for what no program writes. */
    static byte[] rawWorkbook(String sheetData, String workbookProperties, Map<String, String> others) throws Exception {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        String office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        String main = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'";
        parts.put("[Content_Types].xml",
                "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override PartName='/xl/workbook.xml' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/><Override PartName='/xl/sharedStrings.xml' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml'/></Types>"
                        .getBytes());
        parts.put("xl/workbook.xml", ("<workbook " + main + " xmlns:r='" + office + "'>" + workbookProperties
                + "<sheets><sheet name='S' sheetId='1' r:id='rId1'/></sheets></workbook>").getBytes());
        parts.put("xl/_rels/workbook.xml.rels",
                ("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='rId1' Type='"
                        + office + "/worksheet' Target='worksheets/sheet1.xml'/></Relationships>").getBytes());
        parts.put("xl/worksheets/sheet1.xml",
                ("<worksheet " + main + "><sheetData>" + sheetData + "</sheetData></worksheet>").getBytes());
        others.forEach((name, content) -> parts.put(name, content.getBytes()));
        return zip(parts);
    }

    static Path write(Path folder, String name, byte[] content) throws Exception {
        return Files.write(folder.resolve(name), content);
    }
}
