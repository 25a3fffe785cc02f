package org.ladibridge.intake.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.ladibridge.intake.UnreadableException;

/**
 * What one pass over a file's bytes tells, before anything is read from it.
 *
 * @param sha256 hash of the content, 32 hexadecimal digits of it
 * @param size bytes
 * @param charset of a text: the marked one, else the one that was set, else one that shows beyond doubt, else UTF-8; the whole
 *        file is in it. Null for other files
 * @param bomLength bytes to skip at the beginning
 */
record FileFacts(String sha256, long size, Charset charset, int bomLength) {
    private static final int BUFFER = 64 * 1024;
    /** One byte in so many may be zero in a text. */
    private static final int MOST_ZEROS = 10;

    /**
     * Reads a text to its end: what a wrong letter far behind would spoil is not begun.
     *
     * @param charsetSetting name of a charset, for files without a byte order mark; blank = UTF-8, or one that shows
     * @throws UnreadableException when the charset is unknown or the file is not written in it
     */
    static FileFacts ofText(Path file, String charsetSetting) throws IOException, UnreadableException {
        byte[] head = head(file);
        Charset charset = charset(charsetSetting, head);
        FileFacts facts = strictly(file, charset, lengthOfBom(head));
        if (facts == null && charsetSetting.isBlank() && lengthOfBom(head) == 0) {
            Charset shown = CharsetGuess.byHeader(head).orElse(null);
            charset = shown == null ? charset : shown;
            facts = shown == null ? null : strictly(file, shown, 0);
        }
        if (facts == null) {
            throw new UnreadableException("it is not " + charset.name() + "; save it as UTF-8, or set the source's parameter "
                    + "charset, for example to windows-1258, TCVN3 or VNI, and drop it again",
                    "tệp không phải bảng mã " + charset.name()
                            + "; hãy lưu thành UTF-8, hoặc đặt tham số charset của nguồn, ví dụ "
                            + "windows-1258, TCVN3 hoặc VNI, rồi thả lại");
        }
        return facts;
    }

    /** For files that are not text. */
    static FileFacts ofBytes(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return new FileFacts(hex(digest), Files.size(file), null, 0);
    }

    static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(BUFFER);
        }
    }

    /** Null when the file is not in the charset. */
    private static FileFacts strictly(Path file, Charset charset, int bomLength) throws IOException {
        MessageDigest digest = digest();
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                InputStream in = new DigestInputStream(bytes, digest)) {
            if (!isIn(charset, in)) {
                return null;
            }
            return new FileFacts(hex(digest), Files.size(file), charset, bomLength);
        }
    }

    private static boolean isIn(Charset charset, InputStream bytes) throws IOException {
        // No close: the caller goes on with the stream.
        Reader reader = new InputStreamReader(bytes, charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
        try {
            reader.transferTo(Writer.nullWriter());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Charset charset(String setting, byte[] head) throws UnreadableException {
        // A mark says more than a setting that was made for other files.
        if (startsWith(head, 0xff, 0xfe)) {
            return StandardCharsets.UTF_16LE;
        }
        if (startsWith(head, 0xfe, 0xff)) {
            return StandardCharsets.UTF_16BE;
        }
        if (setting.isBlank() || lengthOfBom(head) > 0) {
            Charset unmarked = lengthOfBom(head) > 0 ? null : CharsetGuess.utf16(head).orElse(null);
            if (unmarked != null) {
                return unmarked;
            }
            int zeros = 0;
            for (byte b : head) {
                zeros += b == 0 ? 1 : 0;
                // A single NUL is an error of the exporting program, and is dropped like other control characters.
                if (zeros > 1 && zeros * MOST_ZEROS > head.length) {
                    throw new UnreadableException("it is neither text nor a workbook; save it as CSV (UTF-8) and drop that",
                            "tệp không phải văn bản cũng không phải bảng tính; hãy lưu thành CSV (UTF-8) rồi thả lại");
                }
            }
            return StandardCharsets.UTF_8;
        }
        try {
            return Charsets.named(setting);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("the source's parameter charset names an unknown charset «" + setting + "»",
                    "tham số charset của nguồn ghi bảng mã không có: «" + setting + "»");
        }
    }

    private static int lengthOfBom(byte[] head) {
        return startsWith(head, 0xef, 0xbb, 0xbf) ? 3 : startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff) ? 2 : 0;
    }

    static boolean startsWith(byte[] head, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= head.length || (head[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
