package org.ladibridge.delivery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;
import org.ladibridge.delivery.LadiFlowCall.Api;
import org.ladibridge.journal.NotTaken;
import org.ladibridge.journal.NotTaken.Kind;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What LadiFlow stored, compared with what was sent: it drops and parks things without an error.
 *
 * @param warnings in words
 * @param notTaken by name
 */
record AnswerChecker(List<Warning> warnings, Set<NotTaken> notTaken) {
    /** Documented fields that LadiFlow's own sample shows as parked: nothing to warn about. */
    private static final Set<String> ALWAYS_PARKED = Set.of("full_name", "lang", "subcribed_at");

    /** @param tags the plan of the tags that were sent; null when nothing was said of any */
    static AnswerChecker check(LadiFlowCall call, JsonNode customer, TagPlan tags, TagDirectory directory) {
        AnswerChecker check = new AnswerChecker(new ArrayList<>(), new LinkedHashSet<>());
        JsonNode sent = call.body();
        for (JsonNode parked : customer.path("external_data")) {
            String name = parked.path("name").asText();
            if (sent.has(name) && !ALWAYS_PARKED.contains(name)) {
                check.warn(Code.PARKED_BY_LADIFLOW, name, "stored in external_data only");
                check.notTaken.add(new NotTaken(Kind.FIELD, name));
            }
        }
        check.tags(sent, customer, tags, directory);
        check.customFields(sent, customer);
        if (call.api() == Api.UPDATE && customer.path("isNewSubscriber").asBoolean(false)) {
            check.warn(Code.CREATED_ON_UPDATE, null, "LadiFlow created a customer on an update");
        }
        for (String identity : List.of("email", "phone")) {
            if (sent.path(identity).isTextual() && customer.path(identity).isTextual()
                    && !sent.path(identity).textValue().equalsIgnoreCase(customer.path(identity).textValue())) {
                check.warn(Code.IDENTITY_DIFFERS, identity, "LadiFlow answered with another value than was sent");
            }
        }
        return check;
    }

    private void warn(Code code, String field, String detail) {
        warnings.add(new Warning(code, field, detail));
    }

    private void tags(JsonNode sent, JsonNode customer, TagPlan plan, TagDirectory directory) {
        if (plan == null) {
            return;
        }
        String field = CustomerField.TAGS.wireName();
        plan.unknown().forEach(name -> notTaken.add(new NotTaken(Kind.TAG, name)));
        List<String> has = plan.has(customer);
        Set<String> dropped = new LinkedHashSet<>();
        if (sent.path(CustomerField.IMPORT_BY_TAG_NAME.wireName()).asBoolean()) {
            // LadiFlow made ids of the names, or tags of those that it did not have: they can only be counted.
            int missing = sent.path(field).size() - customer.path(field).size();
            if (missing > 0) {
                warn(Code.DROPPED_BY_LADIFLOW, field,
                        missing + " of " + sent.path(field).size() + " not stored; create them in LadiFlow first");
            }
            return;
        }
        sent.path(field).forEach(tag -> {
            if (has == null || !has.contains(tag.asText())) {
                dropped.add(directory.name(tag.asText()));
            }
        });
        if (!dropped.isEmpty()) {
            directory.doubt();
            dropped.forEach(name -> notTaken.add(new NotTaken(Kind.TAG, name)));
            warn(Code.DROPPED_BY_LADIFLOW, field, Names.of(dropped) + " not stored; create them in LadiFlow first");
        }
        List<String> stayed = plan.removed().stream().filter(id -> has != null && has.contains(id)).map(directory::name)
                .toList();
        if (!stayed.isEmpty()) {
            warn(Code.TAGS_NOT_REMOVED, field, Names.of(stayed) + " still there: LadiFlow adds tags and removes none");
        }
    }

    private void customFields(JsonNode sent, JsonNode customer) {
        String field = CustomerField.CUSTOM_FIELDS.wireName();
        if (!sent.has(field)) {
            return;
        }
        Set<String> stored = new HashSet<>();
        customer.path(field).forEach(one -> stored.add(one.path("name").asText("")));
        Set<String> dropped = new LinkedHashSet<>();
        sent.path(field).forEach(one -> {
            if (!stored.contains(one.path("name").asText())) {
                dropped.add(one.path("name").asText());
            }
        });
        // An answer that tells as many fields without their names is believed.
        if (!dropped.isEmpty() && !(stored.contains("") && customer.path(field).size() >= sent.path(field).size())) {
            dropped.forEach(name -> notTaken.add(new NotTaken(Kind.CUSTOM_FIELD, name)));
            warn(Code.DROPPED_BY_LADIFLOW, field, Names.of(dropped) + " not stored; create them in LadiFlow first");
        }
    }
}
