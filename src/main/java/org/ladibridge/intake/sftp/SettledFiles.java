package org.ladibridge.intake.sftp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.ladibridge.Ticker;

/**
 * Lets a file through that looks the same as some time before, by our clock alone: servers' clocks are wrong. Remembers too which ones
 * are stored but could not be moved away.
 */
final class SettledFiles implements GenericFileFilter<SftpRemoteFile> {
    private static final int REMEMBERED = 10_000;

    /** A file as the server lists it. */
    private record Version(long length, long modified) {
        static Version of(GenericFile<SftpRemoteFile> file) {
            return new Version(file.getFileLength(), file.getLastModified());
        }
    }

    private record Seen(Version version, long since, boolean stored) {
    }

    private final Ticker ticker;
    private final Duration settle;
    private final SftpTrouble trouble;
    private final Map<String, Seen> files = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > REMEMBERED;
        }
    };

    SettledFiles(Ticker ticker, Duration settle, SftpTrouble trouble) {
        this.ticker = ticker;
        this.settle = settle;
        this.trouble = trouble;
    }

    @Override
    public synchronized boolean accept(GenericFile<SftpRemoteFile> file) {
        if (file.isDirectory()) {
            return true;
        }
        String name = file.getFileNameOnly();
        if (!isPlain(name)) {
            trouble.refused(name);
            return false;
        }
        Version version = Version.of(file);
        Seen seen = files.get(name);
        if (seen == null || !seen.version().equals(version)) {
            files.put(name, new Seen(version, ticker.nanos(), false));
            return false;
        }
        return ticker.until(seen.since()).negated().compareTo(settle) >= 0;
    }

    /** The name becomes a local one, and JSch takes it for a pattern: one with a path or a wildcard would reach other files. */
    private static boolean isPlain(String name) {
        return name.chars().noneMatch(c -> c < ' ' || c == 0x7f || "/\\*?".indexOf(c) >= 0);
    }

    synchronized boolean isStored(GenericFile<SftpRemoteFile> file) {
        Seen seen = files.get(file.getFileNameOnly());
        return seen != null && seen.stored() && seen.version().equals(Version.of(file));
    }

    /** Every record of it is on disk. */
    synchronized void stored(GenericFile<SftpRemoteFile> file) {
        files.put(file.getFileNameOnly(), new Seen(Version.of(file), ticker.nanos(), true));
    }

    /** It left its folder; one of the same name is another one. */
    synchronized void moved(GenericFile<SftpRemoteFile> file) {
        files.remove(file.getFileNameOnly());
    }
}
