package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

import org.ladibridge.transform.SourceHints.DateOrder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every date cell, however it is written. */
class DatePropertiesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
    private final Dates dates = new Dates(Transforming.CLOCK);

    @Property
    void anyTextGivesARealPastDateOrNone(@ForAll("cells") String cell, @ForAll DateOrder order) {
        isRealAndPast(TextNode.valueOf(cell), Hints.dateOrder(order));
    }

    @Property
    void anyNumberGivesARealPastDateOrNone(@ForAll long whole, @ForAll double floating, @ForAll BigDecimal decimal) {
        for (SourceHints hints : new SourceHints[]{Hints.none(), Hints.serialDates()}) {
            isRealAndPast(LongNode.valueOf(whole), hints);
            isRealAndPast(DoubleNode.valueOf(floating), hints);
            isRealAndPast(DecimalNode.valueOf(decimal), hints);
        }
    }

    @Property
    void aDateIsTheSameInEachWayOfWritingIt(@ForAll("birthdays") LocalDate day) {
        for (String pattern : new String[]{"dd/MM/yyyy", "d/M/yyyy", "dd-MM-yyyy", "dd.MM.yyyy", "yyyy-MM-dd", "yyyy/MM/dd",
                "yyyy-MM-dd'T'00:00:00", "dd/MM/yyyy 00:00:00", "dd / MM / yyyy"}) {
            assertEquals(day.toString(), parse(day.format(DateTimeFormatter.ofPattern(pattern)), Hints.none()), pattern);
        }
        assertEquals(day.toString(),
                parse(day.format(DateTimeFormatter.ofPattern("M/d/yyyy")), Hints.dateOrder(DateOrder.MDY)));
    }

    @Property
    void midnightInVietNamIsThatDayAsAnInstantToo(@ForAll("birthdays") LocalDate day) {
        assertEquals(day.toString(), parse(day.atStartOfDay(SourceHints.VIETNAM).toInstant().toString(), Hints.none()));
    }

    @Property
    void aSpreadsheetSerialCountsFromTheEndOf1899(@ForAll @IntRange(min = 20_000, max = 46_000) int serial) {
        LocalDate day = LocalDate.of(1899, 12, 30).plusDays(serial);
        String parsed = dates.parse(LongNode.valueOf(serial), Hints.serialDates()).kept();
        if (!day.equals(LocalDate.EPOCH)) {
            assertEquals(day.toString(), parsed);
        }
    }

    @Provide
    Arbitrary<String> cells() {
        Arbitrary<String> typed = Arbitraries.strings().withChars("0123456789/-.: TZ+APM,").ofMaxLength(45);
        Arbitrary<Integer> part = Arbitraries.integers().between(0, 40);
        Arbitrary<String> parts = part.tuple2().flatMap(two -> Arbitraries.of("/", "-", ".").flatMap(sign -> Arbitraries
                .of("1990", "89", "26", "30", "0000", "1900", "2031")
                .map(year -> two.get1() + sign + two.get2() + sign + year)));
        Arbitrary<String> iso = part.tuple3().map(p -> "19" + (10 + p.get1()) + "-" + p.get2() + "-" + p.get3() + "T17:00:00Z");
        return Arbitraries.oneOf(typed, parts, iso, Arbitraries.strings().ofMaxLength(60));
    }

    @Provide
    Arbitrary<LocalDate> birthdays() {
        return Arbitraries.longs().between(LocalDate.of(1910, 1, 1).toEpochDay(), TODAY.toEpochDay()).map(LocalDate::ofEpochDay)
                .filter(day -> !day.equals(LocalDate.EPOCH));
    }

    private void isRealAndPast(JsonNode cell, SourceHints hints) {
        String date = dates.parse(cell, hints).kept();
        if (date != null) {
            LocalDate day = LocalDate.parse(date);
            assertFalse(day.isAfter(TODAY), date);
            assertFalse(day.isBefore(TODAY.minusYears(120)), date);
        }
    }

    private String parse(String cell, SourceHints hints) {
        return dates.parse(TextNode.valueOf(cell), hints).kept();
    }
}
