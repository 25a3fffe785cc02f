package org.ladibridge.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;

import org.jboss.logging.Logger;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.MappingException;

/** A jq file such as a source's {@code mapping.jq}: compiled once, and again when the file changes. A broken change leaves the old one in force. */
public final class MappingFile {
    private static final Logger LOG = Logger.getLogger(MappingFile.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;

    private final Path file;
    private final Jq jq;
    private final Clock clock;
    private volatile Mapping mapping;
    private volatile Instant lookAgain;
    private FileTime modified;

    /**
     * @throws UncheckedIOException when there is no such file
     * @throws MappingException when it is not jq
     */
    public MappingFile(Path file, Jq jq, Clock clock) {
        this.file = file;
        this.jq = jq;
        this.clock = clock;
        this.lookAgain = clock.instant().plusMillis(LOOK_EVERY_MILLIS);
        try {
            this.modified = Files.getLastModifiedTime(file);
            this.mapping = compile();
        } catch (IOException e) {
            throw new UncheckedIOException("the mapping «" + file + "» cannot be read; every source folder needs one", e);
        }
    }

    /** The program as it stands in the file, or stood there when it was last a jq program. */
    public Mapping current() {
        if (!clock.instant().isBefore(lookAgain)) {
            reloadIfChanged();
        }
        return mapping;
    }

    Path path() {
        return file;
    }

    /** The program as it stands in the file, good or not. */
    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the mapping «" + file + "» cannot be read", e);
        }
    }

    private synchronized void reloadIfChanged() {
        lookAgain = clock.instant().plusMillis(LOOK_EVERY_MILLIS);
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (!now.equals(modified)) {
                modified = now;
                mapping = compile();
                LOG.infof("%s was changed and is used from now on", file);
            }
        } catch (IOException | MappingException e) {
            LOG.errorf("%s was changed and cannot be used; the old mapping stays in force: %s", file, e.getMessage());
        }
    }

    private Mapping compile() throws IOException {
        try {
            return Mapping.compile(Files.readString(file), jq);
        } catch (MappingException e) {
            throw new MappingException(file + ": " + e.getMessage(), e);
        }
    }
}
