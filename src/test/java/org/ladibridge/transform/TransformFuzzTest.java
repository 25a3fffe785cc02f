package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.ladibridge.transform.Transforming.TRANSFORMER;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Whatever a source writes into a field, what comes out is a valid payload or a rejection. */
class TransformFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CustomerField[] FIELDS = CustomerField.values();
    private static final List<Mapping> MAPPINGS = mappings();

    private static List<Mapping> mappings() {
        try (Stream<Path> files = Files.find(Path.of("routes"), 2, (file, facts) -> file.endsWith("mapping.jq"))) {
            List<Mapping> mappings = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                mappings.add(Mapping.compile(Files.readString(file), Transforming.JQ));
            }
            return mappings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void anyTextInAnyFieldIsAValueOrAWarning(FuzzedDataProvider data) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        int count = data.consumeInt(1, 4);
        for (int i = 0; i < count; i++) {
            String field = data.pickValue(FIELDS).wireName();
            switch (data.consumeInt(0, 3)) {
                case 0 -> record.put(field, data.consumeLong());
                case 1 -> record.put(field, data.consumeDouble());
                case 2 -> record.putArray(field).add(data.consumeString(40));
                default -> record.put(field, data.consumeString(80));
            }
        }
        check(TRANSFORMER.normalise(record, Hints.none()));
    }

    @FuzzTest(maxDuration = "10m")
    void anyJsonThroughAnyMappingIsCustomersOrRejections(FuzzedDataProvider data) {
        Mapping mapping = MAPPINGS.get(data.consumeInt(0, MAPPINGS.size() - 1));
        JsonNode raw;
        try {
            raw = JSON.readTree(data.consumeRemainingAsString());
        } catch (JsonProcessingException e) {
            return;
        }
        TRANSFORMER.transform(raw, mapping, Hints.none()).forEach(TransformFuzzTest::check);
    }

    private static void check(Transformed transformed) {
        if (transformed instanceof Transformed.Accepted accepted) {
            assertEquals(accepted.customer(), CustomerUpdate.fromJson(accepted.customer().toJson()));
        } else {
            assertFalse(((Transformed.Rejected) transformed).reason() == null);
        }
    }
}
