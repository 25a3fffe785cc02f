package org.ladibridge.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.FieldTimes;

/**
 * What the next changes of one customer come to: later values over earlier ones, but never an older change over a newer.
 *
 * @param records how many of the changes, from the first, it stands for: at least one; fewer than all where no single update is
 *        sure to have the effect of all
 * @param customer what to send
 * @param times how new the customer's fields are when it was accepted
 * @param leftOut fields of which something newer was accepted before
 */
record CustomerMerge(int records, CustomerUpdate customer, FieldTimes times, Set<CustomerField> leftOut) {

    /**
     * One of the changes.
     *
     * @param changedAt in the source; null when it does not say, then the change is as new as its place in the queue
     * @param patched the fields that a person set later, and when
     */
    record Change(CustomerUpdate customer, Instant changedAt, FieldTimes patched) {
        /** Null when nobody knows. */
        private Instant timeOf(CustomerField field) {
            return patched.newest().getOrDefault(field, changedAt);
        }
    }

    /** @param changes oldest first, at least one */
    static CustomerMerge of(List<Change> changes, FieldTimes accepted) {
        CustomerUpdate merged = null;
        FieldTimes times = accepted;
        Set<CustomerField> leftOut = EnumSet.noneOf(CustomerField.class);
        int taken = 0;
        for (Change change : changes) {
            List<CustomerField> older = olderThan(times, change);
            CustomerUpdate news = change.customer();
            for (CustomerField field : older) {
                news = news.without(field);
            }
            Optional<CustomerUpdate> both = merged == null ? Optional.of(news) : merged.followedBy(news);
            if (both.isEmpty()) {
                break;
            }
            merged = both.get();
            taken++;
            leftOut.addAll(older);
            times = newsOf(news, times, change);
        }
        return new CustomerMerge(taken, merged, times, leftOut);
    }

    /** Who the customer is has no age. */
    private static List<CustomerField> olderThan(FieldTimes times, Change change) {
        List<CustomerField> older = new ArrayList<>();
        for (CustomerField field : change.customer().fields()) {
            Instant time = change.timeOf(field);
            if (time != null && !isIdentity(field, change.customer()) && field != CustomerField.IMPORT_BY_TAG_NAME
                    && times.isNewer(field, time)) {
                older.add(field);
            }
        }
        if (older.contains(CustomerField.TAGS) && change.customer().fields().contains(CustomerField.IMPORT_BY_TAG_NAME)) {
            older.add(CustomerField.IMPORT_BY_TAG_NAME);
        }
        return older;
    }

    private static FieldTimes newsOf(CustomerUpdate news, FieldTimes times, Change change) {
        Map<CustomerField, Instant> newest = new EnumMap<>(CustomerField.class);
        newest.putAll(times.newest());
        for (CustomerField field : news.fields()) {
            Instant time = change.timeOf(field);
            if (time != null && !times.isNewer(field, time)) {
                newest.put(field, time);
            }
        }
        return new FieldTimes(newest);
    }

    private static boolean isIdentity(CustomerField field, CustomerUpdate customer) {
        return field == CustomerField.ID || field == CustomerField.EMAIL
                || field == CustomerField.PHONE && customer.email().isEmpty();
    }

    /** Whether nothing is left that LadiFlow does not have newer. */
    boolean isStale() {
        return !leftOut.isEmpty() && customer.fields().stream().allMatch(field -> isIdentity(field, customer));
    }
}
