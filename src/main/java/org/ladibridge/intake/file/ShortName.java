package org.ladibridge.intake.file;

import java.nio.charset.StandardCharsets;

import org.ladibridge.journal.Digests;

/** Names of files beside a dropped one: what is added must not make them longer than a file system takes. */
final class ShortName {
    /** Of Linux' and most other file systems, in bytes. */
    private static final int LONGEST = 255;
    /** While it is written: {@code .<name>.part}. */
    private static final int WHILE_WRITTEN = 6;
    private static final int DIGEST = 8;

    private ShortName() {
    }

    /** The stem with the suffix; a stem that is too long is cut between two letters, and stays a name of its own. */
    static String of(String stem, String suffix) {
        int room = LONGEST - WHILE_WRITTEN - bytes(suffix);
        if (bytes(stem) <= room) {
            return stem + suffix;
        }
        int end = 0;
        int used = DIGEST + 1;
        while (end < stem.length()) {
            int point = stem.codePointAt(end);
            int more = bytes(Character.toString(point));
            if (used + more > room) {
                break;
            }
            used += more;
            end += Character.charCount(point);
        }
        return stem.substring(0, end) + "~"
                + Digests.sha256Hex(stem.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST) + suffix;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
