package org.ladibridge.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.sandbox.Behaviour.EmailOfAnother;
import org.ladibridge.sandbox.Behaviour.Emails;
import org.ladibridge.sandbox.Behaviour.Phones;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The newest customers of the sandbox, in memory. Keyed by e-mail, as LadiFlow does; a phone-only customer gets the pseudo address that
 * LadiFlow would invent.
 *
 * @see <a href="https://help.ladiflow.vn/khach-hang/khach-hang">LadiFlow: customers</a>
 */
@ApplicationScoped
class SandboxStore {
    private static final int MOST_CUSTOMERS = 50_000;
    private static final int CALLS_KEPT = 100;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ObjectMapper json;
    private final Catalogue catalogue;
    private final Faults faults;
    /** As bytes: the nodes of so many would take a small bridge's memory, most of all in an executable. */
    private final Map<String, byte[]> customers = new LinkedHashMap<>();
    private final Map<String, String> idByEmail = new HashMap<>();
    private final Map<String, String> idByPhone = new HashMap<>();
    private final Map<String, List<byte[]>> calls = new HashMap<>();

    SandboxStore(Clock clock, ObjectMapper json, Catalogue catalogue, Faults faults) {
        this.clock = clock;
        this.json = json;
        this.catalogue = catalogue;
        this.faults = faults;
    }

    /** What LadiFlow says of a payload that it does not take. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    synchronized void clear() {
        customers.clear();
        idByEmail.clear();
        idByPhone.clear();
        calls.clear();
    }

    /** Newest first. */
    synchronized List<ObjectNode> list(int limit) {
        List<byte[]> all = new ArrayList<>(customers.values());
        java.util.Collections.reverse(all);
        return all.stream().limit(limit).map(this::read).toList();
    }

    synchronized int size() {
        return customers.size();
    }

    /** The write calls that were accepted for a customer, oldest first. */
    synchronized List<JsonNode> callsOf(String id) {
        return calls.getOrDefault(id, List.of()).stream().<JsonNode>map(this::read).toList();
    }

    synchronized Optional<ObjectNode> find(JsonNode query) {
        String id = query.path("customer_id").asText("");
        if (id.isEmpty()) {
            id = byEmail(query.path("email").asText(""));
        }
        if (id.isEmpty()) {
            id = idByPhone.getOrDefault(phone(query.path("phone").asText("")), "");
        }
        return Optional.ofNullable(customers.get(id)).map(this::read);
    }

    private String byEmail(String email) {
        return faults.behaviour().emails() == Emails.EXACT && !email.equals(email.toLowerCase(Locale.ROOT))
                ? ""
                : idByEmail.getOrDefault(email.toLowerCase(Locale.ROOT), "");
    }

    private String phone(String asked) {
        return faults.behaviour().phones() == Phones.ANY_FORM
                ? asked.replaceAll("[^0-9]", "").replaceFirst("^84", "0")
                : asked;
    }

    /**
     * Empty when there is no customer with this id.
     *
     * @throws Refused when the payload is not taken
     */
    synchronized Optional<ObjectNode> update(String id, ObjectNode sent) throws Refused {
        return customers.containsKey(id) ? Optional.of(write(id, sent, true)) : Optional.empty();
    }

    /**
     * Updates the customer with this e-mail or phone number, or makes one.
     *
     * @param isUpdate whether {@code customer/update} was called
     * @throws Refused when the payload is not taken
     */
    synchronized ObjectNode upsert(ObjectNode sent, boolean isUpdate) throws Refused {
        String id = idByEmail.get(identity(sent));
        if (id != null) {
            return write(id, sent, isUpdate);
        }
        if (customers.size() >= MOST_CUSTOMERS) {
            forget(read(customers.values().iterator().next()));
        }
        return write(newId(), sent, isUpdate);
    }

    /** A sandbox that runs for days must not take the memory of the bridge. */
    private void forget(ObjectNode customer) {
        String id = customer.path("_id").asText();
        customers.remove(id);
        calls.remove(id);
        idByEmail.remove(customer.path("email").asText().toLowerCase(Locale.ROOT), id);
        idByPhone.remove(customer.path("phone").asText(), id);
    }

    private static String identity(JsonNode sent) {
        String email = sent.path("email").asText("").toLowerCase(Locale.ROOT);
        return email.isEmpty() ? sent.path("phone").asText() + ".ladiflow@ladimail.com" : email;
    }

    private String newId() {
        byte[] id = new byte[12];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private ObjectNode write(String id, ObjectNode sent, boolean isUpdate) throws Refused {
        CustomerWrite write = new CustomerWrite(faults.behaviour(), catalogue, sent);
        String refusal = write.refusal(isUpdate).orElse(isOfAnother(id, sent) ? "Email đã tồn tại" : null);
        if (refusal != null) {
            throw new Refused(refusal);
        }
        String now = clock.instant().toString();
        byte[] known = customers.get(id);
        ObjectNode customer = known == null ? created(id, now) : read(known);
        write.apply(customer, isUpdate);
        if (!customer.has("email")) {
            customer.put("email", identity(sent));
        }
        customer.put("isNewSubscriber", known == null).put("updated_at", now);
        idByEmail.put(customer.path("email").asText().toLowerCase(Locale.ROOT), id);
        if (customer.path("phone").isTextual()) {
            idByPhone.putIfAbsent(customer.path("phone").asText(), id);
        }
        customers.put(id, bytes(customer));
        List<byte[]> history = calls.computeIfAbsent(id, key -> new ArrayList<>(1));
        if (history.size() < CALLS_KEPT) {
            history.add(bytes(sent));
        }
        return customer;
    }

    private boolean isOfAnother(String id, ObjectNode sent) {
        return faults.behaviour().emailOfAnother() == EmailOfAnother.REFUSE && sent.path("email").isTextual()
                && !idByEmail.getOrDefault(identity(sent), id).equals(id);
    }

    private static ObjectNode created(String id, String now) {
        ObjectNode created = JsonNodeFactory.instance.objectNode();
        created.put("_id", id).put("last_name", "").put("status", "SUBSCRIBER").put("subscribed_at", now).put("created_at", now)
                .put("is_merge", false).put("is_delete", false);
        created.putArray("tags");
        created.putArray("custom_fields");
        return created;
    }

    private ObjectNode read(byte[] stored) {
        try {
            return (ObjectNode) json.readTree(stored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(ObjectNode node) {
        try {
            return json.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
