package org.ladibridge.customer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Text in the form in which every database takes it: no NUL, which PostgreSQL refuses and at which functions of SQLite end, no half
 * of a surrogate pair, and no longer than an index takes.
 */
public final class StoredText {
    /** Of an identifier, in characters: at most 1,500 bytes. */
    public static final int LONGEST_KEY = 500;

    private static final int KEPT_OF_KEY = 400;
    private static final char REPLACEMENT = '\uFFFD';

    private StoredText() {
    }

    /**
     * An identifier. One that cannot be stored as it is keeps its beginning and is told from every other one by a digest of the whole; one
     * that comes out of this stays as it is.
     */
    public static String key(String text) {
        if (text == null || text.length() <= LONGEST_KEY && isSound(text)) {
            return text;
        }
        return excerpt(text, KEPT_OF_KEY) + "…" + digest(text);
    }

    /** The beginning of a text that is to be read by people. */
    public static String excerpt(String text, int most) {
        if (text == null) {
            return null;
        }
        int end = Math.min(text.length(), most);
        if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        String cut = text.substring(0, end);
        if (isSound(cut)) {
            return cut;
        }
        StringBuilder sound = new StringBuilder(cut);
        for (int i = 0; i < sound.length(); i++) {
            if (!isSound(cut, i)) {
                sound.setCharAt(i, REPLACEMENT);
            }
        }
        return sound.toString();
    }

    private static boolean isSound(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isSound(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSound(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        return c != 0;
    }

    /** Of the characters, so that two texts which differ in half a surrogate pair differ here, too. */
    private static String digest(String text) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(sha256, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
