package org.ladibridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of which parts are made from the code. Each part stands between two comments that name it. */
record Page(Path file) {
    private static final String WRITE = "./mvnw -q test -Dtest='*PageTest' -Ddocs.write";

    static Page of(String file) {
        return new Page(Path.of(file));
    }

    String text() throws IOException {
        return Files.readString(file);
    }

    /** Compares a part with what the code says now, or writes it when the property {@code docs.write} is set. */
    void holds(String part, String made) throws IOException {
        String page = text();
        String begin = "<!-- made from the code: " + part + " -->\n";
        String end = "\n<!-- end: " + part + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        assertTrue(from >= 0 && to > from, file + " has no place for the part «" + part + "»: " + begin + end);
        if (System.getProperty("docs.write") != null) {
            page = page.substring(0, from + begin.length()) + "\n" + made.strip() + "\n" + page.substring(to);
            Files.writeString(file, page);
            to = page.indexOf(end);
        }
        assertEquals(made.strip(), page.substring(from + begin.length(), to).strip(),
                file + " is stale; write it again with: " + WRITE);
    }
}
