package org.ladibridge.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.Optional;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

class RemarksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aNumberInARemarkIsKept() {
        assertEquals(Optional.of("10 chữ số, và không có số di động nào bắt đầu bằng 012"),
                Remarks.vietnamese("10 digits, and 012 opens no such mobile number"));
        assertEquals(Optional.of("2/3 không được lưu; hãy tạo trước trong LadiFlow"),
                Remarks.vietnamese("2 of 3 not stored; create them in LadiFlow first"));
    }

    @Test
    void namesInARemarkStandAsTheyAre() {
        assertEquals(Optional.of("«loyalty_tier», «hạng 2» không được lưu; hãy tạo trước trong LadiFlow"),
                Remarks.vietnamese("«loyalty_tier», «hạng 2» not stored; create them in LadiFlow first"));
        assertEquals(Optional.of("«spa», «yoga» và 3 tên khác không được lưu; hãy tạo trước trong LadiFlow"),
                Remarks.vietnamese("«spa», «yoga» and 3 more not stored; create them in LadiFlow first"));
    }

    @Test
    void whatAProgramSaysIsLeftAsItStands() {
        assertEquals(Optional.empty(), Remarks.vietnamese("mapping.jq failed: cannot index string"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'phone':'12'}", "{'phone':'0121234567'}", "{'phone':'01111234567'}", "{'phone':'19001234'}",
            "{'phone':'ab'}", "{'phone':'+9912345'}", "{'phone':'8.4912E+10'}", "{'phone':'a / b'}", "{'phone':-1}",
            "{'phone':'0912345678 / 0987654321'}", "{'phone':'0912345678 / chị Lan'}", "{'phone':['0912345678','0987654321']}",
            "{'phone':{'a':1}}", "{'phone':true}", "{'email':'an.example.vn'}", "{'email':'1@facebook.com'}",
            "{'email':['an@example.vn','binh@example.vn']}", "{'phone':'0912345678','dob':'31/02/1990'}",
            "{'phone':'0912345678','dob':'1990'}",
            "{'phone':'0912345678','dob':'0000-00-00'}", "{'phone':'0912345678','dob':'01/01/2990'}",
            "{'phone':'0912345678','dob':'01/01/1790'}", "{'phone':'0912345678','dob':'1990-01-01 noon'}",
            "{'phone':'0912345678','dob':'12/31/1990'}", "{'phone':'0912345678','dob':'tomorrow'}",
            "{'phone':'0912345678','dob':12}", "{'phone':'0912345678','gender':true}", "{'phone':'0912345678','gender':7}",
            "{'phone':'0912345678','gender':'x'}", "{'phone':'0912345678','lang':'klingon'}",
            "{'phone':'0912345678','postal_code':'01234'}", "{'phone':'0912345678','postal_code':'1'}",
            "{'phone':'0912345678','score':'many'}", "{'phone':'0912345678','website':'ftp://a'}",
            "{'phone':'0912345678','full_name':'Khách lẻ'}", "{'phone':'0912345678','nonsense':1}",
            "{'phone':'0912345678','_id':'1'}", "{'phone':'0912345678','clear':['_id']}",
            "{'phone':'0912345678','tags':['VIP']}", "{'phone':'0912345678','tags_by_name':'a','tags_remove_by_name':'A'}",
            "{'phone':'0912345678','tags':[{'a':1}]}",
            "{'phone':'0912345678','custom_fields':'x'}", "{'phone':'0912345678','custom_fields':{'tên':'x'}}",
            "{'phone':'0912345678','custom_fields':{'a':[1]}}", "{'phone':'0912345678','custom_fields':{'a':{'b':1}}}",
            "{'phone':'0912345678','full_name':'Nguyá»…n VÄƒn A'}", "{'phone':'0912345678','full_name':'Nguy\ufffdn'}"})
    void whatTheTransformerRemarksIsSaidInVietnamese(String record) throws Exception {
        Transformed transformed = new CustomerTransformer(Clock.systemUTC())
                .normalise((ObjectNode) JSON.readTree(record.replace('\'', '"')), SourceHints.defaults());
        TreeSet<String> remarks = new TreeSet<>();
        transformed.warnings().forEach(warning -> remarks.add(warning.detail()));
        if (transformed instanceof Rejected rejected && rejected.detail() != null) {
            remarks.add(rejected.detail());
        }
        assertTrue(!remarks.isEmpty(), "something is wrong with it");
        remarks.forEach(remark -> assertTrue(Remarks.vietnamese(remark).isPresent(), remark));
    }
}
