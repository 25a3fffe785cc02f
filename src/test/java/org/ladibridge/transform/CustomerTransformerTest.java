package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.transform.Transforming.accepted;
import static org.ladibridge.transform.Transforming.codes;
import static org.ladibridge.transform.Transforming.field;
import static org.ladibridge.transform.Transforming.json;
import static org.ladibridge.transform.Transforming.normalise;
import static org.ladibridge.transform.Transforming.rejected;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;
import org.ladibridge.transform.SourceHints.NameStyle;
import org.ladibridge.transform.Transforming.Field;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

class CustomerTransformerTest {
    @ParameterizedTest(name = "phone «{0}», e-mail «{1}» → {2}")
    @CsvSource(nullValues = "-", textBlock = """
        123,    -,         BAD_PHONE
        -,      nobody,    BAD_EMAIL
        123,    nobody,    BAD_PHONE
        -,      -,         NO_EMAIL_OR_PHONE
        '  ',   #N/A,      NO_EMAIL_OR_PHONE
        -,      0912345678.ladiflow@ladimail.com, NO_EMAIL_OR_PHONE
        """)
    void aRecordWithoutUsableIdentityIsRejected(String phone, String email, Reason reason) {
        ObjectNode record = JsonNodeFactory.instance.objectNode().put("_id", "64f0a1b2c3d4e5f60718293a").put("phone", phone)
                .put("email", email);
        assertEquals(reason, rejected(Transforming.TRANSFORMER.normalise(record, Hints.none())).reason());
    }

    @Test
    void whatIsRightOfARejectedRecordIsKept() {
        Transformed transformed = normalise("{'phone': '123', 'full_name': 'Trần Thị Bích', 'city': 'Huế', 'dob': 'soon'}",
                Hints.none());
        assertEquals(json("{'first_name': 'Trần Thị Bích', 'full_name': 'Trần Thị Bích', 'city': 'Huế'}"),
                rejected(transformed).rest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0912345678.ladiflow@ladimail.com", "1000123@facebook.com", "77@zalo.com"})
    void addressesThatLadiFlowInventsAreDropped(String email) {
        Transformed transformed = normalise("{'phone': '0912345678', 'email': '" + email + "'}", Hints.none());
        assertEquals(json("{'phone': '0912345678'}"), accepted(transformed).toJson());
        assertEquals(List.of(Code.PLACEHOLDER), codes(transformed));
    }

    @ParameterizedTest
    @CsvSource({"' A.Nguyen+1@Example.VN ', a.nguyen+1@example.vn", "mailto:a@example.vn, a@example.vn"})
    void emailsAreTrimmedAndLowerCase(String written, String expected) {
        assertEquals(expected, accepted(normalise("{'email': '" + written + "'}", Hints.none())).email().orElseThrow());
    }

    @Test
    void keysThatLadiFlowDoesNotHaveAreNamedAndLeftOut() {
        Transformed transformed = normalise("{'email': 'a@example.vn', 'linkedin_url': 'https://x.vn', '0912345678': 1}",
                Hints.none());
        assertEquals(json("{'email': 'a@example.vn'}"), accepted(transformed).toJson());
        assertEquals(List.of(new Warning(Code.UNKNOWN_FIELD, "linkedin_url", "LadiFlow has no such field"),
                new Warning(Code.UNKNOWN_FIELD, null, "LadiFlow has no such field")), transformed.warnings());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
        citty,   LadiFlow has no field «citty»; did you mean «city»?
        họ tên,  LadiFlow has no field «họ tên»; did you mean «full_name»?
        columns, as it was
        """)
    void theAuthorOfAMappingIsToldWhichKeyWasMeant(String key, String advice) {
        assertEquals(advice, Transforming.TRANSFORMER.advised(new Warning(Code.UNKNOWN_FIELD, key, "as it was")).detail());
    }

    @Test
    void otherWarningsAreToldAsTheyAre() {
        Warning warning = new Warning(Code.BAD_DATE, "citty", "not a date");
        assertEquals(warning, Transforming.TRANSFORMER.advised(warning));
    }

    @Test
    void theGuideNamesEveryKeyThatAMappingMayWrite() throws Exception {
        String guide = Files.readString(Path.of("docs/adding-a-source.md"));
        CustomerTransformer.KEYS.forEach(key -> assertTrue(guide.contains("`" + key + "`"), key));
    }

    @Test
    void numbersBecomeExactText() {
        assertEquals(Field.of("9007199254740993123"),
                field("external_customer_id", json("9007199254740993123"), Hints.none()));
        assertEquals(Field.of("42"), field("external_customer_id", DoubleNode.valueOf(42.0), Hints.none()));
        assertEquals(Field.of("150000000000"), field("company", json("1.5E11"), Hints.none()));
    }

    @Test
    void numbersThatAreNoneOrAbsurdAreLeftOut() {
        assertEquals(Field.leftOut(Code.BAD_NUMBER), field("score", DoubleNode.valueOf(Double.NaN), Hints.none()));
        assertEquals(Field.leftOut(Code.BAD_VALUE),
                field("company", DecimalNode.valueOf(new BigDecimal("1E1000000000")), Hints.none()));
        assertEquals(Field.leftOut(Code.BAD_NUMBER), field("score", "many", Hints.none()));
        assertEquals(Field.of("14"), field("score", "14.0", Hints.none()));
    }

    @Test
    void absentNullBlankAndTheWordNullAreLeftOut() {
        assertEquals(json("{'email': 'a@example.vn'}"), accepted(normalise("""
            {'email': 'a@example.vn', 'company': null, 'city': '  ', 'address': 'null', 'ward': false, 'tags': [],
             'custom_fields': {'a': null, 'b': '', 'c': 'null'}}""", Hints.none())).toJson());
    }

    @Test
    void aFieldIsClearedWhenTheMappingSaysSoAndTheRecordHasNothing() {
        Transformed transformed = normalise("""
            {'email': 'a@example.vn', 'clear': ['company', 'city', 'dob', '_id', 'compnay'], 'company': null,
             'city': 'Huế', 'dob': '31/02/1990'}""", Hints.none());
        assertEquals(json("{'email': 'a@example.vn', 'company': null, 'city': 'Huế'}"), accepted(transformed).toJson());
        assertEquals(List.of(Code.BAD_DATE, Code.BAD_VALUE, Code.UNKNOWN_FIELD), codes(transformed));
    }

    @Test
    void tagsAreIdsUnlessTheyAreGivenByName() {
        assertEquals(json("['64f0a1b2c3d4e5f607182901']"), tags("{'tags': '64F0A1B2C3D4E5F607182901, VIP'}"));
        assertEquals(json("['VIP', 'Khách sỉ']"), tags("{'tags_by_name': ' VIP,Khách  sỉ, VIP,'}"));
        assertEquals(json("['VIP', 'spa', 'Yoga']"), tags("{'tags_by_name': 'VIP; spa|Yoga'}"), "as tables write lists");
        assertEquals(json("['VIP, gold']"), tags("{'tags': ['VIP, gold'], 'import_by_tag_name': true}"));
        assertEquals(json("['VIP']"), tags("{'tags': ['64f0a1b2c3d4e5f607182901'], 'tags_by_name': ['VIP']}"));
        assertEquals(json("{'email': 'a@example.vn', 'tags': ['VIP'], 'import_by_tag_name': true}"),
                accepted(normalise("{'email': 'a@example.vn', 'tags_by_name': 'VIP'}", Hints.none())).toJson());
    }

    @Test
    void customFieldsAreAnObjectOrAListOfTextsNumbersAndBooleans() {
        String expected = "[{'name': 'tier', 'value': 'GOLD'}, {'name': 'points', 'value': 12}, {'name': 'vip', 'value': true}]";
        for (String written : List.of("{'tier': ' GOLD ', 'points': 12.0, 'vip': true, 'hạng': 'x', 'list': [1]}", expected)) {
            assertEquals(json(expected),
                    accepted(normalise("{'email': 'a@example.vn', 'custom_fields': " + written + "}", Hints.none()))
                            .value(CustomerField.CUSTOM_FIELDS).orElseThrow());
        }
    }

    @ParameterizedTest
    @CsvSource({"example.vn, https://example.vn", "http://example.vn/a?b=1, http://example.vn/a?b=1",
            "//example.vn, https://example.vn", "facebook.com/an, https://facebook.com/an"})
    void webAddressesGetAScheme(String written, String expected) {
        assertEquals(Field.of(expected), field("website", written, Hints.none()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "ftp://example.vn", "https://user:pw@example.vn", "localhost", "hai lòng"})
    void otherAddressesAreLeftOut(String written) {
        assertEquals(Field.leftOut(Code.BAD_URL), field("website", written, Hints.none()));
    }

    @ParameterizedTest
    @CsvSource({"vi-VN, vi", "Vietnamese, vi", "Tiếng Việt, vi", "en_US, en", "English, en", "fr-FR, other",
            "Tiếng Pháp, other",
            "other, other"})
    void languagesAreThree(String written, String expected) {
        assertEquals(Field.of(expected), field("lang", written, Hints.none()));
    }

    @Test
    void anUnknownLanguageIsLeftOut() {
        assertEquals(Field.leftOut(Code.BAD_LANGUAGE), field("lang", "???", Hints.none()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ã", "á", "Ô", "ĐÃ\u00A0MUA", "«Chào má»", "Nike®", "Mª José", "Trần Thị Bưởi", "LÃ VĂN ÔN"})
    void goodTextIsNotTakenForDamagedText(String text) {
        accepted(normalise("{'email': 'a@example.vn', 'company': '" + text + "'}", Hints.none()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HÃ\u00A0 Ná»™i", "LÃª", "Ä‘á»©c", "TÆ°", "Th\uFFFDy", "Hµ Néi", "Æ¡n", "hÃ\u00A0ng"})
    void damagedTextAnywhereRejectsTheRecord(String text) {
        for (String record : List.of("{'email': 'a@example.vn', 'address': '%s'}", "{'email': 'a@example.vn', 'tags': ['%s']}",
                "{'email': 'a@example.vn', 'custom_fields': {'a': '%s'}}")) {
            assertEquals(Reason.UNREADABLE, rejected(normalise(record.formatted(text), Hints.none())).reason());
        }
    }

    @Test
    void textIsVisibleAndComposed() {
        assertEquals(Field.of("Công ty Ví Dụ"),
                field("company", "\uFEFF Công\u00A0ty\u200B\tVi\u0301\n Du\u200B\u0323\u0007", Hints.none()));
    }

    @Test
    void thousandsOfAccentsOnOneLetterAreQuicklyDone() {
        String zalgo = "a" + "\u0301\u0323".repeat(100_000);
        assertTrue(field("company", zalgo, Hints.none()).value().orElseThrow().length() < 12);
    }

    @Test
    void aPayloadThatIsTooLargeIsRejected() {
        assertEquals(Reason.TOO_LARGE,
                rejected(normalise("{'email': 'a@example.vn', 'address': '" + "ư".repeat(132_000) + "'}", Hints.none()))
                        .reason());
        accepted(normalise("{'email': 'a@example.vn', 'address': '" + "ư".repeat(130_000) + "'}", Hints.none()));
    }

    @Test
    void anIdentifierIs24HexadecimalCharacters() {
        assertEquals(Field.of("64f0a1b2c3d4e5f60718293a"), field("_id", "64F0A1B2C3D4E5F60718293A", Hints.none()));
        assertEquals(Field.leftOut(Code.BAD_VALUE), field("_id", "42", Hints.none()));
    }

    @Test
    void aLongNameIsCutAtAWord() {
        Field name = field("full_name", "Nguyễn ".repeat(20), Hints.none());
        assertEquals(List.of(Code.TRUNCATED), name.warnings());
        assertEquals("Nguyễn ".repeat(14).strip(), name.value().orElseThrow());
    }

    @ParameterizedTest(name = "first «{0}», last «{1}», {2} → first_name {3}, full_name {4}")
    @CsvSource(textBlock = """
        Minh,  Hoang, VN, Minh,  Hoang Minh
        Hoang, Minh,  VN, Minh,  Hoang Minh
        Ho,    Bảo,   US, Ho,    Ho Bảo
        An,    -,     VN, An,    An
        John,  Smith, US, John,  John Smith
        """)
    void givenNamesOfTwoFields(String first, String last, String country, String given, String full) {
        SourceHints d = Hints.country(country);
        SourceHints hints = new SourceHints(country, d.dateOrder(), d.zone(), d.genderCodes(), NameStyle.GIVEN_NAME, false,
                false,
                true, false, null, null, false, false);
        var customer = accepted(
                normalise("{'email': 'a@example.vn', 'first_name': '%s', 'last_name': '%s'}".formatted(first, last), hints));
        assertEquals(given, customer.text(CustomerField.FIRST_NAME).orElseThrow());
        assertEquals(full, customer.text(CustomerField.FULL_NAME).orElseThrow());
    }

    @ParameterizedTest(name = "{0} as a JSON number")
    @CsvSource(textBlock = """
        912345678,     0912345678
        912345670.0,   0912345670
        84912345678,   0912345678
        9.12345678E8,  0912345678
        """)
    void phonesThatLostTheirQuotes(String number, String expected) {
        assertEquals(Field.of(expected), field("phone", json(number), Hints.none()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.4912E+10", "912345678.5", "-912345678"})
    void numbersThatLostDigitsAreNotGuessed(String number) {
        assertEquals(Field.leftOut(Code.BAD_PHONE), field("phone", json(number), Hints.none()));
    }

    @ParameterizedTest
    @CsvSource({"0912345678 hoặc 0987654321, 0912345678, 0987654321", "0912345678-0987654321, 0912345678, 0987654321",
            "12345; Zalo: 0987654321; 0912345678, 0987654321, 0912345678"})
    void theFirstValidNumberOfACellWins(String cell, String first, String second) {
        var customer = accepted(normalise("{'phone': '" + cell + "'}", Hints.phones(true, false, "phone_2")));
        assertEquals(first, customer.phone().orElseThrow());
        assertEquals(second, customer.value(CustomerField.CUSTOM_FIELDS).orElseThrow().get(0).get("value").textValue());
    }

    @Test
    void numbersWithoutPlusBelongToTheSourcesCountry() {
        assertEquals(Field.of("+66812345678"), field("phone", "081 234 5678", Hints.country("TH")));
        assertEquals(Field.of("0912345678"), field("phone", "+84912345678", Hints.country("TH")));
        assertEquals(Field.of("+84912345678"), field("phone", "0912345678", Hints.phones(true, true, null)));
    }

    @Test
    void aDateTimeWithoutZoneIsInTheSourcesZone() {
        assertEquals(Field.of("1989-11-03"), field("dob", "1989-11-02 17:00:00", Hints.zone("UTC")));
        assertEquals(Field.of("1989-11-02"), field("dob", "1989-11-02 17:00:00", Hints.none()));
        assertEquals(Field.of("1989-11-03"), field("dob", "1989-11-03 00:00:00", Hints.zone("Asia/Tokyo")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"19900403", "03041990", "04/1990", "1990-04", "0", "3/11/989", "1990-04-03T25:00:00Z"})
    void whatIsNoCertainDateIsLeftOut(String written) {
        assertEquals(java.util.Optional.empty(), field("dob", written, Hints.none()).value());
    }

    @Test
    void theProvinceFileKnowsAll63AndTheir34Successors() {
        var successors = Resource.lines("provinces.txt").stream().map(line -> line.split("\\|")[1].strip()).distinct().toList();
        assertEquals(63, Resource.lines("provinces.txt").size());
        assertEquals(34, successors.size());
        Provinces provinces = new Provinces();
        successors.forEach(successor -> assertEquals(successor, provinces.today("Tỉnh " + successor)));
    }

    private static com.fasterxml.jackson.databind.JsonNode tags(String record) {
        ObjectNode mapped = (ObjectNode) json(record);
        mapped.put("email", "a@example.vn");
        return accepted(Transforming.TRANSFORMER.normalise(mapped, Hints.none())).value(CustomerField.TAGS).orElseThrow();
    }
}
