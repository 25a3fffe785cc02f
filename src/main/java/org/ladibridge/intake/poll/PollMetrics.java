package org.ladibridge.intake.poll;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.intake.poll.PollProgress.Status;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** How the polls stand, for Prometheus. */
@ApplicationScoped
class PollMetrics {
    private final PollProgress progress;
    private final MeterRegistry registry;
    private final MultiGauge successes;
    private final MultiGauge watermarks;
    private final Set<String> counted = new HashSet<>();

    PollMetrics(PollProgress progress, MeterRegistry registry) {
        this.progress = progress;
        this.registry = registry;
        this.successes = MultiGauge.builder("ladibridge.poll.last.success.timestamp").baseUnit("seconds")
                .description("When a run of the poll came to its end last, in seconds since 1970").register(registry);
        this.watermarks = MultiGauge.builder("ladibridge.poll.watermark.timestamp").baseUnit("seconds")
                .description("Everything changed before it has been stored, in seconds since 1970").register(registry);
        Gauge.builder("ladibridge.polls.needing.attention", () -> progress.all().keySet().stream()
                .filter(source -> progress.attention(source).isPresent()).count())
                .description("Polls that do not go on, or of which no run has come to its end for some intervals")
                .register(registry);
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        Map<String, Status> polls = progress.all();
        successes.register(rows(polls, Status::lastSuccess), true);
        watermarks.register(rows(polls, Status::watermark), true);
        polls.keySet().stream().filter(counted::add).forEach(source -> {
            count("ladibridge.poll.failures", "Calls and runs of the poll that failed", source, Status::failures);
            count("ladibridge.poll.pages", "Pages that the poll has read", source, Status::pages);
            count("ladibridge.poll.rows", "Rows in them", source, Status::items);
        });
    }

    private static List<MultiGauge.Row<?>> rows(Map<String, Status> polls, Function<Status, Instant> time) {
        return polls.entrySet().stream()
                .filter(poll -> time.apply(poll.getValue()) != null).<MultiGauge.Row<?>>map(
                        poll -> MultiGauge.Row.of(Tags.of("source", poll.getKey()),
                                time.apply(poll.getValue()).getEpochSecond()))
                .toList();
    }

    private void count(String name, String description, String source, ToDoubleFunction<Status> number) {
        FunctionCounter.builder(name, progress, polls -> polls.of(source).map(number::applyAsDouble).orElse(0.0))
                .description(description).tag("source", source).register(registry);
    }
}
