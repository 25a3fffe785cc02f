package org.ladibridge.intake.poll;

import org.ladibridge.intake.Parameters;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * How the last page is known.
 *
 * @param moreFlag where a flag is true while there are more; null for the other ways
 */
record LastPage(Way way, JsonPointer moreFlag) {
    enum Way {
        /** It has fewer items than the page size. */
        SHORT,
        /** It has none. */
        EMPTY,
        FLAG
    }

    /** @param text {@code short}, {@code empty} or a JSON pointer to a flag; a blank one means short */
    static LastPage of(String text) {
        return switch (text) {
            case "", "short" -> new LastPage(Way.SHORT, null);
            case "empty" -> new LastPage(Way.EMPTY, null);
            default -> {
                if (!text.startsWith("/")) {
                    Parameters.oneOf("lastPage", text, java.util.List.of("short", "empty", "a JSON pointer such as /has_more"));
                }
                yield new LastPage(Way.FLAG, Parameters.pointer("lastPage", text));
            }
        };
    }
}
