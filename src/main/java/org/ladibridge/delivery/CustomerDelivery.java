package org.ladibridge.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.camel.Exchange;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.journal.AcceptedCustomer;
import org.ladibridge.journal.Digests;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.Outcome;
import org.ladibridge.journal.QueuedRecord;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The steps of {@link CustomerDeliveryRoute}: from a record of the journal to its outcome. */
@ApplicationScoped
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

    /** Decides the first call; a payload that LadiFlow accepted last for this customer needs none. */
    void plan(Exchange exchange) throws IOException {
        QueuedRecord record = exchange.getProperty(JournalExchange.RECORD, QueuedRecord.class);
        Optional<AcceptedCustomer> accepted = journal.accepted(record.customerKey());
        String digest = Digests.sha256Hex(record.payload());
        if (config.skipUnchanged() && accepted.map(AcceptedCustomer::payloadDigest).filter(digest::equals).isPresent()) {
            exchange.setProperty(JournalExchange.OUTCOME, new Outcome.Unchanged());
            return;
        }
        CustomerUpdate customer = CustomerUpdate.fromJson(json.readTree(record.payload()));
        DeliveryPlan plan = DeliveryPlan.of(customer, digest, accepted.map(AcceptedCustomer::ladiflowId).orElse(null), config);
        exchange.setProperty(PLAN, plan);
        exchange.setProperty(CALL, plan.next().orElse(null));
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
