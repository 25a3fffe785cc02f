package org.ladibridge.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.journal.JournalReader;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** The ledger for Prometheus: records per source and state, and how long the oldest undelivered one waits. */
@ApplicationScoped
class LedgerMetrics {
    private final JournalReader journal;
    private final Clock clock;
    private final MultiGauge records;
    private final MultiGauge ages;
    private volatile long inFlight;

    LedgerMetrics(JournalReader journal, Clock clock, MeterRegistry registry) {
        this.journal = journal;
        this.clock = clock;
        this.records = MultiGauge.builder("ladibridge.records")
                .description("Records by source and state, since the store was made")
                .register(registry);
        this.ages = MultiGauge.builder("ladibridge.queue.oldest.age").baseUnit("seconds")
                .description("Since when the oldest undelivered record of a queue waits").register(registry);
        Gauge.builder("ladibridge.queue.depth", () -> inFlight).description("Records still to be delivered").register(registry);
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        long waiting = 0;
        for (JournalReader.Count count : journal.counts()) {
            rows.add(MultiGauge.Row.of(Tags.of("source", count.source(), "state", count.state()), count.n()));
            if (count.state().equals("queued") || count.state().equals("waiting")) {
                waiting += count.n();
            }
        }
        records.register(rows, true);
        inFlight = waiting;
        Instant now = clock.instant();
        List<MultiGauge.Row<?>> waits = new ArrayList<>();
        journal.oldestInFlight().forEach((queue, since) -> waits.add(MultiGauge.Row.of(Tags.of("queue", queue),
                since == null ? 0 : Duration.between(since, now).toMillis() / 1000.0)));
        ages.register(waits, true);
    }
}
