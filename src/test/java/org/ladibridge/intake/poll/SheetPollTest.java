package org.ladibridge.intake.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ladibridge.ManualTicker;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.SourceSentences;
import org.ladibridge.intake.api.ApiReply;
import org.ladibridge.intake.api.GoogleKey;

/** A list whose rows are lists of cells, as a spreadsheet's are. */
class SheetPollTest {
    private static final GoogleKey KEY = new GoogleKey();

    private final ManualTicker ticker = new ManualTicker();
    private final PollProgress progress = new PollProgress(Clock.systemUTC());
    private final PollSettings settings = new PollSettings();
    private final List<RawRecord> stored = new ArrayList<>();
    private ApiReply tokenReply = reply(200, "{\"access_token\": \"ya29.a\", \"expires_in\": 3599}");
    private PollSource poll;

    @BeforeEach
    void prepare() {
        settings.setName("sheet");
        settings.setUrl("https://sheets.googleapis.com/v4/spreadsheets/{spreadsheet}/values/{range}");
        settings.setValues("spreadsheet=1AbC&range='Tháng 7'!A3:H");
        settings.setAuth("service-account");
        settings.setToken(KEY.json("https://oauth2.googleapis.com/token"));
        settings.setTokenForm("scope=readonly");
        settings.setPaging("none");
        settings.setItems("/values");
        settings.setId("");
        settings.setHeaderRow(1);
        settings.setError("/error");
        settings.setCode("status,message");
    }

    private static ApiReply reply(int status, String body) {
        return new ApiReply(status, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private PollProgress.Status read(String values) {
        return answered(200,
                values.isEmpty() ? "{\"range\": \"A1:Z1000\"}" : "{\"range\": \"A1:Z1000\", \"values\": " + values + "}");
    }

    private PollProgress.Status answered(int status, String body) {
        if (poll == null) {
            settings.validate();
            PollSource.Services services = new PollSource.Services(Clock.systemUTC(), ticker,
                    RandomGenerator.of("L64X128MixRandom"), new RefusedKeys(), source -> Optional.empty(), progress);
            poll = new PollSource(settings, Duration.ofMinutes(5), services, "route",
                    request -> request.uri().getHost().startsWith("oauth2") ? tokenReply : answer,
                    (records, backfill, next) -> {
                        stored.addAll(records);
                        return Set.of();
                    }, time -> true);
        }
        answer = reply(status, body);
        stored.clear();
        ticker.advance(Duration.ofMinutes(5));
        poll.run();
        return progress.of("sheet").orElseThrow();
    }

    private ApiReply answer;

    private List<String> rows() {
        return stored.stream().map(row -> row.eventId() + " " + row.body()).toList();
    }

    @Test
    void rowsBecomeObjectsByTheirHeadingsHoweverLongTheyAre() {
        assertEquals("idle", read("""
            [["Họ và  tên", "SĐT", " Email "], ["An", "0912345678", "an@example.vn"], ["Bình"], [], ["", "0987654321"],
             ["Chi", "", "chi@example.vn", "gọi sau 17h"]]""").activity());
        assertEquals(List.of("2 {\"họ và tên\":\"An\",\"sđt\":\"0912345678\",\"email\":\"an@example.vn\"}",
                "3 {\"họ và tên\":\"Bình\"}",
                "5 {\"sđt\":\"0987654321\"}",
                "6 {\"họ và tên\":\"Chi\",\"email\":\"chi@example.vn\",\"column 4\":\"gọi sau 17h\"}"), rows());
    }

    @Test
    void headingsThatAreEmptyOrComeAgainHaveNamesOfTheirOwn() {
        read("[[\"SĐT\", \"\", \"sđt\", \"Địa chỉ\", \"Địa chỉ\"], [\"1\", \"2\", \"3\", \"4\", \"5\"]]");
        assertEquals(List.of("2 {\"sđt\":\"1\",\"column 2\":\"2\",\"sđt 2\":\"3\",\"địa chỉ\":\"4\",\"địa chỉ #2\":\"5\"}"),
                rows());
    }

    @Test
    void aRowThatDidNotChangeIsNotStoredAgainAndOneThatWasChangedBackIs() {
        read("[[\"Tên\"], [\"An\"], [\"Bình\"]]");
        read("[[\"Tên\"], [\"An\"], [\"Bình\"]]");
        assertEquals(List.of(), rows());
        read("[[\"Tên\"], [\"An\"], [\"Bính\"]]");
        assertEquals(List.of("3 {\"tên\":\"Bính\"}"), rows());
        read("[[\"Tên\"], [\"An\"], [\"Bình\"]]");
        assertEquals(List.of("3 {\"tên\":\"Bình\"}"), rows());
    }

    @Test
    void aRowWithAKeyIsTheSameWhereverItStands() {
        settings.setId("/Mã KH");
        read("[[\"mã kh\", \"Tên\"], [\"K1\", \"An\"], [\"K2\", \"Bình\"]]");
        assertEquals(2, stored.size());
        read("[[\"mã kh\", \"Tên\"], [\"K3\", \"Chi\"], [\"K2\", \"Bình\"], [\"K1\", \"An\"]]");
        assertEquals(List.of("K3 {\"mã kh\":\"K3\",\"tên\":\"Chi\"}"), rows());
    }

    @Test
    void twoRowsWithTheSameKeyAreTwoRows() {
        settings.setId("/SĐT");
        String twice = "[[\"SĐT\", \"Đơn\"], [\"0912345678\", \"1\"], [\"0912345678\", \"2\"]]";
        read(twice);
        assertEquals(List.of("0912345678", "0912345678#2"), stored.stream().map(RawRecord::eventId).toList());
        read(twice);
        assertEquals(List.of(), rows());
    }

    @Test
    void aRowWithoutItsKeyIsRejectedAndTheOthersGoOn() {
        settings.setId("/mã kh");
        read("[[\"mã kh\", \"Tên\"], [\"\", \"An\"], [\"K2\", \"Bình\"]]");
        assertEquals("the item has no id at /mã kh", stored.get(0).unreadable());
        assertEquals("K2", stored.get(1).eventId());
    }

    @Test
    void aSheetWithNothingInItOrNothingBelowItsHeadingsHoldsNobody() {
        assertEquals("idle", read("[[\"Tên\"]]").activity());
        PollProgress.Status empty = read("");
        assertEquals("idle", empty.activity());
        assertEquals("there is no row 1 with headings, so there are no rows: correct the range, or headerRow", empty.remark());
        assertTrue(SourceSentences.vietnamese(empty.remark()).isPresent());
        assertEquals(List.of(), rows());
        assertEquals(empty.remark(), read("[[], [\"Tên\"], [\"An\"]]").remark(),
                "a row above the headings is not taken for them");
    }

    /** IMPORTRANGE and VLOOKUP show these for a while, or for ever; no customer is called so. */
    @Test
    void theErrorOfAFormulaIsNoValueAndItsPlaceIsTold() {
        PollProgress.Status status = read(
                "[[\"Tên\", \"SĐT\", \"Thành phố\"], [\"An\", \"#N/A\", \"Loading...\"], [\"#1 Shop\", \"0912345678\", \"#REF!\"]]");
        assertEquals(List.of("2 {\"tên\":\"An\"}", "3 {\"tên\":\"#1 Shop\",\"sđt\":\"0912345678\"}"), rows());
        assertEquals(
                "3 cells hold the error of a formula, the first is B2 counted from the range's beginning; they are read as empty",
                status.remark());
        assertTrue(SourceSentences.vietnamese(status.remark()).isPresent());
    }

    @Test
    void whatKeepsTheSheetFromBeingReadIsToldWithTheRemedyInBothLanguages() {
        String said = "{\"error\": {\"code\": %d, \"message\": \"%s\", \"status\": \"%s\"}}";
        assertTold(
                "HTTP 403 [PERMISSION_DENIED, The caller does not have permission]: correct SHEET_KEY, or share what is asked for"
                        + " with bridge@shop.iam.gserviceaccount.com",
                answered(403, said.formatted(403, "The caller does not have permission", "PERMISSION_DENIED")));
        assertTold(
                "HTTP 404 [NOT_FOUND, Requested entity was not found.]: there is no such list at this address; correct the address"
                        + " (url), or one of the values spreadsheet and range",
                answered(404, said.formatted(404, "Requested entity was not found.", "NOT_FOUND")));
        assertTold(
                "HTTP 400 [INVALID_ARGUMENT, Unable to parse range: 'Tháng 7'!A3:H]: correct the address (url), or one of the values"
                        + " spreadsheet and range",
                answered(400, said.formatted(400, "Unable to parse range: 'Tháng 7'!A3:H", "INVALID_ARGUMENT")));
        assertTold("HTTP 429 [RESOURCE_EXHAUSTED, Quota exceeded]",
                answered(429, said.formatted(429, "Quota exceeded", "RESOURCE_EXHAUSTED")));
        settings.setId("/email");
        assertTold(
                "no column is called «email»; there are tên, sđt: correct id, the heading of the column that tells rows apart",
                read("[[\"Tên\", \"SĐT\"], [\"An\", \"1\"]]"));
        assertTold(
                "the answer has no list of rows of cells at «/values», but a value of type object: correct items, the JSON pointer to"
                        + " the list",
                read("{\"a\": 1}"));
    }

    @Test
    void whyNoTokenIsGivenIsToldInTheServersWords() {
        tokenReply = reply(400, "{\"error\": \"invalid_grant\", \"error_description\": \"Invalid JWT Signature.\"}");
        assertTold("HTTP 400 [invalid_grant, Invalid JWT Signature.]: correct SHEET_KEY, or share what is asked for with"
                + " bridge@shop.iam.gserviceaccount.com", read(""));
    }

    private static void assertTold(String sentence, PollProgress.Status status) {
        assertEquals(sentence, status.problem());
        assertTrue(SourceSentences.vietnamese(sentence).isPresent(), sentence);
    }

    @Test
    void aPagingThatWouldAskForMoreIsRefused() {
        settings.setPaging("page");
        assertEquals("headerRow: rows of cells are read all at once; write paging: none",
                assertThrows(IllegalArgumentException.class, settings::validate).getMessage());
    }
}
