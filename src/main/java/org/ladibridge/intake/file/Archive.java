package org.ladibridge.intake.file;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.ladibridge.intake.UnreadableException;

/** Expands what was dropped compressed, within limits, under names of its own: no name in an archive ever becomes a path. */
final class Archive {
    private Archive() {
    }

    /**
     * @param name for reports and the errors file
     * @param file the expanded bytes
     */
    record Entry(String name, Path file) {
    }

    /** @param work what an earlier file left in this folder is removed */
    static List<Entry> expand(Path archive, ExpansionLimits limits, Path work, List<String> skipped)
            throws IOException, UnreadableException {
        clear(work);
        Files.createDirectories(work);
        ExpansionLimits.Budget budget = limits.of(Files.size(archive));
        try {
            return FileFacts.startsWith(FileFacts.head(archive), 0x1f, 0x8b)
                    ? List.of(gunzip(archive, budget, work))
                    : unzip(archive, budget, work, skipped);
        } catch (ExpansionLimits.TooLargeException e) {
            clear(work);
            throw e.refusal();
        } catch (ZipException | EOFException e) {
            clear(work);
            throw new UnreadableException("the archive is damaged, or protected by a password; make it again without one",
                    "tệp nén bị hỏng hoặc có mật khẩu; hãy nén lại không mật khẩu");
        }
    }

    /** @throws ZipException when it is damaged; any other exception means that it cannot be read at the moment */
    static ZipFile open(Path file) throws IOException {
        // Old programs write names in a local charset; Latin-1 can decode any of them.
        try {
            return new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
        } catch (EOFException e) {
            throw (ZipException) new ZipException("its directory points outside of it").initCause(e);
        }
    }

    private static Entry gunzip(Path archive, ExpansionLimits.Budget budget, Path work) throws IOException {
        String name = archive.getFileName().toString();
        String inner = name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        Path target = work.resolve("0");
        try (InputStream in = budget.limit(new GZIPInputStream(Files.newInputStream(archive), 64 * 1024))) {
            Files.copy(in, target);
        }
        return new Entry(inner, target);
    }

    private static List<Entry> unzip(Path archive, ExpansionLimits.Budget budget, Path work, List<String> skipped)
            throws IOException, UnreadableException {
        List<Entry> entries = new ArrayList<>();
        try (ZipFile zip = open(archive)) {
            if (zip.size() > ExpansionLimits.MOST_ENTRIES) {
                throw new UnreadableException(
                        "the archive holds more than " + ExpansionLimits.MOST_ENTRIES + " files; split it",
                        "tệp nén chứa hơn " + ExpansionLimits.MOST_ENTRIES + " tệp; hãy chia nhỏ");
            }
            List<ZipEntry> wanted = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
                ZipEntry entry = all.nextElement();
                if (isLitter(entry.getName())) {
                    skipped.add(lastSegment(entry.getName()));
                } else if (!entry.isDirectory()) {
                    wanted.add(entry);
                }
            }
            for (ZipEntry entry : wanted) {
                Path target = work.resolve(String.valueOf(entries.size()));
                try (InputStream in = budget.limit(zip.getInputStream(entry))) {
                    Files.copy(in, target);
                }
                String name = name(entry);
                entries.add(new Entry(wanted.size() == 1
                        ? name
                        : joined(archive.getFileName().toString(), names.add(name) ? name : entries.size() + "." + name),
                        target));
            }
        }
        return entries;
    }

    /** What macOS and Windows add to a folder by themselves. */
    private static boolean isLitter(String name) {
        String last = lastSegment(name);
        return name.startsWith("__MACOSX/") || last.startsWith(".") || last.startsWith("~$")
                || last.equalsIgnoreCase("Thumbs.db")
                || last.equalsIgnoreCase("desktop.ini");
    }

    /** The folders in it become parts of the name: {@code a/x.csv} is {@code a.x.csv}. */
    private static String name(ZipEntry entry) {
        return Stream.of(entry.getName().split("[/\\\\]")).map(Archive::lastSegment)
                .filter(segment -> !segment.matches("\\.*")).collect(Collectors.joining("."));
    }

    /** A name that means no other folder on any system, whoever wrote it. */
    private static String lastSegment(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last.replaceAll("[\\p{Cntrl}:*?\"<>|]", "_");
    }

    /** The name of a part that tells where it comes from: {@code week.zip} and {@code shop.csv} give {@code week.shop.csv}. */
    static String joined(String container, String part) {
        int dot = container.lastIndexOf('.');
        String name = (dot < 1 ? container : container.substring(0, dot)) + "." + lastSegment(part);
        return name.length() <= 150 ? name : name.substring(0, 100) + name.substring(name.length() - 50);
    }

    static void clear(Path work) throws IOException {
        if (!Files.exists(work)) {
            return;
        }
        try (Stream<Path> files = Files.list(work)) {
            for (File file : files.map(Path::toFile).toList()) {
                Files.delete(file.toPath());
            }
        }
    }
}
