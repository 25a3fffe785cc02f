package org.ladibridge.journal;

import java.util.List;
import java.util.Set;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Warning;

/**
 * What a replayed record is delivered as from now on.
 *
 * @param payload instead of the stored one, which is kept
 * @param customerKey the key that belongs to it
 * @param aliases as for {@link NewRecord}; null for none
 * @param rest what could be mapped of a record that was rejected, to be kept as its first payload; null for any other
 * @param warnings of this payload, instead of those of the one before
 * @param patched the fields that a person set just now: they are as new as the replay, the others as old as the record
 * @param keepsPatches whether what a person set for earlier replays is in the payload still
 */
public record Replacement(byte[] payload, String customerKey, List<String> aliases, byte[] rest, List<Warning> warnings,
        Set<CustomerField> patched, boolean keepsPatches) {
    public Replacement {
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
    }
}
