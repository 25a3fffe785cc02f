package org.ladibridge.intake.file;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How one column of a file, or one key of its objects, was understood.
 *
 * @param column its heading as it stands in the file
 * @param field what it becomes: LadiFlow's names, several with commas; null for nothing
 * @param how by whose word
 * @param examples the first different values, masked
 */
@RegisterForReflection
public record ColumnUse(String column, String field, How how, List<String> examples) {
    /** By whose word a column becomes what it does. */
    public enum How {
        /** The source's mapping takes it, or its heading is known. */
        FOUND,
        /** A person assigned it. */
        ASSIGNED,
        /** It stands back behind another column for the same field, where that has something in it. */
        SPARE,
        /** A person wants it to be left out. */
        LEFT_OUT,
        /** Nobody knows what it is. */
        NOTHING
    }

    public ColumnUse {
        examples = List.copyOf(examples);
    }
}
