package org.ladibridge.transform;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Phone cells to canonical numbers: national {@code 0…} for Việt Nam (or E.164, by setting), E.164 for other countries. The same
 * text goes into the payload, into LadiFlow's search and into the customer key, because LadiFlow makes the phone part of its own
 * key. Lost digits are never guessed.
 */
final class Phones {
    /**
     * @param first the customer's number
     * @param second another number of the same cell; may be null
     * @param rest whether the cell held still more
     */
    record Found(String first, String second, boolean rest) {
    }

    private static final int LONGEST_CELL = 256;
    private static final int MOST_DIGITS = 18;

    /** A spreadsheet shows at most six digits of a rounded number; a program that writes a float shows all it has. */
    private static final int ROUNDED_NUMBER = 6;
    private static final int ROUNDED_TEXT = 8;

    private static final Pattern SCIENTIFIC = Pattern.compile("\\+?(\\d{1,20}(?:[.,]\\d{1,20})?)[eE]\\+?(\\d{1,2})");
    /** A spreadsheet's number, which begins with no zero: 091234567.0 is the phone number 0912345670 with a point in it. */
    private static final Pattern DECIMAL = Pattern.compile("([1-9]\\d{7,12})\\.0{1,6}");
    private static final Pattern THOUSANDS = Pattern.compile("\\+?\\d{1,4}(?:,\\d{3}){2,4}");
    private static final Pattern LABEL = Pattern.compile(
            "(?:p(?=:\\+?\\d)|số điện thoại|so dien thoai|điện thoại|dien thoai|di động|di dong|sđt|sdt|đtdđ|dtdd|đt|dt|dđ|telephone|tel|"
                    + "phone|mobile|cell|hotline|zalo)(?:[\\s.:]|(?=[+\\d(]))[\\s.:]*+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern EXTENSION = Pattern.compile(
            "[\\s;,(]?(?:máy lẻ|may le|máy nhánh|may nhanh|số lẻ|nhánh|extension|ext|x|#)[\\s.:=]{0,3}\\d{1,6}\\)?$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    /** Signs between two numbers; blanks and hyphens only between runs that are long enough to be numbers themselves. */
    private static final Pattern BETWEEN = Pattern
            .compile("[/;,|\\n\\r]| ::: | - |\\bhoặc\\b|(?<=\\d{9})[ -]{1,3}(?=[0+]\\d{8})",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    private Phones() {
    }

    static Value<Found> parse(JsonNode node, SourceHints hints) {
        if (node.isNumber()) {
            return ofNumber(node, hints);
        }
        if (node.isArray() && !node.isEmpty()) {
            return ofList(node, hints);
        }
        if (!node.isTextual()) {
            Value<String> text = Text.of(node);
            return text.code() == null ? Value.absent() : bad(text.remark());
        }
        String raw = node.textValue();
        if (raw.length() > LONGEST_CELL) {
            return bad("longer than any phone cell");
        }
        if (isPlainMobile(raw) && isHome(hints)) {
            String number = VietnamNumbers.fromDigits(raw);
            return number == null ? bad(VietnamNumbers.whyNot(raw)) : one(write(number, hints));
        }
        return ofText(tidy(raw), hints);
    }

    /** The first of them that is a number; what is wrong with the others is said only when none is. */
    private static Value<Found> ofList(JsonNode list, SourceHints hints) {
        List<String> numbers = new ArrayList<>(2);
        boolean rest = false;
        Value<Found> bad = Value.absent();
        for (JsonNode entry : list) {
            Value<Found> found = entry.isArray() ? bad("a text is needed, not a list in a list") : parse(entry, hints);
            if (found.kept() == null) {
                bad = bad.code() == null ? found : bad;
            } else {
                rest |= found.kept().rest();
                add(found.kept().first(), numbers);
                add(found.kept().second(), numbers);
            }
        }
        return numbers.isEmpty() ? bad : found(numbers, rest || bad.code() != null);
    }

    private static void add(String number, List<String> numbers) {
        if (number != null && !numbers.contains(number)) {
            numbers.add(number);
        }
    }

    private static Value<Found> found(List<String> numbers, boolean rest) {
        return Value.of(numbers.size() == 1
                ? new Found(numbers.get(0), null, rest)
                : new Found(numbers.get(0), numbers.get(1), rest || numbers.size() > 2));
    }

    private static Value<Found> ofNumber(JsonNode node, SourceHints hints) {
        BigDecimal exact = Numbers.exact(node);
        if (exact == null || exact.signum() < 0) {
            return bad("not a phone number");
        }
        BigDecimal stripped = exact.stripTrailingZeros();
        if (stripped.scale() > 0 || node.isFloatingPointNumber() && stripped.precision() <= ROUNDED_NUMBER) {
            return bad("a rounded number: digits are lost");
        }
        return judge(exact.setScale(0).toPlainString(), hints);
    }

    private static Value<Found> ofText(String cell, SourceHints hints) {
        if (cell.isEmpty() || Text.isNothing(cell) || Text.isNothingButAName(cell) || cell.equals("-")) {
            return Value.absent();
        }
        Matcher scientific = SCIENTIFIC.matcher(cell);
        if (cell.charAt(0) <= '9' && (cell.indexOf('E') > 0 || cell.indexOf('e') > 0) && scientific.matches()) {
            return ofScientific(scientific.group(1).replace(',', '.'), Integer.parseInt(scientific.group(2)), hints);
        }
        String whole = canonical(cell.indexOf(',') > 0 && THOUSANDS.matcher(cell).matches() ? cell.replace(",", "") : cell,
                hints);
        if (whole != null) {
            return one(whole);
        }
        String[] parts = BETWEEN.split(cell, -1);
        return parts.length > 1 ? firstOf(parts, hints) : judge(digitsOf(strip(cell)), hints);
    }

    private static Value<Found> ofScientific(String mantissa, int exponent, SourceHints hints) {
        BigDecimal number = new BigDecimal(mantissa).scaleByPowerOfTen(exponent);
        if (new BigDecimal(mantissa).precision() <= ROUNDED_TEXT || number.stripTrailingZeros().scale() > 0
                || exponent > MOST_DIGITS) {
            return bad("a rounded number: digits are lost");
        }
        return judge(number.setScale(0).toPlainString(), hints);
    }

    private static Value<Found> firstOf(String[] parts, SourceHints hints) {
        List<String> numbers = new ArrayList<>(2);
        boolean rest = false;
        for (String part : parts) {
            String number = canonical(part, hints);
            if (number == null) {
                rest |= !part.isBlank();
            } else if (!numbers.contains(number)) {
                numbers.add(number);
            }
        }
        return numbers.isEmpty() ? bad("none of several texts in the cell is a phone number") : found(numbers, rest);
    }

    /** The canonical number of digits, or why there is none. */
    private static Value<Found> judge(String digits, SourceHints hints) {
        String number = digits == null ? null : ofDigits(digits, hints);
        if (number != null) {
            return one(number);
        }
        if (digits == null) {
            return bad("not only digits");
        }
        return bad(digits.startsWith("+") || digits.startsWith("00") && !digits.startsWith("000") || !isHome(hints)
                ? "no valid number of its country, or foreign numbers are switched off"
                : VietnamNumbers.whyNot(digits));
    }

    /** One number with whatever people write around and inside it; null when it is none. */
    private static String canonical(String text, SourceHints hints) {
        String digits = digitsOf(strip(text));
        return digits == null ? null : ofDigits(digits, hints);
    }

    private static String ofDigits(String digits, SourceHints hints) {
        String number = digits.startsWith("00") ? "+" + digits.substring(2) : digits;
        if (number.startsWith("+84")) {
            return write(VietnamNumbers.afterCountryCode(number.substring(3)), hints);
        }
        if (number.startsWith("+")) {
            return hints.foreignPhones() ? ForeignPhones.e164(number, null) : null;
        }
        if (isHome(hints)) {
            return write(VietnamNumbers.fromDigits(number), hints);
        }
        String foreign = ForeignPhones.e164(number, hints.country());
        return foreign == null || !foreign.startsWith("+84") && !hints.foreignPhones()
                ? null
                : foreign.startsWith("+84") ? write(VietnamNumbers.afterCountryCode(foreign.substring(3)), hints) : foreign;
    }

    private static String write(String number, SourceHints hints) {
        return number == null ? null : (hints.phonesAsE164() ? "+84" : "0") + number;
    }

    /** Drops what stands before and after a number. */
    private static String strip(String text) {
        String number = text.strip();
        if (number.startsWith("'")) {
            number = number.substring(1).strip();
        }
        if (number.isEmpty()) {
            return number;
        }
        if (Character.isLetter(number.charAt(0))) {
            Matcher label = LABEL.matcher(number);
            number = label.lookingAt() ? number.substring(label.end()) : number;
        }
        if (digitsOf(number) != null && number.indexOf(".0") < 0) {
            return number;
        }
        Matcher decimal = DECIMAL.matcher(number);
        if (decimal.matches()) {
            return decimal.group(1);
        }
        Matcher extension = EXTENSION.matcher(number);
        return extension.find() ? number.substring(0, extension.start()) : number;
    }

    /** The digits, perhaps after a plus; null when there is anything else than formatting between them. */
    private static String digitsOf(String number) {
        StringBuilder digits = new StringBuilder(16);
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9' || c == '+' && digits.length() == 0) {
                digits.append(c);
            } else if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')') {
                return null;
            }
        }
        return digits.length() == 0 || digits.length() > MOST_DIGITS ? null : digits.toString();
    }

    /** Full-width digits, typographic hyphens and apostrophes to plain ones; nothing invisible; line breaks stay. */
    private static String tidy(String raw) {
        String compatible = Text.plainForms(raw);
        StringBuilder out = new StringBuilder(compatible.length());
        for (int i = 0; i < compatible.length(); i++) {
            char c = compatible.charAt(i);
            if (c >= '\u2010' && c <= '\u2015' || c == '\u2212') {
                out.append('-');
            } else if (c == '\u2018' || c == '\u2019' || c == '`') {
                out.append('\'');
            } else if (c == '\n' || c == '\r' || c > ' ' && c <= '~') {
                out.append(c);
            } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                out.append(' ');
            } else if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                out.append(c);
            }
        }
        return out.toString().strip();
    }

    private static boolean isPlainMobile(String raw) {
        if (raw.length() != 10 || raw.charAt(0) != '0' || raw.charAt(1) == '0') {
            return false;
        }
        for (int i = 1; i < 10; i++) {
            if (raw.charAt(i) < '0' || raw.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isHome(SourceHints hints) {
        return hints.country().equals("VN");
    }

    private static Value<Found> one(String number) {
        return Value.of(new Found(number, null, false));
    }

    private static Value<Found> bad(String why) {
        return Value.leftOut(Warning.Code.BAD_PHONE, why);
    }
}
