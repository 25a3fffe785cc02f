package org.ladibridge.intake.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.util.Locale;

/**
 * The charsets of before Unicode that Java does not know. What they yield wants composing (NFC): VNI writes accents behind their
 * letter.
 *
 * @see <a href="https://en.wikipedia.org/wiki/TCVN_5712">TCVN 5712</a>
 * @see <a href="https://en.wikipedia.org/wiki/VNI">VNI</a>
 */
final class VietnameseCharset extends Charset {
    /** One byte per letter. Capitals with tones came from a capital font and read as small letters. */
    private static final String TCVN3_TABLE = "a1Ă a2Â a3Ê a4Ô a5Ơ a6Ư a7Đ a8ă a9â aaê abô acơ adư aeđ b5à b6ả b7ã b8á b9ạ bbằ bcẳ bdẵ beắ "
            + "c6ặ c7ầ c8ẩ c9ẫ caấ cbậ ccè ceẻ cfẽ d0é d1ẹ d2ề d3ể d4ễ d5ế d6ệ d7ì d8ỉ dcĩ ddí deị dfò e1ỏ e2õ e3ó e4ọ e5ồ e6ổ e7ỗ e8ố "
            + "e9ộ eaờ ebở ecỡ edớ eeợ efù f1ủ f2ũ f3ú f4ụ f5ừ f6ử f7ữ f8ứ f9ự faỳ fbỷ fcỹ fdý feỵ";

    /** Small letters and accents; each capital is 20 (hexadecimal) lower. */
    private static final String VNI_TABLE = "ecì edí e6ỉ f3ĩ f2ị f4ơ f6ư eeỵ f1đ f9\u0301 f8\u0300 fb\u0309 f5\u0303 ef\u0323 "
            + "ea\u0306 e9\u0306\u0301 e8\u0306\u0300 fa\u0306\u0309 fc\u0306\u0303 eb\u0306\u0323 "
            + "e2\u0302 e1\u0302\u0301 e0\u0302\u0300 e5\u0302\u0309 e3\u0302\u0303 e4\u0302\u0323";

    static final Charset TCVN3 = new VietnameseCharset("TCVN3", TCVN3_TABLE, false);
    static final Charset VNI = new VietnameseCharset("VNI", VNI_TABLE, true);

    private final String[] letters = new String[256];

    private VietnameseCharset(String name, String table, boolean capitals) {
        super(name, new String[0]);
        for (char c = 0; c < 128; c++) {
            letters[c] = String.valueOf(c);
        }
        letters[0xa0] = "\u00a0";
        for (String entry : table.split(" ")) {
            int code = Integer.parseInt(entry.substring(0, 2), 16);
            letters[code] = entry.substring(2);
            if (capitals) {
                letters[code - 0x20] = entry.substring(2).toUpperCase(Locale.ROOT);
            }
        }
    }

    @Override
    public boolean contains(Charset other) {
        return false;
    }

    @Override
    public CharsetDecoder newDecoder() {
        return new CharsetDecoder(this, 1, 2) {
            @Override
            protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
                while (in.hasRemaining()) {
                    String letter = letters[in.get(in.position()) & 0xff];
                    if (letter == null) {
                        return CoderResult.malformedForLength(1);
                    }
                    if (out.remaining() < letter.length()) {
                        return CoderResult.OVERFLOW;
                    }
                    in.get();
                    out.put(letter);
                }
                return CoderResult.UNDERFLOW;
            }
        };
    }

    @Override
    public CharsetEncoder newEncoder() {
        throw new UnsupportedOperationException(name() + " is only read");
    }
}
