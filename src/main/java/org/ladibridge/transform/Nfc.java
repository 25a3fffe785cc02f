package org.ladibridge.transform;

import java.text.Normalizer;

/** Unicode's composed form: an accent is part of its letter. */
public final class Nfc {
    private static final char FIRST_MARK = '\u0300';
    private static final char COMPOSED = '\u1E00';
    private static final char COMPOSED_END = '\u1EFF';

    private Nfc() {
    }

    /** Vietnamese as nearly everybody writes it is composed already, which a look at each letter tells faster than the library. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= FIRST_MARK && (c < COMPOSED || c > COMPOSED_END)) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }
}
