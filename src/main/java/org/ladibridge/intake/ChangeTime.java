package org.ladibridge.intake;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * When a source says that it changed a record.
 *
 * @param pointers where the time stands; the first one with a time counts
 */
record ChangeTime(List<JsonPointer> pointers, Times times) {

    /** @return null when the record tells no time */
    Instant of(JsonNode record) {
        return pointers.stream().map(pointer -> times.moment(record.at(pointer))).filter(Objects::nonNull).findFirst()
                .orElse(null);
    }
}
