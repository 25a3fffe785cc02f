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
     * @param weight about how many bytes it takes in memory
     */
    record Row(long line, JsonNode body, List<String> cells, String unreadable, long weight) {
        private static final int CELL = 160;

        /** One that weighs what its cells and its text do. */
        Row(long line, JsonNode body, List<String> cells, String unreadable) {
            this(line, body, cells, unreadable, weight(cells) + 2L * body.asText().length());
        }

        private static long weight(List<String> cells) {
            long weight = CELL;
            for (String cell : cells) {
                weight += CELL + 4L * cell.length();
            }
            return weight;
        }
    }

    /** The next row; null at the end. */
    Row next() throws IOException;

    /** The columns' names; empty when the format has none. */
    List<String> header();

    /** For the report; null when the format has none. */
    String delimiter();

    /** What whoever dropped it should know about how it is read. */
    default List<FileProblem> notes() {
        return List.of();
    }

    /** What only its end tells. */
    default List<FileProblem> lastNotes() {
        return List.of();
    }
}
