package org.ladibridge.journal;

import java.util.Set;

import org.ladibridge.customer.CustomerField;

/**
 * What a replayed record is delivered as from now on.
 *
 * @param payload instead of the stored one, which is kept
 * @param customerKey the key that belongs to it
 * @param alias as for {@link NewRecord}
 * @param patched the fields that a person set just now: they are as new as the replay, the others as old as the record
 */
public record Replacement(byte[] payload, String customerKey, String alias, Set<CustomerField> patched) {
}
