package org.ladibridge.transform;

import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Leads of Meta's testing tool, which come by webhook, by export and through other programs.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/guides/lead-ads/testing-troubleshooting">Meta: test leads</a>
 */
final class TestLeads {
    private static final String DUMMY = "<test lead:";
    private static final Set<String> ADDRESSES = Set.of("test@meta.com", "test@fb.com");
    private static final int DEEPEST = 4;

    private TestLeads() {
    }

    /** Whether a mapped record is one. */
    static boolean isOne(JsonNode mapped) {
        return isOne(mapped, 0);
    }

    private static boolean isOne(JsonNode node, int depth) {
        if (node.isTextual()) {
            String text = node.textValue();
            return text.startsWith(DUMMY) || text.length() < 20 && text.indexOf('@') > 0
                    && ADDRESSES.contains(text.strip().toLowerCase(Locale.ROOT));
        }
        if (depth < DEEPEST) {
            for (JsonNode child : node) {
                if (isOne(child, depth + 1)) {
                    return true;
                }
            }
        }
        return false;
    }
}
