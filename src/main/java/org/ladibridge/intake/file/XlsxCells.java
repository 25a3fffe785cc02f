package org.ladibridge.intake.file;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;

/**
 * The text that a cell shows, as far as it matters here: the zeros of a phone number's format, a date as {@code yyyy-MM-dd}
 * whatever its format, and every other number with all its digits.
 */
final class XlsxCells {
    private static final int LONGEST_NUMBER = 40;
    /** 31 December 9999, the last day that Excel knows. */
    private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_466);
    /** Numbers without a date's format that can be the birthday of somebody alive; years are smaller. */
    private static final BigDecimal FIRST_BIRTHDAY = BigDecimal.valueOf(2_500);
    private static final BigDecimal LAST_BIRTHDAY = BigDecimal.valueOf(100_000);
    private static final Pattern LITERALS = Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^]]*]");
    private static final Pattern DAY_OR_YEAR = Pattern.compile("[dDyY]");
    /** Digits in their places, with signs between them: 0000 000 000, (000) 000-0000, "0"000000000. */
    private static final Pattern PLACES = Pattern.compile("(?:[0# ()+-]|\"[^\"]*\"|\\\\.)*0(?:[0# ()+-]|\"[^\"]*\"|\\\\.)*");
    private static final Pattern FORMAT_CHARACTER = Pattern.compile("\"[^\"]*\"|\\\\.|.");
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");
    private static final Set<String> DATE_FIELDS = Set.of("dob", "subcribed_at");

    private XlsxCells() {
    }

    static boolean isError(Cell cell) {
        return cell.getValue() instanceof String text && (cell.getType() == CellType.ERROR
                || cell.getType() == CellType.FORMULA && text.startsWith("#")
                        && text.matches("#(N/A|REF!|VALUE!|NAME\\?|DIV/0!|NUM!|NULL!)"));
    }

    static boolean lacksItsValue(Cell cell) {
        return cell.getType() == CellType.FORMULA && cell.getRawValue() == null;
    }

    /** @param field what the column's heading means; null when nobody knows it */
    static String text(Cell cell, String field) {
        if (cell == null || cell.getValue() == null) {
            return "";
        }
        if (cell.getValue() instanceof Boolean truth) {
            return truth ? "TRUE" : "FALSE";
        }
        return cell.getValue() instanceof BigDecimal number ? number(cell, number, field) : unescaped(cell.getText());
    }

    /** OOXML writes what XML cannot hold as _x000D_, and an underscore that would look like that as _x005F_. */
    private static String unescaped(String text) {
        return text.indexOf("_x") < 0
                ? text
                : ESCAPE.matcher(text).replaceAll(
                        escape -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** The day of the month that a cell shows; 0 when it is no date. */
    static int dayOfMonth(Cell cell) {
        if (cell == null || !(cell.getValue() instanceof BigDecimal number)) {
            return 0;
        }
        String shown = text(cell, null);
        boolean date = number.scale() <= 9 && shown.length() >= 10 && shown.charAt(4) == '-' && shown.charAt(7) == '-';
        return date ? Integer.parseInt(shown.substring(8, 10)) : 0;
    }

    private static String number(Cell cell, BigDecimal number, String field) {
        if (number.precision() > LONGEST_NUMBER || Math.abs((long) number.scale()) > LONGEST_NUMBER) {
            return cell.getRawValue();
        }
        String format = cell.getDataFormatString() == null ? "" : cell.getDataFormatString();
        Integer id = cell.getDataFormatId();
        if (isDate(id == null ? 0 : id, format) && isWithin(number, BigDecimal.ONE, LAST_DAY)
                || DATE_FIELDS.contains(String.valueOf(field)) && isWithin(number, FIRST_BIRTHDAY, LAST_BIRTHDAY)) {
            return date(cell, number);
        }
        String section = format.split(";", 2)[0];
        return number.signum() >= 0 && isWhole(number) && PLACES.matcher(section).matches()
                ? inPlaces(plain(number), section)
                : plain(number);
    }

    private static boolean isWithin(BigDecimal number, BigDecimal from, BigDecimal to) {
        return number.compareTo(from) >= 0 && number.compareTo(to) < 0;
    }

    /** Excel keeps the formats of some countries under numbers only. */
    private static boolean isDate(int id, String format) {
        return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 36 || id >= 50 && id <= 58
                || DAY_OR_YEAR.matcher(LITERALS.matcher(format.split(";", 2)[0]).replaceAll("")).find();
    }

    private static String date(Cell cell, BigDecimal number) {
        try {
            LocalDateTime date = cell.asDate();
            return date.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? date.toLocalDate().toString()
                    : date.withNano(0).toString();
        } catch (DateTimeException e) {
            return plain(number);
        }
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Fills the places from the right, as Excel does; digits beyond the first place stand before it. */
    private static String inPlaces(String digits, String format) {
        StringBuilder reversed = new StringBuilder();
        String[] parts = FORMAT_CHARACTER.matcher(format).results().map(part -> part.group()).toArray(String[]::new);
        int firstPlace = 0;
        while (!isPlace(parts[firstPlace])) {
            firstPlace++;
        }
        int next = digits.length() - 1;
        for (int i = parts.length - 1; i >= 0; i--) {
            if (isPlace(parts[i])) {
                if (next >= 0) {
                    reversed.append(digits.charAt(next--));
                } else if (parts[i].equals("0")) {
                    reversed.append('0');
                }
                while (i == firstPlace && next >= 0) {
                    reversed.append(digits.charAt(next--));
                }
            } else {
                reversed.append(new StringBuilder(literal(parts[i])).reverse());
            }
        }
        return reversed.reverse().toString().strip();
    }

    private static boolean isPlace(String part) {
        return part.equals("0") || part.equals("#");
    }

    private static String literal(String part) {
        return part.startsWith("\"") ? part.substring(1, part.length() - 1) : part.startsWith("\\") ? part.substring(1) : part;
    }
}
