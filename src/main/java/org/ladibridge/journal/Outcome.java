package org.ladibridge.journal;

import java.time.Instant;
import java.util.List;

import org.ladibridge.customer.FieldTimes;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;

/** What a consumer of a queue decides about a record. */
public sealed interface Outcome {

    /**
     * LadiFlow has it; in a queue of references: what it refers to was fetched and stored.
     *
     * @param ladiflowId its identifier there; may be null
     * @param payloadDigest digest of what was accepted, to recognise the same payload next time; may be null
     * @param times how new the customer's fields are now
     * @param warnings what the answer gave reason to doubt
     */
    record Delivered(String ladiflowId, String payloadDigest, FieldTimes times, List<Warning> warnings) implements Outcome {
        /** For queues whose consumer has nothing to remember. */
        public static final Delivered PLAIN = new Delivered(null, null, FieldTimes.NONE, List.of());
    }

    /**
     * Equal to what was accepted last; nothing was sent.
     *
     * @param times how new the customer's fields are now
     */
    record Unchanged(FieldTimes times) implements Outcome {
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
