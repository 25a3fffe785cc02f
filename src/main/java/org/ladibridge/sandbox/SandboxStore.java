package org.ladibridge.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
    private static final Set<String> STORED = Set.of("email", "phone", "first_name", "dob", "gender", "tags", "custom_fields",
            "country",
            "city", "district", "ward", "address", "address_2", "company", "job_title", "postal_code", "channels", "source",
            "external_customer_id", "website", "facebook_url", "twitter_url", "linkedIn_url", "score", "zalo", "skype");
    private static final Set<String> NOT_DATA = Set.of("_id", "import_by_tag_name");
    private static final int MOST_CUSTOMERS = 50_000;
    private static final int CALLS_KEPT = 100;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ObjectMapper json;
    /** As bytes: the nodes of so many would take a small bridge's memory, most of all in an executable. */
    private final Map<String, byte[]> customers = new LinkedHashMap<>();
    private final Map<String, String> idByEmail = new HashMap<>();
    private final Map<String, String> idByPhone = new HashMap<>();
    private final Map<String, List<byte[]>> calls = new HashMap<>();

    SandboxStore(Clock clock, ObjectMapper json) {
        this.clock = clock;
        this.json = json;
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
            id = idByEmail.getOrDefault(query.path("email").asText("").toLowerCase(Locale.ROOT), "");
        }
        if (id.isEmpty()) {
            id = idByPhone.getOrDefault(query.path("phone").asText(""), "");
        }
        return Optional.ofNullable(customers.get(id)).map(this::read);
    }

    /** Empty when there is no customer with this id. */
    synchronized Optional<ObjectNode> update(String id, ObjectNode sent) {
        return customers.containsKey(id) ? Optional.of(write(id, sent, false)) : Optional.empty();
    }

    synchronized ObjectNode upsert(ObjectNode sent) {
        String id = idByEmail.get(identity(sent));
        if (id != null) {
            return write(id, sent, false);
        }
        if (customers.size() >= MOST_CUSTOMERS) {
            forget(read(customers.values().iterator().next()));
        }
        return write(newId(), sent, true);
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

    private ObjectNode write(String id, ObjectNode sent, boolean isNew) {
        String now = clock.instant().toString();
        byte[] known = customers.get(id);
        ObjectNode customer = known == null ? created(id, now) : read(known);
        ArrayNode parked = customer.putArray("external_data");
        sent.properties().forEach(field -> store(customer, parked, field.getKey(), field.getValue()));
        if (!customer.has("email")) {
            customer.put("email", identity(sent));
        }
        customer.put("isNewSubscriber", isNew).put("updated_at", now);
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

    private static void store(ObjectNode customer, ArrayNode parked, String name, JsonNode value) {
        if (NOT_DATA.contains(name) || value.isTextual() && value.textValue().isBlank()) {
            return;
        }
        if (value.isNull()) {
            customer.remove(name);
        } else if (!STORED.contains(name)) {
            parked.addObject().put("name", name).set("value", value);
        } else if (!name.equals("tags") && !name.equals("custom_fields")) {
            customer.set(name, value);
            if (name.equals("first_name")) {
                customer.set("name", value);
            } else if (name.equals("dob")) {
                storeBirthday(customer, value.asText());
            }
        }
        // Tags and custom fields are dropped in silence: this store knows none.
    }

    /** The month counts from zero, as in the vendor's sample. */
    private static void storeBirthday(ObjectNode customer, String text) {
        try {
            LocalDate dob = LocalDate.parse(text);
            customer.put("dob", dob + "T00:00:00.000Z").put("dob_year", dob.getYear()).put("dob_month", dob.getMonthValue() - 1)
                    .put("dob_day", dob.getDayOfMonth())
                    .put("dob_month_day", String.format(Locale.ROOT, "%02d%02d", dob.getMonthValue() - 1, dob.getDayOfMonth()));
        } catch (DateTimeParseException e) {
            customer.remove("dob");
        }
    }
}
