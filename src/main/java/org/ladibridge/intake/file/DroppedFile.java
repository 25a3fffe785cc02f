package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.ladibridge.intake.UnreadableException;
import org.ladibridge.journal.Digests;
import org.ladibridge.transform.Headings;

/**
 * A file as it was dropped, looked through before its first record is read.
 *
 * @param facts of the file itself
 * @param parts what is read, one after the other; empty when there is nothing to read
 * @param skipped sheets and entries that hold no records
 */
record DroppedFile(Path file, FileFacts facts, List<Part> parts, List<String> skipped) {
    /**
     * How a source reads its files.
     *
     * @param charset blank = the files tell
     * @param sheet the one sheet of a workbook to be read; blank = all that have a header
     * @param work a folder of the source's own: archives are expanded into it
     */
    record Settings(String charset, String sheet, ExpansionLimits limits, Path work) {
    }

    /** @throws UnreadableException when it, or any part of it, cannot be read as a whole */
    static DroppedFile open(Path file, Settings settings, Headings headings) throws IOException, UnreadableException {
        return open(file, file.getFileName().toString(), settings, headings);
    }

    /** @param name under which it was dropped */
    static DroppedFile open(Path file, String name, Settings settings, Headings headings)
            throws IOException, UnreadableException {
        Opened opened = new Opened(settings, headings);
        switch (Kind.of(file)) {
            case GZIP, ZIP -> {
                for (Archive.Entry entry : Archive.expand(file, settings.limits(), settings.work(), opened.skipped)) {
                    try {
                        opened.add(entry.name(), entry.file());
                    } catch (UnreadableException e) {
                        throw new UnreadableException("«" + entry.name() + "» in it: " + e.getMessage(),
                                "«" + entry.name() + "» trong đó: " + e.vi());
                    }
                }
                return new DroppedFile(file, FileFacts.ofBytes(file), List.copyOf(opened.parts), List.copyOf(opened.skipped));
            }
            default -> {
                FileFacts facts = opened.add(name, file);
                return new DroppedFile(file, facts, List.copyOf(opened.parts), List.copyOf(opened.skipped));
            }
        }
    }

    /** The same for the same rows, packed or not. */
    String content() {
        return parts.isEmpty()
                ? facts.sha256()
                : parts.size() == 1
                        ? parts.get(0).id()
                        : Digests.sha256Hex(parts.stream().map(Part::id).collect(Collectors.joining("\n"))
                                .getBytes(StandardCharsets.UTF_8));
    }

    /** What a file is, by its content; names lie. */
    enum Kind {
        TEXT,
        XLSX,
        GZIP,
        ZIP;

        static Kind of(Path file) throws IOException, UnreadableException {
            byte[] head = FileFacts.head(file);
            if (FileFacts.startsWith(head, 0x1f, 0x8b)) {
                return GZIP;
            }
            if (FileFacts.startsWith(head, 0x50, 0x4b, 3, 4) || FileFacts.startsWith(head, 0x50, 0x4b, 5, 6)) {
                return ofZip(file);
            }
            OtherKinds.refuse(head, file);
            return TEXT;
        }

        private static Kind ofZip(Path file) throws IOException, UnreadableException {
            try (ZipFile zip = Archive.open(file)) {
                if (zip.getEntry("xl/workbook.bin") != null || zip.getEntry("mimetype") != null) {
                    throw new UnreadableException(
                            "it is a spreadsheet or document of another kind; save it as .xlsx or as CSV (UTF-8) and drop that",
                            "đây là bảng tính hoặc tài liệu loại khác; hãy lưu thành .xlsx hoặc CSV (UTF-8) rồi thả lại");
                }
                return zip.getEntry("[Content_Types].xml") == null ? ZIP : XLSX;
            } catch (ZipException e) {
                throw new UnreadableException("the archive is damaged; copy it completely, and drop it again",
                        "tệp nén bị hỏng; hãy chép lại đầy đủ rồi thả lại");
            }
        }
    }

    private static final class Opened {
        private int copies;
        private final List<Part> parts = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();
        private final Settings settings;
        private final Headings headings;

        Opened(Settings settings, Headings headings) {
            this.settings = settings;
            this.headings = headings;
        }

        FileFacts add(String name, Path file) throws IOException, UnreadableException {
            switch (Kind.of(file)) {
                case TEXT -> {
                    FileFacts facts = FileFacts.ofText(file, settings.charset());
                    parts.add(new Part(name, facts.sha256(), file, facts, null, null).looked(headings));
                    return facts;
                }
                case XLSX -> {
                    FileFacts facts = FileFacts.ofBytes(file);
                    XlsxCheck.Found found = XlsxCheck.pass(file, settings.limits());
                    Path usual = found.usual() ? file : copy(file);
                    List<XlsxSheet> sheets = XlsxSheet.of(usual, settings.sheet(), headings, skipped);
                    for (XlsxSheet sheet : sheets) {
                        parts.add(new Part(sheets.size() == 1 ? name : Archive.joined(name, sheet.name() + ".xlsx"),
                                facts.sha256() + "/" + sheet.index(), usual, facts,
                                new Part.OfWorkbook(sheet, found.hidden(sheet.index())), null));
                    }
                    return facts;
                }
                default -> throw new UnreadableException(
                        "an archive inside an archive is not read, and nothing of this archive was taken: drop its files by themselves",
                        "tệp nén nằm trong tệp nén không được đọc, và chưa lấy gì từ tệp nén này: hãy thả riêng từng tệp trong đó");
            }
        }

        private Path copy(Path file) throws IOException {
            Files.createDirectories(settings.work());
            Path copy = settings.work().resolve("copy" + copies++);
            XlsxCopy.write(file, copy);
            return copy;
        }
    }
}
