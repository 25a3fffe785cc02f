package org.ladibridge.intake.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.BridgeConfig;

import io.quarkus.arc.Unremovable;

/**
 * Where other components lay files down that they fetched: the drop folder of a source, whose {@code kamelet:file-source} reads them. When
 * a file is there it is on disk, so that it may be let go of where it came from.
 */
@ApplicationScoped
@Unremovable
public class Inbox {
    private static final int BUFFER = 64 * 1024;

    private final BridgeConfig config;

    Inbox(BridgeConfig config) {
        this.config = config;
    }

    /** There is more in it than may be. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(long largest) {
            super("it is larger than " + largest + " bytes (maxSize)");
        }
    }

    /**
     * Writes a file to the source's drop folder. One of the same name that has not been read yet is replaced.
     *
     * @param name as whoever sent it calls it; it may hold anything
     * @param mark makes the name its own: what is put again has the same, whatever else is called so has another
     * @throws TooLargeException when there is more in it than {@code largest} bytes; then nothing is left of it
     */
    public Path put(String source, String name, String mark, InputStream content, long largest) throws IOException {
        Path folder = Files.createDirectories(config.data().resolve("inbox").resolve(source));
        String plain = plain(name);
        int dot = plain.lastIndexOf('.');
        Path target = folder.resolve(dot < 1
                ? ShortName.of(plain, "." + mark)
                : ShortName.of(plain.substring(0, dot), "." + mark + plain.substring(dot)));
        Path partial = folder.resolve("." + mark + ".part");
        try {
            write(partial, content, largest);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
        return target;
    }

    private static void write(Path file, InputStream content, long largest) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            OutputStream out = Channels.newOutputStream(channel);
            byte[] buffer = new byte[BUFFER];
            long size = 0;
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                size += read;
                if (size > largest) {
                    throw new TooLargeException(largest);
                }
                out.write(buffer, 0, read);
            }
            channel.force(true);
        }
    }

    /** Only its last part, without what leads elsewhere, means something to a shell, or says that it is not finished. */
    private static String plain(String name) {
        String last = name.replaceAll("[\\p{Cntrl}:*?\"<>|]", "_").replaceFirst("(?s).*[/\\\\]", "").strip()
                .replaceFirst("^[.~]+", "").replaceFirst("~+$", "").replaceFirst("(?i)\\.(part|tmp|crdownload)$", "_$1");
        return last.isBlank() ? "file" : last;
    }
}
