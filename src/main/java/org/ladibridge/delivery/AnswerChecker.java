package org.ladibridge.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;
import org.ladibridge.delivery.LadiFlowCall.Api;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares what LadiFlow stored with what was sent: it drops and parks things without an error. */
final class AnswerChecker {
    /** Documented fields that LadiFlow's own sample shows as parked: nothing to warn about. */
    private static final Set<String> ALWAYS_PARKED = Set.of("full_name", "lang", "subcribed_at");

    private AnswerChecker() {
    }

    static List<Warning> check(LadiFlowCall call, JsonNode customer) {
        List<Warning> warnings = new ArrayList<>();
        JsonNode sent = call.body();
        for (JsonNode parked : customer.path("external_data")) {
            String name = parked.path("name").asText();
            if (sent.has(name) && !ALWAYS_PARKED.contains(name)) {
                warnings.add(new Warning(Code.PARKED_BY_LADIFLOW, name, "stored in external_data only"));
            }
        }
        dropped(sent, customer, "tags", warnings);
        dropped(sent, customer, "custom_fields", warnings);
        if (call.api() == Api.UPDATE && customer.path("isNewSubscriber").asBoolean(false)) {
            warnings.add(new Warning(Code.CREATED_ON_UPDATE, null, "LadiFlow created a customer on an update"));
        }
        for (String identity : List.of("email", "phone")) {
            if (sent.path(identity).isTextual() && customer.path(identity).isTextual()
                    && !sent.path(identity).textValue().equalsIgnoreCase(customer.path(identity).textValue())) {
                warnings.add(
                        new Warning(Code.IDENTITY_DIFFERS, identity, "LadiFlow answered with another value than was sent"));
            }
        }
        return warnings;
    }

    private static void dropped(JsonNode sent, JsonNode customer, String list, List<Warning> warnings) {
        int missing = sent.path(list).size() - customer.path(list).size();
        if (missing > 0) {
            warnings.add(new Warning(Code.DROPPED_BY_LADIFLOW, list,
                    missing + " of " + sent.path(list).size() + " not stored; create them in LadiFlow first"));
        }
    }
}
