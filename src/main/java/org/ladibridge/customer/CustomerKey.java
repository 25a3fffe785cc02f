package org.ladibridge.customer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What makes two records the same customer: the canonical e-mail, else the canonical phone, else LadiFlow's {@code _id}, else
 * source and external id. Records with one key are delivered one after the other.
 *
 * @param value the key with its kind as prefix, for example {@code email:an@example.vn}
 */
public record CustomerKey(String value) {
    private static final String PHONE = "phone:";
    private static final String EMAIL = "email:";
    private static final Set<String> NO_ID = Set.of("0", "-1", "null", "none", "guest", "anonymous");

    public CustomerKey {
        Objects.requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("a customer key cannot be blank");
        }
        value = StoredText.key(value);
    }

    /** The key of a customer that came from the given source. */
    public static CustomerKey of(CustomerUpdate customer, String source) {
        return customer.email().map(CustomerKey::email)
                .or(() -> customer.phone().map(CustomerKey::phone))
                .or(() -> customer.id().map(CustomerKey::id))
                .orElseGet(() -> external(source, customer.text(CustomerField.EXTERNAL_CUSTOMER_ID).orElse("")));
    }

    /**
     * The other keys under which the customer may be known: LadiFlow's {@code _id}, the source's own id, and the phone number of
     * one who has an e-mail address. The strongest comes first: who has the same {@code _id}, or the same id in one source, is the
     * same customer, whatever his e-mail address is by now; a phone number may be shared.
     */
    public static List<CustomerKey> aliases(CustomerUpdate customer, String source) {
        List<CustomerKey> aliases = new ArrayList<>();
        customer.id().map(CustomerKey::id).ifPresent(aliases::add);
        customer.text(CustomerField.EXTERNAL_CUSTOMER_ID).filter(CustomerKey::tellsOneFromAnother)
                .map(id -> external(source, id)).ifPresent(aliases::add);
        customer.email().flatMap(email -> customer.phone()).map(CustomerKey::phone).ifPresent(aliases::add);
        return aliases;
    }

    /** Systems use the id 0 for customers without an account. */
    private static boolean tellsOneFromAnother(String externalId) {
        return !externalId.isBlank() && !NO_ID.contains(externalId.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether the key may belong to several customers: a phone number does. */
    public static boolean isShared(String key) {
        return key.startsWith(PHONE);
    }

    /** Parses an e-mail address, a phone number in its canonical form, or a key. */
    public static CustomerKey meant(String text) {
        if (text.indexOf(':') > 0) {
            return new CustomerKey(text);
        }
        return text.indexOf('@') > 0 ? email(text.toLowerCase(Locale.ROOT)) : phone(text);
    }

    /** @param id LadiFlow's own, 24 hexadecimal digits */
    public static CustomerKey id(String id) {
        return new CustomerKey("id:" + id.toLowerCase(Locale.ROOT));
    }

    /** @param canonical trimmed, lower case */
    public static CustomerKey email(String canonical) {
        return new CustomerKey(EMAIL + canonical);
    }

    /** @param canonical national form, or E.164 for a foreign number */
    public static CustomerKey phone(String canonical) {
        return new CustomerKey(PHONE + canonical);
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
