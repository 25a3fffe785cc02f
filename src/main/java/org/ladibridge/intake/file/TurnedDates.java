package org.ladibridge.intake.file;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dhatim.fastexcel.reader.Cell;

/**
 * Columns of dates that a spreadsheet program of another country opened: where day and month could be swapped it made dates of them,
 * with day and month swapped, and left the others as texts. Nobody can tell for certain, so the values stay as they are.
 */
final class TurnedDates {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,2})[/.-]\\d{1,2}[/.-]\\d{2,4}.*");
    private static final int ENOUGH = 3;

    private final int[] dates;
    private final int[] texts;
    private final boolean[] sound;

    TurnedDates(int columns) {
        this.dates = new int[columns];
        this.texts = new int[columns];
        this.sound = new boolean[columns];
    }

    void look(int column, Cell cell, String text) {
        if (sound[column] || text.length() < 6 || text.charAt(0) < '0' || text.charAt(0) > '9') {
            return;
        }
        int day = XlsxCells.dayOfMonth(cell);
        if (day > 0) {
            dates[column]++;
            sound[column] = day > 12;
            return;
        }
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            texts[column]++;
            sound[column] = Integer.parseInt(matcher.group(1)) <= 12;
        }
    }

    List<FileProblem> notes(List<String> names) {
        List<FileProblem> notes = new ArrayList<>();
        for (int i = 0; i < Math.min(dates.length, names.size()); i++) {
            if (!sound[i] && dates[i] > 0 && texts[i] > 0 && dates[i] + texts[i] >= ENOUGH) {
                notes.add(new FileProblem("in the column «" + names.get(i)
                        + "» day and month seem to be swapped in the dates that Excel recognised, and the others are texts; look "
                        + "at the file in which the column was text, and drop that",
                        "cột «" + names.get(i) + "» có vẻ bị đảo ngày và tháng ở các ô mà Excel nhận là ngày, các ô còn lại là "
                                + "văn bản; hãy xem lại tệp gốc với cột này ở dạng văn bản rồi thả lại"));
            }
        }
        return notes;
    }
}
