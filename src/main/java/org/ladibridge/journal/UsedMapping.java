package org.ladibridge.journal;

import java.time.Instant;

/**
 * What a source's records were made with, as the store remembers it.
 *
 * @param file the mapping's file, relative to the folder of the routes
 * @param digest of program and hints
 * @param program jq
 * @param hints of the route, as JSON
 * @param trusted whether it was the first one, changed little of the records at hand, or was accepted by a person
 * @param usedAt when its use began
 */
public record UsedMapping(String source, String file, String digest, String program, String hints, boolean trusted,
        Instant usedAt) {
}
