package org.ladibridge.intake.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.ladibridge.intake.UnreadableException;

import io.quarkus.runtime.configuration.MemorySizeConverter;

/**
 * How far a compressed file may be expanded.
 *
 * @param bytes of all its parts together
 * @param ratio expanded to compressed size; small files are free, see {@link #FREE}
 */
record ExpansionLimits(long bytes, int ratio) {
    static final int MOST_ENTRIES = 200;
    /** Ten copies of one line compress well, too; a bomb is larger than this. */
    private static final long FREE = 10L * 1024 * 1024;

    ExpansionLimits {
        if (bytes <= 0 || ratio <= 0) {
            throw new IllegalArgumentException("maxExpanded and maxRatio of kamelet:file-source must be positive");
        }
    }

    static ExpansionLimits of(String bytes, int ratio) {
        return new ExpansionLimits(new MemorySizeConverter().convert(bytes).asLongValue(), ratio);
    }

    /** What one file may still grow to. */
    Budget of(long compressedBytes) {
        return new Budget(Math.min(bytes, FREE + ratio * compressedBytes));
    }

    /** Counts what is read from any of its streams. */
    static final class Budget {
        private final long most;
        private long used;

        private Budget(long most) {
            this.most = most;
        }

        InputStream limit(InputStream in) {
            return new FilterInputStream(in) {
                @Override
                public int read() throws IOException {
                    int b = super.read();
                    count(b < 0 ? 0 : 1);
                    return b;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int n = super.read(buffer, offset, length);
                    count(Math.max(0, n));
                    return n;
                }
            };
        }

        private void count(int bytes) throws TooLargeException {
            used += bytes;
            if (used > most) {
                throw new TooLargeException("it grows to more than " + most
                        + " bytes when it is expanded; split it, or raise the source's parameters maxExpanded and maxRatio",
                        "sau khi giải nén tệp lớn hơn " + most
                                + " byte; hãy chia nhỏ, hoặc tăng tham số maxExpanded và maxRatio của nguồn");
            }
        }
    }

    /** The message is for the one who dropped the file. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        private final UnreadableException refusal;

        TooLargeException(String en, String vi) {
            super(en);
            refusal = new UnreadableException(en, vi);
        }

        UnreadableException refusal() {
            return refusal;
        }
    }
}
