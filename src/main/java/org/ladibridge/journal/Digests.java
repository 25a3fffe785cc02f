package org.ladibridge.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of contents, to recognise them again. */
public final class Digests {
    private Digests() {
    }

    /**
     * @param number the first 64 bits: enough beside an event id or a customer
     * @param hex the first 128 bits, 32 hexadecimal digits
     */
    record Digest(long number, String hex) {
        static Digest of(byte[] content) {
            byte[] sha256 = sha256(content);
            return new Digest(ByteBuffer.wrap(sha256).getLong(), Digests.hex(sha256));
        }
    }

    /** The first 128 bits, 32 hexadecimal digits. */
    public static String sha256Hex(byte[] content) {
        return hex(sha256(content));
    }

    /** By which an event is looked for: 64 bits of what its source calls it. Others may have the same. */
    static long identity(String source, String eventId) {
        return ByteBuffer.wrap(sha256((source + '\n' + eventId).getBytes(StandardCharsets.UTF_8))).getLong();
    }

    private static String hex(byte[] sha256) {
        return HexFormat.of().formatHex(sha256, 0, 16);
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
