package org.ladibridge.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Count;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * {@code received = delivered + unchanged + superseded + duplicate + ignored + rejected + dead + inFlight}, per source and in all. References of thin webhooks count
 * under their queue's name: see {@link JournalReader#counts()}.
 */
@ApplicationScoped
public class Ledger {
    private final JournalReader journal;

    public Ledger(JournalReader journal) {
        this.journal = journal;
    }

    /**
     * All counts as of one moment.
     *
     * @param balanced whether the equation holds in all and for every source
     */
    public record Sheet(@JsonUnwrapped Balance total, boolean balanced, Map<String, Balance> sources) {
    }

    public Sheet sheet() {
        return sheet(journal.counts());
    }

    static Sheet sheet(List<Count> counts) {
        Balance total = Balance.ZERO;
        Map<String, Balance> sources = new TreeMap<>();
        for (Count count : counts) {
            total = total.plus(count.state(), count.n());
            sources.put(count.source(), sources.getOrDefault(count.source(), Balance.ZERO).plus(count.state(), count.n()));
        }
        boolean balanced = total.isBalanced() && sources.values().stream().allMatch(Balance::isBalanced);
        return new Sheet(total, balanced, sources);
    }
}
