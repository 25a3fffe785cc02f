package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Warning;
import org.ladibridge.intake.UntrustedJson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** The transformer on the day of the worked examples, 2026-06-01 in Việt Nam, and short ways to use it. */
final class Transforming {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T03:00:00Z"), SourceHints.VIETNAM);
    static final CustomerTransformer TRANSFORMER = new CustomerTransformer(CLOCK);
    static final String EMAIL = "a@example.vn";
    static final Jq JQ = jq(Duration.ofSeconds(2));

    private static final ObjectMapper JSON = UntrustedJson.mapper();

    private Transforming() {
    }

    static JsonNode json(String json) {
        try {
            return JSON.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Transformed normalise(String json, SourceHints hints) {
        return TRANSFORMER.normalise((ObjectNode) json(json), hints);
    }

    static CustomerUpdate accepted(Transformed transformed) {
        return assertInstanceOf(Transformed.Accepted.class, transformed).customer();
    }

    static Transformed.Rejected rejected(Transformed transformed) {
        return assertInstanceOf(Transformed.Rejected.class, transformed);
    }

    static List<Warning.Code> codes(Transformed transformed) {
        return transformed.warnings().stream().map(Warning::code).toList();
    }

    /** What becomes of one value in the record of a customer whose e-mail is good. */
    static Field field(String key, JsonNode value, SourceHints hints) {
        ObjectNode record = JsonNodeFactory.instance.objectNode().put("email", EMAIL);
        record.set(key, value);
        Transformed transformed = TRANSFORMER.normalise(record, hints);
        JsonNode out = accepted(transformed).toJson().get(key);
        return new Field(out == null ? Optional.empty() : Optional.of(out.asText()), codes(transformed));
    }

    static Field field(String key, String text, SourceHints hints) {
        return field(key, JsonNodeFactory.instance.textNode(text), hints);
    }

    record Field(Optional<String> value, List<Warning.Code> warnings) {
        static Field of(String value) {
            return new Field(Optional.of(value), List.of());
        }

        static Field leftOut(Warning.Code... warnings) {
            return new Field(Optional.empty(), List.of(warnings));
        }
    }

    static Jq jq(Duration limit) {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
        return new Jq(scope, limit);
    }
}
