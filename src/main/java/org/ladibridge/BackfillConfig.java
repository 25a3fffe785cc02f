package org.ladibridge;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What needs a confirmation, or waits, before many customers change at once; {@code ladiflow.quiet-hours} is {@code LADIFLOW_QUIET_HOURS}. */
@ConfigMapping(prefix = "ladiflow")
public interface BackfillConfig {
    /**
     * A file, or a group that is replayed, of more changes than this waits until somebody says go, because each change may
     * start automation in LadiFlow; 0 = none waits.
     *
     * @see <a href="operations.md#before-many-customers-change">before many customers change</a>
     */
    @WithDefault("5000")
    int backfillAsks();

    /** Calls to LadiFlow per second; 0 = unlimited. */
    int rate();

    /**
     * Quiet hours of the day, such as {@code 22:00-07:00}, by the clock of Việt Nam.
     *
     * @see <a href="operations.md#before-many-customers-change">before many customers change</a>
     */
    Optional<String> quietHours();

    /** What waits in quiet hours. */
    @WithDefault("backfill")
    QuietFor quietFor();

    /** What waits in quiet hours. */
    enum QuietFor {
        /** Files, first runs of polls and groups that are replayed. */
        BACKFILL,
        /** Everything. */
        ALL
    }
}
