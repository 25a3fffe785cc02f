package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.transform.Transforming.accepted;
import static org.ladibridge.transform.Transforming.codes;
import static org.ladibridge.transform.Transforming.field;
import static org.ladibridge.transform.Transforming.json;
import static org.ladibridge.transform.Transforming.normalise;
import static org.ladibridge.transform.Transforming.rejected;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning.Code;
import org.ladibridge.transform.SourceHints.DateOrder;
import org.ladibridge.transform.SourceHints.NameStyle;
import org.ladibridge.transform.Transforming.Field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The worked examples of the rules for Vietnamese customer data, by their numbers; 62 to 64 are about files. */
class WorkedExamplesTest {
    @ParameterizedTest(name = "#{0} {1} → {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        1  | 0912 345 678           | 0912345678
        2  | (+84) 912-345-678      | 0912345678
        3  | +84 (0)912 345 678     | 0912345678
        4  | 84912345678            | 0912345678
        5  | 0084 912 345 678       | 0912345678
        6  | 912345678              | 0912345678
        7  | 845123456              | 0845123456
        8  | 84845123456            | 0845123456
        9  | 01621234567            | 0321234567
        10 | 841241234567           | 0841234567
        11 | 1991234567             | 0591234567
        12 | 01861234567            | 0561234567
        13 | 01211234567            | 0791234567
        14 | 024 3823 4567          | 02438234567
        15 | +84 236 3812 345       | 02363812345
        16 | '0912.345.678          | 0912345678
        17 | 912345678.0            | 0912345678
        18 | 9.12345678E8           | 0912345678
        20 | ０９１２３４５６７８   | 0912345678
        21 | SĐT: 0912345678         | 0912345678
        23 | 024 3823 4567 máy lẻ 12 | 02438234567
        30 | +66 81 234 5678         | +66812345678
        31 | 0999999999             | 0999999999
        """)
    void phones(int number, String written, String expected) {
        assertEquals(Field.of(expected), field("phone", written, Hints.none()));
    }

    @ParameterizedTest(name = "#{0} {1} → BAD_PHONE: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        19 | 8.4912E+10  | digits are lost
        24 | 0123456789  | 10 digits
        25 | 01101234567 | 0110 is not an old mobile prefix
        26 | 1900 1234   | service number
        27 | 0521234567  | 052
        29 | 0000000000  | 000
        """)
    void phonesThatRejectTheRecord(int number, String written, String why) {
        var rejected = rejected(normalise("{'phone': '" + written + "'}", Hints.none()));
        assertEquals(Reason.BAD_PHONE, rejected.reason());
        assertTrue(rejected.detail().contains(why), rejected.detail());
    }

    @Test
    @DisplayName("#22 the second number of a cell goes to the configured field")
    void twoPhonesInOneCell() {
        CustomerUpdate customer = accepted(
                normalise("{'phone': '0912345678 / 0987654321'}", Hints.phones(true, false, "phone_2")));
        assertEquals("0912345678", customer.phone().orElseThrow());
        assertEquals(json("[{'name': 'phone_2', 'value': '0987654321'}]"),
                customer.value(CustomerField.CUSTOM_FIELDS).orElseThrow());
    }

    @Test
    @DisplayName("#22 without a configured field the second number is left out with a warning")
    void twoPhonesWithoutField() {
        Transformed transformed = normalise("{'phone': '0912345678 / 0987654321'}", Hints.none());
        assertEquals("0912345678", accepted(transformed).phone().orElseThrow());
        assertEquals(List.of(Code.SECOND_PHONE), codes(transformed));
    }

    @Test
    @DisplayName("#28 a bad phone beside a good e-mail is a warning")
    void badPhoneWithEmail() {
        Transformed transformed = normalise("{'phone': '0000000000', 'email': 'a@example.vn'}", Hints.none());
        assertEquals(json("{'email': 'a@example.vn'}"), accepted(transformed).toJson());
        assertEquals(List.of(Code.BAD_PHONE), codes(transformed));
    }

    @Test
    @DisplayName("#30 foreign numbers can be switched off")
    void foreignPhonesOff() {
        assertEquals(Reason.BAD_PHONE,
                rejected(normalise("{'phone': '+66 81 234 5678'}", Hints.phones(false, false, null))).reason());
    }

    @Test
    @DisplayName("#32 white space is collapsed, case is kept unless asked for")
    void nameCase() {
        assertName("nguyen van AN", "nguyen van AN", "nguyen  van   AN", Hints.none());
        assertName("Nguyen Van An", "Nguyen Van An", "nguyen  van   AN", Hints.names(NameStyle.WHOLE, true, false));
    }

    @Test
    @DisplayName("#33 the given name alone, when asked for")
    void givenName() {
        assertName("Dũng", "Nguyễn Mạnh Dũng", "Nguyễn Mạnh Dũng", Hints.names(NameStyle.GIVEN_NAME, false, false));
    }

    @ParameterizedTest(name = "#{0} first «{1}», last «{2}», {3} → {4}")
    @CsvSource(textBlock = """
        34, An, Nguyễn Văn, VN, Nguyễn Văn An
        35, Nguyễn, Văn An, VN, Nguyễn Văn An
        36, John, Smith, US, John Smith
        """)
    void namesInTwoFields(int number, String first, String last, String country, String expected) {
        CustomerUpdate customer = accepted(
                normalise("{'email': 'a@example.vn', 'first_name': '" + first + "', 'last_name': '" + last + "'}",
                        Hints.country(country)));
        assertEquals(expected, customer.text(CustomerField.FIRST_NAME).orElseThrow());
        assertEquals(expected, customer.text(CustomerField.FULL_NAME).orElseThrow());
    }

    @ParameterizedTest(name = "#{0} {1} → {2}")
    @CsvSource(textBlock = """
        37, Chị Trần Thị Bình, Trần Thị Bình
        38, Anh Thư, Anh Thư
        """)
    void honorifics(int number, String written, String expected) {
        assertName(expected, expected, written, Hints.names(NameStyle.WHOLE, false, true));
    }

    @Test
    @DisplayName("#39 a placeholder is no name")
    void placeholderName() {
        assertEquals(Field.leftOut(Code.PLACEHOLDER), field("full_name", "Khách lẻ", Hints.none()));
    }

    @Test
    @DisplayName("#40 NFD becomes NFC")
    void composedName() {
        String name = "Nguyễn Thị Ánh Đào";
        String decomposed = java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD);
        assertEquals(23, decomposed.length());
        assertEquals(18, name.length());
        assertName(name, name, decomposed, Hints.none());
    }

    @ParameterizedTest(name = "#41 {0} → {1}")
    @CsvSource({"Nữ, female", "NAM, male", "nu gioi, female"})
    void genders(String written, String expected) {
        assertEquals(Field.of(expected), field("gender", written, Hints.none()));
    }

    @Test
    @DisplayName("#42–45 numbers and booleans mean what the source says, or nothing")
    void genderCodes() {
        assertEquals(Field.of("male"), field("gender", BooleanNode.TRUE, Hints.genderCodes(Map.of("true", "male"))));
        assertEquals(Field.of("female"),
                field("gender", IntNode.valueOf(0), Hints.genderCodes(Map.of("1", "male", "0", "female"))));
        assertEquals(Field.leftOut(Code.BAD_GENDER), field("gender", IntNode.valueOf(1), Hints.none()));
        assertEquals(Field.leftOut(), field("gender", "Khác", Hints.none()));
    }

    @ParameterizedTest(name = "#{0} {1} → {2}")
    @CsvSource(textBlock = """
        46, 03/04/1990,           1990-04-03
        50, 3/11/89,              1989-11-03
        51, 1989-11-02T17:00:00Z, 1989-11-03
        52, 1989-11-03T00:00:00,  1989-11-03
        53, 626029200,            1989-11-03
        54, 626029200000,         1989-11-03
        55, 1970-05-04T16:00:00Z, 1970-05-05
        """)
    void dates(int number, String written, String expected) {
        assertEquals(Field.of(expected), field("dob", written, Hints.none()));
    }

    @Test
    @DisplayName("#47 month first, where the source says so")
    void monthFirst() {
        assertEquals(Field.of("1990-03-04"), field("dob", "03/04/1990", Hints.dateOrder(DateOrder.MDY)));
    }

    @ParameterizedTest(name = "#53, #54 {0} as a number")
    @CsvSource({"626029200", "626029200000"})
    void unixNumbers(long unix) {
        assertEquals(Field.of("1989-11-03"), field("dob", JsonNodeFactory.instance.numberNode(unix), Hints.none()));
    }

    @Test
    @DisplayName("#56 spreadsheet serials, where the source says so")
    void serial() {
        assertEquals(Field.of("1989-11-03"), field("dob", IntNode.valueOf(32815), Hints.serialDates()));
        assertEquals(Field.of("1989-11-03"), field("dob", "32815", Hints.serialDates()));
    }

    @ParameterizedTest(name = "#{0} {1} is left out: {2}")
    @CsvSource(textBlock = """
        48, 13/25/1990,          BAD_DATE
        49, 31/02/1990,          BAD_DATE
        57, 1970-01-01,          PLACEHOLDER
        57, 0001-01-01T00:00:00, PLACEHOLDER
        57, 2031-01-01,          BAD_DATE
        58, 1989,                BAD_DATE
        """)
    void datesThatAreLeftOut(int number, String written, Code warning) {
        assertEquals(Field.leftOut(warning), field("dob", written, Hints.none()));
    }

    @ParameterizedTest(name = "#59 {0} → {1}")
    @CsvSource({"100000, 100000", "700 000, 700000", "10000.0, 10000"})
    void postalCodes(String written, int expected) {
        JsonNode json = accepted(normalise("{'email': 'a@example.vn', 'postal_code': '" + written + "'}", Hints.none()))
                .value(CustomerField.POSTAL_CODE).orElseThrow();
        assertEquals(IntNode.valueOf(expected), json);
    }

    @ParameterizedTest(name = "#60, #61 {0} is left out")
    @CsvSource({"04000", "SW1A 1AA", "7000"})
    void postalCodesThatAreLeftOut(String written) {
        assertEquals(Field.leftOut(Code.BAD_POSTAL_CODE), field("postal_code", written, Hints.none()));
    }

    @ParameterizedTest(name = "#{0} {1} → UNREADABLE, {2}")
    @CsvSource(textBlock = """
        65, Nguyá»…n VÄƒn An, charset
        66, NguyÔn V¨n An,    TCVN3
        """)
    void unreadable(int number, String written, String hint) {
        var rejected = rejected(normalise("{'email': 'a@example.vn', 'full_name': '" + written + "'}", Hints.none()));
        assertEquals(Reason.UNREADABLE, rejected.reason());
        assertTrue(rejected.detail().contains(hint), rejected.detail());
    }

    @Test
    @DisplayName("#67 the id before a LadiPage location is dropped")
    void ladiPageLocation() {
        assertEquals(Field.of("An Giang"), field("city", "217:An Giang", Hints.none()));
        assertEquals(Field.of("Việt Nam"), field("country", "VN:Việt Nam", Hints.none()));
    }

    @ParameterizedTest(name = "#68 {0} → Hồ Chí Minh")
    @CsvSource({"TP.HCM", "Bình Dương"})
    void mergedProvinces(String written) {
        CustomerUpdate customer = accepted(
                normalise("{'email': 'a@example.vn', 'city': '" + written + "'}", Hints.mergeProvinces()));
        assertEquals("Hồ Chí Minh", customer.text(CustomerField.CITY).orElseThrow());
        assertEquals(json("[{'name': 'city_before_merger', 'value': '" + written + "'}]"),
                customer.value(CustomerField.CUSTOM_FIELDS).orElseThrow());
    }

    private static void assertName(String first, String full, String written, SourceHints hints) {
        CustomerUpdate customer = accepted(
                normalise("{'email': 'a@example.vn', 'full_name': '" + written + "'}", hints));
        assertEquals(first, customer.text(CustomerField.FIRST_NAME).orElseThrow());
        assertEquals(full, customer.text(CustomerField.FULL_NAME).orElseThrow());
    }
}
