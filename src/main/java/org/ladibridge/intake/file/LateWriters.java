package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import org.jboss.logging.Logger;
import org.ladibridge.Ticker;

/**
 * Files that left their folder lately. A writer that was quiet for longer than a drop folder waits goes on in a file that was read and
 * moved already, and what it writes then would never be read: such a file is brought back, and read again when it is complete.
 */
final class LateWriters {
    private static final Logger LOG = Logger.getLogger(LateWriters.class);
    private static final Duration WATCHED = Duration.ofMinutes(10);
    private static final int MOST = 100;
    private static final int TAIL = 4_096;

    private record Moved(Path from, Path to, FileVersion version, byte[] tail, long until) {
    }

    private final Ticker ticker;
    private final Deque<Moved> moved = new ArrayDeque<>();

    LateWriters(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * @param from where it stood
     * @param version what was read of it
     */
    void moved(Path from, Path to, FileVersion version) {
        if (moved.size() == MOST) {
            moved.removeFirst();
        }
        try {
            moved.addLast(new Moved(from, to, version, tail(to, version.size()), ticker.in(WATCHED)));
        } catch (IOException e) {
            LOG.debug("It was taken away already", e);
        }
    }

    /** @return the files that stand where they stood, because somebody has written to their ends since */
    List<Path> broughtBack() {
        List<Path> back = new ArrayList<>();
        for (Iterator<Moved> all = moved.iterator(); all.hasNext();) {
            Moved file = all.next();
            try {
                // What a person corrects is not appended to, and another file may have its name by now.
                if (hasGrown(file) && !Files.exists(file.from())) {
                    Files.move(file.to(), file.from());
                    back.add(file.from());
                    all.remove();
                } else if (ticker.hasCome(file.until())) {
                    all.remove();
                }
            } catch (IOException e) {
                // It was taken away or put elsewhere.
                all.remove();
            }
        }
        return back;
    }

    private static boolean hasGrown(Moved file) throws IOException {
        FileVersion now = FileVersion.of(file.to());
        return now.size() > file.version().size() && now.key().equals(file.version().key())
                && Arrays.equals(file.tail(), tail(file.to(), file.version().size()));
    }

    /** The last bytes before an offset. */
    private static byte[] tail(Path file, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(TAIL, end));
        try (FileChannel channel = FileChannel.open(file)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, end - bytes.remaining()) < 0) {
                    throw new NoSuchFileException(file.toString(), null, "it is shorter than it was");
                }
            }
        }
        return bytes.array();
    }
}
