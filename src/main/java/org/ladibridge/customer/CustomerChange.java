package org.ladibridge.customer;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.ladibridge.customer.FieldOrigins.Origin;

/**
 * The values that one record has for a customer, and their age.
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

    /**
     * What is left of a change.
     *
     * @param leftOut fields of which something younger was accepted before, or of a list of entries a part
     */
    public record News(CustomerUpdate customer, Set<CustomerField> leftOut) {
    }

    /** The change without the fields of which a younger value was accepted before. Fields that identify the customer always stay. */
    public News news(FieldOrigins accepted) {
        CustomerUpdate news = customer;
        Set<CustomerField> older = EnumSet.noneOf(CustomerField.class);
        for (CustomerField field : customer.fields()) {
            if (customer.isIdentity(field) || field == CustomerField.IMPORT_BY_TAG_NAME) {
                continue;
            }
            Origin origin = origin(field);
            Set<String> entries = customer.entries(field);
            Set<String> olderEntries = entries.isEmpty()
                    ? Set.of()
                    : entries.stream().filter(entry -> accepted.isNewer(whole(field), entry, origin))
                            .collect(Collectors.toSet());
            boolean isCleared = entries.isEmpty() && field.type().isList();
            if (accepted.isNewer(whole(field), origin) || isCleared && accepted.anyIsNewer(field, origin)
                    || !entries.isEmpty() && olderEntries.size() == entries.size()) {
                older.add(field);
                news = news.without(field);
            } else if (!olderEntries.isEmpty()) {
                older.add(field);
                news = news.without(field, olderEntries);
            }
        }
        if (!news.fields().contains(CustomerField.TAGS) && customer.fields().contains(CustomerField.IMPORT_BY_TAG_NAME)) {
            news = news.without(CustomerField.IMPORT_BY_TAG_NAME);
        }
        return new News(news, older);
    }

    /**
     * Where LadiFlow's values come from when it accepts what is left of this change.
     *
     * @param news what is left
     * @param accepted where they come from without it
     */
    public FieldOrigins origins(CustomerUpdate news, FieldOrigins accepted, TagsOnUpdate tagsOnUpdate) {
        FieldOrigins origins = accepted;
        for (CustomerField field : news.fields()) {
            Origin origin = origin(field);
            Set<String> entries = field == CustomerField.TAGS && tagsOnUpdate == TagsOnUpdate.REPLACE
                    ? Set.of()
                    : news.entries(field);
            for (String entry : entries) {
                if (!origins.isNewer(whole(field), entry, origin)) {
                    origins = origins.with(whole(field), entry, origin);
                }
            }
            if (entries.isEmpty() && !origins.isNewer(field, origin)) {
                origins = origins.with(field, origin);
            }
        }
        return origins;
    }

    /** Adding and removing a tag are two values of the same entry. */
    private static CustomerField whole(CustomerField field) {
        return field == CustomerField.TAGS_REMOVE ? CustomerField.TAGS : field;
    }
}
