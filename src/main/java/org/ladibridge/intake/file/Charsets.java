package org.ladibridge.intake.file;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/** The charsets that files come in, by name: Java's and the Vietnamese ones of before Unicode. */
public final class Charsets {
    private Charsets() {
    }

    /** @throws IllegalArgumentException for a name that is none; says what would be */
    public static Charset named(String name) {
        try {
            return switch (name.strip().toUpperCase(Locale.ROOT)) {
                case "TCVN3" -> VietnameseCharset.TCVN3;
                case "VNI" -> VietnameseCharset.VNI;
                default -> Charset.forName(name.strip());
            };
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "charset takes a name such as windows-1258, TCVN3 or VNI, not «" + name.strip() + "»", e);
        }
    }
}
