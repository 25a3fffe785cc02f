package org.ladibridge.customer;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One customer as LadiFlow's write calls take it: only fields of {@link CustomerField}, each of its type, in the enum's order.
 * A field is absent (LadiFlow keeps what it has), has a value, or is cleared (sent as JSON {@code null}); blank values are
 * absent. Immutable.
 */
@RegisterForReflection
public final class CustomerUpdate {
    private final Map<CustomerField, JsonNode> values;

    private CustomerUpdate(Map<CustomerField, JsonNode> values) {
        this.values = values;
    }

    /** The field's text; empty when it is absent, cleared or not a text. */
    public Optional<String> text(CustomerField field) {
        return Optional.ofNullable(values.get(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** The field's JSON value, {@link NullNode} when it is to be cleared; empty when it is absent. */
    public Optional<JsonNode> value(CustomerField field) {
        return Optional.ofNullable(values.get(field)).map(JsonNode::deepCopy);
    }

    /** The fields that are set or cleared. */
    public Set<CustomerField> fields() {
        return values.keySet();
    }

    public Optional<String> id() {
        return text(CustomerField.ID);
    }

    public Optional<String> email() {
        return text(CustomerField.EMAIL);
    }

    public Optional<String> phone() {
        return text(CustomerField.PHONE);
    }

    /** Whether the field says who the customer is, and not something about him. */
    public boolean isIdentity(CustomerField field) {
        return field == CustomerField.ID || field == CustomerField.EMAIL || field == CustomerField.PHONE && email().isEmpty();
    }

    /** The JSON that goes to LadiFlow; a copy that the caller may change. */
    @JsonValue
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        values.forEach((field, value) -> json.set(field.wireName(), value.deepCopy()));
        return json;
    }

    /** The same customer with LadiFlow's identifier. */
    public CustomerUpdate withId(String id) {
        return toBuilder().set(CustomerField.ID, TextNode.valueOf(id)).build();
    }

    /** The same customer without anything that is said of tags. */
    public CustomerUpdate withoutTags() {
        return without(CustomerField.TAGS).without(CustomerField.IMPORT_BY_TAG_NAME).without(CustomerField.TAGS_REMOVE);
    }

    /** The same customer without the given field. */
    public CustomerUpdate without(CustomerField field) {
        if (!values.containsKey(field)) {
            return this;
        }
        Builder builder = toBuilder();
        builder.values.remove(field);
        return builder.build();
    }

    /**
     * One update that leaves LadiFlow as both, one after the other, would: fields of the later one go over the earlier ones, absent
     * ones change nothing; of custom fields each is a value of its own. Two lists of tags become one as {@link TagsOnUpdate} says.
     *
     * @return empty when no single update surely does
     */
    public Optional<CustomerUpdate> followedBy(CustomerUpdate later, TagsOnUpdate tagsOnUpdate) {
        if (id().isPresent() && later.id().isPresent() && !id().equals(later.id())
                || !canFollow(CustomerField.CHANNELS, later)) {
            return Optional.empty();
        }
        CustomerTags mine = CustomerTags.of(this);
        Optional<CustomerTags> tags = mine.followedBy(CustomerTags.of(later), tagsOnUpdate);
        JsonNode custom = values.get(CustomerField.CUSTOM_FIELDS);
        JsonNode laterCustom = later.values.get(CustomerField.CUSTOM_FIELDS);
        boolean bothCustom = custom != null && laterCustom != null && !laterCustom.isNull();
        if (tags.isEmpty() || bothCustom && custom.isNull()) {
            return Optional.empty();
        }
        Builder both = toBuilder();
        later.values.forEach(both.values::put);
        if (bothCustom) {
            both.values.put(CustomerField.CUSTOM_FIELDS, byName(custom, laterCustom));
        }
        if (!mine.isNothing()) {
            tags.get().into(both);
        }
        return Optional.of(both.build());
    }

    /** Whether LadiFlow replaces this list or adds to it is documented nowhere. */
    private boolean canFollow(CustomerField list, CustomerUpdate later) {
        JsonNode mine = values.get(list);
        JsonNode theirs = later.values.get(list);
        return mine == null || theirs == null || theirs.isNull()
                || !mine.isNull() && entries(theirs).containsAll(entries(mine));
    }

    private static JsonNode byName(JsonNode earlier, JsonNode later) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        earlier.forEach(field -> byName.put(name(field), field));
        later.forEach(field -> byName.put(name(field), field));
        return JsonNodeFactory.instance.arrayNode(byName.size()).addAll(byName.values());
    }

    private static Set<String> entries(JsonNode list) {
        Set<String> entries = new LinkedHashSet<>();
        list.forEach(entry -> entries.add(name(entry)));
        return entries;
    }

    /** What tells one entry of a list from another. */
    private static String name(JsonNode entry) {
        return entry.isObject() ? entry.path("name").asText() : CustomerTags.fold(entry.asText());
    }

    /**
     * What tells the entries of a list from one another, where each is a value of its own: of tags and custom fields. Nothing of a
     * field that is to be cleared.
     */
    Set<String> entries(CustomerField field) {
        JsonNode value = values.get(field);
        return value != null && (field == CustomerField.CUSTOM_FIELDS || field == CustomerField.TAGS
                || field == CustomerField.TAGS_REMOVE) ? entries(value) : Set.of();
    }

    /** The same customer with those entries of a list only for which {@link #entries} has a name other than these. */
    CustomerUpdate without(CustomerField list, Set<String> names) {
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        values.get(list).forEach(entry -> {
            if (!names.contains(name(entry))) {
                left.add(entry);
            }
        });
        Builder builder = toBuilder();
        builder.values.put(list, left);
        return builder.build();
    }

    public Builder toBuilder() {
        Builder builder = builder();
        values.forEach(builder.values::put);
        return builder;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads back what {@link #toJson()} wrote; an explicit {@code null} is a cleared field.
     *
     * @throws IllegalArgumentException when a key is not LadiFlow's, a value has the wrong type, or neither e-mail nor phone is there
     */
    public static CustomerUpdate fromJson(JsonNode json) {
        Builder builder = builder();
        json.properties().forEach(entry -> {
            CustomerField field = CustomerField.byWireName(entry.getKey())
                    .orElseThrow(() -> new IllegalArgumentException("LadiFlow has no field «" + entry.getKey() + "»"));
            if (entry.getValue().isNull()) {
                builder.clear(field);
            } else {
                builder.set(field, entry.getValue());
            }
        });
        return builder.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CustomerUpdate update && values.equals(update.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Names the fields, never their values: a customer is personal data. */
    @Override
    public String toString() {
        return "CustomerUpdate" + values.keySet();
    }

    /** Collects fields; not thread-safe. */
    public static final class Builder {
        private final Map<CustomerField, JsonNode> values = new EnumMap<>(CustomerField.class);

        private Builder() {
        }

        /** Sets a text; null and blank leave the field out. */
        public Builder text(CustomerField field, String value) {
            return value == null ? this : set(field, TextNode.valueOf(value));
        }

        /**
         * Sets a value; null, blank text and an empty list leave the field as it is.
         *
         * @throws IllegalArgumentException when the value is not of the field's type
         */
        public Builder set(CustomerField field, JsonNode value) {
            if (isBlank(value)) {
                return this;
            }
            if (!fits(field.type(), value)) {
                throw new IllegalArgumentException(
                        "«" + field.wireName() + "» takes " + field.type() + ", not " + value.getNodeType());
            }
            values.put(field, value);
            return this;
        }

        /** Makes LadiFlow forget the field's value: it is sent as JSON {@code null}. */
        public Builder clear(CustomerField field) {
            values.put(field, NullNode.instance);
            return this;
        }

        Builder remove(CustomerField field) {
            values.remove(field);
            return this;
        }

        public boolean has(CustomerField field) {
            return values.containsKey(field);
        }

        /** Calls the action for each field that is set or cleared so far. */
        public void forEach(BiConsumer<CustomerField, JsonNode> action) {
            values.forEach(action);
        }

        /** @throws IllegalArgumentException when neither e-mail nor phone is there: LadiFlow requires one of them */
        public CustomerUpdate build() {
            CustomerUpdate update = new CustomerUpdate(Collections.unmodifiableMap(new EnumMap<>(values)));
            if (update.email().isEmpty() && update.phone().isEmpty()) {
                throw new IllegalArgumentException("a customer needs an e-mail address or a phone number");
            }
            return update;
        }

        private static boolean isBlank(JsonNode value) {
            return value == null || value.isNull() || value.isMissingNode() || value.isTextual() && value.textValue().isBlank()
                    || value.isContainerNode() && value.isEmpty();
        }

        private static boolean fits(CustomerField.Type type, JsonNode value) {
            return switch (type) {
                case NUMBER -> value.isNumber();
                case BOOLEAN -> value instanceof BooleanNode;
                case TEXT_LIST -> value.isArray() && all(value, JsonNode::isTextual);
                case NAME_VALUE_LIST -> value.isArray()
                        && all(value, item -> item.isObject() && item.path("name").isTextual() && item.has("value"));
                default -> value.isTextual();
            };
        }

        private static boolean all(JsonNode array, java.util.function.Predicate<JsonNode> test) {
            for (JsonNode item : array) {
                if (!test.test(item)) {
                    return false;
                }
            }
            return true;
        }
    }
}
