package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.ladibridge.customer.CustomerChange;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.FieldOrigins.Origin;
import org.ladibridge.customer.TagsOnUpdate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CustomerMergeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static CustomerChange change(String json) {
        return change(json, null);
    }

    private static CustomerChange change(String json, Integer day) {
        try {
            JsonNode payload = JSON.readTree("{'email':'an@example.vn',".replace('\'', '"') + json.replace('\'', '"') + "}");
            return new CustomerChange(CustomerUpdate.fromJson(payload), day == null ? null : at(day), 0, FieldOrigins.NONE);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void aPatchedFieldIsAsNewAsItsPatchAndTheOthersAsOldAsTheirRecord() {
        FieldOrigins accepted = accepted(2, CustomerField.FIRST_NAME, CustomerField.CITY);
        CustomerChange old = change("'first_name':'An','city':'Huế'", 1);
        CustomerChange patched = new CustomerChange(old.customer(), old.changedAt(), 0,
                FieldOrigins.NONE.with(CustomerField.CITY, new Origin(at(3), 1)));
        CustomerMerge merge = CustomerMerge.of(List.of(patched), accepted, TagsOnUpdate.ADD);
        assertSends("'city':'Huế'", merge);
        assertEquals(at(3), merge.origins().newest().get(CustomerField.CITY).changedAt());
        assertEquals(at(2), merge.origins().newest().get(CustomerField.FIRST_NAME).changedAt());
    }

    private static Instant at(int day) {
        return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(day * 86_400L);
    }

    private static CustomerMerge merge(CustomerChange... changes) {
        return CustomerMerge.of(List.of(changes), FieldOrigins.NONE, TagsOnUpdate.REPLACE);
    }

    private static CustomerMerge union(CustomerChange... changes) {
        return CustomerMerge.of(List.of(changes), FieldOrigins.NONE, TagsOnUpdate.ADD);
    }

    private static void assertSends(String json, CustomerMerge merge) {
        assertEquals(change(json).customer(), merge.customer());
    }

    @Test
    void anAbsentFieldKeepsTheEarlierValueAndAClearedOneClearsIt() {
        CustomerMerge merge = merge(change("'city':'Huế','company':'A'"), change("'company':null"), change("'zalo':'1'"));
        assertEquals(3, merge.records());
        assertSends("'city':'Huế','company':null,'zalo':'1'", merge);
    }

    @Test
    void aValueAfterAClearingIsTheValue() {
        assertSends("'company':'B'", merge(change("'company':null"), change("'company':'B'")));
    }

    @Test
    void listsGoTogetherOnlyWhenTheLaterOneContainsTheEarlier() {
        assertEquals(2, merge(change("'tags':['a']"), change("'tags':['a','b']")).records());
        assertEquals(1, merge(change("'tags':['a','b']"), change("'tags':['a']")).records());
        assertEquals(1, merge(change("'tags':null"), change("'tags':['a']")).records());
        assertEquals(2, merge(change("'tags':['a']"), change("'tags':null")).records());
        assertEquals(2, merge(change("'custom_fields':[{'name':'a','value':'1'}]"),
                change("'custom_fields':[{'name':'a','value':'2'},{'name':'b','value':'3'}]")).records());
        assertEquals(1, merge(change("'channels':['API']"), change("'channels':['DASHBOARD']")).records());
    }

    @Test
    void eachCustomFieldIsAValueOfItsOwn() {
        assertSends("'custom_fields':[{'name':'a','value':'3'},{'name':'b','value':'2'}]",
                merge(change("'custom_fields':[{'name':'a','value':'1'}]"),
                        change("'custom_fields':[{'name':'b','value':'2'}]"),
                        change("'custom_fields':[{'name':'a','value':'3'}]")));
        CustomerMerge late = merge(change("'custom_fields':[{'name':'a','value':'1'}]", 5),
                change("'custom_fields':[{'name':'a','value':'0'},{'name':'b','value':'2'}]", 4));
        assertSends("'custom_fields':[{'name':'a','value':'1'},{'name':'b','value':'2'}]", late);
        assertEquals(Set.of(CustomerField.CUSTOM_FIELDS), late.leftOut());
    }

    @Test
    void tagsComeToTheOthersAndTheLastWordOnEachTagWins() {
        assertSends("'tags':['a','b'],'import_by_tag_name':true", union(change("'tags':['a'],'import_by_tag_name':true"),
                change("'tags':['b','A '],'import_by_tag_name':true")));
        assertSends("'tags':['b'],'import_by_tag_name':true,'tags_remove_by_name':['A']",
                union(change("'tags':['a','b'],'import_by_tag_name':true"), change("'tags_remove_by_name':['A']")));
        assertSends("'tags':['A'],'import_by_tag_name':true", union(change("'tags_remove_by_name':['a']"),
                change("'tags':['A'],'import_by_tag_name':true")));
        assertSends("'tags':null", union(change("'tags':['a'],'import_by_tag_name':true,'tags_remove_by_name':['b']"),
                change("'tags':null")));
        assertEquals(1, union(change("'tags':null"), change("'tags':['a']")).records());
        assertEquals(1, union(change("'tags':['64f0a1b2c3d4e5f607182901']"), change("'tags_remove_by_name':['a']")).records(),
                "a name may be that of the id");
    }

    @Test
    void anOlderWordOnATagIsLeftOutAndTheOthersOfItsRecordAreNot() {
        FieldOrigins accepted = union(change("'tags_remove_by_name':['a']", 5)).origins();
        CustomerMerge older = CustomerMerge.of(List.of(change("'tags':['a','b'],'import_by_tag_name':true", 4)), accepted,
                TagsOnUpdate.ADD);
        assertSends("'tags':['b'],'import_by_tag_name':true", older);
        assertEquals(Set.of(CustomerField.TAGS), older.leftOut());
        assertTrue(CustomerMerge.of(List.of(change("'tags':['a'],'import_by_tag_name':true", 4)), accepted, TagsOnUpdate.ADD)
                .isStale());
        FieldOrigins cleared = union(change("'tags':null", 5)).origins();
        assertTrue(CustomerMerge.of(List.of(change("'tags':['c'],'import_by_tag_name':true", 4)), cleared, TagsOnUpdate.ADD)
                .isStale());
        assertTrue(CustomerMerge.of(List.of(change("'tags':null", 4)), accepted, TagsOnUpdate.ADD).isStale());
    }

    @Test
    void tagNamesAndTagIdsNeverMix() {
        assertEquals(1, merge(change("'tags':['a'],'import_by_tag_name':true"), change("'tags':['a','b']")).records());
        assertSends("'tags':['a'],'import_by_tag_name':true,'city':'Huế'",
                merge(change("'tags':['a'],'import_by_tag_name':true"), change("'city':'Huế'")));
        assertSends("'tags':['a'],'city':'Huế'", merge(change("'city':'Huế'"), change("'tags':['a']")));
    }

    @Test
    void twoIdsOfLadiFlowAreTwoCustomers() {
        assertEquals(1,
                merge(change("'_id':'64f0a1b2c3d4e5f607182901'"), change("'_id':'64f0a1b2c3d4e5f607182902'")).records());
        assertEquals(2, merge(change("'_id':'64f0a1b2c3d4e5f607182901'"), change("'city':'Huế'")).records());
    }

    @Test
    void whatIsOlderThanAcceptedIsLeftOutFieldByField() {
        FieldOrigins accepted = accepted(5, CustomerField.CITY, CustomerField.EMAIL);
        CustomerMerge merge = CustomerMerge.of(List.of(change("'city':'Huế','zalo':'1'", 4)), accepted, TagsOnUpdate.ADD);
        assertSends("'zalo':'1'", merge);
        assertEquals(Set.of(CustomerField.CITY), merge.leftOut());
        assertFalse(merge.isStale());
        assertEquals(at(5), merge.origins().newest().get(CustomerField.CITY).changedAt());
        assertEquals(at(4), merge.origins().newest().get(CustomerField.ZALO).changedAt());
        assertTrue(CustomerMerge.of(List.of(change("'city':'Huế'", 4)), accepted, TagsOnUpdate.ADD).isStale());
        assertFalse(CustomerMerge.of(List.of(change("'city':'Huế'", 5)), accepted, TagsOnUpdate.ADD).isStale(),
                "as new is new enough");
        assertFalse(CustomerMerge.of(List.of(change("'city':'Huế'")), accepted, TagsOnUpdate.ADD).isStale(),
                "a source without times is not judged");
    }

    @Test
    void tagNamesThatAreOlderGoWithTheirFlag() {
        FieldOrigins accepted = accepted(5, CustomerField.TAGS);
        assertSends("'city':'Huế'",
                CustomerMerge.of(List.of(change("'tags':['a'],'import_by_tag_name':true,'city':'Huế'", 4)), accepted,
                        TagsOnUpdate.ADD));
    }

    /** LadiFlow as its documentation lets it be understood, with either meaning of a list. */
    private record Store(boolean addsToLists, Map<CustomerField, JsonNode> fields) {
        Store(boolean addsToLists) {
            this(addsToLists, new EnumMap<>(CustomerField.class));
            fields.put(CustomerField.CITY, TextNode.valueOf("before"));
        }

        void send(CustomerUpdate update) {
            for (CustomerField field : update.fields()) {
                JsonNode value = update.value(field).orElseThrow();
                JsonNode old = fields.get(field);
                if (value.isNull()) {
                    fields.remove(field);
                } else if (addsToLists && field.type().isList()) {
                    List<String> items = new ArrayList<>();
                    (old == null ? JSON.createArrayNode() : old).forEach(item -> items.add(item.asText()));
                    value.forEach(item -> items.add(item.asText()));
                    fields.put(field, JSON.valueToTree(items.stream().distinct().sorted().toList()));
                } else {
                    fields.put(field, value);
                }
            }
        }
    }

    @Provide
    Arbitrary<CustomerChange> changes() {
        Arbitrary<JsonNode> texts = Arbitraries.<JsonNode>of(TextNode.valueOf("x"), TextNode.valueOf("y"), NullNode.instance)
                .injectNull(0.4);
        Arbitrary<JsonNode> lists = Arbitraries.of("null", "[\"a\"]", "[\"b\"]", "[\"a\",\"b\"]").map(text -> {
            try {
                return JSON.readTree(text);
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        }).injectNull(0.5);
        return Combinators.combine(texts, texts, lists, Arbitraries.integers().between(1, 5).injectNull(0.5))
                .as((city, company, tags, day) -> {
                    CustomerUpdate.Builder builder = CustomerUpdate.builder().text(CustomerField.EMAIL, "an@example.vn");
                    put(builder, CustomerField.CITY, city);
                    put(builder, CustomerField.COMPANY, company);
                    put(builder, CustomerField.TAGS, tags);
                    return new CustomerChange(builder.build(), day == null ? null : at(day), 0, FieldOrigins.NONE);
                });
    }

    private static void put(CustomerUpdate.Builder builder, CustomerField field, JsonNode value) {
        if (value != null && value.isNull()) {
            builder.clear(field);
        } else if (value != null) {
            builder.set(field, value);
        }
    }

    private static Store deliver(List<CustomerChange> changes, boolean together, boolean addsToLists) {
        Store store = new Store(addsToLists);
        FieldOrigins origins = FieldOrigins.NONE;
        for (int next = 0; next < changes.size();) {
            CustomerMerge merge = CustomerMerge.of(changes.subList(next, together ? changes.size() : next + 1), origins,
                    addsToLists ? TagsOnUpdate.ADD : TagsOnUpdate.REPLACE);
            assertTrue(merge.records() >= 1);
            next += merge.records();
            origins = merge.origins();
            if (!merge.isStale()) {
                store.send(merge.customer());
            }
        }
        return store;
    }

    @Property
    void togetherTheyLeaveLadiFlowAsOneAfterTheOtherWould(@ForAll("changeLists") List<CustomerChange> changes,
            @ForAll boolean addsToLists) {
        assertEquals(deliver(changes, false, addsToLists).fields(), deliver(changes, true, addsToLists).fields());
    }

    @Property
    void ofTimedChangesTheNewestOfEachFieldWins(@ForAll("changeLists") List<CustomerChange> changes) {
        List<CustomerChange> timed = changes.stream().filter(change -> change.changedAt() != null).toList();
        Map<CustomerField, JsonNode> expected = new Store(false).fields();
        timed.stream().sorted(java.util.Comparator.comparing(CustomerChange::changedAt)).forEach(change -> {
            for (CustomerField field : change.customer().fields()) {
                JsonNode value = change.customer().value(field).orElseThrow();
                if (value.isNull()) {
                    expected.remove(field);
                } else {
                    expected.put(field, value);
                }
            }
        });
        assertEquals(expected, deliver(timed, true, false).fields());
    }

    @Provide
    Arbitrary<List<CustomerChange>> changeLists() {
        return changes().list().ofMinSize(1).ofMaxSize(8).map(changes -> IntStream.range(0, changes.size())
                .mapToObj(i -> new CustomerChange(changes.get(i).customer(), changes.get(i).changedAt(), i + 1,
                        FieldOrigins.NONE))
                .toList());
    }

    @Test
    void originsOutliveTheStore() throws Exception {
        FieldOrigins origins = accepted(3, CustomerField.CITY, CustomerField.LINKEDIN_URL)
                .with(CustomerField.ZALO, new Origin(null, 7))
                .and(union(change("'tags':['VIP','Thẻ / 1'],'import_by_tag_name':true", 2)).origins());
        assertEquals(origins, FieldOrigins.fromJson(origins.toJson()));
        assertEquals(FieldOrigins.NONE, FieldOrigins.fromJson(FieldOrigins.NONE.toJson()));
        assertEquals(at(3), FieldOrigins.fromJson(JSON.readTree("{\"city\":" + at(3).toEpochMilli() + "}")).newest()
                .get(CustomerField.CITY).changedAt(), "as former versions wrote it");
    }

    @Test
    void aReplayedRecordIsAsOldAsItsArrival() {
        FieldOrigins accepted = FieldOrigins.NONE.with(CustomerField.CITY, new Origin(null, 7));
        CustomerUpdate customer = change("'city':'Huế','zalo':'1'").customer();
        assertSends("'zalo':'1'",
                CustomerMerge.of(List.of(new CustomerChange(customer, null, 5, FieldOrigins.NONE)), accepted,
                        TagsOnUpdate.ADD));
        assertSends("'city':'Huế','zalo':'1'",
                CustomerMerge.of(List.of(new CustomerChange(customer, null, 7, FieldOrigins.NONE)), accepted,
                        TagsOnUpdate.ADD));
    }

    @Test
    void aSourceWithoutTimesDoesNotMakeAnOlderChangeOfAnotherOneNews() {
        FieldOrigins accepted = accepted(5, CustomerField.CITY).with(CustomerField.CITY, new Origin(null, 7));
        CustomerChange older = new CustomerChange(change("'city':'Huế'").customer(), at(4), 8, FieldOrigins.NONE);
        assertTrue(CustomerMerge.of(List.of(older), accepted, TagsOnUpdate.ADD).isStale());
    }

    private static FieldOrigins accepted(int day, CustomerField... fields) {
        FieldOrigins origins = FieldOrigins.NONE;
        for (CustomerField field : fields) {
            origins = origins.with(field, new Origin(at(day), 0));
        }
        return origins;
    }
}
