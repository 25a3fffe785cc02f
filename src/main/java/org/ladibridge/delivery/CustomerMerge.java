package org.ladibridge.delivery;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.ladibridge.customer.CustomerChange;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.TagsOnUpdate;

/**
 * What the next changes of one customer come to: later values over earlier ones, but never an older change over a newer.
 *
 * @param records how many of the changes, from the first, it stands for: at least one; fewer than all where no single update is
 *        sure to have the effect of all
 * @param customer what to send
 * @param origins where the customer's values come from when it was accepted
 * @param leftOut fields of which something younger was accepted before
 */
record CustomerMerge(int records, CustomerUpdate customer, FieldOrigins origins, Set<CustomerField> leftOut) {

    /** @param changes oldest first, at least one */
    static CustomerMerge of(List<CustomerChange> changes, FieldOrigins accepted, TagsOnUpdate tagsOnUpdate) {
        CustomerUpdate merged = null;
        FieldOrigins origins = accepted;
        Set<CustomerField> leftOut = EnumSet.noneOf(CustomerField.class);
        int taken = 0;
        for (CustomerChange change : changes) {
            CustomerChange.News news = change.news(origins);
            Optional<CustomerUpdate> both = merged == null
                    ? Optional.of(news.customer())
                    : merged.followedBy(news.customer(), tagsOnUpdate);
            if (both.isEmpty()) {
                break;
            }
            merged = both.get();
            taken++;
            leftOut.addAll(news.leftOut());
            origins = change.origins(news.customer(), origins, tagsOnUpdate);
        }
        return new CustomerMerge(taken, merged, origins, leftOut);
    }

    /** Whether nothing is left that LadiFlow does not have newer. */
    boolean isStale() {
        return !leftOut.isEmpty() && customer.fields().stream().allMatch(customer::isIdentity);
    }
}
