package org.ladibridge;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Describes what many changes at once cause in LadiFlow, and decides from how many on a person has to confirm them. */
@ApplicationScoped
@Unremovable
public class Backfill {
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;
    /** A customer unknown to LadiFlow costs three calls: a look-up by address, one by number, and the creation. */
    private static final int MOST_CALLS = 3;

    private final int asks;
    private final int rate;

    @Inject
    Backfill(BackfillConfig config) {
        this(config.backfillAsks(), config.rate());
    }

    /**
     * @param asks as {@link BackfillConfig#backfillAsks}
     * @param rate as {@link BackfillConfig#rate}
     */
    public Backfill(int asks, int rate) {
        if (asks < 0) {
            throw new ConfigurationException(
                    "LADIFLOW_BACKFILL_ASKS takes a number of changes, or 0 to ask never, not " + asks);
        }
        this.asks = asks;
        this.rate = rate;
    }

    /** The number of changes from which on a confirmation is needed; 0 = never. */
    public int asks() {
        return asks;
    }

    /** Whether this number of changes waits for a confirmation. */
    public boolean asks(long changes) {
        return asks > 0 && changes > asks;
    }

    /** What so many changes do. */
    public String en(long changes) {
        return String.format(Locale.ROOT, "this may start automation for up to %,d customers", changes) + (rate == 0
                ? ""
                : " and may take " + time(MOST_CALLS * changes / rate, "minutes", "hours") + " at " + rate
                        + " calls a second (up to " + MOST_CALLS + " a customer)");
    }

    /** The same in Vietnamese. */
    public String vi(long changes) {
        return String.format(Locale.forLanguageTag("vi"), "việc này có thể chạy tự động hóa cho tối đa %,d khách hàng", changes)
                + (rate == 0
                        ? ""
                        : " và có thể mất " + time(MOST_CALLS * changes / rate, "phút", "giờ") + " với " + rate
                                + " lệnh gọi mỗi giây (tối đa " + MOST_CALLS + " lệnh gọi mỗi khách hàng)");
    }

    private static String time(long seconds, String minutes, String hours) {
        return seconds < 2 * HOUR
                ? Math.max(1, (seconds + MINUTE - 1) / MINUTE) + " " + minutes
                : (seconds + HOUR - 1) / HOUR + " " + hours;
    }
}
