package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.ladibridge.intake.RawRecord;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What any conforming writer of CSV writes is read cell by cell, and one defect costs only the rows that it touches. */
class CsvPropertiesTest {
    private static final String[] WORDS = {"", "a", "Lê Hoa", "12, Lê Lợi; P.1", "nói \"chào\"", "\"", "\"\"", "x\ny",
            "x\r\n\"y\"", " z ",
            "a,b,c", "a;b\tc|d", ",", ";", "\n", "Ghi chú: \"gọi\"\nsau, 5 giờ", "'ok'", "0", "ễ"};
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final String[] ENDS = {"\n", "\r\n", "\r"};
    private static final Charset[] CHARSETS = {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE};

    private static String cell(String text, char delimiter, boolean quoted) {
        boolean needed = text.indexOf('"') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0
                || text.indexOf(delimiter) >= 0;
        return quoted || needed ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void whatAConformingWriterWritesIsReadCellByCell(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        char delimiter = DELIMITERS[random.nextInt(DELIMITERS.length)];
        String end = ENDS[random.nextInt(ENDS.length)];
        int columns = 2 + random.nextInt(5);
        List<List<String>> expected = new ArrayList<>();
        StringBuilder csv = new StringBuilder();
        for (int row = 0; row < 1 + random.nextInt(12); row++) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                cells.add(row == 0 ? "Cột " + i : i == 0 ? "k" + row : WORDS[random.nextInt(WORDS.length)]);
                csv.append(i == 0 ? "" : delimiter).append(cell(cells.get(i), delimiter, random.nextInt(3) == 0));
            }
            csv.append(row == 0 || random.nextInt(20) > 0 ? end : end + end);
            expected.add(cells);
        }
        try (CsvRows rows = new CsvRows(new StringReader(csv.toString()), "", Drops.HEADINGS)) {
            List<List<String>> read = new ArrayList<>();
            read.add(rows.header());
            for (RowReader.Row row = rows.next(); row != null; row = rows.next()) {
                assertEquals(null, row.unreadable(), csv.toString());
                read.add(row.cells());
            }
            assertEquals(expected, read, csv.toString());
        }
    }

    /** A quotation mark, a delimiter or a line end too many or too few, at any place below the header. */
    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void inAFileWithOneDefectEveryOtherRowIsReadOrNamed(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        char delimiter = DELIMITERS[random.nextInt(DELIMITERS.length)];
        String header = "SĐT" + delimiter + "Họ tên" + delimiter + "Email" + delimiter + "Ghi chú\n";
        List<String> lines = new ArrayList<>();
        int count = 3 + random.nextInt(10);
        for (int i = 0; i < count; i++) {
            String note = random.nextInt(3) == 0 ? "" : "gọi" + delimiter + " sau " + i;
            lines.add("09120000" + (10 + i) + delimiter + cell("Khách " + i, delimiter, random.nextInt(3) == 0) + delimiter
                    + "k" + i
                    + "@example.vn" + delimiter + cell(note, delimiter, false) + "\n");
        }
        int broken = random.nextInt(count);
        String line = lines.get(broken);
        int at = random.nextInt(line.length());
        String defect = switch (random.nextInt(4)) {
            case 0 -> line.substring(0, at) + '"' + line.substring(at);
            case 1 -> line.substring(0, at) + '\n' + line.substring(at);
            case 2 -> line.substring(0, at) + delimiter + line.substring(at);
            default -> line.substring(0, at) + line.substring(at + 1);
        };
        lines.set(broken, defect);
        String csv = header + String.join("", lines);
        List<String> phones = new ArrayList<>();
        List<String> named = new ArrayList<>();
        try (CsvRows rows = new CsvRows(new StringReader(csv), "", Drops.HEADINGS)) {
            for (RowReader.Row row = rows.next(); row != null; row = rows.next()) {
                if (row.unreadable() == null) {
                    String phone = row.body().path("sđt").asText();
                    phones.add(phone);
                    int i = phone.matches("09120000\\d\\d") ? Integer.parseInt(phone.substring(8)) - 10 : -1;
                    if (i >= 0 && i < count && i != broken && i != broken + 1) {
                        assertEquals("k" + i + "@example.vn", row.body().path("email").asText(), csv);
                    }
                } else {
                    named.add(row.unreadable() + " " + row.cells());
                }
            }
        }
        for (int i = 0; i < count; i++) {
            String phone = "09120000" + (10 + i);
            int lineNumber = 2 + i;
            boolean read = phones.contains(phone);
            boolean told = named.stream().anyMatch(text -> text.contains(phone) || text.contains(" " + lineNumber + " "));
            // A line end that is gone joins two rows: they are one defect.
            assertTrue(i == broken || i == broken + 1 && at == line.length() - 1 || read || told,
                    "row " + i + " of\n" + csv + "\nread " + phones + "\nnamed " + named);
        }
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void theCharsetOfAFileDoesNotMatter(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Charset charset = CHARSETS[random.nextInt(CHARSETS.length)];
        String csv = (random.nextBoolean() || charset != StandardCharsets.UTF_8 ? "\uFEFF" : "")
                + "Họ tên;SĐT\nTrần \"Lan\";0912000001\n";
        Path folder = Files.createTempDirectory("csv");
        Path file = Files.write(folder.resolve("f.csv"), csv.getBytes(charset));
        try {
            List<RawRecord> records = Drops.records(file, "");
            assertEquals("{\"họ tên\":\"Trần \\\"Lan\\\"\",\"sđt\":\"0912000001\"}", records.get(0).body().toString());
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }
}
