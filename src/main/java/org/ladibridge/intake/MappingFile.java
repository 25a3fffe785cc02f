package org.ladibridge.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

import org.jboss.logging.Logger;
import org.ladibridge.Ticker;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.MappingException;

/** A jq file such as a source's {@code mapping.jq}: compiled once, and again when the file changes. A broken change leaves the old one in force. */
public final class MappingFile {
    private static final Logger LOG = Logger.getLogger(MappingFile.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Path file;
    private final Jq jq;
    private final Ticker ticker;
    private final boolean settles;
    private volatile Mapping mapping;
    /** By the ticker. */
    private volatile long lookAgain;
    private Version taken;
    /** As it was at the last look, when it had been changed then: it may still be being written. */
    private Version seen;

    private record Version(FileTime modified, long size) {
        static Version of(Path file) throws IOException {
            return new Version(Files.getLastModifiedTime(file), Files.size(file));
        }
    }

    /**
     * @throws UncheckedIOException when there is no such file
     * @throws MappingException when it is not jq
     */
    public MappingFile(Path file, Jq jq, Ticker ticker) {
        this(file, jq, ticker, false);
    }

    /** @param settles whether a change is taken only when it was the same at two looks; for a file that is looked at all the time */
    MappingFile(Path file, Jq jq, Ticker ticker, boolean settles) {
        this.settles = settles;
        this.file = file;
        this.jq = jq;
        this.ticker = ticker;
        this.lookAgain = ticker.in(LOOK_EVERY);
        try {
            this.taken = Version.of(file);
            this.mapping = compile();
        } catch (IOException e) {
            throw new UncheckedIOException("the mapping «" + file + "» cannot be read; every source folder needs one", e);
        }
    }

    /** The program as it stands in the file, or stood there when it was last a jq program. */
    public Mapping current() {
        if (ticker.hasCome(lookAgain)) {
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
        lookAgain = ticker.in(LOOK_EVERY);
        try {
            Version now = Version.of(file);
            if (!now.equals(taken) && (!settles || now.equals(seen))) {
                taken = now;
                mapping = compile();
                LOG.debugf("%s was changed", file);
            }
            seen = now;
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
