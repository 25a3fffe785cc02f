package org.ladibridge.customer;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What makes two records the same customer: the canonical e-mail, else the canonical phone, else LadiFlow's {@code _id}, else
 * source and external id. Records with one key are delivered one after the other.
 *
 * @param value the key with its kind as prefix, for example {@code email:an@example.vn}
 */
public record CustomerKey(String value) {
    public CustomerKey {
        Objects.requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("a customer key cannot be blank");
        }
    }

    /** The key of a customer that came from the given source. */
    public static CustomerKey of(CustomerUpdate customer, String source) {
        return customer.email().map(CustomerKey::email)
                .or(() -> customer.phone().map(CustomerKey::phone))
                .or(() -> customer.id().map(id -> new CustomerKey("id:" + id)))
                .orElseGet(() -> external(source, customer.text(CustomerField.EXTERNAL_CUSTOMER_ID).orElse("")));
    }

    /** The key under which a customer with an e-mail address may have been known before: that of the phone number. */
    public static Optional<CustomerKey> alias(CustomerUpdate customer) {
        return customer.email().flatMap(email -> customer.phone()).map(CustomerKey::phone);
    }

    /** The key that somebody means by an e-mail address, a phone number in its canonical form, or a key as it stands. */
    public static CustomerKey meant(String text) {
        if (text.indexOf(':') > 0) {
            return new CustomerKey(text);
        }
        return text.indexOf('@') > 0 ? email(text.toLowerCase(Locale.ROOT)) : phone(text);
    }

    /** @param canonical trimmed, lower case */
    public static CustomerKey email(String canonical) {
        return new CustomerKey("email:" + canonical);
    }

    /** @param canonical national form, or E.164 for a foreign number */
    public static CustomerKey phone(String canonical) {
        return new CustomerKey("phone:" + canonical);
    }

    /** The key of something that a source knows by its own id only. */
    public static CustomerKey external(String source, String id) {
        return new CustomerKey("external:" + source + "/" + id);
    }

    @Override
    public String toString() {
        return value;
    }
}
