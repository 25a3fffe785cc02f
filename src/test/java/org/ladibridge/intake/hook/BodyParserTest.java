package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.intake.UnreadableException;

import com.fasterxml.jackson.databind.JsonNode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class BodyParserTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final BodyParser parser = new BodyParser();

    private List<JsonNode> parse(String body, String contentType) throws UnreadableException {
        return parser.parse(body.getBytes(StandardCharsets.UTF_8), contentType);
    }

    private void refused(String expected, String body, String contentType) {
        String message = assertThrows(UnreadableException.class, () -> parse(body, contentType)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "application/json;charset=iso-8859-1",
            "application/cloudevents+json", "text/plain", FORM})
    void anObjectIsOneRecordWhateverTheContentType(String contentType) throws Exception {
        assertEquals("[{\"name\":\"Nguyễn\"}]", parse("{\"name\":\"Nguyễn\"}", contentType).toString());
    }

    @Test
    void aMarkBeforeTheJsonIsSkipped() throws Exception {
        assertEquals("[{\"name\":\"Nguyễn\"}]", parse("\uFEFF{\"name\":\"Nguyễn\"}", "application/json").toString());
    }

    @Test
    void anArrayIsOneRecordPerElement() throws Exception {
        assertEquals(3, parse("[{\"a\":1},{\"a\":2},{\"a\":3}]", null).size());
        assertEquals(List.of(), parse(" [] ", null));
    }

    @Test
    void anElementThatIsNoObjectStandsForItselfOnly() throws Exception {
        List<JsonNode> records = parse("[{\"a\":1},5,null,\"x\",[{\"a\":2}],{\"a\":3}]", null);
        assertEquals(List.of("{\"a\":1}", "5", "null", "\"x\"", "[{\"a\":2}]", "{\"a\":3}"),
                records.stream().map(JsonNode::toString).toList());
        assertEquals(1, parse("[7]", null).size());
        assertEquals(2, parse("{\"a\":1}\n5\n", "application/x-ndjson").size());
    }

    @Test
    void everyLineOfJsonLinesIsARecord() throws Exception {
        assertEquals(2, parse("{\"a\":1}\r\n\n{\"a\":2}\n", "application/x-ndjson").size());
        refused("line ", "{\"a\":1}\n\n{\"a\"", "application/x-ndjson");
    }

    @Test
    void numbersKeepEveryDigit() throws Exception {
        assertEquals("[{\"id\":7012345678901234567890,\"price\":1.10,\"rate\":0.1000000000000000055}]",
                parse("{\"id\":7012345678901234567890,\"price\":1.10,\"rate\":0.1000000000000000055}", null).toString());
    }

    @Test
    void whatWasEscapedIsTheSameText() throws Exception {
        assertEquals("Nguyễn", parse("{\"name\":\"Nguy\\u1ec5n\"}", null).get(0).get("name").textValue());
    }

    @Test
    void whatIsNotUtf8IsRefusedInsteadOfDamaged() {
        Charset windows = Charset.forName("windows-1258");
        assertThrows(UnreadableException.class,
                () -> parser.parse("{\"name\":\"Đà\"}".getBytes(windows), "application/json"));
        assertThrows(UnreadableException.class, () -> parser.parse("name=Đà".getBytes(windows), FORM));
        refused("not UTF-8", "name=Nguy%C5n", FORM);
    }

    @Test
    void whatIsNotJsonIsRefusedWithoutQuotingIt() {
        for (String body : List.of("", " ", "nguyen@example.vn", "{\"nguyen@example.vn\":", "{\"a\":NaN}", "{'a':1}",
                "5",
                "null", "\"nguyen@example.vn\"")) {
            String message = assertThrows(UnreadableException.class, () -> parse(body, null), body).getMessage();
            assertFalse(message.contains("nguyen"), message);
        }
    }

    @Test
    void whatIsMadeToHurtIsRefused() {
        refused("not JSON", "[".repeat(100_000), null);
        refused("not JSON", "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", null);
        refused("not JSON", "{\"a\":" + "9".repeat(101) + "}", null);
        refused("not JSON", "{\"" + "k".repeat(2_000) + "\":1}", null);
        refused("1000 fields", "a=1&".repeat(1_001), FORM);
        refused("1000 fields", String.join("&", IntStream.range(0, 5_000).mapToObj(i -> "f" + i + "=1").toList()), FORM);
    }

    @Test
    void aFormIsAnObjectOfTexts() throws Exception {
        assertEquals(
                "[{\"name\":\"Nguyễn Văn A\",\"phone\":\"0912345678\",\"goi\":[\"1\",\"2;3\"],\"Họ và tên\":\"\"}]",
                parse("name=Nguy%E1%BB%85n+V%C4%83n%20A&phone=0912345678&goi=1&goi=2;3&H%E1%BB%8D+v%C3%A0+t%C3%AAn=",
                        FORM + "; charset=UTF-8").toString());
        refused("not the form", "name=50%", FORM);
        refused("no fields", "", FORM);
    }

    @ParameterizedTest
    @CsvSource({"email=&email=a@b.vn, a@b.vn", "email=a@b.vn&email=, a@b.vn", "email=+&email=a%40b.vn&email=, a@b.vn",
            "email=a@b.vn&email=a@b.vn, a@b.vn", "email=&email=, ''", "email=&email=+&x=1, ' '"})
    void ofAFieldThatIsThereTwiceTheOneWithSomethingInItCounts(String form, String expected) throws Exception {
        assertEquals(expected, parse(form, FORM).get(0).path("email").textValue());
        StringBuilder multipart = new StringBuilder();
        for (String field : form.split("&")) {
            String[] pair = field.split("=", 2);
            multipart.append("--B\r\nContent-Disposition: form-data; name=\"").append(pair[0]).append("\"\r\n\r\n")
                    .append(pair[1].replace("+", " ").replace("%40", "@")).append("\r\n");
        }
        assertEquals(expected,
                parse(multipart + "--B--\r\n", "multipart/form-data; boundary=B").get(0).path("email").textValue());
    }

    @Test
    void whatDiffersAndIsNotBlankIsKeptInItsOrder() throws Exception {
        assertEquals("[{\"email\":[\"b@b.vn\",\"a@b.vn\"]}]",
                parse("email=b@b.vn&email=&email=a@b.vn&email=b@b.vn&email=+", FORM).toString());
    }

    private static BodyMemory.Share share(long bytes, int records) {
        return new BodyMemory(bytes, records).share();
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return zipped.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s{}]", "%s{}", "[%s[]]", "[%s1]", "[%s\"a\"]"})
    void moreRecordsThanAllowedAreRefusedBeforeTheyAreMade(String list) throws Exception {
        String body = String.format(list, list.startsWith("[")
                ? list.substring(3, list.length() - 1).concat(",").repeat(100)
                : "{}\n".repeat(100));
        for (HookBody sent : List.of(HookBody.plain(body.getBytes(StandardCharsets.UTF_8)),
                new HookBody(gzip(body), true, 1_000))) {
            assertEquals(101, parser.parse(sent, null, share(1_000_000, 101)).size());
            TooMuchException refused = assertThrows(TooMuchException.class,
                    () -> parser.parse(sent, null, share(1_000_000, 100)));
            assertTrue(refused.getMessage().contains("100 records (BRIDGE_MAX_RECORDS)"), refused.getMessage());
            assertTrue(refused.vi().contains("100 bản ghi"), refused.vi());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":[%s{}]}", "{\"a\":{\"b\":[[%s{}]]}}", "[[%s{}]]"})
    void whatOneRecordHoldsIsCountedAsWhatItBecomes(String record) throws Exception {
        HookBody body = HookBody.plain(String.format(record, "{},".repeat(10_000)).getBytes(StandardCharsets.UTF_8));
        assertThrows(TooMuchException.class, () -> parser.parse(body, null, share(1_000_000, 10)));
        assertEquals(1, parser.parse(body, null, share(3_000_000, 10)).size());
        BodyMemory memory = new BodyMemory(3_000_000, 10);
        try (BodyMemory.Share other = memory.share(); BodyMemory.Share mine = memory.share()) {
            other.take(2_000_000);
            assertThrows(BusyException.class, () -> parser.parse(body, null, mine));
        }
        assertEquals(0, memory.taken(), "all is given back");
    }

    @Test
    void aCompressedBodyIsOpenedWithinItsLimit() throws Exception {
        String form = "a=" + "x".repeat(2_000);
        assertEquals(1, parser.parse(new HookBody(gzip(form), true, 2_002), FORM, share(1_000_000, 1)).size());
        for (String type : List.of(FORM, "application/json")) {
            String message = assertThrows(UnreadableException.class,
                    () -> parser.parse(new HookBody(gzip("[" + " ".repeat(3_000) + "]"), true, 2_000), type,
                            share(1_000_000, 1)))
                    .getMessage();
            assertEquals("the compressed body grows beyond 2000 bytes", message);
        }
        assertThrows(TooMuchException.class,
                () -> parser.parse(new HookBody(gzip(form), true, 1_000_000), FORM, share(10_000, 1)));
    }

    @Test
    void aMultipartFormIsAnObjectOfTextsAndNamesOfFiles() throws Exception {
        String body = """
            --B\r
            Content-Disposition: form-data; name="name"\r
            \r
            Nguyễn Văn A\r
            --B\r
            Content-Disposition: form-data; name="Họ và tên"\r
            Content-Type: text/plain; charset=utf-8\r
            \r
            Đỗ\r
            --B\r
            Content-Disposition: form-data; name="goi"\r
            \r
            1\r
            --B\r
            Content-Disposition: form-data; name="goi"\r
            \r
            2\r
            --B\r
            Content-Disposition: form-data; name="cv"; filename="hồ sơ.pdf"\r
            Content-Type: application/pdf\r
            \r
            %PDF\r
            --B--\r
            """;
        assertEquals(
                "[{\"name\":\"Nguyễn Văn A\",\"Họ và tên\":\"Đỗ\",\"goi\":[\"1\",\"2\"],\"cv\":\"hồ sơ.pdf\"}]",
                parse(body, "multipart/form-data; boundary=B").toString());
        refused("", body, "multipart/form-data");
        refused("", body, "multipart/form-data; boundary=C");
        for (int length : List.of(body.length() / 4, body.length() / 2, body.length() - 6, body.indexOf("--B\r\n", 5) + 5)) {
            refused("", body.substring(0, length), "multipart/form-data; boundary=B");
        }
    }

    @Property(tries = 300)
    void anyBytesAreRecordsOrRefused(@ForAll byte[] body) {
        for (String type : List.of("application/json", FORM, "multipart/form-data; boundary=B", "application/x-ndjson")) {
            try {
                parser.parse(body, type);
            } catch (UnreadableException e) {
                assertFalse(e.getMessage().isBlank());
            }
        }
    }
}
