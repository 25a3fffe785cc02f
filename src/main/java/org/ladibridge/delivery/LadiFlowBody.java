package org.ladibridge.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.delivery.LadiFlowCall.Api;
import org.ladibridge.delivery.LadiFlowConfig.CustomFields;
import org.ladibridge.delivery.LadiFlowConfig.Lang;
import org.ladibridge.delivery.LadiFlowConfig.Website;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a write call carries of a customer: each field in the form that LadiFlow takes, as far as its documentation leaves that open. */
final class LadiFlowBody {
    private final CustomerUpdate customer;
    private final TagPlan tags;
    private final LadiFlowConfig config;

    /** @param tags null when nothing is said of tags */
    LadiFlowBody(CustomerUpdate customer, TagPlan tags, LadiFlowConfig config) {
        this.customer = customer;
        this.tags = tags;
        this.config = config;
    }

    /** Whether it depends on what LadiFlow has of the customer. */
    boolean needsCurrent() {
        return tags != null && tags.needsCurrent() || keepsCustomFields();
    }

    /** Whether more than his tags has to be known. */
    boolean keepsCustomFields() {
        return config.customFields() == CustomFields.REPLACE
                && customer.value(CustomerField.CUSTOM_FIELDS).filter(JsonNode::isArray).isPresent();
    }

    /**
     * @param as the customer, with or without an id
     * @param current the customer as LadiFlow has him; an empty object for one that it does not have, null when that is not known
     */
    LadiFlowCall write(Api api, CustomerUpdate as, JsonNode current) {
        ObjectNode body = as.toJson();
        body.remove(CustomerField.TAGS_REMOVE.wireName());
        if (tags != null) {
            body.remove(CustomerField.IMPORT_BY_TAG_NAME.wireName());
            body.remove(CustomerField.TAGS.wireName());
            tags.into(body, current, api == Api.CREATE_OR_UPDATE);
        }
        if (keepsCustomFields() && current != null) {
            body.set(CustomerField.CUSTOM_FIELDS.wireName(), withOthers(
                    current.path(CustomerField.CUSTOM_FIELDS.wireName()), body.path(CustomerField.CUSTOM_FIELDS.wireName())));
        }
        JsonNode website = body.path(CustomerField.WEBSITE.wireName());
        if (config.website() == Website.LIST && website.isTextual()) {
            body.putArray(CustomerField.WEBSITE.wireName()).add(website);
        }
        if (config.lang() == Lang.LANGUAGE && body.has(CustomerField.LANG.wireName())) {
            body.set("language", body.remove(CustomerField.LANG.wireName()));
        }
        return new LadiFlowCall(api, body);
    }

    /** The customer's other fields as LadiFlow shows them, in the form in which it takes them. */
    private static ArrayNode withOthers(JsonNode shown, JsonNode ours) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        for (JsonNode field : shown) {
            String name = field.path("name").asText("");
            Optional<JsonNode> value = Optional.<JsonNode>ofNullable(field.get("value")).filter(any -> !any.isNull())
                    .or(() -> Optional.ofNullable(field.get("value_number")).filter(any -> !any.isNull()))
                    .or(() -> Optional.ofNullable(field.get("values")).filter(any -> !any.isNull()));
            if (!name.isEmpty() && value.isPresent()) {
                ObjectNode kept = JsonNodeFactory.instance.objectNode().put("name", name);
                kept.set("value", value.get());
                all.put(name, kept);
            }
        }
        ours.forEach(field -> all.put(field.path("name").asText(), field));
        return JsonNodeFactory.instance.arrayNode().addAll(all.values());
    }
}
