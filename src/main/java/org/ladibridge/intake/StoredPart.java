package org.ladibridge.intake;

import java.util.List;
import java.util.Optional;

import org.ladibridge.customer.CustomerKey;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

/** Which of the customers that a mapping makes of what was sent belongs to a stored record: of one body several may be stored. */
public final class StoredPart {
    private StoredPart() {
    }

    /** @return the only customer, else the one with the record's key, else the one at its place; empty when nobody can tell */
    public static Optional<Transformed> of(Event event, List<Transformed> customers) {
        if (customers.size() == 1) {
            return Optional.of(customers.get(0));
        }
        if (event.customerKey() == null) {
            return at(event, customers).filter(Rejected.class::isInstance);
        }
        return customers.stream().filter(customer -> customer instanceof Accepted accepted
                && CustomerKey.of(accepted.customer(), event.source()).value().equals(event.customerKey())).findFirst();
    }

    private static Optional<Transformed> at(Event event, List<Transformed> customers) {
        String id = event.eventId() == null ? "" : event.eventId();
        String place = id.substring(id.lastIndexOf('#') + 1);
        int n = id.indexOf('#') >= 0 && place.matches("\\d{1,4}") ? Integer.parseInt(place) : customers.size();
        return n < customers.size() ? Optional.of(customers.get(n)) : Optional.empty();
    }
}
