package org.ladibridge.customer;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

import org.ladibridge.customer.FieldOrigins.Origin;

/**
 * What one record says of a customer, and how young that is.
 *
 * @param changedAt when its source changed it; null when it does not say
 * @param arrival place of arrival of the record; see {@link Origin}
 * @param patched the fields that a person set later, and when
 */
public record CustomerChange(CustomerUpdate customer, Instant changedAt, long arrival, FieldOrigins patched) {

    /** Where the value of the field comes from. */
    public Origin origin(CustomerField field) {
        return patched.newest().getOrDefault(field, new Origin(changedAt, arrival));
    }

    /** The fields of which a younger value was accepted before; who the customer is, is never left out. */
    public Set<CustomerField> olderThan(FieldOrigins accepted) {
        Set<CustomerField> older = EnumSet.noneOf(CustomerField.class);
        for (CustomerField field : customer.fields()) {
            if (!customer.isIdentity(field) && field != CustomerField.IMPORT_BY_TAG_NAME
                    && accepted.isNewer(field, origin(field))) {
                older.add(field);
            }
        }
        if (older.contains(CustomerField.TAGS) && customer.fields().contains(CustomerField.IMPORT_BY_TAG_NAME)) {
            older.add(CustomerField.IMPORT_BY_TAG_NAME);
        }
        return older;
    }
}
