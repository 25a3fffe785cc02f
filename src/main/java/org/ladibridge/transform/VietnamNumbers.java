package org.ladibridge.transform;

import static java.util.Map.entry;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Việt Nam's numbering plan, on digits only. The mobile pattern is libphonenumber's without machine-to-machine ranges; the table
 * of 2018 is complete.
 *
 * @see <a href="https://fptcorp.com.vn/danh-sach-dau-so-di-dong-10-so-tai-viet-nam-moi-nhat">prefixes</a>
 */
final class VietnamNumbers {
    /** Without the trunk zero. */
    private static final Pattern MOBILE = Pattern
            .compile("(?:3\\d|5[1689]|7[06-9]|8[1-8]|9[0-8])\\d{7}|(?:52[238]|559|89[6-9]|99[013-9])\\d{6}");

    /** Prefixes of before 15 September 2018, without the trunk zero, and what they became; the last seven digits stayed. */
    private static final Map<String, String> CHANGED_IN_2018 = Map.ofEntries(
            // Viettel
            entry("162", "32"), entry("163", "33"), entry("164", "34"), entry("165", "35"), entry("166", "36"),
            entry("167", "37"),
            entry("168", "38"), entry("169", "39"),
            // MobiFone
            entry("120", "70"), entry("121", "79"), entry("122", "77"), entry("126", "76"), entry("128", "78"),
            // VinaPhone
            entry("123", "83"), entry("124", "84"), entry("125", "85"), entry("127", "81"), entry("129", "82"),
            // Vietnamobile
            entry("186", "56"), entry("188", "58"),
            // Gmobile
            entry("199", "59"));

    private VietnamNumbers() {
    }

    /**
     * The number without trunk zero, from digits as people write them. {@code 84} is taken for the country code by the length
     * only: 084 is a mobile prefix.
     *
     * @return null when no rule fits
     */
    static String fromDigits(String digits) {
        int length = digits.length();
        if (length == 10 && digits.charAt(0) == '0') {
            return mobile(digits.substring(1));
        }
        if (length == 9) {
            return mobile(digits);
        }
        if (length == 10 || length == 11 && (digits.startsWith("01") || digits.startsWith("02"))) {
            return national(length == 10 ? digits : digits.substring(1));
        }
        if ((length == 12 || length == 13) && digits.startsWith("840")) {
            return national(digits.substring(3));
        }
        if (length == 11 && digits.startsWith("84")) {
            return mobile(digits.substring(2));
        }
        return length == 12 && digits.startsWith("84") ? national(digits.substring(2)) : null;
    }

    /** The number without trunk zero, from the digits after a certain country code: {@code +84} or {@code 0084}. */
    static String afterCountryCode(String digits) {
        return national(digits.startsWith("0") ? digits.substring(1) : digits);
    }

    /** Why the digits are no number; names prefixes and lengths, which identify nobody. */
    static String whyNot(String digits) {
        if (digits.startsWith("1900") || digits.startsWith("1800")) {
            return "a service number";
        }
        if (digits.length() == 11 && digits.startsWith("01")) {
            return "11 digits, and " + digits.substring(0, 4) + " is not an old mobile prefix";
        }
        return digits.length() == 10 && digits.charAt(0) == '0'
                ? "10 digits, and " + digits.substring(0, 3) + " opens no such mobile number"
                : digits.length() + " digits fit no rule of the numbering plan";
    }

    private static String national(String number) {
        if (number.length() == 9) {
            return mobile(number);
        }
        if (number.length() != 10) {
            return null;
        }
        if (number.charAt(0) == '2') {
            return number;
        }
        String prefix = CHANGED_IN_2018.get(number.substring(0, 3));
        return prefix == null ? null : prefix + number.substring(3);
    }

    private static String mobile(String number) {
        return MOBILE.matcher(number).matches() ? number : null;
    }
}
