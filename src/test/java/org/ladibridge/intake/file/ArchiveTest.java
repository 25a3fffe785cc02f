package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;

class ArchiveTest {
    private static final byte[] CSV = "email\na@example.vn\nb@example.vn\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private List<String> ids(Path file) throws Exception {
        return Drops.records(file, "").stream().map(RawRecord::eventId).toList();
    }

    private String refused(byte[] content) throws Exception {
        Path file = Drops.write(folder, "f.zip", content);
        return assertThrows(UnreadableException.class, () -> Drops.open(file, "", "")).getMessage();
    }

    @Test
    void theSameContentIsADuplicateWhetherItIsCompressedOrNot() throws Exception {
        List<String> plain = ids(Drops.write(folder, "f.csv", CSV));
        assertEquals(2, plain.size());
        assertEquals(plain, ids(Drops.write(folder, "f.csv.gz", Drops.gzip(CSV))));
        assertEquals(plain, ids(Drops.write(folder, "f.zip", Drops.zip(Map.of("thư mục/g.csv", CSV)))));
    }

    @Test
    void anArchiveMayHoldSeveralFilesOfSeveralKinds() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a/", new byte[0]);
        entries.put("a/x.csv", CSV);
        entries.put("b/x.csv", "SĐT\n0912345678\n".getBytes(StandardCharsets.UTF_8));
        entries.put("c.jsonl", "{\"email\":\"c@example.vn\"}\n".getBytes(StandardCharsets.UTF_8));
        entries.put("d.xlsx", Drops.workbook(workbook -> {
            var sheet = workbook.newWorksheet("S");
            sheet.value(0, 0, "Email");
            sheet.value(1, 0, "d@example.vn");
        }));
        entries.put("__MACOSX/._x.csv", new byte[]{0, 5, 22, 7});
        entries.put("empty.csv", new byte[0]);
        Path file = Drops.write(folder, "week.zip", Drops.zip(entries));
        assertEquals(List.of("{\"email\":\"a@example.vn\"}", "{\"email\":\"b@example.vn\"}", "{\"sđt\":\"0912345678\"}",
                "{\"email\":\"c@example.vn\"}", "{\"email\":\"d@example.vn\"}"), Drops.bodies(file));
        assertEquals(List.of("week.a.x.csv", "week.b.x.csv", "week.c.jsonl", "week.d.xlsx", "week.empty.csv"),
                Drops.open(file, "", "").parts().stream().map(Part::name).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil.csv", "/etc/evil.csv", "..\\..\\evil.csv", "C:\\evil.csv", "a/../../evil.csv"})
    void aNameInAnArchiveNeverBecomesAPath(String name) throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox/deep"));
        Path file = Drops.write(inbox, "f.zip", Drops.zip(Map.of(name, CSV, "x.csv", CSV)));
        DroppedFile dropped = Drops.open(file, "", "");
        for (Part part : dropped.parts()) {
            assertEquals(inbox.resolve("work"), part.file().getParent());
            assertEquals(Path.of(part.name()).getFileName(), Path.of(part.name()), "no folder in «" + part.name() + "»");
            assertFalse(part.name().contains("..") || part.name().contains("\\") || part.name().contains(":"), part.name());
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertTrue(files.filter(Files::isRegularFile).noneMatch(path -> path.endsWith("evil.csv")));
        }
    }

    @Test
    void anArchiveInsideAnArchiveIsRefused() throws Exception {
        assertTrue(refused(Drops.zip(Map.of("in.zip", Drops.zip(Map.of("x.csv", CSV))))).contains("«in.zip»"));
        assertTrue(refused(Drops.zip(Map.of("in.csv.gz", Drops.gzip(CSV)))).contains("inside an archive"));
        assertTrue(refused(Drops.zip(Map.of("in.csv.gz", Drops.gzip(CSV))))
                .endsWith("nothing of this archive was taken: drop its files by themselves"));
        assertTrue(refused(Drops.gzip(Drops.gzip(CSV))).contains("inside an archive"));
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertTrue(refused(Drops.gzip(tar)).contains("zip or gzip"));
    }

    @Test
    void whatGrowsOutOfProportionIsRefusedAndLeavesNothing() throws Exception {
        byte[] zeros = " ".repeat(40_000_000).getBytes(StandardCharsets.US_ASCII);
        assertTrue(refused(Drops.gzip(zeros)).contains("maxExpanded"));
        assertTrue(refused(Drops.zip(Map.of("a.csv", zeros))).contains("maxExpanded"));
        try (Stream<Path> left = Files.list(folder.resolve("work"))) {
            assertEquals(0, left.count());
        }
        byte[] small = "email\na@example.vn\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        assertEquals(39_999, ids(Drops.write(folder, "f.csv.gz", Drops.gzip(small))).size(), "repetition alone is no bomb");
    }

    @Test
    void anAbsoluteLimitHoldsHoweverBadlyItCompresses() throws Exception {
        Path file = Drops.write(folder, "f.csv.gz", Drops.gzip(CSV));
        DroppedFile.Settings settings = new DroppedFile.Settings("", "", new ExpansionLimits(20, 100), folder.resolve("work"));
        assertThrows(UnreadableException.class, () -> DroppedFile.open(file, settings, Drops.HEADINGS));
    }

    @Test
    void aDamagedArchiveIsRefusedAsAWhole() throws Exception {
        byte[] gzip = Drops.gzip(CSV);
        assertTrue(refused(java.util.Arrays.copyOf(gzip, gzip.length - 10)).contains("damaged"));
        byte[] zip = Drops.zip(Map.of("a.csv", CSV));
        assertTrue(refused(java.util.Arrays.copyOf(zip, zip.length - 30)).contains("damaged"));
    }

    @Test
    void oneFileInItThatCannotBeReadRefusesTheArchiveBeforeTheFirstRow() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a.csv", CSV);
        entries.put("b.pdf", "%PDF-1.7".getBytes(StandardCharsets.US_ASCII));
        assertTrue(refused(Drops.zip(entries)).contains("«f.b.pdf»"));
    }
}
