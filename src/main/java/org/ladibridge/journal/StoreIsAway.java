package org.ladibridge.journal;

import jakarta.inject.Singleton;

import io.quarkus.arc.Unremovable;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;

/** What looks into the store every few seconds does not while it is known to be away: the log says that once, and not at each look. */
@Singleton
@Unremovable
public final class StoreIsAway implements Scheduled.SkipPredicate {
    private final Journal journal;

    StoreIsAway(Journal journal) {
        this.journal = journal;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return journal.trouble().isPresent();
    }
}
