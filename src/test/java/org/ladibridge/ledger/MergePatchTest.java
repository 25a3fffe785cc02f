package org.ladibridge.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The examples of RFC 7396, appendix A. */
class MergePatchTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"a":"b"}           | {"a":"c"}                  | {"a":"c"}
        {"a":"b"}           | {"b":"c"}                  | {"a":"b","b":"c"}
        {"a":"b"}           | {"a":null}                 | {}
        {"a":"b","b":"c"}   | {"a":null}                 | {"b":"c"}
        {"a":["b"]}         | {"a":"c"}                  | {"a":"c"}
        {"a":"c"}           | {"a":["b"]}                | {"a":["b"]}
        {"a":{"b":"c"}}     | {"a":{"b":"d","c":null}}   | {"a":{"b":"d"}}
        {"a":[{"b":"c"}]}   | {"a":[1]}                  | {"a":[1]}
        ["a","b"]           | ["c","d"]                  | ["c","d"]
        {"a":"b"}           | ["c"]                      | ["c"]
        {"a":"foo"}         | null                       | null
        {"a":"foo"}         | "bar"                      | "bar"
        {"e":null}          | {"a":1}                    | {"e":null,"a":1}
        [1,2]               | {"a":"b","c":null}         | {"a":"b"}
        {}                  | {"a":{"bb":{"ccc":null}}}  | {"a":{"bb":{}}}
        """)
    void aPatchGivesWhatTheStandardSays(String target, String patch, String result) throws Exception {
        ObjectMapper json = new ObjectMapper();
        JsonNode before = json.readTree(target);
        assertEquals(json.readTree(result), MergePatch.merge(before, json.readTree(patch)));
        assertEquals(json.readTree(target), before, "the target stays as it is");
    }
}
