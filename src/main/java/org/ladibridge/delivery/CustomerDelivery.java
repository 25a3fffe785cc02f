package org.ladibridge.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.ladibridge.customer.CustomerChange;
import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.CustomerTags;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.FieldOrigins;
import org.ladibridge.customer.Reason;
import org.ladibridge.http.CallDeadline;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.Digests;
import org.ladibridge.journal.HeldCustomer;
import org.ladibridge.journal.Holdings;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.NotTaken;
import org.ladibridge.journal.Outcome;
import org.ladibridge.journal.QueuedRecord;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The steps of {@link CustomerDeliveryRoute}: from a record of the journal to its outcome. */
@Singleton
class CustomerDelivery {
    private static final String SET_ASIDE = "set aside by a person";
    /** Automation in LadiFlow changes a customer's tags as soon as he is written: what was told longer ago is asked for again. */
    private static final Duration TAGS_TRUSTED = Duration.ofSeconds(1);

    private final Journal journal;
    private final LadiFlowConfig config;
    private final LadiFlowGate gate;
    private final TagDirectory directory;
    private final ObjectMapper json;
    private final Clock clock;

    CustomerDelivery(Journal journal, LadiFlowConfig config, LadiFlowGate gate, TagDirectory directory, ObjectMapper json,
            Clock clock) {
        this.journal = journal;
        this.config = config;
        this.gate = gate;
        this.directory = directory;
        this.json = json;
        this.clock = clock;
    }

    /** Decides the first call; what LadiFlow accepted last for this customer, or has newer, needs none. */
    void plan(Exchange exchange) throws IOException {
        JournalExchange told = JournalExchange.of(exchange);
        List<QueuedRecord> line = told.offered();
        QueuedRecord oldest = line.get(0);
        if (gate.isSetAside(oldest.line(), oldest.id())) {
            setAside(exchange, SET_ASIDE);
            return;
        }
        HeldCustomer held = journal.holdings().of(oldest);
        // By phone only, LadiFlow may know somebody else than by the e-mail that became known later.
        List<QueuedRecord> records = line.stream()
                .takeWhile(record -> record.customerKey().equals(oldest.customerKey())).toList();
        CustomerMerge merge = CustomerMerge.of(changes(records), held.origins(), config.tagsOnUpdate());
        QueuedRecord youngest = records.get(merge.records() - 1);
        told.deliverUpTo(youngest);
        journal.traceparent(youngest).ifPresent(told::traceparent);
        if (merge.isStale()) {
            told.outcome(new Outcome.Superseded(Reason.STALE));
            return;
        }
        CustomerTags tags = CustomerTags.of(merge.customer());
        // As names they are part of the payload like everything else; which ids a customer has, is known by itself.
        boolean isApart = !tags.isNothing() && !(tags.byName() && config.tags() == LadiFlowConfig.Tags.NAMES);
        byte[] payload = merge.records() == 1 && merge.leftOut().isEmpty() && !isApart
                ? youngest.payload()
                : json.writeValueAsBytes(isApart ? merge.customer().withoutTags() : merge.customer());
        String digest = Digests.sha256Hex(payload);
        boolean wanted = records.subList(0, merge.records()).stream().anyMatch(QueuedRecord::wanted);
        if (config.skipUnchanged() && !wanted && digest.equals(held.payloadDigest())
                && (!isApart || hasTags(held, tags))) {
            told.outcome(new Outcome.Unchanged(merge.origins()));
            return;
        }
        DeliveryPlan plan = DeliveryPlan.of(merge, digest, known(held, youngest, wanted), directory, config);
        DeliveryExchange.of(exchange).plan(plan);
        if (!tags.isNothing()) {
            // Releases the tag directory in any case: other deliveries may be waiting for it.
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    plan.end();
                }
            });
        }
        decided(exchange, plan);
    }

    /** Whether LadiFlow certainly holds of the customer's tags what is wanted. */
    private boolean hasTags(HeldCustomer held, CustomerTags wanted) {
        List<String> fresh = held.tagsSince(clock.instant(), TAGS_TRUSTED);
        return fresh != null && new TagPlan(wanted, directory, config).isMetBy(fresh);
    }

    /** What the plan wants next: a call, or an end. */
    private static void decided(Exchange exchange, DeliveryPlan plan) {
        DeliveryExchange.of(exchange).call(plan.next().orElse(null));
        JournalExchange.of(exchange).outcome(plan.outcome());
    }

    private DeliveryPlan.Known known(HeldCustomer held, QueuedRecord record, boolean wanted) {
        Holdings holdings = journal.holdings();
        boolean isConfirmed = held.isConfirmedSince(clock.instant(), config.idTrusted());
        List<String> freshTags = held.tagsSince(clock.instant(), TAGS_TRUSTED);
        return new DeliveryPlan.Known() {
            @Override
            public HeldCustomer held() {
                return held;
            }

            @Override
            public boolean isConfirmed() {
                return isConfirmed;
            }

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public boolean isWanted() {
                return wanted;
            }

            @Override
            public List<String> freshTags() {
                return freshTags;
            }

            @Override
            public Set<NotTaken> notTaken() {
                return journal.notTaken();
            }

            @Override
            public boolean isOurs(String email) {
                return holdings.lineOf(CustomerKey.email(email).value()).equals(holdings.lineOf(record.line()));
            }

            @Override
            public boolean isOfAnotherLine(String ladiflowId) {
                return holdings.isOfAnotherLine(ladiflowId, record);
            }

            @Override
            public Optional<String> otherLine(String ladiflowId, String email, String phone) {
                return holdings.otherLine(ladiflowId, record, Stream.of(CustomerKey.email(email), CustomerKey.phone(phone))
                        .map(CustomerKey::value).toList());
            }
        };
    }

    private List<CustomerChange> changes(List<QueuedRecord> records) throws IOException {
        List<CustomerChange> changes = new ArrayList<>(records.size());
        for (QueuedRecord record : records) {
            CustomerUpdate customer = CustomerUpdate.fromJson(json.readTree(record.payload()));
            changes.add(new CustomerChange(customer, config.skipStale() ? record.changedAt() : null, record.arrival(),
                    patched(record)));
        }
        return changes;
    }

    private FieldOrigins patched(QueuedRecord record) throws IOException {
        return record.patched() == null ? FieldOrigins.NONE : FieldOrigins.fromJson(json.readTree(record.patched()));
    }

    boolean hasCall(Exchange exchange) {
        return DeliveryExchange.of(exchange).call() != null;
    }

    /** Tells the plan what LadiFlow said. */
    void answered(Exchange exchange) {
        gate.answered(took(exchange));
        DeliveryExchange delivery = DeliveryExchange.of(exchange);
        DeliveryPlan plan = delivery.plan();
        plan.answered(delivery.verdict());
        decided(exchange, plan);
        if (plan.outcome() != null) {
            gate.served(line(exchange));
        }
    }

    /** How long LadiFlow may take for the call. */
    void limit(Exchange exchange) {
        int attempts = JournalExchange.of(exchange).record().attempts();
        exchange.getMessage().setHeader(CallDeadline.MILLIS, gate.patience(attempts).toMillis());
    }

    /** A call said nothing about the customer. */
    void stumbled(Exchange exchange) {
        gate.stumbled(line(exchange), exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OutageException.class));
    }

    /** Whether such a call is repeated at once. */
    boolean repeats(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class) <= config.redeliveries()
                && gate.mayRepeatAtOnce(line(exchange), took(exchange));
    }

    /** An outage is not an error: the record goes back to wait, and delivery as a whole may pause. */
    void outage(Exchange exchange) {
        OutageException outage = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OutageException.class);
        // The records that were to be merged into this call wait behind the oldest, to which the attempts belong.
        LadiFlowGate.Wait wait = gate.waits(line(exchange), oldest(exchange).attempts(), outage);
        // A handled exception lets the loop go on; without a call it ends.
        DeliveryExchange.of(exchange).call(null);
        DeliveryPlan plan = DeliveryExchange.of(exchange).plan();
        if (plan != null) {
            plan.end();
        }
        if (wait.givesUp()) {
            setAside(exchange, "LadiFlow failed on it for longer than LADIFLOW_GIVE_UP_AFTER: " + outage.getMessage());
        } else if (gate.isSetAside(line(exchange), oldest(exchange).id())) {
            setAside(exchange, SET_ASIDE);
        } else {
            JournalExchange.of(exchange).outcome(new Outcome.RetryAt(wait.due(), wait.reason(), outage.getMessage()));
        }
    }

    /** Only the oldest: the next one may have nothing wrong with it. */
    private void setAside(Exchange exchange, String why) {
        gate.gaveUp(line(exchange));
        JournalExchange told = JournalExchange.of(exchange);
        told.deliverUpTo(told.oldest());
        told.outcome(new Outcome.Dead(Reason.LADIFLOW_FAILS_ON_THIS, why));
    }

    private static QueuedRecord oldest(Exchange exchange) {
        return JournalExchange.of(exchange).oldest();
    }

    private static String line(Exchange exchange) {
        return oldest(exchange).line();
    }

    /** The last call. */
    private static Duration took(Exchange exchange) {
        List<Attempt> attempts = JournalExchange.of(exchange).attempts();
        return attempts.isEmpty() ? Duration.ZERO : Duration.ofMillis(attempts.get(attempts.size() - 1).millis());
    }
}
