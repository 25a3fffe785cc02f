package org.ladibridge.intake.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** What {@code routes/hubspot/references.jq} makes of the events of one request. */
class HubSpotReferencesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<JsonNode> references(String events) throws Exception {
        Scope functions = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, functions);
        return Mapping
                .compile(Files.readString(Path.of("routes/hubspot/references.jq")), new Jq(functions, Duration.ofSeconds(5)))
                .apply(JSON.readTree(events));
    }

    private static String reference(String events) throws Exception {
        List<JsonNode> references = references(events);
        assertEquals(1, references.size(), references.toString());
        return references.get(0).toString();
    }

    private static String changed(int id, long at) {
        return """
            {"subscriptionType": "contact.propertyChange", "objectId": %d, "occurredAt": %d}""".formatted(id, at);
    }

    @Test
    void allChangesOfOneRequestAreOneQuestionThatNamesEachContactOnce() throws Exception {
        assertEquals("{\"ids\":[\"101\",\"102\"],\"at\":[1,2,3]}",
                reference("[" + changed(101, 1) + "," + changed(102, 2) + "," + changed(101, 3) + "]"));
    }

    @Test
    void noQuestionNamesMoreThanTheBatchReadTakesAndNobodyIsLeftOut() throws Exception {
        List<JsonNode> references = references(IntStream.range(0, 250).mapToObj(i -> changed(1_000 + i, i))
                .collect(Collectors.joining(",", "[", "]")));
        List<String> ids = new ArrayList<>();
        references.forEach(reference -> {
            assertTrue(reference.path("ids").size() <= 100, reference.toString());
            reference.path("ids").forEach(id -> ids.add(id.asText()));
        });
        assertEquals(IntStream.range(0, 250).mapToObj(i -> String.valueOf(1_000 + i)).toList(),
                ids.stream().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"contact.creation", "contact.propertyChange", "contact.restore", "contact.conversationRead"})
    void whateverHappensToAContactItIsRead(String type) throws Exception {
        assertEquals("{\"ids\":[\"101\"],\"at\":[7]}",
                reference("[{\"subscriptionType\": \"" + type + "\", \"objectId\": 101, \"occurredAt\": 7}]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"objectTypeId\": \"0-1\", \"objectId\": 101, \"occurredAt\": 7}",
            "{\"subscriptionType\": \"object.propertyChange\", \"objectTypeId\": \"0-1\", \"objectId\": 101, \"occurredAt\": 7}",
            "{\"eventType\": \"object.creation\", \"objectTypeId\": \"0-1\", \"objectId\": \"101\", \"occurredAt\": 7}"})
    void anEventOfAnyObjectIsOneOfAContactWhenItSaysSo(String event) throws Exception {
        assertEquals("{\"ids\":[\"101\"],\"at\":[7]}", reference("[" + event + "]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"subscriptionType\": \"contact.associationChange\", \"fromObjectId\": 101, \"toObjectId\": 9, \"occurredAt\": 7}",
            "{\"subscriptionType\": \"deal.creation\", \"objectId\": 9}",
            "{\"subscriptionType\": \"object.creation\", \"objectTypeId\": \"0-2\", \"objectId\": 9}", "{\"objectId\": 9}",
            "{\"subscriptionType\": \"contact.creation\", \"objectId\": \"9,1\"}", "{}"})
    void whatIsNoChangeOfAContactIsNotRead(String event) throws Exception {
        assertEquals(List.of(), references("[" + event + "]"));
        assertEquals("{\"ids\":[\"102\"],\"at\":[8]}", reference("[" + event + "," + changed(102, 8) + "]"));
    }

    @ParameterizedTest
    @CsvSource({"contact.deletion, deletion", "contact.privacyDeletion, privacyDeletion"})
    void aDeletionIsRecordedAndNotRead(String type, String kind) throws Exception {
        assertEquals("{\"rejected\":\"SOURCE_DELETED\",\"id\":\"101\",\"kind\":\"" + kind + "\",\"at\":7}",
                reference("[{\"subscriptionType\": \"" + type + "\", \"objectId\": 101, \"occurredAt\": 7}]"));
    }

    @Test
    void ofAMergeWhoIsLeftIsReadAndTheOthersAreRecorded() throws Exception {
        assertEquals("""
            [{"rejected":"SOURCE_MERGED","id":"103","into":"104"}, {"rejected":"SOURCE_MERGED","id":"105","into":"104"}, \
            {"ids":["104"],"at":[7]}]""", references("""
            [{"subscriptionType": "contact.merge", "objectId": 104, "primaryObjectId": 103, "mergedObjectIds": [103, 105],
              "newObjectId": 104, "occurredAt": 7}]""").toString());
        assertEquals("[{\"rejected\":\"SOURCE_MERGED\",\"id\":\"105\",\"into\":\"103\"}, {\"ids\":[\"103\"],\"at\":[7]}]",
                references(
                        """
                            [{"subscriptionType": "contact.merge", "primaryObjectId": 103, "mergedObjectIds": [105], "occurredAt": 7}]""")
                        .toString());
    }

    /** One id that is none lets the batch read refuse a hundred others. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"subscriptionType\": \"contact.merge\", \"objectId\": 104, \"occurredAt\": 7}",
            "{\"subscriptionType\": \"contact.merge\", \"objectId\": 104, \"mergedObjectIds\": null, \"occurredAt\": 7}",
            "{\"subscriptionType\": \"contact.merge\", \"objectId\": 104, \"mergedObjectIds\": [null, 105], \"occurredAt\": 7}",
            "{\"subscriptionType\": \"contact.merge\", \"objectId\": \"\", \"newObjectId\": \"?\", \"occurredAt\": 7}"})
    void aMergeThatDoesNotSayWhoIsLeftAsksForNothingThatIsNoId(String event) throws Exception {
        String references = references("[" + event + "," + changed(102, 8) + "]").toString();
        assertTrue(references.contains("\"102\""), references);
        assertFalse(references.contains("null") || references.contains("\"\"") || references.contains("?"), references);
    }
}
