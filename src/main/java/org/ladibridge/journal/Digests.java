package org.ladibridge.journal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of contents, to recognise them again. */
public final class Digests {
    private Digests() {
    }

    /** The first 128 bits, 32 hexadecimal digits. */
    public static String sha256Hex(byte[] content) {
        return HexFormat.of().formatHex(sha256(content), 0, 16);
    }

    /** The first 64 bits: enough beside an event id. */
    static long sha256Long(byte[] content) {
        return ByteBuffer.wrap(sha256(content)).getLong();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
