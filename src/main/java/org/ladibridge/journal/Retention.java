package org.ladibridge.journal;

import java.time.Clock;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.ladibridge.BridgeConfig;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** Forgets finished records after {@code bridge.retention}: they are personal data; and after a year who did what. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);

    private static final Duration AUDIT = Duration.ofDays(365);

    private final Journal journal;
    private final BridgeConfig config;
    private final Clock clock;

    Retention(Journal journal, BridgeConfig config, Clock clock) {
        this.journal = journal;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = StoreIsAway.class)
    void purge() {
        try {
            int untaken = journal.endOutcomes(clock.instant().minus(config.retention()));
            if (untaken > 0) {
                LOG.warnf(
                        "%d outcomes were taken by no route within BRIDGE_RETENTION and are not told any more. Make a route with "
                                + "./ladibridge new-source outcome NAME, or set BRIDGE_OUTCOMES=off",
                        untaken);
            }
            journal.purge(clock.instant().minus(config.retention()));
            journal.purgeAudit(clock.instant().minus(AUDIT));
        } catch (RuntimeException e) {
            LOG.warnf("Old records could not be deleted, trying again in an hour: %s", e.getMessage());
        }
    }
}
