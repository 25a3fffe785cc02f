package org.ladibridge.journal;

import org.ladibridge.customer.FieldTimes;

/**
 * What is known of a customer from the last accepted call.
 *
 * @param ladiflowId LadiFlow's identifier; may be null
 * @param payloadDigest digest of the last accepted payload; may be null
 * @param times how new the accepted fields are
 */
public record AcceptedCustomer(String ladiflowId, String payloadDigest, FieldTimes times) {
    /** Nothing is known of the customer. */
    public static final AcceptedCustomer UNKNOWN = new AcceptedCustomer(null, null, FieldTimes.NONE);
}
