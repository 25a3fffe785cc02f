package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A file as its folder lists it: what is written to it, or put into its place, is another version.
 *
 * @param size bytes
 * @param modified as exact as the file system tells it
 * @param key which file it is, whatever its name; blank where nobody tells
 */
public record FileVersion(long size, String modified, String key) {
    /** A version, and what may change without another content. */
    record Look(FileVersion version, boolean regular, boolean link, FileTime modified, String rights) {
    }

    /** @throws java.nio.file.NoSuchFileException when it is gone */
    static FileVersion of(Path file) throws IOException {
        return look(file).version();
    }

    static Look look(Path file) throws IOException {
        try {
            Map<String, Object> unix = Files.readAttributes(file,
                    "unix:size,lastModifiedTime,ino,ctime,isRegularFile,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
            FileTime modified = (FileTime) unix.get("lastModifiedTime");
            return new Look(
                    new FileVersion((Long) unix.get("size"), exact(modified), String.valueOf(unix.get("ino"))),
                    (Boolean) unix.get("isRegularFile"), (Boolean) unix.get("isSymbolicLink"), modified,
                    exact((FileTime) unix.get("ctime")) + Files.isReadable(file));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Look(
                    new FileVersion(basic.size(), exact(basic.lastModifiedTime()),
                            basic.fileKey() == null ? "" : basic.fileKey().toString()),
                    basic.isRegularFile(), basic.isSymbolicLink(), basic.lastModifiedTime(),
                    String.valueOf(Files.isReadable(file)));
        }
    }

    private static String exact(FileTime time) {
        return String.valueOf(time.to(TimeUnit.MICROSECONDS));
    }

    /** The same but for the key, which some network file systems make up anew each time. */
    boolean looksLike(FileVersion other) {
        return size == other.size && modified.equals(other.modified);
    }

    /** For the checkpoint. */
    String text() {
        return size + "/" + modified + "/" + key;
    }
}
