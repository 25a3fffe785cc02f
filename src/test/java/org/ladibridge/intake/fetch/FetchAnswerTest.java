package org.ladibridge.intake.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.intake.fetch.FetchAnswer.Meaning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

class FetchAnswerTest {
    private final FetchSettings settings = new FetchSettings();

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    @ParameterizedTest
    @CsvSource({"200, FOUND", "201, FOUND", "302, DOWN", "400, REFUSED", "401, BAD_KEY", "403, BAD_KEY",
            "404, GONE",
            "408, DOWN", "410, GONE", "422, REFUSED", "425, DOWN", "429, BUSY", "500, DOWN", "503, DOWN", "0, DOWN"})
    void theStatusSaysWhatAnAnswerMeans(int status, Meaning meaning) throws Exception {
        assertEquals(meaning, FetchAnswer.judge(status, json("{\"id\":\"1\"}"), settings).meaning());
    }

    @Test
    void successWithoutJsonOrWithoutTheRecordIsAnOutage() throws Exception {
        settings.setItems("/result");
        assertEquals(Meaning.DOWN, FetchAnswer.judge(200, null, settings).meaning());
        assertEquals(Meaning.DOWN, FetchAnswer.judge(200, json("{\"result\":null}"), settings).meaning());
        assertEquals(Meaning.FOUND, FetchAnswer.judge(200, json("{\"result\":{\"ID\":\"1\"}}"), settings).meaning());
    }

    @Test
    void aListHoldsManyRecordsOrNone() throws Exception {
        settings.setItems("/results");
        assertEquals(2, FetchAnswer.judge(200, json("{\"results\":[{},{}]}"), settings).items().size());
        FetchAnswer none = FetchAnswer.judge(200, json("{\"results\":[]}"), settings);
        assertEquals(Meaning.FOUND, none.meaning());
        assertEquals(0, none.items().size());
    }

    @ParameterizedTest
    @CsvSource({"400, 190, BAD_KEY", "403, 4, BUSY", "400, 803, GONE", "400, 100, REFUSED", "500, 190, BAD_KEY",
            "404, 100, GONE"})
    void aCodeSpeaksBeforeTheStatus(int status, int code, Meaning meaning) throws Exception {
        settings.setErrors("/error");
        settings.setCode("code");
        settings.setBadKey("190, 102");
        settings.setBusy("4,17");
        settings.setGone("803");
        assertEquals(meaning, FetchAnswer.judge(status, json("{\"error\":{\"code\":" + code + "}}"), settings).meaning());
    }

    @Test
    void aPartialAnswerCountsOnlyWhenWhatIsMissingIsGone() throws Exception {
        settings.setItems("/results");
        settings.setErrors("/errors");
        settings.setCode("category");
        settings.setGone("OBJECT_NOT_FOUND");
        assertEquals(Meaning.FOUND,
                FetchAnswer.judge(207, json("{\"results\":[],\"errors\":[{\"category\":\"OBJECT_NOT_FOUND\"}]}"), settings)
                        .meaning());
        FetchAnswer partial = FetchAnswer.judge(207,
                json("{\"results\":[],\"errors\":[{\"category\":\"OBJECT_NOT_FOUND\"},{\"category\":\"INTERNAL\"}]}"),
                settings);
        assertEquals(Meaning.PARTIAL, partial.meaning());
        assertFalse(partial.detail().isBlank());
    }
}
