package org.ladibridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.intake.poll.PollSettings;

/** That no trouble lacks its sentence is checked where troubles are provoked: in the tests of polls, fetches and routes. */
class SourceSentencesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        the poll does not go on: HTTP 401: correct CRM_POLL_TOKEN ~ nguồn không đọc tiếp được: HTTP 401: hãy sửa CRM_POLL_TOKEN
        no run has come to its end since 2026-01-20T03:04:05Z: no connection to crm.vn: Connection refused ~ chưa có lần chạy nào hoàn tất kể từ 2026-01-20T03:04:05Z: không kết nối được tới crm.vn: Connection refused
        the source refuses to be asked, HTTP 401 [expired]: correct HUBSPOT_TOKEN and restart ~ nguồn từ chối yêu cầu, HTTP 401 [expired]: hãy sửa HUBSPOT_TOKEN rồi khởi động lại
        failed: HTTP 200 with an error [QUERY_LIMIT] ~ lỗi: HTTP 200 kèm lỗi [QUERY_LIMIT]
        set SHOPIFY_SECRET to start it ~ hãy đặt SHOPIFY_SECRET để khởi động
        routes/crm/crm.camel.yaml: line 4, column 3: paging takes one of time, id, not «tme»; did you mean «time»? ~ routes/crm/crm.camel.yaml: dòng 4, cột 3: paging nhận một trong time, id, không nhận «tme»; có phải ý bạn là «time»?
        form/form.camel.yaml: line 8, column 17: put it in quotes: "{{form.token}}"; without them YAML takes the braces for a map ~ form/form.camel.yaml: dòng 8, cột 17: hãy đặt trong dấu nháy: "{{form.token}}"; nếu không YAML hiểu dấu ngoặc là một map
        line 5, column 7: Camel does not know the key «parametres» here; did you mean «parameters»? ~ dòng 5, cột 7: Camel không biết khóa «parametres» ở đây; có phải ý bạn là «parameters»?
        line 5, column 7: there is no component «kafka» in the bridge; add it with ./ladibridge components add camel-kafka ~ dòng 5, cột 7: bridge không có component «kafka»; hãy thêm bằng lệnh ./ladibridge components add camel-kafka
        line 5, column 7: there is no data format «csv» in the bridge; kamelets read JSON, forms, CSV and Excel by themselves, or add it with ./ladibridge components add camel-csv ~ dòng 5, cột 7: bridge không có data format «csv»; kamelet tự đọc JSON, form, CSV và Excel, hoặc thêm bằng lệnh ./ladibridge components add camel-csv
        erp/erp.camel.yaml: line 4, column 12: crm takes the outcomes already; one route takes them ~ erp/erp.camel.yaml: dòng 4, cột 12: crm đã nhận kết quả; chỉ một route được nhận
        set A_TOKEN to start it; set B_TOKEN to start it ~ hãy đặt A_TOKEN để khởi động; hãy đặt B_TOKEN để khởi động
        """)
    void aTroubleIsToldWithWhatIsOtherInEachCase(String english, String vietnamese) {
        assertEquals(vietnamese, SourceSentences.inVietnamese(english));
    }

    private static void wrong(Consumer<PollSettings> parameter) {
        PollSettings settings = new PollSettings();
        settings.setName("crm-poll");
        settings.setUrl("https://crm.example.vn/customers");
        settings.setToken("token");
        settings.setPaging("page");
        String told = assertThrows(IllegalArgumentException.class, () -> {
            parameter.accept(settings);
            settings.validate();
        }).getMessage();
        assertTrue(SourceSentences.vietnamese(told).isPresent(), told);
    }

    @Test
    void everyParameterThatIsWrongIsToldInVietnameseToo() {
        wrong(poll -> poll.setUrl("crm"));
        wrong(poll -> poll.setToken(""));
        wrong(poll -> poll.setToken("khóa"));
        wrong(poll -> poll.setPaging("pages"));
        wrong(poll -> poll.setPaging("time"));
        wrong(poll -> poll.setPaging("cursor"));
        wrong(poll -> poll.setPaging("something"));
        wrong(poll -> poll.setOrder("id"));
        wrong(poll -> poll.setLastPage("none"));
        wrong(poll -> poll.setAuth("bearer"));
        wrong(poll -> poll.setAuth("query"));
        wrong(poll -> {
            poll.setAuth("oauth2");
            poll.setTokenUrl("https://id.example.vn/token");
        });
        wrong(poll -> poll.setItems("data.items"));
        wrong(poll -> poll.setSinceFormat("yyyy-QQ-bb"));
        wrong(poll -> poll.setZone("Hanoi"));
        wrong(poll -> poll.setOverlap("a while"));
        wrong(poll -> poll.setFrom("yesterday"));
        wrong(poll -> poll.setLimit(0));
        wrong(poll -> poll.setMaxPages(0));
        wrong(poll -> poll.setQuery("since"));
        wrong(poll -> poll.setValues("since=1"));
    }

    @Test
    void whatAProgramSaysIsLeftAsItStands() {
        assertEquals(Optional.empty(), SourceSentences.vietnamese("Failed to create route crm"));
        assertEquals("Failed to create route crm", SourceSentences.inVietnamese("Failed to create route crm"));
        assertNull(SourceSentences.inVietnamese(null));
    }
}
