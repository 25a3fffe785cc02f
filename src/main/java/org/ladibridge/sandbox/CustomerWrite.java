package org.ladibridge.sandbox;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.ladibridge.sandbox.Behaviour.Blanks;
import org.ladibridge.sandbox.Behaviour.CustomFields;
import org.ladibridge.sandbox.Behaviour.Dob;
import org.ladibridge.sandbox.Behaviour.Lang;
import org.ladibridge.sandbox.Behaviour.Name;
import org.ladibridge.sandbox.Behaviour.PostalCode;
import org.ladibridge.sandbox.Behaviour.TagNames;
import org.ladibridge.sandbox.Behaviour.Tags;
import org.ladibridge.sandbox.Behaviour.UnknownField;
import org.ladibridge.sandbox.Behaviour.UnknownTag;
import org.ladibridge.sandbox.Behaviour.Website;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** What one payload makes of a customer. */
record CustomerWrite(Behaviour behaviour, Catalogue catalogue, ObjectNode sent) {
    private static final Set<String> STORED = Set.of("email", "phone", "first_name", "dob", "gender", "country", "city",
            "district",
            "ward", "address", "address_2", "company", "job_title", "postal_code", "channels", "source", "external_customer_id",
            "website", "facebook_url", "twitter_url", "linkedIn_url", "score", "zalo", "skype");
    private static final Set<String> NOT_DATA = Set.of("_id", "import_by_tag_name");
    private static final String BY_NAME = "import_by_tag_name";

    /** Why it is not taken; empty when it is. */
    Optional<String> refusal(boolean isUpdate) {
        if (isUpdate && sent.path(BY_NAME).asBoolean() && behaviour.tagNames() == TagNames.REFUSE) {
            return Optional.of("import_by_tag_name không được hỗ trợ");
        }
        if (behaviour.unknownTag() == UnknownTag.REFUSE && !byName(isUpdate)) {
            for (JsonNode tag : sent.path("tags")) {
                if (catalogue.tag(tag.asText()).isEmpty()) {
                    return Optional.of("Tag không tồn tại");
                }
            }
        }
        if (behaviour.unknownField() == UnknownField.REFUSE) {
            for (JsonNode field : sent.path("custom_fields")) {
                if (catalogue.fieldId(field.path("name").asText()).isEmpty()) {
                    return Optional.of("Trường tùy chỉnh không tồn tại");
                }
            }
        }
        if (behaviour.dob() == Dob.REFUSE && sent.path("dob").isTextual() && date(sent.path("dob").asText()).isEmpty()) {
            return Optional.of("Ngày sinh không hợp lệ");
        }
        return behaviour.postalCode() == PostalCode.REFUSE && sent.path("postal_code").isTextual()
                ? Optional.of("Mã bưu chính không hợp lệ")
                : Optional.empty();
    }

    void apply(ObjectNode customer, boolean isUpdate) {
        ArrayNode parked = customer.putArray("external_data");
        sent.properties().forEach(field -> store(customer, parked, field.getKey(), field.getValue(), isUpdate));
        String name = name(customer, parked);
        if (!name.isEmpty()) {
            customer.put("name", name);
        }
    }

    private void store(ObjectNode customer, ArrayNode parked, String name, JsonNode value, boolean isUpdate) {
        if (NOT_DATA.contains(name) || value.isTextual() && value.textValue().isBlank() && behaviour.blanks() == Blanks.KEEP) {
            return;
        }
        if (value.isNull() || value.isTextual() && value.textValue().isBlank()) {
            cleared(customer, name, value);
        } else if (name.equals("tags")) {
            storeTags(customer, value, isUpdate);
        } else if (name.equals("custom_fields")) {
            storeFields(customer, parked, value);
        } else if (isStored(name)) {
            storeValue(customer, name, value);
        } else {
            parked.addObject().put("name", name).set("value", value);
        }
    }

    private void cleared(ObjectNode customer, String name, JsonNode value) {
        switch (value.isNull() ? behaviour.nulls() : Behaviour.Nulls.CLEAR) {
            case CLEAR -> {
                if (name.equals("tags") || name.equals("custom_fields")) {
                    customer.putArray(name);
                } else {
                    customer.remove(name);
                }
            }
            case TEXT -> customer.put(name, "null");
            default -> {
                // It stays.
            }
        }
    }

    private boolean isStored(String name) {
        return STORED.contains(name) || name.equals("last_name") && behaviour.name() == Name.PARTS
                || name.equals("lang") && (behaviour.lang() == Lang.LANG || behaviour.lang() == Lang.BOTH)
                || name.equals("language") && (behaviour.lang() == Lang.LANGUAGE || behaviour.lang() == Lang.BOTH);
    }

    private void storeValue(ObjectNode customer, String name, JsonNode value) {
        switch (name) {
            case "dob" ->
                date(value.asText()).ifPresentOrElse(date -> storeBirthday(customer, date), () -> customer.remove(name));
            case "lang" -> customer.set("language", value);
            case "postal_code" -> storePostalCode(customer, value);
            case "website" -> {
                if (behaviour.website() == Website.BOTH || value.isArray() == (behaviour.website() == Website.LIST)) {
                    customer.set(name, value);
                }
            }
            default -> customer.set(name, value);
        }
    }

    private void storePostalCode(ObjectNode customer, JsonNode value) {
        if (value.isTextual() && behaviour.postalCode() == PostalCode.NUMBER && value.asText().matches("\\d{1,9}")) {
            customer.put("postal_code", Integer.parseInt(value.asText()));
        } else if (!value.isTextual() || behaviour.postalCode() == PostalCode.TEXT) {
            customer.set("postal_code", value);
        }
    }

    private String name(ObjectNode customer, ArrayNode parked) {
        String first = customer.path("first_name").asText("");
        return switch (behaviour.name()) {
            case FIRST_NAME -> first;
            case PARTS -> (first + " " + customer.path("last_name").asText("")).strip();
            case FULL_NAME -> {
                for (JsonNode one : parked) {
                    if (one.path("name").asText().equals("full_name")) {
                        yield one.path("value").asText();
                    }
                }
                yield customer.path("name").asText(first);
            }
        };
    }

    private boolean byName(boolean isUpdate) {
        return sent.path(BY_NAME).asBoolean() && (!isUpdate || behaviour.tagNames() == TagNames.TAKE);
    }

    private void storeTags(ObjectNode customer, JsonNode value, boolean isUpdate) {
        Set<String> ids = new LinkedHashSet<>();
        if (behaviour.tags() == Tags.ADD) {
            customer.path("tags").forEach(tag -> ids.add(tag.asText()));
        }
        for (JsonNode tag : value) {
            String text = tag.asText("").strip();
            if (byName(isUpdate) && !text.isEmpty()) {
                ids.add(catalogue.named(text).id());
            } else if (catalogue.tag(text).isPresent() || behaviour.unknownTag() == UnknownTag.KEEP) {
                ids.add(text);
            }
        }
        ArrayNode stored = customer.putArray("tags");
        ids.forEach(stored::add);
    }

    private void storeFields(ObjectNode customer, ArrayNode parked, JsonNode value) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        if (behaviour.customFields() == CustomFields.MERGE) {
            customer.path("custom_fields").forEach(field -> fields.put(field.path("name").asText(), field));
        }
        for (JsonNode field : value) {
            String name = field.path("name").asText();
            if (behaviour.unknownField() == UnknownField.DEFINE) {
                catalogue.define(name);
            }
            Optional<String> id = catalogue.fieldId(name);
            if (id.isPresent()) {
                ObjectNode stored = customer.objectNode().put("custom_field_id", id.get()).put("name", name)
                        .put("data_type", "TEXT_INPUT");
                stored.set("value", field.path("value").isMissingNode() ? TextNode.valueOf("") : field.get("value"));
                fields.put(name, stored);
            } else if (behaviour.unknownField() == UnknownField.PARK) {
                parked.addObject().put("name", name).set("value", field.get("value"));
            }
        }
        ArrayNode stored = customer.putArray("custom_fields");
        List.copyOf(fields.values()).forEach(stored::add);
    }

    private Optional<LocalDate> date(String text) {
        List<String> patterns = new ArrayList<>(List.of("yyyy-MM-dd"));
        if (behaviour.dob() == Dob.DAY_FIRST) {
            patterns.add("dd/MM/yyyy");
        } else if (behaviour.dob() == Dob.MONTH_FIRST) {
            patterns.add("MM/dd/yyyy");
        }
        for (String pattern : patterns) {
            try {
                return Optional.of(LocalDate.parse(text, DateTimeFormatter.ofPattern(pattern, Locale.ROOT)));
            } catch (DateTimeParseException e) {
                // The next one, or none.
            }
        }
        return Optional.empty();
    }

    /** The month counts from zero, as in the vendor's sample. */
    private static void storeBirthday(ObjectNode customer, LocalDate dob) {
        customer.put("dob", dob + "T00:00:00.000Z").put("dob_year", dob.getYear()).put("dob_month", dob.getMonthValue() - 1)
                .put("dob_day", dob.getDayOfMonth())
                .put("dob_month_day", String.format(Locale.ROOT, "%02d%02d", dob.getMonthValue() - 1, dob.getDayOfMonth()));
    }
}
