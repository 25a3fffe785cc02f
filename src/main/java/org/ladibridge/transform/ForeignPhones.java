package org.ladibridge.transform;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

/** Numbers of other countries, by libphonenumber; its data are loaded with the first of them. */
final class ForeignPhones {
    private ForeignPhones() {
    }

    /**
     * @param number digits, perhaps after a plus
     * @param region ISO 3166 code of numbers without a plus; null when the number has one
     * @return E.164; null when the country does not have such a number
     */
    static String e164(String number, String region) {
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber parsed = phones.parse(number, region);
            return phones.isValidNumber(parsed) ? phones.format(parsed, PhoneNumberFormat.E164) : null;
        } catch (NumberParseException e) {
            return null;
        }
    }
}
