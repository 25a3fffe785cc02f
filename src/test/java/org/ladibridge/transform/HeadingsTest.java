package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.customer.Reason;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

class HeadingsTest {
    private final Headings headings = new Headings();

    @ParameterizedTest
    @CsvSource({"Họ và tên,full_name", "HỌ TÊN,full_name", "ho va ten,full_name", "Họ & tên (*),full_name",
            "Số điện thoại:,phone",
            "SĐT,phone", "sdt,phone", "SO DIEN THOAI,phone", "Phone Number,phone", "E-mail,email", "Địa chỉ Email,email",
            "Ngày sinh,dob", "NGAY SINH,dob", "Giới tính,gender", "Địa chỉ,address", "Tỉnh/Thành phố,city", "Tỉnh / TP,city",
            "Phường/Xã,ward", "Quận/Huyện,district", "Mã khách hàng,external_customer_id", "Tên,first_name", "Họ,last_name",
            "linkedIn_url,linkedIn_url", "tags_by_name,tags_by_name", "postal_code,postal_code", "Công ty,company"})
    void aHeadingIsFoundHoweverItIsWritten(String heading, String field) {
        assertEquals(Optional.of(field), headings.field(heading));
    }

    @ParameterizedTest
    @MethodSource("headingsOfRealPrograms")
    void headingsOfRealProgramsMeanWhatThoseProgramsMean(String program, String heading, String field) {
        assertEquals(field, headings.field(heading).orElse("-"), program + ": " + heading);
    }

    static Stream<Arguments> headingsOfRealPrograms() {
        List<Arguments> rows = Resource.lines("/headings.csv").stream().map(line -> line.split(" *\\| *"))
                .map(row -> Arguments.of((Object[]) row)).toList();
        assertTrue(rows.size() >= 150);
        return rows.stream();
    }

    @ParameterizedTest
    @CsvSource({"Người giới thiệu", "Nhân viên phụ trách: SĐT", "Emergency contact"})
    void aGroupOfColumnsMayBeAboutSomebodyElse(String group) {
        assertTrue(headings.isOfAnother(group));
        assertFalse(headings.isOfAnother("Liên hệ"));
    }

    @Test
    void ofSeveralColumnsOfTagsAllAreTags() {
        Set<String> doubled = new HashSet<>();
        ObjectNode row = JsonNodeFactory.instance.objectNode().put("email", "a@example.vn").put("Tags", "VIP, spa")
                .put("Nhãn", "spa; Khách sỉ").put("Thẻ", "spa");
        assertEquals("[\"VIP\",\"spa\",\"Khách sỉ\"]", headings.place(row, doubled).path("tags_by_name").toString());
        assertEquals(Set.of(), doubled, "and nothing is left out");
    }

    @Test
    void aWeakHeadingCountsOnlyWhereNoOtherNamesTheField() {
        assertEquals("0912000001", phone("{'columns': {'SĐT người nhận': '0912000001'}}"));
        assertEquals("", Transforming.accepted(Transforming.normalise(
                "{'columns': {'email': 'a@example.vn', 'SĐT người nhận': '0912000001', 'SĐT': ''}}",
                SourceHints.defaults())).toJson().path("phone").asText());
    }

    @ParameterizedTest
    @CsvSource({"Ghi chú", "STT", "column 3", "''", "Doanh thu"})
    void anyOtherHeadingMeansNothing(String heading) {
        assertEquals(Optional.empty(), headings.field(heading));
    }

    @Test
    void headingsWithDecomposedAccentsAreTheSame() {
        assertEquals(Optional.of("dob"), headings.field("Ngày sinh"));
    }

    @Test
    void ofSeveralColumnsForOneFieldTheStrongestThatIsNotBlankCounts() {
        assertEquals("0912345678", phone("{'columns': {'di động': '0987654321', 'số điện thoại': '0912345678'}}"));
        assertEquals("0987654321", phone("{'columns': {'di động': '0987654321', 'số điện thoại': ' '}}"));
    }

    @Test
    void whatTheMappingPlacesItselfGoesBeforeTheColumnsUnlessItIsBlank() {
        assertEquals("0912345678", phone("{'columns': {'sđt': '0987654321'}, 'phone': '0912345678'}"));
        assertEquals("0987654321", phone("{'columns': {'sđt': '0987654321'}, 'phone': null}"));
    }

    @Test
    void helpersOfMappingsAndListsPassThroughColumns() {
        String json = "{'columns': {'email': 'a@example.vn', 'clear': ['company'], 'tags_by_name': ['spa'], 'Họ': 'Trần', 'Tên': 'An'}}";
        assertEquals("{\"email\":\"a@example.vn\",\"first_name\":\"Trần An\",\"full_name\":\"Trần An\",\"tags\":[\"spa\"],"
                + "\"import_by_tag_name\":true,\"company\":null}",
                Transforming.accepted(Transforming.normalise(json, SourceHints.defaults())).toJson().toString());
    }

    @Test
    void headingsReadWithTheWrongCharsetRejectTheRecordInsteadOfLosingTheColumn() {
        Transformed.Rejected rejected = Transforming.rejected(Transforming
                .normalise("{'columns': {'email': 'a@example.vn', 'Há» vÃ  tÃªn': 'An'}}", SourceHints.defaults()));
        assertEquals(Reason.UNREADABLE, rejected.reason());
        assertTrue(rejected.detail().contains("UTF-8"), rejected.detail());
    }

    private static String phone(String json) {
        return Transforming.accepted(Transforming.normalise(json, SourceHints.defaults())).toJson().path("phone").textValue();
    }
}
