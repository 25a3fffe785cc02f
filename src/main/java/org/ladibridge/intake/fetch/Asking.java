package org.ladibridge.intake.fetch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.ladibridge.customer.Reason;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.Outcome;
import org.ladibridge.journal.QueuedRecord;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** What has come of one reference so far. */
final class Asking {
    final QueuedRecord record;
    final List<Attempt> attempts;
    final String routeId;
    final JsonNode reference;
    final List<RawRecord> found = new ArrayList<>();
    /** Ids that need not be asked for again. */
    final Set<String> answered = new HashSet<>();
    /** Null while nothing says otherwise: then the reference ends well. */
    Outcome outcome;
    /** Questions that were refused. */
    int refused;
    /** Something was found. */
    boolean given;
    private final String prefix;

    /** @param routeId the Camel route that asks */
    Asking(QueuedRecord record, List<Attempt> attempts, String routeId, JsonNode reference, String queue) {
        this.record = record;
        this.attempts = attempts;
        this.routeId = routeId;
        this.reference = reference;
        this.prefix = queue + "/" + record.id() + "/";
    }

    /** Its event id is made of its reference, so that a crash between storing it and noting that makes a duplicate. */
    void found(JsonNode item, JsonPointer idAt) {
        String id = item.at(idAt).asText();
        found.add(item.isObject() && !id.isBlank()
                ? RawRecord.of(item, prefix + id)
                : RawRecord.unreadable(item, null, "the item has no id at " + idAt));
    }

    /** The record of this id will not come. */
    void refused(JsonNode id, Reason reason, String why) {
        answered.add(id.asText());
        found.add(RawRecord.rejected(JsonNodeFactory.instance.objectNode().set("id", id), prefix + id.asText(), reason, why));
    }

    /** The question was refused as a whole. */
    void ended(Outcome end) {
        found.clear();
        answered.clear();
        outcome = end;
    }
}
