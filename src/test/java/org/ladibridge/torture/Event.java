package org.ladibridge.torture;

/**
 * One change of one customer.
 *
 * @param customer the e-mail address
 * @param number of this customer's events, in the order in which they happened
 */
record Event(String customer, int number) {
    /** The field of the payload that carries the number: every sender can fill it in. */
    static final String NUMBER_FIELD = "company";
    private static final String PREFIX = "No. ";

    String numberText() {
        return PREFIX + number;
    }

    static boolean isNumber(String text) {
        return text != null && text.startsWith(PREFIX);
    }

    static Event of(String customer, String numberText) {
        return new Event(customer, Integer.parseInt(numberText.substring(PREFIX.length())));
    }
}
