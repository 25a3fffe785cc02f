package org.ladibridge.journal;

import java.util.Arrays;

import org.ladibridge.customer.StoredText;

/**
 * Something that was sent, or was to be sent, of customers and that LadiFlow does not store.
 *
 * @param name of the custom field, the tag or the field
 */
public record NotTaken(Kind kind, String name) {
    private static final int LONGEST = 200;

    public NotTaken {
        name = StoredText.excerpt(name, LONGEST);
    }

    /** What it is. */
    public enum Kind {
        /** Dropped, because no such custom field exists. */
        CUSTOM_FIELD("custom_field"),
        /** Not sent, because no such tag exists; or dropped. */
        TAG("tag"),
        /** Parked in {@code external_data}. */
        FIELD("field");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        static Kind of(String label) {
            return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst().orElseThrow();
        }
    }
}
