package org.ladibridge.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** LadiFlow as its documentation describes it, in memory: found by e-mail address, by phone number, by its own id. */
final class ModelLadiFlow {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> customers = new LinkedHashMap<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private int ids;
    /** Whether the tags of an update come to those that are there; else they take their place. */
    boolean addsTags;
    /** Whether a customer's tags are shown. */
    boolean showsTags = true;
    /** The number of the first page. */
    int firstPage = 1;

    /** An answer: HTTP status and body. */
    record Answer(int status, ObjectNode body) {
    }

    /** @param knowsCustomFields otherwise they are dropped without an error */
    Answer call(String path, JsonNode sent, boolean knowsCustomFields) {
        return switch (path) {
            case "customer/show" -> shown(sent);
            case "customer/list-tag" -> listed(sent);
            case "customer/create-tag" -> tags.containsKey(sent.path("name").asText())
                    ? new Answer(400, JSON.createObjectNode().put("code", 400).put("message", "Tag đã tồn tại"))
                    : new Answer(200, (ObjectNode) JSON.createObjectNode().put("code", 200).set("data",
                            JSON.createObjectNode().put("tag_id", tag(sent.path("name").asText()))));
            case "customer/update" -> Optional.ofNullable(customers.get(sent.path("_id").asText()))
                    .map(customer -> written(customer, sent, knowsCustomFields)).orElseGet(ModelLadiFlow::notFound);
            default -> upserted(sent, knowsCustomFields);
        };
    }

    /** The id of the tag with the name, which is created when there is none. */
    String tag(String name) {
        return tags.computeIfAbsent(name, any -> String.format("7a9%021x", tags.size() + 1));
    }

    void forgetTag(String name) {
        tags.remove(name);
    }

    /** The names of the customer's tags. */
    Set<String> tagsOf(ObjectNode customer) {
        Set<String> names = new TreeSet<>();
        customer.path("tags").forEach(id -> tags.entrySet().stream().filter(tag -> tag.getValue().equals(id.asText()))
                .forEach(tag -> names.add(tag.getKey())));
        return names;
    }

    /** A person gives the customer a tag. */
    void giveTag(ObjectNode customer, String name) {
        ArrayNode now = customer.withArray("tags");
        if (!tagsOf(customer).contains(name)) {
            now.add(tag(name));
        }
    }

    /** Automation, or somebody, takes it away. */
    void takeTag(ObjectNode customer, String name) {
        String id = tag(name);
        for (int i = customer.withArray("tags").size() - 1; i >= 0; i--) {
            if (customer.withArray("tags").get(i).asText().equals(id)) {
                customer.withArray("tags").remove(i);
            }
        }
    }

    private Answer listed(JsonNode sent) {
        int limit = Math.min(50, sent.path("limit").asInt());
        ObjectNode data = JSON.createObjectNode().put("total", tags.size()).put("limit", limit);
        ArrayNode items = data.putArray("items");
        tags.entrySet().stream().skip((long) limit * Math.max(0, sent.path("page").asInt() - firstPage)).limit(limit)
                .forEach(tag -> items.addObject().put("id", tag.getValue()).put("name", tag.getKey()));
        return new Answer(200, (ObjectNode) JSON.createObjectNode().put("code", 200).set("data", data));
    }

    private void store(ObjectNode customer, JsonNode sent, boolean byName) {
        Set<String> all = new LinkedHashSet<>();
        if (addsTags) {
            customer.path("tags").forEach(id -> all.add(id.asText()));
        }
        sent.forEach(tag -> all.add(byName ? tag(tag.asText()) : tag.asText()));
        ArrayNode stored = customer.putArray("tags");
        all.stream().filter(tags::containsValue).forEach(stored::add);
    }

    private Answer shown(JsonNode by) {
        Optional<ObjectNode> found = by.has("customer_id")
                ? Optional.ofNullable(customers.get(by.path("customer_id").asText()))
                : customers.values().stream().filter(customer -> by.properties().stream()
                        .allMatch(asked -> asked.getValue().equals(customer.get(asked.getKey())))).findFirst();
        return found.map(customer -> new Answer(200, (ObjectNode) JSON.createObjectNode().put("code", 200)
                .set("data", JSON.createObjectNode().set("customer",
                        showsTags ? customer : customer.deepCopy().without("tags")))))
                .orElseGet(ModelLadiFlow::notFound);
    }

    /** A mistake: a customer whom nobody asked for. */
    Answer somebodyElse() {
        ObjectNode stranger = JSON.createObjectNode().put("_id", "f".repeat(24)).put("email", "stranger@example.vn")
                .put("phone", "0812345678");
        customers.putIfAbsent("f".repeat(24), stranger);
        return new Answer(200, (ObjectNode) JSON.createObjectNode().put("code", 200)
                .set("data", JSON.createObjectNode().set("customer", customers.get("f".repeat(24)))));
    }

    private Answer upserted(JsonNode sent, boolean knowsCustomFields) {
        String email = sent.hasNonNull("email")
                ? sent.path("email").asText()
                : sent.path("phone").asText() + ".ladiflow@ladimail.com";
        ObjectNode customer = customers.values().stream().filter(one -> one.path("email").asText().equals(email)).findFirst()
                .orElseGet(() -> {
                    ObjectNode created = JSON.createObjectNode().put("_id", String.format("%024x", ++ids)).put("email", email);
                    created.putArray("tags");
                    customers.put(created.path("_id").asText(), created);
                    return created;
                });
        return written(customer, sent, knowsCustomFields);
    }

    private Answer written(ObjectNode customer, JsonNode sent, boolean knowsCustomFields) {
        sent.properties().forEach(field -> {
            if (field.getKey().equals("tags") && !field.getValue().isNull()) {
                store(customer, field.getValue(), sent.path("import_by_tag_name").asBoolean());
            } else if (field.getKey().equals("tags")) {
                customer.putArray("tags");
            } else if (field.getKey().equals("custom_fields")) {
                ArrayNode stored = customer.putArray("custom_fields");
                if (knowsCustomFields) {
                    stored.addAll((ArrayNode) field.getValue());
                }
            } else if (field.getValue().isNull()) {
                customer.remove(field.getKey());
            } else {
                customer.set(field.getKey(), field.getValue());
            }
        });
        return new Answer(200, (ObjectNode) JSON.createObjectNode().put("code", 201).set("data", customer.deepCopy()));
    }

    private static Answer notFound() {
        return new Answer(404, JSON.createObjectNode().put("code", 404).put("message", "Không tìm thấy khách hàng"));
    }

    /** Those who have one of the addresses. */
    List<ObjectNode> withEmail(List<String> emails) {
        return new ArrayList<>(customers.values().stream().filter(one -> emails.contains(one.path("email").asText())).toList());
    }

    Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(customers.get(id));
    }

    /** A person in LadiFlow creates a customer. */
    ObjectNode create(String email, String phone) {
        upserted(JSON.createObjectNode().put("email", email).put("phone", phone), true);
        return withEmail(List.of(email)).get(0);
    }
}
