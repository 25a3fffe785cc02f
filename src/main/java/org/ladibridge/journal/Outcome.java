package org.ladibridge.journal;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;

/** What a consumer of a queue decides about a record. */
public sealed interface Outcome {

    /**
     * Who LadiFlow says the customer is.
     *
     * @param ladiflowId its identifier there; may be null
     * @param email under which it has the customer; null when that is not known, or is another one than was sent
     * @param phone likewise
     */
    record Identity(String ladiflowId, String email, String phone) {
    }

    /**
     * The tags that LadiFlow has of the customer.
     *
     * @param ids of the tags
     * @param toldAt when it told them
     */
    record Tags(List<String> ids, Instant toldAt) {
    }

    /**
     * LadiFlow has it; in a queue of references: what it refers to was fetched and stored.
     *
     * @param identity null when there is nothing to remember
     * @param payloadDigest digest of what was accepted, to recognise the same payload next time; null when it was not accepted in full
     * @param tags of the customer; null when they are not known for certain
     * @param origins where the values of the customer's fields come from now
     * @param warnings what the answer gave reason to doubt
     * @param notTaken what LadiFlow did not store of it
     * @param taken what LadiFlow did not store of former records, and stores of this one
     */
    record Delivered(Identity identity, String payloadDigest, Tags tags, FieldOrigins origins, List<Warning> warnings,
            Set<NotTaken> notTaken, Set<NotTaken> taken) implements Outcome {
        /** For queues whose consumer has nothing to remember. */
        public static final Delivered PLAIN = new Delivered(null, null, FieldOrigins.NONE, List.of());

        /** Nothing is known of tags, and nothing was left out. */
        public Delivered(Identity identity, String payloadDigest, FieldOrigins origins, List<Warning> warnings) {
            this(identity, payloadDigest, null, origins, warnings, Set.of(), Set.of());
        }
    }

    /**
     * Equal to what LadiFlow certainly holds; nothing was sent.
     *
     * @param origins where the values of the customer's fields come from now
     */
    record Unchanged(FieldOrigins origins) implements Outcome {
    }

    /**
     * Nothing was decided: LadiFlow's customer is the one of another line, so the record has to take its place there.
     *
     * @param line the other line
     */
    record SameCustomer(String line) implements Outcome {
    }

    /** Something newer was accepted before; nothing was sent. */
    record Superseded(Reason reason) implements Outcome {
    }

    /** Not now; younger records of the same customer wait behind it. */
    record RetryAt(Instant due, Reason reason, String detail) implements Outcome {
    }

    /** It turned out to be nothing that can be delivered; nobody has to look at it. */
    record Rejected(Reason reason, String detail) implements Outcome {
    }

    /** A person has to look at it. */
    record Dead(Reason reason, String detail) implements Outcome {
    }
}
