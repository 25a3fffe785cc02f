package org.ladibridge.intake;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.customer.CustomerKey;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;

/** Which of the customers that a mapping makes of what was sent belongs to a stored record: of one body several may be stored. */
public final class StoredPart {
    private static final Pattern PLACE = Pattern.compile(".*#(\\d{1,4})", Pattern.DOTALL);

    private StoredPart() {
    }

    /**
     * The record's own customer: the only one, else the one with the record's key, else the one at its place.
     *
     * @param isKnown whether a record of the source has this event id: who is left of several is not taken for the others
     * @return empty when nobody can tell
     */
    public static Optional<Transformed> of(Event event, List<Transformed> customers, Predicate<String> isKnown) {
        if (customers.size() == 1 && !hasSibling(event, isKnown)) {
            return Optional.of(customers.get(0));
        }
        if (event.customerKey() == null) {
            return at(event, customers);
        }
        return customers.stream().filter(customer -> customer instanceof Accepted accepted
                && CustomerKey.of(accepted.customer(), event.source()).value().equals(event.customerKey())).findFirst();
    }

    private static Optional<Transformed> at(Event event, List<Transformed> customers) {
        int place = place(event);
        return place >= 0 && place < customers.size() ? Optional.of(customers.get(place)) : Optional.empty();
    }

    private static boolean hasSibling(Event event, Predicate<String> isKnown) {
        int place = place(event);
        return place >= 0 && isKnown.test(
                event.eventId().substring(0, event.eventId().lastIndexOf('#') + 1) + (place == 0 ? 1 : 0));
    }

    /** Among those of its body; negative when it was the only one, or has no id. */
    private static int place(Event event) {
        Matcher place = PLACE.matcher(event.eventId() == null ? "" : event.eventId());
        return place.matches() ? Integer.parseInt(place.group(1)) : -1;
    }
}
