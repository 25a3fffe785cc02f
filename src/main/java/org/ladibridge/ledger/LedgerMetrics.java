package org.ladibridge.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Count;
import org.ladibridge.journal.StoreIsAway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** The ledger for Prometheus: records per source and state, whether they add up, and how long the oldest undelivered one waits. */
@ApplicationScoped
class LedgerMetrics {
    private final JournalReader journal;
    private final Clock clock;
    private final MeterRegistry registry;
    private final MultiGauge records;
    private final MultiGauge ages;
    private final MultiGauge lastRecords;
    private final Set<String> counted = new HashSet<>();
    private volatile Ledger.Sheet sheet = new Ledger.Sheet(Balance.ZERO, true, Map.of());

    LedgerMetrics(JournalReader journal, Clock clock, MeterRegistry registry) {
        this.journal = journal;
        this.clock = clock;
        this.registry = registry;
        this.records = MultiGauge.builder("ladibridge.records")
                .description("Records by source and state, since the store was made")
                .register(registry);
        this.ages = MultiGauge.builder("ladibridge.queue.oldest.age").baseUnit("seconds")
                .description("Since when the oldest undelivered record of a queue waits").register(registry);
        this.lastRecords = MultiGauge.builder("ladibridge.source.last.record.timestamp").baseUnit("seconds")
                .description("When the source's last record was stored, in seconds since 1970").register(registry);
        Gauge.builder("ladibridge.queue.depth", () -> sheet.total().inFlight()).description("Records still to be delivered")
                .register(registry);
        Gauge.builder("ladibridge.ledger.balanced", () -> sheet.balanced() ? 1 : 0)
                .description("Whether every received record is accounted for, 1 or 0").register(registry);
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = StoreIsAway.class)
    void refresh() {
        List<Count> counts = journal.counts();
        sheet = Ledger.sheet(counts);
        records.register(counts.stream().map(
                count -> MultiGauge.Row.of(Tags.of("source", count.source(), "state", count.state()), count.n())).toList(),
                true);
        Instant now = clock.instant();
        List<MultiGauge.Row<?>> waits = new ArrayList<>();
        journal.oldestInFlight().forEach((queue, since) -> waits.add(MultiGauge.Row.of(Tags.of("queue", queue),
                since == null ? 0 : Duration.between(since, now).toMillis() / 1000.0)));
        ages.register(waits, true);
        List<MultiGauge.Row<?>> last = new ArrayList<>();
        sheet.sources().keySet().forEach(source -> {
            journal.lastReceived(source)
                    .ifPresent(at -> last.add(MultiGauge.Row.of(Tags.of("source", source), at.toEpochMilli() / 1000.0)));
            countReceived(source);
        });
        lastRecords.register(last, true);
    }

    /** Goes up only, so that a rate can be made of it. */
    private void countReceived(String source) {
        if (counted.add(source)) {
            FunctionCounter
                    .builder("ladibridge.received", this,
                            metrics -> metrics.sheet.sources().getOrDefault(source, Balance.ZERO).received())
                    .tag("source", source).description("Records received, repetitions included, since the store was made")
                    .register(registry);
        }
    }
}
