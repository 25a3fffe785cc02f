package org.ladibridge.intake.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.databind.node.ObjectNode;

import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** What is said of the columns of a file. */
class UnderstandingTest {
    private static final CustomerTransformer TRANSFORMER = new CustomerTransformer(Clock.systemUTC());

    @TempDir
    Path folder;

    private static Jq jq() {
        Scope functions = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, functions);
        return new Jq(functions, Duration.ofSeconds(2));
    }

    private static Understanding.Source mappedBy(String program) {
        Mapping mapping = Mapping.compile(program, jq());
        return new Understanding.Source() {
            @Override
            public List<ObjectNode> placed(ObjectNode row) {
                return TRANSFORMER.placed(row, mapping);
            }

            @Override
            public List<Transformed> transform(RawRecord row) {
                return TRANSFORMER.transform(row.body(), mapping, SourceHints.defaults());
            }
        };
    }

    private static Understanding.Source shipped(String source) throws Exception {
        return mappedBy(Files.readString(Path.of("routes", source, "mapping.jq")));
    }

    private PartLook look(String name, String content) throws Exception {
        Path file = Drops.write(folder, name, content.getBytes(StandardCharsets.UTF_8));
        return PartLook.of(Drops.open(file, "", "").parts().get(0), "", Drops.HEADINGS);
    }

    private static List<String> said(Understanding understanding) {
        return understanding.columns().stream().map(column -> column.column() + "=" + column.field() + " " + column.how())
                .toList();
    }

    @Test
    void eachColumnIsToldWithTheFieldItBecameAndThoseThatBecameNothing() throws Exception {
        PartLook look = look("a.csv", "Họ và tên,SĐT,Hạng thẻ,Ngày sinh\nTrần Mai,0912345678,Vàng,\nLê Lan,0987654321,Bạc,\n");
        Understanding understanding = new Understanding(look, null, shipped("csv-drop"));
        assertEquals(List.of("Họ và tên=full_name FOUND", "SĐT=phone FOUND", "Hạng thẻ=null NOTHING", "Ngày sinh=dob FOUND"),
                said(understanding));
        assertEquals(List.of("T••• M••", "L• L••"), understanding.columns().get(0).examples(), "masked");
        assertFalse(understanding.identifiesNobody(understanding.columns()));
    }

    @Test
    void whatAMappingTakesByNameIsUnderstoodToo() throws Exception {
        PartLook look = look("a.csv", "Mã thẻ,Máy bàn,Khác\nT1,0912345678,x\n");
        Understanding understanding = new Understanding(look, null,
                mappedBy("{phone: .[\"máy bàn\"], custom_fields: {card: .[\"mã thẻ\"]}}"));
        assertEquals(List.of("Mã thẻ=card FOUND", "Máy bàn=phone FOUND", "Khác=null NOTHING"), said(understanding));
    }

    @Test
    void aColumnThatStandsBackBehindAnotherSaysSo() throws Exception {
        PartLook look = look("a.csv", "Công ty,Doanh nghiệp\nSen,Súng\n");
        assertEquals(List.of("Công ty=company FOUND", "Doanh nghiệp=company SPARE"),
                said(new Understanding(look, null, shipped("csv-drop"))));
    }

    @Test
    void aFileInWhichNoColumnCanIdentifyACustomerWaits() throws Exception {
        PartLook look = look("a.csv", "Người,Liên lạc ở đâu\nLan,0912345678\nMai,0987654321\n");
        Understanding understanding = new Understanding(look, null, shipped("csv-drop"));
        assertTrue(understanding.identifiesNobody(understanding.columns()));
        assertEquals("phone", Understanding.suggestion(look, "Liên lạc ở đâu"));
        assertNull(Understanding.suggestion(look, "Người"));

        Understanding assigned = new Understanding(look,
                ColumnAssignmentTest.assigned("Người", "full_name", "Liên lạc ở đâu", "phone"), shipped("csv-drop"));
        assertEquals(List.of("Người=full_name ASSIGNED", "Liên lạc ở đâu=phone ASSIGNED"), said(assigned));
        assertFalse(assigned.identifiesNobody(assigned.columns()));
        List<Map.Entry<Integer, Transformed>> customers = assigned.customers(10);
        assertEquals(List.of("0912345678", "0987654321"), customers.stream()
                .map(one -> ((Transformed.Accepted) one.getValue()).customer().toJson().path("phone").asText()).toList());
        assertEquals(1, assigned.customers(1).size());
    }

    @Test
    void rowsThatAreWrongAreNoReasonToWait() throws Exception {
        for (String content : List.of("Email\nwrong\n", "SĐT,Tên\n,Lan\n,Mai\n", "Tên\n")) {
            Understanding understanding = new Understanding(look("a.csv", content), null, shipped("csv-drop"));
            assertFalse(understanding.identifiesNobody(understanding.columns()), content);
        }
    }

    @Test
    void aMappingThatTakesNoneOfTheRowsOrFailsIsNoMatterOfColumns() throws Exception {
        PartLook look = look("a.csv", "Người\nLan\n");
        for (String program : List.of("empty", "error(\"x\")", "{email: \"all@example.vn\"}")) {
            Understanding understanding = new Understanding(look, null, mappedBy(program));
            assertFalse(understanding.identifiesNobody(understanding.columns()), program);
        }
    }

    @Test
    void theKeysOfObjectsAreColumnsToo() throws Exception {
        PartLook look = look("a.json", "[{\"ai\":\"Lan\"},{\"dau_moi\":\"0912345678\",\"Ai\":{\"a\":1}}]");
        assertEquals(List.of("ai", "dau_moi", "Ai"), look.headings());
        Understanding assigned = new Understanding(look,
                ColumnAssignmentTest.assigned("ai", "-", "dau_moi", "phone", "Ai", ""),
                shipped("json-drop"));
        assertEquals(List.of("ai=null LEFT_OUT", "dau_moi=phone ASSIGNED", "Ai=null LEFT_OUT"), said(assigned));
        assertTrue(new Understanding(look, null, shipped("json-drop")).identifiesNobody(List.of()));
    }

    @Test
    void aKeyThatTheFirstObjectsLackIsFound() throws Exception {
        PartLook look = look("a.jsonl",
                "{\"name\":\"Lan\"}\n".repeat(1_500) + "{\"name\":\"Mai\",\"email\":\"mai@example.vn\"}\n");
        Understanding understanding = new Understanding(look, null, shipped("json-drop"));
        assertEquals(List.of("name=full_name FOUND", "email=email FOUND"), said(understanding));
        assertFalse(understanding.identifiesNobody(understanding.columns()));
    }

    @Test
    void aFirstRowThatIsACustomerIsNoRowOfHeadings() throws Exception {
        assertTrue(Understanding.hasNoHeadings(look("a.csv", "Lan,0912345678\nMai,0987654321\n")));
        assertTrue(Understanding.hasNoHeadings(look("a.csv", "lan@example.vn,Lan\n")));
        assertFalse(Understanding.hasNoHeadings(look("a.csv", "Người,Liên hệ 2026\nMai,0987654321\n")));
        assertEquals("l••@e••••••.v•", FilePlan.shown("lan@example.vn"));
        assertEquals("Liên hệ 2026", FilePlan.shown("Liên hệ 2026"));
    }

    @Test
    void theColumnsOfAnErrorsFileAreNoneOfTheList() throws Exception {
        PartLook look = look("a.errors.csv", "Người,Số,line,error_code,error_vi,error_en\nLan,0912345678,2,BAD,x,y\n");
        assertEquals(List.of("Người", "Số"), look.headings());
    }

    @Test
    void aWideFileIsUnderstoodWithFewRowsAndAColumnWithoutANameByItsPlace() throws Exception {
        StringBuilder content = new StringBuilder("Email,");
        for (int i = 0; i < 400; i++) {
            content.append(",c").append(i);
        }
        PartLook look = look("a.csv", content + "\nmai@example.vn,Lan" + ",v".repeat(400) + "\n");
        List<String> said = said(new Understanding(look, null, shipped("csv-drop")));
        assertEquals(402, said.size());
        assertEquals(List.of("Email=email FOUND", "column 2=null NOTHING", "c0=null NOTHING"), said.subList(0, 3));
    }
}
