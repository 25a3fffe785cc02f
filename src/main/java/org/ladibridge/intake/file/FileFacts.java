package org.ladibridge.intake.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What one pass over a file's bytes tells, before anything is read from it.
 *
 * @param sha256 hash of the content, 32 hexadecimal digits of it
 * @param size bytes
 * @param charset detected where that is safe, else the one that was set
 * @param bomLength bytes to skip at the beginning
 */
record FileFacts(String sha256, long size, Charset charset, int bomLength) {
    private static final int BUFFER = 64 * 1024;

    /**
     * @param charsetSetting name of a charset; blank = detect
     * @throws BadFileException when the charset is unknown, or none is set and the file is neither UTF-8 nor marked UTF-16
     */
    static FileFacts of(Path file, String charsetSetting) throws IOException, BadFileException {
        MessageDigest digest = digest();
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(BUFFER);
        boolean utf8 = true;
        long size = 0;
        byte[] head = new byte[0];
        try (InputStream in = Files.newInputStream(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
            for (int n = in.read(bytes.array(), 0, BUFFER); n >= 0;) {
                int carried = bytes.position();
                digest.update(bytes.array(), carried, n);
                if (size == 0) {
                    head = java.util.Arrays.copyOf(bytes.array(), Math.min(n, 8));
                }
                size += n;
                bytes.limit(carried + n).position(0);
                chars.clear();
                utf8 = utf8 && !decoder.decode(bytes, chars, false).isError();
                bytes.compact();
                if (!utf8) {
                    bytes.clear();
                }
                n = in.read(bytes.array(), bytes.position(), BUFFER - bytes.position());
            }
            bytes.flip();
            utf8 = utf8 && !decoder.decode(bytes, chars, true).isError();
        }
        return new FileFacts(HexFormat.of().formatHex(digest.digest(), 0, 16), size, detect(charsetSetting, head, utf8),
                lengthOfBom(head));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Charset detect(String setting, byte[] head, boolean utf8) throws BadFileException {
        if (startsWith(head, 0x50, 0x4b, 3, 4) || startsWith(head, 0x1f, 0x8b) || startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)
                || startsWith(head, '%', 'P', 'D', 'F')) {
            throw new BadFileException("it is a spreadsheet, an archive or a document; save it as CSV (UTF-8) and drop that");
        }
        if (!setting.isBlank()) {
            try {
                return setting.strip().equalsIgnoreCase("TCVN3") ? new Tcvn3() : Charset.forName(setting.strip());
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                throw new BadFileException("the source's parameter charset names an unknown charset «" + setting + "»");
            }
        }
        if (startsWith(head, 0xff, 0xfe)) {
            return StandardCharsets.UTF_16LE;
        }
        if (startsWith(head, 0xfe, 0xff)) {
            return StandardCharsets.UTF_16BE;
        }
        if (utf8) {
            return StandardCharsets.UTF_8;
        }
        throw new BadFileException(
                "it is not UTF-8; save it as UTF-8, or set the source's parameter charset, for example to windows-1258 or "
                        + "TCVN3, and drop it again");
    }

    private static int lengthOfBom(byte[] head) {
        return startsWith(head, 0xef, 0xbb, 0xbf) ? 3 : startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff) ? 2 : 0;
    }

    private static boolean startsWith(byte[] head, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= head.length || (head[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
