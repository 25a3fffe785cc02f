package org.ladibridge.intake.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** The records of a file, one after the other. */
interface RowReader extends Closeable {
    /**
     * @param line where the row begins in the file, from 1
     * @param body the row as JSON; when it is unreadable, its text
     * @param cells the row's cells as they stand in the file; empty when the format has none
     * @param unreadable why it cannot be read; null when it can
     */
    record Row(long line, JsonNode body, List<String> cells, String unreadable) {
    }

    /** The next row; null at the end. */
    Row next() throws IOException;

    /** The columns' names; empty when the format has none. */
    List<String> header();

    /** For the report; null when the format has none. */
    String delimiter();
}
