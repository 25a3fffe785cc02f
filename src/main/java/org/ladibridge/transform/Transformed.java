package org.ladibridge.transform;

import java.util.List;

import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What became of one customer of a record. */
public sealed interface Transformed {
    List<Warning> warnings();

    /** The record is good enough to be delivered; what was left out is in the warnings. */
    record Accepted(CustomerUpdate customer, List<Warning> warnings) implements Transformed {
    }

    /**
     * The record cannot be delivered.
     *
     * @param detail what exactly is wrong, in English, without personal data; may be null
     * @param rest what is right of it: with what is missing, it would be a customer
     */
    record Rejected(Reason reason, String detail, List<Warning> warnings, ObjectNode rest) implements Transformed {
        /** Nothing could be read. */
        public Rejected(Reason reason, String detail) {
            this(reason, detail, List.of(), JsonNodeFactory.instance.objectNode());
        }

        /** Without {@link #rest}, which is personal data: a rejection may be logged. */
        @Override
        public String toString() {
            return "Rejected[reason=%s, detail=%s, warnings=%s]".formatted(reason, detail, warnings);
        }
    }
}
