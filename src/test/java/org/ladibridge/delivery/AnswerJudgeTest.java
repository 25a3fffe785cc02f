package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.customer.Reason;
import org.ladibridge.delivery.LadiFlowCall.Api;
import org.ladibridge.delivery.LadiFlowConfig.Missing;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.http.RetryAfter;

import com.fasterxml.jackson.databind.ObjectMapper;

class AnswerJudgeTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
    private final AnswerJudge judge = new AnswerJudge(new ObjectMapper(), NOON, new TestConfig(Write.RESOLVE, Missing.CREATE));

    private Verdict judge(Api api, int status, String body) throws OutageException {
        return judge.judge(api, status, null, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "UPDATE           | 200 | {\"data\":{\"_id\":\"64f0\"},\"code\":201}",
            "CREATE_OR_UPDATE | 201 | {\"data\":{\"_id\":\"64f0\"},\"code\":\"201\",\"message\":\"Thành công\"}",
            "SHOW             | 200 | {\"data\":{\"customer\":{\"_id\":\"64f0\"}},\"code\":200}"})
    void successNeedsStatusJsonCodeAndId(Api api, int status, String body) throws Exception {
        assertEquals("64f0", assertInstanceOf(Verdict.Success.class, judge(api, status, body)).id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "SHOW   | 404 | {\"message\":\"Không tìm thấy\",\"code\":404}",
            "SHOW   | 200 | {\"data\":null,\"code\":200}",
            "SHOW   | 200 | {\"data\":{\"customer\":null},\"code\":200}",
            "SHOW   | 200 | {\"code\":404}",
            "UPDATE | 200 | {\"data\":null,\"code\":200}"})
    void thereIsNoSuchCustomer(Api api, int status, String body) throws Exception {
        assertInstanceOf(Verdict.NoSuchCustomer.class, judge(api, status, body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "400 | {\"message\":\"Email không hợp lệ\",\"code\":400}",
            "200 | {\"message\":\"Email không hợp lệ\",\"code\":400}",
            "422 | <html>no</html>"})
    void otherClientErrorsAreAboutTheRecord(int status, String body) throws Exception {
        assertInstanceOf(Verdict.Refused.class, judge(Api.UPDATE, status, body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", value = {
            "200 | <html>welcome</html>",
            "200 | null",
            "200 | {\"data\":{\"_id\":\"64f0\"}}",
            "200 | {\"code\":500}",
            "302 | null",
            "404 | <html>wrong address</html>",
            "408 | null",
            "425 | {\"code\":425}",
            "500 | {\"code\":500}",
            "503 | busy"})
    void whatDoesNotSpeakAboutTheRecordIsAnOutage(int status, String body) {
        assertEquals(Reason.LADIFLOW_DOWN, assertThrows(OutageException.class, () -> judge(Api.UPDATE, status, body)).reason());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"401 | {}", "403 | <html>", "200 | {\"code\":401}", "200 | {\"code\":\"403\"}"})
    void aBadKeyIsNoRecordsFault(int status, String body) {
        OutageException outage = assertThrows(OutageException.Long.class, () -> judge(Api.UPDATE, status, body));
        assertEquals(Reason.BAD_API_KEY, outage.reason());
    }

    @Test
    void aLongRetryAfterSendsTheRecordBackToWait() {
        OutageException.Long outage = assertThrows(OutageException.Long.class,
                () -> judge.judge(Api.UPDATE, 429, "30", new byte[0]));
        assertEquals(Duration.ofSeconds(30), outage.retryAfter());
        assertEquals(Reason.LADIFLOW_BUSY, outage.reason());
    }

    @Test
    void aShortRetryAfterIsWaitedFor() {
        OutageException outage = assertThrows(OutageException.class,
                () -> judge.judge(Api.UPDATE, 503, "Mon, 01 Jun 2026 12:00:01 GMT", new byte[0]));
        assertEquals(OutageException.class, outage.getClass());
        assertEquals(Duration.ofSeconds(1), outage.retryAfter());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"null,null", "abc,null", "-5,null", "0,PT0S", "120,PT2M", "86400,PT1H",
            "'Mon, 01 Jun 2026 12:00:30 GMT',PT30S", "'Mon, 01 Jun 2026 11:00:00 GMT',PT0S"})
    void retryAfterIsSecondsOrADateAndClamped(String header, Duration expected) {
        assertEquals(expected, RetryAfter.parse(header, NOON, Duration.ofHours(1)).orElse(null));
    }

    @Test
    void whoIsShownHasToBeWhoWasAskedFor() throws Exception {
        assertShown(true, "phone", "0912345678", "{'_id':'1','phone':'84912345678','email':'an@example.vn'}");
        assertShown(true, "phone", "0912345678", "{'_id':'1','email':'0912345678.ladiflow@ladimail.com'}");
        assertShown(true, "phone", "0912345678", "{'_id':'1'}");
        assertShown(false, "phone", "0912345678", "{'_id':'1','phone':'0912345679'}");
        assertShown(false, "phone", "0912345678", "{'_id':'1','email':'binh@example.vn'}");
        assertShown(true, "email", "an@example.vn", "{'_id':'1','email':'An@example.vn'}");
        assertShown(false, "email", "an@example.vn", "{'_id':'1','email':'binh@example.vn'}");
        assertShown(false, "email", "an@example.vn", "{'_id':'1','phone':'0912345678'}");
        assertShown(true, "customer_id", "1", "{'_id':'1','email':'binh@example.vn'}");
        assertShown(false, "customer_id", "2", "{'_id':'1'}");
    }

    private void assertShown(boolean believed, String key, String asked, String customer) throws Exception {
        LadiFlowCall call = new LadiFlowCall(Api.SHOW, new ObjectMapper().createObjectNode().put(key, asked));
        byte[] answer = ("{'code':200,'data':{'customer':" + customer + "}}").replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        if (believed) {
            assertInstanceOf(Verdict.Success.class, judge.judge(call, 200, null, answer));
        } else {
            assertThrows(OutageException.class, () -> judge.judge(call, 200, null, answer));
        }
    }
}
