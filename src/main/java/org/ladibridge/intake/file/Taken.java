package org.ladibridge.intake.file;

import java.nio.file.Path;
import java.time.Instant;

/** A file that a source is reading, from the look at it to its move. Used by one thread. */
final class Taken {
    final String source;
    final String name;
    /** As its folder listed it. */
    final FileVersion version;
    /** Null until it was fetched from a server; of a folder here the file itself. */
    Path path;
    boolean fetched;
    Instant started;
    /** Null when it cannot be read as a whole. */
    FileRun run;
    /** How its columns were understood; null when it cannot be read as a whole. */
    FilePlan columns;
    /** Where it goes; null while that is not decided. */
    Path target;
    /** Whether every record of it is on disk. */
    boolean stored;

    Taken(String source, String name, FileVersion version, Path path) {
        this.source = source;
        this.name = name;
        this.version = version;
        this.path = path;
    }
}
