package org.ladibridge.journal;

import java.time.Instant;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One call that was made for a record.
 *
 * @param at when it began
 * @param call what was called, for example {@code customer/update}
 * @param sent the body of the request; null when it was the record's payload as it stands
 * @param status HTTP status; null when there was no answer
 * @param millis how long it took
 * @param answer the beginning of the answer, or what went wrong; without secrets
 */
@RegisterForReflection
public record Attempt(Instant at, String call, String sent, Integer status, long millis, String answer) {
}
