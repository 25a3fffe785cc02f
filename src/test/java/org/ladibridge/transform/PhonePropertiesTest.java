package org.ladibridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What holds for every phone cell, however it is written. */
class PhonePropertiesTest {
    private static final Pattern CANONICAL = Pattern.compile("0[35789]\\d{8}|02\\d{9}|\\+(?!84)\\d{7,15}");
    private static final Pattern CANONICAL_E164 = Pattern.compile("\\+84(?:[35789]\\d{8}|2\\d{9})|\\+(?!84)\\d{7,15}");
    private static final List<String> FORMATTING = List.of(" ", ".", "-", "(", ")", "\u00A0", "\u200B", "\u2013", "  ");

    @Property
    void anyTextGivesCanonicalNumbersOrNone(@ForAll("cells") String cell) {
        Phones.Found found = parse(cell, Hints.none());
        if (found != null) {
            assertTrue(CANONICAL.matcher(found.first()).matches(), found.first());
            assertTrue(found.second() == null || CANONICAL.matcher(found.second()).matches(), found.second());
        }
    }

    @Property
    void theCanonicalFormOfACanonicalNumberIsItself(@ForAll("cells") String cell) {
        Phones.Found found = parse(cell, Hints.none());
        if (found != null) {
            assertEquals(found.first(), parse(found.first(), Hints.none()).first());
        }
    }

    @Property
    void theInternationalFormIsCanonicalToo(@ForAll("cells") String cell) {
        SourceHints hints = Hints.phones(true, true, null);
        Phones.Found found = parse(cell, hints);
        if (found != null) {
            assertTrue(CANONICAL_E164.matcher(found.first()).matches(), found.first());
            assertEquals(found.first(), parse(found.first(), hints).first());
            assertEquals(parse(cell, Hints.none()).first(), parse(found.first(), Hints.none()).first());
        }
    }

    @Property
    void formattingNeverChangesTheNumber(@ForAll("numbers") String number, @ForAll long seed) {
        String formatted = formatted(number, seed);
        // A spreadsheet's way to write a number, whatever blanks stand around it: see the cell below.
        Assume.that(!formatted.replace("\u200B", "").matches("[1-9]\\d+\\.0+[ \u00A0]*"));
        assertEquals(parse(number, Hints.none()), parse(formatted, Hints.none()));
    }

    @Test
    void aPointBeforeTheLastZeroIsFormattingWhereANumberBeginsWithZero() {
        assertEquals("0888606720", parse("088860672.0", Hints.none()).first());
        assertEquals("0888606720", parse("888606720.0", Hints.none()).first());
    }

    @Test
    void aSpreadsheetsDecimalsAreNoDigitsWhateverBlanksStandAroundThem() {
        for (String cell : List.of("840000000.00", "840000000.00 ", "840000000.00\u00A0", "840000000\u200B.00")) {
            assertEquals("0840000000", parse(cell, Hints.none()).first(), cell);
        }
    }

    @Property
    void aJsonNumberMeansWhatItsDigitsMean(@ForAll @LongRange(min = 0) long number) {
        var ofNumber = Phones.parse(LongNode.valueOf(number), Hints.none()).kept();
        assertEquals(parse(Long.toString(number), Hints.none()), ofNumber);
    }

    @Property
    void everyMobileNumberIsFoundHoweverItsCountryCodeIsWritten(@ForAll("mobiles") String nsn) {
        for (String prefix : List.of("0", "", "84", "+84", "0084", "840", "+84 (0)", "SĐT: 0", "Zalo:+84")) {
            assertEquals("0" + nsn, parse(prefix + nsn, Hints.none()).first(), prefix);
        }
    }

    @Provide
    Arbitrary<String> cells() {
        Arbitrary<String> typed = Arbitraries.strings().withChars("0123456789+-.() /;,xeE'\u00A0０９ĐTđt:").ofMaxLength(40);
        Arbitrary<String> pair = numbers().tuple2().map(two -> two.get1() + " / " + two.get2());
        return Arbitraries.oneOf(numbers(), typed, pair, Arbitraries.strings().ofMaxLength(300));
    }

    @Provide
    Arbitrary<String> numbers() {
        Arbitrary<String> prefix = Arbitraries.of("", "0", "84", "+84", "0084", "840", "+66", "+1", "+44", "01", "02", "8412",
                "0162", "09", "1900");
        return prefix
                .flatMap(start -> Arbitraries.strings().numeric().ofMinLength(6).ofMaxLength(11).map(rest -> start + rest));
    }

    @Provide
    Arbitrary<String> mobiles() {
        Arbitrary<String> prefix = Arbitraries.of("32", "39", "56", "58", "59", "70", "79", "81", "84", "88", "90", "98", "522",
                "559", "896", "993");
        return prefix.flatMap(start -> Arbitraries.strings().numeric().ofLength(9 - start.length()).map(rest -> start + rest));
    }

    /** Formatting between any two digits, but not so that it stands where one number ends and another begins. */
    private static String formatted(String number, long seed) {
        Random random = new Random(seed);
        StringBuilder out = new StringBuilder();
        for (char c : number.toCharArray()) {
            out.append(c);
            if (random.nextInt(3) == 0) {
                out.append(FORMATTING.get(random.nextInt(FORMATTING.size())));
            }
        }
        return out.toString();
    }

    private static Phones.Found parse(String cell, SourceHints hints) {
        return Phones.parse(TextNode.valueOf(cell), hints).kept();
    }
}
