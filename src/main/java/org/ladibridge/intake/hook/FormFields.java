package org.ladibridge.intake.hook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonPointer;

/** Finds one field of a form without splitting it: a body of separators would become a million strings. */
final class FormFields {
    /** Of a name as it is written in the form, every character of it perhaps as an escape. */
    private static final int LONGEST_NAME = 600;

    private FormFields() {
    }

    /** {@code /auth/token} is the field {@code auth[token]}. */
    static String name(JsonPointer pointer) {
        StringBuilder name = new StringBuilder(pointer.getMatchingProperty());
        for (JsonPointer rest = pointer.tail(); !rest.matches(); rest = rest.tail()) {
            name.append('[').append(rest.getMatchingProperty()).append(']');
        }
        return name.toString();
    }

    /** The decoded value; null when the field is missing or repeated. */
    static byte[] only(byte[] body, String field) {
        String form = new String(body, StandardCharsets.UTF_8);
        String value = null;
        int found = 0;
        for (int from = 0; from <= form.length();) {
            int and = form.indexOf('&', from);
            int to = and < 0 ? form.length() : and;
            int equals = form.indexOf('=', from);
            if (equals >= 0 && equals < to && equals - from <= LONGEST_NAME
                    && field.equals(decoded(form.substring(from, equals)))) {
                value = decoded(form.substring(equals + 1, to));
                found++;
            }
            from = to + 1;
        }
        return found == 1 && value != null ? value.getBytes(StandardCharsets.UTF_8) : null;
    }

    /** Null when the text is not encoded as a form's. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
