package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.AppendResult.Rejection;

/** In every format: the errors file holds the original columns of only the rejected rows, and runs when it is dropped again. */
class ErrorsRoundTripTest {
    private static final String CSV = "Họ tên,Email,Ghi chú\nAn,a@example.vn,x\nBình,wrong,=1+1\nChi,c@example.vn,y\n";
    private static final String JSON = "[{\"Họ tên\":\"An\",\"Email\":\"a@example.vn\"},"
            + "{\"Họ tên\":\"Bình\",\"Email\":\"wrong\",\"Ghi chú\":\"=1+1\"},{\"Họ tên\":\"Chi\",\"Email\":\"c@example.vn\"}]";

    @TempDir
    Path folder;

    /** @param line of the second record, the rejected one */
    record Drop(String name, byte[] content, int line) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Drop> drops() throws Exception {
        byte[] csv = CSV.getBytes(StandardCharsets.UTF_8);
        byte[] json = JSON.getBytes(StandardCharsets.UTF_8);
        byte[] xlsx = Drops.workbook(workbook -> {
            var sheet = workbook.newWorksheet("Khách");
            String[] rows = CSV.split("\n");
            for (int r = 0; r < rows.length; r++) {
                String[] cells = rows[r].split(",");
                for (int c = 0; c < cells.length; c++) {
                    sheet.value(r, c, cells[c]);
                }
            }
        });
        return List.of(new Drop("f.csv", csv, 3), new Drop("f.tsv", CSV.replace(',', '\t').getBytes(StandardCharsets.UTF_8), 3),
                new Drop("f.json", json, 1), new Drop("f.xlsx", xlsx, 3), new Drop("f.csv.gz", Drops.gzip(csv), 3),
                new Drop("f.json.gz", Drops.gzip(json), 1), new Drop("f.xlsx.gz", Drops.gzip(xlsx), 3),
                new Drop("a.zip", Drops.zip(Map.of("f.csv", csv)), 3), new Drop("b.zip", Drops.zip(Map.of("f.json", json)), 1),
                new Drop("c.zip", Drops.zip(Map.of("f.xlsx", xlsx)), 3));
    }

    @ParameterizedTest
    @MethodSource("drops")
    void aCorrectedErrorsFileRunsOnlyItsRows(Drop drop) throws Exception {
        List<Path> errors = runRejectingWrongAddresses(Drops.write(folder, drop.name(), drop.content()));
        assertEquals(1, errors.size());
        String text = Files.readString(errors.get(0));
        assertTrue(text.contains("Bình") && text.contains("BAD_EMAIL") && text.contains(Reason.BAD_EMAIL.vi()), text);
        assertTrue(!text.contains("Chi"), text);
        boolean json = errors.get(0).toString().endsWith(".jsonl");
        assertTrue(text.contains(json ? "\"line\":" + drop.line() : (drop.name().endsWith(".tsv") ? "\t" : ",") + drop.line()),
                text);
        if (!json) {
            assertTrue(text.startsWith("\uFEFFHọ tên"), text);
            assertTrue(text.contains("'=1+1"), text);
        }

        Path corrected = Drops.write(folder, json ? "corrected.jsonl" : "corrected.csv",
                text.replace("wrong", "b@example.vn").getBytes(StandardCharsets.UTF_8));
        List<RawRecord> records = Drops.records(corrected, "");
        assertEquals(1, records.size());
        assertEquals(json
                ? "{\"Họ tên\":\"Bình\",\"Email\":\"b@example.vn\",\"Ghi chú\":\"=1+1\"}"
                : "{\"họ tên\":\"Bình\",\"email\":\"b@example.vn\",\"ghi chú\":\"=1+1\"}", records.get(0).body().toString());
        assertEquals(List.of(), runRejectingWrongAddresses(corrected));
    }

    @ParameterizedTest
    @MethodSource("drops")
    void anErrorsFileThatIsStillWrongGivesOneWithTheSameColumns(Drop drop) throws Exception {
        Path first = runRejectingWrongAddresses(Drops.write(folder, drop.name(), drop.content())).get(0);
        Path again = Files.move(first, folder.resolve("again" + (first.toString().endsWith(".jsonl") ? ".jsonl" : ".csv")));
        Path second = runRejectingWrongAddresses(again).get(0);
        assertEquals(Files.readAllLines(again).get(0).replaceAll("\"line\":\\d+", ""),
                Files.readAllLines(second).get(0).replaceAll("\"line\":\\d+", ""));
    }

    /** A clean part, one that ends with its chunk and one that ends within it: each that has rejected rows gets a file of its own. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 1_000})
    void everyFileOfAnArchiveHasAnErrorsFileOfItsOwn(int chunk) throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a.csv", "Email\na@example.vn\nwrong-a\n".getBytes(StandardCharsets.UTF_8));
        entries.put("b.csv", "Email,Tên\nwrong-b1,An\nb@example.vn,Bình\nwrong-b2,Chi\n".getBytes(StandardCharsets.UTF_8));
        entries.put("c.jsonl", "{\"email\":\"wrong-c\"}\n".getBytes(StandardCharsets.UTF_8));
        entries.put("d.csv",
                "Email\nd1@example.vn\nd2@example.vn\nd3@example.vn\nd4@example.vn\n".getBytes(StandardCharsets.UTF_8));
        Path archive = Drops.write(folder, "three.zip", Drops.zip(entries));
        assertEquals(Map.of("three.a.csv.errors.csv", List.of("wrong-a"), "three.b.csv.errors.csv",
                List.of("wrong-b1", "wrong-b2"), "three.c.jsonl.errors.jsonl", List.of("wrong-c")),
                wrongOf(runRejectingWrongAddresses(archive, chunk)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1_000})
    void everySheetHasAnErrorsFileOfItsOwn(int chunk) throws Exception {
        Path workbook = Drops.write(folder, "two.xlsx", Drops.workbook(all -> {
            sheet(all.newWorksheet("A"), "Email", "wrong-a1", "wrong-a2");
            sheet(all.newWorksheet("B"), "Email", "b@example.vn", "wrong-b", "c@example.vn");
        }));
        assertEquals(Map.of("two.A.xlsx.errors.csv", List.of("wrong-a1", "wrong-a2"), "two.B.xlsx.errors.csv",
                List.of("wrong-b")), wrongOf(runRejectingWrongAddresses(workbook, chunk)));
    }

    private static void sheet(Worksheet sheet, String... cells) {
        for (int row = 0; row < cells.length; row++) {
            sheet.value(row, 0, cells[row]);
        }
    }

    private static Map<String, List<String>> wrongOf(List<Path> errors) throws Exception {
        Map<String, List<String>> all = new TreeMap<>();
        for (Path file : errors) {
            all.put(file.getFileName().toString(), Pattern.compile("wrong-\\w+").matcher(Files.readString(file)).results()
                    .map(MatchResult::group).toList());
        }
        return all;
    }

    /** An address with a comma that nobody quoted. */
    @Test
    void cellsBeyondTheHeaderAreKeptAndTheCorrectedRowRuns() throws Exception {
        Path dropped = Drops.write(folder, "f.csv", ("Họ tên,Email\nAn,Bình,a@example.vn,=1\nChi,c@example.vn,,\n")
                .getBytes(StandardCharsets.UTF_8));
        Path errors = runRejectingUnreadable(dropped);
        List<String> lines = Files.readAllLines(errors);
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(1).startsWith("An,Bình,2,UNREADABLE,") && lines.get(1).endsWith(",a@example.vn,'=1"),
                lines.get(1));

        Path again = Files.move(errors, folder.resolve("again.csv"));
        List<String> second = Files.readAllLines(runRejectingUnreadable(again));
        assertEquals(lines.get(0), second.get(0));
        assertTrue(
                second.get(1).startsWith("An,Bình,2,")
                        && second.get(1).endsWith("(the row has 4 cells, the header 2)\",a@example.vn,'=1"),
                second.get(1));

        Path corrected = Drops.write(folder, "corrected.csv",
                String.join("\n", lines).replace("An,Bình,2", "\"An, Bình\",a@example.vn,2")
                        .replace(",a@example.vn,'=1", ",,").getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("{\"họ tên\":\"An, Bình\",\"email\":\"a@example.vn\"}"), Drops.bodies(corrected));
    }

    private static Path runRejectingUnreadable(Path file) throws Exception {
        try (FileRun run = Drops.run(file, "")) {
            while (run.hasNext()) {
                List<RawRecord> chunk = run.next();
                List<Rejection> rejections = new ArrayList<>();
                for (int i = 0; i < chunk.size(); i++) {
                    if (chunk.get(i).unreadable() != null) {
                        rejections.add(new Rejection(i, Reason.UNREADABLE, chunk.get(i).unreadable()));
                    }
                }
                run.stored(new AppendResult(chunk.size(), 0, rejections.size(), rejections));
            }
            return run.completeErrors().get(0);
        }
    }

    private static List<Path> runRejectingWrongAddresses(Path file) throws Exception {
        return runRejectingWrongAddresses(file, 3);
    }

    /** By the split of a route, as in {@code kamelet:file-source}. */
    private static List<Path> runRejectingWrongAddresses(Path file, int chunkSize) throws Exception {
        try (FileRun run = Drops.run(file, "", chunkSize); DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:file").split(body()).streaming().stopOnException()
                            .process(
                                    exchange -> run.stored(rejectingWrongAddresses(exchange.getMessage().getBody(List.class))));
                }
            });
            camel.start();
            camel.createFluentProducerTemplate().to("direct:file").withBody(run.chunks()).request();
            return run.completeErrors();
        }
    }

    private static AppendResult rejectingWrongAddresses(List<?> chunk) {
        List<Rejection> rejections = new ArrayList<>();
        for (int i = 0; i < chunk.size(); i++) {
            if (((RawRecord) chunk.get(i)).body().toString().contains("wrong")) {
                rejections.add(new Rejection(i, Reason.BAD_EMAIL, null));
            }
        }
        return new AppendResult(chunk.size(), 0, rejections.size(), rejections);
    }
}
