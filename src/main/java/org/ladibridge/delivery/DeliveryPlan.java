package org.ladibridge.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerTags;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Reason;
import org.ladibridge.delivery.LadiFlowCall.Api;
import org.ladibridge.delivery.LadiFlowConfig.Missing;
import org.ladibridge.delivery.LadiFlowConfig.NotFound;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.journal.HeldCustomer;
import org.ladibridge.journal.NotTaken;
import org.ladibridge.journal.Outcome;

import com.fasterxml.jackson.databind.JsonNode;
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

        Instant now();

        /** Whether a person wants the record to be sent, whatever LadiFlow holds. */
        boolean isWanted();

        /** What LadiFlow did not take of any customer, the last time that it was sent. */
        Set<NotTaken> notTaken();

        /** Tags that {@link #held} has for certain, told so lately that nobody will have changed them; null when that is not so. */
        List<String> freshTags();
    }

    /** In the place of a customer whom LadiFlow does not have. */
    private static final JsonNode NOBODY = JsonNodeFactory.instance.objectNode();

    private final CustomerMerge merge;
    private final CustomerUpdate customer;
    private final String payloadDigest;
    private final Known known;
    private final TagPlan tags;
    private final TagDirectory directory;
    private final LadiFlowBody body;
    private final LadiFlowConfig config;
    private final boolean mayResolve;
    private final Deque<ObjectNode> lookups = new ArrayDeque<>();
    private boolean resolved;
    private Asking asking;
    private LadiFlowCall next;
    private Outcome outcome;

    private DeliveryPlan(CustomerMerge merge, String payloadDigest, Known known, TagDirectory directory,
            LadiFlowConfig config) {
        this.merge = merge;
        this.customer = merge.customer();
        this.payloadDigest = payloadDigest;
        this.known = known;
        CustomerTags wanted = CustomerTags.of(customer);
        this.tags = wanted.isNothing() ? null : new TagPlan(wanted, directory, config);
        this.directory = directory;
        this.body = new LadiFlowBody(customer, tags, config);
        this.config = config;
        this.mayResolve = config.write() == Write.RESOLVE;
    }

    /** @param payloadDigest of all but the tags */
    static DeliveryPlan of(CustomerMerge merge, String payloadDigest, Known known, TagDirectory directory,
            LadiFlowConfig config) {
        DeliveryPlan plan = new DeliveryPlan(merge, payloadDigest, known, directory, config);
        plan.begin();
        return plan;
    }

    /** The tags come first, so that nothing lies between the look at a customer's tags and the write. */
    private void begin() {
        next = tags == null ? null : tags.next().orElse(null);
        if (next != null) {
            return;
        }
        if (config.write() == Write.UPSERT) {
            write(Api.CREATE_OR_UPDATE, customer);
        } else if (config.write() == Write.RESOLVE && customer.id().filter(this::isAskedFirst).isPresent()) {
            next = new LadiFlowCall(Api.SHOW, by(BY_ID, customer.id().get()));
        } else if (config.write() == Write.UPDATE || customer.id().isPresent()) {
            write(Api.UPDATE, customer);
        } else if (isKnownWithoutDoubt()) {
            write(Api.UPDATE, customer.withId(known.held().ladiflowId()));
        } else {
            resolve();
        }
    }

    /** Whether an id of the record is looked at before it is written to. */
    private boolean isAskedFirst(String id) {
        boolean isTold = known.isConfirmed() && id.equals(known.held().ladiflowId());
        return known.isOfAnotherLine(id) || config.notFound() == NotFound.CREATED && !isTold;
    }

    /** No further call is made. */
    void end() {
        if (tags != null) {
            tags.end();
        }
    }

    /** A phone number may have been reassigned, and addresses may have been edited in LadiFlow. */
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
        if (call.api().isOfTags()) {
            tags.answered(verdict);
            begin();
        } else if (asking != null) {
            asked(call, verdict);
        } else if (verdict instanceof Verdict.Success success) {
            if (call.api() != Api.SHOW) {
                outcome = new Acceptance(merge, payloadDigest, known, tags, directory).of(call, success);
            } else if (!isByOwnId(call) && isSomebodyElse(call, success)) {
                lookUp();
            } else {
                found(success);
            }
        } else if (isByOwnId(call) && config.notFound() == NotFound.CREATED && verdict instanceof Verdict.NoSuchCustomer) {
            resolve();
        } else if (isByOwnId(call)) {
            write(Api.UPDATE, customer, verdict instanceof Verdict.NoSuchCustomer ? NOBODY : null);
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

    /** A write that waits for what LadiFlow has of the customer. */
    private record Asking(Api api, CustomerUpdate as) {
    }

    /** Writes at once, when nothing has to be known of the customer that is not. */
    private void write(Api api, CustomerUpdate as) {
        List<String> fresh = body.needsCurrent() && !body.keepsCustomFields() && as.id().isPresent()
                && as.id().get().equals(known.held().ladiflowId()) ? known.freshTags() : null;
        if (!body.needsCurrent()) {
            write(api, as, null);
        } else if (fresh != null) {
            ObjectNode current = JsonNodeFactory.instance.objectNode();
            fresh.forEach(current.putArray(CustomerField.TAGS.wireName())::add);
            write(api, as, current);
        } else {
            asking = new Asking(api, as);
            next = new LadiFlowCall(Api.SHOW, as.id().map(id -> by(BY_ID, id))
                    .or(() -> as.email().map(email -> by(CustomerField.EMAIL.wireName(), email)))
                    .orElseGet(() -> by(CustomerField.PHONE.wireName(), as.phone().orElseThrow())));
        }
    }

    private void asked(LadiFlowCall call, Verdict verdict) {
        Asking write = asking;
        asking = null;
        boolean isRecordsOwn = write.as().id().equals(customer.id());
        if (verdict instanceof Verdict.Success found && (isRecordsOwn || !isSomebodyElse(call, found))) {
            write(write.api(), write.as(), found.customer());
        } else if (mayResolve && !isRecordsOwn) {
            // The customer with the remembered id was deleted, or is another one by now.
            resolve();
        } else {
            // Nobody is found by an address that LadiFlow refuses to look up; whoever has an id may be there all the same.
            write(write.api(), write.as(),
                    verdict instanceof Verdict.NoSuchCustomer || write.as().id().isEmpty() ? NOBODY : null);
        }
    }

    private void write(Api api, CustomerUpdate as, JsonNode current) {
        if (isHeld(as, current)) {
            outcome = new Outcome.Unchanged(merge.origins());
        } else {
            next = body.write(api, as, current);
        }
    }

    /** Whether LadiFlow holds all but the tags for certain, and has just told that the customer has these as well. */
    private boolean isHeld(CustomerUpdate as, JsonNode current) {
        HeldCustomer held = known.held();
        boolean isSame = config.skipUnchanged() && !known.isWanted() && payloadDigest.equals(held.payloadDigest())
                && as.id().isPresent() && as.id().get().equals(held.ladiflowId());
        List<String> has = isSame && tags != null ? tags.has(current) : null;
        return has != null && tags.isMetBy(has);
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
    static boolean isReal(String email) {
        return !email.isBlank() && !email.endsWith("@ladimail.com");
    }

    private void followMissing() {
        if (config.missing() == Missing.CREATE) {
            write(Api.CREATE_OR_UPDATE, customer.without(CustomerField.ID), NOBODY);
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
            write(Api.UPDATE, customer.withId(found.id()), found.customer());
        }
    }

    static String theirs(CustomerField field, Verdict.Success found) {
        return found.customer().path(field.wireName()).asText("");
    }
}
