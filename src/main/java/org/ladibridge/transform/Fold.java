package org.ladibridge.transform;

import java.text.Normalizer;

/** Text without accents and capitals, for comparisons only: {@code Đắk Lắk} and {@code dak lak} fold to the same. */
public final class Fold {
    private static final int LATIN_END = 0x250;
    private static final int VIETNAMESE = 0x1E00;
    private static final int VIETNAMESE_END = 0x1F00;
    private static final char[] LATIN = table(0, LATIN_END);
    private static final char[] EXTENDED = table(VIETNAMESE, VIETNAMESE_END);

    private Fold() {
    }

    /** @param nfc a text in NFC */
    public static String fold(String nfc) {
        char[] folded = new char[nfc.length()];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = fold(nfc.charAt(i));
        }
        return new String(folded);
    }

    static boolean hasAccents(String nfc) {
        for (int i = 0; i < nfc.length(); i++) {
            char c = nfc.charAt(i);
            if (c > '~' && fold(c) != Character.toLowerCase(c)) {
                return true;
            }
        }
        return false;
    }

    private static char fold(char c) {
        if (c < LATIN_END) {
            return LATIN[c];
        }
        return c >= VIETNAMESE && c < VIETNAMESE_END ? EXTENDED[c - VIETNAMESE] : Character.toLowerCase(c);
    }

    private static char[] table(int from, int to) {
        char[] table = new char[to - from];
        for (int c = from; c < to; c++) {
            // Unicode does not decompose đ.
            table[c - from] = c == 'đ' || c == 'Đ'
                    ? 'd'
                    : Character.toLowerCase(Normalizer.normalize(String.valueOf((char) c), Normalizer.Form.NFD).charAt(0));
        }
        return table;
    }
}
