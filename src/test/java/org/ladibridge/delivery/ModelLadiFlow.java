package org.ladibridge.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** LadiFlow as its documentation describes it, in memory: found by e-mail address, by phone number, by its own id. */
final class ModelLadiFlow {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> customers = new LinkedHashMap<>();
    private int ids;

    /** An answer: HTTP status and body. */
    record Answer(int status, ObjectNode body) {
    }

    /** @param knowsCustomFields otherwise they are dropped without an error */
    Answer call(String path, JsonNode sent, boolean knowsCustomFields) {
        return switch (path) {
            case "customer/show" -> shown(sent);
            case "customer/update" -> Optional.ofNullable(customers.get(sent.path("_id").asText()))
                    .map(customer -> written(customer, sent, knowsCustomFields)).orElseGet(ModelLadiFlow::notFound);
            default -> upserted(sent, knowsCustomFields);
        };
    }

    private Answer shown(JsonNode by) {
        Optional<ObjectNode> found = by.has("customer_id")
                ? Optional.ofNullable(customers.get(by.path("customer_id").asText()))
                : customers.values().stream().filter(customer -> by.properties().stream()
                        .allMatch(asked -> asked.getValue().equals(customer.get(asked.getKey())))).findFirst();
        return found.map(customer -> new Answer(200, (ObjectNode) JSON.createObjectNode().put("code", 200)
                .set("data", JSON.createObjectNode().set("customer", customer)))).orElseGet(ModelLadiFlow::notFound);
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
                    customers.put(created.path("_id").asText(), created);
                    return created;
                });
        return written(customer, sent, knowsCustomFields);
    }

    private static Answer written(ObjectNode customer, JsonNode sent, boolean knowsCustomFields) {
        sent.properties().forEach(field -> {
            if (field.getKey().equals("custom_fields")) {
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
