package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.intake.UnreadableException;

class CharsetsTest {
    private static final String CSV = "Họ và tên;Số điện thoại\nNguyễn Thị Ánh Đào;0912345678\n";
    private static final List<String> ROWS = List
            .of("{\"họ và tên\":\"Nguyễn Thị Ánh Đào\",\"số điện thoại\":\"0912345678\"}");

    @TempDir
    Path folder;

    private List<String> read(byte[] content, String charset) throws Exception {
        Path file = Drops.write(folder, "f.csv", content);
        return Drops.records(file, charset).stream().map(record -> record.body().toString()).toList();
    }

    /** Base letters and combining tones, as windows-1258 wants them. */
    private static byte[] windows1258(String text) {
        StringBuilder split = new StringBuilder();
        for (char c : text.toCharArray()) {
            String one = String.valueOf(c);
            String full = Normalizer.normalize(one, Normalizer.Form.NFD);
            split.append(Charset.forName("windows-1258").newEncoder().canEncode(one)
                    ? one
                    : Normalizer.normalize(full.replaceAll("[\u0300\u0301\u0303\u0309\u0323]", ""), Normalizer.Form.NFC)
                            + full.replaceAll("[^\u0300\u0301\u0303\u0309\u0323]", ""));
        }
        return split.toString().getBytes(Charset.forName("windows-1258"));
    }

    private static String decode(String hex, Charset charset) throws Exception {
        return Normalizer.normalize(charset.newDecoder().decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex))),
                Normalizer.Form.NFC);
    }

    @Test
    void utf16WithoutAMarkIsRecognised() throws Exception {
        assertEquals(ROWS, read(CSV.replace(';', '\t').getBytes(StandardCharsets.UTF_16LE), ""));
        assertEquals(ROWS, read(CSV.getBytes(StandardCharsets.UTF_16BE), ""));
    }

    @Test
    void whatIsComposedOfLetterAndToneIsComposed() throws Exception {
        assertEquals(ROWS, read(windows1258(CSV), "windows-1258"));
        assertEquals(ROWS, read(Normalizer.normalize(CSV, Normalizer.Form.NFD).getBytes(StandardCharsets.UTF_8), ""));
    }

    @Test
    void oldCharsetsShowByTheirHeadings() throws Exception {
        assertEquals(ROWS, read(windows1258(CSV), ""));
        byte[] tcvn3 = HexFormat.of().parseHex("48e42076b52074aa6e0a4e677579d46e2056a86e20416e0a");
        assertEquals(List.of("{\"họ và tên\":\"Nguyễn Văn An\"}"), read(tcvn3, ""));
        byte[] vni = HexFormat.of().parseHex("486fef207661f8207465e26e0a4e67757965e36e205661ea6e20416e0a");
        assertEquals(List.of("{\"họ và tên\":\"Nguyễn Văn An\"}"), read(vni, ""));
    }

    @Test
    void withoutAHeadingThatShowsItNoCharsetIsGuessed() throws Exception {
        byte[] content = windows1258("ghi chú;email\nĐà;a@example.vn\n");
        assertTrue(assertThrows(UnreadableException.class, () -> read(content, "")).getMessage().contains("VNI"));
    }

    @ParameterizedTest
    @CsvSource({"4e67757965e36e,Nguyễn", "5472 61e0 6e,Trần", "c4,̣Â", "d161e87467,Đằtg", "d6f4fb6e67,Ưởng", "ee,ỵ", "55f9,Ú",
            "45c1,Ế", "41cb,Ặ", "e6 f3 f2 ec ed,ỉĩịìí"})
    void vniWritesAccentsBehindTheirLetter(String hex, String text) throws Exception {
        String expected = hex.equals("c4") ? Normalizer.normalize("\u0302\u0323", Normalizer.Form.NFC) : text;
        assertEquals(expected, decode(hex.replace(" ", ""), VietnameseCharset.VNI));
    }

    @Test
    void aByteThatVniDoesNotHaveRefusesTheFile() throws Exception {
        assertThrows(UnreadableException.class, () -> read(HexFormat.of().parseHex("650a80"), "vni"));
    }
}
