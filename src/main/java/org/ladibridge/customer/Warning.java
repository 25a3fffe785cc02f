package org.ladibridge.customer;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Something about a record that a person may want to mend, although the record is delivered.
 *
 * @param code what is wrong
 * @param field LadiFlow's name of the field concerned; null when the whole record is meant
 * @param detail a short English addition, without personal data; may be null
 */
@RegisterForReflection
public record Warning(Code code, String field, String detail) {
    /** A closed list, like {@link Reason}. */
    public enum Code {
        /** The value could not be understood and was left out. */
        BAD_PHONE,
        BAD_EMAIL,
        BAD_DATE,
        BAD_GENDER,
        BAD_POSTAL_CODE,
        BAD_NUMBER,
        BAD_URL,
        BAD_LANGUAGE,
        BAD_VALUE,
        /** A placeholder such as "Khách lẻ" or 1970-01-01 was left out. */
        PLACEHOLDER,
        /** A second phone number in the same cell was left out. */
        SECOND_PHONE,
        /** A second e-mail address in the same cell or row was left out. */
        SECOND_EMAIL,
        /** Another column of the row had another value for the same field, which was left out. */
        SECOND_VALUE,
        /** The text was cut to what LadiFlow stores. */
        TRUNCATED,
        /** The source's id of the record was too long to be kept, or had characters that cannot be; it was shortened. */
        ID_SHORTENED,
        /** The mapping produced a key that LadiFlow does not have; it was left out. */
        UNKNOWN_FIELD,
        /** LadiFlow parked the field in {@code external_data} instead of storing it. */
        PARKED_BY_LADIFLOW,
        /** LadiFlow dropped tags or custom fields that it does not know. */
        DROPPED_BY_LADIFLOW,
        /** An update made LadiFlow create a new customer. */
        CREATED_ON_UPDATE,
        /** LadiFlow answered with another e-mail or phone than was sent. */
        IDENTITY_DIFFERS,
        /** Tag names are understood by create-or-update only, and this call was an update. */
        TAG_NAMES_NOT_SENT,
        /** LadiFlow has no tags with these names; they were not sent. */
        UNKNOWN_TAGS,
        /** Which tags the customer has is not known, and they would have been lost. */
        TAGS_NOT_SENT,
        /** The customer still has tags that were to go. */
        TAGS_NOT_REMOVED,
        /** A newer value of the field was accepted before; this one was left out. */
        OLDER_THAN_ACCEPTED;

        /** Whether it tells of a delivery; the others tell of the mapping. */
        public boolean isOfDelivery() {
            return compareTo(PARKED_BY_LADIFLOW) >= 0;
        }

        /** Whether LadiFlow does not hold all that was sent. */
        public boolean isIncomplete() {
            return switch (this) {
                case PARKED_BY_LADIFLOW, DROPPED_BY_LADIFLOW, TAG_NAMES_NOT_SENT, UNKNOWN_TAGS, TAGS_NOT_SENT,
                        TAGS_NOT_REMOVED ->
                    true;
                default -> false;
            };
        }
    }
}
