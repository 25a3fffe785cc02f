package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a mapping writes, only LadiFlow's fields leave, and nothing that a warning or rejection says is personal. */
class ConservationTest {
    private static final String SECRET = "SECRETsecret42";
    private static final List<String> KNOWN = Stream.concat(Arrays.stream(CustomerField.values()).map(CustomerField::wireName),
            Stream.of("last_name", "middle_name", "clear", "tags_by_name")).toList();

    @Property
    void onlyFieldsOfLadiFlowLeaveAndReadBackAsTheyAre(@ForAll("records") Map<String, JsonNode> record) {
        if (transform(record) instanceof Transformed.Accepted accepted) {
            ObjectNode json = accepted.customer().toJson();
            json.fieldNames().forEachRemaining(key -> assertTrue(CustomerField.byWireName(key).isPresent(), key));
            assertEquals(accepted.customer(), CustomerUpdate.fromJson(json));
        }
    }

    @Property
    void noValueOfAnUnknownKeyLeaves(@ForAll("records") Map<String, JsonNode> record, @ForAll("unknownKeys") String key) {
        record.put(key, TextNode.valueOf(SECRET));
        Transformed transformed = transform(record);
        assertFalse(transformed.toString().contains(SECRET));
        if (transformed instanceof Transformed.Accepted accepted) {
            assertFalse(accepted.customer().toJson().toString().contains(SECRET));
        }
    }

    @Property
    void warningsAndRejectionsNeverRepeatAValue(@ForAll("knownKeys") String key) {
        for (JsonNode value : List.of(TextNode.valueOf(SECRET), TextNode.valueOf(SECRET + " Nguyá»…n"),
                JsonNodeFactory.instance.arrayNode().add(SECRET), JsonNodeFactory.instance.objectNode().put(SECRET, SECRET))) {
            if (!key.equals("clear")) {
                ObjectNode record = JsonNodeFactory.instance.objectNode();
                record.set(key, value);
                Transformed transformed = Transforming.TRANSFORMER.normalise(record, Hints.none());
                assertFalse(transformed.toString().contains(SECRET), key);
            }
        }
    }

    @Provide
    Arbitrary<Map<String, JsonNode>> records() {
        return Arbitraries.maps(Arbitraries.oneOf(knownKeys(), unknownKeys()), values()).ofMaxSize(12)
                .flatMap(record -> Arbitraries.of(true, true, true, false).map(email -> {
                    Map<String, JsonNode> copy = new java.util.LinkedHashMap<>(record);
                    if (email) {
                        copy.put("email", TextNode.valueOf(Transforming.EMAIL));
                    }
                    return copy;
                }));
    }

    @Provide
    Arbitrary<String> knownKeys() {
        return Arbitraries.of(KNOWN);
    }

    @Provide
    Arbitrary<String> unknownKeys() {
        return Arbitraries.oneOf(Arbitraries.of("password", "ip", "Email", "linkedin_url", "otp", "utm_source", "name", ""),
                Arbitraries.strings().ofMaxLength(12)).filter(key -> !KNOWN.contains(key));
    }

    private static Arbitrary<JsonNode> values() {
        Arbitrary<JsonNode> scalar = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(30).map(TextNode::valueOf),
                Arbitraries
                        .of("nam", "0912345678", "03/04/1990", "100000", "a,b", "https://example.vn", "vi", "14", "null", "  ",
                                "64f0a1b2c3d4e5f60718293a")
                        .map(TextNode::valueOf),
                Arbitraries.integers().map(IntNode::valueOf),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, 1.5, 1e300, -0.0).map(DoubleNode::valueOf),
                Arbitraries.of(true, false).map(BooleanNode::valueOf),
                Arbitraries.just(NullNode.instance));
        Arbitrary<JsonNode> list = scalar.list().ofMaxSize(4).map(items -> JsonNodeFactory.instance.arrayNode().addAll(items));
        Arbitrary<JsonNode> object = Arbitraries.maps(Arbitraries.of("name", "value", "loyalty_tier", "có dấu"), scalar)
                .map(fields -> JsonNodeFactory.instance.objectNode().setAll(fields));
        return Arbitraries.oneOf(scalar, list, object);
    }

    private static Transformed transform(Map<String, JsonNode> record) {
        ObjectNode mapped = JsonNodeFactory.instance.objectNode();
        mapped.setAll(record);
        return Transforming.TRANSFORMER.normalise(mapped, Hints.none());
    }
}
