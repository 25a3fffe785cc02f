package org.ladibridge.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;
import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;

/**
 * E-mail addresses: trimmed, lower case, checked. A cell may hold several, each perhaps with the name that it is shown by or as a
 * link: the first valid one is the customer's. LadiFlow invents addresses for customers without one; those coming back are no
 * contacts.
 *
 * @see <a href="https://help.ladiflow.vn/khach-hang/khach-hang">LadiFlow: customers</a>
 */
final class Emails {
    /**
     * @param first the customer's address
     * @param second another one of the same cell; may be null
     * @param rest whether the cell held still more
     */
    record Found(String first, String second, boolean rest) {
    }

    private static final int LONGEST = 254;
    private static final int LONGEST_CELL = 2048;
    private static final EmailValidator VALID = JMail.strictValidator().requireTopLevelDomain()
            .disallowSingleCharacterTopLevelDomains().requireAscii();

    /** Quoted names and comments are valid by the standard, and a typing error in a customer's address. */
    private static final Pattern UNUSUAL = Pattern.compile("[\"()<>\\[\\],;:\\s]");
    private static final Pattern INVENTED = Pattern.compile("\\d{1,64}@(?:facebook|zalo)\\.com");
    /** Đỗ Mai <mai@example.vn> */
    private static final Pattern IN_BRACKETS = Pattern.compile("<([^<>\\s]{1,300}@[^<>\\s]{1,300})>");
    private static final Pattern SIGNS = Pattern.compile(" ::: |[;,|]| / |(?<=[a-z])/(?=\\S+@)");
    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern LABEL = Pattern.compile("^(?:e-?mail|mail)\\s*[:=]\\s*");

    private Emails() {
    }

    static Value<Found> parse(JsonNode node) {
        List<String> valid = new ArrayList<>(2);
        Value<Found> bad = Value.absent();
        if (node.isArray()) {
            for (JsonNode entry : node) {
                bad = collect(entry, valid, bad);
            }
        } else {
            bad = collect(node, valid, bad);
        }
        if (valid.isEmpty()) {
            return bad;
        }
        return Value.of(new Found(valid.get(0), valid.size() > 1 ? valid.get(1) : null,
                valid.size() > 2 || bad.code() == Warning.Code.BAD_EMAIL));
    }

    /** @return what is wrong with the first text that is no address */
    private static Value<Found> collect(JsonNode node, List<String> valid, Value<Found> before) {
        Value<String> text = Text.of(node);
        if (text.kept() == null) {
            return text.code() == null || before.code() != null ? before : bad(text.remark());
        }
        String cell = text.kept().toLowerCase(Locale.ROOT);
        if (cell.length() > LONGEST_CELL) {
            return before.code() != null ? before : bad("longer than 254 characters");
        }
        Value<Found> problem = before;
        for (String part : parts(cell)) {
            String address = address(part);
            Value<Found> why = address.isEmpty() ? Value.absent() : check(address);
            if (why.code() != null) {
                problem = problem.code() == null ? why : problem;
            } else if (!address.isEmpty() && !valid.contains(address)) {
                valid.add(address);
            }
        }
        return problem;
    }

    private static List<String> parts(String cell) {
        if (cell.indexOf('<') >= 0) {
            Matcher brackets = IN_BRACKETS.matcher(cell);
            List<String> inBrackets = brackets.results().map(found -> found.group(1)).toList();
            String rest = IN_BRACKETS.matcher(cell).replaceAll(";");
            List<String> all = new ArrayList<>(inBrackets);
            for (String part : SIGNS.split(rest)) {
                if (part.indexOf('@') >= 0 || inBrackets.isEmpty()) {
                    all.add(part);
                }
            }
            return all;
        }
        List<String> parts = new ArrayList<>(2);
        for (String part : SIGNS.split(cell)) {
            String[] words = BLANK.split(part.strip());
            boolean addresses = words.length > 1;
            for (String word : words) {
                addresses &= word.indexOf('@') > 0;
            }
            parts.addAll(addresses ? List.of(words) : List.of(part));
        }
        return parts;
    }

    private static String address(String part) {
        String address = LABEL.matcher(part.strip()).replaceFirst("");
        if (address.startsWith("mailto:")) {
            address = address.substring("mailto:".length());
            int query = address.indexOf('?');
            address = query < 0 ? address : address.substring(0, query);
        }
        if (address.length() > 2 && (address.startsWith("'") && address.endsWith("'")
                || address.startsWith("\"") && address.endsWith("\""))) {
            address = address.substring(1, address.length() - 1);
        }
        return (address.endsWith(".") ? address.substring(0, address.length() - 1) : address).strip();
    }

    /** What is wrong with it; absent when nothing is. */
    private static Value<Found> check(String address) {
        if (address.length() > LONGEST) {
            return bad("longer than 254 characters");
        }
        if (address.endsWith("@ladimail.com") || INVENTED.matcher(address).matches()) {
            return Value.leftOut(Warning.Code.PLACEHOLDER, "an address that LadiFlow invented for a customer without one");
        }
        return UNUSUAL.matcher(address).find() || !VALID.isValid(address) ? bad("not an e-mail address") : Value.absent();
    }

    private static Value<Found> bad(String why) {
        return Value.leftOut(Warning.Code.BAD_EMAIL, why);
    }
}
