package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.ladibridge.intake.file.ColumnAssignment.Decision;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

class ColumnAssignmentTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, List<String>> VALUES = Map.of("email", List.of("lan@example.vn", "mai@example.vn"),
            "phone",
            List.of("0912345678", "0987654321"), "full_name", List.of("Lan", "Mai"), "address", List.of("1 Lê Lợi", "2 Lê Lai"),
            "company", List.of("Sen", "Súng"));

    /** @param columns heading, target, heading, target, … */
    static ColumnAssignment assigned(String... columns) {
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < columns.length; i += 2) {
            decisions.add(new Decision(columns[i], columns[i + 1]));
        }
        return new ColumnAssignment("csv-drop", ColumnAssignment.idOf(decisions.stream().map(Decision::heading).toList()),
                decisions, Instant.EPOCH, "Lan");
    }

    private static String row(ColumnAssignment assignment, String row) throws Exception {
        return assignment.lookUp().apply((ObjectNode) JSON.readTree(row.replace('\'', '"'))).toString().replace('"', '\'');
    }

    private static PartLook look(boolean json, String... headings) {
        return new PartLook("a.csv", json, List.of(headings), List.of());
    }

    @Test
    void theMappingSeesTheFieldInPlaceOfTheHeading() throws Exception {
        ColumnAssignment assignment = assigned("Liên hệ 1", "phone", "Người", "full_name", "Ghi chú", "-", "Hạng",
                "custom:rank",
                "Tỉnh", "");
        assertEquals("{'phone':'0912345678','full_name':'Lan','tỉnh':'Huế','custom_fields':{'rank':'A'}}", row(assignment,
                "{'người':'Lan','liên hệ 1':'0912345678','ghi chú':'x','hạng':'A','tỉnh':'Huế'}".replace("{'người':'Lan',", "{")
                        .replace("'ghi chú'", "'người':'Lan','ghi chú'")));
    }

    @Test
    void aHeadingThatTheBridgeKnowsCanBeLeftOutOrBecomeSomethingElse() throws Exception {
        assertEquals("{'company':'Sen Vàng'}",
                row(assigned("Tên", "company", "Email", "-"), "{'tên':'Sen Vàng','email':'a@b.vn'}"));
    }

    @Test
    void ofTwoColumnsForOneFieldTheFirstWithSomethingInItCountsAndTelephoneNumbersStandTogether() throws Exception {
        ColumnAssignment twoNames = assigned("Tên 1", "full_name", "Tên 2", "full_name");
        assertEquals("{'full_name':'Lan'}", row(twoNames, "{'tên 1':' ','tên 2':'Lan'}"));
        assertEquals("{'full_name':'Mai','full_name #2':'Lan'}", row(twoNames, "{'tên 1':'Mai','tên 2':'Lan'}"));
        assertEquals("{'full_name':'Mai'}", row(twoNames, "{'tên 1':'Mai','tên 2':'Mai'}"));
        ColumnAssignment twoPhones = assigned("A", "phone", "B", "phone");
        assertEquals("{'phone':'0912345678 / 0987654321'}", row(twoPhones, "{'a':'0912345678','b':'0987654321'}"));
        assertEquals("{'phone':'0912345678'}", row(twoPhones, "{'a':'','b':'0912345678'}"));
        assertEquals("{'phone':'0912345678'}", row(twoPhones, "{'a':'0912345678','b':'0912345678'}"));
        ColumnAssignment twoEmails = assigned("A", "email", "B", "email");
        assertEquals("{'email':'lan@example.vn; mai@example.vn'}",
                row(twoEmails, "{'a':'lan@example.vn','b':'mai@example.vn'}"));
        assertEquals("{'email':['lan@example.vn','mai@example.vn']}",
                row(twoEmails, "{'a':['lan@example.vn'],'b':'mai@example.vn'}"));
    }

    @Test
    void aSecondValueOfTheSameFieldIsToldOrKept() throws Exception {
        Mapping columns = Mapping.compile("{columns: .}", WorldTest.JQ);
        for (String field : List.of("email", "phone", "full_name", "address", "company")) {
            ObjectNode row = assigned("A", field, "B", field, "C", field.equals("email") ? "phone" : "email").lookUp()
                    .apply((ObjectNode) JSON
                            .readTree(("{'a':'" + VALUES.get(field).get(0) + "','b':'" + VALUES.get(field).get(1)
                                    + "','c':'" + VALUES.get(field.equals("email") ? "phone" : "email").get(0) + "'}")
                                    .replace('\'', '"')));
            Transformed customer = WorldTest.TRANSFORMER.transform(row, columns, SourceHints.defaults()).get(0);
            assertTrue(customer.warnings().stream().anyMatch(warning -> warning.code().name().startsWith("SECOND_")),
                    field + ": " + customer);
        }
    }

    @Test
    void whatAPersonAssignedGoesBeforeAColumnOfTheSameName() throws Exception {
        assertEquals("{'phone':'2 / 1'}", row(assigned("phone", "", "Số mới", "phone"), "{'phone':'1','số mới':'2'}"));
        assertEquals("{'phone':'1'}", row(assigned("phone", "", "Số mới", "phone"), "{'phone':'1','số mới':''}"));
    }

    @Test
    void headingsAreTheSameWhateverTheirOrderCaseAccentsAndPunctuation() throws Exception {
        assertEquals(ColumnAssignment.idOf(List.of("Liên hệ", "Người (KH)")),
                ColumnAssignment.idOf(List.of("NGUOI KH", "lien he:")));
        assertNotEquals(ColumnAssignment.idOf(List.of("Liên hệ")), ColumnAssignment.idOf(List.of("Liên hệ 2")));
        assertNotEquals(ColumnAssignment.idOf(List.of("?")), ColumnAssignment.idOf(List.of("!")));
        assertEquals("{'phone':'1'}", row(assigned("Liên hệ:", "phone"), "{'LIEN HE':'1'}"));
    }

    @Test
    void headingsThatDifferInAnAccentOnlyAreTwo() throws Exception {
        assertEquals("{'last_name':'Lê','company':'Nhà Lê'}",
                row(assigned("Họ", "last_name", "Hộ", "company"), "{'họ':'Lê','hộ':'Nhà Lê'}"));
    }

    @Test
    void itIsFoundForItsHeadingsForMoreOfThemAndNeverForFewer() {
        ColumnAssignment two = assigned("Liên hệ", "phone", "Người", "full_name");
        assertEquals(two, FileColumns.find(look(false, "Người", "LIÊN HỆ"), List.of(two)).orElseThrow());
        assertEquals(two, FileColumns.find(look(false, "Người", "Liên hệ", "Mới"), List.of(two)).orElseThrow());
        assertTrue(FileColumns.find(look(false, "Liên hệ", "Mới"), List.of(two)).isEmpty());
        assertEquals(two, FileColumns.find(look(true, "Liên hệ"), List.of(two)).orElseThrow(), "an object may lack a key");
        ColumnAssignment exact = assigned("Liên hệ", "zalo", "Người", "full_name", "Mới", "-");
        assertEquals(exact, FileColumns.find(look(false, "Liên hệ", "Người", "Mới"), List.of(two, exact)).orElseThrow());
    }

    @Test
    void thatARowsAreNotWantedIsForExactlyItsHeadings() {
        ColumnAssignment nothing = assigned("Ghi chú", "-");
        assertEquals(nothing, FileColumns.find(look(false, "Ghi chú"), List.of(nothing)).orElseThrow());
        assertTrue(FileColumns.find(look(false, "Ghi chú", "Email"), List.of(nothing)).isEmpty());
    }
}
