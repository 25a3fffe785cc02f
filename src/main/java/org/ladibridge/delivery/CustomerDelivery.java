package org.ladibridge.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.FieldTimes;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.AcceptedCustomer;
import org.ladibridge.journal.Digests;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.Outcome;
import org.ladibridge.journal.QueuedRecord;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The steps of {@link CustomerDeliveryRoute}: from a record of the journal to its outcome. */
@Singleton
class CustomerDelivery {
    static final String PLAN = "ladiflow.plan";
    static final String CALL = "ladiflow.call";
    static final String VERDICT = "ladiflow.verdict";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Journal journal;
    private final LadiFlowConfig config;
    private final LadiFlowGate gate;
    private final ObjectMapper json;
    private final Clock clock;
    private final RandomGenerator random;

    CustomerDelivery(Journal journal, LadiFlowConfig config, LadiFlowGate gate, ObjectMapper json, Clock clock,
            RandomGenerator random) {
        this.journal = journal;
        this.config = config;
        this.gate = gate;
        this.json = json;
        this.clock = clock;
        this.random = random;
    }

    /** Decides the first call; what LadiFlow accepted last for this customer, or has newer, needs none. */
    void plan(Exchange exchange) throws IOException {
        @SuppressWarnings("unchecked")
        List<QueuedRecord> line = exchange.getProperty(JournalExchange.RECORDS, List.class);
        String customerKey = line.get(0).customerKey();
        AcceptedCustomer accepted = journal.accepted(customerKey).orElse(AcceptedCustomer.UNKNOWN);
        // By phone only, LadiFlow may know somebody else than by the e-mail that became known later.
        List<QueuedRecord> records = line.stream().takeWhile(record -> record.customerKey().equals(customerKey)).toList();
        CustomerMerge merge = CustomerMerge.of(changes(records), accepted.times());
        QueuedRecord youngest = records.get(merge.records() - 1);
        exchange.setProperty(JournalExchange.RECORD, youngest);
        journal.traceparent(youngest).ifPresent(trace -> exchange.setProperty(JournalExchange.TRACEPARENT, trace));
        if (merge.isStale()) {
            exchange.setProperty(JournalExchange.OUTCOME, new Outcome.Superseded(Reason.STALE));
            return;
        }
        byte[] payload = merge.records() == 1 && merge.leftOut().isEmpty()
                ? youngest.payload()
                : json.writeValueAsBytes(merge.customer());
        String digest = Digests.sha256Hex(payload);
        if (config.skipUnchanged() && digest.equals(accepted.payloadDigest())) {
            exchange.setProperty(JournalExchange.OUTCOME, new Outcome.Unchanged(merge.times()));
            return;
        }
        DeliveryPlan plan = DeliveryPlan.of(merge, digest, accepted.ladiflowId(), config);
        exchange.setProperty(PLAN, plan);
        exchange.setProperty(CALL, plan.next().orElse(null));
    }

    private List<CustomerMerge.Change> changes(List<QueuedRecord> records) throws IOException {
        List<CustomerMerge.Change> changes = new ArrayList<>(records.size());
        for (QueuedRecord record : records) {
            CustomerUpdate customer = CustomerUpdate.fromJson(json.readTree(record.payload()));
            changes.add(config.skipStale()
                    ? new CustomerMerge.Change(customer, record.changedAt(), patched(record))
                    : new CustomerMerge.Change(customer, null, FieldTimes.NONE));
        }
        return changes;
    }

    private FieldTimes patched(QueuedRecord record) throws IOException {
        return record.patched() == null ? FieldTimes.NONE : FieldTimes.fromJson(json.readTree(record.patched()));
    }

    boolean hasCall(Exchange exchange) {
        return exchange.getProperty(CALL) != null;
    }

    /** Tells the plan what LadiFlow said. */
    void answered(Exchange exchange) {
        gate.answered();
        DeliveryPlan plan = exchange.getProperty(PLAN, DeliveryPlan.class);
        plan.answered(exchange.getProperty(VERDICT, Verdict.class));
        exchange.setProperty(CALL, plan.next().orElse(null));
        exchange.setProperty(JournalExchange.OUTCOME, plan.outcome());
    }

    /** An outage is not an error: the record goes back to wait, and delivery as a whole may pause. */
    void outage(Exchange exchange) {
        OutageException outage = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OutageException.class);
        QueuedRecord record = exchange.getProperty(JournalExchange.RECORD, QueuedRecord.class);
        Instant reopens = gate.failed(outage, outage instanceof OutageException.Long || outage.noConnection());
        // A handled exception does not end a loop.
        exchange.removeProperty(CALL);
        Instant own = clock.instant().plus(backOff(record.attempts()));
        exchange.setProperty(JournalExchange.OUTCOME,
                new Outcome.RetryAt(reopens.isAfter(own) ? reopens : own, outage.reason(), outage.getMessage()));
    }

    private Duration backOff(int attempts) {
        long seconds = Math.min(LONGEST_WAIT.toSeconds(), 1L << Math.min(attempts, 10));
        return Duration.ofMillis(seconds * 1000 * 3 / 4 + random.nextLong(seconds * 500 + 1));
    }
}
