package org.ladibridge.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.transform.CustomerTransformer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a person's patch may hold: no less checked than what a mapping makes. */
class PatchNormaliserTest {
    private final ObjectMapper json = new ObjectMapper();
    private final PatchNormaliser patches = new PatchNormaliser(new CustomerTransformer(Clock.systemUTC()));

    private ObjectNode patch(String text) throws JsonProcessingException {
        return (ObjectNode) json.readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "_id                  | {'_id':'not an id'}",
            "_id                  | {'_id':5}",
            "_id                  | {'_id':['64f000000000000000000001']}",
            "tags                 | {'tags':['VIP']}",
            "tags                 | {'tags':'VIP'}",
            "tags                 | {'tags':['64f000000000000000000001','VIP']}",
            "tags                 | {'tags':['64f000000000000000000001',{'a':1}]}",
            "tags                 | {'tags':['VIP'],'import_by_tag_name':false}",
            "tags                 | {'tags':{'a':1}}",
            "import_by_tag_name   | {'tags':['VIP'],'import_by_tag_name':'perhaps'}",
            "custom_fields        | {'custom_fields':[{'name':'tên','value':1}]}",
            "custom_fields        | {'custom_fields':[{'name':'a','value':[1]}]}",
            "custom_fields        | {'custom_fields':{'a':{'b':1}}}",
            "custom_fields        | {'custom_fields':[{'name':'a','value':1},{'name':'b c','value':1}]}",
            "custom_fields        | {'custom_fields':['a']}",
            "custom_fields        | {'custom_fields':'a'}",
            "channels             | {'channels':[{'a':1}]}",
            "channels             | {'channels':['zalo',['b']]}",
            "external_customer_id | {'external_customer_id':{'id':1}}",
            "external_customer_id | {'external_customer_id':[1]}",
            "company              | {'company':{'name':'Sen'}}",
            "email                | {'email':[{'a':1}]}"})
    void whatIsWrongIsRefusedAtItsField(String field, String text) throws Exception {
        ObjectNode patch = patch(text);
        String message = assertThrows(IllegalArgumentException.class, () -> patches.normalise(patch), text).getMessage();
        assertTrue(message.startsWith("«" + field + "»: ") && message.length() > field.length() + 10, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'_id':'64F000000000000000000001'} | {'_id':'64f000000000000000000001'}",
            "{'tags':['64F000000000000000000001','64f000000000000000000001']} | {'tags':['64f000000000000000000001'],'import_by_tag_name':null}",
            "{'tags':['VIP',' Hà Nội '],'import_by_tag_name':true} | {'tags':['VIP','Hà Nội'],'import_by_tag_name':true}",
            "{'tags':[]} | {'tags':[],'import_by_tag_name':null}",
            "{'tags':null,'custom_fields':null} | {'tags':null,'custom_fields':null}",
            "{'custom_fields':{'vip':true}} | {'custom_fields':[{'name':'vip','value':true}]}",
            "{'custom_fields':[]} | {'custom_fields':[]}",
            "{'channels':'zalo, email'} | {'channels':['zalo','email']}",
            "{'external_customer_id':7} | {'external_customer_id':'7'}"})
    void whatIsRightIsWrittenAsLadiFlowTakesIt(String text, String expected) throws Exception {
        assertEquals(patch(expected), patches.normalise(patch(text)));
    }

    @Test
    void aNameThatIsNoFieldOfLadiFlowsStaysForWhoeverKnowsIt() throws Exception {
        assertEquals(patch("{'tags_by_name':['a']}"), patches.normalise(patch("{'tags_by_name':['a']}")));
    }
}
