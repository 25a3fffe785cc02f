package org.ladibridge.intake.hook;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A body as it came: it is read as often as needed, and never lies expanded in the memory as a whole unless somebody wants that.
 *
 * @param mostExpanded bytes to which a compressed one may grow
 */
record HookBody(byte[] bytes, boolean gzip, long mostExpanded) {

    /** A compressed body has grown beyond its limit. */
    static final class GrownException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    static HookBody plain(byte[] bytes) {
        return new HookBody(bytes, false, 0);
    }

    /** @throws IOException when it should be compressed, and is not */
    InputStream open() throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        return gzip ? new Limited(new GZIPInputStream(in)) : in;
    }

    /** The first byte; -1 when there is none. */
    int first() throws IOException {
        try (InputStream in = open()) {
            return in.read();
        }
    }

    private final class Limited extends FilterInputStream {
        private long read;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            return one < 0 ? one : count(one, 1);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            return count < 0 ? count : count(count, count);
        }

        private int count(int result, int bytesRead) throws GrownException {
            read += bytesRead;
            if (read > mostExpanded) {
                throw new GrownException();
            }
            return result;
        }
    }
}
