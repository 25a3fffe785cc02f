package org.ladibridge.journal;

import java.util.Objects;

/**
 * How far a source has been read; stored in one transaction with the records read so far.
 *
 * @param source the source's name
 * @param value the source's own notation, usually a small JSON object
 */
public record Checkpoint(String source, String value) {
    public Checkpoint {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(value, "value");
    }
}
