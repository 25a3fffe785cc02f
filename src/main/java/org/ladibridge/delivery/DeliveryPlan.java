package org.ladibridge.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;
import org.ladibridge.delivery.LadiFlowCall.Api;
import org.ladibridge.delivery.LadiFlowConfig.Missing;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.journal.HeldCustomer;
import org.ladibridge.journal.Outcome;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The calls that bring one customer to LadiFlow, one after the other: each answer decides the next call. {@code customer/update}
 * wants LadiFlow's own id, so it is taken from the record, else from what LadiFlow has told not long ago of a customer with the same
 * e-mail address (or phone number, where there is none), else asked for. Knows no HTTP; used by one thread at a time.
 */
final class DeliveryPlan {
    /** {@code customer/show} takes LadiFlow's id under this name. */
    private static final String BY_ID = "customer_id";

    /** What is known of LadiFlow's customers. */
    interface Known {
        /** What LadiFlow holds of this customer. */
        HeldCustomer held();

        /** Whether LadiFlow told the id of {@link #held} so lately that it needs no confirmation. */
        boolean isConfirmed();

        /** Whether the e-mail address is known to be this customer's too. */
        boolean isOurs(String email);

        /** Whether other records than this customer's go to LadiFlow's customer; then {@link #otherLine} tells whether he is the same. */
        boolean isOfAnotherLine(String ladiflowId);

        /**
         * LadiFlow's customer is about to be written to.
         *
         * @param email under which LadiFlow has him; blank for none
         * @param phone likewise
         * @return the line of other records that go to the same one; empty when he is this customer's alone
         */
        Optional<String> otherLine(String ladiflowId, String email, String phone);
    }

    private final CustomerMerge merge;
    private final CustomerUpdate customer;
    private final String payloadDigest;
    private final Known known;
    private final Missing missing;
    private final boolean mayResolve;
    private final Deque<ObjectNode> lookups = new ArrayDeque<>();
    private boolean resolved;
    private LadiFlowCall next;
    private Outcome outcome;

    private DeliveryPlan(CustomerMerge merge, String payloadDigest, Known known, LadiFlowConfig config) {
        this.merge = merge;
        this.customer = merge.customer();
        this.payloadDigest = payloadDigest;
        this.known = known;
        this.missing = config.missing();
        this.mayResolve = config.write() == Write.RESOLVE;
    }

    static DeliveryPlan of(CustomerMerge merge, String payloadDigest, Known known, LadiFlowConfig config) {
        DeliveryPlan plan = new DeliveryPlan(merge, payloadDigest, known, config);
        CustomerUpdate customer = merge.customer();
        if (config.write() == Write.UPSERT) {
            plan.next = new LadiFlowCall(Api.CREATE_OR_UPDATE, customer.toJson());
        } else if (config.write() == Write.RESOLVE && customer.id().filter(known::isOfAnotherLine).isPresent()) {
            plan.next = new LadiFlowCall(Api.SHOW, by(BY_ID, customer.id().get()));
        } else if (config.write() == Write.UPDATE || customer.id().isPresent()) {
            plan.update(customer);
        } else if (plan.isKnownWithoutDoubt()) {
            plan.update(customer.withId(known.held().ladiflowId()));
        } else {
            plan.resolve();
        }
        return plan;
    }

    /** A phone number may have gone to somebody else meanwhile, and people in LadiFlow change addresses. */
    private boolean isKnownWithoutDoubt() {
        HeldCustomer held = known.held();
        return known.isConfirmed() && (customer.email().isPresent()
                ? customer.email().get().equals(held.email())
                : customer.phone().isPresent() && customer.phone().get().equals(held.phone()));
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
                outcome = delivered(call, success);
            } else if (!isByOwnId(call) && isSomebodyElse(call, success)) {
                lookUp();
            } else {
                found(success);
            }
        } else if (isByOwnId(call)) {
            update(customer);
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

    /** Whether it looks at whom the record names; whether he is there, the update tells. */
    private boolean isByOwnId(LadiFlowCall call) {
        return call.api() == Api.SHOW && !resolved;
    }

    private void resolve() {
        resolved = true;
        Optional<String> phone = customer.phone();
        String knownId = known.held().ladiflowId();
        customer.email().ifPresent(email -> lookups.add(by(CustomerField.EMAIL.wireName(), email)));
        if (customer.email().isEmpty()) {
            phone.ifPresent(number -> lookups.add(by(CustomerField.PHONE.wireName(), number)));
        }
        // Nobody has this address: it may be a new one of somebody whom the source knows by its own id. A number may be anybody's.
        if (knownId != null
                && (customer.email().isPresent() || customer.value(CustomerField.EXTERNAL_CUSTOMER_ID).isPresent())) {
            lookups.add(by(BY_ID, knownId));
        }
        if (customer.email().isPresent()) {
            phone.ifPresent(number -> lookups.add(by(CustomerField.PHONE.wireName(), number)));
        }
        lookUp();
    }

    private static ObjectNode by(String key, String value) {
        return JsonNodeFactory.instance.objectNode().put(key, value);
    }

    private void lookUp() {
        ObjectNode by = lookups.poll();
        if (by == null) {
            followMissing();
        } else {
            next = new LadiFlowCall(Api.SHOW, by);
        }
    }

    /** Found by anything but the e-mail address, one who has another real one is another customer, unless it is known as this one's. */
    private boolean isSomebodyElse(LadiFlowCall call, Verdict.Success found) {
        String theirs = theirs(CustomerField.EMAIL, found);
        return !call.body().has(CustomerField.EMAIL.wireName()) && customer.email().isPresent() && isReal(theirs)
                && !theirs.equalsIgnoreCase(customer.email().get()) && !known.isOurs(theirs.toLowerCase(Locale.ROOT));
    }

    /** LadiFlow makes up an address for one who has none. */
    private static boolean isReal(String email) {
        return !email.isBlank() && !email.endsWith("@ladimail.com");
    }

    private void followMissing() {
        if (missing == Missing.CREATE) {
            next = new LadiFlowCall(Api.CREATE_OR_UPDATE, customer.without(CustomerField.ID).toJson());
        } else {
            outcome = new Outcome.Dead(Reason.CUSTOMER_NOT_FOUND, null);
        }
    }

    private void found(Verdict.Success found) {
        Optional<String> other = known.otherLine(found.id(), theirs(CustomerField.EMAIL, found),
                theirs(CustomerField.PHONE, found));
        if (other.isPresent()) {
            outcome = new Outcome.SameCustomer(other.get());
        } else {
            update(customer.withId(found.id()));
        }
    }

    private static String theirs(CustomerField field, Verdict.Success found) {
        return found.customer().path(field.wireName()).asText("");
    }

    /** Tag names are understood by create-or-update only. */
    private void update(CustomerUpdate withId) {
        ObjectNode body = withId.toJson();
        if (body.remove(CustomerField.IMPORT_BY_TAG_NAME.wireName()) != null) {
            body.remove(CustomerField.TAGS.wireName());
        }
        next = new LadiFlowCall(Api.UPDATE, body);
    }

    private Outcome delivered(LadiFlowCall call, Verdict.Success success) {
        List<Warning> warnings = warnings(call, success);
        boolean inFull = warnings.stream().noneMatch(warning -> warning.code().isIncomplete());
        boolean sameId = call.api() != Api.UPDATE || success.id().equals(call.body().path("_id").asText());
        Outcome.Identity identity = new Outcome.Identity(success.id(),
                sameId ? told(CustomerField.EMAIL, success) : null, sameId ? told(CustomerField.PHONE, success) : null);
        return new Outcome.Delivered(identity, inFull && sameId ? payloadDigest : null, merge.origins(), warnings);
    }

    /** Under which address or number LadiFlow has the customer; null when the answer shows another one than was sent. */
    private String told(CustomerField field, Verdict.Success success) {
        String theirs = theirs(field, success);
        String ours = customer.text(field).orElse(null);
        if (ours == null) {
            return theirs.isBlank() || !isReal(theirs) ? null : theirs;
        }
        return theirs.isBlank() || theirs.equalsIgnoreCase(ours) ? ours : null;
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
