package org.ladibridge.journal;

/**
 * What is known of a customer from the last accepted call.
 *
 * @param ladiflowId LadiFlow's identifier; may be null
 * @param payloadDigest digest of the last accepted payload; may be null
 */
public record AcceptedCustomer(String ladiflowId, String payloadDigest) {
}
