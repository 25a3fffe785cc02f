package org.ladibridge;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes the output of a JVM independent of the machine's locale: ASCII digits and Gregorian dates in log, files and answers, and UTF-8 on its outputs. What is
 * shown to a person is formatted in that person's language, not in the machine's.
 */
public final class Locality {
    private Locality() {
    }

    /** Has to be called before anything is formatted or logged. */
    public static void makeNeutral() {
        Locale.setDefault(Locale.ENGLISH);
        // Without this, a container without a locale cannot write the names of Vietnamese customers.
        System.setProperty("stdout.encoding", "UTF-8");
        System.setProperty("stderr.encoding", "UTF-8");
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
    }

    private static PrintStream utf8(FileDescriptor output) {
        return new PrintStream(new FileOutputStream(output), true, StandardCharsets.UTF_8);
    }

    /** The locale problems that the process cannot correct by itself, each with its remedy; empty when there are none. */
    public static Optional<String> shortcoming() {
        String names = System.getProperty("sun.jnu.encoding", "UTF-8");
        return shortcoming(Charset.defaultCharset(),
                Charset.isSupported(names) ? Charset.forName(names) : StandardCharsets.US_ASCII);
    }

    /**
     * @param texts by which libraries read the files of sources
     * @param names of files
     */
    static Optional<String> shortcoming(Charset texts, Charset names) {
        if (!texts.equals(StandardCharsets.UTF_8)) {
            return Optional.of("this Java reads texts as " + texts
                    + ", so accents in the files of sources are lost: start the bridge with "
                    + "LC_ALL=C.UTF-8 in its environment and with java -Dfile.encoding=UTF-8, as ./ladibridge does");
        }
        return names.newEncoder().canEncode("Đặng «ế»")
                ? Optional.empty()
                : Optional.of("names of files are read and written as " + names
                        + " here, so a file with an accent in its name cannot be "
                        + "opened: start the bridge with LC_ALL=C.UTF-8 in its environment");
    }
}
