package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.ladibridge.transform.Transforming.JQ;
import static org.ladibridge.transform.Transforming.TRANSFORMER;
import static org.ladibridge.transform.Transforming.accepted;

import java.math.BigDecimal;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.intake.UntrustedJson;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A number's digits on their way from a source's JSON, through its mapping, to LadiFlow's. */
class ExactNumbersTest {
    private static final ObjectMapper JSON = UntrustedJson.mapper();
    private static final ObjectMapper PLAIN = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String PLACED = "{email, external_customer_id: .n, company: (.n | tostring), custom_fields: {n: .n}, "
            + "address: \"\\(.n)\", tags_by_name: [.n], phone: .phone}";

    private static JsonNode payload(String program, String number) throws Exception {
        JsonNode raw = JSON.readTree("{\"email\":\"a@example.vn\",\"phone\":84912345678,\"n\":" + number + "}");
        JsonNode stored = JSON.readTree(JSON.writeValueAsBytes(raw));
        assertEquals(JSON.writeValueAsString(raw), JSON.writeValueAsString(stored), "its digest is the same at a replay");
        return PLAIN.readTree(JSON.writeValueAsBytes(
                accepted(TRANSFORMER.transform(stored, Mapping.compile(program, JQ), Hints.none()).get(0))));
    }

    @ParameterizedTest
    @CsvSource({"12345678901234567890, 12345678901234567890", "7012345678901234567, 7012345678901234567",
            "9007199254740993, 9007199254740993", "-9223372036854775809, -9223372036854775809",
            "0.1000000000000000055, 0.1000000000000000055", "1.10, 1.10", "84912345678, 84912345678", "42.0, 42",
            "123456789.123456789123456789, 123456789.123456789123456789", "1E2, 100", "1.5e-7, 0.00000015"})
    void everyDigitArrives(String number, String expected) throws Exception {
        JsonNode payload = payload(PLACED, number);
        assertEquals(expected, payload.path("external_customer_id").textValue());
        JsonNode value = payload.at("/custom_fields/0/value");
        assertEquals(0, value.decimalValue().compareTo(new BigDecimal(expected)), value.toString());
        assertEquals("0912345678", payload.path("phone").textValue());
        assertEquals(expected, payload.at("/tags/0").textValue());
        // What jq itself makes a text of may be written with an exponent; it is the same number.
        for (String text : new String[]{"company", "address"}) {
            assertEquals(0,
                    new BigDecimal(payload.path(text).textValue()).compareTo(new BigDecimal(expected)),
                    payload.toString());
        }
    }

    @Test
    void fourHundredZerosArriveAndABillionDoNot() throws Exception {
        JsonNode payload = payload(PLACED, "1E400");
        assertEquals("1" + "0".repeat(400), payload.path("external_customer_id").textValue());
        assertEquals(new BigDecimal("1E400").toBigInteger(), payload.at("/custom_fields/0/value").bigIntegerValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E1000000000", "-1E1000000000", "1E-1000000000", "9.9E2147483640", "1E2147483647"})
    void aHugeExponentIsLeftOutAtOnce(String number) {
        for (String expression : new String[]{".n", "(.n | tostring)", "(.n + 1)", "(.n | floor)", "(.n * 10)", "(.n == 1)",
                "([.n, 1] | sort | .[0])", "(\"abc\"[.n:])", "([1,2] | .[$n])", "([.n] | unique | .[0])", "(.n % 7)",
                "([limit(3; range(.n))] | .[0])", "(.n | @text)", "([.n] | join(\",\"))", "(.n | tojson)", "(-(.n))",
                "([.n, 2] | max)", "(\"x\" * .n)", "(.n | sqrt)"}) {
            String program = "def try_: try " + expression.replace("$n", ".n")
                    + " catch null; {email, custom_fields: {n: try_}}";
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> TRANSFORMER.transform(
                    JSON.readTree("{\"email\":\"a@example.vn\",\"n\":" + number + "}"), Mapping.compile(program, JQ),
                    Hints.none()), expression);
        }
    }
}
