package org.ladibridge.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** How JSON from outside is read: within limits of depth and length, and with every digit of its numbers. */
public final class UntrustedJson {
    private static final int DEEPEST = 64;
    private static final int LONGEST_TEXT = 1024 * 1024;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 1_000;
    /** Values, names and brackets of an answer; as a tree each takes some 50 bytes, whatever it took on the wire. */
    private static final int MOST_TOKENS = 1_000_000;
    private static final int LEAST_TOKENS = 50_000;
    private static final int BYTES_OF_HEAP = 256;

    private UntrustedJson() {
    }

    /** A mapper whose parsers refuse what is beyond the limits; ids beyond 2^53 and amounts stay exact. */
    public static ObjectMapper mapper() {
        return mapper(Long.MAX_VALUE);
    }

    /** As {@link #mapper}; it refuses also what would become too large a tree, as a page of {@code {},{},{}…} does. */
    public static ObjectMapper ofAnswers() {
        return mapper(Math.max(LEAST_TOKENS, Math.min(MOST_TOKENS, Runtime.getRuntime().maxMemory() / BYTES_OF_HEAP)));
    }

    private static ObjectMapper mapper(long mostTokens) {
        StreamReadConstraints limits = StreamReadConstraints.builder().maxTokenCount(mostTokens).maxNestingDepth(DEEPEST)
                .maxStringLength(LONGEST_TEXT)
                .maxNumberLength(LONGEST_NUMBER).maxNameLength(LONGEST_NAME).build();
        return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                .build();
    }
}
