package org.ladibridge.intake.api;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * Where an answer has its records.
 *
 * @param items the record or the list of records; empty = the answer itself
 * @param id a record's id, within the record
 */
public record Shape(JsonPointer items, JsonPointer id) {
}
