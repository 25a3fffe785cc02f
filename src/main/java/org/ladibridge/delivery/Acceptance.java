package org.ladibridge.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerTags;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;
import org.ladibridge.delivery.LadiFlowCall.Api;
import org.ladibridge.journal.HeldCustomer;
import org.ladibridge.journal.NotTaken;
import org.ladibridge.journal.Outcome;

/** What a write that LadiFlow accepted leaves behind: what it certainly holds now, and what it did not take. */
final class Acceptance {
    private final CustomerMerge merge;
    private final CustomerUpdate customer;
    private final String payloadDigest;
    private final DeliveryPlan.Known known;
    private final TagPlan tags;
    private final TagDirectory directory;

    /** @param tags null when nothing was said of any */
    Acceptance(CustomerMerge merge, String payloadDigest, DeliveryPlan.Known known, TagPlan tags, TagDirectory directory) {
        this.merge = merge;
        this.customer = merge.customer();
        this.payloadDigest = payloadDigest;
        this.known = known;
        this.tags = tags;
        this.directory = directory;
    }

    Outcome.Delivered of(LadiFlowCall call, Verdict.Success success) {
        AnswerChecker answer = AnswerChecker.check(call, success.customer(), tags, directory);
        List<Warning> warnings = warnings(answer);
        boolean inFull = warnings.stream().noneMatch(warning -> warning.code().isIncomplete());
        boolean sameId = call.api() != Api.UPDATE || success.id().equals(call.body().path("_id").asText());
        Outcome.Identity identity = new Outcome.Identity(success.id(),
                sameId ? told(CustomerField.EMAIL, success) : null, sameId ? told(CustomerField.PHONE, success) : null);
        return new Outcome.Delivered(identity, inFull && sameId ? payloadDigest : null, sameId ? has(success) : null,
                merge.origins(), warnings,
                answer.notTaken(), taken(call, answer));
    }

    /** Which tags the customer has now; null when that is not known. */
    private Outcome.Tags has(Verdict.Success success) {
        HeldCustomer held = known.held();
        if (tags == null) {
            // A write that says nothing of tags changes none.
            return held.tags() == null || !success.id().equals(held.ladiflowId())
                    ? null
                    : new Outcome.Tags(held.tags(), held.tagsToldAt());
        }
        List<String> has = tags.has(success.customer());
        return has == null ? null : new Outcome.Tags(has, known.now());
    }

    /** Of what LadiFlow did not take before, what it takes now. */
    private Set<NotTaken> taken(LadiFlowCall call, AnswerChecker answer) {
        Set<NotTaken> open = known.notTaken();
        return open.isEmpty()
                ? Set.of()
                : open.stream().filter(one -> !answer.notTaken().contains(one) && isIn(call, one)).collect(Collectors.toSet());
    }

    private boolean isIn(LadiFlowCall call, NotTaken one) {
        return switch (one.kind()) {
            case FIELD -> call.body().hasNonNull(one.name());
            case TAG -> tags != null && call.body().has(CustomerField.TAGS.wireName())
                    && tags.sent().stream().anyMatch(name -> CustomerTags.fold(name).equals(CustomerTags.fold(one.name())));
            case CUSTOM_FIELD -> call.body().path(CustomerField.CUSTOM_FIELDS.wireName()).valueStream()
                    .anyMatch(field -> field.path("name").asText().equals(one.name()));
        };
    }

    /** Under which address or number LadiFlow has the customer; null when the answer shows another one than was sent. */
    private String told(CustomerField field, Verdict.Success success) {
        String theirs = DeliveryPlan.theirs(field, success);
        String ours = customer.text(field).orElse(null);
        if (ours == null) {
            return theirs.isBlank() || !DeliveryPlan.isReal(theirs) ? null : theirs;
        }
        return theirs.isBlank() || theirs.equalsIgnoreCase(ours) ? ours : null;
    }

    private List<Warning> warnings(AnswerChecker answer) {
        List<Warning> warnings = new ArrayList<>(answer.warnings());
        if (tags != null) {
            warnings.addAll(tags.warnings());
        }
        merge.leftOut().forEach(field -> warnings.add(new Warning(Code.OLDER_THAN_ACCEPTED, field.wireName(), null)));
        return warnings;
    }
}
