package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.ObjectMapper;

class EnvelopeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}: {1} holds {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
            "``   | {'type':1,'data':{'a':1}} | [{'type':1,'data':{'a':1}}]",
            "data | {'type':1,'data':{'a':1}} | [{'a':1}]",
            "data | {'type':1,'data':[{'a':1},{'a':2}]} | [{'a':1},{'a':2}]",
            "data | {'type':1,'data':[]} | []",
            "data | {'data':{'a':1}} | [{'a':1}]",
            "data | {'id':7,'event':'signup','data':[{'a':1},{'a':2}]} | [{'a':1},{'a':2}]",
            "data | {'email':null,'phone':' ','data':{'a':1}} | [{'a':1}]",
            "data | {'email':'a@example.vn','data':{'a':1}} | [{'email':'a@example.vn','data':{'a':1}}]",
            "data | {'Số điện thoại':'0912345678','data':{'a':1}} | [{'Số điện thoại':'0912345678','data':{'a':1}}]",
            "data | {'email':'a@example.vn','type':1,'data':{'a':1}} | [{'a':1}]",
            "data | {'a':1} | [{'a':1}]",
            "data | {'type':1,'data':'text'} | [{'type':1,'data':'text'}]",
            "N/D  | {'N':[{'D':[{'a':1},{'a':2}]},{'D':[{'a':3}]}]} | [{'a':1},{'a':2},{'a':3}]",
            "N/D  | {'N':{'D':{'a':1}}} | [{'a':1}]",
            "N/D  | {'N':[{'D':null},{}]} | []",
            "N/D  | {'RemoveId':[1]} | [{'RemoveId':[1]}]"})
    void theRecordsAreWhereThePathLeads(String path, String body, String records) throws Exception {
        assertEquals(JSON.readTree(records.replace('\'', '"')),
                JSON.valueToTree(Envelope.of(path).open(JSON.readTree(body.replace('\'', '"')))));
    }
}
