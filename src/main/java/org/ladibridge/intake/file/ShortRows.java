package org.ladibridge.intake.file;

import java.util.List;

/**
 * Which rows may be shorter than the header. Some programs leave out the blank cells at a row's end; in a file of any other one a
 * short row is what a line break inside of a cell made of it, and its cells may stand under the wrong headings.
 */
final class ShortRows {
    /** So many of the same length one after the other are a program's work. */
    private static final int A_RUN = 3;

    private int full;
    private int shortOnes;
    private boolean padded;
    private boolean usual;
    private int run;
    private int runLength;

    /** Takes a row of the sample. */
    void learn(List<String> cells, int columns) {
        if (cells.size() < columns) {
            shortOnes++;
        } else {
            full++;
            padded |= cells.size() == columns && cells.get(columns - 1).isBlank();
        }
        count(cells, columns);
    }

    /** The sample has ended. */
    void learnt() {
        usual |= full == 0 || !padded && shortOnes > full;
        run = 0;
        full = 0;
    }

    /** Whether a row is as long as it may be. */
    boolean accept(List<String> cells, int columns) {
        count(cells, columns);
        if (cells.size() >= columns) {
            full++;
            return true;
        }
        return usual || full == 0;
    }

    private void count(List<String> cells, int columns) {
        if (cells.size() >= columns || cells.size() < 2) {
            run = 0;
            return;
        }
        run = run > 0 && runLength == cells.size() ? run + 1 : 1;
        runLength = cells.size();
        usual |= run >= A_RUN;
    }
}
