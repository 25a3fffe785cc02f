package org.ladibridge.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;
import org.ladibridge.delivery.LadiFlowCall.Api;
import org.ladibridge.delivery.LadiFlowConfig.Missing;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.journal.Outcome;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The calls that bring one customer to LadiFlow, one after the other: each answer decides the next call. {@code customer/update}
 * wants LadiFlow's own id, so it is taken from the record, else from what is remembered, else asked for by e-mail and then by
 * phone. Knows no HTTP; used by one thread at a time.
 */
final class DeliveryPlan {
    private final CustomerMerge merge;
    private final CustomerUpdate customer;
    private final String payloadDigest;
    private final Missing missing;
    private final boolean mayResolve;
    private final Deque<CustomerField> lookups = new ArrayDeque<>();
    private boolean resolved;
    private LadiFlowCall next;
    private Outcome outcome;

    private DeliveryPlan(CustomerMerge merge, String payloadDigest, LadiFlowConfig config) {
        this.merge = merge;
        this.customer = merge.customer();
        this.payloadDigest = payloadDigest;
        this.missing = config.missing();
        this.mayResolve = config.write() == Write.RESOLVE;
    }

    /** @param knownId LadiFlow's id as remembered from an earlier delivery; null when nothing is */
    static DeliveryPlan of(CustomerMerge merge, String payloadDigest, String knownId, LadiFlowConfig config) {
        DeliveryPlan plan = new DeliveryPlan(merge, payloadDigest, config);
        CustomerUpdate customer = merge.customer();
        if (config.write() == Write.UPSERT) {
            plan.next = new LadiFlowCall(Api.CREATE_OR_UPDATE, customer.toJson());
        } else if (config.write() == Write.UPDATE || customer.id().isPresent()) {
            plan.update(customer);
        } else if (knownId != null) {
            plan.update(customer.withId(knownId));
        } else {
            plan.resolve();
        }
        return plan;
    }

    /** The next call; empty when there is an {@link #outcome}. */
    Optional<LadiFlowCall> next() {
        return Optional.ofNullable(next);
    }

    /** What became of the customer; null as long as there is a {@link #next} call. */
    Outcome outcome() {
        return outcome;
    }

    void answered(Verdict verdict) {
        LadiFlowCall call = next;
        next = null;
        if (verdict instanceof Verdict.Success success) {
            if (call.api() != Api.SHOW) {
                outcome = new Outcome.Delivered(success.id(), payloadDigest, merge.times(), warnings(call, success));
            } else if (isSomebodyElse(call, success)) {
                lookUp();
            } else {
                update(customer.withId(success.id()));
            }
        } else if (call.api() == Api.SHOW) {
            // A refused look-up is no verdict on the customer: the write that follows is.
            lookUp();
        } else if (call.api() == Api.UPDATE && mayResolve && !resolved) {
            resolve();
        } else if (verdict instanceof Verdict.Refused refused) {
            outcome = new Outcome.Dead(Reason.LADIFLOW_REFUSED, refused.message());
        } else if (call.api() == Api.UPDATE && mayResolve) {
            followMissing();
        } else {
            outcome = new Outcome.Dead(Reason.CUSTOMER_NOT_FOUND, null);
        }
    }

    private void resolve() {
        resolved = true;
        customer.email().ifPresent(email -> lookups.add(CustomerField.EMAIL));
        customer.phone().ifPresent(phone -> lookups.add(CustomerField.PHONE));
        lookUp();
    }

    private void lookUp() {
        CustomerField by = lookups.poll();
        if (by == null) {
            followMissing();
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(by.wireName(), customer.text(by).orElseThrow());
        next = new LadiFlowCall(Api.SHOW, body);
    }

    /** A phone may be shared: one found by phone who has another real e-mail address is another customer. */
    private boolean isSomebodyElse(LadiFlowCall call, Verdict.Success found) {
        String theirs = found.customer().path("email").asText("");
        return call.body().has(CustomerField.PHONE.wireName()) && customer.email().isPresent() && !theirs.isBlank()
                && !theirs.endsWith("@ladimail.com") && !theirs.equalsIgnoreCase(customer.email().get());
    }

    private void followMissing() {
        if (missing == Missing.CREATE) {
            next = new LadiFlowCall(Api.CREATE_OR_UPDATE, customer.without(CustomerField.ID).toJson());
        } else {
            outcome = new Outcome.Dead(Reason.CUSTOMER_NOT_FOUND, null);
        }
    }

    /** Tag names are understood by create-or-update only. */
    private void update(CustomerUpdate withId) {
        ObjectNode body = withId.toJson();
        if (body.remove(CustomerField.IMPORT_BY_TAG_NAME.wireName()) != null) {
            body.remove(CustomerField.TAGS.wireName());
        }
        next = new LadiFlowCall(Api.UPDATE, body);
    }

    private List<Warning> warnings(LadiFlowCall call, Verdict.Success success) {
        List<Warning> warnings = new ArrayList<>(AnswerChecker.check(call, success.customer()));
        if (call.api() == Api.UPDATE && customer.value(CustomerField.IMPORT_BY_TAG_NAME).isPresent()) {
            warnings.add(new Warning(Code.TAG_NAMES_NOT_SENT, CustomerField.TAGS.wireName(),
                    "customer/update takes tag ids only; use LADIFLOW_WRITE=upsert for tag names"));
        }
        merge.leftOut().forEach(field -> warnings.add(new Warning(Code.OLDER_THAN_ACCEPTED, field.wireName(), null)));
        return warnings;
    }
}
