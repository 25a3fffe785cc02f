package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.text.Normalizer;

import org.junit.jupiter.api.Test;

class NfcTest {

    @Test
    void isWhatUnicodeSaysForEveryLetterAloneAndBesideOthers() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            for (String text : new String[]{String.valueOf((char) c), "e" + (char) c + "a", "ư" + (char) c,
                    "\u1EAF" + (char) c}) {
                assertEquals(Normalizer.normalize(text, Normalizer.Form.NFC), Nfc.of(text), Integer.toHexString(c));
            }
        }
    }
}
