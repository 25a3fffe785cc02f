package org.ladibridge.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.ladibridge.customer.FieldOrigins;

/**
 * What LadiFlow is known to hold of a customer.
 *
 * @param line the customer's line
 * @param ladiflowId LadiFlow's identifier; null when it is not known
 * @param email under which LadiFlow has the customer; null when it is not known, or the last answer showed another one
 * @param phone likewise
 * @param payloadDigest digest of the last payload but for its tags, when it is <em>certain</em> that LadiFlow holds it and holds it in full; else null
 * @param origins where the values of its fields came from
 * @param confirmedAt when LadiFlow told the identifier last; null when it never did
 * @param tags ids of the tags, when it is <em>certain</em> which LadiFlow holds; else null
 * @param tagsToldAt when it told them; null when it did not
 */
public record HeldCustomer(String line, String ladiflowId, String email, String phone, String payloadDigest,
        FieldOrigins origins, Instant confirmedAt, List<String> tags, Instant tagsToldAt) {

    /** Nothing is known of the customer. */
    public static HeldCustomer unknown(String line) {
        return new HeldCustomer(line, null, null, null, null, FieldOrigins.NONE, null, null, null);
    }

    HeldCustomer inDoubt() {
        return new HeldCustomer(line, ladiflowId, email, phone, null, origins, confirmedAt, null, null);
    }

    /** Whether LadiFlow told the identifier no longer ago than that; one from the future is not believed. */
    public boolean isConfirmedSince(Instant now, Duration trusted) {
        return ladiflowId != null && confirmedAt != null && !confirmedAt.isAfter(now)
                && confirmedAt.plus(trusted).isAfter(now);
    }

    /** The tags, when LadiFlow told them no longer ago than that; else null. */
    public List<String> tagsSince(Instant now, Duration trusted) {
        return tagsToldAt != null && !tagsToldAt.isAfter(now) && tagsToldAt.plus(trusted).isAfter(now) ? tags : null;
    }
}
