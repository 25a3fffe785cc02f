package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;

/** Whatever shape JSON has, every customer in it is read, and what is broken costs only itself. */
class JsonRowsTest {
    @TempDir
    Path folder;

    private List<RawRecord> records(String content) throws Exception {
        return Drops.records(Drops.write(folder, "f.json", content.getBytes(StandardCharsets.UTF_8)), "");
    }

    /** The customers that were read; a broken one is a question mark. */
    private String read(String content) throws Exception {
        StringJoiner read = new StringJoiner(" ");
        for (RawRecord record : records(content)) {
            read.add(record.unreadable() == null ? record.body().path("n").asText() : "?");
        }
        return read.toString();
    }

    private static String n(int n) {
        return "{\"n\":" + n + "}";
    }

    static List<String> shapes() {
        return List.of("[%s,%s,%s]", "%s\n%s\n%s\n", "[%s][%s,%s]", "[%s]\n[%s]\n[%s]", "[%s,\n%s]\n%s\n", "%s\n[%s,%s]",
                "%s%s%s", "%s %s %s", "%s,\n%s,\n%s,\n", "[\n  %s,\n  %s,\n  %s\n]\n", "\uFEFF[%s,%s]\r\n%s\r\n",
                "[]%s[]%s\n[]\n%s",
                "{\"data\":[%s,%s,%s]}", "{\"total\":3,\"customers\":[\n%s,\n%s,\n%s\n],\"next\":null}",
                "{\"response\":{\"items\":[%s,%s,%s]},\"errors\":[]}");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyShapeIsReadToItsEnd(String shape) throws Exception {
        assertEquals("1 2 3", read(shape.formatted(n(1), n(2), n(3))));
        String pretty = "{\n  \"n\": %d,\n  \"tags\": [\n    {\n      \"a\": \"}]{[\\\"\"\n    }\n  ]\n}";
        assertEquals("1 2 3", read(shape.formatted(pretty.formatted(1), pretty.formatted(2), pretty.formatted(3))));
    }

    @Test
    void aWrapperIsTold() throws Exception {
        Path file = Drops.write(folder, "f.json", "{\"total\":1,\"data\":[{\"n\":1}]}".getBytes(StandardCharsets.UTF_8));
        try (FileRun run = Drops.run(file, "")) {
            assertEquals(List.of(
                    new FileProblem("the records are those of «data»; what stands beside it was left out",
                            "các bản ghi lấy từ «data»; phần bên cạnh được bỏ qua")),
                    run.warnings().subList(0, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f.json", "f.jsonl", "f.ndjson"})
    void aTableThatIsNamedLikeJsonIsRefusedAsAWhole(String name) throws Exception {
        for (String mark : List.of("", "\uFEFF", "\n ")) {
            Path file = Drops.write(folder, name,
                    (mark + "Email,SĐT\na@example.vn,0912345678\n").getBytes(StandardCharsets.UTF_8));
            UnreadableException refusal = assertThrows(UnreadableException.class, () -> Drops.records(file, ""));
            assertTrue(refusal.getMessage().endsWith("name it .csv and drop it again"), refusal.getMessage());
            assertTrue(refusal.vi().contains("đổi đuôi thành .csv"), refusal.vi());
        }
    }

    @Test
    void ofSeveralListsNobodyCanSayWhichAreTheCustomers() throws Exception {
        for (String content : List.of("{\"customers\":[{\"n\":1}],\"leads\":[{\"n\":2}]}",
                "{\"a\":{\"customers\":[{\"n\":1}]},\"b\":{\"leads\":[{\"n\":2}]}}")) {
            UnreadableException refusal = assertThrows(UnreadableException.class, () -> records(content));
            assertTrue(refusal.getMessage().contains("customers»"), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("leads»"), refusal.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"n\":7,\"tags\":[\"x\",", "{\"n\":7,\"a\":[{\"b\":1},", "{\"n\":\"7", "[1,", "{"})
    void eachLineOfJsonLinesStandsForItself(String broken) throws Exception {
        for (String name : List.of("f.jsonl", "f.ndjson")) {
            List<RawRecord> records = Drops.records(Drops.write(folder, name,
                    (n(1) + "\n" + broken + "\r\n" + n(2) + "\n" + broken + "\n" + n(3)).getBytes(StandardCharsets.UTF_8)), "");
            assertEquals(List.of(true, false, true, false, true),
                    records.stream().map(record -> record.unreadable() == null).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"email\":\"an@example.vn\",\"orders\":[{\"n\":1}]}",
            "{\"SĐT\":\"0912345678\",\"addresses\":[{\"n\":1}]}",
            "{\"n\":1,\"tags\":[1,2]}", "{\"n\":1}"})
    void aCustomerWithArraysIsOneCustomer(String customer) throws Exception {
        List<RawRecord> records = records(customer);
        assertEquals(List.of(customer), records.stream().map(record -> record.body().toString()).toList());
    }

    static List<String> broken() {
        return List.of("{\"n\":oops}", "{\"n\":", "{\"n\":\"x", "{\"n\":7", "{\"n\":7,", "{\"n\" 7}", "nonsense",
                "{\"a\":[1,2}", "7",
                "\"text\"", "{\"a\":{\"n\":7}", "}", "{\"n\":7]", "\"", "{\"a\":[{\"n\":7},");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenLineLosesNoLine(String broken) throws Exception {
        assertEquals("1 ? 2 3", read(n(1) + "\n" + broken + "\n" + n(2) + "\n" + n(3) + "\n"));
        assertEquals("1 2 ?", read(n(1) + "\n" + n(2) + "\n" + broken));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsBrokenInAnArrayWithLinesCostsNobodyBehindIt(String broken) throws Exception {
        String read = read("[\n" + n(1) + ",\n" + broken + ",\n" + n(2) + ",\n" + n(3) + "\n]\n" + n(4) + "\n");
        assertTrue(read.startsWith("1 ") && read.endsWith(" 4") && read.contains("3") && read.contains("?"),
                broken + ": " + read);
    }

    @Test
    void anArrayThatBreaksOffSaysSo() throws Exception {
        assertEquals("1 2 ?", read("[" + n(1) + "," + n(2)));
        assertEquals("1 2 ?", read("{\"data\":[" + n(1) + "," + n(2) + ",{\"n\""));
    }

    @Test
    void anObjectThatIsTooLongCostsOnlyItself() throws Exception {
        String cells = "\"x\":\"" + "x".repeat(1_000) + "\",";
        String huge = "{" + cells.repeat(1_100) + "\"n\":7}";
        for (String shape : List.of("%s\n%s\n%s", "[%s,%s,%s]", "{\"data\":[%s,%s,%s]}")) {
            List<RawRecord> records = records(shape.formatted(n(1), huge, n(2)));
            assertEquals(3, records.size(), shape);
            assertTrue(records.get(1).unreadable().contains("longer than 1048576 characters"), records.get(1).unreadable());
            assertEquals(2, records.get(2).body().path("n").asInt());
        }
    }

    @Test
    void theLineOfEachRecordIsTold() throws Exception {
        String content = "[\n {\"n\":1},\n {\"n\":oops,\n  \"m\":2},\n {\"n\":2}\n]\n{\"n\":x}\n{\"n\":3}\n";
        List<Long> lines = new ArrayList<>();
        try (RowReader rows = Drops.open(Drops.write(folder, "f.json", content.getBytes(StandardCharsets.UTF_8)), "", "")
                .parts().get(0).open("", Drops.HEADINGS, bytes -> {
                })) {
            for (RowReader.Row row = rows.next(); row != null; row = rows.next()) {
                lines.add(row.line());
            }
        }
        assertEquals(List.of(2L, 3L, 5L, 7L, 8L), lines);
    }

    /** By chance: any good objects in any shape, some lines of them damaged. */
    @Test
    void goodLinesAreAllReadWhateverIsBetweenThem() throws Exception {
        Random random = new Random(13);
        for (int round = 0; round < 300; round++) {
            StringBuilder content = new StringBuilder();
            StringJoiner expected = new StringJoiner(" ");
            for (int i = 0; i < 20; i++) {
                if (random.nextInt(4) == 0) {
                    String whole = "{\"n\":7,\"a\":{\"b\":[\"x\",{\"c\":\"\\\"\"}]}}";
                    content.append(whole, 0, 1 + random.nextInt(whole.length() - 1)).append('\n');
                }
                content.append(n(i)).append('\n');
                expected.add(String.valueOf(i));
            }
            String read = read(content.toString()).replaceAll("\\? ?", "").strip();
            assertEquals(expected.toString(), read, content.toString());
        }
    }

    @Test
    void chunksAreBoundedByWhatTheirRowsBecome() throws Exception {
        String cell = "x".repeat(200_000);
        StringBuilder csv = new StringBuilder("email,a,b\n");
        for (int i = 0; i < 40; i++) {
            csv.append("a").append(i).append("@example.vn,").append(cell).append(',').append(cell).append('\n');
        }
        Path file = Files.writeString(folder.resolve("wide.csv"), csv);
        try (FileRun run = new FileRun(Drops.open(file, "", ""), "", 500, 0, Drops.HEADINGS,
                part -> folder.resolve("errors"))) {
            int rows = 0;
            while (run.hasNext()) {
                int size = run.next().size();
                assertTrue(size <= 10, size + " rows of 400,000 characters at once");
                rows += size;
            }
            assertEquals(40, rows);
        }
    }
}
