package org.ladibridge.journal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;

/**
 * What was stored under one exchange, by as many sinks and copies of it as there are. No step of a route can take it away, unlike
 * a property or the body.
 */
public final class AppendTally implements SafeCopyProperty {
    private static final String KEY = "bridge.tally";

    private final List<AppendResult> results = new CopyOnWriteArrayList<>();

    private AppendTally() {
    }

    /** From now on counts what is stored under this exchange. */
    public static AppendTally on(Exchange exchange) {
        AppendTally tally = new AppendTally();
        exchange.getExchangeExtension().setSafeCopyProperty(KEY, tally);
        return tally;
    }

    /** To whoever counts. */
    static void add(Exchange exchange, AppendResult result) {
        AppendTally tally = exchange.getExchangeExtension().getSafeCopyProperty(KEY, AppendTally.class);
        if (tally != null) {
            tally.results.add(result);
        }
    }

    /** The sum; empty when nothing was stored. */
    public Optional<AppendResult> total() {
        return results.stream().reduce(AppendTally::sum);
    }

    private static AppendResult sum(AppendResult one, AppendResult other) {
        Map<State, Integer> earlier = new EnumMap<>(State.class);
        one.earlier().forEach((state, count) -> earlier.merge(state, count, Integer::sum));
        other.earlier().forEach((state, count) -> earlier.merge(state, count, Integer::sum));
        List<AppendResult.Rejection> rejections = new ArrayList<>(one.rejections());
        rejections.addAll(other.rejections());
        return new AppendResult(one.received() + other.received(), one.duplicate() + other.duplicate(),
                one.rejected() + other.rejected(), one.ignored() + other.ignored(), one.replayed() + other.replayed(), earlier,
                rejections);
    }

    /** All copies count together. */
    @Override
    public SafeCopyProperty safeCopy() {
        return this;
    }
}
