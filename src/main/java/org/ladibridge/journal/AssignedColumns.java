package org.ladibridge.journal;

import java.time.Instant;

/**
 * What a person decided the columns of a source's files mean.
 *
 * @param headings stands for the set of headings that it is for
 * @param columns the decisions, as JSON
 * @param by who decided
 */
public record AssignedColumns(String source, String headings, String columns, Instant at, String by) {
}
