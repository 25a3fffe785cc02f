package org.ladibridge.intake.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.ladibridge.transform.Headings;

/** Charsets that show beyond doubt; any other file is refused, for a wrong guess spoils every name in it. */
final class CharsetGuess {
    private static final List<Charset> OLD = List.of(Charset.forName("windows-1258"), VietnameseCharset.TCVN3,
            VietnameseCharset.VNI);
    private static final Headings HEADINGS = new Headings();
    private static final int ENOUGH_ZEROS_PERCENT = 10;

    private CharsetGuess() {
    }

    /** UTF-16 without a mark: zeros at every other place only, for commas, digits and line ends. */
    static Optional<Charset> utf16(byte[] head) {
        int[] zeros = new int[2];
        for (int i = 0; i < head.length; i++) {
            zeros[i % 2] += head[i] == 0 ? 1 : 0;
        }
        int enough = Math.max(1, head.length / 2 * ENOUGH_ZEROS_PERCENT / 100);
        if (zeros[0] == 0 && zeros[1] >= enough) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return zeros[1] == 0 && zeros[0] >= enough ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
    }

    /** The one of the old charsets in which headings that are not ASCII make sense; empty when none or several do. */
    static Optional<Charset> byHeader(byte[] head) {
        List<Charset> possible = OLD.stream().filter(charset -> makesSense(new String(head, charset))).toList();
        return possible.size() == 1 ? Optional.of(possible.get(0)) : Optional.empty();
    }

    private static boolean makesSense(String text) {
        return text.lines().limit(HeaderRows.WITHIN).flatMap(line -> Arrays.stream(line.split("[,;\t|\"]")))
                .map(heading -> Normalizer.normalize(heading, Normalizer.Form.NFC))
                .anyMatch(heading -> !StandardCharsets.US_ASCII.newEncoder().canEncode(heading)
                        && HEADINGS.field(heading).isPresent());
    }
}
