package org.ladibridge.intake.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;

/**
 * TCVN3 (ABC), one byte per Vietnamese letter; Java does not know it. Capitals with tones came from a capital font and read as
 * small letters.
 *
 * @see <a href="https://en.wikipedia.org/wiki/TCVN_5712">TCVN 5712</a>
 */
final class Tcvn3 extends Charset {
    private static final String TABLE = "a1Ă a2Â a3Ê a4Ô a5Ơ a6Ư a7Đ a8ă a9â aaê abô acơ adư aeđ b5à b6ả b7ã b8á b9ạ bbằ bcẳ bdẵ beắ c6ặ c7ầ "
            + "c8ẩ c9ẫ caấ cbậ ccè ceẻ cfẽ d0é d1ẹ d2ề d3ể d4ễ d5ế d6ệ d7ì d8ỉ dcĩ ddí deị dfò e1ỏ e2õ e3ó e4ọ e5ồ e6ổ e7ỗ e8ố e9ộ eaờ ebở "
            + "ecỡ edớ eeợ efù f1ủ f2ũ f3ú f4ụ f5ừ f6ử f7ữ f8ứ f9ự faỳ fbỷ fcỹ fdý feỵ";

    private final char[] letters = new char[256];

    Tcvn3() {
        super("TCVN3", new String[]{"x-tcvn3", "TCVN5712-3"});
        for (char c = 0; c < 128; c++) {
            letters[c] = c;
        }
        letters[0xa0] = '\u00a0';
        for (String entry : TABLE.split(" ")) {
            letters[Integer.parseInt(entry.substring(0, 2), 16)] = entry.charAt(2);
        }
    }

    @Override
    public boolean contains(Charset other) {
        return false;
    }

    @Override
    public CharsetDecoder newDecoder() {
        return new CharsetDecoder(this, 1, 1) {
            @Override
            protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
                while (in.hasRemaining()) {
                    if (!out.hasRemaining()) {
                        return CoderResult.OVERFLOW;
                    }
                    int code = in.get() & 0xff;
                    if (code != 0 && letters[code] == 0) {
                        in.position(in.position() - 1);
                        return CoderResult.malformedForLength(1);
                    }
                    out.put(letters[code]);
                }
                return CoderResult.UNDERFLOW;
            }
        };
    }

    @Override
    public CharsetEncoder newEncoder() {
        throw new UnsupportedOperationException("TCVN3 is only read");
    }
}
