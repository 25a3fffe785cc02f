package org.ladibridge.transform;

import java.util.Locale;
import java.util.regex.Pattern;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;
import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;

/**
 * E-mail addresses: trimmed, lower case, checked. LadiFlow invents addresses for customers without one; those coming back are no
 * contacts.
 *
 * @see <a href="https://help.ladiflow.vn/khach-hang/khach-hang">LadiFlow: customers</a>
 */
final class Emails {
    private static final int LONGEST = 254;
    private static final EmailValidator VALID = JMail.strictValidator().requireTopLevelDomain()
            .disallowSingleCharacterTopLevelDomains().requireAscii();

    /** Quoted names and comments are valid by the standard, and a typing error in a customer's address. */
    private static final Pattern UNUSUAL = Pattern.compile("[\"()<>\\[\\],;:\\s]");
    private static final Pattern INVENTED = Pattern.compile("\\d{1,64}@(?:facebook|zalo)\\.com");

    private Emails() {
    }

    static Value<String> parse(JsonNode node) {
        Value<String> text = Text.of(node);
        if (text.kept() == null) {
            return text.code() == null ? text : Value.leftOut(Warning.Code.BAD_EMAIL, text.remark());
        }
        String address = text.kept().toLowerCase(Locale.ROOT);
        if (address.startsWith("mailto:")) {
            address = address.substring("mailto:".length());
        }
        if (address.length() > LONGEST) {
            return Value.leftOut(Warning.Code.BAD_EMAIL, "longer than 254 characters");
        }
        if (address.endsWith("@ladimail.com") || INVENTED.matcher(address).matches()) {
            return Value.leftOut(Warning.Code.PLACEHOLDER, "an address that LadiFlow invented for a customer without one");
        }
        return UNUSUAL.matcher(address).find() || !VALID.isValid(address)
                ? Value.leftOut(Warning.Code.BAD_EMAIL, "not an e-mail address")
                : Value.of(address);
    }
}
