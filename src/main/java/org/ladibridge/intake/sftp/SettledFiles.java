package org.ladibridge.intake.sftp;

import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.ladibridge.intake.file.FileDrop;
import org.ladibridge.intake.file.FileVersion;

/** Lets a file through that looks the same as some time before, by our clock alone: servers' clocks are wrong. */
final class SettledFiles implements GenericFileFilter<SftpRemoteFile> {
    private final FileDrop drop;

    SettledFiles(FileDrop drop) {
        this.drop = drop;
    }

    @Override
    public boolean accept(GenericFile<SftpRemoteFile> file) {
        String name = file.getFileNameOnly();
        return file.isDirectory()
                || !FileDrop.isUnfinished(name) && drop.acceptRemote(name, version(file), isPlain(name));
    }

    /** The file as the server lists it; whether it is still the same one, a server does not tell. */
    static FileVersion version(GenericFile<SftpRemoteFile> file) {
        return new FileVersion(file.getFileLength(), String.valueOf(file.getLastModified()), "");
    }

    /** The name becomes a local one, and JSch takes it for a pattern: one with a path or a wildcard would reach other files. */
    private static boolean isPlain(String name) {
        return name.chars().noneMatch(c -> c < ' ' || c == 0x7f || "/\\*?".indexOf(c) >= 0);
    }
}
