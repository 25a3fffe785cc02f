package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.FieldTimes;
import org.ladibridge.delivery.CustomerMerge.Change;

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

    private static Change change(String json) {
        return change(json, null);
    }

    private static Change change(String json, Integer day) {
        try {
            JsonNode payload = JSON.readTree("{'email':'an@example.vn',".replace('\'', '"') + json.replace('\'', '"') + "}");
            return new Change(CustomerUpdate.fromJson(payload), day == null ? null : at(day), FieldTimes.NONE);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void aPatchedFieldIsAsNewAsItsPatchAndTheOthersAsOldAsTheirRecord() {
        FieldTimes accepted = FieldTimes.NONE.with(Set.of(CustomerField.FIRST_NAME, CustomerField.CITY), at(2));
        Change old = change("'first_name':'An','city':'Huế'", 1);
        Change patched = new Change(old.customer(), old.changedAt(), FieldTimes.NONE.with(Set.of(CustomerField.CITY), at(3)));
        CustomerMerge merge = CustomerMerge.of(List.of(patched), accepted);
        assertSends("'city':'Huế'", merge);
        assertEquals(at(3), merge.times().newest().get(CustomerField.CITY));
        assertEquals(at(2), merge.times().newest().get(CustomerField.FIRST_NAME));
    }

    private static Instant at(int day) {
        return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(day * 86_400L);
    }

    private static CustomerMerge merge(Change... changes) {
        return CustomerMerge.of(List.of(changes), FieldTimes.NONE);
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
        assertEquals(1, merge(change("'custom_fields':[{'name':'a','value':'1'}]"),
                change("'custom_fields':[{'name':'b','value':'2'}]")).records());
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
        FieldTimes accepted = FieldTimes.NONE.with(List.of(CustomerField.CITY, CustomerField.EMAIL), at(5));
        CustomerMerge merge = CustomerMerge.of(List.of(change("'city':'Huế','zalo':'1'", 4)), accepted);
        assertSends("'zalo':'1'", merge);
        assertEquals(Set.of(CustomerField.CITY), merge.leftOut());
        assertFalse(merge.isStale());
        assertEquals(at(5), merge.times().newest().get(CustomerField.CITY));
        assertEquals(at(4), merge.times().newest().get(CustomerField.ZALO));
        assertTrue(CustomerMerge.of(List.of(change("'city':'Huế'", 4)), accepted).isStale());
        assertFalse(CustomerMerge.of(List.of(change("'city':'Huế'", 5)), accepted).isStale(), "as new is new enough");
        assertFalse(CustomerMerge.of(List.of(change("'city':'Huế'")), accepted).isStale(),
                "a source without times is not judged");
    }

    @Test
    void tagNamesThatAreOlderGoWithTheirFlag() {
        FieldTimes accepted = FieldTimes.NONE.with(List.of(CustomerField.TAGS), at(5));
        assertSends("'city':'Huế'",
                CustomerMerge.of(List.of(change("'tags':['a'],'import_by_tag_name':true,'city':'Huế'", 4)), accepted));
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
                } else if (addsToLists && field.type().isList() && old != null) {
                    List<String> items = new ArrayList<>();
                    old.forEach(item -> items.add(item.asText()));
                    value.forEach(item -> items.add(item.asText()));
                    fields.put(field, JSON.valueToTree(items.stream().distinct().sorted().toList()));
                } else {
                    fields.put(field, value);
                }
            }
        }
    }

    @Provide
    Arbitrary<Change> changes() {
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
                    return new Change(builder.build(), day == null ? null : at(day), FieldTimes.NONE);
                });
    }

    private static void put(CustomerUpdate.Builder builder, CustomerField field, JsonNode value) {
        if (value != null && value.isNull()) {
            builder.clear(field);
        } else if (value != null) {
            builder.set(field, value);
        }
    }

    private static Store deliver(List<Change> changes, boolean together, boolean addsToLists) {
        Store store = new Store(addsToLists);
        FieldTimes times = FieldTimes.NONE;
        for (int next = 0; next < changes.size();) {
            CustomerMerge merge = CustomerMerge.of(changes.subList(next, together ? changes.size() : next + 1), times);
            assertTrue(merge.records() >= 1);
            next += merge.records();
            times = merge.times();
            if (!merge.isStale()) {
                store.send(merge.customer());
            }
        }
        return store;
    }

    @Property
    void togetherTheyLeaveLadiFlowAsOneAfterTheOtherWould(@ForAll("changeLists") List<Change> changes,
            @ForAll boolean addsToLists) {
        assertEquals(deliver(changes, false, addsToLists).fields(), deliver(changes, true, addsToLists).fields());
    }

    @Property
    void ofTimedChangesTheNewestOfEachFieldWins(@ForAll("changeLists") List<Change> changes) {
        List<Change> timed = changes.stream().filter(change -> change.changedAt() != null).toList();
        Map<CustomerField, JsonNode> expected = new Store(false).fields();
        timed.stream().sorted(java.util.Comparator.comparing(Change::changedAt)).forEach(change -> {
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
    Arbitrary<List<Change>> changeLists() {
        return changes().list().ofMinSize(1).ofMaxSize(8);
    }

    @Test
    void timesOutliveTheStore() {
        FieldTimes times = FieldTimes.NONE.with(Arrays.asList(CustomerField.CITY, CustomerField.LINKEDIN_URL), at(3));
        assertEquals(times, FieldTimes.fromJson(times.toJson()));
        assertEquals(FieldTimes.NONE, FieldTimes.fromJson(FieldTimes.NONE.toJson()));
    }
}
