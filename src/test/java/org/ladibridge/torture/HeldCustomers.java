package org.ladibridge.torture;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What LadiFlow holds: one customer per id, found by id, e-mail address or phone number; a write goes over what was there. */
final class HeldCustomers {
    /** A customer, or what a call says of one; what is not known is null. */
    record Customer(String id, String email, String phone, String value) {
        private Customer with(Customer other) {
            return new Customer(id, or(other.email, email), or(other.phone, phone), or(other.value, value));
        }

        private static String or(String first, String second) {
            return first == null ? second : first;
        }

        String json() {
            return "{\"_id\":\"" + id + "\"" + text("email", email) + text("phone", phone) + "}";
        }

        private static String text(String name, String value) {
            return value == null ? "" : ",\"" + name + "\":\"" + value + "\"";
        }
    }

    private final Map<String, Customer> byId = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    /** @return null when there is none */
    synchronized Customer find(Customer asked) {
        for (String key : new String[]{asked.id(), email(asked.email()), phone(asked.phone())}) {
            Customer found = key == null ? null : byId.get(ids.getOrDefault(key, key));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Whoever is not there is made. */
    synchronized Customer write(Customer said) {
        Customer before = find(said);
        Customer after = (before == null
                ? new Customer(String.format(Locale.ROOT, "%024x", 0x64f0L + byId.size()), null, null, null)
                : before).with(said);
        byId.put(after.id(), after);
        index(email(after.email()), after);
        index(phone(after.phone()), after);
        return after;
    }

    private void index(String key, Customer customer) {
        if (key != null) {
            ids.put(key, customer.id());
        }
    }

    private static String email(String email) {
        return email == null ? null : "email:" + email;
    }

    private static String phone(String phone) {
        return phone == null ? null : "phone:" + phone;
    }

    /** The value of each customer, by his e-mail address, or by his phone number where he has none. */
    synchronized Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        byId.values().forEach(customer -> values.put(customer.email() == null ? customer.phone() : customer.email(),
                String.valueOf(customer.value())));
        return values;
    }
}
