package org.ladibridge.intake.file;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A workbook as the reader of cells knows it, made of one that is valid, but written otherwise: backslashes in the names of its parts,
 * the namespaces of Strict Open XML, dates written out (ISO 8601) instead of as numbers.
 */
final class XlsxCopy {
    /** What the namespaces of a strict workbook begin with. */
    static final String STRICT = "http://purl.oclc.org/ooxml/";
    private static final String[][] NAMES = {
            {STRICT + "spreadsheetml/main", "http://schemas.openxmlformats.org/spreadsheetml/2006/main"},
            {STRICT + "officeDocument/", "http://schemas.openxmlformats.org/officeDocument/2006/"},
            {STRICT + "drawingml/", "http://schemas.openxmlformats.org/drawingml/2006/"}};
    private static final int BUFFER = 64 * 1024;

    private XlsxCopy() {
    }

    static String plainName(String part) {
        String plain = part.replace('\\', '/');
        return plain.startsWith("/") ? plain.substring(1) : plain;
    }

    /** @param target is written */
    static void write(Path workbook, Path target) throws IOException {
        try (ZipFile zip = Archive.open(workbook);
                ZipOutputStream copy = new ZipOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(target), BUFFER))) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                String name = plainName(entry.getName());
                if (!name.endsWith(".xml") && !name.endsWith(".rels")) {
                    // Pictures and alike: nothing that is read.
                    continue;
                }
                copy.putNextEntry(new ZipEntry(name));
                try (InputStream in = new BufferedInputStream(zip.getInputStream(entry), BUFFER)) {
                    copyTags(in, copy);
                }
                copy.closeEntry();
            }
        }
    }

    /** Everything of interest stands in tags, and those are ASCII in what programs write. */
    private static void copyTags(InputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream tag = new ByteArrayOutputStream();
        boolean inTag = false;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '<') {
                tag.writeTo(out);
                tag.reset();
                inTag = true;
            }
            if (!inTag) {
                out.write(b);
                continue;
            }
            tag.write(b);
            if (b == '>') {
                out.write(plain(tag.toString(StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1));
                tag.reset();
                inTag = false;
            }
        }
        tag.writeTo(out);
    }

    private static String plain(String tag) {
        String plain = tag;
        if (tag.startsWith("<c ") || tag.contains(":c ")) {
            plain = tag.replaceFirst(" t=([\"'])d\\1", " t=$1str$1");
        } else if (tag.contains(STRICT)) {
            for (String[] name : NAMES) {
                plain = plain.replace(name[0], name[1]);
            }
        } else if (tag.startsWith("<Override ") || tag.startsWith("<Relationship ")) {
            plain = tag.replace('\\', '/');
        }
        return plain;
    }
}
