package org.ladibridge.transform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.customer.Warning;
import org.ladibridge.transform.SourceHints.DateOrder;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Dates of people's lives to {@code yyyy-MM-dd}. The order of day and month is the source's and never tried the other way round:
 * that would turn an error into a wrong birthday. An instant becomes the day it was in Việt Nam.
 */
final class Dates {
    private static final int LONGEST = 40;
    private static final int OLDEST_YEARS = 120;
    private static final BigDecimal MILLISECONDS_FROM = BigDecimal.valueOf(100_000_000_000L);
    private static final BigDecimal SERIALS_TO = BigDecimal.valueOf(100_000);
    private static final BigDecimal UNIX_FROM = BigDecimal.valueOf(10_000_000);
    private static final BigDecimal UNIX_TO = BigDecimal.valueOf(10_000_000_000_000_000L);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    /** What programs write for "no date". */
    private static final Set<LocalDate> SENTINELS = Set.of(LocalDate.of(1, 1, 1), LocalDate.of(1900, 1, 1),
            LocalDate.of(1970, 1, 1));

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(?:\\.\\d{1,12})?");
    private static final Pattern PARTS = Pattern
            .compile("(\\d{1,4}) ?([/.-]) ?(\\d{1,2}) ?\\2 ?(\\d{1,4})(?:(?:[Tt]| )(.{1,24}))?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?"
            + "(?: ?(?:([AaPp])\\.?[Mm]\\.?|([SsCc])[AaHh]))? ?(Z|z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?");

    /** 7 tháng 8 1991, ngày 7 tháng 8 năm 1991, 7 Thg8 1991, 07-Aug-91: accents and commas are gone. */
    private static final Pattern DAY_MONTH_YEAR = Pattern
            .compile(
                    "(?:ngay )?(\\d{1,2})(?:st|nd|rd|th)?[ /-]?(thang|thg|th|[a-z]{3,9})[ .]{0,2}(\\d{1,2})?(?:[ /-]|[ .]{1,2})?(?:nam )?(\\d{4}|\\d{2})");
    /** Thg 8 7, 1991 and August 7 1991. */
    private static final Pattern MONTH_DAY_YEAR = Pattern
            .compile(
                    "(?:(?:thang|thg|th) ?(\\d{1,2})|([a-z]{3,9}))[ .-]{1,2}(\\d{1,2})(?:st|nd|rd|th)?[ -](?:nam )?(\\d{4}|\\d{2})");
    private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
            "nov",
            "dec");
    private static final List<String> LONG_MONTHS = List.of("january", "february", "march", "april", "may", "june", "july",
            "august", "september", "october", "november", "december");

    private final Clock clock;

    Dates(Clock clock) {
        this.clock = clock;
    }

    Value<String> parse(JsonNode node, SourceHints hints) {
        if (node.isNumber()) {
            BigDecimal number = Numbers.exact(node);
            return number == null ? bad("not a finite number") : ofNumber(number, hints);
        }
        Value<String> cell = Text.of(node);
        if (cell.kept() == null) {
            return cell.code() == null ? cell : bad(cell.remark());
        }
        if (cell.kept().length() > LONGEST) {
            return bad("not a date");
        }
        String text = Text.plainForms(cell.kept());
        try {
            return text.length() > LONGEST ? bad("not a date") : ofText(text, hints);
        } catch (DateTimeException e) {
            return bad("no such day in the calendar");
        }
    }

    private Value<String> ofText(String text, SourceHints hints) {
        if (NUMBER.matcher(text).matches()) {
            return ofNumber(new BigDecimal(text), hints);
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            LocalDate date = inWords(Fold.fold(Normalizer.normalize(text, Normalizer.Form.NFC)).replace(",", " ")
                    .replaceAll(" +", " ").strip());
            return date == null ? bad("not a complete date") : check(date);
        }
        if (text.startsWith("0000")) {
            return Value.leftOut(Warning.Code.PLACEHOLDER, "a date that means none");
        }
        if (hints.dateOrder() == DateOrder.UNKNOWN && parts.group(1).length() <= 2 && number(parts.group(1)) <= 12
                && number(parts.group(3)) <= 12 && number(parts.group(1)) != number(parts.group(3))) {
            return bad("day and month could be swapped; the parameter dateOrder of the source's route says their order");
        }
        DateOrder order = hints.dateOrder() != DateOrder.UNKNOWN
                ? hints.dateOrder()
                : number(parts.group(3)) > 12 ? DateOrder.MDY : DateOrder.DMY;
        LocalDate date = ofParts(parts.group(1), parts.group(3), parts.group(4), order);
        if (date == null) {
            return bad("does not follow the source's order of day, month and year");
        }
        return parts.group(5) == null ? check(date) : ofDateTime(date, parts.group(5).strip(), hints.zone());
    }

    /** A date with its month as a word: nothing in it can be swapped. Null when it is none. */
    private LocalDate inWords(String text) {
        Matcher day = DAY_MONTH_YEAR.matcher(text);
        if (day.matches()) {
            boolean vietnamese = day.group(2).startsWith("th");
            int month = vietnamese == (day.group(3) == null) ? 0 : vietnamese ? number(day.group(3)) : month(day.group(2));
            return month == 0 ? null : ofYear(day.group(4), month, number(day.group(1)));
        }
        Matcher month = MONTH_DAY_YEAR.matcher(text);
        if (!month.matches()) {
            return null;
        }
        int number = month.group(1) != null ? number(month.group(1)) : month(month.group(2));
        return number == 0 ? null : ofYear(month.group(4), number, number(month.group(3)));
    }

    private LocalDate ofYear(String year, int month, int day) {
        return year.length() == 2 ? ofShortYear(number(year), month, day) : LocalDate.of(number(year), month, day);
    }

    /** 0 when it is none. */
    private static int month(String word) {
        return word.equals("sept") ? 9 : 1 + (word.length() == 3 ? MONTHS : LONG_MONTHS).indexOf(word);
    }

    /** A year of four digits in front is always year, month, day; everything else is in the source's order. */
    private LocalDate ofParts(String a, String b, String c, DateOrder order) {
        if (a.length() == 4) {
            return c.length() <= 2 ? LocalDate.of(number(a), number(b), number(c)) : null;
        }
        if (order == DateOrder.YMD) {
            return a.length() == 2 && c.length() <= 2 ? ofShortYear(number(a), number(b), number(c)) : null;
        }
        if (a.length() > 2 || c.length() != 4 && c.length() != 2) {
            return null;
        }
        int day = number(order == DateOrder.DMY ? a : b);
        int month = number(order == DateOrder.DMY ? b : a);
        return c.length() == 2 ? ofShortYear(number(c), month, day) : LocalDate.of(number(c), month, day);
    }

    /** 20yy, unless that day is still to come. */
    private LocalDate ofShortYear(int year, int month, int day) {
        LocalDate today = today();
        int todayAsNumber = (today.getYear() * 100 + today.getMonthValue()) * 100 + today.getDayOfMonth();
        int century = ((2000 + year) * 100 + month) * 100 + day > todayAsNumber ? 1900 : 2000;
        return LocalDate.of(century + year, month, day);
    }

    /** A time of midnight without zone is a date that some program printed as a date-time: it stays as written. */
    private Value<String> ofDateTime(LocalDate date, String text, ZoneId zone) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return bad("not a date with a time");
        }
        int hour = number(matcher.group(1));
        String half = matcher.group(4) == null ? matcher.group(5) : matcher.group(4);
        if (half != null) {
            if (hour < 1 || hour > 12) {
                return bad("not a date with a time");
            }
            hour = hour % 12 + ("pPcC".contains(half) ? 12 : 0);
        }
        LocalTime time = LocalTime.of(hour, number(matcher.group(2)),
                matcher.group(3) == null ? 0 : number(matcher.group(3)));
        LocalDateTime local = date.atTime(time);
        String offset = matcher.group(6);
        if (offset == null) {
            return zone.equals(SourceHints.VIETNAM) || time.equals(LocalTime.MIDNIGHT)
                    ? check(date)
                    : check(local.atZone(zone).toInstant());
        }
        boolean utc = !offset.startsWith("+") && !offset.startsWith("-");
        return check(local.toInstant(utc ? ZoneOffset.UTC : ZoneOffset.of(offset)));
    }

    private Value<String> ofNumber(BigDecimal number, SourceHints hints) {
        if (hints.serialDates() && number.signum() > 0 && number.compareTo(SERIALS_TO) < 0) {
            return check(LocalDate.of(1899, 12, 30).plusDays(number.longValue()));
        }
        BigDecimal size = number.abs();
        if (size.compareTo(UNIX_FROM) < 0 || size.compareTo(UNIX_TO) >= 0 || number.signum() > 0 && isCompactDate(number)) {
            return size.signum() == 0
                    ? Value.leftOut(Warning.Code.PLACEHOLDER, "a date that means none")
                    : bad("a number that is no certain unix time");
        }
        BigDecimal seconds = size.compareTo(MILLISECONDS_FROM) >= 0 ? number.divide(THOUSAND) : number;
        return check(Instant.ofEpochSecond(seconds.setScale(0, RoundingMode.FLOOR).longValue()));
    }

    /** 19900403 and 03041990 are unix times of 1970 too. */
    private static boolean isCompactDate(BigDecimal number) {
        int value = number.compareTo(BigDecimal.valueOf(100_000_000)) < 0 ? number.intValue() : 0;
        return isYearMonthDay(value / 10_000, value / 100 % 100, value % 100)
                || isYearMonthDay(value % 10_000, value / 10_000 % 100, value / 1_000_000)
                || isYearMonthDay(value % 10_000, value / 1_000_000, value / 10_000 % 100);
    }

    private static boolean isYearMonthDay(int year, int month, int day) {
        return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    private Value<String> check(Instant instant) {
        return check(instant.atZone(SourceHints.VIETNAM).toLocalDate());
    }

    private Value<String> check(LocalDate date) {
        if (SENTINELS.contains(date)) {
            return Value.leftOut(Warning.Code.PLACEHOLDER, "a date that means none");
        }
        LocalDate today = today();
        if (date.isAfter(today)) {
            return bad("in the future");
        }
        return date.isBefore(today.minusYears(OLDEST_YEARS))
                ? bad("more than " + OLDEST_YEARS + " years ago")
                : Value.of(date.toString());
    }

    private LocalDate today() {
        return clock.instant().atZone(SourceHints.VIETNAM).toLocalDate();
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static Value<String> bad(String why) {
        return Value.leftOut(Warning.Code.BAD_DATE, why);
    }
}
